"""`AvatarController`: the way from a studio's pictures to an avatar, and on to its looks."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import time
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError, HeyGenError
from heygen_widgets.models.groups import AvatarGroup
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.runtime.notebook_loop import NotebookLoop
from heygen_widgets.widgets.avatars import videos, view_model
from heygen_widgets.widgets.avatars.contract import NOTHING_MADE, Making
from heygen_widgets.widgets.avatars.group_listing import GroupListing
from heygen_widgets.widgets.runs import messages
from heygen_widgets.widgets.studio.avatar import words
from heygen_widgets.widgets.studio.avatar.look_run_screen import LookRunScreen
from heygen_widgets.widgets.studio.avatar.shown_avatar import ShownAvatar
from heygen_widgets.widgets.studio.avatar.step_prices import Step, StepPrices, creation, steps
from heygen_widgets.widgets.studio.avatar.training import TrainingWatch, is_going_on
from heygen_widgets.widgets.studio.current_run import CurrentRun
from heygen_widgets.widgets.studio.run_state import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from heygen_widgets.billing.spending import Budget
    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.widgets.avatars.panel import AvatarPanel
    from heygen_widgets.widgets.studio.avatar.bill import Requests

log = logging.getLogger("heygen_widgets")


class AvatarController:
    """Carries out what is pressed in the panel of one avatar, and decides what it shows.

    Args:
        panel: The widget.
        client: Who serves.
        budget: Returns the studio's own limits.
        on_made: Called after pictures became looks of an avatar, or were deleted.

    Attributes:
        panel: The widget.
        shown: The avatar that it shows.
        training: Follows its training.
        run: The run that makes new looks of it.
    """

    def __init__(
        self,
        panel: AvatarPanel,
        client: HeyGen,
        budget: Callable[[], Budget],
        on_made: Callable[[], object],
    ) -> None:
        self.client = client
        self.loop = NotebookLoop(self._show_error)
        self.panel = panel
        self.shown = ShownAvatar(panel, client)
        self.listing = GroupListing(client)
        self.training = TrainingWatch(panel.show, self.loop, self._group_changed)
        self._screen = LookRunScreen(panel.show, self._run_changed, self._arrived)
        self.run = CurrentRun(
            self._screen,
            self.loop,
            client,
            None,
            find=self._find,
            on_accepted=lambda: None,
            on_end=self._run_ended,
        )
        self._prices = StepPrices(panel, client, self.loop, budget, lambda: self.is_working)
        self._budget = budget
        self._on_made = on_made
        self._images: tuple[AvatarImage, ...] = ()
        self._unwanted: tuple[AvatarImage, ...] = ()
        self._work: asyncio.Task[Any] | None = None
        self._resumable: Generation | None = None
        self._stopped: HeyGenError | None = None
        panel.observe(lambda _: self.reprice(), "count")

    @property
    def group(self) -> AvatarGroup | None:
        """The avatar; None as long as there is none."""
        return self.shown.group

    @property
    def is_working(self) -> bool:
        """Whether something is under way that no other step may overtake."""
        return self.run.state.is_running or (self._work is not None and not self._work.done())

    # Opening

    def ask_create(self, images: Sequence[AvatarImage], name: str) -> None:
        """Ask for the name of a new avatar of these pictures, and which comes first."""
        self._open("create", images, name)

    def ask_add(self, images: Sequence[AvatarImage]) -> None:
        """Ask to which of the account's avatars these pictures shall be added."""
        self._open("add", images, "")
        self.listing = GroupListing(self.client)
        self.panel.show(group_rows=[], has_more=False)
        self.loop.start(self.load_groups())

    def ask_keep(
        self, images: Sequence[AvatarImage], kept: Sequence[AvatarImage], name: str
    ) -> None:
        """Ask whether the avatars of all of these pictures but some shall be deleted."""
        keys = {image.key for image in kept}
        self._unwanted = tuple(image for image in images if image.key not in keys)
        if not kept or not self._unwanted:
            raise ConfigurationError(
                "There is nothing to delete: select the pictures to keep, not all of them."
            )
        for image in self._unwanted:
            self.shown.pictures.know_image(image)
        self.panel.show(deletion=dict(words.deletion(self._unwanted, name)))

    def leave(self) -> None:
        """Show nothing any more: another client serves the studio."""
        self.training.leave()
        self._prices.dismiss()
        self.panel.close()

    def close(self) -> None:
        """Take the step away; if there is none, the avatar. At HeyGen nothing changes."""
        if self.panel.step:
            self.panel.show(step="", question=None)
        elif not self.is_working:
            self.training.leave()
            self.shown.put(None)
            self.panel.show(alert=None)

    def _open(self, step: str, images: Sequence[AvatarImage], name: str) -> None:
        self._refuse_if_working()
        self._images = tuple(images)
        for image in self._images:
            self.shown.pictures.know_image(image)
        self._prices.dismiss()
        self.panel.show(
            step=step,
            suggested_name=name,
            alert=None,
            picture_rows=[
                {**view_model.picture_row(image, "", self.client.api, ""), "alt": image.alt}
                for image in self._images
            ],
        )
        self.reprice()

    # Prices

    def reprice(self) -> None:
        """Show what each step costs, as far as that is known without asking."""
        self._prices.show(self._images)

    def confirm(self, agreed: str) -> None:
        """Carry out what was asked about, unless its price changed meanwhile."""
        deletion = self.panel.deletion
        if deletion and deletion["token"] == agreed:
            self.panel.show(deletion=None)
            self._start("Deleting…", self._delete(self._unwanted), can_stop=False)
        else:
            self._prices.confirm(agreed)

    def decline(self) -> None:
        """Take the question away."""
        self._prices.dismiss()
        self.panel.show(deletion=None)

    # Steps

    def press_create(self, name: str, keys: Sequence[str], agreed: str) -> None:
        """Make an avatar of the step's pictures, in this order."""
        images = self._ordered(keys)
        wanted = name.strip() or self.panel.suggested_name
        step = Step(
            "Create avatar",
            creation(images),
            lambda confirm: self.create(wanted, images, confirm=confirm),
        )
        self._prices.press(step, agreed)

    def press_add(self, group_id: str, keys: Sequence[str], agreed: str) -> None:
        """Add the step's pictures to one of the account's avatars."""
        group = self.listing.find(group_id)
        images = self._ordered(keys)
        step = Step(
            "Add to avatar",
            (("add_looks", images),),
            lambda confirm: self.add(group or group_id, images, confirm=confirm),
        )
        self._prices.press(step, agreed)

    def press_train(self, agreed: str) -> None:
        """Train the avatar."""
        if requests := steps(self.client).get("train"):
            self._prices.press(
                Step("Train", requests, lambda confirm: self.train(confirm=confirm)), agreed
            )

    def press_generate(self, wanted: Mapping[str, Any]) -> None:
        """Make new looks of the avatar."""
        count = int(wanted.get("count") or self.panel.count)
        step = Step(
            "Generate",
            (("generate_looks", count),),
            lambda confirm: self.generate(wanted, count, confirm=confirm),
        )
        self._prices.press(step, str(wanted.get("agreed") or ""))

    def press_add_pictures(self, keys: Sequence[str]) -> None:
        """Make looks of pictures that were generated of the avatar (v2)."""
        images = self.shown.images(keys)
        if self.group is None or not images:
            return
        group = self.group
        requests: Requests = (("add_looks", images),)
        step = Step(
            "Add",
            requests,
            lambda confirm: self.add(group, images, confirm=confirm),
        )
        # v2 asks nothing for it; what costs something is asked about.
        self._prices.press(step, self._prices.token_if_free(requests))

    def create(
        self, name: str, images: Sequence[AvatarImage], *, confirm: bool
    ) -> asyncio.Task[AvatarGroup]:
        """Start to make an avatar of pictures, the first one first.

        Raises:
            ConfigurationError: Something is under way already, or no event loop runs here.
        """
        work = self._create(name, tuple(images), confirm=confirm)
        return self._start("Creating the avatar…", work)

    def add(
        self,
        group: AvatarGroup | str,
        images: Sequence[AvatarImage],
        *,
        confirm: bool,
    ) -> asyncio.Task[AvatarGroup]:
        """Start to make looks of pictures in an avatar that is there.

        Raises:
            ConfigurationError: As in `create`.
        """
        return self._start(
            "Adding to the avatar…", self._add(group, tuple(images), confirm=confirm)
        )

    def train(self, *, confirm: bool) -> asyncio.Task[AvatarGroup]:
        """Start to train the avatar, and follow the training.

        Raises:
            ConfigurationError: As in `create`.
        """
        return self._start("Starting the training…", self._train(confirm=confirm))

    def generate(
        self, wanted: Mapping[str, Any], count: int, *, confirm: bool
    ) -> asyncio.Task[Generation]:
        """Start to make new looks of the avatar.

        Raises:
            ConfigurationError: As in `create`.
        """
        group = self._present()
        words_given = {
            name: wanted[name] for name in ("orientation", "pose", "style") if wanted.get(name)
        }
        work = functools.partial(
            self.client.generate_looks,
            group,
            str(wanted.get("prompt") or ""),
            count=count,
            budget=self._budget(),
            confirm=confirm,
            **words_given,
        )
        self._screen.group_id, self._screen.count = group.id, count
        return self.run.begin(self.client, work, Event.BEGUN, None, count)

    def stop(self) -> None:
        """Stop waiting. HeyGen goes on with what it has accepted, and bills it."""
        if self.run.state.is_running:
            self.run.stop()
        elif self._work and self.panel.making["can_stop"]:
            # Pressed twice, it is one stop: the error may be on its way already.
            self._stopped = self._stopped or words.stopped()
            self._work.cancel()

    def resume(self) -> None:
        """Wait on for what the alert is about; nothing new is billed."""
        if self.is_working:
            return
        record = self._resumable or self.run.generation
        if record is not None:
            self.resume_run(record)

    def resume_run(self, record: Generation) -> None:
        """Wait on for a step of an earlier kernel, or one whose wait was ended."""
        self._refuse_if_working()
        self.panel.show(alert=None)
        self._resumable = None
        if record.kind is RunKind.LOOKS:
            self._screen.group_id = record.group_id or ""
            self.run.resume(self.client, str(record.run_id or record.id))
        elif record.kind is RunKind.TRAINING:
            self.follow(record)
        else:
            self._start("Waiting for HeyGen…", self._resume(record))

    def follow(self, record: Generation) -> None:
        """Show an avatar whose training was found in the history, and follow it."""
        if record.group_id and not self.training.is_waiting:
            since = record.submitted_at.timestamp() if record.submitted_at else None
            self.loop.start(self._follow(record.group_id, since))

    async def read(self) -> None:
        """Ask HeyGen for the avatar again; new links of its pictures come with it.

        Raises:
            HeyGenError: HeyGen can't be asked.
        """
        await self.shown.read()
        self.reprice()
        if self.group and is_going_on(self.group) and not self.training.is_waiting:
            self.training.follow(self.client, self.group)

    async def load_groups(self) -> None:
        """Show more of the account's avatars to choose from.

        Raises:
            HeyGenError: HeyGen can't be asked.
        """
        listing = self.listing
        self.panel.show(loading="Loading your avatars")
        try:
            await listing.load_more()
        finally:
            self.panel.show(loading="")
        if listing is self.listing:
            for group in listing.groups:
                self.shown.pictures.know_group(group)
            rows = [dict(view_model.group_row(group)) for group in listing.groups]
            self.panel.show(group_rows=rows, has_more=listing.has_more)

    def use_in_video(self, look_id: str, view: str) -> None:
        """Send the request of a video of a look to the browser; HeyGen gets nothing."""
        if look := self.shown.look(look_id):
            request = videos.video_request(self.client, look_id, look.api, view)
            self.panel.tell("video", dict(request))

    def show_pictures(self, wanted: Sequence[str]) -> None:
        """Send small copies of pictures to the browser."""
        self.loop.start(self.shown.pictures.show(wanted))

    async def _create(
        self, name: str, images: tuple[AvatarImage, ...], *, confirm: bool
    ) -> AvatarGroup:
        first, *others = images
        options: dict[str, Any] = {"budget": self._budget(), "confirm": confirm}
        group = await self.client.create_group(name, first, **options)
        self._take(group)
        remark = group.message
        if others:
            try:
                await self.client.add_looks(group, others, name=name, **options)
            finally:
                # The avatar is there, and some of the others may be.
                await self._read_quietly()
        found = await self._finish()
        if remark:
            self.panel.show(alert=words.other_name(remark))
        return found

    async def _add(
        self,
        group: AvatarGroup | str,
        images: tuple[AvatarImage, ...],
        *,
        confirm: bool,
    ) -> AvatarGroup:
        options: dict[str, Any] = {"budget": self._budget(), "confirm": confirm}
        found = group if isinstance(group, AvatarGroup) else await self.client.group(group)
        try:
            await self.client.add_looks(found, images, **options)
            self.shown.forget(images)
        finally:
            self._take(found)
            await self._read_quietly()
        return await self._finish()

    async def _train(self, *, confirm: bool) -> AvatarGroup:
        group = self._present()
        since = time.time()
        trained = await self.client.train(group, budget=self._budget(), confirm=confirm)
        self.shown.put(trained)
        self.training.follow(self.client, trained, since)
        return trained

    async def _follow(self, group_id: str, since: float | None) -> None:
        group = await self.client.group(group_id)
        self.shown.put(group)
        self.reprice()
        if is_going_on(group):
            self.training.follow(self.client, group, since)
        else:
            # It ended while no kernel waited: this records its end.
            await self.client.wait_until_trained(group)
        await self.shown.read()
        self._on_made()

    async def _resume(self, record: Generation) -> AvatarGroup:
        ended = await self.client.resume(record)
        group_id = ended.group_id or next(iter(ended.group_ids), None)
        if group_id is None:
            raise ConfigurationError("This run made no avatar.", ended.message or "")
        self._take(await self.client.group(group_id))
        return await self._finish()

    async def _delete(self, images: Sequence[AvatarImage]) -> None:
        deleted = 0
        try:
            for image in images:
                await self.client.delete(image, confirm=True)
                deleted += 1
        finally:
            self._on_made()
        self.panel.show(alert=words.deleted(deleted))

    async def _finish(self) -> AvatarGroup:
        """Show the avatar as HeyGen has it now, and let the studio mark its pictures."""
        group = self._present()
        # What was paid for is there, whether it can be read just now or not.
        await self._read_quietly()
        self._on_made()
        self.loop.start(self.shown.settle())
        return self.group or group

    async def _read_quietly(self) -> None:
        try:
            await self.read()
        except HeyGenError as error:
            log.debug("The avatar could not be read: %s", error)

    def _take(self, group: AvatarGroup) -> None:
        self.panel.show(step="")
        self.shown.put(group)
        self.reprice()

    # Work

    def _start(
        self, line: str, work: Coroutine[Any, Any, Any], *, can_stop: bool = True
    ) -> asyncio.Task[Any]:
        """Start something that no other step may overtake, and show that it goes on."""
        try:
            self._refuse_if_working()
            task = self.loop.start(self._working(work))
        except ConfigurationError:
            work.close()
            raise
        task.add_done_callback(functools.partial(self._worked, work))
        self._work = task
        self._resumable = self._stopped = None
        making = Making(
            group_id="",
            line=line,
            is_waiting=True,
            can_stop=can_stop,
            started_at=time.time(),
            usual=[],
            awaited=0,
        )
        self.panel.show(making=dict(making), alert=None)
        return task

    async def _working(self, work: Coroutine[Any, Any, Any]) -> Any:  # noqa: ANN401 - each step its own
        try:
            return await work
        except asyncio.CancelledError:
            if self._stopped:
                # A cell that waits for it was not cancelled.
                raise self._stopped from None
            raise

    def _worked(self, work: Coroutine[Any, Any, Any], task: asyncio.Task[Any]) -> None:
        """Show that something ended, also if it was stopped before its first step."""
        work.close()
        if task is not self._work:
            # Another one began between the end of this one and its callback.
            return
        self.panel.show(making=dict(NOTHING_MADE))
        if task.cancelled() or (self._stopped and task.exception() is self._stopped):
            self.panel.show(alert=words.STOPPED)

    def _refuse_if_working(self) -> None:
        if self.is_working:
            raise ConfigurationError(
                "The avatar panel is still at work on something; nothing was sent.",
                "Wait for it, or use another studio.",
            )

    def _present(self) -> AvatarGroup:
        if self.group is None:
            raise ConfigurationError("There is no avatar yet.", "Create one first.")
        return self.group

    def _ordered(self, keys: Sequence[str]) -> list[AvatarImage]:
        """Return the step's pictures in the order of these keys."""
        known = {image.key: image for image in self._images}
        wanted = [known[key] for key in dict.fromkeys(keys) if key in known]
        return wanted or [*self._images]

    # The run of new looks

    async def _find(self, client: HeyGen, run_id: str) -> tuple[Generation, bool]:
        """Return the run of new looks: only what other kernels wait for must be looked up."""
        del client, run_id
        if self.run.generation is None:
            raise ConfigurationError("There is no run.")
        return self.run.generation, False

    def _arrived(self) -> int:
        return len(self.run.generation.images) if self.run.generation else 0

    def _run_changed(self) -> None:
        if self.run.generation is not None and self.run.generation.images:
            self.shown.add_run(self.run.generation)

    def _run_ended(self) -> None:
        self.reprice()
        with contextlib.suppress(ConfigurationError):
            self.loop.start(self._show_made())

    async def _show_made(self) -> None:
        await self._read_quietly()
        self._on_made()

    def _group_changed(self, group: AvatarGroup) -> None:
        if self.group is not None and group.id == self.group.id:
            self.shown.put(group)
            self.reprice()

    def _show_error(self, error: BaseException) -> None:
        """Show the error of a task or callback."""
        if not isinstance(error, HeyGenError):
            log.error("AvatarPanel failed", exc_info=error)
        if self.run.is_failure(error) or error is self._stopped:
            return
        if isinstance(error, HeyGenError) and error.generation is not None:
            self._resumable = error.generation if error.generation.is_resumable else None  # type: ignore[assignment]
        self._prices.dismiss()
        self.panel.show(
            loading="", alert=messages.alert_for_error(error, sandbox=self.client.is_sandbox)
        )
