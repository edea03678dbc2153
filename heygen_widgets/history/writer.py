"""Write runs into a history: the image files first, then the rows that name them."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.history import writer_process
from heygen_widgets.history.image_files import ImageFiles, is_there
from heygen_widgets.history.marks import Marks
from heygen_widgets.history.migrations import transaction
from heygen_widgets.history.reader import BY_GENERATION, BY_RUN, Entry, Reader
from heygen_widgets.history.rows import (
    image_values,
    name_of,
    picture_values,
    run_values,
    search_values,
    storable,
)
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.marks import Mark

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage

# Gives a run that was submitted elsewhere the same id in every process.
_RUNS = uuid.UUID("6f1d1b7e-5d0c-4f0e-9a54-0c9d5a3b7a11")


@dataclass(frozen=True)
class Writer:
    """Writes runs of one account on one connection.

    Args:
        connection: To the history.
        files: Its image files.
        backend: The host that serves the runs.
        account: Tells accounts apart.
    """

    connection: sqlite3.Connection
    files: ImageFiles
    backend: str
    account: str

    def record(self, generation: Generation, *, images: bool) -> Generation:
        """Write a run, and return it with its id, and with the images and marks that are stored.

        Raises:
            OSError: An image file can't be written; all else was.
        """
        run_id = storable(generation.run_id or self._run_id(generation.id))
        generation = replace(generation, run_id=run_id)
        problem = None
        if images:
            generation, problem = self._with_files(generation)
        with transaction(self.connection):
            earlier = Reader(self.connection, self.files).first(BY_RUN, run_id)
            stored = _merged(generation, earlier.generation if earlier else None)
            marks = self._write(stored, earlier)
        if earlier:
            gone = _names(earlier.generation.images) - _names(stored.images)
            self.files.remove_files(run_id, gone)
        if problem:
            raise problem
        known = map(_downloaded_or_stored, generation.images, stored.images)
        return replace(generation, images=tuple(_marked(image, marks) for image in known))

    def _run_id(self, generation_id: str | None) -> str:
        if generation_id is None:
            return uuid.uuid4().hex
        place = (storable(generation_id), storable(self.backend), storable(self.account))
        known = Reader(self.connection, self.files).first(BY_GENERATION, *place)
        if known and known.generation.run_id:
            return known.generation.run_id
        return uuid.uuid5(_RUNS, "\n".join(place)).hex

    def _with_files(self, generation: Generation) -> tuple[Generation, OSError | None]:
        """Write the image files; return the record with them, and the last error, if any."""
        images, problem = [], None
        for position, image in enumerate(generation.images):
            try:
                images.append(self._with_file(str(generation.run_id), position, image))
            except OSError as error:
                images.append(image)
                problem = error
        return replace(generation, images=tuple(images)), problem

    def _with_file(self, run_id: str, position: int, image: AvatarImage) -> AvatarImage:
        if not image.is_downloaded or self._is_ours(run_id, image):
            return image
        try:
            data = image.bytes
        except ImageUnavailable as error:
            # Its file was in another history and is gone, or was removed from this one.
            return replace(image, file=None, error=error)
        return replace(image, file=self.files.write(run_id, position, data, image.mime_type))

    def _is_ours(self, run_id: str, image: AvatarImage) -> bool:
        file = image.file
        if file is None:
            return False
        return file.path.parent == self.files.folder(run_id) and is_there(file)

    def _write(self, generation: Generation, earlier: Entry | None) -> dict[str, Mark]:
        """Write the rows of a run, and return the marks of its images."""
        number = self._write_run(generation, earlier)
        for position, image in enumerate(generation.images):
            ours = image
            if image.file and not self._is_ours(str(generation.run_id), image):
                ours = replace(image, file=None)
            place = {"run": number, "position": position}
            _insert(self.connection, "images", place | image_values(ours))
        for values in picture_values(generation):
            _insert(self.connection, "pictures", {"run": number} | values)
        if generation.kind.makes_images:
            # What only follows from pictures is in no list of runs.
            _insert(self.connection, "search", {"run": number} | search_values(generation))
        marks = Marks(self.connection, number, str(generation.run_id))
        if earlier is None:
            # Only for a new run: a later record may be older than the marks that are stored.
            marks.copy_from(generation.images)
        return marks.read()

    def _write_run(self, generation: Generation, earlier: Entry | None) -> int:
        """Write the row of a run, remove the rows that belong to it, and return its number."""
        values = run_values(generation) | _writer_values()
        if earlier is None:
            values |= {"run_id": generation.run_id}
            values |= {"backend": storable(self.backend), "account": storable(self.account)}
            return _insert(self.connection, "runs", values)
        number = earlier.number
        changes = ", ".join(f"{column} = :{column}" for column in values)
        self.connection.execute(
            f"UPDATE runs SET {changes} WHERE number = :number",  # noqa: S608 - our own names
            values | {"number": number},
        )
        for table in ("images", "pictures", "search"):
            self.connection.execute(f"DELETE FROM {table} WHERE run = ?", (number,))  # noqa: S608 - our own names
        return number


def _merged(new: Generation, old: Generation | None) -> Generation:
    """Return what to store: the new record, and what only the earlier one has."""
    if old is None:
        return new
    if old.status is GenerationStatus.SUCCESS and new.status is not GenerationStatus.SUCCESS:
        # A cancelled resume must not overwrite a recorded success.
        new = replace(
            new,
            status=old.status,
            message=old.message,
            finished_at=old.finished_at,
            was_resumed=old.was_resumed,
        )
    # HeyGen's links to one image differ each time, so images are matched by key if they have one.
    known = {image.key or image.url: image for image in old.images}
    images = tuple(
        _with_known_file(image, known.get(image.key or image.url)) for image in new.images
    )
    return replace(
        new,
        id=new.id or old.id,
        attributes=new.attributes or old.attributes,
        submitted_at=new.submitted_at or old.submitted_at,
        request_id=new.request_id or old.request_id,
        references=new.references or old.references,
        jobs=new.jobs or old.jobs,
        name=new.name or old.name,
        group_id=new.group_id or old.group_id,
        price=new.price or old.price,
        images=images or old.images,
    )


def _with_known_file(new: AvatarImage, old: AvatarImage | None) -> AvatarImage:
    """Return the new image, with the old one's file if it has none itself."""
    if new.file or old is None or old.file is None or not is_there(old.file):
        return new
    return new.with_file(old.file, old.mime_type, old.size)


def _downloaded_or_stored(given: AvatarImage, stored: AvatarImage) -> AvatarImage:
    return given if given.is_downloaded else stored


def _marked(image: AvatarImage, marks: Mapping[str, Mark]) -> AvatarImage:
    return image.with_mark(marks.get(name_of(image), Mark()))


def _names(images: Iterable[AvatarImage]) -> set[str]:
    return {image.file.path.name for image in images if image.file}


def _writer_values() -> dict[str, object]:
    writer = writer_process.current()
    return {
        "writer_host": storable(writer.host),
        "writer_pid": writer.pid,
        "writer_started": writer.started,
        "written_at": time.time(),
    }


def _insert(connection: sqlite3.Connection, table: str, values: dict[str, object]) -> int:
    names, places = ", ".join(values), ", ".join(f":{column}" for column in values)
    cursor = connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608 - our own names
        values,
    )
    return int(cursor.lastrowid or 0)
