"""The files that a sweep is saved to, by their endings."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.runtime.atomic_file import replacing
from heygen_widgets.sweeps import layout, report, results

if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike

    from heygen_widgets.sweeps.outcome import Outcome

TABLES = {".csv": results.to_csv, ".json": results.to_json, ".parquet": results.to_parquet}
FORMS = (*TABLES, ".png", ".pdf", ".html", ".zip")
"""The endings that there are."""


def save(
    outcome: Outcome, path: str | PathLike[str], rows: str | None, columns: str | None
) -> Path:
    """Write a sweep to a file, as `Sweep.save` says.

    Raises:
        ConfigurationError: As in `Sweep.save`.
        HistoryError: The zip can't be written.
    """
    target = Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing
    form = target.suffix.lower()
    check(target)
    if form == ".zip":
        _write_zip(outcome, target)
        return target
    data = _data(outcome, form, rows, columns)
    try:
        # A link stays a link: what it leads to is replaced.
        real = target.resolve()
        with replacing(real, real.parent, is_private=False) as stream:
            stream.write(data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigurationError(
            f"{target} can't be written: {reason}.", "Nothing of the sweep is lost."
        ) from None
    return target


def check(target: Path) -> None:
    """Refuse a file of a form that there isn't.

    Raises:
        ConfigurationError: Its ending is none of `FORMS`.
    """
    if target.suffix.lower() not in FORMS:
        raise ConfigurationError(
            f"A sweep can't be saved as {target.name!r}.", f"The endings are {', '.join(FORMS)}."
        )


def _data(outcome: Outcome, form: str, rows: str | None, columns: str | None) -> bytes:
    if form in TABLES:
        return _table(outcome, TABLES[form])
    if form == ".html":
        return report.rendered(outcome, rows, columns).encode("utf-8", "backslashreplace")
    from heygen_widgets.media import contact_sheet  # noqa: PLC0415 - loads Pillow

    sheets = layout.sheets(outcome.plan, outcome.results, rows, columns)
    return contact_sheet.to_png(sheets) if form == ".png" else contact_sheet.to_pdf(sheets)


def _table(outcome: Outcome, written: Callable[..., bytes]) -> bytes:
    return written(results.columns(outcome.plan), results.rows(outcome.results))


def _write_zip(outcome: Outcome, target: Path) -> None:
    from heygen_widgets.history import export  # noqa: PLC0415 - loads sqlite3

    found = outcome.results
    cells = [
        {
            "cell": result.cell.id,
            "values": dict(result.cell.values),
            "status": result.status.value,
            "run_id": result.generation.run_id if result.generation else None,
        }
        for result in found
    ]
    about = {"format": "heygen_widgets.sweep", "version": 1, "id": outcome.id}
    told = json.dumps(about | {"plan": outcome.plan.to_dict(), "cells": cells}, indent=2)
    entries = {
        result.generation.run_id: (result.generation, result.backend)
        for result in found
        if result.generation
    }
    others = {"sweep.json": told.encode(), "table.csv": _table(outcome, results.to_csv)}
    export.write_zip(target, entries.values(), others)
