"""What a client of v3 sees of each kind of fault; those of pictures are the same on both."""

from __future__ import annotations

import json
from contextlib import suppress

import httpx
import pytest

from heygen_widgets.sandbox import FAULTS
from heygen_widgets.sandbox.faults import responses
from heygen_widgets.sandbox.faults.catalogue import V2_ONLY

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
    "submit:409": (409, "request_in_progress", 0),
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
    "poll:404": (404, "avatar_not_found"),
    "poll:408": (408, HTML),
    "poll:429": (429, "rate_limit_exceeded"),
    "poll:500": (500, "internal_error"),
    "poll:502": (502, HTML),
    "poll:503": (503, "service_unavailable"),
    "poll:504": (504, "gateway_timeout"),
    "poll:html": (200, HTML),
    "poll:malformed": (200, JSON),
    "poll:partial": (200, JSON),
    "poll:unknown-status": (200, JSON),
    "poll:not-yet": (404, "avatar_not_found"),
    "poll:slow": (200, JSON),
    "poll:failed": (200, JSON),
    "poll:failed-error": (200, "insufficient_credit"),
    "poll:never": (200, JSON),
    "poll:empty": (200, JSON),
    "poll:vanished": (404, "avatar_not_found"),
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


async def made(heygen):
    """Returns a new look, made while nothing goes wrong."""
    faults, heygen.state.faults = heygen.state.faults, ()
    look = await heygen.look()
    heygen.state.faults = faults
    heygen.state.requests.clear()
    return look["id"]


@pytest.mark.parametrize("kind", SUBMIT)
async def test_a_create_under_each_fault(v3, kind):
    heygen = v3(kind)
    outcome, body, looks = SUBMIT[kind]
    assert await seen(heygen.create()) == (outcome, body)
    assert len(heygen.state.looks) == looks
    assert heygen.state.remaining_wallet == round(1000 - 1.32 * looks, 2)
    assert heygen.state.requests == {"create": 1}
    assert heygen.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", POLL)
async def test_a_question_about_a_look_under_each_fault(v3, kind):
    heygen = v3(kind)
    look_id = await made(heygen)
    assert await seen(heygen.get(look_id)) == POLL[kind]
    assert heygen.state.requests == {"look": 1}
    assert heygen.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind.startswith("image:")])
async def test_a_fault_of_pictures_strikes_those_of_looks_alone(v3, kind):
    heygen = v3(f"{kind}*1")
    link = (await heygen.poll((await heygen.look())["id"]))["preview_image_url"]
    assert not heygen.state.faults_injected
    with suppress(CUT):
        await heygen.client.get(link)
    assert heygen.state.faults_injected == {kind: 1}


def test_every_kind_that_strikes_v3_is_tested():
    images = {kind for kind in FAULTS if kind.startswith("image:")}
    assert FAULTS.keys() - V2_ONLY == SUBMIT.keys() | POLL.keys() | images


@pytest.mark.parametrize("kind", sorted(V2_ONLY))
async def test_a_fault_of_v2_never_strikes_v3(v3, kind):
    heygen = v3(kind)
    reply = await heygen.get((await heygen.look())["id"])
    assert reply.json()["data"]["status"] == "completed"
    assert reply.json()["data"]["preview_image_url"]
    assert "Deprecation" not in reply.headers
    assert not heygen.state.faults_injected


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if not kind.startswith("api:")])
async def test_no_other_fault_strikes_the_user_or_an_upload(v3, kind):
    heygen = v3(kind)
    assert (await heygen.client.get("/v3/users/me")).status_code == 200
    files = {"file": ("a.png", b"\x89PNG\r\n\x1a\n", "image/png")}
    assert (await heygen.client.post("/v3/assets", files=files)).status_code == 200
    assert not heygen.state.faults_injected


# Bodies and headers


async def test_a_429_says_when_to_come_back(v3):
    heygen = v3("submit:429", "poll:429")
    assert (await heygen.create()).headers["Retry-After"] == "1"
    assert (await heygen.get(await made(heygen))).headers["Retry-After"] == "1"


async def test_an_empty_account_is_told_the_price(v3):
    reply = await v3("submit:402", look_price=2.5).create()
    message = "Your account has $0.00 but this avatar requires $2.50."
    assert reply.json()["error"]["message"] == message


async def test_a_wrong_or_rejected_prompt_is_named(v3):
    for kind in ("invalid", "rejected"):
        assert (await v3(f"submit:{kind}").create()).json()["error"]["param"] == "prompt"


async def test_an_answer_without_an_id(v3):
    reply = await v3("submit:no-id").create()
    assert reply.json() == {"data": {"avatar_item": None, "avatar_group": None}}


async def test_broken_json_names_no_whole_id(v3):
    for kind in ("malformed", "partial"):
        heygen = v3(f"poll:{kind}")
        look_id = await made(heygen)
        with pytest.raises(ValueError, match=r"."):
            json.loads((await heygen.get(look_id)).text)


async def test_everything_is_slow(v3):
    heygen = v3("api:slow", slowness=0.5)
    await heygen.get((await heygen.look())["id"])
    await heygen.client.get("/v3/users/me")
    await heygen.client.post("/v3/assets")
    assert heygen.slept == [0.5 + responses.DELAY] * 4


async def test_the_end_of_v2_leaves_v3_as_it_is(v3):
    heygen = v3("api:retired")
    gone = await heygen.client.get("/v2/photo_avatar/generation/0")
    assert (gone.status_code, gone.headers["Content-Type"]) == (404, HTML)
    assert (await heygen.poll((await heygen.look())["id"]))["status"] == "completed"


# What becomes of a look


async def test_a_look_fails_when_its_time_is_over_for_good_and_for_nothing(v3):
    heygen = v3("poll:failed", duration=4)
    look_id = (await heygen.look())["id"]
    assert (await heygen.poll(look_id))["status"] == "processing"
    heygen.now = 4
    failed = await heygen.poll(look_id)
    assert failed["status"] == "failed"
    assert failed["error"] == {
        "code": "internal_error",
        "message": "The avatar could not be generated. Please try another prompt.",
    }
    assert failed["preview_image_url"] is failed["image_width"] is None
    heygen.state.faults = ()
    assert await heygen.poll(look_id) == failed
    assert heygen.state.remaining_wallet == 1000
    assert heygen.state.faults_injected == {"poll:failed": 1}


async def test_a_look_can_fail_with_an_error_in_place_of_data(v3):
    heygen = v3("poll:failed-error")
    reply = await heygen.get(await made(heygen))
    assert reply.status_code == 200
    assert reply.json().keys() == {"error"}
    assert heygen.state.remaining_wallet == 1000


@pytest.mark.parametrize(
    ("kind", "status"), [("never", "processing"), ("pending-consent", "pending_consent")]
)
async def test_a_look_ends_without_a_picture_and_is_paid(v3, kind, status):
    heygen = v3(f"poll:{kind}")
    look_id = await made(heygen)
    heygen.now = 1e9
    for _ in range(3):
        look = await heygen.poll(look_id)
        assert look["status"] == status
        assert look["error"] is look["preview_image_url"] is None
    assert heygen.state.remaining_wallet == 998.68


async def test_a_look_is_completed_without_a_picture(v3):
    heygen = v3("poll:empty")
    look = await heygen.poll(await made(heygen))
    assert look["status"] == "completed"
    assert look["preview_image_url"] is look["image_width"] is None


async def test_a_look_vanishes_when_it_is_done_for_good(v3):
    heygen = v3("poll:vanished", duration=4)
    look_id = await made(heygen)
    assert (await heygen.poll(look_id))["status"] == "processing"
    heygen.now = 4
    assert (await heygen.get(look_id)).status_code == 404
    heygen.state.faults = ()
    assert (await heygen.get(look_id)).status_code == 404
    assert (await heygen.create(avatar_id=look_id)).status_code == 404
    assert heygen.state.remaining_wallet == 998.68
    assert heygen.state.faults_injected == {"poll:vanished": 1}


async def test_a_new_look_is_not_found_twice_and_then_for_good(v3):
    heygen = v3("poll:not-yet")
    for _ in range(2):
        look_id = await made(heygen)
        statuses = [(await heygen.get(look_id)).status_code for _ in range(4)]
        assert statuses == [404, 404, 200, 200]


async def test_a_look_that_was_seen_is_never_unknown_again(v3):
    heygen = v3()
    look_id = await made(heygen)
    await heygen.poll(look_id)
    heygen.state.faults = "poll:not-yet"
    assert (await heygen.poll(look_id))["status"] == "completed"


async def test_an_unknown_status_comes_first_even_for_a_look_that_is_done(v3):
    heygen = v3("poll:unknown-status")
    look_id = await made(heygen)
    words = [(await heygen.poll(look_id))["status"] for _ in range(3)]
    assert words == ["queued_for_review", "completed", "completed"]
