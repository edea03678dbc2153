"""`Sweeps`: the plans of sweeps, their cells, and the runs of each cell."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError, HistoryError, NotFound
from heygen_widgets.history import writer_process
from heygen_widgets.history.database import opened
from heygen_widgets.history.migrations import transaction
from heygen_widgets.history.reader import BY_RUN, Reader
from heygen_widgets.history.rows import attributes_text, cost_of, storable
from heygen_widgets.history.writer_process import WriterProcess
from heygen_widgets.media import static_html
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.text import plural

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from heygen_widgets.history.image_files import ImageFiles
    from heygen_widgets.models.generation import Generation

CLAIM_LASTS = 900.0
"""Seconds for which a sweep counts as carried out by a process that can't be checked from here,
after it has begun its latest run."""

CELLS = """
    SELECT cells.position, cells.cell, cells.attempt, cells.run_id, tries.reused, runs.status
    FROM sweep_cells AS cells
    LEFT JOIN sweep_runs AS tries ON tries.sweep = cells.sweep
        AND tries.position = cells.position AND tries.attempt = cells.attempt
    LEFT JOIN runs ON runs.run_id = cells.run_id
    WHERE cells.sweep = ? ORDER BY cells.position
"""
COSTS = """
    SELECT runs.run_id, runs.status, runs.jobs, runs.price
    FROM sweep_runs AS tries JOIN runs ON runs.run_id = tries.run_id
    WHERE tries.sweep = ? AND NOT tries.reused
"""
MADE = """
    SELECT attributes, run_id, jobs FROM runs INDEXED BY runs_by_status
    WHERE status = 'success' AND backend = ? AND api = ? AND kind = 'photos' AND refs = '[]'
    ORDER BY number DESC
"""
RUN_OF = """
    SELECT runs.run_id FROM images JOIN runs ON runs.number = images.run
    JOIN sweep_cells AS cells ON cells.run_id = runs.run_id AND cells.sweep = ?
    WHERE images.key IN (?, '') AND (images.key = ? OR images.url = ?)
"""
SUMS = """
    SELECT sweeps.id, sweeps.plan, sweeps.backend, sweeps.created_at, count(*) AS cells,
        coalesce(sum(runs.status = 'success'), 0) AS done
    FROM sweeps JOIN sweep_cells AS cells ON cells.sweep = sweeps.number
    LEFT JOIN runs ON runs.run_id = cells.run_id
    GROUP BY sweeps.number ORDER BY sweeps.number DESC
"""

SHOWN = 20
"""How many sweeps a notebook shows."""
_HEAD = ("Begun", "Axes and their values", "Cells made", "At", "Id")

# Which claims this process holds. A claim of this process that isn't here was left by an object
# that ended without giving it back.
_HELD: set[str] = set()


@dataclass(frozen=True)
class StoredSweep:
    """A sweep, without its cells.

    Attributes:
        id: Its id.
        plan: Its plan as plain data.
        backend: The host that serves its runs.
        created_at: When it was written down.
    """

    id: str
    plan: dict[str, Any]
    backend: str
    created_at: datetime


@dataclass(frozen=True)
class SweepSum:
    """How far a sweep got.

    Attributes:
        id: Its id.
        backend: The host that serves its runs.
        created_at: When it was written down.
        axes: How many values each of its axes has, by its name; repeats are left out.
        cells: How many cells it has.
        done: How many of them are made.
    """

    id: str
    backend: str
    created_at: datetime
    axes: dict[str, int]
    cells: int
    done: int


@dataclass(frozen=True)
class StoredCell:
    """A cell of a sweep, and how its latest run ended.

    Attributes:
        position: Its place in the plan.
        cell: Its id in the plan.
        attempt: How many runs it has had.
        run_id: Our id of its latest run; None if there was none.
        is_reused: Whether that run was there before the sweep.
        status: The status of that run; None if the history doesn't hold it, so that nothing of it
            was sent.
    """

    position: int
    cell: str
    attempt: int = 0
    run_id: str | None = None
    is_reused: bool = False
    status: GenerationStatus | None = None


@dataclass(frozen=True)
class Choice:
    """What somebody chose of two images that they saw without their labels.

    Attributes:
        left: The run and the key of the image on the left.
        right: The run and the key of the image on the right.
        outcome: ``left``, ``right``, or ``tie``.
    """

    left: tuple[str, str]
    right: tuple[str, str]
    outcome: str


class Sweeps:
    """The sweeps of a history. As in `History`, each call opens the file and closes it again.

    Args:
        path: The folder of the history.
        files: Its image files.

    Raises:
        HistoryError: Any call may raise it: the history can't be read or written.
        NotFound: Any call may raise it: there is no such sweep.
    """

    def __init__(self, path: Path, files: ImageFiles) -> None:
        self._path = path
        self._files = files

    def __repr__(self) -> str:
        return f"<Sweeps of the history at {self._path}>"

    def _repr_html_(self) -> str:
        try:
            found = list(self)
        except HistoryError as error:
            return f"{escape(repr(self))}: {escape(str(error))}"
        shown = f", the newest {SHOWN}" if len(found) > SHOWN else ""
        title = f"{plural(len(found), 'sweep')} in {self._path}{shown}"
        return static_html.render_table(title, _HEAD, map(_shown, found[:SHOWN]))

    def add(self, id: str, plan: Mapping[str, Any], backend: str, cells: Sequence[str]) -> bool:  # noqa: A002 - as History.get
        """Write down a sweep and its cells; return False if there is one with its id already."""
        values = (id, json.dumps(plan), backend, datetime.now(UTC).isoformat())
        with opened(self._path, create=True) as connection, transaction(connection):
            added = connection.execute(
                "INSERT OR IGNORE INTO sweeps (id, plan, backend, created_at) VALUES (?, ?, ?, ?)",
                values,
            )
            if added.rowcount:
                connection.executemany(
                    "INSERT INTO sweep_cells (sweep, position, cell) VALUES (?, ?, ?)",
                    ((added.lastrowid, position, cell) for position, cell in enumerate(cells)),
                )
            return bool(added.rowcount)

    def get(self, id: str) -> StoredSweep:  # noqa: A002 - as History.get
        """Return a sweep."""
        with opened(self._path, create=False) as connection:
            row = _row(connection, id)
            return StoredSweep(
                row["id"],
                json.loads(row["plan"]),
                row["backend"],
                datetime.fromisoformat(row["created_at"]),
            )

    def __iter__(self) -> Iterator[SweepSum]:
        """Go through all sweeps and how far each got, newest first."""
        with opened(self._path, create=False) as connection:
            found = [
                SweepSum(
                    row["id"],
                    row["backend"],
                    datetime.fromisoformat(row["created_at"]),
                    _axes_of(row["plan"]),
                    row["cells"],
                    row["done"],
                )
                for row in connection.execute(SUMS)
            ]
        return iter(found)

    def cells(self, id: str) -> list[StoredCell]:  # noqa: A002 - as History.get
        """Return the cells of a sweep in order, with the status of each as people see it."""
        with opened(self._path, create=False) as connection, transaction(connection, "DEFERRED"):
            reader = Reader(connection, self._files)
            rows = connection.execute(CELLS, (_number(connection, id),)).fetchall()
            return [_cell_of(row, reader) for row in rows]

    def costs(self, id: str) -> dict[str, float | None]:  # noqa: A002 - as History.get
        """Return what each run of a sweep costs in US dollars, by its ``run_id``.

        Runs that were there before the sweep are left out. None is an unknown price.
        """
        with opened(self._path, create=False) as connection, transaction(connection, "DEFERRED"):
            rows = connection.execute(COSTS, (_number(connection, id),)).fetchall()
        costs = {row["run_id"]: cost_of(row) for row in rows}
        return {run_id: cost.usd if cost else None for run_id, cost in costs.items()}

    def begin(self, id: str, position: int, attempt: int, run_id: str) -> None:  # noqa: A002 - as History.get
        """Write down which run of a cell is about to begin, and renew the claim."""
        with opened(self._path, create=False) as connection, transaction(connection):
            number = _number(connection, id)
            _assign(connection, number, [(position, attempt, run_id)], reused=False)
            connection.execute(
                "UPDATE sweeps SET claimed_at = ? WHERE number = ?", (time.time(), number)
            )

    def reuse(self, id: str, runs: Iterable[tuple[int, int, str]]) -> None:  # noqa: A002 - as History.get
        """Give cells runs that are there already.

        Args:
            id: The sweep.
            runs: Position, attempt and ``run_id`` of each.
        """
        with opened(self._path, create=False) as connection, transaction(connection):
            _assign(connection, _number(connection, id), runs, reused=True)

    def made(
        self, wanted: Collection[Mapping[str, str]], *, backend: str, api: str, jobs: int
    ) -> list[list[str]]:
        """Return for each of some attributes the runs that have made images of them, newest first.

        Args:
            wanted: The attributes, as plain text.
            backend: The host that served them.
            api: The version of HeyGen's API that served them.
            jobs: How many jobs each has.
        """
        texts = list(map(attributes_text, wanted))
        known = set(texts)
        found: dict[str, list[str]] = defaultdict(list)
        with opened(self._path, create=False) as connection:
            for row in connection.execute(MADE, (storable(backend), api)):
                if row["attributes"] in known and len(json.loads(row["jobs"] or "[]")) == jobs:
                    found[row["attributes"]].append(row["run_id"])
        return [found[text] for text in texts]

    def runs(self, run_ids: Iterable[str]) -> dict[str, Generation]:
        """Return runs by their ``run_id``; those that are not here are left out."""
        with opened(self._path, create=False) as connection, transaction(connection, "DEFERRED"):
            reader = Reader(connection, self._files)
            entries = {run_id: reader.first(BY_RUN, run_id) for run_id in run_ids}
            return {run_id: reader.shown(entry) for run_id, entry in entries.items() if entry}

    def run_of(self, id: str, key: str) -> str:  # noqa: A002 - as History.get
        """Return the ``run_id`` of the run that made an image of a sweep.

        Args:
            id: The sweep.
            key: The image's key; its link, if HeyGen named no key.

        Raises:
            NotFound: The sweep has no such image.
        """
        wanted = storable(key)
        with opened(self._path, create=False) as connection:
            row = connection.execute(
                RUN_OF, (_number(connection, id), wanted, wanted, wanted)
            ).fetchone()
        if row is None:
            raise NotFound(
                f"This sweep has no image with the key {key!r}.",
                "`to_dataframe()` lists its images with their keys.",
            )
        return str(row["run_id"])

    def claim(self, id: str, claim: str) -> None:  # noqa: A002 - as History.get
        """Note that this process carries the sweep out, so that no other one does.

        Args:
            id: The sweep.
            claim: Identifies who carries it out.

        Raises:
            ConfigurationError: Somebody else carries it out.
        """
        with opened(self._path, create=False) as connection, transaction(connection):
            row = _row(connection, id)
            if _is_claimed(row, claim):
                raise ConfigurationError(
                    f"This sweep is being carried out already, by process {row['claim_pid']}.",
                    "Nothing was sent. Watch it there, or stop it there first: two would pay for "
                    "the same cells.",
                )
            own = writer_process.current()
            connection.execute(
                "UPDATE sweeps SET claim = ?, claim_host = ?, claim_pid = ?, claim_started = ?, "
                "claimed_at = ? WHERE number = ?",
                (claim, storable(own.host), own.pid, own.started, time.time(), row["number"]),
            )
        _HELD.add(claim)

    def release(self, id: str, claim: str) -> None:  # noqa: A002 - as History.get
        """Note that the sweep is not carried out any more."""
        _HELD.discard(claim)
        with opened(self._path, create=False) as connection, transaction(connection):
            connection.execute(
                "UPDATE sweeps SET claim = NULL WHERE id = ? AND claim = ?", (id, claim)
            )

    def is_claimed(self, id: str) -> bool:  # noqa: A002 - as History.get
        """Return whether a process carries the sweep out."""
        with opened(self._path, create=False) as connection:
            return _is_claimed(_row(connection, id), "")

    def choose(self, id: str, choice: Choice) -> None:  # noqa: A002 - as History.get
        """Write down what was chosen of two images."""
        with opened(self._path, create=False) as connection, transaction(connection):
            values = (_number(connection, id), *choice.left, *choice.right, choice.outcome)
            connection.execute(
                "INSERT INTO sweep_choices (sweep, left_run, left_image, right_run, right_image, "
                "outcome) VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )

    def choices(self, id: str) -> list[Choice]:  # noqa: A002 - as History.get
        """Return what was chosen, in order."""
        with opened(self._path, create=False) as connection:
            rows = connection.execute(
                "SELECT * FROM sweep_choices WHERE sweep = ? ORDER BY number",
                (_number(connection, id),),
            )
            return [
                Choice(
                    (row["left_run"], row["left_image"]),
                    (row["right_run"], row["right_image"]),
                    row["outcome"],
                )
                for row in rows
            ]

    def undo_choice(self, id: str) -> bool:  # noqa: A002 - as History.get
        """Take back the latest choice; return whether there was one."""
        with opened(self._path, create=False) as connection, transaction(connection):
            done = connection.execute(
                "DELETE FROM sweep_choices WHERE number = "
                "(SELECT max(number) FROM sweep_choices WHERE sweep = ?)",
                (_number(connection, id),),
            )
            return bool(done.rowcount)


def _assign(
    connection: sqlite3.Connection,
    number: int,
    runs: Iterable[tuple[int, int, str]],
    *,
    reused: bool,
) -> None:
    for position, attempt, run_id in runs:
        connection.execute(
            "UPDATE sweep_cells SET attempt = ?, run_id = ? WHERE sweep = ? AND position = ?",
            (attempt, run_id, number, position),
        )
        connection.execute(
            "INSERT OR REPLACE INTO sweep_runs VALUES (?, ?, ?, ?, ?)",
            (number, position, attempt, run_id, reused),
        )


def _row(connection: sqlite3.Connection, wanted: str) -> sqlite3.Row:
    query = "SELECT * FROM sweeps WHERE id = ?"
    row: sqlite3.Row | None = connection.execute(query, (storable(wanted),)).fetchone()
    if row is None:
        raise NotFound(
            f"The history holds no sweep with the id {wanted!r}.",
            "`list(history.sweeps)` lists those that it holds.",
        )
    return row


def _number(connection: sqlite3.Connection, wanted: str) -> int:
    return int(_row(connection, wanted)["number"])


def _cell_of(row: sqlite3.Row, reader: Reader) -> StoredCell:
    status = GenerationStatus(row["status"]) if row["status"] else None
    if status and not status.is_final:
        # Its process may be gone: then it is shown as something else.
        entry = reader.first(BY_RUN, row["run_id"])
        status = reader.shown(entry).status if entry else None
    return StoredCell(
        row["position"], row["cell"], row["attempt"], row["run_id"], bool(row["reused"]), status
    )


def _axes_of(stored: str) -> dict[str, int]:
    axes = json.loads(stored)["plan"]["axes"]
    return {axis["name"]: len(axis["values"]) for axis in axes}


def _shown(sweep: SweepSum) -> tuple[str, ...]:
    axes = ", ".join(f"{name} ({number})" for name, number in sweep.axes.items())
    begun = f"{sweep.created_at.astimezone():%Y-%m-%d %H:%M}"
    return begun, axes, f"{sweep.done:,} of {sweep.cells:,}", sweep.backend, sweep.id


def _is_claimed(row: sqlite3.Row, claim: str) -> bool:
    """Return whether somebody else than this claim carries a sweep out."""
    if row["claim"] is None or row["claim"] == claim:
        return False
    process = WriterProcess(row["claim_host"], row["claim_pid"], row["claim_started"])
    if process == writer_process.current():
        return row["claim"] in _HELD
    alive = writer_process.is_alive(process)
    return time.time() - row["claimed_at"] < CLAIM_LASTS if alive is None else alive
