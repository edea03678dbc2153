"""What a client of v2 sees of each kind of fault."""

from __future__ import annotations

import json

import httpx
import pytest

from heygen_widgets.sandbox import FAULTS
from heygen_widgets.sandbox.fault_catalogue import GENERATION_FAULTS, V2_ONLY, V3_ONLY
from heygen_widgets.sandbox.faults import responses

GENERATE = "/v2/photo_avatar/photo/generate"
QUOTA = "/v2/user/remaining_quota"


HTML = "text/html; charset=utf-8"


JSON = "application/json"


CUT = httpx.RemoteProtocolError


# The tables contain the error code where the body is JSON with an error, else the media type.


SUBMIT = {
    "submit:drop-before": (CUT, None, 0),
    "submit:drop-after": (CUT, None, 1),
    "submit:401": (401, "unauthorized", 0),
    "submit:402": (402, "insufficient_credit", 0),
    "submit:408": (408, HTML, 0),
    "submit:408-made": (408, HTML, 1),
    "submit:429": (429, "rate_limit_exceeded", 0),
    "submit:500": (500, "internal_error", 0),
    "submit:500-made": (500, "internal_error", 1),
    "submit:502": (502, HTML, 0),
    "submit:502-made": (502, HTML, 1),
    "submit:503": (503, "service_unavailable", 0),
    "submit:503-made": (503, "service_unavailable", 1),
    "submit:504": (504, HTML, 0),
    "submit:504-made": (504, HTML, 1),
    "submit:html": (200, HTML, 1),
    "submit:malformed": (200, JSON, 1),
    "submit:partial": (200, JSON, 1),
    "submit:no-id": (200, JSON, 1),
    "submit:invalid": (400, "invalid_parameter", 0),
    "submit:rejected": (400, 400168, 0),
    "submit:slow": (200, JSON, 1),
    "submit:retired": (404, HTML, 0),
    "api:slow": (200, JSON, 1),
    "api:sunset": (200, JSON, 1),
    "api:retired": (404, HTML, 0),
}


POLL = {
    "poll:drop": (CUT, None),
    "poll:401": (401, "unauthorized"),
    "poll:404": (404, "generation_not_found"),
    "poll:408": (408, HTML),
    "poll:429": (429, "rate_limit_exceeded"),
    "poll:500": (500, "internal_error"),
    "poll:502": (502, HTML),
    "poll:503": (503, "service_unavailable"),
    "poll:504": (504, HTML),
    "poll:html": (200, HTML),
    "poll:malformed": (200, JSON),
    "poll:error": (200, "status_unreadable"),
    "poll:partial": (200, JSON),
    "poll:unknown-status": (200, JSON),
    "poll:slow": (200, JSON),
    "poll:failed": (200, JSON),
    "poll:failed-error": (200, "MOVIO_PAYMENT_INSUFFICIENT_CREDIT"),
    "poll:never": (200, JSON),
    "poll:empty": (200, JSON),
    "poll:fewer": (200, JSON),
    "poll:more": (200, JSON),
    "poll:retired": (404, HTML),
    "api:slow": (200, JSON),
    "api:sunset": (200, JSON),
    "api:retired": (404, HTML),
}


IMAGE = {
    "image:drop": (CUT, None),
    "image:cut": (CUT, None),
    "image:truncated": (200, "image/png"),
    "image:expired": (403, "application/xml"),
    "image:404": (404, "application/xml"),
    "image:500": (500, "application/xml"),
    "image:html": (200, "image/png"),
    "image:lying": (200, "image/png"),
    "image:oversized": (200, "image/png"),
    "image:bomb": (200, "image/png"),
    "image:garbage": (200, "image/png"),
    "image:slow": (200, "image/png"),
    "image:redirect-http": (302, None),
    "image:redirect-loopback": (302, None),
    "image:redirect-file": (302, None),
    "image:redirect-loop": (302, None),
    "api:slow": (200, "image/png"),
}


async def seen(ask):
    try:
        reply = await ask()
    except httpx.HTTPError as error:
        return type(error), None
    kind = reply.headers.get("Content-Type")
    if kind == JSON:
        try:
            body = reply.json()
            error = body.get("error") or (body if "code" in body else {})
            return reply.status_code, error.get("code", kind)
        except ValueError:
            pass
    return reply.status_code, kind


@pytest.mark.parametrize("kind", SUBMIT)
async def test_each_fault_of_a_submit(v2, kind):
    heygen = v2(kind)
    outcome, body, jobs = SUBMIT[kind]
    assert await seen(heygen.generate) == (outcome, body)
    assert len(heygen.state.jobs) == jobs
    assert heygen.state.requests == {"generate": 1}
    assert heygen.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", POLL)
async def test_each_fault_of_a_status_request(v2, kind):
    heygen = v2(kind)
    assert await seen(heygen.get) == POLL[kind]
    assert heygen.state.requests == {"status": 1}
    assert heygen.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", IMAGE)
async def test_each_fault_of_an_image(v2, kind):
    heygen = v2(kind)
    assert await seen(heygen.image) == IMAGE[kind]
    assert heygen.state.requests == {"image": 1}
    assert heygen.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", sorted(V3_ONLY))
async def test_a_fault_of_v3_never_strikes_v2(v2, kind):
    heygen = v2(kind)
    assert (await heygen.generate()).status_code == 200
    assert (await heygen.get()).json()["data"]["status"] == "success"
    assert (await heygen.image()).status_code == 200
    assert not heygen.state.faults_injected


def test_every_kind_is_tested_and_described():
    assert GENERATION_FAULTS.keys() - V3_ONLY == SUBMIT.keys() | POLL.keys() | IMAGE.keys()
    assert FAULTS.keys() >= V3_ONLY | V2_ONLY
    assert not V3_ONLY & V2_ONLY
    assert all(sentence.endswith(".") for sentence in FAULTS.values())


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if not kind.startswith("api:")])
async def test_a_fault_strikes_only_the_requests_in_its_name(v2, kind):
    heygen = v2(kind)
    area = kind.split(":")[0]
    requests = {"submit": heygen.generate, "poll": heygen.get, "image": heygen.image}
    for name in requests.keys() - {area}:
        reply = await requests[name]()
        assert reply.status_code == 200
    assert (await heygen.client.get(QUOTA)).status_code == 200
    assert not heygen.state.faults_injected


# Bodies and headers


async def test_a_429_has_a_retry_after_header(v2):
    heygen = v2("submit:429", "poll:429")
    assert (await heygen.generate()).headers["Retry-After"] == "1"
    assert (await heygen.get()).headers["Retry-After"] == "1"


@pytest.mark.parametrize("kind", ["malformed", "partial"])
async def test_broken_json_cannot_be_parsed_and_contains_no_complete_id(v2, kind):
    heygen = v2(f"submit:{kind}", f"poll:{kind}")
    submitted = await heygen.generate()
    [job] = heygen.state.jobs
    assert job.id not in submitted.text
    for reply in (submitted, await heygen.get(job.id)):
        with pytest.raises(ValueError, match=r"."):
            json.loads(reply.text)


async def test_a_reply_can_lack_the_id(v2):
    assert (await v2("submit:no-id").generate()).json() == {"error": None, "data": {}}


async def test_an_invalid_request_gets_the_usual_error_despite_a_fault(v2):
    heygen = v2("submit:drop-after", "submit:500-made")
    reply = await heygen.client.post(GENERATE, json={})
    assert reply.status_code == 400
    assert heygen.state.jobs == []


async def test_a_slow_reply_is_delayed_after_the_job_is_made(v2):
    heygen = v2("submit:slow", "poll:slow", "image:slow")
    await heygen.generate()
    [job] = heygen.state.jobs
    assert job.submitted_at == 0
    await heygen.get(job.id)
    await heygen.image()
    assert heygen.slept == [responses.DELAY] * 3


async def test_every_reply_can_be_slow(v2):
    heygen = v2(slowness=0.5)
    await heygen.generate()
    await heygen.get()
    await heygen.image()
    await heygen.client.get(QUOTA)
    heygen.state.faults = ["api:slow"]
    await heygen.client.get(QUOTA)
    assert heygen.slept == [0.5] * 4 + [0.5 + responses.DELAY]


async def test_slowness_and_the_warning_add_to_another_fault(v2):
    heygen = v2("api:slow", "api:sunset", "submit:503-made")
    reply = await heygen.generate()
    assert reply.status_code == 503
    assert reply.json()["error"]["code"] == "service_unavailable"
    assert reply.json()["warning"]
    assert heygen.slept == [responses.DELAY]
    assert heygen.state.faults_injected.keys() == {"api:slow", "api:sunset", "submit:503-made"}


async def test_the_warning_is_beside_the_data(v2):
    heygen = v2("api:sunset")
    for reply in (await heygen.generate(), await heygen.get(), await heygen.client.get(QUOTA)):
        assert reply.headers["Deprecation"] == "true"
        assert reply.headers["Sunset"] == "Sat, 31 Oct 2026 00:00:00 GMT"
        assert reply.json()["warning"]["sunset_date"] == "2026-10-31"
        assert reply.json()["error"] is None
        assert reply.json()["data"]


async def test_the_quota_is_served_after_the_end_of_v2(v2):
    heygen = v2("api:retired")
    assert (await heygen.client.get(QUOTA)).status_code == 200
    assert "404 Not Found" in (await heygen.generate()).text


async def test_the_warning_does_not_change_pages_and_broken_json(v2):
    heygen = v2("api:sunset", "submit:html*1", "submit:malformed*1", "submit:drop-after")
    assert (await heygen.generate()).headers["Content-Type"] == HTML
    assert (await heygen.generate()).headers["Deprecation"] == "true"
    with pytest.raises(CUT):
        await heygen.generate()
