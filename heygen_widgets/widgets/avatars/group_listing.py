"""The account's avatars, loaded a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.groups import AvatarGroup

PAGE = 24
"""How many avatars are shown before somebody asks for more."""


class GroupListing:
    """The avatars of an account, as far as somebody wanted to see them.

    Args:
        client: Who serves.

    Attributes:
        groups: Those that are loaded, in HeyGen's order.
        has_more: Whether there may be more of them.
    """

    def __init__(self, client: HeyGen) -> None:
        self._coming: AsyncIterator[AvatarGroup] = aiter(client.groups())
        self._ahead: AvatarGroup | None = None
        self.groups: list[AvatarGroup] = []
        self.has_more = True

    async def load_more(self) -> None:
        """Load the next page.

        Raises:
            HeyGenError: HeyGen can't be asked; what is loaded stays.
        """
        known = {group.id for group in self.groups}
        wanted = len(self.groups) + PAGE
        while len(self.groups) < wanted and (group := await self._next()):
            if group.id not in known:
                self.groups.append(group)
                known.add(group.id)
        # One further, to know whether a button for more of them has a use.
        self._ahead = self._ahead or (await self._next() if self.has_more else None)
        self.has_more = self._ahead is not None

    def find(self, group_id: str) -> AvatarGroup | None:
        """Return the newest record of an avatar; None if it isn't loaded."""
        return next((group for group in self.groups if group.id == group_id), None)

    def replace(self, group: AvatarGroup) -> None:
        """Take the newer record of an avatar that is loaded; another one comes first."""
        places = {each.id: place for place, each in enumerate(self.groups)}
        if group.id in places:
            self.groups[places[group.id]] = group
        else:
            self.groups.insert(0, group)

    def drop(self, group_id: str) -> None:
        """Leave out an avatar that is no more."""
        self.groups = [group for group in self.groups if group.id != group_id]

    async def _next(self) -> AvatarGroup | None:
        if self._ahead:
            ahead, self._ahead = self._ahead, None
            return ahead
        found = await anext(self._coming, None)
        self.has_more = found is not None
        return found
