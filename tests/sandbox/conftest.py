"""A v3 sandbox in this process, whose time passes only when it sleeps or is told to."""

from __future__ import annotations

from io import BytesIO

import httpx
import pytest
from PIL import Image

from heygen_widgets.api.http import asgi_transport
from heygen_widgets.sandbox import SANDBOX_KEY, Scenario, create_app

LOOKS = "/v3/avatars/looks/"
BODY = {"type": "prompt", "name": "Ada", "prompt": "A woman in a red jacket, landscape"}


class V3:
    def __init__(self, *faults, key=SANDBOX_KEY, **scenario):
        self.now = 0.0
        self.slept = []
        self.drawn = []
        scenario = {"duration": 0.0, "faults": faults} | scenario
        self.app = create_app(
            Scenario(**scenario), clock=lambda: self.now, sleep=self.sleep, draw=self.draw
        )
        self.state = self.app.state.sandbox
        self.client = httpx.AsyncClient(
            transport=asgi_transport(self.app),
            base_url="https://heygen.sandbox",
            headers={} if key is None else {"X-Api-Key": key},
        )

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def draw(self, attributes, look_id, index):
        self.drawn.append((attributes, look_id, index))
        buffer = BytesIO()
        Image.new("RGB", (8, 8), f"#{look_id[:6]}").save(buffer, "PNG")
        return buffer.getvalue()

    async def create(self, *, key=None, api_key=None, **changes):
        headers = {} if key is None else {"Idempotency-Key": key}
        headers |= {} if api_key is None else {"X-Api-Key": api_key}
        return await self.client.post("/v3/avatars", json=BODY | changes, headers=headers)

    async def look(self, **changes):
        reply = await self.create(**changes)
        assert reply.status_code == 200
        return reply.json()["data"]["avatar_item"]

    async def get(self, look_id):
        return await self.client.get(LOOKS + look_id)

    async def poll(self, look_id):
        reply = await self.get(look_id)
        assert reply.status_code == 200
        return reply.json()["data"]


@pytest.fixture
def v3():
    """Returns a maker of sandboxes: takes faults, and the fields of a scenario."""
    return V3
