"""`History`: what was made, and what became of it, on this machine."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from heygen_widgets import places
from heygen_widgets.errors import NotFound
from heygen_widgets.history import export
from heygen_widgets.history.database import opened
from heygen_widgets.history.migrations import transaction
from heygen_widgets.history.pictures import Pictures
from heygen_widgets.history.reading import NEWEST, Entry, Reader
from heygen_widgets.history.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike
    from types import TracebackType

    from heygen_widgets.records import Generation

PAGE_SIZE = 50
"""Runs that are read at once when all are gone through."""


class History:
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

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        chosen = places.home() if path is None else Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing
        # The notebook may change its folder later.
        self._path = chosen.absolute()
        self._pictures = Pictures(self._path)
        self._is_clean = False

    def __repr__(self) -> str:
        return f"<History at {self._path}>"

    def __bool__(self) -> bool:
        # An empty history is a history too: `history or ...` must not drop it.
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        with self._reader() as reader:
            return reader.count()

    def __iter__(self) -> Iterator[Generation]:
        """Go through all runs, newest first, a page at a time."""
        return (record for record, _backend in self._entries())

    @property
    def path(self) -> Path:
        """The folder."""
        return self._path

    def record(
        self, generation: Generation, *, backend: str, account: str, images: bool = True
    ) -> Generation:
        """Write a run down, or what is new about it.

        The run is known by its ``run_id``, or where it has none, by its generation id. What HeyGen
        finished stays finished, and what an earlier record knew and this one doesn't is kept:
        attributes, times, pictures. It may be called again with the same record.

        Args:
            generation: The run, as far as it got.
            backend: The host that serves it.
            account: Tells accounts apart; never the key.
            images: Whether to write the pictures that were downloaded, before the run is said to
                have them.

        Returns:
            The run with its ``run_id``. Images that were not downloaded, but are in the history
            from an earlier time, are those of the history.

        Raises:
            HistoryError: It can't be written. If only pictures can't be, all else was.
        """
        with opened(self._path, create=True) as connection:
            self._clean_once()
            writer = Writer(connection, self._pictures, backend, account)
            return writer.record(generation, images=images)

    def get(self, id: str) -> Generation:  # noqa: A002 - as HeyGen calls it
        """Return a run by HeyGen's generation id or by its ``run_id``.

        Raises:
            NotFound: The history has none with this id.
        """
        return self._find(id)[0]

    def unfinished(
        self, *, backend: str | None = None, account: str | None = None
    ) -> list[Generation]:
        """Return the runs that can be resumed, newest first.

        HeyGen gave them an id and may still work on them, or have finished; nobody waits for them:
        they timed out, were stopped, or their process is gone.

        Args:
            backend: Only those of this host.
            account: Only those of this account.
        """
        with self._reader() as reader:
            return reader.unfinished(backend, account)

    def unknown(
        self, *, backend: str | None = None, account: str | None = None
    ) -> list[Generation]:
        """Return the runs that HeyGen may or may not have made and billed, newest first.

        Their answer was lost, or their process ended before one came. All have status ``unknown``.

        Args:
            backend: Only those of this host.
            account: Only those of this account.
        """
        with self._reader() as reader:
            return reader.unknown(backend, account)

    def delete(self, id: str) -> None:  # noqa: A002 - as HeyGen calls it
        """Remove a run and its pictures from this machine; HeyGen keeps its own.

        Raises:
            NotFound: The history has none with this id.
        """
        with opened(self._path, create=False) as connection, transaction(connection):
            found = Reader(connection, self._pictures).locate(id)
            if found is None:
                raise _not_found(id)
            number, run_id = found
            connection.execute("DELETE FROM images WHERE run = ?", (number,))
            connection.execute("DELETE FROM runs WHERE number = ?", (number,))
            # If this fails, or the process ends here, the run stays and can be deleted again.
            self._pictures.remove(run_id)

    def export(self, path: str | PathLike[str], *, only: Iterable[str] | None = None) -> Path:
        """Write pictures and a ``manifest.json`` to a zip, which appears complete or not at all.

        The manifest says of each run what was asked for and what came of it; it names no account.

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

    @contextmanager
    def _reader(self) -> Iterator[Reader]:
        with opened(self._path, create=False) as connection, transaction(connection, "DEFERRED"):
            self._clean_once()
            yield Reader(connection, self._pictures)

    def _entries(self) -> Iterator[tuple[Generation, str]]:
        before = NEWEST
        while True:
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
            entry = reader.find(wanted)
            if entry is None:
                raise _not_found(wanted)
            return _with_backend(reader, entry)

    def _clean_once(self) -> None:
        if not self._is_clean:
            self._is_clean = True
            self._pictures.clean()


def _with_backend(reader: Reader, entry: Entry) -> tuple[Generation, str]:
    return reader.shown(entry), entry.backend


def _not_found(wanted: str) -> NotFound:
    return NotFound(
        f"The history holds no run with the id {wanted!r}.",
        "`for generation in history` lists those that it holds. HeyGen may know others.",
    )
