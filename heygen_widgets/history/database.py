"""Open the SQLite file of a history, and turn errors of SQLite and the system into ours."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from heygen_widgets.errors import HistoryError
from heygen_widgets.history.migrations import (
    APPLICATION_ID,
    MIGRATIONS,
    migrate,
    transaction,
    version_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "history.sqlite3"
BUSY_TIMEOUT = 10.0
"""Seconds to wait for another process that is writing."""

# Closing a file handle of our own releases the locks that SQLite holds on that file in this process
# (https://www.sqlite.org/howtocorrupt.html, 2.2), so the file is created before anything connects.
_CREATING = threading.Lock()

_UNTOUCHED = (
    "It was left as it is, and nothing is being recorded. Move it away to start a new history, or "
    "choose another folder with HEYGEN_WIDGETS_HOME. What HeyGen made and billed stays with HeyGen."
)
_REASONS = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it is read-only",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened",
    sqlite3.SQLITE_PERM: "access is denied",
    sqlite3.SQLITE_IOERR: "the disk failed or is full",
    sqlite3.SQLITE_BUSY: f"another process has kept it locked for {BUSY_TIMEOUT:.0f} s",
    sqlite3.SQLITE_LOCKED: "it is locked",
    sqlite3.SQLITE_PROTOCOL: "its file system can't lock files",
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn the errors of SQLite and of the file system into `HistoryError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explanation(error, folder / FILE) from None
    except OSError as error:
        where = error.filename or folder
        reason = error.strerror or type(error).__name__
        raise HistoryError(f"The history can't use {where}: {reason}.") from None


@contextmanager
def opened(folder: Path, *, create: bool) -> Iterator[sqlite3.Connection]:
    """Connect to the history in ``folder`` and close the connection after the block.

    Args:
        folder: Where it is.
        create: Whether to create it if it isn't there. Otherwise the connection is to an empty
            one in memory, so that reading creates no file.

    Raises:
        HistoryError: It can't be used.
    """
    with explained(folder):
        file = folder / FILE
        if create:
            _create(file)
        target = ":memory:" if _is_absent(file) else file
        connection = sqlite3.connect(target, timeout=BUSY_TIMEOUT, isolation_level=None)
        with closing(connection):
            connection.row_factory = sqlite3.Row
            _check(connection, file)
            # Both are SQLite's defaults, unless it was built otherwise.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = FULL")
            migrate(connection)
            yield connection


def version_at(folder: Path) -> int | None:
    """Return the version of the history's file, and leave it as it is; None if there is no file.

    Args:
        folder: Where it is.

    Raises:
        HistoryError: It can't be read, is of another program, or is newer than this release.
    """
    with explained(folder):
        file = folder / FILE
        if _is_absent(file):
            return None
        # Not for reading only: what a killed process left half written must be taken back first.
        address = f"{file.absolute().as_uri()}?mode=rw"
        with closing(
            sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT, isolation_level=None)
        ) as connection:
            _check(connection, file)
            return version_of(connection)


def _create(file: Path) -> None:
    if not _is_absent(file):
        return
    with _CREATING:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            return


def _is_absent(file: Path) -> bool:
    # Not `exists()`, which hides that a file is in place of the folder: that is an error.
    try:
        file.stat()
    except FileNotFoundError:
        return True
    return False


def _check(connection: sqlite3.Connection, file: Path) -> None:
    """Raise `HistoryError` for a file that is not ours, or is newer, before writing to it."""
    with transaction(connection, "DEFERRED"):
        version = version_of(connection)
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    is_new = (version, application, tables) == (0, 0, 0)
    if not is_new and application != APPLICATION_ID:
        raise HistoryError(f"{file} is a database of another program.", _UNTOUCHED)
    if version > len(MIGRATIONS):
        raise HistoryError(
            f"{file} was written by a newer heygen_widgets (its version is {version}, this release "
            f"knows {len(MIGRATIONS)}).",
            f"Update heygen_widgets to read it. {_UNTOUCHED}",
        )


def _explanation(error: sqlite3.Error, file: Path) -> HistoryError:
    # The lowest byte is the kind of error, the others are details. Errors of Python have no code.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _DAMAGED:
        return HistoryError(f"The history {file} is damaged ({error}).", _UNTOUCHED)
    return HistoryError(f"The history {file} can't be used: {_REASONS.get(code, error)}.")
