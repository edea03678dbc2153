"""v2's groups, looks, training and uploads, as HeyGen's pages and its users' clients have them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from heygen_widgets import errors
from heygen_widgets.api import avatars_v2
from heygen_widgets.api.wire import Reply, Request

GROUP_ID, LOOK_ID = "7c" * 16, "9a" * 16
URL = f"https://files2.heygen.ai/image/{LOOK_ID}/original?Expires=1738267155&Signature=a&Key-Pair-Id=b"
LOOK = {
    "id": LOOK_ID,
    "image_url": URL,
    "created_at": 1737662355.5,
    "name": "Lina",
    "status": "pending",
    "group_id": GROUP_ID,
    "is_motion": False,
    "motion_preview_url": None,
    "business_type": "uploaded",
    "upscale_availability": {
        "available": False,
        "reason": "Photo avatar look upload not completed",
    },
    "upscaled": False,
    "background_sound_effect": None,
}
GROUP = {
    "id": GROUP_ID,
    "name": "Lina",
    "created_at": 1737662355,
    "num_looks": 3,
    "preview_image_url": URL,
    "group_type": "PRIVATE",
    "train_status": "ready",
}


def answer(data):
    return Reply(200, json.dumps({"error": None, "data": data}).encode())


def refusal(status, code, message="Sorry"):
    body = {"data": None, "error": {"code": code, "message": message}}
    return Reply(status, json.dumps(body).encode())


def groups(*listed):
    return avatars_v2.read_groups(
        answer({"total_count": len(listed), "avatar_group_list": list(listed)})
    ).items


def test_only_the_accounts_own_groups_are_asked_for():
    request = avatars_v2.groups_request(None, 20)
    assert request == Request("GET", "/v2/avatar_group.list?include_public=false")


def test_a_group_has_all_that_the_list_tells():
    [group] = groups(GROUP)
    assert (group.id, group.name, group.looks_count) == (GROUP_ID, "Lina", 3)
    assert (group.status, group.training, group.api) == ("completed", "ready", "v2")
    assert group.preview_url == URL
    assert group.created_at == datetime(2025, 1, 23, 19, 59, 15, tzinfo=UTC)
    assert group.is_ready


def test_the_preview_of_a_group_has_another_name_in_another_source():
    [group] = groups({**GROUP, "preview_image_url": None, "preview_image": "https://b"})
    assert group.preview_url == "https://b"


@pytest.mark.parametrize("word", [None, "empty"])
def test_a_group_that_was_never_trained_says_so(word):
    [group] = groups({**GROUP, "train_status": word})
    assert group.training == "none"
    assert not group.is_ready


def test_a_public_group_is_left_out_though_it_was_not_asked_for():
    assert groups({**GROUP, "group_type": "PUBLIC_PHOTO"}, {**GROUP, "id": "mine"})[0].id == "mine"


def test_a_group_without_an_id_is_left_out():
    assert groups({**GROUP, "id": None}) == ()


def test_a_group_of_null_fields_can_be_read():
    [group] = groups(dict.fromkeys(GROUP) | {"id": GROUP_ID})
    assert (group.name, group.looks_count, group.preview_url) == ("", None, "")
    assert group.created_at is None


def test_one_group_is_found_in_the_list():
    reply = answer({"avatar_group_list": [{**GROUP, "id": "other"}, GROUP]})
    found = avatars_v2.read_group(reply, GROUP_ID)
    assert found is not None
    assert found.id == GROUP_ID


def test_a_group_that_the_list_misses_is_none():
    assert avatars_v2.read_group(answer({"avatar_group_list": [GROUP]}), "other") is None


def test_the_looks_of_a_group_are_asked_for():
    request = avatars_v2.looks_request("a/b", "ignored")
    assert request == Request("GET", "/v2/avatar_group/a%2Fb/avatars")


@pytest.mark.parametrize("name", ["avatar_list", "photo_avatar_list", "avatars", "looks"])
def test_the_looks_of_a_group_are_read_whatever_their_list_is_called(name):
    page = avatars_v2.read_looks(answer({name: [LOOK]}), GROUP_ID)
    assert [look.id for look in page.items] == [LOOK_ID]
    assert page.token is None


def test_a_listed_look_belongs_to_the_group_that_was_asked_for():
    [look] = avatars_v2.read_looks(answer({"avatar_list": [{"id": "a"}]}), GROUP_ID).items
    assert look.group_id == GROUP_ID


def test_a_look_has_all_that_heygen_tells():
    look = avatars_v2.read_look(answer(LOOK | {"image_key": "image/9a/original"}))
    assert (look.id, look.group_id, look.name) == (LOOK_ID, GROUP_ID, "Lina")
    assert (look.status, look.message, look.api) == ("pending", None, "v2")
    assert (look.image_url, look.image_key) == (URL, "image/9a/original")
    assert look.created_at == datetime(2025, 1, 23, 19, 59, 15, 500_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "fields",
    [
        {"avatar_id": "a", "avatar_name": "Lina", "preview_image_url": "https://b"},
        {"talking_photo_id": "a", "talking_photo_name": "Lina", "preview_image_url": "https://b"},
        {"id": "a", "name": "Lina", "image_url": "https://b", "circle_image": "https://c"},
    ],
)
def test_the_fields_of_a_look_have_other_names_in_other_lists(fields):
    look = avatars_v2.look(fields)
    assert (look.id, look.name, look.image_url) == ("a", "Lina", "https://b")
    assert look.status == "completed"


def test_a_look_of_null_fields_can_be_read():
    look = avatars_v2.read_look(answer(dict.fromkeys(LOOK) | {"id": LOOK_ID}))
    assert (look.name, look.image_url, look.group_id, look.status) == ("", "", None, "pending")


@pytest.mark.parametrize("word", ["pending", "completed", "failed"])
def test_each_status_of_a_look_is_kept(word):
    assert avatars_v2.read_look(answer(LOOK | {"status": word})).status == word


def test_an_answer_without_a_look_can_not_be_read():
    with pytest.raises(errors.UnexpectedResponse, match="no look id"):
        avatars_v2.read_look(answer({"status": "completed"}))


def test_an_unknown_look_is_not_found():
    with pytest.raises(errors.NotFound) as caught:
        avatars_v2.read_look(refusal(404, "photar_not_found"))
    assert caught.value.code == "photar_not_found"


def test_the_training_of_a_group_is_asked_for():
    request = avatars_v2.training_request(GROUP_ID)
    assert request == Request("GET", f"/v2/photo_avatar/train/status/{GROUP_ID}")


@pytest.mark.parametrize(
    ("data", "training", "message"),
    [
        ({"status": "pending", "error_msg": None, "updated_at": None}, "in progress", None),
        ({"status": "Ready", "error_msg": None}, "ready", None),
        ({"status": "failed", "error_msg": "Too few faces"}, "failed", "Too few faces"),
        ({"status": None}, "none", None),
        ({"train_status": "ready"}, "ready", None),
    ],
)
def test_the_training_of_a_group_is_read(data, training, message):
    assert avatars_v2.read_training(answer(data)) == (training, message)


@pytest.mark.parametrize(
    "rename", [avatars_v2.rename_group_request, avatars_v2.rename_look_request]
)
def test_renaming_is_not_offered(rename):
    with pytest.raises(errors.NotOffered, match=r"can't rename.*HeyGen's app"):
        rename("a", "Lina in summer")


def test_a_group_and_a_look_are_deleted_by_routes_of_their_own():
    assert avatars_v2.delete_group_request("g") == Request("DELETE", "/v2/photo_avatar_group/g")
    assert avatars_v2.delete_look_request("l") == Request("DELETE", "/v2/photo_avatar/l")


def test_an_upload_is_the_file_itself_and_goes_to_the_upload_host():
    request = avatars_v2.upload_request(b"bytes", "image/png")
    assert (request.method, request.path) == ("POST", "/v1/asset")
    assert request.raw == (b"bytes", "image/png")
    assert request.to_upload_host
    assert request.is_free


def test_an_upload_is_known_by_its_image_key_not_by_its_id():
    data = {
        "id": "asset",
        "name": "asset",
        "file_type": "image",
        "folder_id": "",
        "meta": None,
        "created_ts": 1737662355,
        "url": "https://resource2.heygen.ai/image/asset/original.jpg",
        "image_key": "image/asset/original.jpg",
    }
    body = {"code": 100, "data": data, "msg": None, "message": None}
    upload = avatars_v2.read_upload(Reply(200, json.dumps(body).encode()))
    assert upload == ("image/asset/original.jpg", data["url"])


@pytest.mark.parametrize("key", [None, "", 7])
def test_an_upload_without_an_image_key_is_no_use(key):
    body = {"code": 100, "data": {"id": "asset", "image_key": key}}
    with pytest.raises(errors.UnexpectedResponse, match="no image key"):
        avatars_v2.read_upload(Reply(200, json.dumps(body).encode()))


def test_a_file_that_heygen_can_not_read_is_an_error():
    body = {"code": 400543, "message": "Asset format not supported", "data": None}
    with pytest.raises(errors.HeyGenError, match="format not supported"):
        avatars_v2.read_upload(Reply(200, json.dumps(body).encode()))
