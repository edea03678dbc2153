"""`Result`: what came of one cell. A sweep's results as the rows of a table."""

from __future__ import annotations

import csv
import importlib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heygen_widgets.config.urls import SANDBOX_HOST
from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.attributes import FIELDS
from heygen_widgets.sweeps.board import CellStatus, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from heygen_widgets.history.sweeps import StoredCell
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.sweeps.plan import Cell, Plan

Row = dict[str, Any]

OF_IMAGE = ("image", "key", "url", "rating", "favourite", "note")
OF_CELL = ("status", "reason", "duration", "price", "file", "cell", "run_id", "generation_id")


@dataclass(frozen=True)
class Result:
    """A cell and what came of it.

    Attributes:
        cell: What was asked for.
        status: Where it stands.
        generation: Its latest run; None if there is none.
        backend: The host that serves it.
    """

    cell: Cell
    status: CellStatus
    generation: Generation | None
    backend: str

    @property
    def images(self) -> tuple[AvatarImage, ...]:
        """Its images; empty if it has none."""
        return self.generation.images if self.generation else ()

    @property
    def best(self) -> AvatarImage | None:
        """Its best image that is here: a favourite, else the best rated one, else the first."""
        here = [image for image in self.images if image.is_downloaded]
        return max(
            here,
            key=lambda each: (each.mark.favourite, each.mark.rating or 0, -each.index),
            default=None,
        )

    @property
    def reason(self) -> str:
        """Why it isn't made, in words; empty if it is, or was not begun."""
        is_made = self.status in {CellStatus.DONE, CellStatus.OPEN}
        return "" if is_made or self.generation is None else self.generation.message or ""

    @property
    def price(self) -> float | None:
        """What it costs in US dollars by the price table; None if unknown, 0 in the sandbox."""
        if self.backend == SANDBOX_HOST or self.generation is None:
            return 0.0
        return self.generation.cost.usd if self.generation.cost else None


def results_of(
    plan: Plan, cells: Sequence[StoredCell], runs: Mapping[str, Generation], backend: str
) -> list[Result]:
    """Return what came of each cell, in order."""
    found = []
    for cell in cells:
        run = runs.get(cell.run_id or "")
        status = status_of(run.status if run else None)
        found.append(Result(plan.cell(cell.position), status, run, backend))
    return found


def columns(plan: Plan) -> list[str]:
    """Return the names of the columns: the axes first, then the other attributes, then the rest."""
    axes = [axis.name for axis in plan.all_axes]
    return [*axes, *(field for field in FIELDS if field not in axes), *OF_IMAGE, *OF_CELL]


def rows(results: Iterable[Result]) -> Iterator[Row]:
    """Yield a row for each image, and one for each cell that has none."""
    for result in results:
        shared = _shared(result)
        share = None if result.price is None else result.price / max(1, len(result.images))
        for image in result.images or (None,):
            yield shared | _of_image(image) | {"price": share}


def _shared(result: Result) -> Row:
    run = result.generation
    return {
        **result.cell.attributes.to_dict(),
        **result.cell.values,
        "status": result.status.value,
        "reason": result.reason,
        "duration": run.elapsed if run else None,
        "cell": result.cell.id,
        "run_id": run.run_id if run else None,
        "generation_id": run.id if run else None,
    }


def _of_image(image: AvatarImage | None) -> Row:
    if image is None:
        return dict.fromkeys((*OF_IMAGE, "file"))
    return {
        "image": image.index + 1,
        "key": image.key,
        "url": image.url,
        "rating": image.mark.rating,
        "favourite": image.mark.favourite,
        "note": image.mark.note,
        "file": str(image.file.path) if image.file else None,
    }


def to_dataframe(names: Sequence[str], table: Iterable[Row]) -> Any:  # noqa: ANN401 - pandas is optional
    """Return rows as a pandas DataFrame.

    Raises:
        ConfigurationError: pandas is not installed.
    """
    pandas = optional("pandas", "A table of a sweep", "save() writes .csv and .json without it.")
    return pandas.DataFrame(list(table), columns=list(names))


def to_csv(names: Sequence[str], table: Iterable[Row]) -> bytes:
    """Return rows as CSV in UTF-8, with a mark by which spreadsheets know the encoding."""
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(table)
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def to_json(names: Sequence[str], table: Iterable[Row]) -> bytes:
    """Return rows as a JSON list."""
    chosen = [{name: row.get(name) for name in names} for row in table]
    return json.dumps(chosen, indent=1).encode()


def to_parquet(names: Sequence[str], table: Iterable[Row]) -> bytes:
    """Return rows as a Parquet file.

    Raises:
        ConfigurationError: pyarrow is not installed.
    """
    arrow = optional("pyarrow", "Parquet", "save() writes .csv and .json without it.")
    parquet = importlib.import_module("pyarrow.parquet")
    listed = list(table)
    data = {name: [row.get(name) for row in listed] for name in names}
    stream = io.BytesIO()
    parquet.write_table(arrow.table(data), stream)
    return stream.getvalue()


def optional(module: str, what: str, otherwise: str, package: str = "") -> Any:  # noqa: ANN401 - whatever it is
    """Return a module that is no dependency.

    Args:
        module: Its name.
        what: What needs it, as the beginning of a sentence.
        otherwise: What goes without it, as a sentence.
        package: What to install; by default as the module is called.

    Raises:
        ConfigurationError: It is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ConfigurationError(
            f"{what} needs {module}, which is not installed.",
            f"pip install {package or module}. {otherwise}",
        ) from None
