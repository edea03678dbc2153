"""Clients of a HeyGen of another hand, whose waits are short."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest

from heygen_widgets import HeyGen, History, PollPolicy
from heygen_widgets.api.polling import Clock
from heygen_widgets.avatars import settling
from tests.support.independent_heygen import IndependentHeyGen

LONGEST = 0.02
"""Seconds that a client waits at most where it would wait for minutes."""

GROUP = "POST /v2/photo_avatar/avatar_group/create"
ADD = "POST /v2/photo_avatar/avatar_group/add"
TRAIN = "POST /v2/photo_avatar/train"
LOOKS = "POST /v2/photo_avatar/look/generate"
AVATARS = "POST /v3/avatars"


async def short_sleep(seconds):
    await asyncio.sleep(min(seconds, LONGEST))


async def until(condition):
    """Wait until the server, which is in another thread, has come so far."""
    while not condition():  # noqa: ASYNC110 - nothing on this loop tells
        await asyncio.sleep(0.002)


@dataclass
class Place:
    """A server, a client of it, and its history."""

    server: IndependentHeyGen
    heygen: HeyGen
    folder: object

    @property
    def history(self):
        return self.heygen.history

    def steps(self, kind, **of):
        """The runs of a kind, as the history has them."""
        recorder = self.heygen._recorder
        place = {"backend": recorder.backend, "account": recorder.account}
        return self.history.steps(kind, **place, **of)

    def client(self, **options):
        """Another client of the same account, as a fresh process has it."""
        return client_of(self.server, self.folder, **options)

    async def photos(self, count=4):
        return await self.heygen.generate("a baker", count=count)

    def billed(self, what):
        return sum(charge.what == what for charge in self.server.charges)


def client_of(server, folder, **options):
    options = {"history": History(folder), "poll": PollPolicy(first=0.0, longest=0.02)} | options
    client = HeyGen("k", base_url=server.url, **options)
    client._clock = Clock(sleep=short_sleep)
    return client


@pytest.fixture
async def start(tmp_path, monkeypatch):
    monkeypatch.setattr(settling, "GRACE", 0.2)
    monkeypatch.setattr(settling, "PAUSE", 0.02)
    async with AsyncExitStack() as stack:

        async def make(api, *, client=None, **options):
            options = {"seconds": 0.02, "training_seconds": 0.05, "wallet": 1000.0} | options
            server = stack.enter_context(IndependentHeyGen(apis={api}, **options))
            heygen = client_of(server, tmp_path / api, **(client or {}))
            return Place(server, await stack.enter_async_context(heygen), tmp_path / api)

        yield make
