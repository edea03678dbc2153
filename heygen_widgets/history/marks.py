"""The marks of a history, in a table of their own: recording a run never changes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal

from heygen_widgets.errors import NotFound
from heygen_widgets.history.normalise import normalised
from heygen_widgets.history.rows import mark_of, name_of, storable
from heygen_widgets.models.marks import Mark

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from heygen_widgets.models.images import AvatarImage

MARKS = "SELECT * FROM marks WHERE run = ?"
NAMES = "SELECT CASE key WHEN '' THEN url ELSE key END FROM images WHERE run = ?"
_WRITE = """
    INSERT OR REPLACE INTO marks (run, image, favourite, rating, note, words)
    VALUES (?, ?, ?, ?, ?, ?)
"""


class _Unchanged(Enum):
    """The default of an argument for which None is a value: leave the field unchanged."""

    UNCHANGED = "..."

    def __repr__(self) -> str:
        return self.value


UNCHANGED: Final = _Unchanged.UNCHANGED
Unchanged = Literal[_Unchanged.UNCHANGED]


def checked_changes(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - checked here
    """Return those of a mark's fields that are to change.

    Args:
        **values: The fields' new values; `UNCHANGED` for a field that stays.

    Raises:
        ConfigurationError: Names every wrong value at once.
    """
    changes = {name: value for name, value in values.items() if value is not UNCHANGED}
    Mark(**changes)
    return changes


@dataclass(frozen=True)
class Marks:
    """The marks of one run, on one connection.

    Args:
        connection: To the history.
        run: The number of the run.
        run_id: Its id.
    """

    connection: sqlite3.Connection
    run: int
    run_id: str

    def read(self) -> dict[str, Mark]:
        """Return the marks by the names of their images."""
        return {row["image"]: mark_of(row) for row in self.connection.execute(MARKS, (self.run,))}

    def change(self, key: str, changes: Mapping[str, Any]) -> Mark:
        """Change some fields of an image's mark, and return the whole mark.

        Raises:
            NotFound: The run has no such image.
        """
        image = storable(key)
        names = [name for (name,) in self.connection.execute(NAMES, (self.run,)) if name]
        if image not in names:
            raise NotFound(
                f"Run {self.run_id} has no image with the key {key!r}.",
                f"It has {', '.join(names)}." if names else "It has no images yet.",
            )
        mark = replace(self.read().get(image, Mark()), **changes)
        self._write(image, mark)
        return mark

    def copy_from(self, images: Iterable[AvatarImage]) -> None:
        """Write the marks of images that come from another history."""
        for image in images:
            if image.mark != Mark() and name_of(image):
                self._write(name_of(image), image.mark)

    def _write(self, image: str, mark: Mark) -> None:
        if mark == Mark():
            self.connection.execute(
                "DELETE FROM marks WHERE run = ? AND image = ?", (self.run, image)
            )
            return
        values = (mark.favourite, mark.rating, mark.note, normalised(mark.note))
        self.connection.execute(_WRITE, (self.run, image, *values))
