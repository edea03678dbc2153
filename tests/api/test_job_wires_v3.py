"""The steps after v3's photos: what is sent, and what the answers mean."""

from __future__ import annotations

import json

import pytest

from heygen_widgets import errors
from heygen_widgets.api.job_wires import job_wire
from heygen_widgets.api.wire import Reply
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus, Job, JobPicture
from heygen_widgets.models.references import Reference
from heygen_widgets.models.run_kind import RunKind
from tests.api.test_avatars_v3 import answer, refusal
from tests.api.test_job_wires_v2 import COAT
from tests.api.test_wire_v3 import GROUP as NEW_GROUP
from tests.api.test_wire_v3 import ID, LOOK, URL

LOOKS, GROUP = job_wire("v3", RunKind.LOOKS), job_wire("v3", RunKind.GROUP)
ADDED = job_wire("v3", RunKind.ADDED_LOOKS)
PICTURE = JobPicture("image/a/original", asset="ast_1")
LIKE = Reference("look", "lk_1")
DONE = LOOK | {"status": "completed", "preview_image_url": URL}
ALL = pytest.mark.parametrize("wire", [LOOKS, GROUP, ADDED])


def record(kind, **changes):
    given = {"kind": kind, "name": "Lina", "group_id": "g7", "api": "v3"}
    return Generation(status=GenerationStatus.SUBMITTING, **given | changes)


def job(**changes):
    return Job(**{"key": "k1", "group_id": "g7", "pictures": (PICTURE,)} | changes)


def made(item=LOOK, group=NEW_GROUP):
    return answer({"avatar_item": item, "avatar_group": group})


def test_a_group_is_one_photo_without_a_group():
    request = GROUP.submit_request(record(RunKind.GROUP, group_id=None), job(group_id=None))
    assert (request.method, request.path, request.key) == ("POST", "/v3/avatars", "k1")
    file = {"type": "asset_id", "asset_id": "ast_1"}
    assert request.json == {"type": "photo", "name": "Lina", "file": file}


def test_a_picture_without_an_asset_is_known_by_its_key():
    request = GROUP.submit_request(record(RunKind.GROUP), job(pictures=(JobPicture("ast_9"),)))
    assert request.json["file"] == {"type": "asset_id", "asset_id": "ast_9"}


def test_an_added_look_is_one_photo_in_the_group():
    request = ADDED.submit_request(record(RunKind.ADDED_LOOKS), job())
    assert (request.path, request.key) == ("/v3/avatars", "k1")
    assert request.json == {
        "type": "photo",
        "name": "Lina",
        "file": {"type": "asset_id", "asset_id": "ast_1"},
        "avatar_group_id": "g7",
    }


def test_a_new_look_is_a_prompt_a_look_to_look_like_and_the_group_that_keeps_it():
    wanted = record(RunKind.LOOKS, attributes=COAT, references=(LIKE,))
    request = LOOKS.submit_request(wanted, job(pictures=()))
    assert (request.path, request.key) == ("/v3/avatars", "k1")
    prompt = request.json["prompt"]
    assert prompt.endswith("in a green coat, on a bridge")
    assert "Noir style" in prompt
    assert request.json == {
        "type": "prompt",
        "name": "Lina",
        "prompt": prompt,
        "avatar_id": "lk_1",
        "avatar_group_id": "g7",
    }


def test_a_new_look_without_a_name_has_that_of_the_attributes():
    wanted = record(RunKind.LOOKS, name="", attributes=COAT, references=(LIKE,))
    assert LOOKS.submit_request(wanted, job()).json["name"] == COAT.name


def test_a_new_look_that_would_be_another_person_is_not_sent():
    with pytest.raises(errors.InvalidAttributes, match="needs a look of the group"):
        LOOKS.submit_request(record(RunKind.LOOKS, attributes=COAT), job())


@ALL
def test_an_accepted_look_is_known_by_its_id_and_its_group(wire):
    accepted = wire.read_submit(made(), job())
    assert (accepted.id, accepted.group_id, accepted.result) == (ID, "7c9a", None)


@ALL
def test_a_look_whose_group_is_not_told_is_in_that_of_its_run(wire):
    accepted = wire.read_submit(made(LOOK | {"group_id": None}, None), job())
    assert accepted.group_id == "g7"


@ALL
def test_an_answer_that_names_no_look_leaves_open_whether_one_was_made(wire):
    with pytest.raises(errors.UnexpectedResponse, match="no look id"):
        wire.read_submit(made(None, None), job())


@ALL
@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("asset_not_found", "Upload the picture again"),
        ("avatar_not_found", "look for it among the looks of its group"),
        ("resource_not_found", "nothing was made"),
    ],
)
def test_what_is_gone_is_not_found_with_what_to_do(wire, code, advice):
    with pytest.raises(errors.NotFound) as caught:
        wire.read_submit(refusal(404, code), job())
    assert caught.value.code == code
    assert advice in caught.value.advice


def test_a_refused_prompt_is_told_by_our_names_of_the_fields():
    body = {"error": {"code": "invalid_parameter", "message": "Too long", "param": "prompt"}}
    with pytest.raises(errors.InvalidAttributes) as caught:
        LOOKS.read_submit(Reply(400, json.dumps(body).encode()), job())
    assert caught.value.problems == {"appearance": "Too long"}


@ALL
@pytest.mark.parametrize(
    ("word", "status"),
    [("processing", "in_progress"), ("pending_consent", "failed"), ("failed", "failed")],
)
def test_a_look_is_waited_for_until_it_is_completed(wire, word, status):
    assert wire.status_request(job(id=ID)).path == f"/v3/avatars/looks/{ID}"
    assert wire.read_status(answer(LOOK | {"status": word}), job(id=ID)).status == status
    done = wire.read_status(answer(DONE), job(id=ID))
    assert (done.status, done.keys, done.urls) == ("success", (ID,), (URL,))


@ALL
def test_a_look_that_is_gone_is_looked_for_in_its_group_by_its_id(wire):
    assert wire.group_request(job(id=ID)).path == "/v3/avatars/looks?group_id=g7&limit=50"
    state = wire.read_group(answer([LOOK | {"id": "other"}, DONE]), job(id=ID))
    assert (state.status, state.keys) == ("success", (ID,))


@ALL
def test_a_look_without_a_group_is_not_looked_for(wire):
    assert wire.group_request(job(id=ID, group_id=None)) is None


def test_the_only_look_of_a_new_group_is_its_own_whatever_its_id():
    state = GROUP.read_group(answer([DONE | {"id": "renewed"}]), job(id=ID))
    assert state.keys == ("renewed",)


@pytest.mark.parametrize("wire", [LOOKS, ADDED])
def test_the_only_look_of_a_group_that_was_there_before_is_another_one(wire):
    assert wire.read_group(answer([DONE | {"id": "other"}]), job(id=ID)) is None


def test_a_long_prompt_may_be_what_a_500_is_about():
    wanted = record(RunKind.LOOKS, attributes=COAT.replace(appearance="x" * 900))
    request = LOOKS.submit_request(
        Generation(**{**vars(wanted), "references": (LIKE,)}), job(pictures=())
    )
    error = errors.ServerError("x", status_code=500)
    assert "may be too long" in LOOKS.hint(error, request)
