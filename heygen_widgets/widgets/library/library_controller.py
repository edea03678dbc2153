"""What works behind a library: loading, changes and new looks, on the notebook's loop."""

from __future__ import annotations

import contextlib
import functools
import itertools
import logging
import uuid
from typing import TYPE_CHECKING, Any, Literal

from heygen_widgets.client import HeyGen
from heygen_widgets.errors import ConfigurationError, HeyGenError, NotFound, NotOffered
from heygen_widgets.models.looks import Looks
from heygen_widgets.runtime.notebook_loop import NotebookLoop
from heygen_widgets.widgets.avatars import videos, view_model
from heygen_widgets.widgets.avatars.group_listing import GroupListing
from heygen_widgets.widgets.avatars.pictures import AvatarPictures
from heygen_widgets.widgets.client_choice import ClientChoice
from heygen_widgets.widgets.library import deletions, look_pricing
from heygen_widgets.widgets.library.library_copy import library_html
from heygen_widgets.widgets.library.look_making import LookMaking
from heygen_widgets.widgets.library.look_pricing import LookPricing
from heygen_widgets.widgets.runs import messages, price_texts
from heygen_widgets.widgets.studio.avatar.shown_avatar import read_avatar
from heygen_widgets.widgets.studio.avatar.training import TrainingWatch, is_going_on

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from heygen_widgets.billing.order import Order
    from heygen_widgets.history import History
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.looks import AvatarLook
    from heygen_widgets.widgets.library.library_screen import LibraryScreen
    from heygen_widgets.widgets.static_copy import StaticCopy
    from heygen_widgets.widgets.studio.studio import AvatarStudio

log = logging.getLogger("heygen_widgets")


class LibraryController:
    """Carries out what is pressed in one library, and decides what it shows.

    Args:
        client: Who serves; None for `HeyGen.from_environment`.
        history: For the client that is made where none is given.
        screen: The widget.
        static_copy: Its copy in the notebook file.

    Attributes:
        loop: The notebook's loop.
        choice: Who serves.
        listing: The account's avatars.
        group_id: The avatar that is open; empty for none.
        looks: Its looks.
        making: New looks of it.
        training: Follows its training.
        studio: The studio that makes pictures like one of them; None while there is none.
    """

    def __init__(
        self,
        client: HeyGen | None,
        history: History | Literal[False] | None,
        screen: LibraryScreen,
        static_copy: StaticCopy,
    ) -> None:
        self.loop = NotebookLoop(self._show_error)
        client = client or HeyGen.from_environment(history=history)
        self.choice = ClientChoice(client, screen, self._client_changed)
        self.making = LookMaking(screen, self._show_looks)
        self.training = TrainingWatch(screen.show, self.loop, self._group_changed)
        self.studio: AvatarStudio | None = None
        self._screen = screen
        self._static_copy = static_copy
        self._asked: tuple[str, Any] | None = None
        self.listing = GroupListing(client)
        self.pricing = LookPricing(screen, client)
        self.group_id = ""
        self.looks = Looks()
        self._pictures = AvatarPictures(screen, client)

    @property
    def client(self) -> HeyGen:
        """Who serves."""
        return self.choice.client

    def use(self, client: HeyGen) -> None:
        """Take another client: another account, or another version of the API.

        Raises:
            ConfigurationError: Looks are being made: what is shown must stay true.
        """
        self.making.refuse_if_running()
        self.choice.use(client)

    def choose_key(self, secret: str, *, remember: bool) -> None:
        """Take HeyGen with this key, or show what is wrong with it."""
        self.making.refuse_if_running()
        self.choice.use_key(secret, remember=remember)

    def choose_sandbox(self) -> None:
        """Take a new sandbox, and forget a remembered key."""
        self.making.refuse_if_running()
        self.choice.use_sandbox()

    # Loading

    def look_around(self) -> None:
        """Load the first avatars, and find out what new looks cost; both are shown soon."""
        self.pricing.show()
        # Without an event loop there is nobody to show anything to.
        with contextlib.suppress(ConfigurationError):
            self.loop.post(self._start_looking)

    def refresh(self) -> None:
        """Start to ask anew for what is on the screen."""
        self.loop.start(self.reload())

    def load_more(self) -> None:
        """Start to load the next page of avatars."""
        self.loop.start(self.load_page())

    def open(self, group_id: str) -> None:
        """Show an avatar with its looks; an empty text shows the list."""
        self.loop.start(self.opened(group_id))

    async def opened(self, group_id: str) -> None:
        """Show an avatar once its looks are loaded; an empty text shows the list.

        Raises:
            HeyGenError: HeyGen can't be asked, or knows no such avatar.
        """
        self._dismiss()
        self.training.leave()
        self.group_id, self.looks = group_id, Looks()
        self._screen.show(alert=None, group_id=group_id, look_rows=[], selected_looks=())
        if group_id:
            await self.load_looks(group_id)

    async def reload(self) -> None:
        """Ask anew for the avatars, and for the looks of the one that is open.

        Raises:
            HeyGenError: HeyGen can't be asked; what was loaded stays on the screen.
        """
        listing = GroupListing(self.client)
        async with self._loading("Loading your avatars"):
            while listing.has_more and len(listing.groups) < max(1, len(self.listing.groups)):
                await listing.load_more()
        self.listing = listing
        self._show_groups(is_loaded=True)
        if self.group_id:
            await self.load_looks(self.group_id)
        else:
            await self._update_copy()

    async def load_page(self) -> None:
        """Load the next page of avatars.

        Raises:
            HeyGenError: HeyGen can't be asked; what was loaded stays on the screen.
        """
        listing = self.listing
        async with self._loading("Loading more avatars"):
            await listing.load_more()
        if listing is self.listing:
            self._show_groups()

    async def load_looks(self, group_id: str) -> None:
        """Load an avatar with its looks, and show them if it is still the one that is open.

        Raises:
            HeyGenError: HeyGen can't be asked.
        """
        client = self.client
        async with self._loading("Loading its looks"):
            found = await read_avatar(client, group_id, lambda: self.listing.find(group_id))
        if client is not self.client or found is None:
            return
        self.listing.replace(found.group)
        self._show_groups()
        if group_id == self.group_id:
            self.looks = found.looks
            self.making.restore(group_id, found.runs)
            self.making.forget(look.id for look in found.looks)
            self._show_looks()
            if is_going_on(found.group) and not self.training.is_waiting:
                self.training.follow(client, found.group)
            await self._update_copy()

    def show_pictures(self, wanted: list[str]) -> None:
        """Send the browser the pictures that it asks for; the static copy gets them as well."""
        self.loop.start(self._show_pictures(wanted))

    # Changes

    def rename(self, key: str, name: str) -> None:
        """Give an avatar or a look another name."""
        self.loop.start(self._rename(key, name))

    def ask_to_delete(self, ids: list[str]) -> None:
        """Ask before avatars or looks are deleted, naming all that would go."""
        token = uuid.uuid4().hex
        self._asked = None
        self._screen.show(deletion=deletions.being_found(token))
        self.loop.start(self._ask_to_delete(ids, token))

    def confirm(self, token: str) -> None:
        """Carry out what was asked about last, if this is its token."""
        if self._asked and self._asked[0] == token:
            work = self._asked[1]
            self._dismiss()
            self.loop.start(work())

    def decline(self) -> None:
        """Take the question away."""
        self._dismiss()

    def add_pictures(self, keys: list[str]) -> None:
        """Make pictures looks of the open avatar; a price that isn't nothing is asked about."""
        images = self.making.images(keys)
        if not images:
            return
        verb, group_id = "add_looks", self.group_id

        def work(*, confirm: bool) -> Coroutine[Any, Any, None]:
            return self._add(group_id, images, confirm=confirm)

        self.loop.start(self._at_its_price(verb, len(images), "Add", work))

    # Training

    def press_train(self, agreed: str) -> None:
        """Train the open avatar if it costs no more than the button said; else ask first."""
        group_id = self.group_id
        order = self.client.known_quote_for("train")
        if not group_id or self.training.is_waiting:
            return

        def work(*, confirm: bool) -> Coroutine[Any, Any, None]:
            return self._train(group_id, confirm=confirm)

        if order and not order.objection and order.token == agreed:
            self._dismiss()
            self.loop.start(work(confirm=False))
        elif order:
            self._ask(order, "Train", work)
        else:
            self._screen.show(question=price_texts.WAIT)
            self.loop.start(self._at_its_price("train", 1, "Train", work))

    async def _train(self, group_id: str, *, confirm: bool) -> None:
        async with self._loading("Starting the training"):
            group = await self.client.train(group_id, confirm=confirm)
        self._group_changed(group)
        if group_id == self.group_id:
            self.training.follow(self.client, group)

    def _group_changed(self, group: AvatarGroup) -> None:
        self.listing.replace(group)
        self._show_groups()

    # New looks

    def click(self, given: Mapping[str, Any]) -> None:
        """Make new looks if they cost no more than the button said; else ask first."""
        self.making.refuse_if_running()
        order = self.pricing.order
        group_id, words = str(given["group_id"]), _words(given)
        count = int(given.get("count") or self._screen.count)

        def work(*, confirm: bool) -> Coroutine[Any, Any, Generation]:
            return self.generate(group_id, words, count=count, confirm=confirm)

        if order and not order.objection and order.token == given.get("agreed"):
            self._dismiss()
            self.loop.start(work(confirm=False))
        elif order:
            self._ask(order, "Generate", work)
        else:
            self._screen.show(question=price_texts.WAIT)
            self.loop.start(self._at_its_price(look_pricing.VERB, count, "Generate", work))

    async def generate(
        self,
        group_id: str,
        words: Mapping[str, Any],
        **options: Any,  # noqa: ANN401 - those of HeyGen.generate_looks
    ) -> Generation:
        """Make new looks of an avatar, show them, and return the run's record.

        Args:
            group_id: The avatar.
            words: What they shall be like: ``prompt``, ``orientation``, ``pose``, ``style``.
            options: Others of `HeyGen.generate_looks`.

        Raises:
            HeyGenError: As in `HeyGen.generate_looks`.
        """
        client = self.client
        prompt = words["prompt"]
        chosen = {name: word for name, word in words.items() if name != "prompt" and word}
        record = await self.making.carry_out(
            group_id,
            client,
            self.pricing.usual,
            lambda show: client.generate_looks(
                group_id, prompt, on_update=show, **chosen, **options
            ),
            int(options.get("count") or 0),
        )
        await self._run_ended(record)
        return record

    def stop(self) -> None:
        """Stop waiting for new looks."""
        self.making.stop()
        self._dismiss()

    def resume(self, run_id: str) -> None:
        """Wait for new looks again: nothing new is billed."""
        self.loop.start(self._resume(run_id))

    # Others

    def look_like(self, look_id: str) -> None:
        """Open a studio for pictures like a look; an empty text closes it.

        Raises:
            NotOffered: The version that serves can't imitate a look.
        """
        from heygen_widgets.widgets.studio.studio import AvatarStudio  # noqa: PLC0415 - circle

        if look_id and self.client.api == "v2":
            raise NotOffered(
                "HeyGen's v2 can't make pictures like a look.",
                "Use New look of its avatar, or HeyGen's v3: HeyGen(api='v3').",
            )
        before, self.studio = self.studio, None
        if look_id:
            self.studio = AvatarStudio(client=self.client, avatar_id=look_id)
        self._screen.show(studio_widget=self.studio)
        if before:
            before.close()

    def tell_video(self, look_id: str, view: str) -> None:
        """Tell a view the request that makes a video of a look."""
        api = next((look.api for look in self.looks if look.id == look_id), self.client.api)
        self._screen.tell("video", videos.video_request(self.client, look_id, api, view))

    def _begin_with(self, client: HeyGen) -> None:
        self.listing = GroupListing(client)
        self.pricing = LookPricing(self._screen, client)
        self._pictures = AvatarPictures(self._screen, client)
        self.group_id = ""
        self.looks = Looks()

    def _client_changed(self) -> None:
        self.pricing.close()
        self.training.leave()
        self._begin_with(self.client)
        self._dismiss()
        self.look_like("")
        self._screen.show(
            backend=self.choice.backend(),
            key_problem="",
            alert=None,
            notice="",
            group_id="",
            look_rows=[],
            selected_groups=(),
            selected_looks=(),
        )
        self._show_groups(is_loaded=False)
        self.look_around()

    def _start_looking(self) -> None:
        self.loop.start(self.reload())
        self.loop.start(self._look_up_price(self.pricing, self.client))

    async def _look_up_price(self, pricing: LookPricing, client: HeyGen) -> None:
        await pricing.look_up()
        if client is self.client:
            self._screen.show(notice=client.notice)

    @contextlib.asynccontextmanager
    async def _loading(self, words: str) -> Any:  # noqa: ANN401 - a context manager
        self._screen.show(loading=words)
        try:
            yield
        finally:
            self._screen.show(loading="")

    def _show_groups(self, **others: Any) -> None:  # noqa: ANN401 - traits
        groups = self.listing.groups
        for group in groups:
            self._pictures.know_group(group)
        known = {group.id for group in groups}
        chosen = tuple(each for each in self._screen.selected_groups if each in known)
        self._screen.show(
            group_rows=list(map(view_model.group_row, groups)),
            has_more=self.listing.has_more and others.get("is_loaded", True),
            selected_groups=chosen,
            **others,
        )

    def _show_looks(self) -> None:
        for look in self.looks:
            self._pictures.know_look(look)
        known = {look.id for look in self.looks}
        rows = self.making.rows(self.group_id, known)
        for image in self.making.images({row["id"] for row in rows}):
            self._pictures.know_image(image)
        rows += map(view_model.look_row, self.looks)
        there = {row["id"] for row in rows}
        chosen = tuple(each for each in self._screen.selected_looks if each in there)
        self._screen.show(look_rows=rows, selected_looks=chosen)

    async def _show_pictures(self, wanted: list[str]) -> None:
        await self._pictures.show(wanted)
        await self._update_copy()

    async def _rename(self, key: str, name: str) -> None:
        record = self._record(key)
        await self.client.rename(record, name)
        # HeyGen may have renamed a look in place of its avatar: what it says now is shown.
        await self.reload()

    async def _ask_to_delete(self, ids: list[str], token: str) -> None:
        records = [self._record(key) for key in ids]
        groups = [each for each in records if each in self.listing.groups]
        try:
            if groups:
                found = {group: await self._looks_of(group) for group in groups}
                for look in itertools.chain.from_iterable(found.values()):
                    self._pictures.know_look(look)
                question = deletions.of_groups(found, token)
            else:
                looks = [look for look in self.looks if look.id in ids]
                are_all = len(looks) == len(self.looks)
                question = deletions.of_looks(looks, token, are_all=are_all)
        except HeyGenError:
            self._screen.show(deletion=None)
            raise
        self._asked = (token, functools.partial(self._delete, records))
        self._screen.show(deletion=question)

    async def _looks_of(self, group: AvatarGroup) -> Looks:
        return await self.client.looks(group, download=False)

    async def _delete(self, records: list[AvatarGroup | AvatarLook]) -> None:
        try:
            async with self._loading("Deleting"):
                for record in records:
                    await self.client.delete(record, confirm=True)
                    self.listing.drop(record.id)
                    if record.id == self.group_id:
                        self.group_id = ""
                        self._screen.show(group_id="")
        finally:
            # What is left is shown, also where HeyGen refused in the middle.
            self._show_groups()
        try:
            await self.reload()
        except NotFound:
            # With its last look the avatar has gone.
            await self.opened("")
            await self.reload()

    def _record(self, key: str) -> AvatarGroup | AvatarLook:
        looks = {look.id: look for look in self.looks}
        groups = {group.id: group for group in self.listing.groups}
        # On v2 the first look has the id of its avatar: what is open decides.
        first, second = (
            (looks, groups) if self.group_id and key != self.group_id else (groups, looks)
        )
        found = first.get(key) or second.get(key)
        if found is None:
            raise NotFound(f"The library shows nothing with the id {key}.", "Press Refresh.")
        return found

    async def _add(self, group_id: str, images: list[Any], *, confirm: bool) -> None:
        async with self._loading("Adding to the avatar"):
            await self.client.add_looks(group_id, images, confirm=confirm)
        self.making.forget(image.key for image in images)
        await self.load_looks(group_id)

    async def _at_its_price(self, verb: str, count: int, does: str, work: Any) -> None:  # noqa: ANN401 - a function with `confirm`
        """Find out a price, and carry the work out if it is free; else ask first."""
        try:
            order = await self.client.quote_for(verb, count)
        except HeyGenError:
            self._dismiss()
            raise
        self.pricing.show()
        if order.quote.total is not None and not order.quote.total.amount:
            self._dismiss()
            await work(confirm=True)
        else:
            self._ask(order, does, work)

    def _ask(self, order: Order, does: str, work: Any) -> None:  # noqa: ANN401 - a function with `confirm`
        self._asked = (order.token, functools.partial(work, confirm=True))
        self._screen.show(question=look_pricing.question(self.client, order, does))

    def _dismiss(self) -> None:
        self._asked = None
        self._screen.show(question=None, deletion=None)

    async def _resume(self, run_id: str) -> None:
        known = self.making.generation
        target: Any = run_id or known
        if target is None:
            return
        client, group_id = self.client, (known and known.group_id) or self.group_id
        record = await self.making.carry_out(
            group_id, client, (), lambda show: client.resume(target, on_update=show)
        )
        await self._run_ended(record)

    async def _run_ended(self, record: Generation) -> None:
        alert = messages.alert_for_record(record, sandbox=self.client.is_sandbox)
        self._screen.show(alert=alert)
        self.pricing.show()
        if self.group_id:
            await self.load_looks(self.group_id)

    async def _update_copy(self) -> None:
        if self._static_copy.is_shown:
            render = functools.partial(
                library_html, self.listing.groups, self.group_id, self.looks, self._pictures.copies
            )
            await self._static_copy.replace(render, repr(self._screen))

    def _show_error(self, error: BaseException) -> None:
        """Show the error of a task or callback."""
        if not isinstance(error, HeyGenError):
            log.error("AvatarLibrary failed", exc_info=error)
        self._dismiss()
        alert = messages.alert_for_error(error, sandbox=self.client.is_sandbox)
        self._screen.show(alert=alert, is_loaded=True)


def _words(given: Mapping[str, Any]) -> dict[str, str]:
    names = ("prompt", "orientation", "pose", "style")
    return {name: str(given.get(name) or "") for name in names}
