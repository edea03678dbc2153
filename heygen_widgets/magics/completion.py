"""Completion of the options of a magic and of their values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from heygen_widgets.magics.options import COMMANDS, Command, Option, folded, tokens

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, Matcher, SimpleMatcherResult

_IDENTIFIER = "heygen_widgets"
# A magic, what stands behind it, and the word at the cursor: a quotation mark may be open.
_LINE = re.compile(
    r"""\s*(?:[\w.]+\s*=\s*)?%{1,2}(?P<magic>\w+)\s+
    (?P<before>(?:.*?\s)??)(?P<option>--[\w-]+=)?(?P<typed>"[^"]*|'[^']*|[^\s"']*)""",
    re.VERBOSE,
)


class Completions(NamedTuple):
    """What may stand at the cursor.

    Attributes:
        typed: The text before the cursor that each of them replaces.
        texts: The possible texts, in the order of the help.
    """

    typed: str
    texts: list[str]


def complete(before: str, after: str = "") -> Completions | None:
    """Return what may stand at the cursor; None if that is no option of ours and no value.

    Args:
        before: The line up to the cursor.
        after: The rest of the line.
    """
    match = _LINE.fullmatch(before)
    command = COMMANDS.get(match["magic"]) if match else None
    if match is None or command is None:
        return None
    typed, earlier = match["typed"], tokens(match["before"])
    awaiting = match["option"].rstrip("=") if match["option"] else next(reversed(earlier), "")
    option = _option(command, awaiting)
    if option is not None and option.takes is not None:
        values = [value for value in option.values if folded(value).startswith(_bare(typed))]
        return Completions(typed, [_quoted(value, typed, after) for value in values])
    if match["option"] or not "--".startswith(typed[:2]):
        return None
    return Completions(typed, _names(command, typed, earlier))


def matcher() -> Matcher | None:
    """Return `complete` as IPython's completer calls it; None for an IPython before 8.6."""
    try:
        # Not above: Colab's IPython 7 has no such matchers.
        from IPython.core.completer import SimpleCompletion, context_matcher  # noqa: PLC0415
    except ImportError:
        return None

    def match(context: CompletionContext) -> SimpleMatcherResult:
        before = context.text_until_cursor
        found = complete(before, context.line_with_cursor[len(before) :])
        typed, texts = found or Completions(context.token, [])
        return {
            "completions": [SimpleCompletion(text, type="magic") for text in texts],
            "matched_fragment": typed,
            "ordered": True,
            "suppress": bool(texts),
        }

    return cast("Matcher", context_matcher(identifier=_IDENTIFIER)(match))


def is_ours(matcher: Any) -> bool:  # noqa: ANN401 - a matcher of anybody's
    """Return whether this is one that `matcher` has made."""
    return getattr(matcher, "matcher_identifier", "") == _IDENTIFIER


def _option(command: Command, name: str) -> Option | None:
    return next((option for option in command.options if option.name == name), None)


def _names(command: Command, typed: str, earlier: list[str]) -> list[str]:
    given = {token.partition("=")[0] for token in earlier}
    return [
        option.name
        for option in command.options
        if option.name.startswith(typed) and (option.several or option.name not in given)
    ]


def _bare(typed: str) -> str:
    return folded(typed.lstrip("\"'"))


def _quoted(value: str, typed: str, after: str) -> str:
    """Return a value as it must be written: in quotation marks where it has several words."""
    mark = typed[:1] if typed[:1] in {'"', "'"} else '"' if " " in value else ""
    # An editor may have closed the quotation mark already.
    closing = "" if after.startswith(mark) else mark
    return f"{mark}{value}{closing}"
