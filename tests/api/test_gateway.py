"""The steps after the photos, through the rules for requests that HeyGen bills."""

from __future__ import annotations

import json

import httpx
import pytest

from heygen_widgets import errors
from heygen_widgets.api.gateway import Gateway
from heygen_widgets.api.http import Http
from heygen_widgets.api.version_probe import WIRES
from heygen_widgets.config.api_key import ApiKey
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus, Job, JobPicture
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.runtime.cancellation import Stop
from tests.support.scripted_heygen import play

PICTURE = JobPicture("image/a/original", asset="ast_1")
TRAIN = "/v2/photo_avatar/train"
LOOK = {"id": "l1", "group_id": "g1", "status": "processing"}
MADE = (200, {"data": {"avatar_item": LOOK, "avatar_group": None}})


class Scripted:
    """Answers each request by the next line, the last one again and again."""

    def __init__(self, *lines):
        self.lines = list(lines)
        self.requests = []

    async def __call__(self, request):
        self.requests.append(request)
        line = self.lines.pop(0) if len(self.lines) > 1 else self.lines[0]
        return play(line, request)


@pytest.fixture
async def reach(server):
    """Returns a function that gives a `Gateway` of a version, and the server behind it."""
    opened = []

    async def make(version, *lines):
        heygen = Scripted(*lines)
        http = Http(
            "https://api.heygen.com",
            ApiKey(server.key),
            timeout=30.0,
            sleep=server.sleep,
            transport=httpx.MockTransport(heygen),
        )
        opened.append(await http.__aenter__())
        return Gateway(WIRES[version], http, lambda _: None), heygen

    yield make
    for http in opened:
        await http.__aexit__(None, None, None)


def run(kind, **changes):
    return Generation(
        status=GenerationStatus.SUBMITTING, kind=kind, name="Lina", group_id="g7", **changes
    )


class Keys:
    """Renews the key of a job, and keeps all that it had."""

    def __init__(self, job):
        self.job = job

    async def renew(self):
        self.job = self.job.renewed()
        return self.job


async def submitted(gateway, record, job):
    return await gateway.submit(record, job, Stop(), Keys(job).renew)


async def test_a_training_is_known_by_the_group_of_its_run(reach):
    gateway, heygen = await reach("v2", (200, {"error": None, "data": None}))
    job = await submitted(gateway, run(RunKind.TRAINING), Job())
    assert (job.id, job.group_id, job.status) == ("g7", "g7", "in_progress")
    assert heygen.requests[0].url.path == TRAIN


async def test_a_training_that_can_not_begin_now_is_asked_for_once(reach):
    said = "No valid image for training found in group g7"
    refused = (400, {"error": {"code": "invalid_parameter", "message": said}, "data": None})
    gateway, heygen = await reach("v2", refused)
    with pytest.raises(errors.NotReady, match=said) as caught:
        await submitted(gateway, run(RunKind.TRAINING), Job())
    assert caught.value.code == "no_valid_image"
    assert len(heygen.requests) == 1


@pytest.mark.parametrize("line", [httpx.ReadTimeout, 500, (200, {"data": {}}), (200, b"<html>")])
@pytest.mark.parametrize("kind", [RunKind.GROUP, RunKind.ADDED_LOOKS])
async def test_what_v2_may_have_made_is_not_asked_for_again(reach, kind, line):
    gateway, heygen = await reach("v2", line)
    with pytest.raises(errors.SubmitOutcomeUnknown):
        await submitted(gateway, run(kind), Job(pictures=(PICTURE,)))
    assert len(heygen.requests) == 1


async def test_looks_that_v2_has_added_are_there_at_once(reach):
    looks = [{"id": "l1", "group_id": "g7", "status": "pending", "image_url": "https://1"}]
    gateway, _ = await reach("v2", (200, {"error": None, "data": {"photo_avatar_list": looks}}))
    job = await submitted(gateway, run(RunKind.ADDED_LOOKS), Job(pictures=(PICTURE,)))
    assert (job.id, job.status, job.keys) == ("l1", "success", ("l1",))


@pytest.mark.parametrize("kind", [RunKind.GROUP, RunKind.ADDED_LOOKS])
@pytest.mark.parametrize(
    "refusal",
    [
        (404, {"error": {"code": "asset_not_found", "message": "Asset ast_1 not found"}}),
        (409, {"error": {"code": "conflict", "message": "Photo avatar creation conflicted."}}),
    ],
)
async def test_what_passes_just_after_an_upload_is_waited_for_under_a_new_key(reach, kind, refusal):
    gateway, heygen = await reach("v3", refusal, refusal, MADE)
    record, job = run(kind, api="v3"), Job(key="heygen-widgets:r:1", pictures=(PICTURE,))
    assert (await submitted(gateway, record, job)).id == "l1"
    keys = [request.headers["idempotency-key"] for request in heygen.requests]
    assert keys == [f"heygen-widgets:r:1{tries}" for tries in ("", ".2", ".3")]


async def test_a_lost_answer_of_v3_is_asked_for_again_under_the_same_key(reach):
    gateway, heygen = await reach("v3", httpx.ReadTimeout, 502, MADE)
    job = Job(key="heygen-widgets:r:1", pictures=(PICTURE,))
    made = await submitted(gateway, run(RunKind.ADDED_LOOKS, api="v3"), job)
    assert (made.id, made.group_id) == ("l1", "g1")
    assert {request.headers["idempotency-key"] for request in heygen.requests} == {job.key}
    bodies = [json.loads(request.content) for request in heygen.requests]
    assert [body["avatar_group_id"] for body in bodies] == ["g7"] * 3


async def test_training_on_v3_sends_nothing(reach):
    gateway, heygen = await reach("v3", MADE)
    with pytest.raises(errors.NotOffered, match="needs no training"):
        await submitted(gateway, run(RunKind.TRAINING, api="v3"), Job(key="k"))
    assert heygen.requests == []


async def test_a_step_is_asked_about_by_its_kind(reach):
    gateway, heygen = await reach("v2", (200, {"error": None, "data": {"status": "ready"}}))
    state = await gateway.ask(RunKind.TRAINING, Job(id="g7", group_id="g7"))
    assert state.status == "success"
    assert heygen.requests[0].url.path == "/v2/photo_avatar/train/status/g7"


async def test_a_look_of_v2_is_not_looked_for_in_its_group(reach):
    gateway, heygen = await reach("v2", 500)
    assert await gateway.ask_group(RunKind.GROUP, Job(id="l1", group_id="g7")) is None
    assert heygen.requests == []


async def test_a_look_of_v3_is_looked_for_in_its_group(reach):
    done = LOOK | {"status": "completed", "preview_image_url": "https://1"}
    gateway, _ = await reach("v3", (200, {"data": [done | {"id": "other"}, done]}))
    state = await gateway.ask_group(RunKind.ADDED_LOOKS, Job(id="l1", group_id="g1"))
    assert (state.status, state.keys) == ("success", ("l1",))
