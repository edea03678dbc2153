"""`TrainingWatch`: follows the training of an avatar, whoever began it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from heygen_widgets.models.groups import Training
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.widgets.avatars.contract import NOTHING_MADE, Making

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.runtime.notebook_loop import NotebookLoop


class TrainingWatch:
    """Waits until a group is trained, and shows that it does.

    Args:
        show: Shows the trait ``training``.
        loop: The notebook's.
        on_change: Called with each new record of the group.
    """

    def __init__(
        self,
        show: Callable[..., object],
        loop: NotebookLoop,
        on_change: Callable[[AvatarGroup], object],
    ) -> None:
        self._show = show
        self._loop = loop
        self._on_change = on_change
        self._making = Making(**NOTHING_MADE)
        self._task: asyncio.Task[AvatarGroup] | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a training is waited for."""
        return self._task is not None and not self._task.done()

    def follow(
        self, client: HeyGen, group: AvatarGroup, since: float | None = None
    ) -> asyncio.Task[AvatarGroup]:
        """Start to wait for a training, in place of any other.

        Args:
            client: Who is asked about it.
            group: The group.
            since: When it began, in seconds since 1970; None for now.
        """
        self.leave()
        server = "The sandbox" if client.is_sandbox else "HeyGen"
        self._making = Making(
            group_id=group.id,
            line=f"{server} is training it…",
            is_waiting=True,
            can_stop=False,
            started_at=since or time.time(),
            usual=[],
            awaited=0,
        )
        self._show(training=dict(self._making))
        self._task = self._loop.start(self._wait(client, group))
        return self._task

    def leave(self) -> None:
        """Wait no longer. HeyGen goes on."""
        if self._task:
            self._task.cancel()
        self._task = None
        self._show(training=dict(NOTHING_MADE))

    async def _wait(self, client: HeyGen, group: AvatarGroup) -> AvatarGroup:
        usual = await client.usual_seconds(group.api, RunKind.TRAINING)
        self._making["usual"] = [*usual]
        self._show(training=dict(self._making))
        try:
            return await client.wait_until_trained(group, timeout=None, on_update=self._on_change)
        finally:
            self._show(training=dict(NOTHING_MADE))


def is_going_on(group: AvatarGroup) -> bool:
    """Return whether HeyGen is training a group."""
    return group.training is Training.IN_PROGRESS
