from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heygen_widgets import errors
from heygen_widgets.api import wire_v2
from heygen_widgets.api.wire import JobState, Reply
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus

ID = "def3076d2c8b4929acf269d8ea6b562e"
HEX = ["701cd0b3ed3a4fa1b6d4e4d5b3b0c1f1", "5b0f", "9a8e", "c3d4"]
URLS = [f"https://resource2.heygen.ai/image/{name}/original" for name in HEX]
KEYS = [f"image/{name}/original" for name in HEX]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
DATA = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("generation_id", "id", "status", "msg", "message", "image_url_list", "image_key_list"),
        JSON,
    ),
)
ENVELOPES = st.fixed_dictionaries(
    {},
    optional={
        "code": JSON,
        "message": JSON,
        "msg": JSON,
        "error_code": JSON,
        "error": JSON | st.dictionaries(st.sampled_from(["code", "message", "msg"]), JSON),
        "data": JSON | DATA,
        "warning": JSON,
    },
)
STATUSES = st.sampled_from([200, 200, 201, 204, 301, 400, 401, 402, 404, 429, 500]) | st.integers(
    100, 599
)
HEADERS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("retry-after", "content-type", "x-request-id"), st.text())
)


def outcome(read, reply):
    """Calls a reader; returns its result, and the `HeyGenError` that it raises."""
    try:
        return read(reply), None
    except errors.HeyGenError as error:
        return None, error


def answer(data, status_code=200, **beside):
    return Reply(status_code, json.dumps({"error": None, "data": data} | beside).encode())


def status(word="success", **changes):
    data = {"id": ID, "status": word, "msg": None, "image_url_list": None, "image_key_list": None}
    return wire_v2.read_status(answer(data | changes))


def test_the_submit_has_exactly_the_eight_fields():
    request = wire_v2.submit_request(
        AvatarAttributes(
            name="Lina",
            age="Young Adult",
            gender="Woman",
            ethnicity="Asian American",
            orientation="horizontal",
            pose="half_body",
            style="Realistic",
            appearance="A stylish East Asian Woman in casual attire",
        )
    )
    assert (request.method, request.path) == ("POST", "/v2/photo_avatar/photo/generate")
    assert request.json == {
        "name": "Lina",
        "age": "Young Adult",
        "gender": "Woman",
        "ethnicity": "Asian American",
        "orientation": "horizontal",
        "pose": "half_body",
        "style": "Realistic",
        "appearance": "A stylish East Asian Woman in casual attire",
    }


def test_the_status_request_has_the_generation_id_in_its_path():
    request = wire_v2.status_request(ID)
    assert (request.method, request.json) == ("GET", None)
    assert request.path == f"/v2/photo_avatar/generation/{ID}"


@given(st.text(min_size=1))
@example("../../v1/user/me")
@example("a b?c=d#e")
@example("\ud800")
def test_any_id_is_one_segment_of_the_path(generation_id):
    path = wire_v2.status_request(generation_id).path
    prefix, _, last = path.rpartition("/")
    assert prefix == "/v2/photo_avatar/generation"
    assert path.isascii()
    assert not set("?#% ") & set(last.replace("%", "", last.count("%")))
    assert unquote(last) == generation_id.encode(errors="replace").decode()


def test_the_generation_id_is_read_from_the_example_of_the_docs():
    assert wire_v2.read_submit(answer({"generation_id": ID})).id == ID


def test_the_generation_id_is_read_from_a_reply_with_a_warning_and_unknown_fields():
    warning = {"message": "This v2 endpoint is Legacy", "sunset_date": "2026-10-31"}
    data = {"generation_id": ID, "new": [1]}
    assert wire_v2.read_submit(answer(data, warning=warning, trace="x")).id == ID


def test_the_generation_id_is_read_from_a_v1_envelope():
    assert wire_v2.read_submit(answer({"generation_id": ID}, code=100, message=None)).id == ID


@pytest.mark.parametrize("data", [{}, {"generation_id": None}, {"generation_id": ""}, {"id": ID}])
def test_a_reply_without_a_generation_id_is_an_unexpected_response(data):
    with pytest.raises(errors.UnexpectedResponse, match="has no generation id"):
        wire_v2.read_submit(answer(data))


def test_the_in_progress_example_of_the_docs_is_in_progress():
    assert status("in_progress") == JobState(GenerationStatus.IN_PROGRESS)


def test_the_success_example_of_the_docs_is_a_success():
    state = status(image_url_list=URLS, image_key_list=KEYS)
    assert state == JobState(GenerationStatus.SUCCESS, None, tuple(URLS), tuple(KEYS))


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("success", "success"),
        ("completed", "success"),
        ("SUCCESS", "success"),
        ("failed", "failed"),
        ("error", "failed"),
        ("Failed", "failed"),
        ("in_progress", "in_progress"),
        ("pending", "in_progress"),
        ("processing", "in_progress"),
        ("queued", "in_progress"),
        ("", "in_progress"),
        (None, "in_progress"),
        (7, "in_progress"),
        (["success"], "in_progress"),
    ],
)
def test_every_status_word_has_its_meaning(word, means):
    assert status(word).status == means


def test_a_missing_status_means_in_progress():
    assert wire_v2.read_status(answer({"id": ID})).status == "in_progress"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"msg": "No face"}, "No face"),
        ({"msg": None}, None),
        ({"msg": ""}, None),
        ({"msg": None, "message": "No face"}, "No face"),
        ({"msg": {"text": "No face"}}, '{"text": "No face"}'),
    ],
)
def test_a_failed_generation_gives_its_reason(fields, reason):
    state = status("failed", **fields)
    assert (state.status, state.message) == ("failed", reason)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"error": {"code": "generation_failed", "message": "No face"}, "data": None}, "No face"),
        ({"error": {"code": "x", "message": "No face"}, "data": {"status": "failed"}}, "No face"),
        ({"error": "Oh no", "data": {"status": "failed", "msg": "No face"}}, "No face"),
        ({"code": 400168, "message": "Inappropriate", "data": None}, "Inappropriate"),
        (
            {"error": {"code": "MOVIO_PAYMENT_INSUFFICIENT_CREDIT", "message": "Too little"}},
            "Too little",
        ),
    ],
)
def test_an_error_with_http_200_that_speaks_of_the_generation_ends_it(body, said):
    state = wire_v2.read_status(Reply(200, json.dumps(body).encode()))
    assert state.status is GenerationStatus.FAILED
    assert said in state.message


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": "some_new_code", "message": "Odd"}, "data": None},
        {"error": {"message": "Odd"}, "data": None},
        {"error": "Odd", "data": None},
        {"error": "Odd", "data": {"status": "in_progress"}},
        {"error": "Odd", "error_code": "SOME_NEW_ERROR"},
        {"code": 40004, "message": "Odd", "data": None},
    ],
)
def test_an_unknown_error_with_http_200_says_nothing_of_the_generation(body):
    with pytest.raises(errors.UnexpectedResponse, match="HeyGen answered: Odd"):
        wire_v2.read_status(Reply(200, json.dumps(body).encode()))


def test_an_error_beside_images_that_are_done_hides_none_of_them():
    data = {"status": "success", "image_url_list": URLS, "image_key_list": KEYS}
    body = {"error": {"code": "some_new_code", "message": "Odd"}, "data": data}
    state = wire_v2.read_status(Reply(200, json.dumps(body).encode()))
    assert (state.status, state.keys) == (GenerationStatus.SUCCESS, tuple(KEYS))


@pytest.mark.parametrize(
    ("status_code", "body", "kind"),
    [
        (401, {"error": {"code": "unauthorized", "message": "No"}}, errors.AuthenticationError),
        (200, {"error": {"code": "generation_not_found", "message": "No"}}, errors.NotFound),
        (200, {"error": {"code": "resource_not_ready", "message": "No"}}, errors.NotReady),
        (200, {"code": 400112, "message": "Unauthorized"}, errors.AuthenticationError),
        (200, {"code": 400123, "message": "Exceed rate limit"}, errors.RateLimited),
        (404, {"error": {"code": "generation_not_found", "message": "No"}}, errors.NotFound),
        (400, {"error": {"code": "generation_not_found", "message": "No"}}, errors.NotFound),
        (500, {"error": {"code": "internal_error", "message": "No"}}, errors.ServerError),
        (200, {"error": None, "data": None}, errors.UnexpectedResponse),
        (200, ["data"], errors.UnexpectedResponse),
    ],
)
def test_an_error_of_the_request_is_not_an_error_of_the_generation(status_code, body, kind):
    with pytest.raises(kind):
        wire_v2.read_status(Reply(status_code, json.dumps(body).encode()))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", errors.UnexpectedResponse),
        (b"<html>", errors.ConnectionFailed),
        (b"upstream timed out", errors.UnexpectedResponse),
    ],
)
def test_a_reply_that_is_not_json_does_not_fail_the_generation(body, kind):
    with pytest.raises(kind):
        wire_v2.read_status(Reply(200, body))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_any_number_of_images_is_read(count):
    urls, keys = (URLS * 2)[:count], (KEYS * 2)[:count]
    state = status(image_url_list=urls, image_key_list=keys)
    assert (state.urls, state.keys) == (tuple(urls), tuple(keys))


@pytest.mark.parametrize("odd", [None, "image/7", {"0": "image/7"}, 7, False])
def test_an_invalid_list_counts_as_empty(odd):
    state = status(image_url_list=odd, image_key_list=odd)
    assert (state.urls, state.keys) == ((), ())


def test_an_entry_that_is_not_text_becomes_an_empty_text():
    state = status(image_url_list=[None, URLS[1], 7], image_key_list=KEYS[:2])
    assert state.urls == ("", URLS[1], "")
    assert state.keys == tuple(KEYS[:2])


def test_keys_are_not_parsed():
    odd = ["photo_generation/a/image1.jpg", "s3://x", "  ", "🔑"]
    assert status(image_key_list=odd).keys == tuple(odd)


@given(STATUSES, ENVELOPES | JSON, HEADERS)
def test_any_json_is_read_or_raises_a_heygen_error(status_code, body, headers):
    reply = Reply(status_code, json.dumps(body).encode(), headers)
    for read in (wire_v2.read_submit, wire_v2.read_status):
        understood, error = outcome(read, reply)
        if error:
            assert error.what
            assert str(error)
        elif isinstance(understood, JobState):
            record = Generation(status=understood.status, message=understood.message)
            assert record.with_images(understood.urls, understood.keys)._repr_html_()
        else:
            assert wire_v2.status_request(understood).path.isascii()


@given(STATUSES, st.binary(), HEADERS)
@example(200, b'{"data": {"generation_id": "\\ud800"}}', {})
@example(200, b'{"code": ' + b"9" * 6000 + b"}", {})
@example(200, b'\xef\xbb\xbf{"data": {}}', {})
@example(200, b"{" * 50_000, {})
def test_any_bytes_are_read_or_raise_a_heygen_error(status_code, body, headers):
    reply = Reply(status_code, body, headers)
    for read in (wire_v2.read_submit, wire_v2.read_status):
        understood, error = outcome(read, reply)
        assert understood or error.what
