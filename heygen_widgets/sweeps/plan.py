"""`Plan`: the axes of a sweep, and its cells. No I/O but the files that a prompt names."""

from __future__ import annotations

import hashlib
import json
import math
import random
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from heygen_widgets.errors import HistoryError
from heygen_widgets.models.attributes import FIELDS, AvatarAttributes
from heygen_widgets.models.text import to_title
from heygen_widgets.sweeps.grammar import Slot, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_CELLS = 100_000
"""Most cells of one sweep."""

DEFAULT_NAME = "Avatar"
"""The name of an avatar whose prompt makes none."""

REPEAT = "repeat"
"""The name of the axis of repeats."""

_VERSION = 1


class AxisKind(StrEnum):
    """What the values of an axis change."""

    ATTRIBUTE = "attribute"
    """One of the eight attributes."""
    WORDS = "words"
    """Words at one place of the prompt."""
    REPLACED = "replaced"
    """Words of the prompt, wherever they stand."""
    REPEAT = "repeat"
    """Nothing: the same is made several times."""


@dataclass(frozen=True)
class Axis:
    """One thing that varies.

    Attributes:
        name: Its name; the column of a table.
        values: What it may be, in order.
        kind: What it changes.
    """

    name: str
    values: tuple[str, ...]
    kind: AxisKind = AxisKind.ATTRIBUTE


@dataclass(frozen=True)
class Cell:
    """One run of a sweep, as it is planned.

    Attributes:
        position: Its place in the plan, from 0.
        id: The same wherever its attributes and its repeat are the same.
        values: The value of each axis.
        repeat: Which of the equal cells it is, from 1.
        attributes: What is asked for.
    """

    position: int
    id: str
    values: Mapping[str, str]
    repeat: int
    attributes: AvatarAttributes

    def __str__(self) -> str:
        named = ", ".join(f"{name}: {value or 'nothing'}" for name, value in self.values.items())
        return named or self.attributes.appearance


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a sweep makes: each combination of the values of its axes, so many times.

    ``arguments.read`` makes one that is checked. A cell is computed when it is asked for.

    Attributes:
        base: The attributes that don't vary, as plain text; without a name, each cell has a title
            of its prompt.
        template: The prompt; None if ``appearance`` is an axis.
        axes: What varies.
        combine: ``product`` for each value with each other, ``zip`` for the first ones together,
            then the second ones.
        sample: How many of the combinations to take; None for all.
        seed: Decides which of them are taken.
        repeats: How many cells each combination has.
        count: How many images each cell has; None for the default.
    """

    base: Mapping[str, str]
    template: Template | None
    axes: tuple[Axis, ...] = ()
    combine: str = "product"
    sample: int | None = None
    seed: int | None = None
    repeats: int = 1
    count: int | None = None

    def __len__(self) -> int:
        return self.combinations * self.repeats

    def __iter__(self) -> Iterator[Cell]:
        return map(self.cell, range(len(self)))

    @property
    def all_axes(self) -> tuple[Axis, ...]:
        """The axes; with repeats, these come last."""
        if self.repeats == 1:
            return self.axes
        numbers = tuple(str(number) for number in range(1, self.repeats + 1))
        return (*self.axes, Axis(REPEAT, numbers, AxisKind.REPEAT))

    @property
    def possible(self) -> int:
        """How many combinations there are, before a sample is taken."""
        lengths = [len(axis.values) for axis in self.axes]
        return math.prod(lengths) if self.combine == "product" else min(lengths, default=1)

    @property
    def combinations(self) -> int:
        """How many combinations are taken."""
        return self.possible if self.sample is None else min(self.sample, self.possible)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The id of each cell."""
        firsts = map(self._texts, range(self.combinations))
        return tuple(
            _id(texts, repeat) for texts in firsts for repeat in range(1, self.repeats + 1)
        )

    def cell(self, position: int) -> Cell:
        """Return the cell at a position.

        Raises:
            IndexError: There is none.
        """
        if not 0 <= position < len(self):
            raise IndexError(position)
        number, repeat = divmod(position, self.repeats)
        texts = self._texts(number)
        return Cell(
            position=position,
            id=_id(texts, repeat + 1),
            values=self.values(position),
            repeat=repeat + 1,
            attributes=AvatarAttributes(**texts),
        )

    def values(self, position: int) -> dict[str, str]:
        """Return the value of each axis for a cell, with its repeat if there are repeats."""
        number, repeat = divmod(position, self.repeats)
        chosen = self._chosen(number)
        return chosen if self.repeats == 1 else chosen | {REPEAT: str(repeat + 1)}

    def texts(self, position: int) -> dict[str, str]:
        """Return the eight attributes of a cell as plain text, in HeyGen's order."""
        return self._texts(position // self.repeats)

    def prompt(self, number: int) -> str:
        """Return the prompt of a combination."""
        chosen = self._chosen(number)
        text = self.template.filled(chosen) if self.template else chosen["appearance"]
        if not self._replaced:
            return text
        # All at once: what takes the place of one is not searched for the next.
        return self._replaced.sub(lambda found: chosen[found[0]], text)

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain data, for the history."""
        return {
            "version": _VERSION,
            "base": dict(self.base),
            "template": _template_to_list(self.template),
            "axes": [asdict(axis) for axis in self.axes],
            "combine": self.combine,
            "sample": self.sample,
            "seed": self.seed,
            "repeats": self.repeats,
            "count": self.count,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the plan that `to_dict` made.

        Raises:
            HistoryError: It can't be read.
        """
        values = dict(stored)
        try:
            if values.pop("version") != _VERSION:
                raise ValueError("its version is another")  # noqa: TRY301 - one way out
            axes = tuple(
                Axis(each["name"], tuple(each["values"]), AxisKind(each["kind"]))
                for each in values.pop("axes")
            )
            template = _template_of(values.pop("template"))
            return cls(axes=axes, template=template, **values)
        except (KeyError, TypeError, ValueError) as error:
            raise HistoryError(
                f"The plan of this sweep can't be read ({error!r}).",
                "Its runs are in the history all the same. A newer heygen_widgets may read it.",
            ) from None

    @cached_property
    def taken(self) -> tuple[int, ...] | range:
        """The number of each combination that is taken."""
        every = range(self.possible)
        if self.sample is None or self.sample >= self.possible:
            return every
        chance = random.Random(self.seed)  # noqa: S311 - nothing secret
        return tuple(sorted(chance.sample(every, self.sample)))

    @cached_property
    def _replaced(self) -> re.Pattern[str] | None:
        """What finds the words to replace; the longest first, as one may hold another."""
        found = [axis.name for axis in self.axes if axis.kind is AxisKind.REPLACED]
        longest = sorted(found, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest))) if found else None

    def _chosen(self, number: int) -> dict[str, str]:
        """Return the value of each axis for a combination."""
        place = self.taken[number]
        if self.combine == "zip":
            return {axis.name: axis.values[place] for axis in self.axes}
        chosen = {}
        for axis in reversed(self.axes):
            place, at = divmod(place, len(axis.values))
            chosen[axis.name] = axis.values[at]
        return dict(reversed(chosen.items()))

    def _texts(self, number: int) -> dict[str, str]:
        """Return the eight attributes of a combination as plain text."""
        chosen, appearance = self._chosen(number), self.prompt(number)
        texts = {field: chosen.get(field) or self.base.get(field, "") for field in FIELDS}
        name = texts["name"] or to_title(appearance) or DEFAULT_NAME
        return texts | {"name": name, "appearance": appearance}


def _id(texts: Mapping[str, str], repeat: int) -> str:
    said = json.dumps([*texts.items(), repeat])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _template_to_list(template: Template | None) -> list[str | dict[str, str]] | None:
    if template is None:
        return None
    return [part if isinstance(part, str) else {"slot": part.name} for part in template.parts]


def _template_of(stored: list[str | dict[str, str]] | None) -> Template | None:
    if stored is None:
        return None
    # What each slot may be is in the axes.
    return Template(tuple(part if isinstance(part, str) else Slot(part["slot"]) for part in stored))
