"""`GroupChoice`: the account's avatars to choose from, a page at a time."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from heygen_widgets.widgets.studio.avatar import rows

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.groups import AvatarGroup

PAGE = 24
"""How many avatars are loaded at once."""


class GroupChoice:
    """Loads the account's own avatars, and shows them.

    Args:
        show: Shows traits of the panel.

    Attributes:
        known: Those that were loaded, newest first as HeyGen has them.
    """

    def __init__(self, show: Callable[..., object]) -> None:
        self.known: list[AvatarGroup] = []
        self._show = show
        self._rest: AsyncGenerator[AvatarGroup] | None = None
        self._is_loading = False

    def find(self, group_id: str) -> AvatarGroup | None:
        """Return one of those that were loaded, by its id."""
        return next((group for group in self.known if group.id == group_id), None)

    async def load(self, client: HeyGen, *, anew: bool = False) -> None:
        """Load the next page.

        Args:
            client: Whose account.
            anew: Whether to begin with the first page.

        Raises:
            HeyGenError: HeyGen can't be asked.
        """
        if self._is_loading:
            return
        self._is_loading = True
        self._show(loading="Loading your avatars…")
        try:
            if anew or self._rest is None:
                await self.leave()
                self.known = []
                self._rest = client.groups()
            has_more = await self._take(self._rest)
        finally:
            self._is_loading = False
            self._show(loading="")
        shown: list[dict[str, Any]] = [dict(rows.group_row(group)) for group in self.known]
        self._show(group_rows=shown, has_more=has_more)

    async def leave(self) -> None:
        """Load no more of them."""
        if self._rest is not None:
            async with aclosing(self._rest):
                self._rest = None

    async def _take(self, rest: AsyncGenerator[AvatarGroup]) -> bool:
        """Take a page of groups; return whether there may be more."""
        for _ in range(PAGE):
            group = await anext(rest, None)
            if group is None:
                self._rest = None
                return False
            self.known.append(group)
        return True
