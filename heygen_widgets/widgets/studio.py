"""The studio: eight attributes and a button in a cell, four images and their keys out."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any, Literal

from traitlets import Bool, Bytes, Dict, Float, List, TraitError, Tuple, Unicode, validate

from heygen_widgets.attributes import Orientation
from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.widgets.form import AttributeForm

if TYPE_CHECKING:
    import asyncio

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History
    from heygen_widgets.records import AvatarImage, Generation

log = logging.getLogger("heygen_widgets")

IDLE = "idle"
"""The status of a studio that has not generated anything yet."""


class AvatarStudio(AttributeForm):
    """Controls, Generate, progress and four images, inline in a notebook.

        studio = AvatarStudio(appearance="A violinist in a red dress")
        studio

    Everything that the mouse can do, Python can do: set the traits, ``await studio.generate()``,
    read `image_keys`. The button and ``generate()`` are one code path. With no API key in
    ``HEYGEN_API_KEY`` it opens on the sandbox, and says so.

    Args:
        client: The client to generate with; by default ``HeyGen.from_environment()``.
        history: As in `HeyGen`, for the client that is made where none is given.
        timeout: Seconds to wait for HeyGen; None waits for ever.
        attributes: Start values of the eight attributes, by name.

    Raises:
        InvalidAttributes: A start value is not in its vocabulary, for all of them at once.
        TypeError: A keyword is none of these.
    """

    template_file = (__file__, "studio.vue")

    # Inputs; the eight attributes come with the form.
    selected_keys = Tuple().tag(sync=True)
    """Keys of the images that are ticked, a part of `image_keys`; set it to tick them."""

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

    # The face: for studio.vue alone.
    backend = Dict(read_only=True).tag(sync=True)
    can_remember = Bool(read_only=True).tag(sync=True)
    unfinished = List(Dict(), read_only=True).tag(sync=True)
    unknown = List(Dict(), read_only=True).tag(sync=True)
    recording_problem = Unicode("", read_only=True).tag(sync=True)
    key_problem = Unicode("", read_only=True).tag(sync=True)
    alert = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    status_line = Unicode("", read_only=True).tag(sync=True)
    started_at = Float(0.0, read_only=True).tag(sync=True)
    elapsed = Float(0.0, read_only=True).tag(sync=True)
    shown_orientation = Unicode(Orientation.SQUARE.value, read_only=True).tag(sync=True)
    figures = List(Dict(), read_only=True).tag(sync=True)
    previews = List(Bytes(), read_only=True).tag(sync=True)

    def __init__(
        self,
        *,
        client: HeyGen | None = None,
        history: History | Literal[False] | None = None,
        timeout: float | None = 600.0,
        **attributes: Any,  # noqa: ANN401 - checked below, each with its own words
    ) -> None:
        # Here and not above: importing the package costs hardly more than importing ipyvuetify.
        from heygen_widgets.keys import can_remember  # noqa: PLC0415
        from heygen_widgets.widgets.engine import Engine  # noqa: PLC0415
        from heygen_widgets.widgets.wording import backend  # noqa: PLC0415

        self.timeout = timeout
        self._engine = Engine(client, history, self)
        self._set(backend=backend(self._engine.client), can_remember=can_remember())
        super().__init__(**attributes)
        self._engine.offer()

    def __repr__(self) -> str:
        return f"<AvatarStudio {self.status} on {self.client!r}: {self.generation or 'no run'}>"

    @property
    def client(self) -> HeyGen:
        """The client that the next generation uses; set it to change the backend."""
        return self._engine.client

    @client.setter
    def client(self, client: HeyGen) -> None:
        self._engine.use(client)

    @property
    def generation(self) -> Generation | None:
        """The record of the present run; None before the first one."""
        return self._engine.generation

    @property
    def images(self) -> tuple[AvatarImage, ...]:
        """The present images; empty until there are some."""
        return self.generation.images if self.generation else ()

    @property
    def is_running(self) -> bool:
        """Whether the studio waits for HeyGen."""
        return self._engine.is_running

    async def generate(self) -> Generation:
        """Generate with the present attributes and return the finished record.

        If `stop` ends the wait, the record is returned as it then is.

        Raises:
            InvalidAttributes: The form is not ready to be sent; each field shows its problem.
            HeyGenError: As in `HeyGen.generate`; the widget shows it as well.
        """
        return await self.start()

    def start(self) -> asyncio.Task[Generation]:
        """Start what `generate` does and return its task at once.

        Raises:
            InvalidAttributes: The form is not ready to be sent; each field shows its problem.
            ConfigurationError: The studio waits for a generation already.
        """
        self._engine.refuse_if_running()
        try:
            attributes = self.attributes
        except InvalidAttributes as error:
            self.show_problems(error)
            self._set(alert=None)
            raise
        return self._engine.generate(attributes)

    async def resume(self, generation_id: str) -> Generation:
        """Wait for a generation that was submitted before, and show it. Nothing new is billed.

        Raises:
            HeyGenError: As in `HeyGen.resume`; the widget shows it as well.
        """
        return await self._engine.resume(generation_id)

    def stop(self) -> None:
        """Stop waiting. HeyGen goes on, and bills it; `resume` with the id waits again.

        A request that is on its way is waited for, because its answer holds the id.
        """
        self._engine.stop()

    def generate_sync(self) -> Generation:
        """Do what `generate` does, blocking: for scripts and terminals.

        In a notebook prefer ``await studio.generate()``: the kernel handles no click meanwhile.

        Raises:
            HeyGenError: As in `generate`.
        """
        return self._engine.block(self.generate())

    def show(self, **values: Any) -> None:  # noqa: ANN401 - each trait checks its own
        """Set outputs in one message; for the engine."""
        with self.hold_sync():
            self._set(**values)
            self.selected_keys = tuple(key for key in self.selected_keys if key in self.image_keys)

    def vue_generate(self, _: object = None) -> None:
        """Generate was pressed."""
        self._engine.post(self._clicked_generate)

    def vue_stop(self, _: object = None) -> None:
        """Stop waiting was pressed."""
        self._engine.post(self.stop)

    def vue_resume(self, generation_id: str = "") -> None:
        """Resume was pressed, for the present generation or one that was left unfinished."""
        self._engine.post(self._clicked_resume, generation_id)

    def vue_forget(self, run_id: str) -> None:
        """A run of unknown outcome was taken off the list."""
        self._engine.post(self._engine.forget, run_id)

    def vue_rehearse(self, fault: str) -> None:
        """A failure to rehearse in the sandbox was chosen; empty for none."""
        self._engine.post(self._engine.rehearse, fault)

    def vue_use_key(self, given: dict[str, Any]) -> None:
        """A key was given. It travels as an event, so no state and no notebook holds it."""
        remember = bool(given.get("remember"))
        self._engine.post(
            functools.partial(self._engine.use_key, given["secret"], remember=remember)
        )

    def vue_use_sandbox(self, _: object = None) -> None:
        """The sandbox was chosen."""
        self._engine.post(self._engine.use_sandbox)

    def vue_dismiss(self, _: object = None) -> None:
        """The notice was closed."""
        self._engine.post(functools.partial(self.show, alert=None))

    @validate("selected_keys")
    def _known_keys(self, proposal: Any) -> tuple[str, ...]:  # noqa: ANN401 - traitlets' own
        keys = tuple(proposal["value"])
        unknown = [key for key in keys if key not in self.image_keys]
        if unknown:
            raise TraitError(f"selected_keys: {unknown} are not among the present image_keys")
        return keys

    def _clicked_generate(self) -> None:
        if self.is_running:
            return
        try:
            self.start()
        except InvalidAttributes:
            log.debug("The form is not ready; its fields say why.")

    def _clicked_resume(self, generation_id: str) -> None:
        wanted = generation_id or self.generation_id
        if not self.is_running and wanted:
            self._engine.resume(wanted)
