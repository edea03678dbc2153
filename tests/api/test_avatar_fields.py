"""Fields of groups and looks, by every name and word that the sources have for them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets import errors
from heygen_widgets.api import avatar_fields
from heygen_widgets.api.wire import Reply
from tests.api.test_wire_v2 import JSON

NAMES = ("avatar_list", "looks")
LOOKS = [{"id": "a"}, {"id": "b"}]


def reply(body, status=200):
    return Reply(status, json.dumps(body).encode())


@pytest.mark.parametrize(
    "data",
    [
        LOOKS,
        {"avatar_list": LOOKS},
        {"looks": LOOKS, "total_count": 2},
        {"anything_else": LOOKS, "total_count": 2},
        {"avatar_list": LOOKS, "tags": []},
        {"avatar_list": [*LOOKS, None, "c"]},
    ],
)
def test_a_list_is_found_whatever_it_is_called(data):
    assert avatar_fields.items(reply({"error": None, "data": data}), NAMES) == LOOKS


@pytest.mark.parametrize("data", [None, [], {"avatar_list": None}, {"avatar_list": []}])
def test_an_empty_list_is_empty(data):
    assert avatar_fields.items(reply({"error": None, "data": data}), NAMES) == []


@pytest.mark.parametrize("data", ["text", 7, {}, {"id": "a"}, {"one": [], "two": []}])
def test_what_is_no_list_can_not_be_read(data):
    with pytest.raises(errors.UnexpectedResponse, match="has no list"):
        avatar_fields.items(reply({"data": data}), NAMES)


def test_an_error_in_place_of_a_list_is_raised():
    body = {"error": {"code": "avatar_not_found", "message": "Avatar not found"}}
    with pytest.raises(errors.NotFound):
        avatar_fields.items(reply(body, 404), NAMES)


@pytest.mark.parametrize(
    ("body", "token"),
    [
        ({"data": [], "has_more": True, "next_token": "t7"}, "t7"),
        ({"data": [], "has_more": False, "next_token": "t7"}, None),
        ({"data": [], "has_more": False, "next_token": None}, None),
        ({"data": [], "next_token": "t7"}, "t7"),
        ({"data": [], "next_token": ""}, None),
        ({"data": {"list": [], "token": "t8"}}, "t8"),
        ({"data": {"list": [], "has_more": False, "token": "t8"}}, None),
        ({"data": None}, None),
    ],
)
def test_the_next_page_has_a_token(body, token):
    assert avatar_fields.next_token(reply(body)) == token


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (1737662355, datetime(2025, 1, 23, 19, 59, 15, tzinfo=UTC)),
        (1737662355.0, datetime(2025, 1, 23, 19, 59, 15, tzinfo=UTC)),
        ("1737662355", datetime(2025, 1, 23, 19, 59, 15, tzinfo=UTC)),
        (1737662355000, datetime(2025, 1, 23, 19, 59, 15, tzinfo=UTC)),
        ("2025-01-23T19:59:15Z", datetime(2025, 1, 23, 19, 59, 15, tzinfo=UTC)),
        ("2025-01-23T19:59:15", datetime(2025, 1, 23, 19, 59, 15, tzinfo=UTC)),
        (0, None),
        (-5, None),
        (None, None),
        (True, None),
        ("yesterday", None),
        (1e300, None),
        ({}, None),
    ],
)
def test_a_time_is_in_seconds_milliseconds_or_words(value, moment):
    assert avatar_fields.moment(value) == moment


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "pending"}, "pending"),
        ({"status": "processing"}, "pending"),
        ({"status": "in_progress", "image_url": "https://a"}, "pending"),
        ({"status": "completed"}, "completed"),
        ({"status": "Completed"}, "completed"),
        ({"status": "success"}, "completed"),
        ({"status": "failed"}, "failed"),
        ({"status": "error", "preview_image_url": "https://a"}, "failed"),
        ({"status": "pending_consent", "preview_image_url": "https://a"}, "failed"),
        ({"status": None, "preview_image_url": "https://a"}, "completed"),
        ({"image_url": "https://a"}, "completed"),
        ({"status": None, "image_url": ""}, "pending"),
        ({}, "pending"),
        ({"status": "active", "image_url": "https://a"}, "completed"),
        ({"status": ["odd"]}, "pending"),
    ],
)
def test_a_status_is_read_of_its_word_and_the_picture(fields, status):
    assert avatar_fields.status(fields) == status


@pytest.mark.parametrize(
    ("word", "training"),
    [
        (None, "none"),
        ("", "none"),
        ("empty", "none"),
        ("Pending", "in progress"),
        ("processing", "in progress"),
        ("training", "in progress"),
        ("a new word", "in progress"),
        ("Ready", "ready"),
        ("ready", "ready"),
        ("completed", "ready"),
        ("failed", "failed"),
        ("error", "failed"),
    ],
)
def test_the_words_of_a_training_are_understood(word, training):
    assert avatar_fields.training(word) == training


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"error": {"code": "x", "message": "No face"}}, "No face"),
        ({"error": None, "error_msg": "Too dark"}, "Too dark"),
        ({"msg": "Blurred"}, "Blurred"),
        ({"error": None, "status": "completed"}, None),
        ({"status": "pending_consent"}, avatar_fields.ASKS_FOR_CONSENT),
        ({"status": "pending_consent", "error": {"message": "Ask Ada"}}, "Ask Ada"),
    ],
)
def test_the_reason_for_a_status_is_found(fields, message):
    assert avatar_fields.message(fields) == message


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"looks_count": 3}, 3),
        ({"num_looks": 0}, 0),
        ({"num_looks": None, "look_count": 2}, 2),
        ({"looks_count": "many"}, None),
        ({"looks_count": -1}, None),
        ({}, None),
    ],
)
def test_the_number_of_looks_is_found(fields, count):
    assert avatar_fields.count(fields) == count


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(1536, 2752, (1536, 2752)), (None, None, (0, 0)), (0, 2752, (0, 0)), ("768", 9, (768, 9))],
)
def test_a_size_is_whole_or_unknown(width, height, size):
    assert avatar_fields.size({"image_width": width, "image_height": height}) == size


@pytest.mark.parametrize("body", [b"", b" \n", b"{}", b'{"error": null, "data": null}'])
def test_a_change_is_done_whatever_the_body_of_a_success_is(body):
    avatar_fields.check_done(Reply(200, body))


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, b'{"error": {"code": "photar_not_found", "message": "x"}}', errors.NotFound),
        (404, b'{"error": {"code": "not_found", "message": "x"}}', errors.NotFound),
        (404, b"", errors.NotFound),
        (403, b'{"error": {"code": "forbidden", "message": "x"}}', errors.AuthenticationError),
        (200, b'{"code": 400174, "message": "x"}', errors.NotFound),
        (500, b"", errors.ServerError),
        (404, b"<html></html>", errors.ConnectionFailed),
        (410, b"", errors.ApiRetired),
    ],
)
def test_a_change_that_failed_is_an_error(status, body, kind):
    with pytest.raises(kind):
        avatar_fields.check_done(Reply(status, body))


@given(st.dictionaries(st.sampled_from((*avatar_fields.URLS, "status", "error", "msg")), JSON))
def test_no_field_can_not_be_read(fields):
    avatar_fields.status(fields)
    avatar_fields.message(fields)


@given(JSON)
def test_no_value_can_not_be_read(value):
    avatar_fields.moment(value)
    avatar_fields.training(value)
    avatar_fields.count({"looks_count": value})
    avatar_fields.size({"image_width": value, "image_height": value})
