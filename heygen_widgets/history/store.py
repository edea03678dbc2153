"""`History`: what was made, and what became of it, on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from heygen_widgets.history import export
from heygen_widgets.history.database import opened
from heygen_widgets.history.marking import LEFT, Left, Marks, given
from heygen_widgets.history.migrations import transaction
from heygen_widgets.history.reading import Reader
from heygen_widgets.history.shelf import Shelf, not_found
from heygen_widgets.history.thumbnails import Thumbnails
from heygen_widgets.history.writing import Writer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from os import PathLike
    from types import TracebackType

    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.marks import Mark


class History(Shelf):
    """The runs of this machine, with their pictures, in one folder.

        for generation in History():
            print(generation.submitted_at, generation.image_keys)

    It holds a SQLite file and a folder of images, readable by their owner alone, and no key. Every
    call opens the file and closes it again: several threads and several kernels may use the same
    folder at once. Nothing is opened before the first call, and nothing is created before there is
    something to record.

    Args:
        path: The folder; by default ``HEYGEN_WIDGETS_HOME``, else the user's data folder.

    Raises:
        HistoryError: Any call may raise it: the history can't be read or written.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def record(
        self, generation: Generation, *, backend: str, account: str, images: bool = True
    ) -> Generation:
        """Write a run down, or what is new about it.

        The run is known by its ``run_id``, or where it has none, by its generation id. What HeyGen
        finished stays finished, and what an earlier record knew and this one doesn't is kept:
        attributes, times, pictures. It may be called again with the same record. Marks are left as
        they are; those of the images of a run that is new here are taken over.

        Args:
            generation: The run, as far as it got.
            backend: The host that serves it.
            account: Tells accounts apart; never the key.
            images: Whether to write the pictures that were downloaded, before the run is said to
                have them.

        Returns:
            The run with its ``run_id``. Images that were not downloaded, but are in the history
            from an earlier time, are those of the history, and so are all marks.

        Raises:
            HistoryError: It can't be written. If only pictures can't be, all else was.
        """
        with opened(self._path, create=True) as connection:
            self._clean_once()
            writer = Writer(connection, self._pictures, backend, account)
            return writer.record(generation, images=images)

    def mark(
        self,
        id: str,  # noqa: A002 - as HeyGen calls it
        key: str,
        *,
        favourite: bool | Left = LEFT,
        rating: int | Left | None = LEFT,
        note: str | Left = LEFT,
    ) -> Mark:
        """Note what you think of an image. What is not given is left as it was.

        Args:
            id: HeyGen's generation id of the run, or its ``run_id``.
            key: The image's key; its link, if HeyGen named no key.
            favourite: Whether it is one of your favourites.
            rating: From 1 to 5; None takes a rating back.
            note: What you want to remember; an empty text removes it.

        Returns:
            All that is noted about the image now.

        Raises:
            NotFound: The history has no such run, or the run no such image.
            ConfigurationError: Names every wrong value at once; nothing was changed.
        """
        changes = given(favourite=favourite, rating=rating, note=note)
        with opened(self._path, create=False) as connection, transaction(connection):
            number, run_id = self._locate(connection, id)
            return Marks(connection, number, run_id).change(key, changes)

    def thumbnail(self, id: str) -> bytes:  # noqa: A002 - as HeyGen calls it
        """Return a WebP of at most 96 x 96 pixels of a run's best image that is here.

        That is a favourite, else the best rated one, else the first. It is made once and kept.
        Where there is no image, it is empty.

        Raises:
            NotFound: The history has none with this id.
        """
        return self.thumbnails([self.get(id)])[0]

    def thumbnails(self, records: Iterable[Generation]) -> list[bytes]:
        """Return the thumbnails of runs, as `thumbnail` does, without looking them up again."""
        return list(map(Thumbnails(self._pictures).of, records))

    def delete(self, id: str) -> None:  # noqa: A002 - as HeyGen calls it
        """Remove a run, its pictures and their marks from this machine; HeyGen keeps its own.

        Raises:
            NotFound: The history has none with this id.
        """
        with opened(self._path, create=False) as connection, transaction(connection):
            number, run_id = self._locate(connection, id)
            for table in ("images", "marks", "search"):
                connection.execute(f"DELETE FROM {table} WHERE run = ?", (number,))  # noqa: S608 - our own names
            connection.execute("DELETE FROM runs WHERE number = ?", (number,))
            # If this fails, or the process ends here, the run stays and can be deleted again.
            self._pictures.remove(run_id)

    def export(self, path: str | PathLike[str], *, only: Iterable[str] | None = None) -> Path:
        """Write pictures and a ``manifest.json`` to a zip, which appears complete or not at all.

        The manifest says of each run what was asked for, what came of it and what you noted about
        its images; it names no account.

        Args:
            path: The zip; one that is there is replaced.
            only: The ids of the runs to export; by default all.

        Returns:
            The path that was written.

        Raises:
            NotFound: The history has no run with one of the ids.
        """
        target = Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing
        if only is None:
            export.write_zip(target, self._entries())
            return target
        found = map(self._find, only)
        # One run may be named twice, by its two ids.
        chosen = {record.run_id: (record, backend) for record, backend in found}
        export.write_zip(target, chosen.values())
        return target

    def to_dataframe(self) -> Any:  # noqa: ANN401 - pandas is optional
        """Return all runs as a pandas DataFrame, newest first.

        Raises:
            HistoryError: pandas is not installed.
        """
        return export.to_dataframe(self)

    def close(self) -> None:
        """Do nothing: between calls nothing is open. It is here for ``with``."""

    def _locate(self, connection: sqlite3.Connection, wanted: str) -> tuple[int, str]:
        found = Reader(connection, self._pictures).locate(wanted)
        if found is None:
            raise not_found(wanted)
        return found
