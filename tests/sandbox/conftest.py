"""Sandboxes in this process, whose time passes only when they sleep or a test sets it."""

from __future__ import annotations

import threading
from io import BytesIO
from types import MappingProxyType

import httpx
import pytest
from PIL import Image

from heygen_widgets.api.http import asgi_transport
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox import SANDBOX_KEY, Scenario, create_app


def png():
    buffer = BytesIO()
    Image.effect_noise((64, 64), 80).save(buffer, "PNG")
    return buffer.getvalue()


PICTURE = png()


class Service:
    """A sandbox with a client. Takes faults, the client's key, and the fields of a scenario."""

    def __init__(self, *faults, key=SANDBOX_KEY, base_url="https://heygen.sandbox", **scenario):
        self.now = 0.0
        self.slept = []
        self.drawn = []
        self.threads = set()
        scenario = {"duration": 0.0, "faults": faults} | scenario
        self.app = create_app(
            Scenario(**scenario), clock=lambda: self.now, sleep=self.sleep, draw=self.draw
        )
        self.state = self.app.state.sandbox
        self.client = httpx.AsyncClient(
            transport=asgi_transport(self.app),
            base_url=base_url,
            headers={} if key is None else {"X-Api-Key": key},
        )

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def draw(self, attributes, generation_id, index):
        self.drawn.append((attributes, generation_id, index))
        self.threads.add(threading.get_ident())
        return self.picture(generation_id, index)

    def picture(self, generation_id, index):
        """Return what is drawn for an index of a generation: a PNG, and which one it is."""
        return PICTURE + f"{generation_id}:{index}".encode()


class V2(Service):
    BODY = MappingProxyType(
        {
            "name": "Ada",
            "age": "Young Adult",
            "gender": "Woman",
            "ethnicity": "South East Asian",
            "orientation": "horizontal",
            "pose": "half_body",
            "style": "Realistic",
            "appearance": "A red jacket",
        }
    )

    def job(self):
        """Create a job without a request."""
        return self.state.create_job(AvatarAttributes(**self.BODY))

    async def generate(self, **changes):
        return await self.client.post("/v2/photo_avatar/photo/generate", json=self.BODY | changes)

    async def submit(self, **changes):
        reply = await self.generate(**changes)
        assert reply.status_code == 200
        return reply.json()["data"]["generation_id"]

    async def get(self, generation_id=None):
        """Request the status, by default that of a new job."""
        generation_id = generation_id or self.job().id
        return await self.client.get(f"/v2/photo_avatar/generation/{generation_id}")

    async def poll(self, generation_id):
        return (await self.get(generation_id)).json()["data"]

    async def finished(self):
        """Submit a job and return its data once it is done."""
        generation_id = await self.submit()
        self.now += self.state.scenario.duration
        return await self.poll(generation_id)

    async def image(self):
        job = self.state.jobs[0] if self.state.jobs else self.job()
        return await self.client.get("/" + job.image_keys[0])

    async def post(self, path, **body):
        """Post to a route of photo avatars, and return the reply."""
        return await self.client.post(f"/v2/photo_avatar/{path}", json=body)

    async def ask(self, path):
        """Return the data of a reply to a GET."""
        reply = await self.client.get(f"/v2/{path}")
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]

    async def new_group(self, **changes):
        """Make a group of the first picture of a new generation, and return its first look."""
        made = await self.finished()
        body = {
            "name": "Ada",
            "image_key": made["image_key_list"][0],
            "generation_id": made["id"],
        }
        reply = await self.post("avatar_group/create", **body | changes)
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]

    async def completed_group(self):
        """Make a group whose look is completed, and return its id."""
        group_id = (await self.new_group())["group_id"]
        self.now += self.state.scenario.look_pending
        return group_id

    async def trained_group(self):
        """Make a group that is trained, and return its id."""
        group_id = await self.completed_group()
        assert (await self.post("train", group_id=group_id)).status_code == 200
        self.now += self.state.scenario.training
        return group_id


class V3(Service):
    BODY = MappingProxyType(
        {"type": "prompt", "name": "Ada", "prompt": "A woman in a red jacket, landscape"}
    )

    async def create(self, *, key=None, api_key=None, **changes):
        headers = {} if key is None else {"Idempotency-Key": key}
        headers |= {} if api_key is None else {"X-Api-Key": api_key}
        return await self.client.post("/v3/avatars", json=self.BODY | changes, headers=headers)

    async def look(self, **changes):
        reply = await self.create(**changes)
        assert reply.status_code == 200
        return reply.json()["data"]["avatar_item"]

    async def upload(self, data=PICTURE, mime_type="image/png"):
        """Upload a file, and return its asset id."""
        reply = await self.client.post("/v3/assets", files={"file": ("a", data, mime_type)})
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]["asset_id"]

    async def photo(self, file=None, **changes):
        """Ask for a look of a photo, by default of a new upload, and return the reply."""
        file = file or {"type": "asset_id", "asset_id": await self.upload()}
        body = {"type": "photo", "name": "Ada", "file": file}
        return await self.client.post("/v3/avatars", json=body | changes)

    async def list(self, path, **query):
        """Return the items of a page of a list, and the token of the next page."""
        reply = await self.client.get(f"/v3/avatars{path}", params=query)
        assert reply.status_code == 200, reply.text
        page = reply.json()
        assert page["has_more"] is (page["next_token"] is not None)
        return page["data"], page["next_token"]

    async def look_without_faults(self):
        """Create a look while no fault strikes, and return its id."""
        faults, self.state.faults = self.state.faults, ()
        look = await self.look()
        self.state.faults = faults
        self.state.requests.clear()
        return look["id"]

    async def get(self, look_id):
        return await self.client.get("/v3/avatars/looks/" + look_id)

    async def poll(self, look_id):
        reply = await self.get(look_id)
        assert reply.status_code == 200
        return reply.json()["data"]


@pytest.fixture
def v2():
    """Return a maker of sandboxes with a client of v2."""
    return V2


@pytest.fixture
def v3():
    """Return a maker of sandboxes with a client of v3."""
    return V3
