"""A studio from the side of the browser: its buttons, and what it shows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heygen_widgets import AvatarStudio


def press(studio: AvatarStudio, event: str, data: object = None, buffers: tuple = ()) -> None:
    if event == "generate" and data is None:
        # As the button does: it says which price it showed.
        data = {"agreed": studio.offer["token"]}
    studio._handle_event(None, {"event": event, "data": data}, list(buffers))


def previews(studio: AvatarStudio) -> list[bytes]:
    return [getattr(studio, f"preview_{slot}") for slot in range(len(studio.figures))]


async def until(condition) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the conditions are of many kinds
            await asyncio.sleep(0)


async def settled(studio: AvatarStudio) -> None:
    """Wait until nothing is under way, what was posted to the loop a moment ago included."""
    for _ in range(5):
        await asyncio.sleep(0)
    await until(lambda: not studio._controller.loop._tasks)


async def answer_to(told, studio, event, data, method):
    """Press, and return the message to the browser by this method."""
    told.clear()
    press(studio, event, data)
    await until(lambda: any(name == method for name, _, _ in told))
    return next(message for message in told if message[0] == method)
