"""Experiments over a quick sandbox, and what they tell the browser."""

import asyncio

import pytest

from heygen_widgets import AvatarSweep
from heygen_widgets.api import pace

STYLES = ["Noir", "Pixar"]
PROMPT = "a chef with {hat: a beret|a cap}"


@pytest.fixture(autouse=True)
def _quick_questions(monkeypatch):
    monkeypatch.setattr(pace, "QUESTIONS", 10_000.0)


@pytest.fixture
def told(monkeypatch):
    """What experiments tell the browser: method, values, buffers."""
    messages = []

    def tell(_widget, method, *values, buffers=()):
        messages.append((method, *values, list(buffers)))

    monkeypatch.setattr(AvatarSweep, "tell", tell)
    return messages


@pytest.fixture
def widget_of(service, told):
    """Return a function that makes an experiment, and waits until it shows its price."""
    del told  # it is there first, so that the experiment tells it

    async def make(base=PROMPT, **options):
        given = {"style": STYLES} | options if base else options
        widget = AvatarSweep(base, client=service.client, **given)
        await settled(widget)
        return widget

    return make


@pytest.fixture
async def widget(widget_of):
    """An experiment of four cells that was not begun."""
    return await widget_of()


@pytest.fixture
async def made(widget):
    """An experiment of four cells that are made."""
    await widget.run(progress=False)
    await settled(widget)
    return widget


async def settled(widget):
    """Wait until nothing is under way, what was posted to the loop a moment ago included."""
    async with asyncio.timeout(60):
        for _ in range(5):
            await asyncio.sleep(0)
        while widget._controller.loop._tasks:  # noqa: ASYNC110 - a condition of a widget
            await asyncio.sleep(0.005)


async def press(widget, event, data=None):
    """Send an event as the browser does, and wait until nothing is under way."""
    widget._events.carry_out(event, data)
    await settled(widget)
