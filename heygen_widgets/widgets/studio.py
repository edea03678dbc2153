"""The studio: eight attributes and a button in a cell, four images and their keys out."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from traitlets import Bytes, Dict, Float, List, TraitError, Tuple, Unicode, validate

from heygen_widgets.attributes import Orientation
from heygen_widgets.client import TIMEOUT, HeyGen
from heygen_widgets.errors import ConfigurationError, HeyGenError, InvalidAttributes
from heygen_widgets.notebook import NotebookLoop, run_blocking
from heygen_widgets.records import AvatarImage, Generation, GenerationStatus
from heygen_widgets.widgets import wording
from heygen_widgets.widgets.form import AttributeForm

if TYPE_CHECKING:
    from collections.abc import Coroutine

log = logging.getLogger("heygen_widgets")


class AvatarStudio(AttributeForm):
    """Controls, Generate, progress and four images, inline in a notebook.

        studio = AvatarStudio(appearance="A violinist in a red dress")
        studio

    Everything that the mouse can do, Python can do: set the traits, ``await studio.generate()``,
    read `image_keys`. The button and ``generate()`` are one code path. With no API key in
    ``HEYGEN_API_KEY`` it opens on the sandbox, and says so.

    Args:
        client: The client to generate with; by default ``HeyGen.from_environment()``.
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
    status = Unicode(wording.IDLE, read_only=True).tag(sync=True)
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
        timeout: float | None = TIMEOUT,
        **attributes: Any,  # noqa: ANN401 - checked below, each with its own words
    ) -> None:
        self.timeout = timeout
        self._client = client or HeyGen.from_environment()
        self._loop = NotebookLoop(self._show_error)
        self._generation: Generation | None = None
        self._task: asyncio.Task[Generation] | None = None
        self._stopping = False
        self._set(backend=wording.backend(self._client))
        super().__init__(**attributes)

    def __repr__(self) -> str:
        return f"<AvatarStudio {self.status} on {self._client!r}: {self._generation or 'no run'}>"

    @property
    def client(self) -> HeyGen:
        """The client that the next generation uses; set it to change the backend."""
        return self._client

    @client.setter
    def client(self, client: HeyGen) -> None:
        self._client = client
        self._set(backend=wording.backend(client), key_problem="", alert=None)

    @property
    def generation(self) -> Generation | None:
        """The record of the present run; None before the first one."""
        return self._generation

    @property
    def images(self) -> tuple[AvatarImage, ...]:
        """The present images; empty until there are some."""
        return self._generation.images if self._generation else ()

    @property
    def is_running(self) -> bool:
        """Whether the studio waits for HeyGen."""
        return self._task is not None and not self._task.done()

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
        self._refuse_if_running()
        try:
            attributes = self.attributes
        except InvalidAttributes as error:
            self.show_problems(error)
            self._set(alert=None)
            raise
        return self._begin(
            self._client.generate(attributes, timeout=self.timeout, on_update=self._show)
        )

    async def resume(self, generation_id: str) -> Generation:
        """Wait for a generation that was submitted before, and show it. Nothing new is billed.

        Raises:
            HeyGenError: As in `HeyGen.resume`; the widget shows it as well.
        """
        self._refuse_if_running()
        present = self._generation
        known = present if present and present.id == generation_id else generation_id
        return await self._begin(
            self._client.resume(known, timeout=self.timeout, on_update=self._show)
        )

    def stop(self) -> None:
        """Stop waiting. HeyGen goes on, and bills it; `resume` with the id waits again.

        A request that is on its way is waited for, because its answer holds the id.
        """
        if self._task is not None and self.is_running:
            self._stopping = True
            self._task.cancel()

    def generate_sync(self) -> Generation:
        """Do what `generate` does, blocking: for scripts and terminals.

        In a notebook prefer ``await studio.generate()``: the kernel handles no click meanwhile.

        Raises:
            HeyGenError: As in `generate`.
        """
        return run_blocking(self.generate())

    def vue_generate(self, _: object = None) -> None:
        """Generate was pressed."""
        self._loop.post(self._clicked_generate)

    def vue_stop(self, _: object = None) -> None:
        """Stop waiting was pressed."""
        self._loop.post(self.stop)

    def vue_resume(self, _: object = None) -> None:
        """Resume was pressed."""
        self._loop.post(self._clicked_resume)

    def vue_use_key(self, secret: str) -> None:
        """A key was given. It travels as an event, so no state and no notebook holds it."""
        self._loop.post(self._use_key, secret)

    def vue_use_sandbox(self, _: object = None) -> None:
        """The sandbox was chosen."""
        self._loop.post(self._use_sandbox)

    def vue_dismiss(self, _: object = None) -> None:
        """The notice was closed."""
        self._loop.post(self._dismiss)

    @validate("selected_keys")
    def _known_keys(self, proposal: Any) -> tuple[str, ...]:  # noqa: ANN401 - traitlets' own
        keys = tuple(proposal["value"])
        unknown = [key for key in keys if key not in self.image_keys]
        if unknown:
            raise TraitError(f"selected_keys: {unknown} are not among the present image_keys")
        return keys

    def _refuse_if_running(self) -> None:
        if self.is_running:
            raise ConfigurationError(
                "This studio waits for a generation already; nothing was sent.",
                "Stop it first, or use another studio.",
            )

    def _begin(self, work: Coroutine[Any, Any, Generation]) -> asyncio.Task[Generation]:
        self._stopping = False
        self._task = self._loop.start(self._run(work))
        return self._task

    async def _run(self, work: Coroutine[Any, Any, Generation]) -> Generation:
        try:
            generation = await work
        except asyncio.CancelledError:
            if not self._stopping or self._generation is None:
                raise
            alert = wording.alert_for_record(self._generation, sandbox=self._client.is_sandbox)
            self._set(alert=alert)
            return self._generation
        previews = await asyncio.to_thread(_previews, generation.images)
        self._show(generation, previews)
        return generation

    def _show(self, record: Generation, previews: list[bytes] | None = None) -> None:
        """Show a record; one that has pictures to show comes again with their previews."""
        self._generation = record
        if record.status is GenerationStatus.SUCCESS and previews is None:
            return
        with self.hold_sync():
            self._set(
                status=record.status.value,
                message=record.message or "",
                generation_id=record.id or "",
                image_keys=record.image_keys,
                image_urls=record.image_urls,
                status_line=wording.status_line(record, sandbox=self._client.is_sandbox),
                elapsed=record.elapsed or 0.0,
                figures=[_figure(image) for image in record.images if previews is not None],
                previews=previews or [],
            )
            if record.submitted_at:
                self._set(started_at=record.submitted_at.timestamp())
            if record.attributes:
                self._set(shown_orientation=record.attributes.orientation.value)
            if not record.status.is_final:
                self._set(alert=None, problems={})
            self.selected_keys = tuple(
                key for key in self.selected_keys if key in record.image_keys
            )

    def _show_error(self, error: BaseException) -> None:
        if not isinstance(error, HeyGenError):
            log.error("AvatarStudio failed", exc_info=error)
        self._set(alert=wording.alert_for_error(error))

    def _clicked_generate(self) -> None:
        if self.is_running:
            return
        try:
            self.start()
        except InvalidAttributes:
            log.debug("The form is not ready; its fields say why.")

    def _clicked_resume(self) -> None:
        if not self.is_running and self._generation and self._generation.id:
            self._loop.start(self.resume(self._generation.id))

    def _use_key(self, secret: str) -> None:
        try:
            self.client = HeyGen(secret)
        except HeyGenError as error:
            self._set(key_problem=str(error))

    def _use_sandbox(self) -> None:
        self.client = HeyGen.sandbox()

    def _dismiss(self) -> None:
        self._set(alert=None)


def _figure(image: AvatarImage) -> dict[str, Any]:
    return {
        "key": image.key,
        "alt": image.alt,
        "error": str(image.error) if image.error else "",
    }


def _previews(images: tuple[AvatarImage, ...]) -> list[bytes]:
    """Return a small copy of each image; empty bytes where it can't be had."""
    from heygen_widgets import imaging  # noqa: PLC0415 - loads Pillow

    return [imaging.preview(image.bytes) if image.is_downloaded else b"" for image in images]
