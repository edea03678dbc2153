"""Finished groups with their looks: HeyGen's public ones, and those an account has had for long."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from heygen_widgets.models.attributes import (
    Age,
    AvatarAttributes,
    Ethnicity,
    Gender,
    Orientation,
    Pose,
    Style,
)
from heygen_widgets.sandbox.server.ids import hex_id
from heygen_widgets.sandbox.server.resources import Group, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG_AGO = -1_000_000.0
"""When these looks were made, in seconds of the sandbox's clock."""

CREATED_AT = 1_700_000_000
"""When the first of these groups was made, in seconds since 1970."""

PUBLIC_NUMBER = 1_000_000_000
"""From here on public groups are numbered, so that lists begin with them."""

MAX_LOOKS = 3

_NAMES = ("Aditya", "Bryan", "Carlotta", "Daisuke", "Elenora", "Freja", "Gala", "Harper", "Imelda")
_PLACES = ("an office", "a café", "a park", "a kitchen", "a library", "a city street", "a studio")
_CLOTHES = ("a grey suit", "a blue shirt", "a red jumper", "a white blouse", "a green jacket")
_AGES = (Age.YOUNG_ADULT, Age.EARLY_MIDDLE_AGE, Age.LATE_MIDDLE_AGE, Age.SENIOR)
_ETHNICITIES = tuple(word for word in Ethnicity if word is not Ethnicity.UNSPECIFIED)


class PublicAvatars:
    """The public avatars of a sandbox. They are made when they are first asked for.

    Args:
        seed: Decides their ids.
        count: How many groups there are.
    """

    def __init__(self, seed: int, count: int) -> None:
        self._seed = seed
        self._count = count

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All groups, the oldest first."""
        return tuple(finished_groups(self._seed, "public", self._count))

    @cached_property
    def looks(self) -> tuple[Look, ...]:
        """All looks, group by group."""
        return tuple(look for group in self.groups for look in group.looks)

    @cached_property
    def groups_by_id(self) -> dict[str, Group]:
        """The groups by their ids."""
        return {group.id: group for group in self.groups}

    @cached_property
    def looks_by_id(self) -> dict[str, Look]:
        """The looks by their ids."""
        return {look.id: look for look in self.looks}

    @cached_property
    def looks_by_image_id(self) -> dict[str, Look]:
        """The looks by the ids of their images."""
        return {look.image_ids[0]: look for look in self.looks}


def finished_groups(seed: int, kind: str, count: int) -> Iterator[Group]:
    """Make groups of people with one to three looks each.

    Args:
        seed: Decides their ids.
        kind: ``public`` or ``own``.
        count: How many.
    """
    is_public = kind == "public"
    for index in range(count):
        group = Group(
            id=hex_id(seed, kind, "group", index),
            name=f"{_NAMES[index % len(_NAMES)]} {index // len(_NAMES) + 1}",
            created_at=CREATED_AT + index,
            number=PUBLIC_NUMBER + index if is_public else index,
            is_public=is_public,
        )
        group.looks.extend(_looks(seed, kind, group, index))
        yield group


def _looks(seed: int, kind: str, group: Group, index: int) -> Iterator[Look]:
    first: Look | None = None
    for part in range(1 + index % MAX_LOOKS):
        look_id = hex_id(seed, kind, "look", index, part)
        attributes = _attributes(group.name, index, part)
        place = index * MAX_LOOKS + part
        look = Look(
            id=look_id,
            name=group.name,
            attributes=attributes,
            submitted_at=LONG_AGO,
            duration=0.0,
            group=group,
            # Public looks come first in lists too, and these go up.
            number=place - PUBLIC_NUMBER if group.is_public else place,
            image_ids=(hex_id(seed, "image", look_id, 0),),
            identity=first.identity_of(0) if first else None,
            status_was_requested=True,
            final_fault="",
        )
        first = first or look
        yield look


def _attributes(name: str, index: int, part: int) -> AvatarAttributes:
    clothes = _CLOTHES[(index + part) % len(_CLOTHES)]
    place = _PLACES[(index // 5 + part) % len(_PLACES)]
    return AvatarAttributes(
        name=name,
        age=_AGES[index // 2 % len(_AGES)],
        gender=(Gender.WOMAN, Gender.MAN)[index % 2],
        ethnicity=_ETHNICITIES[index % len(_ETHNICITIES)],
        orientation=Orientation.VERTICAL if part % 2 else Orientation.SQUARE,
        pose=Pose.HALF_BODY,
        style=Style.REALISTIC,
        appearance=f"In {clothes}, in {place}",
    )
