"""What a client does that sends a submit again after trouble: so the matrix can fail."""

from __future__ import annotations

import httpx
import pytest

from heygen_widgets import AvatarAttributes
from heygen_widgets.api.http import asgi_transport
from heygen_widgets.sandbox import SANDBOX_KEY
from tests.support.sandbox.fault_outcomes import ALWAYS
from tests.support.sandbox.rig import Rig

AMBIGUOUS = [kind for kind, row in ALWAYS.items() if row.jobs == 1 and row.status == "unknown"]


async def submit_naively(app, attributes) -> str | None:
    """Submit as common retry wrappers do: again after any trouble, three times."""
    async with httpx.AsyncClient(
        transport=asgi_transport(app),
        base_url="https://heygen.sandbox",
        headers={"X-Api-Key": SANDBOX_KEY},
    ) as client:
        for _ in range(3):
            try:
                answer = await client.post(
                    "/v2/photo_avatar/photo/generate", json=attributes.to_dict()
                )
                return answer.raise_for_status().json()["data"]["generation_id"]
            except (httpx.HTTPError, ValueError, KeyError):
                continue
    return None


@pytest.mark.parametrize("fault", AMBIGUOUS)
async def test_a_client_that_submits_again_pays_again(fault, tmp_path):
    rig = Rig(tmp_path, f"{fault}*1")
    attributes = AvatarAttributes(name="Ada", appearance="A violinist")
    assert await submit_naively(rig.app, attributes) == rig.sandbox.jobs[1].id
    assert len(rig.sandbox.jobs) == 2
    assert ALWAYS[fault].jobs == 1


def test_there_are_faults_in_which_submitting_again_costs_money():
    assert len(AMBIGUOUS) >= 10
