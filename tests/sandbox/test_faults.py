from __future__ import annotations

import json
from io import BytesIO

import httpx
import pytest
from PIL import Image

from heygen_widgets.api.http import asgi_transport
from heygen_widgets.attributes import AvatarAttributes
from heygen_widgets.sandbox import FAULTS, SANDBOX_KEY, Fault, Scenario, create_app
from heygen_widgets.sandbox.faults import responses
from heygen_widgets.sandbox.faults.catalogue import V2_ONLY, V3_ONLY

GENERATE = "/v2/photo_avatar/photo/generate"
QUOTA = "/v2/user/remaining_quota"
BODY = {
    "name": "Ada",
    "age": "Young Adult",
    "gender": "Woman",
    "ethnicity": "Unspecified",
    "orientation": "square",
    "pose": "half_body",
    "style": "Realistic",
    "appearance": "A red jacket",
}
HTML = "text/html; charset=utf-8"
JSON = "application/json"
CUT = httpx.RemoteProtocolError


def png():
    buffer = BytesIO()
    Image.effect_noise((64, 64), 80).save(buffer, "PNG")
    return buffer.getvalue()


PICTURE = png()


class Rig:
    """A sandbox with a client, whose time passes only when it sleeps or is told to."""

    def __init__(self, *faults, **scenario):
        self.now = 0.0
        self.slept = []
        scenario = {"duration": 0.0, "faults": faults} | scenario
        self.app = create_app(
            Scenario(**scenario), clock=lambda: self.now, sleep=self.sleep, draw=lambda *_: PICTURE
        )
        self.state = self.app.state.sandbox
        self.client = httpx.AsyncClient(
            transport=asgi_transport(self.app),
            base_url="https://heygen.sandbox",
            headers={"X-Api-Key": SANDBOX_KEY},
        )

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    async def submit(self):
        return await self.client.post(GENERATE, json=BODY)

    async def poll(self, job=None):
        job = job or self.job()
        return await self.client.get(f"/v2/photo_avatar/generation/{job.id}")

    async def image(self, index=0):
        job = self.state.jobs[0] if self.state.jobs else self.job()
        return await self.client.get("/" + job.image_keys[index])

    def job(self):
        return self.state.create_job(AvatarAttributes(**BODY))


# What a client sees of each kind. Error codes stand where a body is JSON with an error.

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
async def test_a_submit_under_each_fault(kind):
    rig = Rig(kind)
    outcome, body, jobs = SUBMIT[kind]
    assert await seen(rig.submit) == (outcome, body)
    assert len(rig.state.jobs) == jobs
    assert rig.state.requests == {"generate": 1}
    assert rig.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", POLL)
async def test_a_question_about_the_status_under_each_fault(kind):
    rig = Rig(kind)
    assert await seen(rig.poll) == POLL[kind]
    assert rig.state.requests == {"status": 1}
    assert rig.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", IMAGE)
async def test_an_image_under_each_fault(kind):
    rig = Rig(kind)
    assert await seen(rig.image) == IMAGE[kind]
    assert rig.state.requests == {"image": 1}
    assert rig.state.faults_injected == {kind: 1}


@pytest.mark.parametrize("kind", sorted(V3_ONLY))
async def test_a_fault_of_v3_never_strikes_v2(kind):
    rig = Rig(kind)
    assert (await rig.submit()).status_code == 200
    assert (await rig.poll()).json()["data"]["status"] == "success"
    assert (await rig.image()).status_code == 200
    assert not rig.state.faults_injected


def test_every_kind_is_tested_and_described():
    assert FAULTS.keys() - V3_ONLY == SUBMIT.keys() | POLL.keys() | IMAGE.keys()
    assert FAULTS.keys() >= V3_ONLY | V2_ONLY
    assert not V3_ONLY & V2_ONLY
    assert all(sentence.endswith(".") for sentence in FAULTS.values())


@pytest.mark.parametrize("kind", [kind for kind in FAULTS if not kind.startswith("api:")])
async def test_a_fault_strikes_its_own_requests_alone(kind):
    rig = Rig(kind)
    area = kind.split(":")[0]
    for name in {"submit", "poll", "image"} - {area}:
        reply = await getattr(rig, name)()
        assert reply.status_code == 200
    assert (await rig.client.get(QUOTA)).status_code == 200
    assert not rig.state.faults_injected


# Bodies and headers


async def test_a_429_says_when_to_come_back():
    rig = Rig("submit:429", "poll:429")
    assert (await rig.submit()).headers["Retry-After"] == "1"
    assert (await rig.poll()).headers["Retry-After"] == "1"


@pytest.mark.parametrize("kind", ["malformed", "partial"])
async def test_broken_json_is_no_json_and_names_no_whole_id(kind):
    rig = Rig(f"submit:{kind}", f"poll:{kind}")
    submitted = await rig.submit()
    [job] = rig.state.jobs
    assert job.id not in submitted.text
    for reply in (submitted, await rig.poll(job)):
        with pytest.raises(ValueError, match=r"."):
            json.loads(reply.text)


async def test_an_answer_without_an_id():
    assert (await Rig("submit:no-id").submit()).json() == {"error": None, "data": {}}


async def test_a_request_that_is_refused_anyway_is_refused_as_usual():
    rig = Rig("submit:drop-after", "submit:500-made")
    reply = await rig.client.post(GENERATE, json={})
    assert reply.status_code == 400
    assert rig.state.jobs == []


async def test_a_slow_answer_acts_at_once_and_comes_late():
    rig = Rig("submit:slow", "poll:slow", "image:slow")
    await rig.submit()
    [job] = rig.state.jobs
    assert job.submitted_at == 0
    await rig.poll(job)
    await rig.image()
    assert rig.slept == [responses.DELAY] * 3


async def test_everything_is_slow():
    rig = Rig(slowness=0.5)
    await rig.submit()
    await rig.poll()
    await rig.image()
    await rig.client.get(QUOTA)
    rig.state.faults = ["api:slow"]
    await rig.client.get(QUOTA)
    assert rig.slept == [0.5] * 4 + [0.5 + responses.DELAY]


async def test_slowness_and_the_warning_go_along_with_another_fault():
    rig = Rig("api:slow", "api:sunset", "submit:503-made")
    reply = await rig.submit()
    assert reply.status_code == 503
    assert reply.json()["error"]["code"] == "service_unavailable"
    assert reply.json()["warning"]
    assert rig.slept == [responses.DELAY]
    assert rig.state.faults_injected.keys() == {"api:slow", "api:sunset", "submit:503-made"}


async def test_the_warning_stands_beside_the_data():
    rig = Rig("api:sunset")
    for reply in (await rig.submit(), await rig.poll(), await rig.client.get(QUOTA)):
        assert reply.headers["Deprecation"] == "true"
        assert reply.headers["Sunset"] == "Sat, 31 Oct 2026 00:00:00 GMT"
        assert reply.json()["warning"]["sunset_date"] == "2026-10-31"
        assert reply.json()["error"] is None
        assert reply.json()["data"]


async def test_the_end_of_v2_leaves_the_quota():
    rig = Rig("api:retired")
    assert (await rig.client.get(QUOTA)).status_code == 200
    assert "404 Not Found" in (await rig.submit()).text


async def test_the_warning_leaves_pages_and_broken_json_as_they_are():
    rig = Rig("api:sunset", "submit:html*1", "submit:malformed*1", "submit:drop-after")
    assert (await rig.submit()).headers["Content-Type"] == HTML
    assert (await rig.submit()).headers["Deprecation"] == "true"
    with pytest.raises(CUT):
        await rig.submit()


# What becomes of a job


async def data(rig, job):
    return (await rig.poll(job)).json()["data"]


async def test_an_unknown_status_lasts_until_the_job_is_done():
    rig = Rig("poll:unknown-status", duration=4)
    job = rig.job()
    assert (await data(rig, job))["status"] == "queued_for_review"
    assert (await data(rig, job))["status"] == "queued_for_review"
    rig.now = 4
    assert (await data(rig, job))["status"] == "success"


async def test_an_unknown_status_comes_first_even_for_a_job_that_is_done():
    rig = Rig("poll:unknown-status")
    job = rig.job()
    words = [(await data(rig, job))["status"] for _ in range(3)]
    assert words == ["queued_for_review", "success", "success"]


async def test_a_job_fails_when_its_time_is_over_for_good_and_for_nothing():
    rig = Rig("poll:failed", duration=4)
    job = rig.job()
    assert (await data(rig, job))["status"] == "in_progress"
    rig.now = 4
    failed = await data(rig, job)
    assert failed["status"] == "failed"
    assert failed["msg"].startswith("The photos could not be generated")
    assert failed["image_url_list"] is failed["image_key_list"] is None
    rig.state.faults = ()
    assert await data(rig, job) == failed
    assert (await data(rig, rig.job()))["status"] == "in_progress"
    assert rig.state.quota_used == rig.state.scenario.cost
    assert rig.state.faults_injected == {"poll:failed": 1}


async def test_a_job_can_fail_with_an_error_in_place_of_data():
    reply = await Rig("poll:failed-error").poll()
    assert reply.status_code == 200
    assert reply.json()["data"] is None


async def test_a_job_never_ends():
    rig = Rig("poll:never")
    job = rig.job()
    rig.now = 1e9
    assert {(await data(rig, job))["status"] for _ in range(5)} == {"in_progress"}


@pytest.mark.parametrize(("kind", "number"), [("empty", 0), ("fewer", 2), ("more", 6)])
async def test_a_job_has_an_odd_number_of_pictures(kind, number):
    rig = Rig(f"poll:{kind}")
    done = await data(rig, rig.job())
    assert done["status"] == "success"
    assert len(done["image_url_list"]) == len(set(done["image_key_list"])) == number
    for url in done["image_url_list"]:
        assert (await rig.client.get(url)).content == PICTURE


async def test_by_chance_some_jobs_fail_and_stay_so():
    rig = Rig("poll:failed@0.5", seed=1)
    jobs = [rig.job() for _ in range(40)]
    first = [(await data(rig, job))["status"] for job in jobs]
    assert 8 < first.count("failed") < 32
    assert [(await data(rig, job))["status"] for job in jobs] == first


# Pictures


async def test_half_a_picture_has_an_honest_length():
    reply = await Rig("image:truncated").image()
    assert reply.content == PICTURE[: len(PICTURE) // 2]
    assert reply.headers["Content-Length"] == str(len(reply.content))


async def test_a_lying_picture_can_be_decoded():
    rig = Rig("image:lying")
    with Image.open(BytesIO((await rig.image()).content)) as image:
        image.load()
        assert image.format in {"JPEG", "WEBP"}
        assert image.size == (64, 64)


async def test_an_oversized_picture_is_over_50_mb():
    reply = await Rig("image:oversized").image()
    assert len(reply.content) > 50_000_000
    assert reply.headers["Content-Length"] == str(len(reply.content))
    assert reply.content.startswith(PICTURE)


async def test_a_bomb_is_small_valid_and_huge():
    bomb = (await Rig("image:bomb").image()).content
    assert len(bomb) < 100_000
    with pytest.warns(Image.DecompressionBombWarning):
        image = Image.open(BytesIO(bomb))
    assert image.size[0] * image.size[1] > 50_000_000
    image.load()


async def test_garbage_and_pages_are_no_pictures():
    assert (await Rig("image:garbage").image()).content.startswith(b"\x89PNG\r\n\x1a\n")
    assert (await Rig("image:html").image()).content.startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("http", "http://images.example/"),
        ("loopback", "https://127.0.0.1:9/"),
        ("file", "file:///"),
        ("loop", "https://heygen.sandbox/image/"),
    ],
)
async def test_links_lead_elsewhere(kind, start):
    reply = await Rig(f"image:redirect-{kind}").image()
    assert reply.headers["Location"].startswith(start)


async def test_a_lost_picture_is_lost_as_usual():
    rig = Rig("image:lying", "image:cut")
    assert (await rig.client.get("/image/none/original")).status_code == 404


# Which faults strike, and when


async def statuses(rig, number):
    return [(await rig.poll()).status_code for _ in range(number)]


async def test_times():
    assert await statuses(Rig("poll:503*2"), 4) == [503, 503, 200, 200]


async def test_the_first_fault_that_strikes_wins():
    rig = Rig("poll:503*1", "poll:401*2", "poll:500")
    assert await statuses(rig, 5) == [503, 401, 401, 500, 500]
    assert rig.state.faults_injected == {"poll:503": 1, "poll:401": 2, "poll:500": 2}


async def test_chance_follows_from_the_seed():
    one = await statuses(Rig("poll:503@0.3", seed=1), 200)
    assert one == await statuses(Rig("poll:503@0.3", seed=1), 200)
    assert one != await statuses(Rig("poll:503@0.3", seed=2), 200)
    assert 30 < one.count(503) < 90


async def test_other_requests_change_no_chance():
    quiet, busy = (Rig("image:404@0.5", "poll:503@0.5", seed=4) for _ in range(2))
    expected = await statuses(quiet, 20)
    found = []
    for _ in range(20):
        await busy.image()
        await busy.submit()
        found += await statuses(busy, 1)
    assert found == expected


async def test_no_chance_is_never():
    assert await statuses(Rig("poll:503@0"), 20) == [200] * 20


async def test_faults_can_be_changed_while_it_runs_and_begin_anew():
    rig = Rig()
    assert rig.state.faults == ()
    assert await statuses(rig, 1) == [200]
    rig.state.faults = ("poll:503*1",)
    assert rig.state.faults == (Fault("poll:503", times=1),)
    assert await statuses(rig, 2) == [503, 200]
    rig.state.faults = rig.state.faults
    assert await statuses(rig, 2) == [503, 200]
    assert rig.state.faults_injected == {"poll:503": 2}
    assert rig.state.scenario.faults == ()


async def test_each_app_counts_for_itself():
    scenario = Scenario(faults=("poll:503*1",), duration=0)
    for _ in range(2):
        state = create_app(scenario).state.sandbox
        assert state.pick_fault({"poll:503"}) == "poll:503"
        assert state.pick_fault({"poll:503"}) is None


# Words for faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("poll:503", Fault("poll:503")),
        ("poll:503*2", Fault("poll:503", times=2)),
        ("poll:503@0.3", Fault("poll:503", chance=0.3)),
        ("submit:drop-after*12@.5", Fault("submit:drop-after", times=12, chance=0.5)),
        (" api:slow ", Fault("api:slow")),
        ("api:slow@1e-05", Fault("api:slow", chance=1e-05)),
    ],
)
def test_the_short_form(text, fault):
    assert Fault.parse(text) == fault
    assert Fault.parse(str(fault)) == fault


def test_a_scenario_takes_both_forms():
    scenario = Scenario(faults=("poll:503*2", Fault("api:slow", chance=0.5)))
    assert scenario.faults == (Fault("poll:503", times=2), Fault("api:slow", chance=0.5))
    assert Scenario(faults="poll:503").faults == (Fault("poll:503"),)
    assert Scenario(faults=["poll:503"]).faults == (Fault("poll:503"),)


@pytest.mark.parametrize("make", [Fault, Fault.parse, lambda kind: Scenario(faults=(kind,))])
def test_an_unknown_kind_is_told_all_kinds(make):
    with pytest.raises(ValueError, match="'poll:teapot' is no kind of fault") as caught:
        make("poll:teapot")
    assert all(kind in str(caught.value) for kind in FAULTS)


@pytest.mark.parametrize("text", ["", "poll:503*", "poll:503@", "poll:503*x", "poll:503@0.1*2"])
def test_a_form_that_cannot_be_read_is_told_the_form(text):
    with pytest.raises(ValueError, match=r"should look like poll:503, poll:503\*2"):
        Fault.parse(text)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"chance": 1.5}, "the chance of a fault is from 0 to 1, not 1.5"),
        ({"chance": -1}, "from 0 to 1"),
        ({"chance": float("nan")}, "from 0 to 1"),
        ({"chance": "1"}, "from 0 to 1"),
        ({"times": 0}, "a fault strikes 1, 2 or more times, not 0"),
        ({"times": 1.5}, "1, 2 or more times"),
    ],
)
def test_a_figure_that_makes_no_sense_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        Fault("poll:503", **values)


def test_slowness_is_seconds():
    with pytest.raises(ValueError, match="slowness must be a number, 0 or more, not -1"):
        Scenario(slowness=-1)


# The transport in this process


async def test_an_application_that_fails_is_an_error_of_the_server():
    async def fail(_scope, _receive, _send):
        raise RuntimeError

    async with httpx.AsyncClient(transport=asgi_transport(fail)) as client:
        assert (await client.get("http://x/")).status_code == 500


async def test_an_application_that_says_nothing_is_a_broken_connection():
    async def say_nothing(_scope, _receive, _send):
        pass

    async with httpx.AsyncClient(transport=asgi_transport(say_nothing)) as client:
        with pytest.raises(CUT, match="without sending a response"):
            await client.get("http://x/")


async def test_an_application_that_fails_halfway_is_a_broken_connection():
    async def fail_halfway(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"a", "more_body": True})
        raise RuntimeError

    async with httpx.AsyncClient(transport=asgi_transport(fail_halfway)) as client:
        with pytest.raises(CUT, match="in the middle"):
            await client.get("http://x/")
