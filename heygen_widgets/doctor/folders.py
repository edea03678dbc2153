"""The folder of the history and the presets: whether it can be used, and what is in it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from heygen_widgets.config import paths
from heygen_widgets.doctor.section import Section
from heygen_widgets.errors import HeyGenError, HistoryError
from heygen_widgets.history import History, database
from heygen_widgets.history.migrations import MIGRATIONS
from heygen_widgets.presets import Presets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ADVICE = (
    "Runs go on and are billed as usual, but nothing is kept of them here. Correct the folder, or "
    f"set {paths.HOME_VARIABLE} to one that you can write to."
)


def look_at_folders() -> Section:
    """Return where runs and presets are kept, whether they can be, and what there is of them."""
    folder = paths.home()
    problem = _problem(folder)
    rows = [("Folder", str(folder)), ("Can be used", "no" if problem else _state(folder))]
    if problem:
        return Section("History", tuple(rows), (HistoryError(problem, _ADVICE),))
    faults: list[HeyGenError] = []
    for read in (_history_rows, _preset_rows):
        try:
            rows += read()
        except HeyGenError as error:
            faults.append(error)
    return Section("History", tuple(rows), tuple(faults))


def _problem(folder: Path) -> str:
    """Return why nothing can be kept in a folder; empty if it can."""
    if folder == paths.NOWHERE:
        return "You have no home folder: neither HOME nor the system's list of users names one."
    if not folder.is_absolute() and folder.parts[:1] and folder.parts[0].startswith("~"):
        return f"{paths.HOME_VARIABLE} is {str(folder)!r}, and there is no such home folder."
    try:
        at = _nearest(folder.absolute())
        if not at.is_dir():
            return f"The folder {folder} can't be used: {at} is not a folder."
        # Whether a system, a disk or a quota allows it, only trying tells.
        with tempfile.TemporaryDirectory(dir=at) as tried:
            (Path(tried) / "doctor").write_bytes(b"doctor")
    except OSError as error:
        return f"The folder {folder} can't be used: {error.strerror or error}."
    return ""


def _nearest(folder: Path) -> Path:
    """Return the folder, or the first above it that is there.

    Raises:
        OSError: It can't be told, because one above it can't be searched.
    """
    for each in (folder, *folder.parents):
        try:
            each.stat()
        except FileNotFoundError:
            continue
        return each
    return folder


def _state(folder: Path) -> str:
    free = shutil.disk_usage(_nearest(folder.absolute())).free
    is_there = "yes" if folder.is_dir() else "yes; it is created with the first run"
    return f"{is_there}; {_size(free)} free"


def _history_rows() -> list[tuple[str, str]]:
    version = database.version_at(paths.home())
    if version is None:
        return [("Runs", "none yet")]
    newest = len(MIGRATIONS)
    rows = [("Schema", f"{version}, the newest"), ("Size", _size_of(paths.home()))]
    if version < newest:
        # Counting would bring the file to the newest version, which older releases can't read.
        rows[0] = ("Schema", f"{version}; this release makes it {newest} at the first use")
        return rows
    history = History()
    counts: dict[str, Callable[[], int]] = {
        "Runs": lambda: len(history),
        "Unfinished runs": lambda: len(history.unfinished()),
        "Runs of unknown outcome": lambda: len(history.unknown()),
    }
    return rows + [(name, str(count())) for name, count in counts.items()]


def _preset_rows() -> list[tuple[str, str]]:
    return [("Presets", str(len(Presets().names())))]


def _size_of(folder: Path) -> str:
    sizes = [path.stat().st_size for path in _files(folder)]
    return f"{_size(sum(sizes))} in {len(sizes)} files"


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _size(count: int) -> str:
    megabytes = count / 1_000_000
    return f"{megabytes / 1000:,.1f} GB" if megabytes >= 1000 else f"{megabytes:,.1f} MB"  # noqa: PLR2004 - a kilo
