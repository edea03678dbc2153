"""A studio on a sandbox that is quick and whose jobs can be counted."""

from collections.abc import Callable

import pytest

from heygen_widgets import AvatarStudio, HeyGen, PollPolicy
from heygen_widgets.api.http import asgi_transport
from heygen_widgets.config.urls import SANDBOX_URL
from heygen_widgets.sandbox import SANDBOX_KEY, Scenario, create_app

AT_ONCE = PollPolicy(first=0.01, longest=0.01)


class Service:
    """A sandbox with plain pictures, the same or one for each index, and a client of it."""

    def __init__(self, scenario: Scenario, *pngs: bytes, api: str = "v2") -> None:
        self.app = create_app(scenario, draw=lambda *about: pngs[about[-1] % len(pngs)])
        self.client = HeyGen(
            scenario.api_key or SANDBOX_KEY,
            api=api,
            base_url=SANDBOX_URL,
            poll=AT_ONCE,
            transport=asgi_transport(self.app),
        )

    @property
    def jobs(self) -> list:
        return self.app.state.sandbox.jobs


@pytest.fixture
def service_of(large_png: bytes) -> Callable[..., Service]:
    def make(served_by: str = "v2", **scenario) -> Service:
        return Service(Scenario(**{"duration": 0, **scenario}), large_png, api=served_by)

    return make


@pytest.fixture
def service(service_of: Callable[..., Service]) -> Service:
    return service_of()


@pytest.fixture
def studio_of() -> Callable[..., AvatarStudio]:
    def make(service: Service, **attributes) -> AvatarStudio:
        start = {"name": "Ada", "appearance": "A violinist in a red dress", **attributes}
        return AvatarStudio(client=service.client, **start)

    return make
