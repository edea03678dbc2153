"""Shows runs: each change of the state or of the record in one message to the browser."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.contract import SLOTS
from heygen_widgets.widgets.runs import messages, view_model
from heygen_widgets.widgets.studio import state_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.widgets.studio.run_state import RunState
    from heygen_widgets.widgets.studio.screen import RunScreen


NOTHING_YET = {
    "message": "",
    "generation_id": "",
    "run_id": "",
    "image_keys": (),
    "image_urls": (),
    "elapsed": 0.0,
    "served": "",
    "asked": {},
    "figures": [],
    "figures_run_id": "",
    **{f"preview_{slot}": b"" for slot in range(SLOTS)},
}
"""The traits of a run of which nothing is known yet."""


@dataclass
class Shown:
    """What a presenter knows of the run that it shows.

    Attributes:
        expected: How many images to leave room for.
        since: When the wait began, in seconds since 1970; None: when the run was submitted.
        copies: Small copies of its images, by `view_model.place`.
    """

    expected: int
    since: float | None = None
    copies: dict[str, bytes] = field(default_factory=dict)
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict, init=False)

    def copying(self, record: Generation) -> set[asyncio.Task[None]]:
        """Return the tasks that make the small copies that a record's images still lack."""
        lacking = [image for image in record.images if image.is_downloaded and self._lacks(image)]
        for image in lacking:
            key = view_model.place(image)
            task = self._tasks.get(key)
            if task is None or task.done():
                self._tasks[key] = asyncio.ensure_future(self._copy(image))
        return {self._tasks[view_model.place(image)] for image in lacking}

    async def _copy(self, image: AvatarImage) -> None:
        copy = await worker_threads.shrink(view_model.preview, image)
        self.copies[view_model.place(image)] = copy

    def _lacks(self, image: AvatarImage) -> bool:
        return not self.copies.get(view_model.place(image))


@dataclass(frozen=True)
class Pictured:
    """A run with images, and what a presenter knows of it."""

    record: Generation
    shown: Shown


class Presenter:
    """Shows the run of a studio.

    A run that ends without images leaves those of the run before on the screen.

    Args:
        screen: The widget.
    """

    def __init__(self, screen: RunScreen) -> None:
        self._screen = screen
        self._shown = self._before = Shown(view_model.USUAL)
        self._last: Pictured | None = None

    def begin(self, expected: int, since: float | None = None) -> None:
        """Make room for another run.

        Args:
            expected: How many images to leave room for.
            since: When this wait began, in seconds since 1970; None: when the run was submitted.
        """
        self._before = self._shown
        self._shown = Shown(expected, since)

    def restore(self) -> None:
        """Go back to the run that was shown before `begin`: the new one never began."""
        self._shown = self._before

    def show_state(
        self,
        state: RunState,
        record: Generation | None,
        client: HeyGen,
        **values: Any,  # noqa: ANN401 - traits of all types
    ) -> None:
        """Show what the state allows and says; the images on the screen stay as they are."""
        said = state_texts.outputs(state, record, sandbox=client.is_sandbox)
        self._screen.show(**{**said, **self._clock(record), **values})

    def show_begun(self, state: RunState, record: Generation | None, client: HeyGen) -> None:
        """Show at once that a run goes on, before there is any news of it.

        Args:
            state: The state of the studio.
            record: The run that is waited for again; None for a new one.
            client: Who serves it.
        """
        values: dict[str, Any] = {
            "question": None,
            "alert": None,
            "problems": {},
            "expected": self._shown.expected,
        }
        if record is not None:
            self.show_progress(state, record, client, **values)
            return
        self._screen.show(
            status=state.status,
            status_line=messages.SUBMITTING,
            run=state.allowed,
            started_at=self._shown.since or 0.0,
            **NOTHING_YET,
            **values,
        )

    def show_progress(
        self,
        state: RunState,
        record: Generation,
        client: HeyGen,
        **values: Any,  # noqa: ANN401 - traits of all types
    ) -> None:
        """Show a run that goes on; images that came with it are shown by `show_some`."""
        values |= {
            "alert": None,
            "problems": {},
            "expected": self._shown.expected,
            "recording_problem": client.history_problem,
        }
        if not has_some(record):
            values |= view_model.outputs(record, None)
        self.show_state(state, record, client, **values)

    def show_some(self, record: Generation) -> None:
        """Show the images of which there are small copies, while others are being made."""
        shown = self._shown
        self._screen.show(**view_model.outputs(record, shown.copies, shown.expected))

    def show_end(
        self,
        state: RunState,
        record: Generation,
        client: HeyGen,
        alert: dict[str, Any] | None,
    ) -> None:
        """Show a run that has its end, or that is opened for reading, in one message."""
        if record.images:
            self._last = Pictured(record, self._shown)
        pictured = self._pictured(record)
        self.show_state(
            state,
            record,
            client,
            **view_model.outputs(pictured.record, pictured.shown.copies),
            alert=alert,
            expected=pictured.shown.expected,
            recording_problem=client.history_problem,
        )

    @property
    def last_pictured(self) -> Generation | None:
        """The last run that was shown with images at its end, if they may still be shown."""
        return self._last.record if self._last else None

    def pictured(self, record: Generation) -> Generation:
        """Return the run whose images are shown at the end of a run: mostly that run itself."""
        return self._pictured(record).record

    def mark(self, record: Generation) -> None:
        """Take the marks of the run whose images stay on the screen."""
        if self._last:
            self._last = replace(self._last, record=record)

    def show_figures(self, record: Generation) -> None:
        """Show what stands around the images of a run that are on the screen."""
        images = view_model.in_places(record, self._shown.expected)
        self._screen.show(figures=view_model.figures(record, images))

    def _pictured(self, record: Generation) -> Pictured:
        made_none = record.status.is_final and not record.images
        return self._last if made_none and self._last else Pictured(record, self._shown)

    async def copy(self, record: Generation, on_copy: Callable[[], object]) -> None:
        """Make the small copies that the images of the present run still lack.

        Args:
            record: The run.
            on_copy: Called when one of several is here.
        """
        # Cancelled, it leaves them to those who wait for the same ones.
        pending = self._shown.copying(record)
        while pending:
            _, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            on_copy()

    async def prepare(self, record: Generation) -> Shown:
        """Return another run, ready to be shown by `put` and `show_end` in one step."""
        shown = Shown(max(len(record.images), len(record.jobs), view_model.USUAL))
        if making := shown.copying(record):
            await asyncio.wait(making)
        return shown

    def put(self, shown: Shown) -> None:
        """Take what `prepare` returned in place of the present run, and no images of another."""
        self._shown = shown
        self._last = None

    def _clock(self, record: Generation | None) -> dict[str, float]:
        if self._shown.since is not None:
            return {"started_at": self._shown.since}
        if record is None or record.submitted_at is None:
            return {}
        return {"started_at": record.submitted_at.timestamp()}


def has_some(record: Generation) -> bool:
    """Return whether a run has images here while others of it are still made or fetched."""
    return not record.status.is_final and any(image.is_downloaded for image in record.images)
