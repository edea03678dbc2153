"""New looks of an avatar: the run that makes them, and the pictures that came of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError, HeyGenError
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.widgets.avatars import view_model
from heygen_widgets.widgets.avatars.contract import NOTHING_MADE, LookRow, Making
from heygen_widgets.widgets.runs import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine, Iterable

    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.widgets.library.library_screen import LibraryScreen

_NEW = {"v2": "Not in the avatar yet", "v3": "New"}


class LookMaking:
    """Waits for new looks, one run at a time, and shows how far they are.

    Args:
        screen: The widget.
        on_pictures: Called when there are other pictures than before.

    Attributes:
        generation: The latest run; None before the first one.
    """

    def __init__(self, screen: LibraryScreen, on_pictures: Callable[[], object]) -> None:
        self._screen = screen
        self._on_pictures = on_pictures
        self._task: asyncio.Task[Any] | None = None
        self._pictures: dict[str, tuple[str, str, AvatarImage]] = {}
        self.generation: Generation | None = None

    @property
    def is_running(self) -> bool:
        """Whether looks are waited for."""
        return self._task is not None and not self._task.done()

    def refuse_if_running(self) -> None:
        """Refuse what can't be done while looks are waited for.

        Raises:
            ConfigurationError: Some are.
        """
        if self.is_running:
            raise ConfigurationError(
                "New looks are being made already.", "Wait for them, or press Stop waiting."
            )

    async def carry_out(
        self,
        group_id: str,
        client: HeyGen,
        usual: Iterable[float],
        work: Callable[[Callable[[Generation], None]], Coroutine[Any, Any, Generation]],
        count: int = 0,
    ) -> Generation:
        """Wait for a run and return its record; what goes wrong is shown by whoever hears of it.

        Args:
            group_id: The avatar.
            client: Who serves.
            usual: Between how many seconds such runs usually take.
            work: Starts the run; it is given what shows its records.
            count: How many pictures it shall make; 0 if that is unknown.

        Raises:
            ConfigurationError: A run goes on already.
            HeyGenError: As `HeyGen.generate_looks` raises it.
        """
        self.refuse_if_running()
        self._task = asyncio.current_task()
        self.generation = None
        begun = time.time()
        server = "The sandbox" if client.is_sandbox else "HeyGen"

        def show(record: Generation) -> None:
            self.generation = record
            self._keep(group_id, record)
            line = messages.SUBMITTING
            if record.status is not GenerationStatus.SUBMITTING:
                line = f"{server} is working on it…"
            self._screen.show(
                making=Making(
                    group_id=group_id,
                    line=line,
                    is_waiting=True,
                    can_stop=True,
                    started_at=record.submitted_at.timestamp() if record.submitted_at else begun,
                    usual=[*usual],
                    awaited=max(0, count - len(record.images)),
                )
            )

        self._screen.show(
            alert=None,
            making={**NOTHING_MADE, "group_id": group_id, "line": messages.SUBMITTING}
            | {"is_waiting": True, "can_stop": True, "started_at": begun, "usual": [*usual]}
            | {"awaited": count},
        )
        try:
            record = await work(show)
        except asyncio.CancelledError:
            if (left := self._stopped()) is not None:
                alert = messages.alert_for_record(left, sandbox=client.is_sandbox)
                self._screen.show(alert=alert)
            raise
        except HeyGenError as error:
            if error.generation is not None:
                show(error.generation)  # type: ignore[arg-type]
            raise
        else:
            show(record)
            return record
        finally:
            self._task = None
            self._screen.show(making=dict(NOTHING_MADE))

    def stop(self) -> None:
        """Stop waiting. HeyGen goes on, and bills it; `HeyGen.resume` waits again."""
        if self._task:
            self._task.cancel()

    def images(self, keys: Collection[str]) -> list[AvatarImage]:
        """Return the pictures with these keys."""
        return [image for key, (_, _, image) in self._pictures.items() if key in keys]

    def rows(self, group_id: str, besides: Collection[str]) -> list[LookRow]:
        """Return the pictures of an avatar that are none of these looks."""
        return [
            view_model.picture_row(image, group_id, api, _NEW.get(api, ""))
            for key, (of, api, image) in self._pictures.items()
            if of == group_id and key not in besides
        ]

    def restore(self, group_id: str, records: Iterable[Generation]) -> None:
        """Find pictures again that earlier runs made, and that are no looks yet."""
        for record in records:
            added = {look.image_key for look in record.looks}
            for image in record.images:
                if image.key and image.key not in added:
                    self._pictures.setdefault(image.key, (group_id, record.api, image))

    def forget(self, keys: Iterable[str]) -> None:
        """Leave out pictures that are looks by now, or deleted."""
        for key in keys:
            self._pictures.pop(key, None)

    def _stopped(self) -> Generation | None:
        """Return the run that was waited for, as stopped; None if nothing of it is known."""
        record = self.generation
        if record is not None and not record.status.is_final:
            record = self.generation = replace(record, status=GenerationStatus.STOPPED)
        return record

    def _keep(self, group_id: str, record: Generation) -> None:
        for image in record.images:
            if image.key:
                self._pictures[image.key] = (group_id, record.api, image)
        if record.images:
            self._on_pictures()
