"""A history as a table: one row an image, or one row a run."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from heygen_widgets.config.urls import SANDBOX_HOST
from heygen_widgets.errors import ConfigurationError, HistoryError
from heygen_widgets.models.attributes import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heygen_widgets.models.generation import Generation

Row = dict[str, Any]
Entry = tuple["Generation", str]
"""A run and its backend."""

FACTS = (
    *("run_id", "id", "status", "message", "submitted_at", "finished_at", "elapsed"),
    *("api", "request_id"),
)
"""What a table and an export say of a run, by the names of its record."""

_OF_RUN = (*FACTS, "backend", *FIELDS, "price")
_OF_IMAGE = ("cost", "image", "image_key", "image_url", "favourite", "rating", "note", "file")
_OF_ALL_IMAGES = (
    *("cost", "images", "image_keys", "image_urls", "favourites", "ratings", "notes"),
)


def to_dataframe(entries: Iterable[Entry], per: str) -> Any:  # noqa: ANN401 - pandas is optional
    """Return a pandas DataFrame with a row for each image, or for each run.

    Args:
        entries: The runs.
        per: ``image`` or ``run``.

    Raises:
        ConfigurationError: ``per`` is neither.
        HistoryError: pandas is not installed.
    """
    if per not in ("image", "run"):
        raise ConfigurationError(f"per={per!r} is no kind of row.", "It is 'image' or 'run'.")
    try:
        pandas = importlib.import_module("pandas")
    except ImportError:
        raise HistoryError(
            "A table of the history needs pandas.",
            "Install it with `pip install pandas`; without it, `for generation in history` gives "
            "the same. The history itself is all right.",
        ) from None
    columns = [*_OF_RUN, *(_OF_IMAGE if per == "image" else _OF_ALL_IMAGES)]
    rows = _rows_of_images if per == "image" else _rows_of_runs
    return pandas.DataFrame([row for entry in entries for row in rows(*entry)], columns=columns)


def _rows_of_images(run: Generation, backend: str) -> Iterator[Row]:
    cost = _cost(run, backend)
    for image in run.images:
        yield _facts(run, backend) | {
            "cost": None if cost is None else cost / len(run.images),
            "image": image.index + 1,
            "image_key": image.key,
            "image_url": image.url,
            "favourite": image.mark.favourite,
            "rating": image.mark.rating,
            "note": image.mark.note,
            "file": str(image.file.path) if image.file else None,
        }


def _rows_of_runs(run: Generation, backend: str) -> Iterator[Row]:
    marks = [image.mark for image in run.images]
    yield _facts(run, backend) | {
        "cost": _cost(run, backend),
        "images": len(run.images),
        "image_keys": run.image_keys,
        "image_urls": run.image_urls,
        "favourites": tuple(mark.favourite for mark in marks),
        "ratings": tuple(mark.rating for mark in marks),
        "notes": tuple(mark.note for mark in marks),
    }


def _facts(run: Generation, backend: str) -> Row:
    facts = {name: getattr(run, name) for name in FACTS}
    attributes = run.attributes.to_dict() if run.attributes else dict.fromkeys(FIELDS)
    price = run.price.usd if run.price else None
    return facts | {"status": run.status.value, "backend": backend} | attributes | {"price": price}


def _cost(run: Generation, backend: str) -> float | None:
    """Return what a run costs in US dollars; None if that is unknown."""
    if backend == SANDBOX_HOST:
        return 0.0
    return run.cost.usd if run.cost else None
