"""v3's groups, looks and uploads, as HeyGen's reference and command line tool have them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from heygen_widgets import errors
from heygen_widgets.api import avatars_v3
from heygen_widgets.api.wire import Reply, Request
from heygen_widgets.models.limits import MAX_REFERENCE_BYTES
from tests.api.test_wire_v3 import GROUP, ID, LOOK, URL

FULL_GROUP = GROUP | {
    "status": "completed",
    "error": None,
    "consent_status": None,
    "gender": None,
    "default_voice_id": None,
    "preview_image_url": URL,
    "preview_video_url": None,
}


def answer(data, **beside):
    return Reply(200, json.dumps({"data": data} | beside).encode())


def refusal(status, code, message="Sorry"):
    return Reply(status, json.dumps({"error": {"code": code, "message": message}}).encode())


@pytest.mark.parametrize(
    ("token", "limit", "query"),
    [
        (None, 20, "ownership=private&limit=20"),
        ("a b&c", 50, "ownership=private&limit=50&token=a%20b%26c"),
        (None, 1000, "ownership=private&limit=50"),
        (None, 0, "ownership=private&limit=1"),
    ],
)
def test_only_the_accounts_own_groups_are_asked_for_a_page_at_a_time(token, limit, query):
    assert avatars_v3.groups_request(token, limit) == Request("GET", f"/v3/avatars?{query}")


def test_a_page_of_groups_names_the_next():
    page = avatars_v3.read_groups(answer([FULL_GROUP], has_more=True, next_token="t2"))
    assert ([group.id for group in page.items], page.token) == (["7c9a"], "t2")


def test_the_last_page_of_groups_names_none():
    page = avatars_v3.read_groups(answer([FULL_GROUP], has_more=False, next_token=None))
    assert page.token is None


def test_a_group_has_all_that_heygen_tells():
    group = avatars_v3.read_group(answer(FULL_GROUP), "7c9a")
    assert (group.id, group.name, group.looks_count) == ("7c9a", "Ada", 1)
    assert (group.status, group.training, group.api) == ("completed", "not needed", "v3")
    assert (group.preview_url, group.message) == (URL, None)
    assert group.created_at == datetime.fromtimestamp(1770000000, UTC)
    assert group.is_ready


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("processing", "pending"),
        ("pending_consent", "failed"),
        ("failed", "failed"),
        ("completed", "completed"),
        (None, "completed"),
    ],
)
def test_each_status_of_a_group_is_understood(word, status):
    group = avatars_v3.read_group(answer(FULL_GROUP | {"status": word}), "7c9a")
    assert group.status == status


def test_a_failed_group_says_why():
    failed = {"status": "failed", "error": {"code": "no_face", "message": "No face was found"}}
    assert avatars_v3.read_group(answer(FULL_GROUP | failed), "7c9a").message == "No face was found"


def test_a_group_may_be_wrapped_as_in_the_answer_that_made_it():
    assert avatars_v3.read_group(answer({"avatar_group": FULL_GROUP}), "7c9a").id == "7c9a"


def test_an_answer_without_a_group_can_not_be_read():
    with pytest.raises(errors.UnexpectedResponse, match="no group id"):
        avatars_v3.read_group(answer({"name": "Ada"}), "7c9a")


def test_an_unknown_group_is_not_found():
    with pytest.raises(errors.NotFound):
        avatars_v3.read_group(refusal(404, "avatar_not_found"), "7c9a")


def test_one_group_has_a_route_of_its_own():
    assert avatars_v3.group_request("a/b") == Request("GET", "/v3/avatars/a%2Fb")


def test_the_looks_of_a_group_are_asked_for_a_page_at_a_time():
    first = avatars_v3.looks_request("7c9a", None)
    assert first == Request("GET", "/v3/avatars/looks?group_id=7c9a&limit=50")
    assert avatars_v3.looks_request("7c9a", "t2").path == f"{first.path}&token=t2"


@pytest.mark.parametrize("data", [[LOOK], {"avatar_items": [LOOK]}, {"looks": [LOOK]}])
def test_a_page_of_looks_is_read_whatever_the_list_is_called(data):
    page = avatars_v3.read_looks(answer(data, has_more=True, next_token="t2"), "7c9a")
    assert ([look.id for look in page.items], page.token) == ([ID], "t2")


def test_a_look_has_all_that_heygen_tells():
    done = {"status": "completed", "preview_image_url": URL, "image_width": 1536}
    look = avatars_v3.read_look(answer(LOOK | done | {"image_height": 2752}))
    assert (look.id, look.group_id, look.name) == (ID, "7c9a", "Ada")
    assert (look.status, look.image_url, look.size) == ("completed", URL, (1536, 2752))
    assert (look.message, look.api, look.created_at) == (None, "v3", None)


def test_a_look_may_be_wrapped_as_in_the_answer_that_made_it():
    assert avatars_v3.read_look(answer({"avatar_item": LOOK, "avatar_group": None})).id == ID


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("processing", "pending"),
        ("pending_consent", "failed"),
        ("failed", "failed"),
        ("completed", "completed"),
        (None, "pending"),
    ],
)
def test_each_status_of_a_look_is_understood(word, status):
    assert avatars_v3.read_look(answer(LOOK | {"status": word})).status == status


def test_a_failed_look_says_why():
    failed = {"status": "failed", "error": {"code": "moderation", "message": "Not allowed"}}
    assert avatars_v3.read_look(answer(LOOK | failed)).message == "Not allowed"


def test_a_look_of_null_fields_can_be_read():
    look = avatars_v3.read_look(answer(dict.fromkeys(LOOK) | {"id": ID}))
    assert (look.name, look.group_id, look.image_url, look.size) == ("", None, "", (0, 0))


def test_an_unknown_look_is_not_found():
    with pytest.raises(errors.NotFound) as caught:
        avatars_v3.read_look(refusal(404, "not_found"))
    assert caught.value.code == "not_found"


def test_groups_need_no_training():
    assert avatars_v3.training_request("7c9a") is None
    assert avatars_v3.read_training(answer({})) == ("not needed", None)


def test_a_look_and_a_group_are_renamed_by_a_patch_that_may_be_repeated():
    look = avatars_v3.rename_look_request("l", "Lina")
    group = avatars_v3.rename_group_request("g", "Lina")
    assert look == Request("PATCH", "/v3/avatars/looks/l", {"name": "Lina"})
    assert group == Request("PATCH", "/v3/avatars/g", {"name": "Lina"})
    assert look.is_free


def test_a_look_and_a_group_are_deleted_by_a_request_that_may_be_repeated():
    look, group = avatars_v3.delete_look_request("l"), avatars_v3.delete_group_request("g")
    assert look == Request("DELETE", "/v3/avatars/looks/l")
    assert group == Request("DELETE", "/v3/avatars/g")
    assert group.is_free


def test_an_upload_is_a_form_with_the_file():
    request = avatars_v3.upload_request(b"bytes", "image/jpeg")
    assert request.path == "/v3/assets"
    assert request.file == ("reference.jpeg", b"bytes", "image/jpeg")
    assert not request.to_upload_host


def test_a_file_that_is_too_large_is_not_sent():
    with pytest.raises(errors.InvalidAttributes, match=r"32,000,001 bytes; HeyGen takes at most"):
        avatars_v3.upload_request(bytes(MAX_REFERENCE_BYTES + 1), "image/png")


@pytest.mark.parametrize("name", ["asset_id", "id"])
def test_an_upload_is_known_by_its_asset_id(name):
    data = {name: "ast_1", "url": "https://files.heygen.ai/1", "mime_type": "image/png"}
    assert avatars_v3.read_upload(answer(data)) == ("ast_1", "https://files.heygen.ai/1")


def test_an_upload_without_an_asset_id_is_no_use():
    with pytest.raises(errors.UnexpectedResponse, match="no asset id"):
        avatars_v3.read_upload(answer({"url": "https://files.heygen.ai/1"}))
