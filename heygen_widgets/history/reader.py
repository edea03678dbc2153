"""Read runs from a history, and decide which of them nobody waits for any more."""

from __future__ import annotations

import functools
import json
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heygen_widgets.config.urls import SANDBOX_HOST
from heygen_widgets.history import writer_process
from heygen_widgets.history.rows import generation_of, look_of, storable
from heygen_widgets.history.search import NEWEST, Page
from heygen_widgets.history.writer_process import LONGEST_SUBMIT, WriterProcess
from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from heygen_widgets.history.image_files import ImageFiles
    from heygen_widgets.history.search import Question
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook
    from heygen_widgets.models.run_kind import RunKind

# An index answers each of these (tests/history/test_reader.py).
PAGE = """
    SELECT * FROM runs WHERE number < ? AND kind IN ('photos', 'looks')
    ORDER BY number DESC LIMIT ?
"""
FIND = """
    SELECT * FROM runs WHERE number IN (
        SELECT number FROM runs WHERE run_id = ?
        UNION SELECT number FROM runs WHERE generation_id = ?
    ) ORDER BY number DESC LIMIT 1
"""
NUMBERS = """
    SELECT number FROM runs WHERE number < ? AND kind IN ('photos', 'looks')
    ORDER BY number DESC LIMIT ?
"""
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
_BY_STATUS = """
    SELECT * FROM runs INDEXED BY runs_by_status WHERE {} AND NOT forgotten
    AND (:backend IS NULL OR backend = :backend) AND (:account IS NULL OR account = :account)
    ORDER BY number DESC
"""
UNFINISHED = _BY_STATUS.format(
    "status IN ('in_progress', 'timed_out', 'stopped') AND generation_id IS NOT NULL"
)
UNKNOWN = _BY_STATUS.format("status IN ('submitting', 'unknown')")
COUNT = """
    SELECT (SELECT count(*) FROM runs)
    - (SELECT count(*) FROM runs WHERE kind NOT IN ('photos', 'looks'))
"""
DURATIONS = """
    SELECT round((julianday(finished_at) - julianday(submitted_at)) * 86400, 3) AS seconds
    FROM runs INDEXED BY runs_by_status
    WHERE status = 'success' AND backend = :backend AND (:api = '' OR api = :api) AND seconds >= 0
    AND NOT resumed AND kind = :kind
    ORDER BY number DESC LIMIT :limit
"""

_MADE = """
    SELECT pictures.*, makers.name, makers.api, makers.submitted_at
    FROM pictures JOIN runs AS makers ON makers.number = pictures.run
    WHERE {} AND look IS NOT NULL AND look NOT IN (SELECT look FROM deleted_looks)
    AND makers.backend = ? AND makers.account = ? ORDER BY pictures.run, position
"""
MADE_OF_IMAGES = _MADE.format("picture IN (SELECT key FROM images WHERE images.run = ?)")
"""The looks that were made of the images of a run."""
MADE_BY_RUN = _MADE.format("pictures.run = ?")
"""The looks that a run has made."""
DELETED = """
    SELECT look FROM deleted_looks WHERE look IN (SELECT key FROM images WHERE images.run = ?)
"""
_STEPS = """
    SELECT * FROM runs WHERE {} AND kind = :kind AND NOT forgotten
    AND backend = :backend AND account = :account ORDER BY number DESC
"""
STEPS_OF_PICTURES = _STEPS.format(
    "number IN (SELECT run FROM pictures WHERE picture IN (SELECT value FROM json_each(:pictures)))"
)
STEPS_OF_GROUP = _STEPS.format("group_id = :group_id")
IMAGE_BY_KEY = """
    SELECT runs.* FROM images JOIN runs ON runs.number = images.run
    WHERE images.key = ? AND backend = ? AND account = ? ORDER BY number DESC LIMIT 1
"""
LOOK_BY_ID = """
    SELECT pictures.*, makers.name, makers.api, makers.submitted_at
    FROM pictures JOIN runs AS makers ON makers.number = pictures.run
    WHERE look = ? AND backend = ? AND account = ? ORDER BY number DESC LIMIT 1
"""

SANDBOX_ENDED = "Its sandbox ended with its kernel."
"""The message of a run that was in progress in a sandbox when its process ended."""

_NO_ANSWER = (
    "The program ended while this request was on its way to HeyGen, and no answer was recorded. "
    "HeyGen may have made and billed it: look at your HeyGen account before you generate it again."
)


@dataclass(frozen=True)
class Entry:
    """A run with what only the history knows about it.

    Attributes:
        number: Its number in the history; a newer run has a higher one.
        backend: The host that served it.
        writer: The process that wrote it last.
        age: Seconds since then.
        generation: Its record, as it was written.
    """

    number: int
    backend: str
    writer: WriterProcess
    age: float
    generation: Generation


class Reader:
    """Reads runs in one transaction, and checks each process that writes only once.

    Args:
        connection: To the history.
        files: Its image files.
    """

    def __init__(self, connection: sqlite3.Connection, files: ImageFiles) -> None:
        self._connection = connection
        self._files = files
        # Many rows have the same writer.
        self._is_alive: Callable[[WriterProcess], bool | None] = functools.cache(
            writer_process.is_alive
        )

    def first(self, query: str, *values: object) -> Entry | None:
        """Return the first entry that a query finds, if any."""
        row = self._connection.execute(query, values).fetchone()
        return self._entry(row) if row else None

    def find(self, wanted: str) -> Entry | None:
        """Return the newest run with this id, HeyGen's or ours."""
        return self.first(FIND, *_twice(wanted))

    def locate(self, wanted: str) -> tuple[int, str] | None:
        """Return number and ``run_id`` of the run that `find` returns, without reading the run."""
        row = self._connection.execute(FIND, _twice(wanted)).fetchone()
        return (row["number"], row["run_id"]) if row else None

    def page(self, before: int, size: int) -> list[Entry]:
        """Return the next runs before a number, newest first."""
        return list(map(self._entry, self._connection.execute(PAGE, (before, size))))

    def search(self, question: Question) -> Page:
        """Return a page of the runs that match, and how many match in all."""
        before = NEWEST if question.before is None else question.before
        if question.is_all:
            numbers, total = self._numbers(NUMBERS, (before, question.limit + 1)), self.count()
        else:
            self._connection.create_function("is_submitter_gone", 4, self._is_submitter_of_row_gone)
            found = self._numbers(question.query, question.values)
            numbers, total = [number for number in found if number < before], len(found)
        page = numbers[: question.limit]
        entries = (self.first(BY_NUMBER, number) for number in page)
        records = tuple(self.shown(entry) for entry in entries if entry)
        return Page(records, page[-1] if len(numbers) > len(page) else None, total)

    def count(self) -> int:
        """Return how many runs there are."""
        return int(self._connection.execute(COUNT).fetchone()[0])

    def durations(self, backend: str, api: str, limit: int, kind: RunKind) -> list[float]:
        """Return the seconds from submit to end of the newest runs that succeeded at one go."""
        wanted = {"backend": backend, "api": api, "limit": limit, "kind": kind.value}
        return [seconds for (seconds,) in self._connection.execute(DURATIONS, wanted)]

    def unfinished(self, backend: str | None, account: str | None) -> list[Generation]:
        """Return the runs that HeyGen may still work on and that nobody waits for."""
        entries = self._open(UNFINISHED, backend, account)
        return [
            entry.generation
            for entry in entries
            if not self.is_waited_for(entry) and not self._is_sandbox_gone(entry)
        ]

    def unknown(self, backend: str | None, account: str | None) -> list[Generation]:
        """Return the runs that HeyGen may or may not have made and billed."""
        shown = map(self.shown, self._open(UNKNOWN, backend, account))
        return [record for record in shown if record.status is GenerationStatus.UNKNOWN]

    def steps(
        self,
        kind: RunKind,
        backend: str,
        account: str,
        pictures: Sequence[str] = (),
        group_id: str | None = None,
    ) -> list[Generation]:
        """Return the runs of one kind with one of these pictures, or of this group.

        Args:
            kind: The kind.
            backend: The host.
            account: The account.
            pictures: Keys of pictures of which a run makes looks.
            group_id: The group, if pictures are of no interest.
        """
        query = STEPS_OF_PICTURES if group_id is None else STEPS_OF_GROUP
        wanted = {
            "kind": kind.value,
            "backend": backend,
            "account": account,
            "pictures": json.dumps(list(map(storable, pictures))),
            "group_id": group_id,
        }
        rows = self._connection.execute(query, wanted).fetchall()
        return [self.shown(self._entry(row)) for row in rows]

    def image(self, key: str, backend: str, account: str) -> AvatarImage | None:
        """Return the image with this key, if there is one."""
        entry = self.first(IMAGE_BY_KEY, storable(key), backend, account)
        images = entry.generation.images if entry else ()
        return next((image for image in images if image.key == key), None)

    def look(self, look_id: str, backend: str, account: str) -> AvatarLook | None:
        """Return the look with this id, if one of the runs has made it."""
        place = (storable(look_id), backend, account)
        row = self._connection.execute(LOOK_BY_ID, place).fetchone()
        if row:
            return look_of(row, ())
        entry = self.first(IMAGE_BY_KEY, *place)
        looks = entry.generation.looks if entry else ()
        return next((look for look in looks if look.id == look_id), None)

    def shown(self, entry: Entry) -> Generation:
        """Return the record as people see it.

        A run that is still ``submitting``, and whose process is gone, is shown as ``unknown``. One
        that a sandbox was making, whose process is gone, is shown as ``failed``: the sandbox ended
        with it.
        """
        record = entry.generation
        if self._is_sandbox_gone(entry):
            return replace(record, status=GenerationStatus.FAILED, message=SANDBOX_ENDED)
        if record.status is not GenerationStatus.SUBMITTING or self.is_waited_for(entry):
            return record
        # Each job without an answer may have been made and billed: it counts, and keeps its key.
        jobs = (
            job.ended(GenerationStatus.UNKNOWN, _NO_ANSWER) if job.is_open and not job.id else job
            for job in record.jobs
        )
        return replace(
            record, status=GenerationStatus.UNKNOWN, message=_NO_ANSWER, jobs=tuple(jobs)
        )

    def is_waited_for(self, entry: Entry) -> bool:
        """Return whether a run has no end yet and its process is still there to wait for one."""
        status = entry.generation.status
        if status is GenerationStatus.SUBMITTING:
            return not self._is_submitter_gone(entry.writer, entry.age)
        # A process that can't be checked counts as gone: asking HeyGen about an id costs nothing.
        return not status.is_final and bool(self._is_alive(entry.writer))

    def _is_sandbox_gone(self, entry: Entry) -> bool:
        """Return whether a run was in progress in a sandbox that has ended with its process."""
        is_in_progress = entry.generation.status is GenerationStatus.IN_PROGRESS
        is_of_sandbox = entry.backend == SANDBOX_HOST
        return is_in_progress and is_of_sandbox and self._is_alive(entry.writer) is False

    def _is_submitter_gone(self, writer: WriterProcess, age: float) -> bool:
        """Return whether the process that submits a run is gone, ``age`` seconds after it wrote."""
        alive = self._is_alive(writer)
        # A process on another machine can't be checked, and the clocks of two machines may differ
        # either way.
        return abs(age) > LONGEST_SUBMIT if alive is None else not alive

    def _numbers(self, query: str, values: Sequence[object]) -> list[int]:
        return [number for (number,) in self._connection.execute(query, values)]

    def _is_submitter_of_row_gone(
        self, host: str, pid: int, started: str, written_at: float
    ) -> bool:
        return self._is_submitter_gone(WriterProcess(host, pid, started), time.time() - written_at)

    def _open(self, query: str, backend: str | None, account: str | None) -> list[Entry]:
        wanted = {"backend": backend, "account": account}
        return list(map(self._entry, self._connection.execute(query, wanted)))

    def _entry(self, row: sqlite3.Row) -> Entry:
        images = self._connection.execute(IMAGES, (row["number"],))
        record = generation_of(row, images, self._files.folder(row["run_id"]))
        return Entry(
            number=row["number"],
            backend=row["backend"],
            writer=WriterProcess(row["writer_host"], row["writer_pid"], row["writer_started"]),
            age=time.time() - row["written_at"],
            generation=self._with_looks(record, row),
        )

    def _with_looks(self, record: Generation, row: sqlite3.Row) -> Generation:
        """Return a record with the looks that are of its pictures, or that it has made."""
        place = (row["number"], row["backend"], row["account"])
        is_step = not record.kind.makes_images
        made = self._connection.execute(MADE_BY_RUN if is_step else MADE_OF_IMAGES, place)
        looks = () if is_step else record.with_own_looks().looks
        own = {look.id: look for look in looks}
        if own:
            deleted = self._connection.execute(DELETED, (row["number"],))
            gone = {look for (look,) in deleted}
            own = {look_id: look for look_id, look in own.items() if look_id not in gone}
        # A look that was given a name later comes after its first one.
        known = own | {each["look"]: look_of(each, record.images) for each in made}
        return replace(record, looks=tuple(known.values())) if known else record


def _twice(wanted: str) -> tuple[str, str]:
    """Return an id for both places of `FIND`; Python 3.12 warns of one place named twice."""
    return storable(wanted), storable(wanted)
