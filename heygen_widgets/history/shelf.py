"""What a history holds: its runs, counted, found and read. Nothing is changed here."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from heygen_widgets.config import paths
from heygen_widgets.errors import NotFound
from heygen_widgets.history.database import opened
from heygen_widgets.history.migrations import transaction
from heygen_widgets.history.pictures import Pictures
from heygen_widgets.history.reading import Entry, Reader
from heygen_widgets.history.search import NEWEST, Question

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from os import PathLike

    from heygen_widgets.history.search import Page
    from heygen_widgets.models.generation import Generation

PAGE_SIZE = 50
"""Runs that are read at once when all are gone through."""


class Shelf:
    """The runs in one folder, to look at.

    `History` describes the argument; it adds what writes.
    """

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        chosen = paths.home() if path is None else Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing
        # The notebook may change its folder later.
        self._path = chosen.absolute()
        self._pictures = Pictures(self._path)
        self._is_clean = False

    def __repr__(self) -> str:
        return f"<History at {self._path}>"

    def __bool__(self) -> bool:
        # An empty history is a history too: `history or ...` must not drop it.
        return True

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

    def search(
        self,
        text: str = "",
        *,
        attributes: Mapping[str, str | Collection[str]] | None = None,
        favourite: bool = False,
        status: str | Collection[str] | None = None,
        before: int | None = None,
        limit: int = 20,
    ) -> Page:
        """Return a page of the runs that match all that is given, newest first.

        Several values of one field mean any of them; none at all means that it doesn't matter.

        Args:
            text: Words, each of which must be in the name, the appearance, the message, HeyGen's
                id, an image key or a note, anywhere and in upper or lower case.
            attributes: Fields with a fixed vocabulary, each with one value or several:
                ``{"style": "Noir", "age": ["Senior", "Late Middle Age"]}``.
            favourite: Whether only runs with a favourite image are wanted.
            status: One status or several, as the runs show it.
            before: The ``next`` of the page before; None is the first page.
            limit: How many runs a page has, up to 1000.

        Raises:
            ConfigurationError: Names every wrong argument at once.
        """
        question = Question(text, attributes, favourite, status, before, limit)
        with self._reader() as reader:
            return reader.search(question)

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
                raise not_found(wanted)
            return _with_backend(reader, entry)

    def _clean_once(self) -> None:
        if not self._is_clean:
            self._is_clean = True
            self._pictures.clean()


def _with_backend(reader: Reader, entry: Entry) -> tuple[Generation, str]:
    return reader.shown(entry), entry.backend


def not_found(wanted: str) -> NotFound:
    """Return the error for an id that a history doesn't hold."""
    return NotFound(
        f"The history holds no run with the id {wanted!r}.",
        "`for generation in history` lists those that it holds. HeyGen may know others.",
    )
