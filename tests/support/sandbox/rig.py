"""A sandbox that fails as it is told, a client whose waits take no time, and a studio on top."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections import Counter, defaultdict
from functools import cache

import httpx
from PIL import Image

from heygen_widgets import AvatarStudio, HeyGen, History, PollPolicy
from heygen_widgets.api.http import asgi_transport
from heygen_widgets.api.polling import Clock
from heygen_widgets.config.urls import SANDBOX_URL
from heygen_widgets.sandbox import SANDBOX_KEY, Scenario, create_app


@cache
def plain_picture() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 80).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


class Counting(httpx.AsyncBaseTransport):
    """Reaches the sandbox; notes what was sent, and which answers arrived whole.

    Attributes:
        posts: How many submits were sent.
        ids: The ids of generations and looks in answers that arrived whole.
        keys: The looks in answers that arrived whole, by the key that they were asked for under.
        answers: How many submits were answered with each HTTP status.
        posted: What was asked for in submits, by its description.
    """

    def __init__(self, app) -> None:
        self._inner = asgi_transport(app)
        self.posts = 0
        self.ids = []
        self.keys = defaultdict(set)
        self.answers = Counter()
        self.posted = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != "POST":
            return await self._inner.handle_async_request(request)
        self.posts += 1
        wanted = json.loads(request.content)
        self.posted.add(wanted.get("appearance") or wanted["prompt"].partition(". ")[2])
        response = await self._inner.handle_async_request(request)
        body = await response.aread()
        self.answers[response.status_code] += 1
        self._note(body, request.headers.get("idempotency-key"))
        return httpx.Response(response.status_code, headers=response.headers, content=body)

    def _note(self, body: bytes, key: str | None) -> None:
        try:
            data = httpx.Response(200, content=body).json()["data"]
            found = data["avatar_item"]["id"] if key else data["generation_id"]
        except (ValueError, KeyError, TypeError):
            return  # no answer that holds an id
        self.ids.append(found)
        self.keys[key].add(found)


class Rig:
    """A sandbox, and all that is built on it; its time passes only while somebody sleeps.

    Args:
        folder: Where the history is.
        faults: What goes wrong.
        scenario: As in `Scenario`.
    """

    def __init__(self, folder, *faults, **scenario) -> None:
        self.now = 0.0
        self.slept = []
        self.app = create_app(
            Scenario(**{"duration": 0, "faults": faults, **scenario}),
            clock=lambda: self.now,
            sleep=self.sleep,
            draw=lambda *_: plain_picture(),
        )
        self.sandbox = self.app.state.sandbox
        self.history = History(folder)
        self.transports = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def client(self, api: str = "v2", **options) -> HeyGen:
        self.transports.append(Counting(self.app))
        client = HeyGen(
            SANDBOX_KEY,
            api=api,
            base_url=SANDBOX_URL,
            poll=PollPolicy(first=1, longest=1),
            history=self.history,
            transport=self.transports[-1],
            **options,
        )
        client._clock = Clock(now=lambda: self.now, sleep=self.sleep)
        return client

    def studio(self) -> AvatarStudio:
        start = {"name": "Ada", "appearance": "A violinist in a red dress"}
        # Waits take no time: a run that never ends gives up after some 120 questions.
        return AvatarStudio(client=self.client(), timeout=120, **start)

    @property
    def posts(self) -> int:
        return sum(transport.posts for transport in self.transports)

    @property
    def ids(self) -> list[str]:
        return [found for transport in self.transports for found in transport.ids]

    @property
    def answers(self) -> Counter:
        return sum((transport.answers for transport in self.transports), Counter())

    @property
    def posted(self) -> set[str]:
        return set().union(*(transport.posted for transport in self.transports))

    def heal(self) -> None:
        """Let nothing go wrong from now on, also with the jobs that are there."""
        self.sandbox.faults = ()
        for job in (*self.sandbox.jobs, *self.sandbox.looks):
            job.final_fault = None


def press(studio: AvatarStudio, event: str, data: object = None) -> None:
    if event == "generate":
        # As the button does: it says which price it showed.
        data = {"agreed": studio.offer["token"]}
    studio._handle_event(None, {"event": event, "data": data}, [])


async def until(condition) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - the conditions are of many kinds
            await asyncio.sleep(0)


async def click(studio: AvatarStudio, event: str = "generate", data: object = None) -> None:
    """Press a button and wait until the studio has shown all that comes of it."""
    before = studio._controller.run._task
    press(studio, event, data)
    await until(lambda: studio._controller.run._task is not before)
    await asyncio.wait([studio._controller.run._task])
    await until(lambda: not studio._controller.loop._tasks)


def is_whole(file) -> bool:
    """Whether an image file of the history is as it was recorded, and can be decoded."""
    data = file.path.read_bytes()
    Image.open(io.BytesIO(data)).load()
    return len(data) == file.byte_count and hashlib.sha256(data).hexdigest() == file.digest
