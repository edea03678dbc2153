"""`TrainingWatch`: follows the training of an avatar, whoever began it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from heygen_widgets.models.groups import Training
from heygen_widgets.widgets.avatars.contract import NOTHING_MADE, Making

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.runtime.notebook_loop import NotebookLoop

USUAL = (300.0, 1200.0)
"""Between how many seconds most trainings take (source: users' reports, 5 to 20 minutes)."""


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
        self._show(
            training=dict(
                Making(
                    group_id=group.id,
                    line="The sandbox is training it…"
                    if client.is_sandbox
                    else "HeyGen is training it…",
                    is_waiting=True,
                    can_stop=False,
                    started_at=since or time.time(),
                    usual=[*self._usual(client)],
                )
            )
        )
        self._task = self._loop.start(self._wait(client, group))
        return self._task

    def leave(self) -> None:
        """Wait no longer. HeyGen goes on."""
        if self._task:
            self._task.cancel()
        self._task = None
        self._show(training=dict(NOTHING_MADE))

    @staticmethod
    def _usual(client: HeyGen) -> tuple[float, ...]:
        # A sandbox takes as long as its scenario says.
        return () if client.is_sandbox else USUAL

    async def _wait(self, client: HeyGen, group: AvatarGroup) -> AvatarGroup:
        def changed(record: Any) -> None:  # noqa: ANN401 - a group
            self._on_change(record)

        try:
            trained = await client.wait_until_trained(group, timeout=None, on_update=changed)
        finally:
            self._show(training=dict(NOTHING_MADE))
        self._on_change(trained)
        return trained


def is_going_on(group: AvatarGroup) -> bool:
    """Return whether HeyGen is training a group."""
    return group.training is Training.IN_PROGRESS
