from __future__ import annotations

import json

import pytest

from heygen_widgets import errors
from heygen_widgets.api import envelope
from heygen_widgets.api.wire import Reply

HTML = b"<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>"


def reply(status_code, body, **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status_code, raw, {"x-request-id": "req-7"} | named)


def v2(code, message="Words."):
    return {"data": None, "error": {"code": code, "message": message}}


def v1(code, message="Words."):
    return {"code": code, "message": message, "data": None}


@pytest.mark.parametrize(
    "body",
    [
        {"error": None, "data": {"a": 1}},
        {"data": {"a": 1}},
        {"code": 100, "data": {"a": 1}, "msg": None, "message": None},
        {"code": 100, "data": {"a": 1}, "message": "Success"},
        {"code": "100", "data": {"a": 1}},
        {"code": None, "error": None, "data": {"a": 1}, "message": "Success"},
        {"error": {}, "data": {"a": 1}},
        {"error": "", "data": {"a": 1}},
        {
            "error": None,
            "data": {"a": 1},
            "warning": {
                "message": "This v2 endpoint is Legacy and will be removed on 2026-10-31.",
                "v3_endpoint": None,
                "docs_url": "https://developers.heygen.com/reference",
                "sunset_date": "2026-10-31",
            },
        },
    ],
)
def test_the_data_of_every_successful_envelope_is_read(body):
    headers = {"deprecation": "true", "sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}
    assert envelope.read(reply(200, body, **headers)) == {"a": 1}


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (401, v2("unauthorized", "Unauthorized"), errors.AuthenticationError, "unauthorized"),
        (401, v1(400112, "Unauthorized"), errors.AuthenticationError, "400112"),
        (200, v1(400112, "Unauthorized"), errors.AuthenticationError, "400112"),
        (200, v1(40009), errors.AuthenticationError, "40009"),
        (401, b"", errors.AuthenticationError, None),
        (401, HTML, errors.ConnectionFailed, None),
        (403, HTML, errors.ConnectionFailed, None),
        (401, {"message": "Unauthorized"}, errors.AuthenticationError, None),
        (403, {"message": "Forbidden"}, errors.AuthenticationError, None),
        (403, v2("forbidden"), errors.AuthenticationError, "forbidden"),
        (
            401,
            {
                "error": {
                    "code": "unauthorized",
                    "message": "Unauthorized",
                    "doc_url": "https://developers.heygen.com/docs/error-codes#unauthorized",
                }
            },
            errors.AuthenticationError,
            "unauthorized",
        ),
        (402, v2("insufficient_credit"), errors.InsufficientCredit, "insufficient_credit"),
        (400, v2("insufficient_credit"), errors.InsufficientCredit, "insufficient_credit"),
        (402, b"", errors.InsufficientCredit, None),
        (
            400,
            {
                "error": "Insufficient credit. This operation requires 'api' credits.",
                "error_code": "MOVIO_PAYMENT_INSUFFICIENT_CREDIT",
            },
            errors.InsufficientCredit,
            "MOVIO_PAYMENT_INSUFFICIENT_CREDIT",
        ),
        (200, v1(900001), errors.InsufficientCredit, "900001"),
        (402, v2("trial_limit_exceeded"), errors.InsufficientCredit, "trial_limit_exceeded"),
        (400, v2("content_policy_violation"), errors.ContentRejected, "content_policy_violation"),
        (200, v1(400168), errors.ContentRejected, "400168"),
        (200, v1(402008), errors.ContentRejected, "402008"),
        (404, v2("generation_not_found"), errors.NotFound, "generation_not_found"),
        (400, v2("avatar_not_found"), errors.NotFound, "avatar_not_found"),
        (404, v2("photar_not_found"), errors.NotFound, "photar_not_found"),
        (200, v1(400174), errors.NotFound, "400174"),
        (404, b"", errors.NotFound, None),
        (404, HTML, errors.ConnectionFailed, None),
        (410, HTML, errors.ConnectionFailed, None),
        (410, b"", errors.ApiRetired, None),
        (410, {"message": "Gone"}, errors.ApiRetired, None),
        (301, b"", errors.ConnectionFailed, None),
        (302, HTML, errors.ConnectionFailed, None),
        (308, {"message": "Moved"}, errors.ConnectionFailed, None),
        (308, v2("moved"), errors.ApiRetired, "moved"),
        (429, HTML, errors.RateLimited, None),
        (429, v2("rate_limit_exceeded"), errors.RateLimited, "rate_limit_exceeded"),
        (429, v2("quota_exceeded"), errors.RateLimited, "quota_exceeded"),
        (429, b"", errors.RateLimited, None),
        (200, v1(400123, "Exceed rate limit"), errors.RateLimited, "400123"),
        (500, v2("internal_error"), errors.ServerError, "internal_error"),
        (502, HTML, errors.ServerError, None),
        (503, b"", errors.ServerError, None),
        (524, HTML, errors.ServerError, None),
        (500, {"error": None, "data": {"a": 1}}, errors.ServerError, None),
        (400, v2("internal_error"), errors.UnexpectedResponse, "internal_error"),
        (400, {"error": "no idea"}, errors.UnexpectedResponse, None),
        (418, HTML, errors.ConnectionFailed, None),
        (200, HTML, errors.ConnectionFailed, None),
        (200, b"", errors.UnexpectedResponse, None),
        (200, b"\xff\xfe\x00", errors.UnexpectedResponse, None),
        (200, b"[" * 100_000, errors.UnexpectedResponse, None),
        (200, [1, 2], errors.UnexpectedResponse, None),
        (200, {"error": None, "data": None}, errors.UnexpectedResponse, None),
        (200, {"error": None, "data": []}, errors.UnexpectedResponse, None),
        (200, {}, errors.UnexpectedResponse, None),
    ],
)
def test_the_error_of_every_failed_envelope_is_read(status, body, kind, code):
    with pytest.raises(errors.HeyGenError) as caught:
        envelope.read(reply(status, body))
    error = caught.value
    assert (type(error), error.status_code, error.code) == (kind, status, code)
    assert error.request_id == "req-7"


@pytest.mark.parametrize(
    "body",
    [
        v2("odd", "No face was found"),
        v1(40004, "No face was found"),
        {"code": 40004, "msg": "No face was found"},
        {"error": {"code": "odd", "msg": "No face was found"}},
        {"error": "No face was found"},
        {"message": "No face was found"},
    ],
)
def test_the_error_quotes_heygens_message(body):
    assert envelope.read_error(reply(400, body)).what == "HeyGen answered: No face was found."


@pytest.mark.parametrize("said", ["No face", "No face.", "No face. "])
def test_a_message_ends_with_one_full_stop(said):
    error = envelope.read_error(reply(400, v2("odd", said)))
    assert error.what == "HeyGen answered: No face."


def test_dots_inside_a_message_are_kept():
    error = envelope.read_error(reply(400, v2("odd", "Wait ... then try ../again")))
    assert error.what == "HeyGen answered: Wait ... then try ../again."


@pytest.mark.parametrize(
    "body", [{"error": {"code": "odd"}}, {"error": {"code": "odd", "message": None}}, {"code": 7}]
)
def test_an_error_without_a_message_is_an_error(body):
    assert "without a message" in envelope.read_error(reply(200, body)).what


@pytest.mark.parametrize(
    ("said", "field", "problem"),
    [
        ("age is invalid: Field required", "age", "Field required"),
        (
            "video_inputs.0.voice.text.input_text is invalid: Field required",
            "video_inputs.0.voice.text.input_text",
            "Field required",
        ),
        (
            "pose is invalid: Input should be 'half_body', 'close_up' or 'full_body'",
            "pose",
            "Input should be 'half_body', 'close_up' or 'full_body'",
        ),
        (
            "appearance is invalid: String should have at most 1000 characters",
            "appearance",
            "String should have at most 1000 characters",
        ),
        ("something else", "request", "something else"),
        ("a is invalid:\nover\nlines.", "a", "over\nlines"),
    ],
)
@pytest.mark.parametrize("shape", [v2, lambda _code, said: v1(400175, said)])
def test_the_error_names_an_invalid_field(said, field, problem, shape):
    error = envelope.read_error(reply(400, shape("invalid_parameter", said)))
    assert type(error) is errors.InvalidAttributes
    assert error.problems == {field: problem}
    assert "nothing was generated" in error.advice


def test_a_long_message_is_shortened():
    for body in (v2("odd", "x" * 5000), v2("invalid_parameter", "x" * 5000), b"y" * 5000):
        assert len(envelope.read_error(reply(400, body)).what) < 400


def test_a_reply_that_is_not_json_is_quoted():
    with pytest.raises(errors.UnexpectedResponse, match="not JSON: 'Hello … there'"):
        envelope.read(reply(200, "Hello … there".encode()))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3.0),
        ("0", 0.0),
        ("1.5", 1.5),
        (" 7 ", 7.0),
        ("", None),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("soon", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
def test_retry_after_is_read_as_seconds(value, seconds):
    answer = reply(429, v2("rate_limit_exceeded"), retry_after=value)
    assert envelope.retry_after(answer) == seconds
    assert envelope.read_error(answer).retry_after == seconds
    assert envelope.read_error(reply(429, b"", retry_after=value)).retry_after == seconds


def test_a_reply_without_retry_after_asks_for_no_wait():
    assert envelope.read_error(reply(429, b"")).retry_after is None
