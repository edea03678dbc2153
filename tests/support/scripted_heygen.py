"""A HeyGen that answers by script, over httpx's mock transport, in no time."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field

import httpx
import pytest

from heygen_widgets import AvatarAttributes, HeyGen, PollPolicy
from heygen_widgets.api.polling import Clock

HEX = [f"{digit}" * 32 for digit in "789a"]


@dataclass(repr=False)
class Server:
    """HeyGen and its image host.

    Each script is played once, its last line again and again. A line is a status, a pair of status
    and body, a triple with headers, or an exception of httpx to meet on the way. `user` is always
    the answer to v3's free question; without it, `statuses` are.
    """

    images: list
    submits: list = field(default_factory=list)
    statuses: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    sleeps: list = field(default_factory=list)
    time: float = 0.0
    on_request: object = None
    user: object = None

    api = "api.heygen.com"
    key = "NTMzY2QwMGI0ZWI0OTk2/WQ4+YjE=="
    id = "def3076d2c8b4929acf269d8ea6b562e"
    urls = tuple(f"https://resource2.heygen.ai/image/{name}/original" for name in HEX)
    keys = tuple(f"image/{name}/original" for name in HEX)

    def __post_init__(self):
        self.submits.append((200, {"error": None, "data": {"generation_id": self.id}}))
        self.statuses.append(self.state("success"))

    def state(self, word, **changes):
        lists = {"image_url_list": list(self.urls), "image_key_list": list(self.keys)}
        if word != "success":
            lists = dict.fromkeys(lists)
        data = {"id": self.id, "status": word, "msg": None} | lists | changes
        return (200, {"error": None, "data": data})

    async def __call__(self, request):
        await asyncio.sleep(0)
        self.requests.append(request)
        if self.on_request:
            await self.on_request(request)
        if request.url.host != self.api:
            script = self.images
        elif self.user is not None and request.url.path == "/v3/users/me":
            return play(self.user, request)
        else:
            script = self.submits if request.method == "POST" else self.statuses
        return play(script.pop(0) if len(script) > 1 else script[0], request)

    async def sleep(self, seconds):
        self.sleeps.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)

    @property
    def posts(self):
        return [r for r in self.requests if r.method == "POST"]

    @property
    def asks(self):
        return [r for r in self.requests if r.method == "GET" and r.url.host == self.api]

    @property
    def downloads(self):
        return [r for r in self.requests if r.url.host != self.api]

    def client(self, **changes):
        """A client of this server whose waits take no time."""
        options = {"api_key": self.key, "api": "v2", "poll": PollPolicy(first=0, longest=0)}
        options |= changes
        client = HeyGen(**options, transport=httpx.MockTransport(self))
        client._clock = Clock(now=lambda: self.time, sleep=self.sleep, chance=lambda: 0.5)
        return client


class Made:
    """A line of a script: HeyGen makes the look, and answers with that line all the same."""

    def __init__(self, line):
        self.line = line


@dataclass(repr=False)
class Looks(Server):
    """HeyGen's v3: each POST makes one look, and one only under each key.

    `submits` is played first, a line a POST, whichever comes first; None makes a look as usual.
    `answers` holds a script for a look, by its number, of lines as above, played to their end:
    then the look is completed, as are those that have none.
    """

    made: dict = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    uploads: list = field(default_factory=list)
    balance: object = None

    id = "+".join("bcdef012"[number] * 32 for number in range(4))

    def __post_init__(self):
        if self.balance is None:
            wallet = {"currency": "usd", "remaining_balance": 12.5, "auto_reload": None}
            self.balance = (200, {"data": {"username": "5d", "wallet": wallet}})

    @property
    def posts(self):
        return [r for r in self.requests if r.method == "POST" and r.url.path == "/v3/avatars"]

    @property
    def sent_keys(self):
        return [request.headers.get("idempotency-key") for request in self.posts]

    @property
    def bodies(self):
        return [json.loads(request.content) for request in self.posts]

    def look(self, number, word="completed", **changes):
        """An answer about a look."""
        done = word == "completed"
        look_id = "bcdef012"[number] * 32
        data = {"id": look_id, "name": "Ada", "avatar_type": "photo_avatar", "status": word}
        data |= {"preview_image_url": f"https://files2.heygen.ai/{look_id}/1" if done else None}
        return (200, {"data": data | {"error": None} | changes})

    async def __call__(self, request):
        await asyncio.sleep(0)
        self.requests.append(request)
        if self.on_request:
            await self.on_request(request)
        if request.url.host != self.api:
            line = self.images.pop(0) if len(self.images) > 1 else self.images[0]
        elif request.url.path == "/v3/users/me":
            line = self.balance
        elif request.url.path == "/v3/assets":
            line = (200, {"data": {"asset_id": f"asset-{len(self.uploads)}"}})
            self.uploads.append(await request.aread())
        elif request.url.path.startswith("/v3/avatars"):
            line = self._create(request) if request.method == "POST" else self._tell(request)
        else:
            line = (404, b"<html>Not Found</html>", {"content-type": "text/html"})
        return play(line, request)

    def _create(self, request):
        line = self.submits.pop(0) if self.submits else None
        if line is not None and not isinstance(line, Made):
            return line
        key = request.headers.get("idempotency-key", f"none {len(self.made)}")
        number = self.made.setdefault(key, len(self.made))
        status, body = self.look(number, "processing")
        reply = (status, {"data": {"avatar_item": body["data"], "avatar_group": None}})
        return line.line if isinstance(line, Made) else reply

    def _tell(self, request):
        number = "bcdef012".index(request.url.path.rpartition("/")[2][0])
        script = self.answers.get(number)
        return script.pop(0) if script else self.look(number)

    def client(self, **changes):
        return super().client(**{"api": "v3"} | changes)


def play(line, request):
    """Return the response that a line of a script stands for, or raise its exception."""
    if isinstance(line, type):
        raise line("broken", request=request)
    given = line if isinstance(line, tuple) else (line,)
    status, body, headers = (*given, b"", {})[:3] if len(given) == 1 else (*given, {})[:3]
    content = {"content": body} if isinstance(body, bytes) else {"json": body}
    return httpx.Response(status, headers=headers, **content)


@pytest.fixture
def server(png):
    return Server(images=[(200, png, {"content-type": "image/png"})])


@pytest.fixture
def looks(png):
    return Looks(images=[(200, png, {"content-type": "image/png"})])


@pytest.fixture
def attributes():
    return AvatarAttributes(name="Ada", style="Noir", appearance="A red jacket, 日本 🎨")


@pytest.fixture
def updates():
    """A list that a run's `on_update` can fill."""
    return []
