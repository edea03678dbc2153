"""The groups and looks of an account, and HeyGen's public ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.server.ids import hex_id
from heygen_widgets.sandbox.server.public_avatars import PublicAvatars, finished_groups
from heygen_widgets.sandbox.server.resources import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.sandbox.scenario import Scenario
    from heygen_widgets.sandbox.server.resources import Look

OWNERSHIPS = ("private", "public")
"""Whose groups and looks a list may contain."""


class GroupStore:
    """Groups by id, and looks by each of their ids. Thousands of them cost little.

    Args:
        scenario: How many groups there are at the start.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.public = PublicAvatars(scenario.seed, scenario.public_groups)
        self._seed = scenario.seed
        self._groups: dict[str, Group] = {}
        self._looks: dict[str, Look] = {}
        self._images: dict[str, Look] = {}
        self._made = 0
        for group in finished_groups(scenario.seed, "own", scenario.own_groups):
            self._groups[group.id] = group
            self._looks.update({look.id: look for look in group.looks})
            self._images.update({look.image_ids[0]: look for look in group.looks})
        self._next_number = scenario.own_groups
        self._next_look_number = 3 * scenario.own_groups

    def create(self, name: str, created_at: int) -> Group:
        """Make a group without looks."""
        group_id = hex_id(self._seed, "group", self._made)
        group = Group(id=group_id, name=name, created_at=created_at, number=self._next_number)
        self._made += 1
        self._next_number += 1
        self._groups[group_id] = group
        return group

    def add(self, look: Look) -> None:
        """Put a new look into its group."""
        look.number = self._next_look_number
        self._next_look_number += 1
        look.group.looks.append(look)
        self._looks[look.id] = look

    def give_other_id(self, look: Look, new_id: str) -> None:
        """Let a look be found by another id from now on."""
        look.moved_to = new_id
        self._looks[new_id] = look

    def find(self, group_id: str) -> Group | None:
        """Return the group with this id, or None."""
        return self._groups.get(group_id) or self.public.groups_by_id.get(group_id)

    def find_look(self, look_id: str) -> Look | None:
        """Return the look that has or had this id, or None."""
        look = self._looks.get(look_id) or self.public.looks_by_id.get(look_id)
        return None if look is None or look.is_deleted else look

    def find_finished_image(self, image_id: str) -> Look | None:
        """Return the look, of those that were there from the start, of an image, or None."""
        return self._images.get(image_id) or self.public.looks_by_image_id.get(image_id)

    def delete_look(self, look: Look) -> None:
        """Delete a look, and its group with the last one."""
        look.is_deleted = True
        look.group.looks.remove(look)
        if not look.group.looks:
            self._groups.pop(look.group.id, None)

    def delete(self, group: Group) -> None:
        """Delete a group with all its looks."""
        for look in group.looks:
            look.is_deleted = True
        group.looks.clear()
        self._groups.pop(group.id, None)

    def newest_first(self, ownership: str | None) -> Sequence[Group]:
        """Return the groups of an owner, or all: then the public ones come first."""
        own = list(self._groups.values()) if ownership != "public" else []
        public = self.public.groups if ownership != "private" else ()
        return [*reversed(public), *reversed(own)]

    def looks(self, ownership: str | None) -> Sequence[Look]:
        """Return the looks of an owner, the oldest first, or all: then the public ones first."""
        groups = self._groups.values() if ownership != "public" else ()
        own = sorted((look for each in groups for look in each.looks), key=lambda look: look.number)
        return [*(self.public.looks if ownership != "private" else ()), *own]
