"""The studio: eight attributes and a button in a cell, four images and their keys out."""

from __future__ import annotations

import itertools
import math
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Unpack, cast

from ipyvuetify.VuetifyTemplate import VuetifyTemplate
from traitlets import Float, Int, TraitError, Tuple, Unicode, observe, validate

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.attributes import VOCABULARY
from heygen_widgets.models.images import checked_keys
from heygen_widgets.models.limits import CLICK_LIMIT
from heygen_widgets.runs import arguments
from heygen_widgets.widgets.studio.run_state import IDLE
from heygen_widgets.widgets.studio.view_state import StudioViewState

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable
    from os import PathLike

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.presets import Presets
    from heygen_widgets.widgets.studio.form_filling import Settings
    from heygen_widgets.widgets.sweep.sweep import AvatarSweep

_INHERITED = {"close", "layout", "locked", "observe", "timeout", "unobserve"}
"""What Python uses of a studio besides what its own classes define."""
_BEHIND = {"avatar_style", "chosen", "constants", "problems", "show", "show_problems", "tell"}
"""What only the parts behind a studio use."""
_SETTINGS = ("count", "click_limit", "session_limit", "avatar_id")


class AvatarStudio(StudioViewState):
    """Controls, Generate, progress and four images, inline in a notebook.

        studio = AvatarStudio("A violinist in a red dress")
        studio

    Everything that the mouse can do, Python can do: set the traits, ``await studio.generate()``,
    read `image_keys`. The button and ``generate()`` are one code path. With no API key in
    ``HEYGEN_API_KEY`` it opens on the sandbox, and says so.

    Args:
        attributes: What the person should be like, as text or as `AvatarAttributes`.
        client: The client to generate with; by default ``HeyGen.from_environment()``.
        history: As in `HeyGen`, for the client that is made where none is given.
        timeout: Seconds to wait for HeyGen; None waits for ever.
        count: How many images, 1 to 8. v2 makes four at a time, so there it is 4 or 8.
        click_limit: US dollars that one click may cost without being asked about; None is no limit.
        session_limit: The same for all that this session spends.
        avatar_id: Key of a look to imitate (v3 only).
        values: Start values of the eight attributes, by name; also what every widget takes, such
            as ``layout``.

    Raises:
        InvalidAttributes: A start value is not in its vocabulary, for all of them at once.
        TypeError: A keyword is not one of these.
    """

    _others = ("client", "history", "timeout", *_SETTINGS)

    # Inputs; the eight attributes come with the form.
    selected_keys = Tuple().tag(sync=True)
    """Keys of the images that are ticked, a part of `image_keys`; set it to tick them."""
    count = Int(4, min=1, max=8).tag(sync=True)
    """How many images to make, 1 to 8. v2 makes four at a time, so there it is 4 or 8."""
    click_limit = Float(CLICK_LIMIT, allow_none=True, min=0.0).tag(sync=True)
    """US dollars that one click may cost without being asked about; None is no limit."""
    session_limit = Float(None, allow_none=True, min=0.0).tag(sync=True)
    """US dollars that this session may spend without being asked about; None is no limit."""
    avatar_id = Unicode("").tag(sync=True)
    """Key of a look to imitate; empty for none (v3 only)."""

    # Outputs
    status = Unicode(IDLE, read_only=True).tag(sync=True)
    """``idle``, then a `GenerationStatus`."""
    message = Unicode("", read_only=True).tag(sync=True)
    """HeyGen's reason, or ours, in words; often empty."""
    generation_id = Unicode("", read_only=True).tag(sync=True)
    """HeyGen's id of the present generation; empty until HeyGen has answered."""
    image_keys = Tuple(read_only=True).tag(sync=True)
    """The keys of the present images, in HeyGen's order."""
    image_urls = Tuple(read_only=True).tag(sync=True)
    """The links of the present images, in HeyGen's order."""

    def __init__(
        self,
        attributes: AvatarAttributes | str | None = None,
        *,
        client: HeyGen | None = None,
        history: History | Literal[False] | None = None,
        timeout: float | None = 600.0,
        **values: Any,  # noqa: ANN401 - checked below, each with its own words
    ) -> None:
        # Here and not above: importing the package must not load the client.
        from heygen_widgets.config.key_sources import can_remember  # noqa: PLC0415
        from heygen_widgets.widgets import containers  # noqa: PLC0415
        from heygen_widgets.widgets.static_copy import StaticCopy  # noqa: PLC0415
        from heygen_widgets.widgets.studio.controller import Controller  # noqa: PLC0415
        from heygen_widgets.widgets.studio.events import StudioEvents  # noqa: PLC0415

        self.timeout = timeout
        values = arguments.together(type(self).__name__, attributes, values)
        settings = {name: values.pop(name) for name in _SETTINGS if name in values}
        token = uuid.uuid4().hex[:12]
        self.static_copy = StaticCopy(token)
        self._controller = Controller(client, history, self, self.static_copy)
        self._events = StudioEvents(self._controller, self)
        self._set(static_token=token, can_remember=can_remember())
        self._set(backend=self._controller.choice.backend(), run=self._controller.run.state.allowed)
        super().__init__(**values)
        for name, value in settings.items():
            setattr(self, name, value)
        containers.watch()
        self._controller.form.show_presets()
        self._controller.look_around()

    def _handle_event(self, _: object, content: dict[str, Any], buffers: list[Any]) -> None:
        # In place of ipyvue's, which looks for methods named `vue_…`.
        event, data = str(content.get("event", "")), content.get("data")
        self._controller.loop.post(self._events.carry_out, event, data, buffers)

    def _ipython_display_(self) -> None:
        """Display the widget, and a static copy below it that stays in the notebook file."""
        self.static_copy.show(self._repr_mimebundle_())
        self._controller.sweep.start_copy()

    def __dir__(self) -> list[str]:
        """List what Python uses, for completion: not what travels to the browser alone."""
        ours = itertools.takewhile(lambda cls: cls is not VuetifyTemplate, type(self).__mro__)
        names = {name for cls in ours if cls is not StudioViewState for name in vars(cls)}
        public = {name for name in names | _INHERITED if not name.startswith("_")}
        return sorted(public - _BEHIND)

    def __repr__(self) -> str:
        return f"<AvatarStudio {self.status} on {self.client!r}: {self.generation or 'no run'}>"

    @property
    def client(self) -> HeyGen:
        """The client that the next generation uses; set it to change the backend."""
        return self._controller.client

    @client.setter
    def client(self, client: HeyGen) -> None:
        self._controller.use(client)

    @property
    def generation(self) -> Generation | None:
        """The record of the present run; None before the first one."""
        return self._controller.run.generation

    @property
    def images(self) -> tuple[AvatarImage, ...]:
        """The present images; empty until there are some."""
        return self.generation.images if self.generation else ()

    @property
    def is_running(self) -> bool:
        """Whether the studio waits for HeyGen."""
        return self._controller.run.state.is_running

    @property
    def reference_images(self) -> tuple[Any, ...]:
        """Up to three reference images, as in `HeyGen.generate` (v3 only)."""
        return tuple(self._controller.form.references)

    @reference_images.setter
    def reference_images(self, images: Iterable[Any]) -> None:
        self._controller.form.set_references(images)

    @property
    def presets(self) -> Presets:
        """Named sets of attributes, kept on this machine for all notebooks."""
        return self._controller.form.presets

    def shuffle(self) -> None:
        """Choose other values for the attributes that are not in `locked`.

        Name and appearance always stay.
        """
        self._controller.form.shuffle()

    async def again(self, *, confirm: bool = False) -> Generation:
        """Generate once more with the settings of the present generation.

        Raises:
            ConfigurationError: There is none, or only its id is known.
            HeyGenError: As in `generate`.
        """
        return await self.vary(confirm=confirm)

    async def vary(self, *, confirm: bool = False, **changes: Any) -> Generation:  # noqa: ANN401 - checked like new attributes
        """Generate with the settings of the present generation, some of them changed.

            await studio.vary(style="Noir")

        Args:
            confirm: As in `generate`.
            changes: Attributes by name; the others stay as they were.

        Raises:
            ConfigurationError: There is no generation, or only its id is known.
            InvalidAttributes: A change is not a valid attribute.
            HeyGenError: As in `generate`.
        """
        if self.generation is None or self.generation.attributes is None:
            raise ConfigurationError(
                "There is no generation to go on from.", "Generate first, or show an earlier run."
            )
        self.attributes = self.generation.attributes.replace(**changes)
        return await self.generate(confirm=confirm)

    async def show_run(self, id: str) -> Generation:  # noqa: A002 - as the history calls it
        """Show an earlier run of the history in the grid, and return it.

        Args:
            id: Its generation id or ``run_id``.

        Raises:
            NotFound: The history has none with this id.
        """
        await self._controller.open_run(id)
        return cast("Generation", self.generation)

    async def mark(self, key: str, **mark: Any) -> None:  # noqa: ANN401 - those of History.mark
        """Note what you think of a present image: ``favourite``, ``rating`` (1 to 5), ``note``.

        Raises:
            HeyGenError: As in `History.mark`.
        """
        await self._controller.mark("", key, mark)

    @property
    def avatar(self) -> AvatarGroup | None:
        """The avatar that was made of the pictures, as it stands below them; None without one."""
        return self._controller.avatar.group

    async def create_avatar(
        self, name: str, keys: Iterable[str] | None = None, *, confirm: bool = False
    ) -> AvatarGroup:
        """Make an avatar of present images, show it below them, and return it.

            group = await studio.create_avatar("Lina")

        Args:
            name: Its name.
            keys: Keys of the images, in their order; by default the selected ones, else the first.
            confirm: As in `generate`.

        Raises:
            ConfigurationError: There are no such images, or another step is under way.
            HeyGenError: As in `HeyGen.create_group` and `HeyGen.add_looks`, and if Stop waiting
                is pressed; the widget shows it as well.
        """
        return await self._controller.avatar.create(name, keys, confirm=confirm)

    async def add_to_avatar(
        self,
        group: AvatarGroup | str,
        keys: Iterable[str] | None = None,
        *,
        confirm: bool = False,
    ) -> AvatarGroup:
        """Make looks of present images in an avatar that is there, show it, and return it.

        Args:
            group: The avatar, or its group id.
            keys: As in `create_avatar`.
            confirm: As in `generate`.

        Raises:
            ConfigurationError: As in `create_avatar`.
            HeyGenError: As in `HeyGen.add_looks`, and if Stop waiting is pressed; the widget shows
                it as well.
        """
        return await self._controller.avatar.add(group, keys, confirm=confirm)

    @property
    def sweep(self) -> AvatarSweep | None:
        """The sweep that stands below the studio; None while there is none.

        It opens by *Sweep from these settings*, by `open_sweep`, or where one that stopped is
        offered.
        """
        return self._controller.sweep.widget

    def open_sweep(self, id: str = "") -> AvatarSweep:  # noqa: A002 - as AvatarSweep.load
        """Open a sweep below the studio, in place of any other, and return it.

            sweep = studio.open_sweep()

        Nothing is made before its Start, or ``await sweep.run()``.

        Args:
            id: The id of a sweep that the history holds; empty for a new one with what the form
                holds, in which nothing varies yet.

        Raises:
            InvalidAttributes: The form is not ready to be sent; each field shows its problem.
            NotFound: The history holds no such sweep.
            ConfigurationError: The sweep below is being carried out, or there is no history.
        """
        return self._controller.open_sweep(id)

    def close_sweep(self) -> None:
        """Take the sweep below away; what was made of it stays in the history.

        Raises:
            ConfigurationError: It is being carried out.
        """
        self._controller.sweep.close()

    def save(
        self, folder: str | PathLike[str] = ".", keys: Iterable[str] | None = None
    ) -> list[Path]:
        """Save images with their attributes, key and generation id inside, and return the paths.

        Args:
            folder: Where; it is made if it isn't there.
            keys: Which; by default the selected ones, else all.

        Raises:
            ConfigurationError: There are no images, or ``keys`` is not a list of their keys;
                nothing was saved.
            ImageUnavailable: One of them is not here; nothing was saved.
        """
        from heygen_widgets.media.imaging import write_whole  # noqa: PLC0415 - loads Pillow

        given = self.selected_keys or self.image_keys if keys is None else keys
        wanted = checked_keys(given, self.image_keys)
        files = [image.as_file() for image in self.images if image.key in wanted]
        target = Path(folder).expanduser()
        target.mkdir(parents=True, exist_ok=True)
        for name, data in files:
            write_whole(target / name, data)
        return [target / name for name, _ in files]

    def as_python(self) -> str:
        """Return a cell that reproduces the present generation, or what the form holds."""
        return self._controller.snippet("python")

    def as_curl(self) -> str:
        """Return the present generation, or the form, as curl commands with ``$HEYGEN_API_KEY``."""
        return self._controller.snippet("curl")

    async def generate(
        self,
        attributes: AvatarAttributes | str | None = None,
        *,
        confirm: bool = False,
        **settings: Unpack[Settings],
    ) -> Generation:
        """Generate what the form holds and return the finished record.

            await studio.generate("a chef in Rome", style="Noir")

        If `stop` ends the wait, the record is returned as it then is.

        Args:
            attributes: What to fill the form with first: a text, which is the appearance, or
                `AvatarAttributes`; None leaves it as it is.
            confirm: True goes beyond `click_limit` and `session_limit`.
            settings: Fill the form too: attributes by name, ``count``, ``avatar_id``,
                ``reference_images``. What is not named stays as it is.

        Raises:
            BudgetExceeded: It costs more than a limit allows; nothing was sent.
            InvalidAttributes: The form is not ready to be sent; each field shows its problem.
            HeyGenError: As in `HeyGen.generate`; the widget shows it as well.
            TypeError: Names every keyword that is unknown; the form is as it was.
        """
        return await self.start(attributes, confirm=confirm, **settings)

    def start(
        self,
        attributes: AvatarAttributes | str | None = None,
        *,
        confirm: bool = False,
        **settings: Unpack[Settings],
    ) -> asyncio.Task[Generation]:
        """Start what `generate` does and return its task at once.

        Args:
            attributes: As in `generate`.
            confirm: As in `generate`.
            settings: As in `generate`.

        Raises:
            InvalidAttributes: The form is not ready to be sent; each field shows its problem.
            ConfigurationError: The studio waits for a generation already.
            TypeError: As in `generate`.
        """
        return self._controller.generate(attributes, settings, confirm=confirm)

    async def resume(self, generation_id: str) -> Generation:
        """Wait for a generation that was submitted before, and show it. Nothing new is billed.

        Raises:
            HeyGenError: As in `HeyGen.resume`; the widget shows it as well.
        """
        return await self._controller.resume(generation_id)

    def stop(self) -> None:
        """Stop waiting. HeyGen goes on, and bills it; `resume` with the id waits again.

        A request that is on its way is waited for, because its answer holds the id.
        """
        self._controller.stop()

    def generate_sync(
        self,
        attributes: AvatarAttributes | str | None = None,
        *,
        confirm: bool = False,
        **settings: Unpack[Settings],
    ) -> Generation:
        """Do what `generate` does, blocking: for scripts and terminals.

        In a notebook prefer ``await studio.generate()``: the kernel handles no click meanwhile.

        Args:
            attributes: As in `generate`.
            confirm: As in `generate`.
            settings: As in `generate`.

        Raises:
            HeyGenError: As in `generate`.
            TypeError: As in `generate`.
        """
        return self._controller.block(self.generate(attributes, confirm=confirm, **settings))

    def show(self, **values: Any) -> None:  # noqa: ANN401 - each trait checks its own
        """Set traits that the browser shows, in one message."""
        keys = values.get("image_keys", self.image_keys)
        selected = tuple(key for key in self.selected_keys if key in keys)
        with self.hold_sync():
            self._set(**values)
            if selected != self.selected_keys:
                self.selected_keys = selected

    def tell(self, method: str, *values: Any, buffers: Iterable[bytes] = ()) -> None:  # noqa: ANN401 - JSON
        """Call a function in the browser, once; it is no part of the widget's state."""
        self.send({"method": method, "args": list(values)}, buffers=list(buffers))

    @validate("selected_keys")
    def _known_keys(self, proposal: Any) -> tuple[str, ...]:  # noqa: ANN401 - traitlets' own
        keys = tuple(proposal["value"])
        unknown = [key for key in keys if key not in self.image_keys]
        if unknown:
            raise TraitError(f"selected_keys: {unknown} are not among the present image_keys")
        return keys

    @validate("click_limit", "session_limit")
    def _finite_limit(self, proposal: Any) -> float | None:  # noqa: ANN401 - traitlets' own
        limit = cast("float | None", proposal["value"])
        if limit is not None and not math.isfinite(limit):
            name = proposal["trait"].name
            raise TraitError(f"{name} must be a number of US dollars, or None for no limit")
        return limit

    @observe("count", "click_limit", "session_limit", *VOCABULARY)
    def _reprice(self, _: Any) -> None:  # noqa: ANN401 - traitlets' own
        self._controller.reprice()
