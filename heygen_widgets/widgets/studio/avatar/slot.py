"""`AvatarSlot`: the place below a studio's pictures where their avatar stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.images import checked_keys
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.models.text import to_title
from heygen_widgets.runs.arguments import DEFAULT_NAME

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterable, Sequence

    from heygen_widgets.billing.spending import Budget
    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook
    from heygen_widgets.widgets.studio.avatar.controller import AvatarController
    from heygen_widgets.widgets.studio.screen import RunScreen


class AvatarSlot:
    """Makes the panel of an avatar when it is first needed, and hands it the studio's pictures.

    Args:
        screen: The studio's widget.
        client: Returns who serves the studio now.
        pictured: Returns the run whose pictures are on the screen; None for none.
        selected: Returns the keys of the pictures that are ticked.
        budget: Returns the studio's limits.
        on_made: Called after pictures became looks of an avatar, or were deleted.
    """

    def __init__(
        self,
        screen: RunScreen,
        *,
        client: Callable[[], HeyGen],
        pictured: Callable[[], Generation | None],
        selected: Callable[[], Sequence[str]],
        budget: Callable[[], Budget],
        on_made: Callable[[], object],
    ) -> None:
        self._screen = screen
        self._client = client
        self._pictured = pictured
        self._selected = selected
        self._budget = budget
        self._on_made = on_made
        self._controller: AvatarController | None = None

    @property
    def group(self) -> AvatarGroup | None:
        """The avatar that is shown; None as long as there is none."""
        return self._controller.group if self._controller else None

    @property
    def looks(self) -> tuple[AvatarLook, ...]:
        """Its looks."""
        return self._controller.shown.looks if self._controller else ()

    @property
    def is_working(self) -> bool:
        """Whether something is under way in the panel, so that another client can't be taken."""
        return self._controller is not None and self._controller.is_working

    def ask_create(self, keys: Iterable[str]) -> None:
        """Ask for the name of a new avatar of these pictures."""
        images = self._images(keys)
        self._opened().ask_create(images, self._name())

    def ask_add(self, keys: Iterable[str]) -> None:
        """Ask to which avatar these pictures shall be added."""
        images = self._images(keys)
        self._opened().ask_add(images)

    def ask_keep(self, keys: Iterable[str]) -> None:
        """Ask whether all avatars of the run but these shall be deleted."""
        record = self._pictured()
        kept = self._images(keys)
        self._opened().ask_keep(record.images if record else (), kept, self._name())

    def create(
        self, name: str, keys: Iterable[str] | None, *, confirm: bool
    ) -> asyncio.Task[AvatarGroup]:
        """Start to make an avatar of pictures.

        Raises:
            ConfigurationError: There are no such pictures, or something is under way already.
        """
        images = self._images(keys)
        return self._opened().create(name, images, confirm=confirm)

    def add(
        self, group: AvatarGroup | str, keys: Iterable[str] | None, *, confirm: bool
    ) -> asyncio.Task[AvatarGroup]:
        """Start to make looks of pictures in an avatar.

        Raises:
            ConfigurationError: As in `create`.
        """
        images = self._images(keys)
        return self._opened().add(group, images, confirm=confirm)

    def resume(self, record: Generation) -> None:
        """Wait on for a step that an earlier kernel left unfinished."""
        self._opened().resume_run(record)

    def follow(self, records: Iterable[Generation]) -> None:
        """Show the latest training that an earlier kernel has left, unless there is an avatar."""
        training = next((each for each in records if each.kind is RunKind.TRAINING), None)
        if training is not None and self.group is None:
            self._opened().follow(training)

    def reprice(self) -> None:
        """Show what each step costs, after something changed that decides it."""
        if self._controller:
            self._controller.reprice()

    def client_changed(self) -> None:
        """Take the avatar away: it belongs to the account of another client."""
        if self._controller:
            self._controller.leave()
            self._controller = None
            self._screen.show(avatar_panel=None)

    def _opened(self) -> AvatarController:
        if self._controller is None:
            # Only who uses it pays for it.
            from heygen_widgets.widgets.avatars.panel import AvatarPanel  # noqa: PLC0415
            from heygen_widgets.widgets.studio.avatar.controller import (  # noqa: PLC0415
                AvatarController,
            )
            from heygen_widgets.widgets.studio.avatar.events import PanelEvents  # noqa: PLC0415

            panel = AvatarPanel()
            controller = AvatarController(panel, self._client(), self._budget, self._on_made)
            events = PanelEvents(controller)
            panel.on_press(lambda *pressed: controller.loop.post(events.carry_out, *pressed))
            controller.reprice()
            self._controller = controller
            self._screen.show(avatar_panel=panel)
        return self._controller

    def _images(self, keys: Iterable[str] | None) -> list[AvatarImage]:
        """Return pictures on the screen: these, else the selected ones, else the first."""
        record = self._pictured()
        if record is None or not record.image_keys:
            raise ConfigurationError(
                "There are no pictures to make an avatar of.", "Generate some first."
            )
        if keys is None:
            keys = self._selected() or record.image_keys[:1]
        wanted = list(checked_keys(keys, record.image_keys))
        if not wanted:
            raise ConfigurationError("No picture is selected.", "Select one or more.")
        known = {image.key: image for image in record.images}
        return [known[key] for key in wanted]

    def _name(self) -> str:
        """Return a name for an avatar of the pictures on the screen."""
        record = self._pictured()
        asked = record.attributes if record else None
        if asked is None:
            return ""
        return to_title(asked.appearance) if asked.name == DEFAULT_NAME else asked.name
