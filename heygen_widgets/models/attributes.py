"""The eight attributes of an avatar photo, in HeyGen's exact words.

The vocabulary is that of ``POST /v2/photo_avatar/photo/generate`` (HeyGen's API reference,
"Generate Photo Avatar Photos"). Only this module spells the words.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.text import did_you_mean, find_text_problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike

MAX_APPEARANCE = 1000
"""Longest appearance that HeyGen accepts, in characters (the same reference)."""


class Age(StrEnum):
    """How old the person looks."""

    YOUNG_ADULT = "Young Adult"
    EARLY_MIDDLE_AGE = "Early Middle Age"
    LATE_MIDDLE_AGE = "Late Middle Age"
    SENIOR = "Senior"
    UNSPECIFIED = "Unspecified"


class Gender(StrEnum):
    """The person's gender."""

    WOMAN = "Woman"
    MAN = "Man"
    UNSPECIFIED = "Unspecified"


class Ethnicity(StrEnum):
    """The person's ethnicity, in HeyGen's categories."""

    WHITE = "White"
    BLACK = "Black"
    ASIAN_AMERICAN = "Asian American"
    EAST_ASIAN = "East Asian"
    SOUTH_EAST_ASIAN = "South East Asian"
    SOUTH_ASIAN = "South Asian"
    MIDDLE_EASTERN = "Middle Eastern"
    PACIFIC = "Pacific"
    HISPANIC = "Hispanic"
    UNSPECIFIED = "Unspecified"


class Orientation(StrEnum):
    """The shape of the picture."""

    SQUARE = "square"
    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class Pose(StrEnum):
    """How much of the person is in the picture."""

    HALF_BODY = "half_body"
    CLOSE_UP = "close_up"
    FULL_BODY = "full_body"


class Style(StrEnum):
    """The look of the picture."""

    REALISTIC = "Realistic"
    PIXAR = "Pixar"
    CINEMATIC = "Cinematic"
    VINTAGE = "Vintage"
    NOIR = "Noir"
    CYBERPUNK = "Cyberpunk"
    UNSPECIFIED = "Unspecified"


VOCABULARY: dict[str, type[StrEnum]] = {
    "age": Age,
    "gender": Gender,
    "ethnicity": Ethnicity,
    "orientation": Orientation,
    "pose": Pose,
    "style": Style,
}
"""Attribute name to its enum, for the six that have a fixed set of values."""


@dataclass(frozen=True, kw_only=True)
class AvatarAttributes:
    """What the person in the picture should be like: HeyGen's eight fields.

    An enum field accepts a member or its exact string. ``name`` and ``appearance`` are free text;
    ``appearance`` is the prompt.

    Args:
        name: A name for the avatar, not blank.
        age: One of `Age`.
        gender: One of `Gender`.
        ethnicity: One of `Ethnicity`.
        orientation: One of `Orientation`.
        pose: One of `Pose`.
        style: One of `Style`.
        appearance: What the person looks like, wears and does; 1 to 1000 characters.

    Raises:
        InvalidAttributes: One or more fields are wrong; names all of them, with the allowed
            values.
    """

    name: str
    age: Age = Age.UNSPECIFIED
    gender: Gender = Gender.UNSPECIFIED
    ethnicity: Ethnicity = Ethnicity.UNSPECIFIED
    orientation: Orientation = Orientation.SQUARE
    pose: Pose = Pose.HALF_BODY
    style: Style = Style.REALISTIC
    appearance: str

    if TYPE_CHECKING:
        # The generated signature, except that type checkers also accept the exact strings.
        def __init__(
            self,
            *,
            name: str,
            age: Age | str = Age.UNSPECIFIED,
            gender: Gender | str = Gender.UNSPECIFIED,
            ethnicity: Ethnicity | str = Ethnicity.UNSPECIFIED,
            orientation: Orientation | str = Orientation.SQUARE,
            pose: Pose | str = Pose.HALF_BODY,
            style: Style | str = Style.REALISTIC,
            appearance: str,
        ) -> None: ...

    def __post_init__(self) -> None:
        problems = find_problems(vars(self))
        if problems:
            raise InvalidAttributes(problems)
        for field, words in VOCABULARY.items():
            object.__setattr__(self, field, words(getattr(self, field)))

    def replace(self, **changes: object) -> Self:
        """Return a copy with some fields changed. The copy is checked like new attributes.

        Raises:
            InvalidAttributes: A field is unknown or a value is wrong.
        """
        _refuse_unknown(changes)
        return replace(self, **changes)  # type: ignore[arg-type]

    def describe(self) -> str:
        """Return the attributes as one readable line, for alt texts, captions and lists."""
        words = [self.age, self.ethnicity, self.gender]
        person = " ".join(word for word in words if word != "Unspecified") or "Person"
        style = "" if self.style is Style.UNSPECIFIED else f", {self.style}"
        return f"{person}, {self.pose.replace('_', ' ')}{style}: {self.appearance}"

    def _repr_html_(self) -> str:
        # Here and not above: the sandbox knows these attributes and nothing else of the package.
        from heygen_widgets.media.static_html import render_table  # noqa: PLC0415

        return render_table("", (), self.to_dict().items())

    def to_dict(self) -> dict[str, str]:
        """Return the eight fields as plain strings, in HeyGen's order."""
        return {field: str(value) for field, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Make attributes from a mapping such as `to_dict` returns.

        Raises:
            InvalidAttributes: A field is missing, unknown or wrong.
        """
        _refuse_unknown(values)
        missing = {name: "is missing" for name in ("name", "appearance") if name not in values}
        if missing:
            raise InvalidAttributes(missing | find_problems(values))
        return cls(**values)

    @classmethod
    def from_image(cls, path: str | PathLike[str]) -> Self:
        """Read back the attributes that `AvatarImage.save` embedded in an image file.

        Raises:
            InvalidAttributes: The file has no attributes in it, or invalid ones.
            ImageUnavailable: The file can't be read as an image.
        """
        from heygen_widgets.media.imaging import read_embedded  # noqa: PLC0415 - loads Pillow

        embedded = read_embedded(path)
        if not isinstance(embedded.get("attributes"), dict):
            raise InvalidAttributes({"image": f"{path} holds no attributes of heygen_widgets"})
        return cls.from_dict(embedded["attributes"])


FIELDS = tuple(field.name for field in fields(AvatarAttributes))
"""The names of the eight attributes, in HeyGen's order."""

FREE_TEXTS = tuple(field for field in FIELDS if field not in VOCABULARY)
"""The names of those that are free text."""


def find_problems(values: Mapping[str, object]) -> dict[str, str]:
    """Return what is wrong with each of ``values``, which may be some or all of the eight fields.

    Returns:
        Field name to problem. The problem reads on from the name ("must not be empty"). Empty if
        all is well.
    """
    found = {}
    for field in FIELDS:
        problem = _problem(field, values[field]) if field in values else ""
        if problem:
            found[field] = problem
    texts = {field: values[field] for field in FREE_TEXTS if field in values}
    return found | find_text_problems(texts, "sent")


def _problem(field: str, value: object) -> str:
    if field in VOCABULARY:
        allowed = [member.value for member in VOCABULARY[field]]
        return "" if value in allowed else f"{value!r} is not one of {', '.join(allowed)}"
    if isinstance(value, str) and not value.strip():
        return "must not be empty"
    if field == "appearance" and isinstance(value, str) and len(value) > MAX_APPEARANCE:
        return f"has {len(value)} characters; HeyGen takes at most {MAX_APPEARANCE}"
    return ""


def _refuse_unknown(values: Mapping[str, object]) -> None:
    unknown = {
        name: f"is not an attribute{did_you_mean(name, FIELDS)}"
        for name in values
        if name not in FIELDS
    }
    if unknown:
        raise InvalidAttributes(unknown)
