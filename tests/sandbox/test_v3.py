from __future__ import annotations

import json
import re

import pytest

from heygen_widgets.sandbox import SANDBOX_KEY

GENERATE = "/v2/photo_avatar/photo/generate"
V2_BODY = {
    "name": "Ada",
    "age": "Young Adult",
    "gender": "Woman",
    "ethnicity": "Unspecified",
    "orientation": "square",
    "pose": "half_body",
    "style": "Realistic",
    "appearance": "A red jacket",
}
DOCS = "https://developers.heygen.com/docs/error-codes#"
V2_ROUTES = [
    ("POST", GENERATE),
    ("GET", "/v2/photo_avatar/generation/0"),
    ("GET", "/v2/user/remaining_quota"),
]
V3_ROUTES = [
    ("POST", "/v3/avatars"),
    ("GET", "/v3/avatars/looks/0"),
    ("GET", "/v3/users/me"),
    ("POST", "/v3/assets"),
]
LINK = {"type": "url", "url": "https://me.example/ada.png"}


def error(code, message, param=None):
    named = {} if param is None else {"param": param}
    return {"error": {"code": code, "message": message, **named, "doc_url": DOCS + code}}


def invalid(field, problem):
    return error("invalid_parameter", f"{field} is invalid: {problem}", field)


# Create


async def test_create_answers_with_the_look_and_its_group_with_all_their_keys(v3):
    heygen = v3()
    reply = await heygen.create()
    [look] = heygen.state.looks
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "application/json"
    data = reply.json()["data"]
    assert reply.json() == {"data": data}
    assert data["avatar_item"] == {
        "id": look.id,
        "name": "Ada",
        "avatar_type": "photo_avatar",
        "group_id": look.group.id,
        "status": "processing",
        "error": None,
        "preview_image_url": None,
        "preview_video_url": None,
        "image_width": None,
        "image_height": None,
        "preferred_orientation": None,
        "gender": None,
        "default_voice_id": None,
        "tags": [],
        "supported_api_engines": [],
    }
    assert data["avatar_group"] == {
        "id": look.group.id,
        "name": "Ada",
        "created_at": look.group.created_at,
        "looks_count": 1,
        "status": "processing",
        "error": None,
        "consent_status": None,
        "gender": None,
        "default_voice_id": None,
        "preview_image_url": None,
        "preview_video_url": None,
    }
    assert isinstance(look.group.created_at, int)
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in (look.id, look.group.id))


async def test_each_create_makes_a_look_in_a_group_of_its_own(v3):
    heygen = v3()
    first, second = await heygen.look(), await heygen.look()
    assert first["id"] != second["id"]
    assert first["group_id"] != second["group_id"]
    assert [look.id for look in heygen.state.looks] == [first["id"], second["id"]]


async def test_a_look_is_saved_in_the_group_that_is_named(v3):
    heygen = v3()
    first = await heygen.look()
    reply = await heygen.create(avatar_group_id=first["group_id"], name="Ada again")
    data = reply.json()["data"]
    assert data["avatar_item"]["group_id"] == data["avatar_group"]["id"] == first["group_id"]
    assert data["avatar_group"]["looks_count"] == 2
    assert data["avatar_group"]["name"] == "Ada"


async def test_the_same_seed_makes_the_same_looks_and_jobs_have_other_ids(v3):
    one, same, other = v3(seed=1), v3(seed=1), v3(seed=2)
    first = (await one.look())["id"]
    assert first == (await same.look())["id"]
    assert first != (await other.look())["id"]
    await one.client.post(GENERATE, json=V2_BODY)
    assert one.state.jobs[0].id != first


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"type": "photo"}, "type", "This sandbox makes avatars from prompts only"),
        ({"type": "digital_twin"}, "type", "This sandbox makes avatars from prompts only"),
        ({"type": []}, "type", "This sandbox makes avatars from prompts only"),
        ({"name": ""}, "name", "String should have at least 1 character"),
        ({"name": 7}, "name", "Input should be a valid string"),
        ({"prompt": ""}, "prompt", "String should have at least 1 character"),
        ({"prompt": "x" * 1001}, "prompt", "String should have at most 1000 characters"),
        ({"prompt": None}, "prompt", "Input should be a valid string"),
        ({"prompt": "\ud800"}, "prompt", "Input should be a valid string"),
        ({"avatar_id": 7}, "avatar_id", "Input should be a valid string"),
        ({"avatar_group_id": {}}, "avatar_group_id", "Input should be a valid string"),
        ({"reference_images": "x"}, "reference_images", "Input should be a valid list"),
        ({"reference_images": {}}, "reference_images", "Input should be a valid list"),
        (
            {"reference_images": [LINK] * 4},
            "reference_images",
            "List should have at most 3 items after validation, not 4",
        ),
    ],
)
async def test_a_wrong_value_is_named_beside_the_message(v3, changes, field, problem):
    heygen = v3()
    content = json.dumps({"type": "prompt", "name": "Ada", "prompt": "A jacket"} | changes)
    reply = await heygen.client.post("/v3/avatars", content=content)
    assert (reply.status_code, reply.json()) == (400, invalid(field, problem))
    assert heygen.state.looks == []
    assert heygen.state.remaining_wallet == 1000


@pytest.mark.parametrize("field", ["type", "name", "prompt"])
async def test_a_missing_field_is_named(v3, field):
    body = {"type": "prompt", "name": "Ada", "prompt": "A jacket"}
    del body[field]
    reply = await v3().client.post("/v3/avatars", json=body)
    assert (reply.status_code, reply.json()) == (400, invalid(field, "Field required"))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe"])
async def test_a_body_that_is_no_json_is_an_invalid_parameter(v3, content):
    reply = await v3().client.post("/v3/avatars", content=content)
    assert (reply.status_code, reply.json()) == (400, invalid("body", "JSON decode error"))


async def test_a_prompt_of_a_thousand_characters_and_null_options_are_taken(v3):
    heygen = v3()
    await heygen.look(
        prompt="é" * 1000, avatar_id=None, avatar_group_id=None, reference_images=None, other=1
    )
    assert heygen.state.looks[0].prompt == "é" * 1000


# References


async def test_reference_images_of_each_type_are_taken(v3):
    heygen = v3()
    asset = heygen.state.add_asset("image/png", b"png")
    images = [
        LINK,
        {"type": "asset_id", "asset_id": asset.id},
        {"type": "base64", "media_type": "image/png", "data": "aGVsbG8="},
    ]
    await heygen.look(reference_images=images)
    assert heygen.state.looks[0].request.reference_images == tuple(images)


@pytest.mark.parametrize(
    ("image", "field", "problem"),
    [
        ("x", "reference_images.1", "Input should be a valid dictionary"),
        ({}, "reference_images.1.type", "Input should be 'url', 'asset_id' or 'base64'"),
        ({"type": []}, "reference_images.1.type", "Input should be 'url', 'asset_id' or 'base64'"),
        ({"type": "url"}, "reference_images.1.url", "Field required"),
        ({"type": "url", "url": "a.png"}, "reference_images.1.url", "Input should be a valid URL"),
        ({"type": "asset_id"}, "reference_images.1.asset_id", "Field required"),
        ({"type": "base64", "data": "aGk="}, "reference_images.1.media_type", "Field required"),
        (
            {"type": "base64", "media_type": "image/png", "data": "é"},
            "reference_images.1.data",
            "Input should be valid base64",
        ),
    ],
)  # fmt: skip
async def test_a_wrong_reference_image_is_named_by_its_place(v3, image, field, problem):
    reply = await v3().create(reference_images=[LINK, image])
    assert (reply.status_code, reply.json()) == (400, invalid(field, problem))


async def test_an_unknown_asset_is_not_found(v3):
    reply = await v3().create(reference_images=[{"type": "asset_id", "asset_id": "0" * 32}])
    assert reply.status_code == 404
    expected = error("asset_not_found", "Asset not found", "reference_images.0.asset_id")
    assert reply.json() == expected


async def test_a_look_can_go_by_another_one(v3):
    heygen = v3()
    model = await heygen.look()
    await heygen.look(avatar_id=model["id"])
    assert heygen.state.looks[1].request.avatar_id == model["id"]


@pytest.mark.parametrize("field", ["avatar_id", "avatar_group_id"])
async def test_an_unknown_avatar_or_group_is_not_found(v3, field):
    reply = await v3().create(**{field: "0" * 32})
    assert reply.status_code == 404
    assert reply.json() == error("avatar_not_found", "Avatar not found", field)


async def test_a_look_without_a_picture_is_no_reference(v3):
    heygen = v3(duration=4)
    model = await heygen.look()
    reply = await heygen.create(avatar_id=model["id"])
    expected = invalid("avatar_id", "The avatar has no usable image")
    assert (reply.status_code, reply.json()) == (400, expected)


@pytest.mark.parametrize("fault", ["failed", "empty", "never", "pending-consent"])
async def test_a_look_that_ended_badly_is_no_reference(v3, fault):
    heygen = v3(f"poll:{fault}")
    model = await heygen.look()
    reply = await heygen.create(avatar_id=model["id"])
    assert reply.json() == invalid("avatar_id", "The avatar has no usable image")


async def test_a_look_of_another_group_is_no_reference(v3):
    heygen = v3()
    model, other = await heygen.look(), await heygen.look()
    reply = await heygen.create(avatar_id=model["id"], avatar_group_id=other["group_id"])
    assert reply.json() == invalid("avatar_id", "The avatar is in another group")
    await heygen.look(avatar_id=model["id"], avatar_group_id=model["group_id"])


# Looks


async def test_a_look_is_processing_with_null_fields_until_its_time_is_over(v3):
    heygen = v3(duration=8)
    made = await heygen.look()
    heygen.now = 7.99
    assert await heygen.poll(made["id"]) == made


@pytest.mark.parametrize(
    ("words", "shape", "size"),
    [
        ("square", "square", (1024, 1024)),
        ("landscape", "landscape", (1344, 768)),
        ("vertical", "portrait", (768, 1344)),
    ],
)
async def test_a_completed_look_has_its_picture_and_the_size_of_it(v3, words, shape, size):
    heygen = v3(duration=8)
    made = await heygen.look(prompt=f"A woman, {words}")
    heygen.now = 8
    done = await heygen.poll(made["id"])
    [image_id] = heygen.state.looks[0].image_ids
    assert done == made | {
        "status": "completed",
        "preview_image_url": f"https://heygen.sandbox/image/{image_id}/original",
        "image_width": size[0],
        "image_height": size[1],
        "preferred_orientation": shape,
        "supported_api_engines": ["avatar_iv"],
    }
    heygen.now = 1e6
    assert await heygen.poll(made["id"]) == done


async def test_an_unknown_look_is_not_found(v3):
    reply = await v3().get("0" * 32)
    assert reply.status_code == 404
    assert reply.json() == error("avatar_not_found", "Avatar not found")


async def test_a_new_look_is_not_found_for_a_while(v3):
    heygen = v3(look_delay=3)
    made = await heygen.look()
    heygen.now = 2.99
    assert (await heygen.get(made["id"])).json()["error"]["code"] == "avatar_not_found"
    assert (await heygen.create(avatar_id=made["id"])).status_code == 404
    heygen.now = 3
    assert (await heygen.poll(made["id"]))["status"] == "completed"


async def test_the_picture_follows_the_prompt_and_differs_from_look_to_look(v3):
    heygen = v3(api_key=SANDBOX_KEY)
    looks = [await heygen.look(prompt="A senior man, close-up") for _ in range(2)]
    links = [(await heygen.poll(look["id"]))["preview_image_url"] for look in looks]
    del heygen.client.headers["X-Api-Key"]
    replies = [await heygen.client.get(link) for link in links]
    assert [reply.headers["Content-Type"] for reply in replies] == ["image/png"] * 2
    assert replies[0].content != replies[1].content
    assert [(look_id, index) for _, look_id, index in heygen.drawn] == [
        (look["id"], 0) for look in looks
    ]
    [attributes, _] = [attributes for attributes, _, _ in heygen.drawn]
    assert (attributes.age, attributes.gender, attributes.pose) == ("Senior", "Man", "close_up")
    assert attributes.appearance == "A senior man, close-up"


async def test_an_expired_link_is_made_good_by_asking_again(v3):
    heygen = v3(link_lifetime=60)
    made = await heygen.look()
    link = (await heygen.poll(made["id"]))["preview_image_url"]
    heygen.now += 60
    assert (await heygen.client.get(link)).status_code == 403
    await heygen.poll(made["id"])
    assert (await heygen.client.get(link)).status_code == 200


# The account


async def balance(heygen):
    return (await heygen.client.get("/v3/users/me")).json()["data"]["wallet"]["remaining_balance"]


async def test_the_user_pays_from_a_wallet(v3):
    reply = await v3(wallet=12.5).client.get("/v3/users/me")
    assert reply.status_code == 200
    assert reply.json() == {
        "data": {
            "username": "sandbox",
            "email": "sandbox@heygen.example",
            "first_name": "Sand",
            "last_name": "Box",
            "billing_type": "wallet",
            "wallet": {"currency": "usd", "remaining_balance": 12.5, "auto_reload": False},
            "subscription": None,
            "usage_based": None,
        }
    }


async def test_each_look_takes_its_price_out_of_the_wallet_and_leaves_the_quota(v3):
    heygen = v3(wallet=10)
    for _ in range(3):
        await heygen.look()
    assert await balance(heygen) == heygen.state.remaining_wallet == 6.04
    assert heygen.state.quota_used == 0


async def test_a_wallet_pays_to_the_last_cent_and_no_further(v3):
    heygen = v3(wallet=3.96)
    for _ in range(3):
        await heygen.look()
    reply = await heygen.create()
    message = "Your account has $0.00 but this avatar requires $1.32."
    assert reply.status_code == 402
    assert reply.json() == error("insufficient_credit", message)
    assert len(heygen.state.looks) == 3


async def test_a_failed_look_is_paid_back(v3):
    heygen = v3("poll:failed", wallet=2, look_price=1)
    made = await heygen.look()
    assert heygen.state.remaining_wallet == 1
    await heygen.poll(made["id"])
    assert heygen.state.remaining_wallet == 2


async def test_no_more_looks_are_in_the_making_than_may_be(v3):
    heygen = v3(parallel=2, duration=4)
    await heygen.look()
    await heygen.look()
    reply = await heygen.create()
    assert reply.status_code == 429
    assert reply.json()["error"]["code"] == "rate_limit_exceeded"
    assert reply.headers["Retry-After"] == "1"
    assert len(heygen.state.looks) == 2
    heygen.now = 4
    await heygen.look()


# Keys, versions and headers


@pytest.mark.parametrize("key", [None, "", "wrong"])
@pytest.mark.parametrize(("method", "path"), V3_ROUTES)
async def test_no_route_answers_without_the_right_key(v3, key, method, path):
    heygen = v3(key=key, api_key="right")
    reply = await heygen.client.request(method, path)
    assert reply.status_code == 401
    assert reply.json() == error("unauthorized", "Unauthorized")


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
    assert (await v3(api="v2").client.get("/v3/avatars")).status_code == 404
    assert (await v3(api="v3").client.get("/v3/avatars")).status_code == 405


async def test_a_version_can_go_and_come_back_in_the_middle_of_work(v3):
    heygen = v3()
    made = await heygen.look()
    heygen.state.api = "v2"
    assert (await heygen.get(made["id"])).status_code == 404
    heygen.state.api = "v3"
    assert (await heygen.poll(made["id"]))["status"] == "completed"
    assert (await heygen.client.post(GENERATE, json=V2_BODY)).status_code == 404
    with pytest.raises(ValueError, match="api must be one of 'v2', 'v3', 'both', 'v2 with sunset'"):
        heygen.state.api = "v4"
    assert heygen.state.api == "v3"


async def test_a_picture_outlives_its_version(v3):
    heygen = v3()
    link = (await heygen.poll((await heygen.look())["id"]))["preview_image_url"]
    heygen.state.api = "v2"
    assert (await heygen.client.get(link)).status_code == 200


async def test_in_sunset_every_answer_of_v2_warns_refusals_included(v3):
    heygen = v3(api="v2 with sunset")
    for reply in (
        await heygen.client.post(GENERATE, json=V2_BODY),
        await heygen.client.post(GENERATE, json={}),
        await heygen.client.get("/v2/user/remaining_quota", headers={"X-Api-Key": ""}),
    ):
        assert reply.headers["Deprecation"] == "true"
        assert reply.headers["Sunset"] == "Sat, 31 Oct 2026 00:00:00 GMT"
        assert reply.json()["warning"]["sunset_date"] == "2026-10-31"
    assert not heygen.state.faults_injected


async def test_the_state_counts_requests_by_kind_and_each_answer_has_an_id(v3):
    heygen = v3()
    made = await heygen.look()
    replies = [
        await heygen.create(name=""),
        await heygen.get(made["id"]),
        await heygen.get("0"),
        await heygen.client.get("/v3/users/me"),
        await heygen.client.post("/v3/assets"),
        await heygen.client.get("/v3/avatars/" + made["group_id"]),
    ]
    assert [reply.status_code for reply in replies] == [400, 200, 404, 200, 400, 404]
    assert len({reply.headers["X-Request-Id"] for reply in replies}) == len(replies)
    assert heygen.state.requests == {"create": 2, "look": 2, "user": 1, "asset": 1, "unknown": 1}
    assert heygen.state.jobs == []
