"""Migrations: numbered steps that bring the file of an earlier release to the newest version.

Each step and its number are written in one transaction, so a file is always at exactly one version.
A step that was released is never changed; a new step corrects it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from heygen_widgets.history.normalise import normalised, search_text

if TYPE_CHECKING:
    from collections.abc import Iterator

Migration = Callable[[sqlite3.Connection], None]

APPLICATION_ID = 0x48475748
"""Identifies a SQLite file as one of ours: ``HGWH`` in its header."""


def create_tables(connection: sqlite3.Connection) -> None:
    """Version 1: runs, their images, and the indexes."""
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
    """Version 2: the requests of a run, its references, and what one request costs."""
    for column in ("jobs", "refs", "price"):
        connection.execute(f"ALTER TABLE runs ADD COLUMN {column} TEXT")


def add_marks(connection: sqlite3.Connection) -> None:
    """Version 3: marks of images, and the table that searches scan."""
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
    # Not columns of `runs`: a search scans this table, and reads half as many pages of the file.
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
        texts = (asked.get("name"), asked.get("appearance"), message, generation_id)
        fields = ("age", "gender", "ethnicity", "orientation", "pose", "style")
        connection.execute(
            "INSERT INTO search VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, *map(asked.get, fields), search_text([*texts, *(key for (key,) in keys)])),
        )


def normalise_words(connection: sqlite3.Connection) -> None:
    """Version 4: texts to search in, in which the four letters i of Turkish are one letter."""
    # Normalising a text of version 3 once more gives the same as normalising the original.
    connection.create_function("normalised", 1, normalised)
    for table in ("search", "marks"):
        connection.execute(f"UPDATE {table} SET words = normalised(words)")  # noqa: S608 - our own names


def add_forgotten(connection: sqlite3.Connection) -> None:
    """Version 5: whether a run is left out of the lists of what to see to."""
    connection.execute("ALTER TABLE runs ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0")


def add_resumed(connection: sqlite3.Connection) -> None:
    """Version 6: whether a run was waited for again, so that it may have ended unseen."""
    connection.execute("ALTER TABLE runs ADD COLUMN resumed INTEGER NOT NULL DEFAULT 0")


def add_steps(connection: sqlite3.Connection) -> None:
    """Version 7: runs that make groups and looks, and what became of each picture."""
    connection.execute("ALTER TABLE runs ADD COLUMN kind TEXT NOT NULL DEFAULT 'photos'")
    connection.execute("ALTER TABLE runs ADD COLUMN name TEXT NOT NULL DEFAULT ''")
    connection.execute("ALTER TABLE runs ADD COLUMN group_id TEXT")
    connection.execute("ALTER TABLE images ADD COLUMN job TEXT")
    # Lists of runs leave these out; there are few.
    connection.execute("""
        CREATE INDEX runs_of_steps ON runs (kind) WHERE kind NOT IN ('photos', 'looks')
    """)
    connection.execute("CREATE INDEX runs_by_group ON runs (group_id)")
    connection.execute("""
        CREATE TABLE pictures (
            run INTEGER NOT NULL REFERENCES runs (number),
            position INTEGER NOT NULL,
            picture TEXT NOT NULL,
            look TEXT,
            group_id TEXT,
            PRIMARY KEY (run, position)
        )
    """)
    connection.execute("CREATE INDEX pictures_by_key ON pictures (picture)")
    connection.execute("CREATE INDEX pictures_by_look ON pictures (look)")
    connection.execute("CREATE INDEX images_by_key ON images (key)")
    # On v3 a picture is a look by itself, so there may be no row of `pictures` to take it out of.
    connection.execute("CREATE TABLE deleted_looks (look TEXT PRIMARY KEY) WITHOUT ROWID")


def add_sweeps(connection: sqlite3.Connection) -> None:
    """Version 8: sweeps, their cells, the runs of each cell, and what was chosen of two images."""
    connection.execute("""
        CREATE TABLE sweeps (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            plan TEXT NOT NULL,
            backend TEXT NOT NULL,
            created_at TEXT NOT NULL,
            claim TEXT,
            claim_host TEXT,
            claim_pid INTEGER,
            claim_started TEXT,
            claimed_at REAL
        )
    """)
    connection.execute("""
        CREATE TABLE sweep_cells (
            sweep INTEGER NOT NULL REFERENCES sweeps (number),
            position INTEGER NOT NULL,
            cell TEXT NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0,
            run_id TEXT,
            PRIMARY KEY (sweep, position)
        ) WITHOUT ROWID
    """)
    # A cell that was tried again has several; each may have cost something.
    connection.execute("""
        CREATE TABLE sweep_runs (
            sweep INTEGER NOT NULL REFERENCES sweeps (number),
            position INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            run_id TEXT NOT NULL,
            reused INTEGER NOT NULL,
            PRIMARY KEY (sweep, position, attempt)
        ) WITHOUT ROWID
    """)
    connection.execute("""
        CREATE TABLE sweep_choices (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            sweep INTEGER NOT NULL REFERENCES sweeps (number),
            left_run TEXT NOT NULL,
            left_image TEXT NOT NULL,
            right_run TEXT NOT NULL,
            right_image TEXT NOT NULL,
            outcome TEXT NOT NULL
        )
    """)
    connection.execute("CREATE INDEX sweep_choices_by_sweep ON sweep_choices (sweep)")


def _attributes(stored: str | None) -> dict[str, str]:
    """Return the attributes as they are stored; empty if they can't be read."""
    try:
        found = json.loads(stored or "{}")
    except ValueError:
        return {}
    known = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in known if isinstance(value, str)}


MIGRATIONS: tuple[Migration, ...] = (
    create_tables,
    add_jobs,
    add_marks,
    normalise_words,
    add_forgotten,
    add_resumed,
    add_steps,
    add_sweeps,
)


def version_of(connection: sqlite3.Connection) -> int:
    """Return how many migrations were applied to the file; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file to the newest version.

    A step that fails is rolled back. It and the later ones stay pending, the earlier ones applied.
    """
    for number, step in enumerate(migrations, start=1):
        if version_of(connection) >= number:
            continue
        with transaction(connection):
            # Another process may have applied it meanwhile.
            if version_of(connection) < number:
                step(connection)
                connection.execute(f"PRAGMA user_version = {number}")


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Apply all changes of the block or none.

    Args:
        connection: To the history.
        kind: ``IMMEDIATE`` keeps others from writing meanwhile; ``DEFERRED`` is for reading.
    """
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # On a full disk SQLite has rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
