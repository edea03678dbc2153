"""The questions that a history answers."""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heygen_widgets.history import owner
from heygen_widgets.history.rows import generation_of, text
from heygen_widgets.history.search import NEWEST, Page
from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from heygen_widgets.history.pictures import Pictures
    from heygen_widgets.history.search import Question
    from heygen_widgets.models.generation import Generation

# Each is answered by an index (tests/history/test_speed.py).
PAGE = "SELECT * FROM runs WHERE number < ? ORDER BY number DESC LIMIT ?"
FIND = """
    SELECT * FROM runs WHERE number IN (
        SELECT number FROM runs WHERE run_id = ?1
        UNION SELECT number FROM runs WHERE generation_id = ?1
    ) ORDER BY number DESC LIMIT 1
"""
NUMBERS = "SELECT number FROM runs WHERE number < ? ORDER BY number DESC LIMIT ?"
BY_NUMBER = "SELECT * FROM runs WHERE number = ?"
BY_RUN = "SELECT * FROM runs WHERE run_id = ?"
BY_GENERATION = """
    SELECT * FROM runs WHERE generation_id = ? AND backend = ? AND account = ?
    ORDER BY number DESC LIMIT 1
"""
IMAGES = """
    SELECT images.*, favourite, rating, note FROM images LEFT JOIN marks
    ON marks.run = images.run AND image = CASE key WHEN '' THEN url ELSE key END
    WHERE images.run = ? ORDER BY position
"""
_OPEN = """
    SELECT * FROM runs INDEXED BY runs_by_status WHERE {}
    AND (:backend IS NULL OR backend = :backend) AND (:account IS NULL OR account = :account)
    ORDER BY number DESC
"""
UNFINISHED = _OPEN.format(
    "status IN ('in_progress', 'timed_out', 'stopped') AND generation_id IS NOT NULL"
)
UNKNOWN = _OPEN.format("status IN ('submitting', 'unknown')")
COUNT = "SELECT count(*) FROM runs"

_GIVEN_UP = (
    "The program ended while this request was on its way to HeyGen, and no answer was recorded. "
    "HeyGen may have made and billed it: look at your HeyGen account before you generate it again."
)


@dataclass(frozen=True)
class Entry:
    """A run as the history knows it.

    Attributes:
        number: Its place, ascending.
        backend: The host that served it.
        writer: The process that wrote it last.
        age: Seconds since then.
        generation: Its record, as it was written.
    """

    number: int
    backend: str
    writer: owner.Owner
    age: float
    generation: Generation


class Reader:
    """Answers questions in one transaction, with one look at the processes that write.

    Args:
        connection: To the history.
        pictures: Its images.
    """

    def __init__(self, connection: sqlite3.Connection, pictures: Pictures) -> None:
        self._connection = connection
        self._pictures = pictures
        # Many rows have the same writer.
        self._is_alive: Callable[[owner.Owner], bool | None] = functools.cache(owner.is_alive)

    def one(self, query: str, *values: object) -> Entry | None:
        """Return the entry that a query finds, if any."""
        row = self._connection.execute(query, values).fetchone()
        return self._entry(row) if row else None

    def find(self, wanted: str) -> Entry | None:
        """Return the newest run with this id, HeyGen's or ours."""
        return self.one(FIND, text(wanted))

    def locate(self, wanted: str) -> tuple[int, str] | None:
        """Return number and ``run_id`` of the run that `find` returns, without reading it."""
        row = self._connection.execute(FIND, (text(wanted),)).fetchone()
        return (row["number"], row["run_id"]) if row else None

    def page(self, before: int, size: int) -> list[Entry]:
        """Return the next runs before a number, newest first."""
        return list(map(self._entry, self._connection.execute(PAGE, (before, size))))

    def search(self, question: Question) -> Page:
        """Return the newest runs that are asked for, and how many there are in all."""
        before = NEWEST if question.before is None else question.before
        if question.is_all:
            numbers, total = self._numbers(NUMBERS, (before, question.limit + 1)), self.count()
        else:
            self._connection.create_function("is_given_up", 4, self._is_row_given_up)
            found = self._numbers(question.query, question.values)
            numbers, total = [number for number in found if number < before], len(found)
        page = numbers[: question.limit]
        entries = (self.one(BY_NUMBER, number) for number in page)
        records = tuple(self.shown(entry) for entry in entries if entry)
        return Page(records, page[-1] if len(numbers) > len(page) else None, total)

    def count(self) -> int:
        """Return how many runs there are."""
        return int(self._connection.execute(COUNT).fetchone()[0])

    def unfinished(self, backend: str | None, account: str | None) -> list[Generation]:
        """Return the runs that HeyGen may still be working on, and nobody waits for."""
        entries = self._open(UNFINISHED, backend, account)
        return [
            entry.generation
            for entry in entries
            if entry.generation.status.is_final or not self._is_alive(entry.writer)
        ]

    def unknown(self, backend: str | None, account: str | None) -> list[Generation]:
        """Return the runs of which nobody knows whether HeyGen made and billed them."""
        shown = map(self.shown, self._open(UNKNOWN, backend, account))
        return [record for record in shown if record.status is GenerationStatus.UNKNOWN]

    def shown(self, entry: Entry) -> Generation:
        """Return the record as people see it: an intent that was given up has an unknown end."""
        record = entry.generation
        is_intent = record.status is GenerationStatus.SUBMITTING
        if not is_intent or not self._is_given_up(entry.writer, entry.age):
            return record
        return replace(record, status=GenerationStatus.UNKNOWN, message=_GIVEN_UP)

    def _is_given_up(self, writer: owner.Owner, age: float) -> bool:
        alive = self._is_alive(writer)
        # The clocks of two machines may differ, either way.
        return abs(age) > owner.PATIENCE if alive is None else not alive

    def _numbers(self, query: str, values: Sequence[object]) -> list[int]:
        return [number for (number,) in self._connection.execute(query, values)]

    def _is_row_given_up(self, host: str, pid: int, started: str, written_at: float) -> bool:
        return self._is_given_up(owner.Owner(host, pid, started), time.time() - written_at)

    def _open(self, query: str, backend: str | None, account: str | None) -> list[Entry]:
        wanted = {"backend": backend, "account": account}
        return list(map(self._entry, self._connection.execute(query, wanted)))

    def _entry(self, row: sqlite3.Row) -> Entry:
        images = self._connection.execute(IMAGES, (row["number"],))
        return Entry(
            number=row["number"],
            backend=row["backend"],
            writer=owner.Owner(row["writer_host"], row["writer_pid"], row["writer_started"]),
            age=time.time() - row["written_at"],
            generation=generation_of(row, images, self._pictures.folder(row["run_id"])),
        )
