from __future__ import annotations

import pytest

from heygen_widgets.sandbox import SANDBOX_KEY

GENERATE = "/v2/photo_avatar/photo/generate"
QUOTA = "/v2/user/remaining_quota"


V2_ROUTES = [
    ("POST", "/v1/asset"),
    ("POST", "/v2/photo_avatar/avatar_group/create"),
    ("POST", "/v2/photo_avatar/avatar_group/add"),
    ("POST", "/v2/photo_avatar/train"),
    ("GET", "/v2/photo_avatar/train/status/0"),
    ("POST", "/v2/photo_avatar/look/generate"),
    ("GET", "/v2/photo_avatar/0"),
    ("DELETE", "/v2/photo_avatar/0"),
    ("DELETE", "/v2/photo_avatar_group/0"),
    ("GET", "/v2/avatar_group.list"),
    ("GET", "/v2/avatar_group/0/avatars"),
    ("POST", GENERATE),
    ("GET", "/v2/photo_avatar/generation/0"),
    ("GET", "/v2/user/remaining_quota"),
]


V3_ROUTES = [
    ("GET", "/v3/avatars"),
    ("GET", "/v3/avatars/looks"),
    ("PATCH", "/v3/avatars/looks/0"),
    ("DELETE", "/v3/avatars/looks/0"),
    ("GET", "/v3/avatars/0"),
    ("PATCH", "/v3/avatars/0"),
    ("DELETE", "/v3/avatars/0"),
    ("POST", "/v3/avatars"),
    ("GET", "/v3/avatars/looks/0"),
    ("GET", "/v3/users/me"),
    ("POST", "/v3/assets"),
]


UNAUTHORIZED = {"data": None, "error": {"code": "unauthorized", "message": "Unauthorized"}}


# Keys


@pytest.mark.parametrize("key", [None, ""])
@pytest.mark.parametrize(
    ("method", "path"), [route for route in V2_ROUTES if route != ("POST", "/v1/asset")]
)
async def test_no_route_of_v2_answers_without_a_key(v2, key, method, path):
    heygen = v2(key=key)
    reply = await heygen.client.request(
        method, path, json=dict(v2.BODY) if method == "POST" else None
    )
    assert reply.status_code == 401
    assert reply.json() == UNAUTHORIZED
    assert heygen.state.jobs == []


async def test_any_key_is_accepted_unless_the_scenario_names_one(v2):
    assert (await v2(key="whatever").client.get(QUOTA)).status_code == 200
    assert (await v2(key="right", api_key="right").client.get(QUOTA)).status_code == 200
    for wrong in ("wrong", "RIGHT", SANDBOX_KEY):
        reply = await v2(key=wrong, api_key="right").client.get(QUOTA)
        assert (reply.status_code, reply.json()) == (401, UNAUTHORIZED)


async def test_the_name_of_the_key_header_is_case_insensitive(v2):
    heygen = v2(key=None, api_key="right")
    reply = await heygen.client.get(QUOTA, headers={"x-API-key": "right"})
    assert reply.status_code == 200


async def test_a_bearer_token_is_not_accepted_as_a_key(v2):
    reply = await v2(key=None).client.get(QUOTA, headers={"Authorization": "Bearer k"})
    assert reply.status_code == 401


@pytest.mark.parametrize("key", [None, "", "wrong"])
@pytest.mark.parametrize(("method", "path"), V3_ROUTES)
async def test_no_route_of_v3_answers_without_the_right_key(v3, key, method, path):
    heygen = v3(key=key, api_key="right")
    reply = await heygen.client.request(method, path)
    assert reply.status_code == 401
    assert reply.json() == {
        "error": {
            "code": "unauthorized",
            "message": "Unauthorized",
            "doc_url": "https://developers.heygen.com/docs/error-codes#unauthorized",
        }
    }


# Images


async def test_an_unknown_or_unfinished_image_is_not_found(v2):
    heygen = v2(duration=4)
    await heygen.submit()
    unfinished = heygen.state.jobs[0].image_ids[0]
    for image_id in ("0" * 32, unfinished):
        reply = await heygen.client.get(f"/image/{image_id}/original")
        assert reply.status_code == 404
        assert reply.headers["Content-Type"].startswith("application/xml")
        assert "<Code>NoSuchKey</Code>" in reply.text


async def test_links_never_expire_by_default(v2):
    heygen = v2()
    data = await heygen.finished()
    heygen.now += 1e9
    assert (await heygen.client.get(data["image_url_list"][0])).status_code == 200


async def test_an_expired_link_is_refused_in_xml_until_a_status_request_renews_it(v2):
    heygen = v2(link_lifetime=60)
    data = await heygen.finished()
    link = data["image_url_list"][0]
    heygen.now += 59
    assert (await heygen.client.get(link)).status_code == 200
    heygen.now += 1
    reply = await heygen.client.get(link)
    assert reply.status_code == 403
    assert reply.headers["Content-Type"].startswith("application/xml")
    assert reply.text.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    assert "<Code>AccessDenied</Code><Message>Request has expired</Message>" in reply.text
    assert (await heygen.get(data["id"])).json()["data"] == data
    assert (await heygen.client.get(link)).status_code == 200


# Routes and headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("POST", "/v2/talking_photo"),
        ("GET", "/v2/photo_avatar/avatar_group/" + "0" * 32),
        ("POST", "/v2/photo_avatar/avatar_group/add_looks"),
        ("POST", "/v2/photo_avatar/avatar_group/train"),
        ("POST", GENERATE + "/"),
        ("GET", "/image/00/thumbnail"),
    ],
)
async def test_an_unknown_route_is_an_html_page_with_any_key_or_none(v2, method, path):
    reply = await v2(key=None).client.request(method, path)
    assert reply.status_code == 404
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<title>404 Not Found</title>" in reply.text


async def test_a_wrong_method_is_an_html_page_that_names_the_allowed_one(v2):
    heygen = v2()
    reply = await heygen.client.get(GENERATE)
    assert reply.status_code == 405
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.headers["Allow"] == "POST"
    assert "<title>405 Method Not Allowed</title>" in reply.text
    assert heygen.state.jobs == []


async def test_every_reply_has_a_request_id_of_its_own_and_no_rate_limit_headers(v2):
    heygen = v2(quota=60)
    replies = [
        await heygen.generate(),
        await heygen.generate(),
        await heygen.client.post(GENERATE, json={}),
        await heygen.get(heygen.state.jobs[0].id),
        await heygen.get("0" * 32),
        await heygen.client.get(QUOTA),
        await heygen.client.get(QUOTA, headers={"X-Api-Key": ""}),
        await heygen.client.get("/v2/nothing"),
    ]
    assert [reply.status_code for reply in replies] == [200, 402, 400, 200, 404, 200, 401, 404]
    assert len({reply.headers["X-Request-Id"] for reply in replies}) == len(replies)
    names = {name.lower() for reply in replies for name in reply.headers}
    assert not {name for name in names if name.startswith("x-ratelimit")}


async def test_the_state_counts_v2_requests_by_kind_including_errors(v2):
    heygen = v2()
    data = await heygen.finished()
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


async def test_two_sandboxes_share_no_state(v2):
    one, other = v2(), v2()
    generation_id = await one.submit()
    assert (await other.get(generation_id)).status_code == 404
    assert other.state.jobs == []


async def test_the_state_counts_v3_requests_by_kind_and_each_reply_has_an_id(v3):
    heygen = v3()
    made = await heygen.look()
    replies = [
        await heygen.create(name=""),
        await heygen.get(made["id"]),
        await heygen.get("0"),
        await heygen.client.get("/v3/users/me"),
        await heygen.client.post("/v3/assets"),
        await heygen.client.get(f"/v3/avatars/{made['group_id']}/looks/{made['id']}"),
    ]
    assert [reply.status_code for reply in replies] == [400, 200, 404, 200, 400, 404]
    assert len({reply.headers["X-Request-Id"] for reply in replies}) == len(replies)
    assert heygen.state.requests == {"create": 2, "look": 2, "user": 1, "asset": 1, "unknown": 1}
    assert heygen.state.jobs == []


# Versions


@pytest.mark.parametrize(
    ("api", "gone", "left"),
    [
        ("v2", V3_ROUTES, V2_ROUTES),
        ("v2 with sunset", V3_ROUTES, V2_ROUTES),
        ("v3", V2_ROUTES, V3_ROUTES),
        ("both", [], V2_ROUTES + V3_ROUTES),
    ],
)
async def test_routes_of_a_version_that_is_not_served_are_web_pages(v3, api, gone, left):
    heygen = v3(api=api)
    for method, path in gone:
        reply = await heygen.client.request(method, path)
        assert reply.status_code == 404
        assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert heygen.state.requests == ({"unknown": len(gone)} if gone else {})
    for method, path in left:
        reply = await heygen.client.request(method, path)
        assert reply.headers["Content-Type"] == "application/json"


async def test_a_wrong_method_on_a_version_that_is_not_served_is_not_found(v3):
    assert (await v3(api="v2").client.put("/v3/avatars")).status_code == 404
    assert (await v3(api="v3").client.put("/v3/avatars")).status_code == 405


async def test_a_version_can_be_switched_off_and_on_while_a_look_is_in_progress(v2, v3):
    heygen = v3()
    made = await heygen.look()
    heygen.state.api = "v2"
    assert (await heygen.get(made["id"])).status_code == 404
    heygen.state.api = "v3"
    assert (await heygen.poll(made["id"]))["status"] == "completed"
    assert (await heygen.client.post(GENERATE, json=dict(v2.BODY))).status_code == 404
    with pytest.raises(ValueError, match="api must be one of 'v2', 'v3', 'both', 'v2 with sunset'"):
        heygen.state.api = "v4"
    assert heygen.state.api == "v3"


async def test_an_image_is_served_after_its_version_is_switched_off(v3):
    heygen = v3()
    link = (await heygen.poll((await heygen.look())["id"]))["preview_image_url"]
    heygen.state.api = "v2"
    assert (await heygen.client.get(link)).status_code == 200


async def test_in_sunset_every_reply_of_v2_warns_including_errors(v2, v3):
    heygen = v3(api="v2 with sunset")
    for reply in (
        await heygen.client.post(GENERATE, json=dict(v2.BODY)),
        await heygen.client.post(GENERATE, json={}),
        await heygen.client.get("/v2/user/remaining_quota", headers={"X-Api-Key": ""}),
    ):
        assert reply.headers["Deprecation"] == "true"
        assert reply.headers["Sunset"] == "Sat, 31 Oct 2026 00:00:00 GMT"
        assert reply.json()["warning"]["sunset_date"] == "2026-10-31"
    assert not heygen.state.faults_injected
