"""How the file of a history came to its shape, one numbered step after the other.

Each step and its number are written in one transaction, so a history is always at exactly one
version. A step that was released is never changed: what it should have done is a new one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from heygen_widgets.history.words import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

Migration = Callable[[sqlite3.Connection], None]

APPLICATION_ID = 0x48475748
"""Marks a SQLite file as one of ours; ``HGWH`` in its header."""


def create_tables(connection: sqlite3.Connection) -> None:
    """Version 1: runs, their images, and the ways to find them."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("""
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            run_id TEXT NOT NULL UNIQUE,
            generation_id TEXT,
            backend TEXT NOT NULL,
            account TEXT NOT NULL,
            status TEXT NOT NULL,
            message TEXT,
            attributes TEXT,
            submitted_at TEXT,
            finished_at TEXT,
            api TEXT NOT NULL,
            request_id TEXT,
            writer_host TEXT NOT NULL,
            writer_pid INTEGER NOT NULL,
            writer_started TEXT NOT NULL,
            written_at REAL NOT NULL
        )
    """)
    connection.execute("""
        CREATE TABLE images (
            run INTEGER NOT NULL REFERENCES runs (number),
            position INTEGER NOT NULL,
            key TEXT NOT NULL,
            url TEXT NOT NULL,
            error TEXT,
            file TEXT,
            digest TEXT,
            byte_count INTEGER,
            mime_type TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            PRIMARY KEY (run, position)
        )
    """)
    connection.execute("CREATE INDEX runs_by_generation ON runs (generation_id)")
    connection.execute("CREATE INDEX runs_by_status ON runs (status)")


def add_jobs(connection: sqlite3.Connection) -> None:
    """Version 2: the requests that make a run, what it refers to, and what one request costs."""
    for column in ("jobs", "refs", "price"):
        connection.execute(f"ALTER TABLE runs ADD COLUMN {column} TEXT")


def add_marks(connection: sqlite3.Connection) -> None:
    """Version 3: what people think of the images, and what runs are searched by."""
    connection.execute("""
        CREATE TABLE marks (
            run INTEGER NOT NULL REFERENCES runs (number),
            image TEXT NOT NULL,
            favourite INTEGER NOT NULL,
            rating INTEGER,
            note TEXT NOT NULL,
            words TEXT NOT NULL,
            PRIMARY KEY (run, image)
        )
    """)
    # Apart from the runs: a search goes through all of it, and half as many pages are read so.
    connection.execute("""
        CREATE TABLE search (
            run INTEGER PRIMARY KEY REFERENCES runs (number),
            age TEXT,
            gender TEXT,
            ethnicity TEXT,
            orientation TEXT,
            pose TEXT,
            style TEXT,
            words TEXT NOT NULL
        )
    """)
    runs = connection.execute("SELECT number, generation_id, message, attributes FROM runs")
    for number, generation_id, message, attributes in runs.fetchall():
        keys = connection.execute(
            "SELECT key FROM images WHERE run = ? ORDER BY position", (number,)
        )
        asked = _attributes(attributes)
        said = (asked.get("name"), asked.get("appearance"), message, generation_id)
        fields = ("age", "gender", "ethnicity", "orientation", "pose", "style")
        connection.execute(
            "INSERT INTO search VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, *map(asked.get, fields), joined([*said, *(key for (key,) in keys)])),
        )


def _attributes(stored: str | None) -> dict[str, str]:
    """Return the attributes as they are written; empty if they can't be read."""
    try:
        found = json.loads(stored or "{}")
    except ValueError:
        return {}
    known = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in known if isinstance(value, str)}


MIGRATIONS: tuple[Migration, ...] = (create_tables, add_jobs, add_marks)


def version_of(connection: sqlite3.Connection) -> int:
    """Return how many migrations the file has seen; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file to the newest version.

    A step that fails is undone and stays pending, with all that follow; the earlier ones stay.
    """
    for number, step in enumerate(migrations, start=1):
        if version_of(connection) >= number:
            continue
        with transaction(connection):
            # Another process may have been faster.
            if version_of(connection) < number:
                step(connection)
                connection.execute(f"PRAGMA user_version = {number}")


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Do all of the block or nothing of it; nobody else writes meanwhile."""
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk makes SQLite roll back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
