from __future__ import annotations

import json
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heygen_widgets import errors
from heygen_widgets.api import wire_v2, wire_v3
from heygen_widgets.api.wire import Accepted, Balance, JobState, Reply, Request
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.references import Reference
from tests.api.test_wire_v2 import HEADERS, JSON, STATUSES, outcome

ID = "1fa904f6bb0d4e1bb8d6e2b8a1c2d3e4"
URL = f"https://files2.heygen.ai/avatar/v3/{ID}/full/2.2/preview_target.webp?Expires=1&Signature=a"
ADA = AvatarAttributes(
    name="Ada",
    age="Senior",
    gender="Woman",
    ethnicity="South Asian",
    orientation="vertical",
    pose="half_body",
    style="Noir",
    appearance="A baker in her shop",
)
LOOK = {
    "id": ID,
    "name": "Ada",
    "avatar_type": "photo_avatar",
    "group_id": "7c9a",
    "status": "processing",
    "error": None,
    "preview_image_url": None,
    "preview_video_url": None,
    "image_width": None,
    "image_height": None,
    "preferred_orientation": "portrait",
    "gender": None,
    "default_voice_id": None,
    "tags": [],
    "supported_api_engines": ["avatar_iv"],
}
GROUP = {"id": "7c9a", "name": "Ada", "created_at": 1770000000, "looks_count": 1}
DOC_URL = "https://developers.heygen.com/docs/error-codes#"

DATA = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        (
            *("id", "status", "error", "preview_image_url", "wallet", "subscription", "asset_id"),
            "avatar_group",
        ),
        JSON,
    )
    | {
        "avatar_item": JSON | st.dictionaries(st.just("id"), JSON),
        "wallet": JSON | st.dictionaries(st.sampled_from(["remaining_balance", "currency"]), JSON),
        "error": JSON | st.dictionaries(st.sampled_from(["code", "message"]), JSON),
    },
)
ENVELOPES = st.fixed_dictionaries(
    {},
    optional={
        "error": JSON
        | st.dictionaries(st.sampled_from(["code", "message", "param", "doc_url"]), JSON),
        "data": JSON | DATA,
        "message": JSON,
        "code": JSON,
    },
)
READERS = (wire_v3.read_submit, wire_v3.read_status, wire_v3.read_balance, wire_v3.read_upload)


def answer(data, status_code=200, **beside):
    return Reply(status_code, json.dumps({"data": data} | beside).encode())


def refusal(status_code, code, message="No", **more):
    error = {"code": code, "message": message, "doc_url": DOC_URL + code} | more
    return Reply(status_code, json.dumps({"error": error}).encode())


def receipt(**changes):
    return answer({"avatar_item": LOOK | changes, "avatar_group": GROUP})


def status(word, **changes):
    return wire_v3.read_status(answer(LOOK | {"status": word} | changes))


def balance(**data):
    return wire_v3.read_balance(answer({"username": "5d", "billing_type": "wallet"} | data))


def test_the_submit_has_a_prompt_and_an_idempotency_key():
    request = wire_v3.submit_request(ADA, (), "heygen-widgets:7f:1")
    assert (request.method, request.path, request.key) == (
        "POST",
        "/v3/avatars",
        "heygen-widgets:7f:1",
    )
    assert request.json == {
        "type": "prompt",
        "name": "Ada",
        "prompt": "Senior South Asian Woman, Noir style, half body pose, vertical orientation. "
        "A baker in her shop",
    }
    assert not request.is_free


def test_the_submit_has_the_references_in_order():
    references = [
        Reference("look", "lk_1"),
        Reference("url", "https://a.example/1.png"),
        Reference("asset", "ast_2"),
    ]
    body = wire_v3.submit_request(ADA, references, None).json
    assert body["avatar_id"] == "lk_1"
    assert body["reference_images"] == [
        {"type": "url", "url": "https://a.example/1.png"},
        {"type": "asset_id", "asset_id": "ast_2"},
    ]
    assert body.keys() == {"type", "name", "prompt", "avatar_id", "reference_images"}


def test_a_prompt_that_is_too_long_is_a_problem_of_the_appearance():
    assert wire_v3.find_problems(ADA, ()) == {}
    problems = wire_v3.find_problems(ADA.replace(appearance="x" * 1000), ())
    assert problems.keys() == {"appearance"}


def test_only_v3_accepts_references():
    references = [Reference("look", "lk_1")]
    assert wire_v3.find_problems(ADA, references) == {}
    assert wire_v2.find_problems(ADA, references).keys() == {"reference images and looks"}
    assert wire_v2.find_problems(ADA.replace(appearance="x" * 1000), ()) == {}


def test_v2_uploads_nothing():
    with pytest.raises(errors.InvalidAttributes, match="need HeyGen's v3"):
        wire_v2.upload_request(b"", "image/png")
    with pytest.raises(errors.InvalidAttributes, match="need HeyGen's v3"):
        wire_v2.read_upload(Reply(200))


def test_the_look_id_is_read_from_the_example_of_the_docs():
    assert wire_v3.read_submit(receipt()).id == ID


def test_the_look_id_is_read_from_a_reply_without_a_group():
    reply = answer({"avatar_item": {"id": ID}, "avatar_group": None})
    assert wire_v3.read_submit(reply) == Accepted(ID)


@pytest.mark.parametrize(
    "data",
    [
        {"avatar_item": {"id": ID, "group_id": "g"}, "avatar_group": {"id": "other"}},
        {"avatar_item": {"id": ID}, "avatar_group": {"id": "g"}},
    ],
)
def test_the_group_of_a_look_is_read_from_the_look_or_beside_it(data):
    assert wire_v3.read_submit(answer(data)) == Accepted(ID, "g")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"avatar_item": None, "avatar_group": GROUP},
        {"avatar_item": {}},
        {"avatar_item": {"id": None}},
        {"avatar_item": {"id": ""}},
        {"avatar_item": {"id": 7}},
        {"avatar_item": [ID]},
        {"avatar_item": ID},
        {"id": ID},
    ],
)
def test_a_reply_without_a_look_id_is_an_unexpected_response(data):
    with pytest.raises(errors.UnexpectedResponse, match="has no look id"):
        wire_v3.read_submit(answer(data))


@pytest.mark.parametrize(
    ("reply", "field", "said"),
    [
        (
            refusal(400, "invalid_parameter", "prompt is invalid: Field required", param="prompt"),
            "appearance",
            "Field required",
        ),
        (refusal(400, "invalid_parameter", "Too long", param="prompt"), "appearance", "Too long"),
        (refusal(400, "invalid_parameter", "name is invalid: Empty"), "name", "Empty"),
        (
            refusal(400, "invalid_parameter", "avatar_id is invalid: The avatar has no image"),
            "the look to refer to",
            "The avatar has no image",
        ),
        (refusal(404, "avatar_not_found", "Gone"), "the look to refer to", "Gone"),
        (refusal(404, "asset_not_found", "Gone"), "reference image", "Gone"),
        (refusal(400, "invalid_parameter", "Something"), "request", "Something"),
    ],
)
def test_a_refusal_names_the_field_of_our_form(reply, field, said):
    with pytest.raises(errors.InvalidAttributes) as caught:
        wire_v3.read_submit(reply)
    assert said in caught.value.problems[field]
    assert caught.value.status_code == reply.status_code
    assert caught.value.code


def test_a_404_without_a_code_of_a_reference_does_not_mention_one():
    for reply in (Reply(404), answer(None, 404, error={"code": "not_found", "message": "No"})):
        with pytest.raises(errors.HeyGenError) as caught:
            wire_v3.read_submit(reply)
        assert "refer" not in str(caught.value)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refusal(401, "unauthorized"), errors.AuthenticationError),
        (refusal(403, "forbidden"), errors.AuthenticationError),
        (refusal(403, "insufficient_api_key_scope"), errors.AuthenticationError),
        (refusal(402, "insufficient_credit"), errors.InsufficientCredit),
        (refusal(402, "trial_limit_exceeded"), errors.InsufficientCredit),
        (refusal(402, "subscription_required"), errors.InsufficientCredit),
        (refusal(402, "plan_upgrade_required"), errors.InsufficientCredit),
        (refusal(400, "content_policy_violation"), errors.ContentRejected),
        (refusal(400, "download_failed"), errors.InvalidAttributes),
        (refusal(400, "avatar_not_usable"), errors.InvalidAttributes),
        (refusal(429, "rate_limit_exceeded"), errors.RateLimited),
        (refusal(429, "quota_exceeded"), errors.RateLimited),
        (refusal(500, "internal_error"), errors.ServerError),
        (refusal(503, "service_unavailable"), errors.ServerError),
        (refusal(504, "gateway_timeout"), errors.ServerError),
        (refusal(409, "request_in_progress"), errors.NotReady),
        (refusal(409, "conflict"), errors.NotReady),
        (refusal(409, "resource_not_ready"), errors.NotReady),
        (refusal(400, "resource_limit_reached"), errors.LimitReached),
        (refusal(400, "resource_limit_exceeded"), errors.LimitReached),
        (refusal(403, "phone_verification_required"), errors.AuthenticationError),
        (refusal(400, "avatar_consent_required"), errors.InvalidAttributes),
        (refusal(404, "not_found"), errors.NotFound),
        (refusal(404, "resource_not_found"), errors.NotFound),
        (refusal(400, "avatar_expired"), errors.NotFound),
        (Reply(404, b"<html>"), errors.ConnectionFailed),
        (Reply(410), errors.ApiRetired),
        (Reply(301, b"", {"location": "https://developers.heygen.com"}), errors.ConnectionFailed),
        (Reply(200, b"<html>"), errors.ConnectionFailed),
        (Reply(200), errors.UnexpectedResponse),
    ],
)
@pytest.mark.parametrize("read", READERS)
def test_each_error_of_the_docs_has_its_class(read, reply, kind):
    with pytest.raises(errors.HeyGenError) as caught:
        read(reply)
    assert type(caught.value) is kind


def test_the_status_request_has_the_look_id_in_its_path():
    request = wire_v3.status_request(ID)
    assert (request.method, request.json, request.key) == ("GET", None, None)
    assert request.path == f"/v3/avatars/looks/{ID}"
    assert request.is_free


@given(st.text(min_size=1))
@example("../../v3/users/me")
@example("a b?c=d#e")
@example("\ud800")
def test_any_id_is_one_segment_of_the_path(look_id):
    path = wire_v3.status_request(look_id).path
    prefix, _, last = path.rpartition("/")
    assert prefix == "/v3/avatars/looks"
    assert path.isascii()
    assert not set("?#% ") & set(last.replace("%", "", last.count("%")))
    assert unquote(last) == look_id.encode(errors="replace").decode()


def test_the_processing_example_of_the_docs_is_in_progress():
    assert status("processing") == JobState(GenerationStatus.IN_PROGRESS, group_id="7c9a")


def test_the_completed_example_of_the_docs_is_a_success():
    state = status("completed", preview_image_url=URL, image_width=768, image_height=1376)
    assert state == JobState(GenerationStatus.SUCCESS, None, (URL,), (ID,), "7c9a")


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("completed", "success"),
        ("COMPLETED", "success"),
        ("success", "success"),
        ("failed", "failed"),
        ("Failed", "failed"),
        ("error", "failed"),
        ("pending_consent", "failed"),
        ("processing", "in_progress"),
        ("pending", "in_progress"),
        ("queued", "in_progress"),
        ("", "in_progress"),
        (None, "in_progress"),
        (7, "in_progress"),
        (["completed"], "in_progress"),
        ({"completed": True}, "in_progress"),
    ],
)
def test_every_status_word_has_its_meaning(word, means):
    assert status(word).status == means


@pytest.mark.parametrize("word", [None, ""])
def test_a_look_without_a_status_is_ready_if_it_has_an_image(word):
    state = status(word, preview_image_url=URL)
    assert (state.status, state.urls, state.keys) == ("success", (URL,), (ID,))


def test_a_look_in_processing_is_not_ready_even_if_it_has_an_image():
    assert status("processing", preview_image_url=URL).status == "in_progress"


@pytest.mark.parametrize("url", [None, 7, ["a"], {}])
def test_a_completed_look_without_an_image_has_its_key(url):
    state = status("completed", preview_image_url=url)
    assert (state.status, state.urls, state.keys) == ("success", ("",), (ID,))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"error": {"code": "x", "message": "No face"}}, "No face"),
        ({"error": {"code": "no_face"}}, "no_face"),
        ({"error": {"code": "no_face", "message": None}}, "no_face"),
        ({"error": "No face"}, "No face"),
        ({"error": None}, None),
        ({"error": {}}, None),
    ],
)
def test_a_failed_look_gives_its_reason(changes, reason):
    state = status("failed", **changes)
    assert (state.status, state.message) == ("failed", reason)


def test_a_look_that_waits_for_consent_is_failed_with_that_reason():
    assert "consent" in status("pending_consent").message
    assert status("pending_consent", error={"message": "Ask her"}).message == "Ask her"


def test_an_unknown_look_is_not_found():
    with pytest.raises(errors.NotFound):
        wire_v3.read_status(refusal(404, "avatar_not_found"))


def test_the_balance_request_asks_for_the_user():
    request = wire_v3.balance_request()
    assert (request.method, request.path, request.json) == ("GET", "/v3/users/me", None)


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (
            {"wallet": {"currency": "usd", "remaining_balance": 12.5, "auto_reload": None}},
            Balance(12.5, "usd"),
        ),
        ({"wallet": {"currency": "USD", "remaining_balance": 0}}, Balance(0, "usd")),
        ({"wallet": {"remaining_balance": "12.50"}}, Balance(12.5, "usd")),
        ({"wallet": {"currency": "credits", "remaining_balance": 26}}, Balance(26, "credits")),
        ({"wallet": None, "subscription": {"plan": "pro", "credits": 7}}, Balance(7, "credits")),
        ({"wallet": {}, "subscription": {"credits": "7"}}, Balance(7, "credits")),
        ({}, None),
        ({"wallet": None, "subscription": None, "usage_based": {}}, None),
        ({"wallet": {"remaining_balance": None}}, None),
        ({"wallet": {"remaining_balance": "much"}}, None),
        ({"wallet": [12.5]}, None),
        ({"subscription": {"plan": "pro", "credits": {"total": 7}}}, None),
    ],
)
def test_the_balance_is_that_of_the_wallet_or_the_plan(data, held):
    assert balance(**data) == held


@pytest.mark.parametrize(
    "figure",
    [float("nan"), float("inf"), True, 10**400, "nan", "1e999"],
    ids=["nan", "inf", "true", "huge", "nan in words", "inf in words"],
)
def test_an_invalid_amount_is_no_balance(figure):
    assert balance(wallet={"remaining_balance": figure}) is None
    assert wire_v2.read_balance(answer({"remaining_quota": figure})) is None


@pytest.mark.parametrize(
    ("data", "credit"),
    [
        ({"remaining_quota": 600, "details": {"api": 120, "plan_credit": 0}}, 2),
        ({"remaining_quota": 600, "details": {}}, 10),
        ({"remaining_quota": 600, "details": None}, 10),
        ({"remaining_quota": 90, "used_quota": 30}, 1.5),
        ({"details": {"api": 0}}, 0),
        ({"details": {"api": None}, "remaining_quota": 60}, 1),
        ({}, None),
        ({"remaining_quota": "60"}, 1),
    ],
)
def test_the_quota_of_v2_counts_sixtieths_of_a_credit(data, credit):
    held = wire_v2.read_balance(answer(data))
    assert held == (None if credit is None else Balance(credit, "credits"))
    assert wire_v2.balance_request().path == "/v2/user/remaining_quota"


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (Balance(1234.5, "usd"), "$1,234.50"),
        (Balance(26, "credits"), "26 credits"),
        (Balance(1500, "credits"), "1,500 credits"),
        (Balance(1234567, "credits"), "1,234,567 credits"),
        (Balance(99999.75, "credits"), "99,999.75 credits"),
        (Balance(1.5, "credits"), "1.5 credits"),
    ],
)
def test_a_balance_as_text(held, words):
    assert str(held) == words


@pytest.mark.parametrize(
    ("mime_type", "name"), [("image/png", "reference.png"), ("image/jpeg", "reference.jpeg")]
)
def test_an_upload_has_a_file_and_is_free(mime_type, name):
    request = wire_v3.upload_request(b"data", mime_type)
    assert (request.method, request.path, request.json) == ("POST", "/v3/assets", None)
    assert request.file == (name, b"data", mime_type)
    assert request.is_free
    assert "data" not in repr(request)


def test_the_asset_id_is_read_from_the_reply_to_an_upload():
    data = {"asset_id": "ast_1", "url": URL, "mime_type": "image/png", "size_bytes": 4}
    assert wire_v3.read_upload(answer(data)) == "ast_1"


@pytest.mark.parametrize("data", [{}, {"asset_id": None}, {"asset_id": ""}, {"id": "ast_1"}])
def test_an_upload_without_an_asset_id_is_an_unexpected_response(data):
    with pytest.raises(errors.UnexpectedResponse, match="gave no id"):
        wire_v3.read_upload(answer(data))


def check(read, reply):
    understood, error = outcome(read, reply)
    if error:
        assert error.what
        assert str(error)
    elif isinstance(understood, JobState):
        record = Generation(status=understood.status, message=understood.message)
        assert record.with_images(understood.urls, understood.keys)._repr_html_()
    elif isinstance(understood, Balance):
        assert str(understood)
    elif read is wire_v3.read_submit:
        assert wire_v3.status_request(understood.id).path.isascii()
    else:
        assert understood is None or isinstance(understood, str)


@given(STATUSES, ENVELOPES | JSON, HEADERS)
def test_any_json_is_read_or_raises_a_heygen_error(status_code, body, headers):
    reply = Reply(status_code, json.dumps(body).encode(), headers)
    for read in READERS:
        check(read, reply)


@given(DATA)
@example({"wallet": {"remaining_balance": 10**400}})
@example({"avatar_item": {"id": "\ud800"}})
def test_any_data_is_read_or_raises_a_heygen_error(data):
    for read in (*READERS, wire_v2.read_balance):
        check(read, answer(data))


@given(STATUSES, st.binary(), HEADERS)
@example(200, b'{"data": {"avatar_item": {"id": "\\ud800"}}}', {})
@example(200, b'{"data": {"wallet": {"remaining_balance": ' + b"9" * 400 + b"}}}", {})
@example(200, b'\xef\xbb\xbf{"data": {}}', {})
@example(200, b"{" * 50_000, {})
def test_any_bytes_are_read_or_raise_a_heygen_error(status_code, body, headers):
    reply = Reply(status_code, body, headers)
    for read in READERS:
        check(read, reply)


def test_what_the_sandbox_says_about_an_image_is_the_message_of_a_success():
    said = "The sandbox can't draw: harp."
    state = status("completed", preview_image_url=URL, sandbox_notice=said)
    assert (state.status, state.message) == ("success", said)
    assert status("completed", preview_image_url=URL, sandbox_notice=7).message is None


def test_a_group_is_asked_for_its_looks():
    request = wire_v3.group_request("a/b")
    assert request == Request("GET", "/v3/avatars/looks?group_id=a%2Fb&limit=50")


@pytest.mark.parametrize(
    ("listed", "key"),
    [
        ([{"id": "x"}, {"id": ID}], ID),
        ([{"id": "moved"}], "moved"),
        ([{"id": "x"}, {"id": "y"}], None),
        ([], None),
        (None, None),
        (["odd"], None),
    ],
)
def test_a_look_is_found_in_its_group_by_its_id_or_if_it_is_the_only_one(listed, key):
    done = {"status": "completed", "preview_image_url": URL}
    looks = [look | done if isinstance(look, dict) else look for look in listed or []]
    reply = answer(looks if listed is not None else None, has_more=False, next_token=None)
    state = wire_v3.read_group(reply, ID)
    assert (state and state.keys[0]) == key


def test_an_error_about_a_group_is_raised():
    with pytest.raises(errors.NotFound):
        wire_v3.read_group(refusal(404, "avatar_not_found"), ID)


@pytest.mark.parametrize(
    ("status", "prompt", "said"),
    [
        (500, "x" * 987, "it has 987 characters, and"),
        (500, "é" * 499, "it has 499 characters (998 bytes), and"),
        (500, "x" * 200, None),
        (503, "x" * 987, None),
    ],
)
def test_a_long_prompt_may_be_behind_a_server_error(status, prompt, said):
    request = Request("POST", "/v3/avatars", {"prompt": prompt})
    hint = wire_v3.hint(errors.HeyGenError("Broken.", status_code=status), request)
    assert said in hint if said else hint == ""
