"""A studio with pictures, and the panel of their avatar, as a browser presses them."""

from __future__ import annotations

import pytest

from heygen_widgets.widgets.avatars.panel import AvatarPanel
from tests.support.studio_events import press, settled, until


class Panel:
    """A studio whose pictures are there, from the side of the browser.

    Attributes:
        studio: The studio.
        told: What its panel tells the browser: method, values, buffers.
    """

    def __init__(self, studio, told) -> None:
        self.studio = studio
        self.told = told

    def __getattr__(self, trait):
        return getattr(self.studio.avatar_panel, trait)

    @property
    def is_idle(self):
        controller = self.studio._controller.avatar._controller
        return not controller.loop._tasks and not controller.is_working

    async def open(self, event, *numbers):
        """Press a button of the bar for pictures by their numbers."""
        keys = [self.studio.image_keys[number - 1] for number in numbers]
        press(self.studio, event, keys)
        await until(lambda: self.studio.avatar_panel is not None)
        await self.settle()
        return keys

    async def press(self, event, data=None):
        """Press something in the panel, and wait until nothing goes on."""
        self.send(event, data)
        await self.settle()

    def send(self, event, data=None):
        self.studio.avatar_panel._handle_event(None, {"event": event, "data": data}, [])

    async def create(self, *numbers, name="Lina"):
        keys = await self.open("create_avatar", *numbers)
        agreed = self.prices["create"]["token"]
        await self.press("create", {"name": name, "keys": keys, "agreed": agreed})
        return keys

    async def settle(self):
        await settled(self.studio)
        if self.studio.avatar_panel is not None:
            await until(lambda: self.is_idle)


@pytest.fixture
def panel_of(service_of, studio_of, told, monkeypatch):
    """Make a studio with four pictures on a sandbox in which nothing takes time."""
    del told  # it is there first, so that the studio tells it
    from_panel = []

    def tell(_panel, method, *values, buffers=()):
        from_panel.append((method, values, list(buffers)))

    monkeypatch.setattr(AvatarPanel, "tell", tell)

    async def make(api="v2", *, limits=None, **scenario):
        quick = {"look_pending": 0, "training": 0, **scenario}
        service = service_of(api, **quick)
        studio = studio_of(service, **(limits or {}))
        await studio.generate(confirm=True)
        panel = Panel(studio, from_panel)
        await panel.settle()
        panel.service = service
        return panel

    return make
