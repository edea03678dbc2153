"""Libraries over an account that answers as a test says."""

import asyncio

import pytest

from heygen_widgets import AvatarLibrary
from tests.support.scripted_account import ScriptedAccount, a_group, a_look


@pytest.fixture
def told(monkeypatch):
    """What libraries tell the browser: method, values, buffers."""
    messages = []

    def tell(_library, method, *values, buffers=()):
        messages.append((method, values, list(buffers)))

    monkeypatch.setattr(AvatarLibrary, "tell", tell)
    return messages


@pytest.fixture
def account(large_png):
    """Two avatars; the first one has two looks."""
    return ScriptedAccount([a_group(1), a_group(2)], [a_look("coat"), a_look("hat")], png=large_png)


@pytest.fixture
async def library(account, told):
    """A library that has loaded its first page."""
    del told  # it is there first, so that the library tells it
    library = AvatarLibrary(account, history=False)
    await settled(library)
    return library


async def settled(library):
    """Wait until nothing is under way, what was posted to the loop a moment ago included."""
    async with asyncio.timeout(20):
        for _ in range(5):
            await asyncio.sleep(0)
        while library._controller.loop._tasks:  # noqa: ASYNC110 - a condition of a widget
            await asyncio.sleep(0)
