"""The runs that were left unfinished, and those whose outcome is unknown."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from heygen_widgets.errors import NotFound
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.runs import messages
from heygen_widgets.widgets.runs.deletions import hidden

if TYPE_CHECKING:
    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.widgets.studio.screen import Screen

ABANDONED = "You marked it as abandoned. HeyGen may still have made it: Resume asks."


class UnfinishedRuns:
    """Offers to resume or to forget them.

    Args:
        screen: The widget.

    Attributes:
        trainings: Those of them that are trainings of avatars: they are followed unasked.
    """

    def __init__(self, screen: Screen) -> None:
        self.trainings: list[Generation] = []
        self._screen = screen
        self._steps: list[Generation] = []

    def step(self, run_id: str) -> Generation | None:
        """Return a run by either id if it makes an avatar, or is another step after pictures."""
        return next((each for each in self._steps if run_id in {each.run_id, each.id}), None)

    async def offer(self, client: HeyGen) -> None:
        """Show the runs of a client's account that nobody waits for."""
        found = await client.left_over()
        steps = await client.left_over(steps=True)
        deleted = hidden(client.history)
        unfinished, unknown = (
            [each for each in (*records, *later) if each.run_id not in deleted]
            for records, later in zip(found, steps, strict=True)
        )
        self._steps = [each for each in (*unfinished, *unknown) if not each.kind.makes_images]
        self.trainings = [each for each in unfinished if each.kind is RunKind.TRAINING]
        unfinished = [each for each in unfinished if each not in self.trainings]
        self._screen.show(
            unfinished=[messages.unfinished_run(record, can_resume=True) for record in unfinished],
            unknown=[
                messages.unfinished_run(
                    record, can_resume=not client.reopened(record).status.is_final
                )
                for record in unknown
            ],
            recording_problem=client.history_problem,
        )

    async def forget(self, client: HeyGen, run_id: str) -> None:
        """Take a run off these lists for good; it stays in the list of all runs."""
        if client.history is not None:
            # Another studio may have deleted it.
            with contextlib.suppress(NotFound):
                await worker_threads.write(client.history.forget, run_id)
        await self.offer(client)

    async def abandon(self, client: HeyGen, run_id: str) -> Generation | None:
        """Record that nobody waits for a run any more, and return it; None if there is no history.

        HeyGen is not asked, and the run can be resumed. A kernel that waits for it all the same
        goes on, and records what comes of it.
        """
        if client.history is None:
            return None
        record = await worker_threads.write(_abandoned, client.history, run_id)
        await self.offer(client)
        return record


def _abandoned(history: History, run_id: str) -> Generation:
    record = history.get(run_id)
    if record.status.is_final:
        return record
    ended = replace(
        record,
        status=GenerationStatus.STOPPED if record.id else GenerationStatus.UNKNOWN,
        message=ABANDONED,
        finished_at=datetime.now(UTC),
    )
    # Host and account stay those of the run, which is recorded already.
    return history.record(ended, backend="", account="")
