"""The arguments of `HeyGen.generate`: a text, attributes or an order, keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from heygen_widgets.models.attributes import FIELDS, AvatarAttributes, find_problems
from heygen_widgets.models.text import did_you_mean, to_title
from heygen_widgets.runs.options import Options

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from heygen_widgets.models.attributes import Age, Ethnicity, Gender, Orientation, Pose, Style

DEFAULT_NAME = "Avatar"
"""The name of an avatar whose appearance makes none."""

OF_GENERATE = ("timeout", "on_update", "download")
"""What `HeyGen.generate` alone takes by name."""

_OPTIONS = tuple(Options.__annotations__)
# What other programs of this kind call these.
_ALIASES = {
    **dict.fromkeys(("prompt", "text", "description"), "appearance"),
    **dict.fromkeys(("n", "num_images", "number"), "count"),
    **dict.fromkeys(("images", "references"), "reference_images"),
    **dict.fromkeys(("look", "look_id", "avatar"), "avatar_id"),
    "sex": "gender",
    "title": "name",
}


class Named(TypedDict, total=False):
    """Attributes by name; each may be left out."""

    name: str
    age: Age | str
    gender: Gender | str
    ethnicity: Ethnicity | str
    orientation: Orientation | str
    pose: Pose | str
    style: Style | str
    appearance: str


class Keywords(Options, Named, total=False):
    """Attributes by name, and options."""


def read(
    verb: str,
    given: AvatarAttributes | str | None,
    keywords: Mapping[str, Any],
    others: Collection[str] = (),
) -> tuple[AvatarAttributes, dict[str, Any]]:
    """Return the attributes and the options.

    Args:
        verb: What was called, for messages.
        given: A text, which is the appearance; attributes; or None.
        keywords: Attributes by name, which replace those of ``given``, and options.
        others: What else the verb takes by name.

    Raises:
        TypeError: Names every keyword that is unknown, and what is missing.
        InvalidAttributes: Names every value that is wrong.
    """
    is_missing = given is None and "appearance" not in keywords
    missing = [f"needs an appearance: {verb}('a chef in Rome')"] if is_missing else []
    check(verb, given, keywords, (*FIELDS, *_OPTIONS), others=others, problems=missing)
    named = {name: value for name, value in keywords.items() if name in FIELDS}
    options = {name: value for name, value in keywords.items() if name not in FIELDS}
    if isinstance(given, AvatarAttributes) and not named:
        return given, options
    named = together(verb, given, named)
    return AvatarAttributes.from_dict({"name": _name_for(named["appearance"])} | named), options


def together(
    verb: str, given: AvatarAttributes | str | None, keywords: Mapping[str, Any]
) -> dict[str, Any]:
    """Return keywords with what is given besides; a keyword counts more than attributes.

    Args:
        verb: As in `read`.
        given: As in `read`.
        keywords: As in `read`.

    Raises:
        TypeError: ``given`` is neither, or there is a text and a keyword for the appearance.
    """
    check(verb, given, keywords, keywords)
    if isinstance(given, AvatarAttributes):
        return {**given.to_dict(), **keywords}
    return dict(keywords) | ({} if given is None else {"appearance": given})


def check(
    verb: str,
    given: object,
    keywords: Mapping[str, Any],
    known: Collection[str],
    *,
    others: Collection[str] = (),
    problems: Sequence[str] = (),
) -> None:
    """Refuse keywords that a verb doesn't take, all at once.

    Args:
        verb: As in `read`.
        given: As in `read`.
        keywords: As in `read`.
        known: The names that may be among them.
        others: As in `read`.
        problems: What else is wrong.

    Raises:
        TypeError: As in `read`.
    """
    unknown = [name for name in keywords if name not in known]
    said = [f"no {name!r}{did_you_mean(name, (*known, *others), _ALIASES)}" for name in unknown]
    found = [f"takes {', '.join(said)}"] if said else []
    if not isinstance(given, str | AvatarAttributes | None):
        found.append(f"takes a text or AvatarAttributes, not {type(given).__name__}")
    if isinstance(given, str) and "appearance" in keywords:
        found.append("takes one appearance, as the text or by name")
    found += problems
    if found:
        wrong = find_problems({name: value for name, value in keywords.items() if name in FIELDS})
        found += [f"{field} {problem}" for field, problem in wrong.items()]
        raise TypeError(f"{verb}() {'; '.join(found)}")


def _name_for(appearance: object) -> str:
    """Return the name of an avatar that was given none."""
    return (to_title(appearance) if isinstance(appearance, str) else "") or DEFAULT_NAME
