"""The steps after v2's photos: what is sent, and what the answers mean."""

from __future__ import annotations

import json

import pytest

from heygen_widgets import errors
from heygen_widgets.api.job_wires import job_wire
from heygen_widgets.api.job_wires_v2 import NO_VALID_IMAGE
from heygen_widgets.api.wire import Reply, Request
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus, Job, JobPicture
from heygen_widgets.models.run_kind import RunKind
from tests.api.test_avatars_v2 import GROUP_ID, LOOK, LOOK_ID, URL, answer, refusal

LOOKS, GROUP = job_wire("v2", RunKind.LOOKS), job_wire("v2", RunKind.GROUP)
ADDED, TRAINING = job_wire("v2", RunKind.ADDED_LOOKS), job_wire("v2", RunKind.TRAINING)
GENERATED = JobPicture("image/a/original", generation_id="7f")
UPLOADED = JobPicture("5e7a" * 16, asset="image/up/original.jpg")
COAT = AvatarAttributes(
    name="Lina",
    age="Senior",
    orientation="vertical",
    pose="full_body",
    style="Noir",
    appearance="in a green coat, on a bridge",
)


def record(kind, **changes):
    given = {"kind": kind, "name": "Lina", "group_id": GROUP_ID, "api": "v2"}
    return Generation(status=GenerationStatus.SUBMITTING, **given | changes)


def job(**changes):
    return Job(group_id=GROUP_ID, **changes)


def sent(wire, kind, of_job, **changes):
    request = wire.submit_request(record(kind, **changes), of_job)
    return request.method, request.path, request.json


# New looks of a trained group


def test_new_looks_are_asked_for_by_group_prompt_and_three_attributes():
    body = {
        "group_id": GROUP_ID,
        "prompt": "in a green coat, on a bridge",
        "orientation": "vertical",
        "pose": "full_body",
        "style": "Noir",
    }
    asked = sent(LOOKS, RunKind.LOOKS, job(), attributes=COAT)
    assert asked == ("POST", "/v2/photo_avatar/look/generate", body)


def test_new_looks_are_a_generation_in_the_group():
    accepted = LOOKS.read_submit(answer({"generation_id": "7f"}), job())
    assert (accepted.id, accepted.group_id) == ("7f", GROUP_ID)


def test_new_looks_are_polled_like_photos():
    assert LOOKS.status_request(job(id="7f")).path == "/v2/photo_avatar/generation/7f"
    data = {"status": "success", "image_url_list": [URL], "image_key_list": ["image/n/original"]}
    state = LOOKS.read_status(answer(data), job(id="7f"))
    assert (state.status, state.keys, state.urls) == ("success", ("image/n/original",), (URL,))


# A group of one picture


def test_a_group_is_made_of_a_generated_picture_and_the_job_that_made_it():
    asked = sent(GROUP, RunKind.GROUP, Job(pictures=(GENERATED,)), group_id=None)
    body = {"name": "Lina", "image_key": "image/a/original", "generation_id": "7f"}
    assert asked == ("POST", "/v2/photo_avatar/avatar_group/create", body)


def test_a_group_of_an_uploaded_picture_names_no_generation():
    *_, body = sent(GROUP, RunKind.GROUP, Job(pictures=(UPLOADED,)), group_id=None)
    assert body == {"name": "Lina", "image_key": "image/up/original.jpg"}


def test_a_new_group_is_known_by_its_first_look_and_its_own_id():
    accepted = GROUP.read_submit(answer(LOOK), Job())
    assert (accepted.id, accepted.group_id) == (LOOK_ID, GROUP_ID)
    assert accepted.result is None


def test_a_group_whose_id_is_missing_has_that_of_its_first_look():
    accepted = GROUP.read_submit(answer(LOOK | {"group_id": None}), Job())
    assert accepted.group_id == LOOK_ID


def test_an_answer_that_names_no_look_leaves_open_whether_a_group_was_made():
    with pytest.raises(errors.UnexpectedResponse, match="no look id"):
        GROUP.read_submit(answer({"name": "Lina"}), Job())


@pytest.mark.parametrize(
    ("word", "status"),
    [("pending", "in_progress"), ("completed", "success"), ("failed", "failed")],
)
def test_a_group_is_waited_for_until_its_look_is_registered(word, status):
    assert GROUP.status_request(job(id=LOOK_ID)).path == f"/v2/photo_avatar/{LOOK_ID}"
    state = GROUP.read_status(answer(LOOK | {"status": word}), job(id=LOOK_ID))
    assert (state.status, state.group_id) == (status, GROUP_ID)
    assert (state.keys, state.urls) == ((LOOK_ID,), (URL,))


def test_a_look_that_failed_says_why():
    failed = LOOK | {"status": "failed", "error_msg": "No face"}
    assert GROUP.read_status(answer(failed), job(id=LOOK_ID)).message == "No face"


def test_an_error_of_the_look_itself_is_its_end():
    body = {"error": {"code": "insufficient_credit", "message": "No credit"}, "data": None}
    state = GROUP.read_status(Reply(200, json.dumps(body).encode()), job(id=LOOK_ID))
    assert (state.status, state.message) == ("failed", "HeyGen answered: No credit.")


def test_a_look_that_is_not_known_yet_is_not_found():
    with pytest.raises(errors.NotFound):
        GROUP.read_status(refusal(404, "photar_not_found"), job(id=LOOK_ID))


# Pictures that become looks


def test_pictures_are_added_with_the_job_that_made_them():
    other = JobPicture("image/b/original", generation_id="7f")
    asked = sent(ADDED, RunKind.ADDED_LOOKS, job(pictures=(GENERATED, other)))
    body = {
        "group_id": GROUP_ID,
        "image_keys": ["image/a/original", "image/b/original"],
        "name": "Lina",
        "generation_id": "7f",
    }
    assert asked == ("POST", "/v2/photo_avatar/avatar_group/add", body)


def test_an_uploaded_picture_is_added_without_a_generation():
    *_, body = sent(ADDED, RunKind.ADDED_LOOKS, job(pictures=(UPLOADED,)))
    assert body == {"group_id": GROUP_ID, "image_keys": ["image/up/original.jpg"], "name": "Lina"}


def looks(*ids):
    return [LOOK | {"id": look_id, "image_url": f"https://{look_id}"} for look_id in ids]


@pytest.mark.parametrize("name", ["photo_avatar_list", "avatar_list"])
def test_added_looks_are_there_at_once(name):
    added = job(pictures=(GENERATED, UPLOADED))
    reply = answer({name: looks("a", "b")})
    done = ADDED.read_submit(reply, added).of(added, "req-1")
    assert (done.id, done.status, done.group_id) == ("a,b", "success", GROUP_ID)
    assert (done.keys, done.urls) == (("a", "b"), ("https://a", "https://b"))
    assert (done.message, done.request_id) == (None, "req-1")


def test_fewer_looks_than_pictures_are_told():
    added = job(pictures=(GENERATED, UPLOADED))
    done = ADDED.read_submit(answer({"photo_avatar_list": looks("a")}), added).of(added, None)
    assert done.message == "HeyGen made looks of 1 of 2 pictures."
    assert done.keys == ("a",)


@pytest.mark.parametrize("data", [{"photo_avatar_list": []}, {"photo_avatar_list": None}, None])
def test_an_answer_that_names_no_look_leaves_open_whether_some_were_added(data):
    with pytest.raises(errors.UnexpectedResponse, match="names no look"):
        ADDED.read_submit(answer(data), job(pictures=(GENERATED,)))


def test_added_looks_get_fresh_links_of_their_group():
    done = job(id="a,b,c", status=GenerationStatus.IN_PROGRESS)
    assert ADDED.status_request(done).path == f"/v2/avatar_group/{GROUP_ID}/avatars"
    state = ADDED.read_status(answer({"avatar_list": looks("c", "x", "a")}), done)
    assert state.status == "success"
    assert (state.keys, state.urls) == (("a", "b", "c"), ("https://a", "", "https://c"))


# Training


def test_a_training_names_the_group_alone():
    asked = sent(TRAINING, RunKind.TRAINING, job())
    assert asked == ("POST", "/v2/photo_avatar/train", {"group_id": GROUP_ID})


@pytest.mark.parametrize(
    "data", [None, {}, {"code": 100, "data": {"num_of_photar": 1, "flow_id": "7f"}}]
)
def test_a_training_is_accepted_whatever_the_answer_holds(data):
    accepted = TRAINING.read_submit(answer(data), job())
    assert (accepted.id, accepted.group_id) == (GROUP_ID, GROUP_ID)


@pytest.mark.parametrize("code", ["invalid_parameter", "400175", "some_other_code"])
def test_no_valid_image_means_not_now_and_is_told_apart(code):
    said = f"No valid image for training found in group {GROUP_ID}"
    with pytest.raises(errors.NotReady, match=said) as caught:
        TRAINING.read_submit(refusal(400, code, said), job())
    assert (caught.value.code, caught.value.status_code) == (NO_VALID_IMAGE, 400)
    assert "still registering" in caught.value.advice


def test_another_refusal_of_a_training_stays_what_it_is():
    with pytest.raises(errors.InvalidAttributes):
        TRAINING.read_submit(refusal(400, "invalid_parameter", "group_id is invalid: x"), job())
    with pytest.raises(errors.InsufficientCredit):
        TRAINING.read_submit(refusal(402, "insufficient_credit"), job())


@pytest.mark.parametrize(
    ("data", "status", "message"),
    [
        ({"status": "pending", "error_msg": None}, "in_progress", None),
        ({"status": "training"}, "in_progress", None),
        ({"status": "empty"}, "in_progress", None),
        ({"status": "ready", "error_msg": None}, "success", None),
        ({"status": "failed", "error_msg": "Too few faces"}, "failed", "Too few faces"),
    ],
)
def test_a_training_is_waited_for_until_it_is_ready(data, status, message):
    path = f"/v2/photo_avatar/train/status/{GROUP_ID}"
    assert TRAINING.status_request(job(id=GROUP_ID)).path == path
    state = TRAINING.read_status(answer(data), job(id=GROUP_ID))
    assert (state.status, state.message) == (status, message)


@pytest.mark.parametrize("wire", [LOOKS, GROUP, ADDED, TRAINING])
def test_nothing_is_looked_for_in_a_group_because_ids_of_v2_last(wire):
    assert wire.group_request(job(id="a")) is None
    assert wire.read_group(answer({}), job(id="a")) is None
    assert wire.hint(errors.ServerError("x", status_code=500), Request("POST", "/")) == ""
