"""The marks of a history: in a table of their own, so that no record of a run touches them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal

from heygen_widgets.errors import NotFound
from heygen_widgets.history.rows import mark_of, name_of, text
from heygen_widgets.history.words import folded
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


class _Left(Enum):
    """Stands for what is left as it is, where None is a value."""

    AS_IT_IS = "..."

    def __repr__(self) -> str:
        return self.value


LEFT: Final = _Left.AS_IT_IS
Left = Literal[_Left.AS_IT_IS]


def given(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - checked here
    """Return those of the values that were given.

    Raises:
        ConfigurationError: Names every wrong one at once.
    """
    found = {name: value for name, value in values.items() if value is not LEFT}
    Mark(**found)
    return found


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
        """Change what is given of an image's mark, and return all of it.

        Raises:
            NotFound: The run has no such image.
        """
        image = text(key)
        names = [name for (name,) in self.connection.execute(NAMES, (self.run,)) if name]
        if image not in names:
            raise NotFound(
                f"Run {self.run_id} has no image with the key {key!r}.",
                f"It has {', '.join(names)}." if names else "It has no images yet.",
            )
        mark = replace(self.read().get(image, Mark()), **changes)
        self._write(image, mark)
        return mark

    def adopt(self, images: Iterable[AvatarImage]) -> None:
        """Write the marks down that images bring along from another history."""
        for image in images:
            if image.mark != Mark() and name_of(image):
                self._write(name_of(image), image.mark)

    def _write(self, image: str, mark: Mark) -> None:
        if mark == Mark():
            self.connection.execute(
                "DELETE FROM marks WHERE run = ? AND image = ?", (self.run, image)
            )
            return
        values = (mark.favourite, mark.rating, mark.note, folded(mark.note))
        self.connection.execute(_WRITE, (self.run, image, *values))
