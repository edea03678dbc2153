"""What a client of v3 sees of each kind of fault. Those of images are the same in v2."""

from __future__ import annotations

import json
from contextlib import suppress

import httpx
import pytest

from heygen_widgets.sandbox import FAULTS
from heygen_widgets.sandbox.fault_catalogue import GENERATION_FAULTS, V2_ONLY
from heygen_widgets.sandbox.faults import responses

HTML = "text/html; charset=utf-8"


JSON = "application/json"


CUT = httpx.RemoteProtocolError


SUBMIT = {
    "submit:drop-before": (CUT, None, 0),
    "submit:drop-after": (CUT, None, 1),
    "submit:401": (401, "unauthorized", 0),
    "submit:402": (402, "insufficient_credit", 0),
    "submit:408": (408, HTML, 0),
    "submit:408-made": (408, HTML, 1),
    "submit:404": (404, "asset_not_found", 0),
    "submit:409": (409, "request_in_progress", 0),
    "submit:409-conflict": (409, "conflict", 0),
    "submit:429": (429, "rate_limit_exceeded", 0),
    "submit:500": (500, "internal_error", 0),
    "submit:500-made": (500, "internal_error", 1),
    "submit:502": (502, HTML, 0),
    "submit:502-made": (502, HTML, 1),
    "submit:503": (503, "service_unavailable", 0),
    "submit:503-made": (503, "service_unavailable", 1),
    "submit:504": (504, "gateway_timeout", 0),
    "submit:504-made": (504, "gateway_timeout", 1),
    "submit:html": (200, HTML, 1),
    "submit:malformed": (200, JSON, 1),
    "submit:partial": (200, JSON, 1),
    "submit:no-id": (200, JSON, 1),
    "submit:invalid": (400, "invalid_parameter", 0),
    "submit:rejected": (400, "content_policy_violation", 0),
    "submit:slow": (200, JSON, 1),
    "submit:retired": (404, HTML, 0),
    "api:slow": (200, JSON, 1),
}


POLL = {
    "poll:drop": (CUT, None),
    "poll:401": (401, "unauthorized"),
    "poll:404": (404, "not_found"),
    "poll:408": (408, HTML),
    "poll:429": (429, "rate_limit_exceeded"),
    "poll:500": (500, "internal_error"),
    "poll:502": (502, HTML),
    "poll:503": (503, "service_unavailable"),
    "poll:504": (504, "gateway_timeout"),
    "poll:html": (200, HTML),
    "poll:malformed": (200, JSON),
    "poll:error": (200, "status_unreadable"),
    "poll:partial": (200, JSON),
    "poll:unknown-status": (200, JSON),
    "poll:not-yet": (404, "not_found"),
    "poll:slow": (200, JSON),
    "poll:failed": (200, JSON),
    "poll:failed-error": (200, "insufficient_credit"),
    "poll:never": (200, JSON),
    "poll:empty": (200, JSON),
    "poll:vanished": (404, "not_found"),
    "poll:moved": (404, "not_found"),
    "poll:pending-consent": (200, JSON),
    "poll:retired": (404, HTML),
    "api:slow": (200, JSON),
}


async def seen(ask):
    try:
        reply = await ask
    except httpx.HTTPError as error:
        return type(error), None
    kind = reply.headers["Content-Type"]
    try:
        error = json.loads(reply.text).get("error", {})
    except ValueError:
        return reply.status_code, kind
    if error:
        assert error["doc_url"].endswith("#" + error["code"])
    return reply.status_code, error.get("code", kind)


@pytest.mark.parametrize("kind", SUBMIT)
async def test_each_fault_of_a_create(v3, kind):
    heygen = v3(kind)
    outcome, body, looks = SUBMIT[kind]
    assert await seen(heygen.create()) == (outcome, body)
    assert len(heygen.state.looks) == looks
    assert heygen.state.remaining_wallet == round(1000 - 1.0 * looks, 2)
    assert heygen.state.requests == {"create": 1}
    assert heygen.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", POLL)
async def test_each_fault_of_a_request_for_a_look(v3, kind):
    heygen = v3(kind)
    look_id = await heygen.look_without_faults()
    assert await seen(heygen.get(look_id)) == POLL[kind]
    assert heygen.state.requests == {"look": 1}
    assert heygen.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind.startswith("image:")])
async def test_a_fault_of_images_strikes_requests_for_the_images_of_looks_only(v3, kind):
    heygen = v3(f"{kind}*1")
    link = (await heygen.poll((await heygen.look())["id"]))["preview_image_url"]
    assert not heygen.state.faults_injected
    with suppress(CUT):
        await heygen.client.get(link)
    assert heygen.state.faults_injected == {kind: 1}


def test_every_kind_that_strikes_v3_is_tested():
    images = {kind for kind in FAULTS if kind.startswith("image:")}
    assert GENERATION_FAULTS.keys() - V2_ONLY == SUBMIT.keys() | POLL.keys() | images


@pytest.mark.parametrize("kind", sorted(V2_ONLY))
async def test_a_fault_of_v2_never_strikes_v3(v3, kind):
    heygen = v3(kind)
    reply = await heygen.get((await heygen.look())["id"])
    assert reply.json()["data"]["status"] == "completed"
    assert reply.json()["data"]["preview_image_url"]
    assert "Deprecation" not in reply.headers
    assert not heygen.state.faults_injected


@pytest.mark.parametrize(
    "kind", [kind for kind in FAULTS if not kind.startswith(("api:", "upload:"))]
)
async def test_only_faults_of_their_own_strike_the_account_and_uploads(v3, kind):
    heygen = v3(kind)
    assert (await heygen.client.get("/v3/users/me")).status_code == 200
    files = {"file": ("a.png", b"\x89PNG\r\n\x1a\n", "image/png")}
    assert (await heygen.client.post("/v3/assets", files=files)).status_code == 200
    assert not heygen.state.faults_injected


# Bodies and headers


async def test_a_429_has_a_retry_after_header(v3):
    heygen = v3("submit:429", "poll:429")
    assert (await heygen.create()).headers["Retry-After"] == "1"
    assert (await heygen.get(await heygen.look_without_faults())).headers["Retry-After"] == "1"


async def test_the_error_of_an_empty_account_contains_the_price(v3):
    reply = await v3("submit:402", look_price=2.5).create()
    message = "Your account has $0.00 but this avatar requires $2.50."
    assert reply.json()["error"]["message"] == message


async def test_the_error_of_an_invalid_or_rejected_prompt_names_the_field(v3):
    for kind in ("invalid", "rejected"):
        assert (await v3(f"submit:{kind}").create()).json()["error"]["param"] == "prompt"


async def test_a_reply_can_lack_the_id(v3):
    reply = await v3("submit:no-id").create()
    assert reply.json() == {"data": {"avatar_item": None, "avatar_group": None}}


async def test_broken_json_cannot_be_parsed(v3):
    for kind in ("malformed", "partial"):
        heygen = v3(f"poll:{kind}")
        look_id = await heygen.look_without_faults()
        with pytest.raises(ValueError, match=r"."):
            json.loads((await heygen.get(look_id)).text)


async def test_every_reply_can_be_slow(v3):
    heygen = v3("api:slow", slowness=0.5)
    await heygen.get((await heygen.look())["id"])
    await heygen.client.get("/v3/users/me")
    await heygen.client.post("/v3/assets")
    assert heygen.slept == [0.5 + responses.DELAY] * 4


async def test_the_end_of_v2_does_not_change_v3(v3):
    heygen = v3("api:retired")
    gone = await heygen.client.get("/v2/photo_avatar/generation/0")
    assert (gone.status_code, gone.headers["Content-Type"]) == (404, HTML)
    assert (await heygen.poll((await heygen.look())["id"]))["status"] == "completed"
