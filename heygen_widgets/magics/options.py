"""The options of each magic, in one table: the parser, the help and the completion follow it."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NoReturn

from IPython.core.error import UsageError

from heygen_widgets.api.version_probe import WIRES
from heygen_widgets.client import TIMEOUT
from heygen_widgets.models.attributes import VOCABULARY
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.limits import CLICK_LIMIT, COUNT, MAX_COUNT
from heygen_widgets.models.text import did_you_mean

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

# Quotation marks hold words together where a value begins, so that "a chef's hat" needs none.
_TOKEN = re.compile(r"""(--[\w-]+=)?(?:"([^"]*)"|'([^']*)')(?=\s|$)|\S+""")


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option of a magic.

    Attributes:
        name: Its name with the dashes.
        about: What it does, for the help.
        values: The values that it takes; empty if it takes others, or none.
        takes: The type of its value; None for a switch, which takes none.
        metavar: What stands for the value in the help.
        several: Whether it may be given several times.
    """

    name: str
    about: str
    values: tuple[str, ...] = ()
    takes: type | None = str
    metavar: str = ""
    several: bool = False

    @property
    def key(self) -> str:
        """Its name as that of a variable."""
        return self.name.strip("-").replace("-", "_")

    def add_to(self, parser: ArgumentParser) -> None:
        """Add it to a parser."""
        if self.takes is None:
            parser.add_argument(self.name, action="store_true", help=self.about)
            return
        listed = f"{self.about}: {', '.join(self.values)}" if self.values else self.about
        parser.add_argument(
            self.name,
            type=partial(exact, self.values) if self.takes is str else self.takes,
            choices=[int(value) for value in self.values] or None if self.takes is int else None,
            action="append" if self.several else "store",
            metavar=self.metavar or self.key.upper(),
            help=listed,
        )


@dataclass(frozen=True)
class Command:
    """A magic as it is typed.

    Attributes:
        name: Its name without the percent sign.
        usage: How it is written, a line each.
        about: What it does.
        words: What the words are that belong to no option.
        options: Its options.
    """

    name: str
    usage: tuple[str, ...]
    about: str
    words: str
    options: tuple[Option, ...]

    @cached_property
    def _parser(self) -> ArgumentParser:
        usage = "\n       ".join(self.usage).replace("%", "%%")
        parser = _Parser(f"%{self.name}", usage, self.about, add_help=False, allow_abbrev=False)
        parser.add_argument("words", nargs="*", metavar="text", help=self.words)
        for option in self.options:
            option.add_to(parser)
        return parser

    @property
    def help(self) -> str:
        """All options with the values that they take, as text."""
        return str(self._parser.format_help())

    def parse(self, line: str) -> Namespace:
        """Return what a line says, with the words that belong to no option as ``text``.

        Raises:
            UsageError: An option is unknown or takes something else.
        """
        found, unknown = self._parser.parse_known_intermixed_args(tokens(line))
        wrong = [token for token in unknown if token.startswith("-")]
        if wrong:
            known = [option.name for option in self.options]
            said = ", ".join(f"{name}{did_you_mean(name, known)}" for name in wrong)
            raise UsageError(f"%{self.name} has no {said}. %{self.name} --help lists its options.")
        found.text = " ".join([*found.words, *unknown])
        return found


class _Parser(ArgumentParser):
    """A parser that raises IPython's error instead of ending the program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{self.prog}: {message}. {self.prog} --help lists its options.")


def tokens(line: str) -> list[str]:
    """Return the words of a line; those between quotation marks count as one."""
    return [
        f"{match[1] or ''}{match[2] or match[3] or ''}" if match[0][-1] in "\"'" else match[0]
        for match in _TOKEN.finditer(line)
    ]


def folded(value: str) -> str:
    """Return a value as it is compared: ``Early Middle Age`` may be typed ``early-middle-age``."""
    return re.sub(r"[\s_-]+", " ", value).casefold()


def exact(values: Iterable[str], typed: str) -> str:
    """Return the value that was meant; what was typed if it is none of them."""
    return next((value for value in values if folded(value) == folded(typed)), typed)


def _attributes(*, several: bool) -> tuple[Option, ...]:
    return tuple(
        Option(
            name=f"--{field}",
            about=str(words.__doc__).rstrip("."),
            values=tuple(words),
            several=several,
        )
        for field, words in VOCABULARY.items()
    )


_HELP = Option(name="--help", about="Show this, and do nothing else.", takes=None)
_TO = Option(name="--to", about="Assign the result to this variable as well.", metavar="VARIABLE")

AVATAR = Command(
    "avatar",
    (
        "%%avatar [options]         and below it what the person should be like: generates",
        "%avatar [options] [text]   opens a studio with these settings",
    ),
    "Generate avatar photos, or open an AvatarStudio.",
    "What the person should be like.",
    (
        Option(name="--name", about="The avatar's name; by default made from the text."),
        *_attributes(several=False),
        Option(
            name="--count",
            about=f"How many images, {COUNT} by default (v2 makes 4 or 8)",
            values=tuple(map(str, range(1, MAX_COUNT + 1))),
            takes=int,
            metavar="N",
        ),
        Option(
            name="--api",
            about="The version of HeyGen's API",
            values=("auto", *WIRES),
            metavar="API",
        ),
        Option(
            name="--timeout",
            about=f"Seconds to wait for HeyGen, by default {TIMEOUT:.0f}.",
            takes=float,
            metavar="SECONDS",
        ),
        _TO,
        Option(
            name="--confirm",
            about=f"Generate even if it costs more than ${CLICK_LIMIT:.0f}.",
            takes=None,
        ),
        _HELP,
    ),
)
"""``%%avatar`` and ``%avatar``."""

HISTORY = Command(
    "avatar_history",
    ("%avatar_history [options] [text]",),
    "Show the runs of this machine in which all words of the text are, newest first. An "
    "option with a list of values may be repeated: any of them matches.",
    "Words of the name, the appearance, a note, a key or an id.",
    (
        Option(name="--favourite", about="Only runs with a favourite image.", takes=None),
        Option(
            name="--status",
            about="Only runs of this status",
            values=tuple(GenerationStatus),
            several=True,
        ),
        *_attributes(several=True),
        Option(
            name="--limit",
            about="How many runs, by default 20.",
            takes=int,
            metavar="N",
        ),
        _TO,
        _HELP,
    ),
)
"""``%avatar_history``."""

COMMANDS = {command.name: command for command in (AVATAR, HISTORY)}
"""Each magic, by its name."""


def attributes_in(found: Namespace) -> dict[str, Any]:
    """Return the attributes that a line names, the text aside."""
    named = {name: getattr(found, name, None) for name in ("name", *VOCABULARY)}
    return {name: value for name, value in named.items() if value is not None}
