from __future__ import annotations

import json
import re
import threading
from types import SimpleNamespace

import httpx
import pytest

from heygen_widgets.attributes import AvatarAttributes
from heygen_widgets.sandbox import SANDBOX_KEY, Scenario, create_app
from heygen_widgets.sandbox.server import picture_cache

GENERATE = "/v2/photo_avatar/photo/generate"
QUOTA = "/v2/user/remaining_quota"
BODY = {
    "name": "Ada",
    "age": "Young Adult",
    "gender": "Woman",
    "ethnicity": "South East Asian",
    "orientation": "horizontal",
    "pose": "half_body",
    "style": "Realistic",
    "appearance": "A red jacket",
}
UNAUTHORIZED = {"data": None, "error": {"code": "unauthorized", "message": "Unauthorized"}}
NO_CREDIT = {
    "data": None,
    "error": {
        "code": "insufficient_credit",
        "message": "Insufficient credit. This operation requires 'api' credits.",
    },
}


def status_path(generation_id):
    return f"/v2/photo_avatar/generation/{generation_id}"


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


class Artist:
    def __init__(self):
        self.drawn = []
        self.threads = set()

    def __call__(self, attributes, generation_id, index):
        self.drawn.append((attributes, generation_id, index))
        self.threads.add(threading.get_ident())
        return b"\x89PNG\r\n\x1a\n" + f"{generation_id}:{index}".encode()


@pytest.fixture
def serve():
    """Returns a maker of a sandbox with its client, clock and artist."""

    def make(*, key=SANDBOX_KEY, base_url="http://sandbox", **scenario):
        clock, artist = Clock(), Artist()
        app = create_app(Scenario(**scenario), clock=clock, draw=artist)
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url=base_url,
            headers={} if key is None else {"X-Api-Key": key},
        )
        return SimpleNamespace(client=client, clock=clock, artist=artist, state=app.state.sandbox)

    return make


async def submit(heygen, **changes):
    reply = await heygen.client.post(GENERATE, json=BODY | changes)
    assert reply.status_code == 200
    return reply.json()["data"]["generation_id"]


async def finished(heygen, generation_id=None):
    generation_id = generation_id or await submit(heygen)
    heygen.clock.now += heygen.state.scenario.duration
    return (await heygen.client.get(status_path(generation_id))).json()["data"]


# Generate


async def test_generate_answers_with_the_generation_id_alone(serve):
    heygen = serve()
    reply = await heygen.client.post(GENERATE, json=BODY)
    [job] = heygen.state.jobs
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.json() == {"error": None, "data": {"generation_id": job.id}}
    assert re.fullmatch("[0-9a-f]{32}", job.id)
    assert job.attributes == AvatarAttributes(**BODY)


async def test_each_generate_makes_a_job_of_its_own_even_for_the_same_body(serve):
    heygen = serve()
    assert await submit(heygen) != await submit(heygen)
    assert len(heygen.state.jobs) == 2


async def test_generate_takes_callbacks_and_ignores_unknown_fields(serve):
    heygen = serve()
    await submit(heygen, callback_url="https://me.example/hook", callback_id="7", num_images=5)
    await submit(heygen, callback_url=None, callback_id=None)
    assert len(heygen.state.jobs) == 2


@pytest.mark.parametrize("field", list(BODY))
async def test_a_missing_field_is_named(serve, field):
    heygen = serve()
    body = {name: value for name, value in BODY.items() if name != field}
    reply = await heygen.client.post(GENERATE, json=body)
    assert reply.status_code == 400
    assert reply.json() == {
        "data": None,
        "error": {"code": "invalid_parameter", "message": f"{field} is invalid: Field required"},
    }
    assert heygen.state.jobs == []


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        (
            "age",
            "Teenager",
            (
                "Input should be 'Young Adult', 'Early Middle Age', 'Late Middle Age', "
                "'Senior' or 'Unspecified'"
            ),
        ),
        ("gender", "Female", "Input should be 'Woman', 'Man' or 'Unspecified'"),
        (
            "ethnicity",
            "",
            (
                "Input should be 'White', 'Black', 'Asian American', 'East Asian', "
                "'South East Asian', 'South Asian', 'Middle Eastern', 'Pacific', 'Hispanic' or "
                "'Unspecified'"
            ),
        ),
        ("orientation", "portrait", "Input should be 'square', 'horizontal' or 'vertical'"),
        ("pose", ["half_body"], "Input should be 'half_body', 'close_up' or 'full_body'"),
        ("pose", None, "Input should be 'half_body', 'close_up' or 'full_body'"),
        (
            "style",
            "professional",
            (
                "Input should be 'Realistic', 'Pixar', 'Cinematic', 'Vintage', 'Noir', "
                "'Cyberpunk' or 'Unspecified'"
            ),
        ),
        ("name", "", "String should have at least 1 character"),
        ("name", 7, "Input should be a valid string"),
        ("name", None, "Input should be a valid string"),
        ("appearance", " \n", "String should have at least 1 character"),
        ("appearance", "x" * 1001, "String should have at most 1000 characters"),
        ("appearance", "\ud800", "Input should be a valid string"),
        ("callback_url", 7, "Input should be a valid string"),
        ("callback_id", {}, "Input should be a valid string"),
    ],
)
async def test_a_wrong_value_is_answered_with_what_it_should_be(serve, field, value, problem):
    heygen = serve()
    reply = await heygen.client.post(GENERATE, content=json.dumps(BODY | {field: value}))
    assert reply.status_code == 400
    assert reply.json() == {
        "data": None,
        "error": {"code": "invalid_parameter", "message": f"{field} is invalid: {problem}"},
    }
    assert heygen.state.jobs == []


async def test_only_the_first_problem_is_reported_in_the_order_of_the_fields(serve):
    heygen = serve()
    reply = await heygen.client.post(GENERATE, json={"style": "x", "name": "Ada"})
    assert reply.json()["error"]["message"] == "age is invalid: Field required"


async def test_an_appearance_of_a_thousand_characters_is_taken_whatever_the_script(serve):
    heygen = serve()
    await submit(heygen, appearance="é" * 1000, name="x" * 5000)
    assert len(heygen.state.jobs) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "body is invalid: JSON decode error"),
        (b"{", "body is invalid: JSON decode error"),
        (b"\xff\xfe", "body is invalid: JSON decode error"),
        (b"[" * 100_000, "body is invalid: JSON decode error"),
        (b"[]", "body is invalid: Input should be a valid dictionary"),
        (b"null", "body is invalid: Input should be a valid dictionary"),
    ],
)
async def test_a_body_that_is_no_json_object_is_an_invalid_parameter(serve, content, message):
    reply = await serve().client.post(GENERATE, content=content)
    assert reply.status_code == 400
    assert reply.json() == {
        "data": None,
        "error": {"code": "invalid_parameter", "message": message},
    }


# Status


async def test_a_job_is_in_progress_with_null_fields_until_its_time_is_over(serve):
    heygen = serve(duration=8)
    generation_id = await submit(heygen)
    heygen.clock.now += 7.99
    reply = await heygen.client.get(status_path(generation_id))
    assert reply.status_code == 200
    assert reply.json() == {
        "error": None,
        "data": {
            "id": generation_id,
            "status": "in_progress",
            "msg": None,
            "image_url_list": None,
            "image_key_list": None,
        },
    }


async def test_a_finished_job_has_four_keys_and_the_links_that_go_with_them(serve):
    heygen = serve(duration=8)
    generation_id = await submit(heygen)
    heygen.clock.now += 8
    reply = await heygen.client.get(status_path(generation_id))
    data = reply.json()["data"]
    keys = data["image_key_list"]
    assert reply.json() == {
        "error": None,
        "data": {
            "id": generation_id,
            "status": "success",
            "msg": None,
            "image_url_list": [f"http://sandbox/{key}" for key in keys],
            "image_key_list": keys,
        },
    }
    assert len(set(keys)) == 4
    assert all(re.fullmatch("image/[0-9a-f]{32}/original", key) for key in keys)


async def test_a_finished_job_stays_finished_with_the_same_keys(serve):
    heygen = serve()
    first = await finished(heygen)
    heygen.clock.now += 1e6
    assert (await heygen.client.get(status_path(first["id"]))).json()["data"] == first


async def test_links_lead_to_the_host_and_scheme_that_were_asked(serve):
    heygen = serve(base_url="https://hub.example:8443")
    data = await finished(heygen)
    links = data["image_url_list"]
    assert all(link.startswith("https://hub.example:8443/image/") for link in links)


async def test_a_job_that_takes_no_time_is_done_at_the_first_question(serve):
    heygen = serve(duration=0)
    assert (await finished(heygen))["status"] == "success"


async def test_an_unknown_generation_is_not_found_in_json(serve):
    reply = await serve().client.get(status_path("0" * 32))
    assert reply.status_code == 404
    body = reply.json()
    assert body["data"] is None
    assert body["error"]["code"] == "generation_not_found"
    assert set(body) == {"data", "error"}
    assert body["error"]["message"]


# Quota


async def test_the_quota_shrinks_by_the_cost_of_each_job(serve):
    heygen = serve(quota=600, cost=60)
    await submit(heygen)
    await submit(heygen)
    reply = await heygen.client.get(QUOTA)
    assert reply.status_code == 200
    assert reply.json() == {
        "error": None,
        "data": {
            "remaining_quota": 480,
            "details": {"api": 480, "seat": 0, "plan_credit": 0},
        },
    }
    assert heygen.state.quota_used == 120


async def test_an_account_pays_to_the_last_unit_and_no_further(serve):
    heygen = serve(quota=119, cost=60)
    await submit(heygen)
    reply = await heygen.client.post(GENERATE, json=BODY)
    assert reply.status_code == 402
    assert reply.json() == NO_CREDIT
    assert len(heygen.state.jobs) == 1
    assert heygen.state.remaining_quota == 59


async def test_a_wrong_request_costs_nothing_and_is_refused_before_the_account_is_looked_at(serve):
    heygen = serve(quota=0)
    reply = await heygen.client.post(GENERATE, json={})
    assert reply.status_code == 400
    assert heygen.state.quota_used == 0


# Keys


@pytest.mark.parametrize("key", [None, ""])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", GENERATE), ("GET", status_path("0" * 32)), ("GET", QUOTA)]
)
async def test_no_route_of_the_api_answers_without_a_key(serve, key, method, path):
    heygen = serve(key=key)
    reply = await heygen.client.request(method, path, json=BODY if method == "POST" else None)
    assert reply.status_code == 401
    assert reply.json() == UNAUTHORIZED
    assert heygen.state.jobs == []


async def test_any_key_is_let_in_unless_the_scenario_names_one(serve):
    assert (await serve(key="whatever").client.get(QUOTA)).status_code == 200
    assert (await serve(key="right", api_key="right").client.get(QUOTA)).status_code == 200
    for wrong in ("wrong", "RIGHT", SANDBOX_KEY):
        reply = await serve(key=wrong, api_key="right").client.get(QUOTA)
        assert (reply.status_code, reply.json()) == (401, UNAUTHORIZED)


async def test_the_name_of_the_key_header_has_no_case(serve):
    heygen = serve(key=None, api_key="right")
    reply = await heygen.client.get(QUOTA, headers={"x-API-key": "right"})
    assert reply.status_code == 200


async def test_a_bearer_token_is_no_key(serve):
    reply = await serve(key=None).client.get(QUOTA, headers={"Authorization": "Bearer k"})
    assert reply.status_code == 401


# Pictures


async def test_each_link_serves_its_own_picture_as_png_without_a_key(serve):
    heygen = serve(api_key=SANDBOX_KEY)
    data = await finished(heygen)
    del heygen.client.headers["X-Api-Key"]
    replies = [await heygen.client.get(link) for link in data["image_url_list"]]
    assert [reply.status_code for reply in replies] == [200] * 4
    assert {reply.headers["Content-Type"] for reply in replies} == {"image/png"}
    assert [reply.content for reply in replies] == [
        b"\x89PNG\r\n\x1a\n" + f"{data['id']}:{index}".encode() for index in range(4)
    ]
    assert heygen.artist.drawn == [
        (AvatarAttributes(**BODY), data["id"], index) for index in range(4)
    ]


async def test_a_picture_is_drawn_when_first_asked_for_and_then_kept(serve):
    heygen = serve()
    data = await finished(heygen)
    assert heygen.artist.drawn == []
    link = data["image_url_list"][2]
    assert (await heygen.client.get(link)).content == (await heygen.client.get(link)).content
    assert [index for _, _, index in heygen.artist.drawn] == [2]


async def test_kept_pictures_are_bounded_and_a_forgotten_one_is_drawn_again(serve):
    heygen = serve(duration=0)
    links = [link for _ in range(17) for link in (await finished(heygen))["image_url_list"]]
    for link in [*links, links[0]]:
        assert (await heygen.client.get(link)).status_code == 200
    assert len(heygen.artist.drawn) == len(links) + 1


async def test_pictures_are_drawn_off_the_event_loop(serve):
    heygen = serve()
    for link in (await finished(heygen))["image_url_list"]:
        await heygen.client.get(link)
    assert len(heygen.artist.threads) == 1
    assert threading.get_ident() not in heygen.artist.threads


async def test_the_artist_gets_ready_while_the_first_job_takes_its_time(monkeypatch):
    ready = threading.Event()
    artist = SimpleNamespace(start=ready.set, draw=Artist())
    monkeypatch.setattr(picture_cache, "DRAW_PROCESS", artist)
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        await client.post(GENERATE, json=BODY, headers={"X-Api-Key": SANDBOX_KEY})
    assert ready.wait(timeout=30)
    assert artist.draw.drawn == []


async def test_an_unknown_or_unfinished_picture_is_not_in_the_store(serve):
    heygen = serve()
    await submit(heygen)
    unfinished = heygen.state.jobs[0].image_ids[0]
    for image_id in ("0" * 32, unfinished):
        reply = await heygen.client.get(f"/image/{image_id}/original")
        assert reply.status_code == 404
        assert reply.headers["Content-Type"].startswith("application/xml")
        assert "<Code>NoSuchKey</Code>" in reply.text


async def test_links_never_expire_by_default(serve):
    heygen = serve()
    data = await finished(heygen)
    heygen.clock.now += 1e9
    assert (await heygen.client.get(data["image_url_list"][0])).status_code == 200


async def test_an_expired_link_is_refused_in_xml_and_asking_again_makes_it_good(serve):
    heygen = serve(link_lifetime=60)
    data = await finished(heygen)
    link = data["image_url_list"][0]
    heygen.clock.now += 59
    assert (await heygen.client.get(link)).status_code == 200
    heygen.clock.now += 1
    reply = await heygen.client.get(link)
    assert reply.status_code == 403
    assert reply.headers["Content-Type"].startswith("application/xml")
    assert reply.text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    assert "<Code>AccessDenied</Code><Message>Request has expired</Message>" in reply.text
    assert (await heygen.client.get(status_path(data["id"]))).json()["data"] == data
    assert (await heygen.client.get(link)).status_code == 200


# Routes and headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("POST", "/v2/talking_photo"),
        ("GET", "/v2/photo_avatar/" + "0" * 32),
        ("POST", GENERATE + "/"),
        ("GET", "/image/00/thumbnail"),
    ],
)
async def test_an_unknown_route_is_an_html_page_not_json_whatever_the_key(serve, method, path):
    reply = await serve(key=None).client.request(method, path)
    assert reply.status_code == 404
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<title>404 Not Found</title>" in reply.text


async def test_a_wrong_method_is_an_html_page_that_names_the_right_one(serve):
    heygen = serve()
    reply = await heygen.client.get(GENERATE)
    assert reply.status_code == 405
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.headers["Allow"] == "POST"
    assert "<title>405 Method Not Allowed</title>" in reply.text
    assert heygen.state.jobs == []


async def test_every_answer_of_the_api_has_a_request_id_of_its_own_and_no_rate_limit(serve):
    heygen = serve(quota=60)
    replies = [
        await heygen.client.post(GENERATE, json=BODY),
        await heygen.client.post(GENERATE, json=BODY),
        await heygen.client.post(GENERATE, json={}),
        await heygen.client.get(status_path(heygen.state.jobs[0].id)),
        await heygen.client.get(status_path("0" * 32)),
        await heygen.client.get(QUOTA),
        await heygen.client.get(QUOTA, headers={"X-Api-Key": ""}),
        await heygen.client.get("/v2/nothing"),
    ]
    assert [reply.status_code for reply in replies] == [200, 402, 400, 200, 404, 200, 401, 404]
    assert len({reply.headers["X-Request-Id"] for reply in replies}) == len(replies)
    names = {name.lower() for reply in replies for name in reply.headers}
    assert not {name for name in names if name.startswith("x-ratelimit")}


async def test_the_state_counts_requests_by_kind_refused_ones_included(serve):
    heygen = serve()
    data = await finished(heygen)
    await heygen.client.post(GENERATE, json={})
    await heygen.client.get(data["image_url_list"][0])
    await heygen.client.get(QUOTA, headers={"X-Api-Key": ""})
    await heygen.client.get("/v2/nothing")
    assert heygen.state.requests == {
        "generate": 2,
        "status": 1,
        "image": 1,
        "quota": 1,
        "unknown": 1,
    }


async def test_two_sandboxes_share_no_memory(serve):
    one, other = serve(), serve()
    generation_id = await submit(one)
    assert (await other.client.get(status_path(generation_id))).status_code == 404
    assert other.state.jobs == []
