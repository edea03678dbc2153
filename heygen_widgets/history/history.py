"""`History`: the runs of this machine, what came of them, and their images."""

from __future__ import annotations

import os
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from heygen_widgets.config import paths
from heygen_widgets.errors import ConfigurationError, HistoryError, NotFound
from heygen_widgets.history import export, table
from heygen_widgets.history.database import opened
from heygen_widgets.history.html_table import Runs, count_of, render_runs
from heygen_widgets.history.image_files import ImageFiles
from heygen_widgets.history.marks import UNCHANGED, Marks, Unchanged, checked_changes
from heygen_widgets.history.migrations import transaction
from heygen_widgets.history.reader import Entry, Reader
from heygen_widgets.history.rows import storable
from heygen_widgets.history.search import NEWEST, Question
from heygen_widgets.history.sweeps import Sweeps
from heygen_widgets.history.thumbnails import Thumbnails
from heygen_widgets.history.writer import Writer
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from os import PathLike
    from types import TracebackType

    from heygen_widgets.history.search import Page
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook
    from heygen_widgets.models.marks import Mark

T = TypeVar("T")

PAGE_SIZE = 50
"""How many runs `History.__iter__` reads at once."""

NEWEST_SHOWN = 10
"""How many runs a notebook shows of a history."""


class History:
    """The runs of this machine, with their images, in one folder.

        for generation in History():
            print(generation.submitted_at, generation.image_keys)

    The folder holds a SQLite file and a folder of images, readable only by their owner, and no
    key. Every call opens the file and closes it again, so several threads and several kernels may
    use the same folder at once. Nothing is opened before the first call, and nothing is created
    before there is something to record.

    Args:
        path: The folder; by default ``HEYGEN_WIDGETS_HOME``, else the user's data folder.

    Raises:
        HistoryError: Any call may raise it: the history can't be read or written.
    """

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        chosen = paths.home() if path is None else Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing
        # A relative path must stay the same when the notebook changes its folder later.
        self._path = chosen.absolute()
        self._files = ImageFiles(self._path)
        self._has_tidied = False

    def __repr__(self) -> str:
        return f"<History at {self._path}>"

    def _repr_html_(self) -> str:
        try:
            page = self.search(limit=NEWEST_SHOWN)
        except HistoryError as error:
            return f"{escape(repr(self))}: {escape(str(error))}"
        shown = f", the newest {NEWEST_SHOWN}" if page.total > NEWEST_SHOWN else ""
        return render_runs(f"{count_of(page.total)} in {self._path}{shown}", page.records)

    def __bool__(self) -> bool:
        # With __len__ alone, `history or ...` would drop an empty history.
        return True

    def __len__(self) -> int:
        with self._reader() as reader:
            return reader.count()

    def __iter__(self) -> Iterator[Generation]:
        """Go through all runs, newest first, a page at a time."""
        return (record for record, _backend in self._entries())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The folder."""
        return self._path

    @property
    def sweeps(self) -> Sweeps:
        """The sweeps whose runs are written down here."""
        return Sweeps(self._path, self._files)

    def get(self, id: str) -> Generation:  # noqa: A002 - as HeyGen calls it
        """Return a run by HeyGen's generation id or by its ``run_id``.

        Raises:
            NotFound: The history has no run with this id.
        """
        return self._find(id)[0]

    def search(
        self,
        text: str = "",
        *,
        attributes: Mapping[str, str | Collection[str]] | None = None,
        favourite: bool = False,
        status: str | Collection[str] | None = None,
        before: int | None = None,
        limit: int = 20,
        without: Collection[str] = (),
    ) -> Page:
        """Return a page of the runs that match all arguments, newest first.

        Several values of one field mean any of them; an empty list means that any value matches.

        Args:
            text: Words, each of which must be in the name, the appearance, the message, HeyGen's
                id, an image key or a note, anywhere and in upper or lower case.
            attributes: Fields with a fixed vocabulary, each with one value or several:
                ``{"style": "Noir", "age": ["Senior", "Late Middle Age"]}``.
            favourite: Whether to return only runs with a favourite image.
            status: One status or several, as the runs show it.
            before: The ``next`` of the page before; None for the first page.
            limit: How many runs a page has, up to 1000.
            without: The ``run_id`` of each run to leave out, up to 1000.

        Raises:
            ConfigurationError: Names every wrong argument at once.
        """
        question = Question(text, attributes, favourite, status, before, limit, without)
        with self._reader() as reader:
            return reader.search(question)

    def unfinished(
        self, *, backend: str | None = None, account: str | None = None
    ) -> list[Generation]:
        """Return the runs that can be resumed, newest first.

        HeyGen gave them an id and may still work on them, or have finished them. Nobody waits for
        them: they timed out, were stopped, or their process is gone. Those that you told the
        history to `forget` are left out.

        Args:
            backend: Return only runs of this host.
            account: Return only runs of this account.
        """
        with self._reader() as reader:
            return Runs(reader.unfinished(backend, account))

    def unknown(
        self, *, backend: str | None = None, account: str | None = None
    ) -> list[Generation]:
        """Return the runs that HeyGen may or may not have made and billed, newest first.

        Their answer was lost, or their process ended before one came. All have status ``unknown``.
        Those that you told the history to `forget` are left out.

        Args:
            backend: Return only runs of this host.
            account: Return only runs of this account.
        """
        with self._reader() as reader:
            return Runs(reader.unknown(backend, account))

    def steps(
        self,
        kind: RunKind,
        *,
        backend: str,
        account: str,
        pictures: Iterable[str] = (),
        group_id: str | None = None,
    ) -> list[Generation]:
        """Return the runs of one kind that used these pictures, or that were of this group.

        Newest first. Those that you told the history to `forget` are left out.

        Args:
            kind: What the runs asked HeyGen for.
            backend: The host that served them.
            account: The account.
            pictures: Keys of pictures: a run that makes a look of one of them is returned.
            group_id: The avatar group, if pictures are of no interest.
        """
        with self._reader() as reader:
            return Runs(reader.steps(kind, backend, account, tuple(pictures), group_id))

    def image(self, key: str, *, backend: str, account: str) -> AvatarImage | None:
        """Return the image with this key, as the newest run has it; None if there is none.

        Args:
            key: Its key.
            backend: The host that made it.
            account: The account.
        """
        with self._reader() as reader:
            return reader.image(key, backend, account)

    def look(self, look_id: str, *, backend: str, account: str) -> AvatarLook | None:
        """Return the look with this id, as far as the runs tell; None if none has made it.

        Args:
            look_id: Its id.
            backend: The host that made it.
            account: The account.
        """
        with self._reader() as reader:
            return reader.look(look_id, backend, account)

    def leave_out_looks(self, look_ids: Iterable[str]) -> None:
        """Leave looks that HeyGen was told to delete out of the looks of their generations.

        Args:
            look_ids: Their ids.
        """
        with opened(self._path, create=True) as connection, transaction(connection):
            connection.executemany(
                "INSERT OR IGNORE INTO deleted_looks VALUES (?)",
                [(storable(look_id),) for look_id in look_ids],
            )

    def durations(
        self,
        *,
        backend: str,
        api: str = "",
        limit: int = 20,
        kind: RunKind = RunKind.PHOTOS,
    ) -> list[float]:
        """Return how many seconds the latest successful runs took, newest first.

        Runs that were waited for again are left out: they may have ended while nobody looked. In
        files of earlier releases these can't be told from others.

        Args:
            backend: The host that served them; ``sandbox`` for the sandbox.
            api: The version of HeyGen's API that served them; empty for any.
            limit: How many runs to look at, at most.
            kind: What they asked HeyGen for.
        """
        with self._reader() as reader:
            return reader.durations(backend, api, limit, kind)

    def is_waited_for(self, id: str) -> bool:  # noqa: A002 - as HeyGen calls it
        """Return whether the process that writes a run is still there, so that it may wait for it.

        False if the run has an end. False too if its process is gone: `unfinished` or `unknown`
        lists the run then. A process on another machine can't be checked; it counts as there for
        five minutes after it wrote that it submits the run, and as gone once the run has an id.

        Args:
            id: HeyGen's generation id of the run, or its ``run_id``.

        Raises:
            NotFound: The history has no run with this id.
        """
        with self._reader() as reader:
            return reader.is_waited_for(_existing(reader.find(id), id))

    def thumbnail(self, id: str) -> bytes:  # noqa: A002 - as HeyGen calls it
        """Return a WebP of at most 96 x 96 pixels of the best image of a run that is here.

        The best image is a favourite, else the best rated one, else the first. The thumbnail is
        made once and kept. It is empty if no image is here.

        Raises:
            NotFound: The history has no run with this id.
        """
        return self.thumbnails([self.get(id)])[0]

    def thumbnails(self, records: Iterable[Generation]) -> list[bytes]:
        """Return the thumbnails of runs, as `thumbnail` does, without looking the runs up again."""
        return list(map(Thumbnails(self._files).of, records))

    def matrix_copy(self, run_id: str, image: AvatarImage) -> bytes:
        """Return a WebP of at most 320 x 320 pixels of an image of a run, made once and kept.

        It is empty if the image is not here.
        """
        return Thumbnails(self._files).in_matrix(run_id, image)

    def record(
        self, generation: Generation, *, backend: str, account: str, images: bool = True
    ) -> Generation:
        """Write a run, or what is new about a run that is here already.

        The run is identified by its ``run_id``, or if it has none, by its generation id. A recorded
        success stays one, and attributes, times and images that only the earlier record had are
        kept. The same record may be written again. The marks of a run that is here already don't
        change; a run that is new here brings the marks of its images.

        Args:
            generation: The run, as far as it got.
            backend: The host that serves it.
            account: Tells accounts apart; never the key.
            images: Whether to write the downloaded images. Their files are written before the row
                that names them.

        Returns:
            The run with its ``run_id``. An image that was not downloaded now but earlier has its
            file, and all images have their marks.

        Raises:
            HistoryError: It can't be written. If only image files can't be, all else was.
        """
        with opened(self._path, create=True) as connection:
            self._tidy_once()
            writer = Writer(connection, self._files, backend, account)
            return writer.record(generation, images=images)

    def mark(
        self,
        id: str,  # noqa: A002 - as HeyGen calls it
        key: str,
        *,
        favourite: bool | Unchanged = UNCHANGED,
        rating: int | Unchanged | None = UNCHANGED,
        note: str | Unchanged = UNCHANGED,
    ) -> Mark:
        """Note what you think of an image. A field that is not given stays unchanged.

        Args:
            id: HeyGen's generation id of the run, or its ``run_id``.
            key: The image's key; its link, if HeyGen named no key.
            favourite: Whether it is one of your favourites.
            rating: From 1 to 5; None takes a rating back.
            note: What you want to remember; an empty text removes it.

        Returns:
            The whole mark of the image.

        Raises:
            NotFound: The history has no such run, or the run no such image.
            ConfigurationError: Names every wrong value at once; nothing was changed.
        """
        changes = checked_changes(favourite=favourite, rating=rating, note=note)
        with opened(self._path, create=False) as connection, transaction(connection):
            number, run_id = self._locate(connection, id)
            return Marks(connection, number, run_id).change(key, changes)

    def forget(self, id: str) -> None:  # noqa: A002 - as HeyGen calls it
        """Leave a run out of `unfinished` and `unknown` for good.

        The run stays in the history and can be resumed by its id. HeyGen is not told.

        Raises:
            NotFound: The history has no run with this id.
        """
        with opened(self._path, create=False) as connection, transaction(connection):
            number, _ = self._locate(connection, id)
            connection.execute("UPDATE runs SET forgotten = 1 WHERE number = ?", (number,))

    def delete(self, id: str) -> None:  # noqa: A002 - as HeyGen calls it
        """Remove a run, its images and their marks from this machine; HeyGen keeps its own.

        Raises:
            NotFound: The history has no run with this id.
        """
        with opened(self._path, create=False) as connection, transaction(connection):
            number, run_id = self._locate(connection, id)
            for table in ("images", "marks", "pictures", "search"):
                connection.execute(f"DELETE FROM {table} WHERE run = ?", (number,))  # noqa: S608 - our own names
            connection.execute("DELETE FROM runs WHERE number = ?", (number,))
            # If this fails, or the process ends here, the rows stay and can be deleted again.
            self._files.remove_run(run_id)

    def export(self, path: str | PathLike[str], *, only: Iterable[str] | None = None) -> Path:
        """Write images and a ``manifest.json`` to a zip, which appears complete or not at all.

        For each run the manifest has what was asked for, what came of it and what you noted about
        its images; it names no account.

        Args:
            path: The zip; one that is there is replaced.
            only: The ids of the runs to export; by default all.

        Returns:
            The path that was written.

        Raises:
            ConfigurationError: ``only`` is empty, or one id in place of a list.
            NotFound: The history has no run with one of the ids.
        """
        target = Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing
        if only is None:
            export.write_zip(target, self._entries())
            return target
        if isinstance(only, str) or not (ids := tuple(only)):
            raise ConfigurationError(
                f"only={only!r} is not a list of ids.", "Leave it out to export all runs."
            )
        found = map(self._find, ids)
        # Two of the ids may be of one run: HeyGen's and ours.
        chosen = {record.run_id: (record, backend) for record, backend in found}
        export.write_zip(target, chosen.values())
        return target

    def to_dataframe(self, per: str = "image") -> Any:  # noqa: ANN401 - pandas is optional
        """Return a pandas DataFrame, newest runs first: a row for each image, or for each run.

            images = History().to_dataframe()
            images.groupby("style")["rating"].mean()

        Attributes, marks (``favourite``, ``rating``, ``note``), ``price`` and ``cost`` are columns,
        and for an image its ``file``, which is None if the image is not here.
        ``price`` is that of one job, ``cost`` that of the image or of the run, both in US dollars
        by the price table, with v2's credits converted; in the sandbox the cost is 0. A run with
        no image has no row in a table of images.

        Args:
            per: ``image``, or ``run`` for a row with all images of a run.

        Raises:
            ConfigurationError: ``per`` is neither.
            HistoryError: pandas is not installed.
        """
        return table.to_dataframe(self._entries(), per)

    def close(self) -> None:
        """Do nothing: between calls nothing is open. It is here for ``with``."""

    @contextmanager
    def _reader(self) -> Iterator[Reader]:
        with opened(self._path, create=False) as connection, transaction(connection, "DEFERRED"):
            self._tidy_once()
            yield Reader(connection, self._files)

    def _entries(self) -> Iterator[tuple[Generation, str]]:
        """Go through all runs, each with its backend, newest first."""
        before = NEWEST
        while True:
            # No connection is open while the caller works on the runs of a page.
            page, before = self._page(before)
            if not page:
                return
            yield from page

    def _page(self, before: int) -> tuple[list[tuple[Generation, str]], int]:
        with self._reader() as reader:
            entries = reader.page(before, PAGE_SIZE)
            shown = [_with_backend(reader, entry) for entry in entries]
        return shown, entries[-1].number if entries else before

    def _find(self, wanted: str) -> tuple[Generation, str]:
        with self._reader() as reader:
            return _with_backend(reader, _existing(reader.find(wanted), wanted))

    def _locate(self, connection: sqlite3.Connection, wanted: str) -> tuple[int, str]:
        return _existing(Reader(connection, self._files).locate(wanted), wanted)

    def _tidy_once(self) -> None:
        if not self._has_tidied:
            self._has_tidied = True
            self._files.remove_abandoned()


def _with_backend(reader: Reader, entry: Entry) -> tuple[Generation, str]:
    return reader.shown(entry), entry.backend


def _existing(found: T | None, wanted: str) -> T:
    """Return what was found of a run, or raise that there is no such run."""
    if found is None:
        raise NotFound(
            f"The history holds no run with the id {wanted!r}.",
            "`for generation in history` lists those that it holds. HeyGen may know others.",
        )
    return found
