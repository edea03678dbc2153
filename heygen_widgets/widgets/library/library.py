"""`AvatarLibrary`: the account's avatars and their looks, in a cell."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from ipyvuetify.VuetifyTemplate import VuetifyTemplate
from ipywidgets import widget_serialization
from traitlets import Any as AnyTrait
from traitlets import Bool, Dict, Int, List, Tuple, Unicode, default, observe, validate

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.limits import COUNT, MAX_COUNT
from heygen_widgets.widgets import bundle
from heygen_widgets.widgets.avatars import contract
from heygen_widgets.widgets.library import library_contract

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Coroutine, Iterable

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.looks import AvatarLook, Looks
    from heygen_widgets.widgets.studio.studio import AvatarStudio

T = TypeVar("T")


class AvatarLibrary(VuetifyTemplate):
    """The account's avatars and their looks: to see, select, rename, delete, and go on from.

        library = AvatarLibrary()
        library

    It loads a page of avatars at a time, and each picture when it comes into sight. With no API key
    in ``HEYGEN_API_KEY`` it opens on the sandbox, and says so.

    Args:
        client: Who serves; by default ``HeyGen.from_environment()``. Give it that of a studio to
            see what was made there.
        history: As in `HeyGen`, for the client that is made where none is given.
    """

    selected_groups = Tuple().tag(sync=True)
    """Ids of the avatars that are ticked; set it to tick them."""
    selected_looks = Tuple().tag(sync=True)
    """Ids of the looks that are ticked; set it to tick them."""
    count = Int(COUNT, min=1, max=MAX_COUNT).tag(sync=True)
    """How many new looks to make, 1 to 8. v2 makes four at a time, so there it is 4 or 8."""

    # What the browser shows; `library_contract` says what each of them is.
    constants = Dict(read_only=True).tag(sync=True)
    backend = Dict(read_only=True).tag(sync=True)
    can_remember = Bool(read_only=True).tag(sync=True)
    key_problem = Unicode("", read_only=True).tag(sync=True)
    notice = Unicode("", read_only=True).tag(sync=True)
    alert = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    question = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    deletion = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    offer = Dict(read_only=True).tag(sync=True)
    making = Dict(dict(contract.NOTHING_MADE), read_only=True).tag(sync=True)
    prices = Dict(read_only=True).tag(sync=True)
    training = Dict(dict(contract.NOTHING_MADE), read_only=True).tag(sync=True)
    loading = Unicode("", read_only=True).tag(sync=True)
    is_loaded = Bool(read_only=True).tag(sync=True)
    group_rows = List(Dict(), read_only=True).tag(sync=True)
    has_more = Bool(read_only=True).tag(sync=True)
    group_id = Unicode("", read_only=True).tag(sync=True)
    look_rows = List(Dict(), read_only=True).tag(sync=True)
    studio_widget = AnyTrait(None, allow_none=True, read_only=True).tag(
        sync=True, **widget_serialization
    )
    static_token = Unicode("", read_only=True).tag(sync=True)

    def __init__(
        self, client: HeyGen | None = None, *, history: History | Literal[False] | None = None
    ) -> None:
        # Here and not above: importing the package must not load the client.
        from heygen_widgets.config.key_sources import can_remember  # noqa: PLC0415
        from heygen_widgets.widgets import containers  # noqa: PLC0415
        from heygen_widgets.widgets.library.library_controller import (  # noqa: PLC0415
            LibraryController,
        )
        from heygen_widgets.widgets.library.library_events import LibraryEvents  # noqa: PLC0415
        from heygen_widgets.widgets.static_copy import StaticCopy  # noqa: PLC0415

        token = uuid.uuid4().hex[:12]
        self.static_copy = StaticCopy(token)
        self._controller = LibraryController(client, history, self, self.static_copy)
        self._events = LibraryEvents(self._controller, self)
        self.template = bundle.template("Library", bundle.AVATARS)
        bundle.open_what_all_widgets_share()
        self._set(
            static_token=token,
            can_remember=can_remember(),
            backend=self._controller.choice.backend(),
        )
        super().__init__()
        containers.watch()
        self._controller.look_around()

    def _handle_event(self, _: object, content: dict[str, Any], buffers: list[Any]) -> None:
        # In place of ipyvue's, which looks for methods named `vue_…`.
        del buffers
        event, data = str(content.get("event", "")), content.get("data")
        self._controller.loop.post(self._events.carry_out, event, data)

    def _ipython_display_(self) -> None:
        """Display the widget, and a static copy below it that stays in the notebook file."""
        self.static_copy.show(self._repr_mimebundle_())

    def __repr__(self) -> str:
        count = len(self.groups)
        return f"<AvatarLibrary of {count} avatar{'' if count == 1 else 's'} on {self.client!r}>"

    @default("constants")
    def _all_constants(self) -> dict[str, Any]:
        return contract.constants()

    @validate("events")
    def _events_of_the_contract(self, _: object) -> list[str]:
        # ipyvue lists the methods named `vue_…`; ours are named in one table.
        return [entry.name for entry in library_contract.EVENTS]

    @property
    def client(self) -> HeyGen:
        """Who serves; set it to change the account or the version of the API."""
        return self._controller.client

    @client.setter
    def client(self, client: HeyGen) -> None:
        self._controller.use(client)

    @property
    def groups(self) -> tuple[AvatarGroup, ...]:
        """The account's avatars, as far as they are loaded."""
        return tuple(self._controller.listing.groups)

    @property
    def group(self) -> AvatarGroup | None:
        """The avatar that is open; None for none."""
        return self._controller.listing.find(self.group_id)

    @property
    def looks(self) -> Looks:
        """The looks of the avatar that is open."""
        return self._controller.looks

    @property
    def chosen_groups(self) -> tuple[AvatarGroup, ...]:
        """The avatars that are ticked."""
        return tuple(each for each in self.groups if each.id in self.selected_groups)

    @property
    def chosen_looks(self) -> tuple[AvatarLook, ...]:
        """The looks that are ticked."""
        return tuple(each for each in self.looks if each.id in self.selected_looks)

    @property
    def generation(self) -> Generation | None:
        """The latest run that made looks here; None before the first one."""
        return self._controller.making.generation

    @property
    def studio(self) -> AvatarStudio | None:
        """The studio that makes pictures like a look; None while there is none."""
        return self._controller.studio

    async def refresh(self) -> None:
        """Ask HeyGen anew for what is on the screen.

        Raises:
            HeyGenError: HeyGen can't be asked; what was loaded stays.
        """
        await self._start(self._controller.reload())

    async def load_more(self) -> None:
        """Load the next page of avatars.

        Raises:
            HeyGenError: HeyGen can't be asked; what was loaded stays.
        """
        await self._start(self._controller.load_page())

    async def open_group(self, group: AvatarGroup | str) -> Looks:
        """Show an avatar, and return its looks.

        Args:
            group: The avatar, or its id.

        Raises:
            HeyGenError: HeyGen can't be asked, or knows no such avatar.
        """
        group_id = group if isinstance(group, str) else group.id
        await self._start(self._controller.opened(group_id))
        return self.looks

    async def generate_looks(
        self,
        prompt: str,
        *,
        group: AvatarGroup | str | None = None,
        **options: Any,  # noqa: ANN401 - those of HeyGen.generate_looks
    ) -> Generation:
        """Make new looks of an avatar, show them, and return the run's record.

            await library.generate_looks("in a green coat, on a bridge", pose="half_body")

        Args:
            prompt: What the person wears and does, and where.
            group: The avatar, or its id; by default the one that is open.
            options: Others of `HeyGen.generate_looks`: ``orientation``, ``pose``, ``style``,
                ``count``, ``budget``, ``confirm``.

        Raises:
            ConfigurationError: No avatar is given, and none is open; or looks are being made.
            HeyGenError: As in `HeyGen.generate_looks`.
        """
        given = group if isinstance(group, str | None) else group.id
        group_id = given or self.group_id
        if not group_id:
            raise ConfigurationError("No avatar is open.", "Name one: group=library.groups[0].")
        options.setdefault("count", self.count)
        work = self._controller.generate(group_id, {"prompt": prompt}, **options)
        return await self._start(work)

    def look_like(self, look: AvatarLook | str) -> AvatarStudio:
        """Open a studio for pictures like a look below the library, and return it (v3 only).

        Args:
            look: The look, or its id.

        Raises:
            NotOffered: The version that serves can't imitate a look.
        """
        self._controller.look_like(look if isinstance(look, str) else look.id)
        studio = self.studio
        if studio is None:
            raise ConfigurationError("No look was given.", "Name one: library.looks[0].")
        return studio

    def show(self, **values: Any) -> None:  # noqa: ANN401 - each trait checks its own
        """Set traits that the browser shows, in one message."""
        with self.hold_sync():
            self._set(**values)

    def tell(self, method: str, *values: Any, buffers: Iterable[bytes] = ()) -> None:  # noqa: ANN401 - JSON
        """Call a function in the browser, once; it is no part of the widget's state."""
        self.send({"method": method, "args": list(values)}, buffers=list(buffers))

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start work whose errors the widget shows as well."""
        return self._controller.loop.start(work)

    def _set(self, **values: Any) -> None:  # noqa: ANN401 - each trait checks its own
        for name, value in values.items():
            self.set_trait(name, value)

    @observe("count")
    def _reprice(self, _: Any) -> None:  # noqa: ANN401 - traitlets' own
        self._controller.pricing.show()
