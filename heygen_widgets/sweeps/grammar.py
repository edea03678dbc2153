"""Alternatives in a prompt: ``a chef with {a hat|a beard}, {mood: happy|sad}``. No I/O.

`parse` splits a prompt into its words and its slots. Each slot is an axis of a sweep:

* ``{a hat|a beard}`` are alternatives; the axis is called ``prompt``, the next such ``prompt_2``.
* ``{mood: happy|sad}`` is a variable; the axis has its name, and ``{mood}`` stands for the same
  choice wherever it is repeated.
* ``{mood: @moods.txt}`` takes the lines of a file; so does ``{@moods.txt}``.
* ``{{`` and ``}}`` stand for a brace. Alternatives themselves hold neither braces nor bars.

docs/how-to/experiments.md says why no library of templates does this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UNNAMED = "prompt"
"""The name of the axis of alternatives that have none."""

_NAMED = re.compile(r"\s*([^\W\d]\w*)\s*:(.*)", re.DOTALL)
_REPEATED = re.compile(r"\s*([^\W\d]\w*)\s*")


class GrammarError(ValueError):
    """A prompt can't be read; the message reads on from the name of its field."""


@dataclass(frozen=True)
class Slot:
    """A place in a prompt that one of several texts fills.

    Attributes:
        name: The axis that chooses the text.
    """

    name: str


@dataclass(frozen=True)
class Template:
    """A prompt as words and slots.

    Attributes:
        parts: Its texts and slots, in order.
        choices: Each axis with its texts, in the order in which they stand in the prompt.
    """

    parts: tuple[str | Slot, ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def filled(self, chosen: Mapping[str, str]) -> str:
        """Return the prompt with a text for each axis; others among ``chosen`` don't matter."""
        return "".join(part if isinstance(part, str) else chosen[part.name] for part in self.parts)


def parse(text: str, folder: Path | None = None) -> Template:
    """Read a prompt.

    Args:
        text: The prompt.
        folder: Where files that it names are looked for; None for the working folder.

    Raises:
        GrammarError: Names everything that is wrong with it.
    """
    return _Parser(folder or Path()).template(text)


def literal(text: str) -> str:
    """Return a text so that `parse` takes it as it stands."""
    return text.replace("{", "{{").replace("}", "}}")


def lines_of(path: Path) -> tuple[str, ...]:
    """Return the lines of a file that are not empty, without those that begin with ``#``.

    Raises:
        GrammarError: It can't be read, or holds no line.
    """
    try:
        text = path.expanduser().read_text("utf-8-sig")
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise GrammarError(f"names the file {path}, which can't be read: {reason}") from None
    lines = tuple(
        line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")
    )
    if not lines:
        raise GrammarError(f"names the file {path}, which holds no line")
    return lines


@dataclass
class _Parser:
    folder: Path
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def template(self, text: str) -> Template:
        parts = [self._noted(piece, is_slot) for piece, is_slot in self._pieces(text)]
        undefined = {
            part.name for part in parts if isinstance(part, Slot) and part.name not in self.choices
        }
        for name in sorted(undefined):
            self._note_no_choice(name)
        if self.problems:
            raise GrammarError("; ".join(self.problems))
        return Template(tuple(part for part in parts if part != ""), self.choices)

    def _pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of a text, each with whether it stands in braces."""
        words, place, inside = "", 0, False
        while place < len(text):
            one, double = text[place], text[place : place + 2]
            if not inside and double in {"{{", "}}"}:
                words, place = words + one, place + 2
                continue
            if one == "{" and inside:
                self.problems.append(f"has braces within braces at {_around(text, place)}")
            if one == "}" and not inside:
                self.problems.append(
                    f"has a brace that ends nothing at {_around(text, place)}; one that is meant "
                    "as a brace is written twice"
                )
            if one in "{}":
                yield words, inside
                words, inside = "", one == "{"
            else:
                words += one
            place += 1
        if inside:
            self.problems.append(f"has a brace that nothing ends: {{{words[:20]}")
        else:
            yield words, False

    def _noted(self, piece: str, is_slot: bool) -> str | Slot:
        if not is_slot:
            return piece
        if repeated := _REPEATED.fullmatch(piece):
            return Slot(repeated[1])
        named = _NAMED.fullmatch(piece)
        name = named[1] if named else self._next_name()
        if name in self.choices:
            self.problems.append(f"defines {{{name}: …}} twice; repeat it as {{{name}}}")
        texts = named[2] if named else piece
        self.choices[name] = self._texts(name, texts, is_unnamed=named is None)
        return Slot(name)

    def _next_name(self) -> str:
        number, name = 1, UNNAMED
        while name in self.choices:
            number += 1
            name = f"{UNNAMED}_{number}"
        return name

    def _note_no_choice(self, piece: str) -> None:
        self.problems.append(
            f"holds {{{piece}}}, which chooses among nothing: alternatives are written {{a|b}}, "
            "and a brace that is meant as a brace twice"
        )

    def _texts(self, name: str, piece: str, *, is_unnamed: bool) -> tuple[str, ...]:
        if piece.strip().startswith("@"):
            try:
                return self._checked(name, lines_of(self.folder / piece.strip()[1:].strip()))
            except GrammarError as error:
                self.problems.append(str(error))
                return ()
        if is_unnamed and "|" not in piece:
            self._note_no_choice(piece)
        return self._checked(name, tuple(text.strip() for text in piece.split("|")))

    def _checked(self, name: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({text for text in texts if texts.count(text) > 1})
        if twice:
            self.problems.append(f"has {', '.join(map(repr, twice))} twice in {{{name}}}")
        return texts


def _around(text: str, place: int) -> str:
    return repr(text[max(0, place - 10) : place + 10])
