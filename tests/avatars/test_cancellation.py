"""A verb that is cancelled at any turn of the loop, and called again, pays only once."""

from __future__ import annotations

import asyncio
import gc
import itertools
import sqlite3
from contextlib import closing
from urllib.parse import parse_qsl

import httpx
import pytest

from heygen_widgets import HeyGen, History, PollPolicy
from heygen_widgets.api.polling import Clock
from heygen_widgets.avatars import settling
from tests.support.cancelled_runs import struck, without_threads
from tests.support.independent_heygen import IndependentHeyGen
from tests.support.independent_heygen.listener import HangUp, parsed

TIMEOUTS = {"timeout", "scope"}


class Wire(httpx.AsyncBaseTransport):
    """Asks a server on the same loop; each request takes some turns on its way there and back."""

    def __init__(self, server):
        self._server = server

    async def handle_async_request(self, request):
        body = await request.aread()
        headers = {name.lower(): value for name, value in request.headers.items()}
        address = (request.url.path, dict(parse_qsl(request.url.query.decode())))
        await turns(4)
        try:
            answer = self._server._answer(request.method, address, headers, parsed(headers, body))
        except HangUp:
            raise httpx.ReadError("hung up") from None
        await turns(4)
        status, headers, content = answer
        return httpx.Response(status, headers=headers, content=content, request=request)


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


class Case:
    """A verb that is called, struck, and called again; each time about another avatar."""

    def __init__(self, verb, api, folder):
        self.server = IndependentHeyGen(
            apis={api}, seconds=0, training_seconds=0, wallet=1e6, quota=10**8
        )
        self.server.url = "http://127.0.0.1:1"
        self.api, self.time, self.numbers = api, 0.0, itertools.count()
        self.history = History(folder)
        self.client = HeyGen(
            "k",
            api=api,
            base_url=self.server.url,
            history=self.history,
            poll=PollPolicy(first=0, longest=0),
            transport=Wire(self.server),
        )
        self.client._clock = Clock(now=lambda: self.time, sleep=self.sleep, chance=lambda: 0.5)
        self.photos = asyncio.run(self.client.generate("a baker", count=4))
        self.prepare, self.call = getattr(self, f"before_{verb}"), getattr(self, verb)

    async def sleep(self, seconds):
        self.time += seconds
        await asyncio.sleep(0)

    async def before_create_group(self):
        self.name = f"avatar {next(self.numbers)}"
        # A photo of one's own, which v3 has to make a look of.
        self.photo = self.photos.images[0].pil.rotate(90)
        self.photo.putpixel((0, 0), (int(self.name.split()[1]) % 256, 0, 0))

    async def create_group(self):
        return await self.client.create_group(self.name, self.photo)

    async def before_add_looks(self):
        await self.before_create_group()
        self.group = await self.create_group()

    async def add_looks(self):
        return await self.client.add_looks(self.group, self.photos.images[1:3])

    async def before_train(self):
        await self.before_add_looks()

    async def train(self):
        return await self.client.train(self.group)

    async def before_wait(self):
        await self.before_train()
        await self.train()

    async def wait(self):
        return await self.client.wait_until_trained(self.group)

    async def before_generate_looks(self):
        await self.before_wait()
        await self.wait()

    async def generate_looks(self):
        return await self.client.generate_looks(self.group, "in a coat", count=4)

    def strike(self, way, at):
        asyncio.run(self.prepare())
        made, billed, spent = self.server.made.copy(), self.billed, self.spent
        outcome = struck(self.call, way, at)
        self.check_end(way, outcome)
        assert "submitting" not in self.statuses(), "nobody sends it any more"
        assert self.spent - spent >= self.billed - billed - 1e-6, "the ledger counts too little"
        if self.call != self.generate_looks:
            asyncio.run(self.call())
            again = struck(self.call, "cancel", None)
            assert again.result is not None
            if self.call == self.train:
                asyncio.run(self.wait())
            new = self.server.made - made
            del new["asset"]
            assert new == self.made_once(), "made twice, or not at all"
            assert self.history.unfinished() == self.history.unknown() == []
        return outcome

    def check_end(self, way, outcome):
        assert outcome.complaints == []
        assert outcome.leftovers == []
        if outcome.result is None and not way.startswith("end"):
            expected = TimeoutError if way in TIMEOUTS else asyncio.CancelledError
            assert type(outcome.error) is expected, outcome.error

    @property
    def billed(self):
        """What was billed: credits on v2, US dollars on v3."""
        return sum(amount for _, amount in self.server.charges)

    @property
    def spent(self):
        """What the client says of that."""
        return sum(price.amount for price in self.client.spent.prices)

    def statuses(self):
        """The statuses of all runs, as they are written."""
        with closing(sqlite3.connect(self.history.path / "history.sqlite3")) as connection:
            return [status for (status,) in connection.execute("SELECT status FROM runs")]

    def made_once(self):
        kind = {"v2": {}, "v3": {"photo_look": 1}}[self.api]
        return {
            "create_group": {"group": 1, "look": 1} | kind,
            "add_looks": {"look": 2} | dict.fromkeys(kind, 2),
            "train": {"training": 1},
            "wait": {},
        }[self.call.__name__]


CASES = [("create_group", "v2"), ("create_group", "v3"), ("add_looks", "v2"), ("add_looks", "v3")]
CASES += [("train", "v2"), ("wait", "v2"), ("generate_looks", "v2"), ("generate_looks", "v3")]


# Every second turn is struck, in one of these ways after the other: all would take minutes.
WAYS = ("cancel", "end", "cancel_always", "timeout", "scope")


@pytest.mark.parametrize(("verb", "api"), CASES, ids=["-".join(case) for case in CASES])
def test_cancelled_at_any_turn_and_called_again_a_verb_makes_it_once(
    *, verb, api, tmp_path, monkeypatch, recwarn
):
    monkeypatch.setattr(settling, "GRACE", 1.0)
    monkeypatch.setattr(settling, "PAUSE", 1.0)
    without_threads(monkeypatch)
    case = Case(verb, api, tmp_path)
    whole = case.strike("cancel", None)
    assert whole.result is not None
    for turn, way in zip(range(1, whole.left_at + 1, 2), itertools.cycle(WAYS), strict=False):
        try:
            case.strike(way, turn)
        except BaseException as error:
            error.add_note(f"struck by {way} at turn {turn} of {whole.left_at}")
            raise
    gc.collect()
    assert [str(warning.message) for warning in recwarn] == []
