from __future__ import annotations

import re

import pytest

from heygen_widgets.sandbox import SANDBOX_KEY

GENERATE = "/v2/photo_avatar/photo/generate"
DOCS = "https://developers.heygen.com/docs/error-codes#"


def error(code, message, param=None):
    named = {} if param is None else {"param": param}
    return {"error": {"code": code, "message": message, **named, "doc_url": DOCS + code}}


def invalid(field, problem):
    return error("invalid_parameter", f"{field} is invalid: {problem}", field)


# Create


async def test_create_replies_with_the_look_and_its_group_with_all_their_keys(v3):
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


async def test_each_create_makes_a_look_in_a_new_group(v3):
    heygen = v3()
    first, second = await heygen.look(), await heygen.look()
    assert first["id"] != second["id"]
    assert first["group_id"] != second["group_id"]
    assert [look.id for look in heygen.state.looks] == [first["id"], second["id"]]


async def test_a_look_is_added_to_the_group_that_the_request_names(v3):
    heygen = v3()
    first = await heygen.look()
    reply = await heygen.create(avatar_group_id=first["group_id"], name="Ada again")
    data = reply.json()["data"]
    assert data["avatar_item"]["group_id"] == data["avatar_group"]["id"] == first["group_id"]
    assert data["avatar_group"]["looks_count"] == 2
    assert data["avatar_group"]["name"] == "Ada"


async def test_the_same_seed_gives_looks_the_same_ids_and_jobs_other_ids(v2, v3):
    one, same, other = v3(seed=1), v3(seed=1), v3(seed=2)
    first = (await one.look())["id"]
    assert first == (await same.look())["id"]
    assert first != (await other.look())["id"]
    await one.client.post(GENERATE, json=dict(v2.BODY))
    assert one.state.jobs[0].id != first


# References


async def test_an_unknown_asset_is_not_found(v3):
    reply = await v3().create(reference_images=[{"type": "asset_id", "asset_id": "0" * 32}])
    assert reply.status_code == 404
    expected = error("asset_not_found", "Asset not found", "reference_images.0.asset_id")
    assert reply.json() == expected


async def test_a_look_can_imitate_another_one(v3):
    heygen = v3()
    model = await heygen.look()
    await heygen.look(avatar_id=model["id"])
    assert heygen.state.looks[1].request.avatar_id == model["id"]


@pytest.mark.parametrize("field", ["avatar_id", "avatar_group_id"])
async def test_an_unknown_avatar_or_group_is_not_found(v3, field):
    reply = await v3().create(**{field: "0" * 32})
    assert reply.status_code == 404
    assert reply.json() == error("avatar_not_found", "Avatar not found", field)


async def test_a_look_in_progress_cannot_be_imitated(v3):
    heygen = v3(duration=4)
    model = await heygen.look()
    reply = await heygen.create(avatar_id=model["id"])
    expected = invalid("avatar_id", "The avatar has no usable image")
    assert (reply.status_code, reply.json()) == (400, expected)


@pytest.mark.parametrize("fault", ["failed", "empty", "never", "pending-consent"])
async def test_an_unsuccessful_look_cannot_be_imitated(v3, fault):
    heygen = v3(f"poll:{fault}")
    model = await heygen.look()
    reply = await heygen.create(avatar_id=model["id"])
    assert reply.json() == invalid("avatar_id", "The avatar has no usable image")


async def test_a_look_of_another_group_cannot_be_imitated(v3):
    heygen = v3()
    model, other = await heygen.look(), await heygen.look()
    reply = await heygen.create(avatar_id=model["id"], avatar_group_id=other["group_id"])
    assert reply.json() == invalid("avatar_id", "The avatar is in another group")
    await heygen.look(avatar_id=model["id"], avatar_group_id=model["group_id"])


# Looks


async def test_a_look_is_processing_with_null_fields_until_its_duration_is_over(v3):
    heygen = v3(duration=8)
    made = await heygen.look()
    heygen.now = 7.99
    assert await heygen.poll(made["id"]) == made


@pytest.mark.parametrize(
    ("words", "shape", "size"),
    [
        ("square", "square", (1024, 1024)),
        ("landscape", "landscape", (1376, 768)),
        ("vertical", "portrait", (768, 1376)),
    ],
)
async def test_a_completed_look_has_its_image_and_the_size_of_it(v3, words, shape, size):
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
    assert reply.json() == error("not_found", "Avatar look not found")


async def test_a_new_look_is_not_found_for_a_while(v3):
    heygen = v3(look_delay=3)
    made = await heygen.look()
    heygen.now = 2.99
    assert (await heygen.get(made["id"])).json()["error"]["code"] == "not_found"
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


async def test_an_expired_link_is_renewed_by_a_status_request(v3):
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


async def test_the_account_pays_from_a_wallet(v3):
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


async def test_each_look_reduces_the_wallet_by_its_price_and_not_the_quota(v3):
    heygen = v3(wallet=10)
    for _ in range(3):
        await heygen.look()
    assert await balance(heygen) == heygen.state.remaining_wallet == 7.0
    assert heygen.state.quota_used == 0


async def test_a_wallet_pays_until_it_is_less_than_the_price(v3):
    heygen = v3(wallet=3.0)
    for _ in range(3):
        await heygen.look()
    reply = await heygen.create()
    message = "Your account has $0.00 but this avatar requires $1.00."
    assert reply.status_code == 402
    assert reply.json() == error("insufficient_credit", message)
    assert len(heygen.state.looks) == 3


async def test_a_failed_look_is_refunded(v3):
    heygen = v3("poll:failed", wallet=2, look_price=1)
    made = await heygen.look()
    assert heygen.state.remaining_wallet == 1
    await heygen.poll(made["id"])
    assert heygen.state.remaining_wallet == 2


async def test_no_more_looks_are_in_progress_than_the_scenario_allows(v3):
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


async def test_a_completed_look_says_what_its_image_cannot_show(v3):
    heygen = v3(duration=8)
    made = await heygen.look(prompt="A woman with a harp and a dog")
    assert "sandbox_notice" not in made
    heygen.now += 8
    done = await heygen.poll(made["id"])
    assert (done["status"], done["error"]) == ("completed", None)
    assert done["sandbox_notice"] == "The sandbox can't draw: harp."


async def test_a_group_lists_its_looks(v3):
    heygen = v3(duration=4)
    first = await heygen.look()
    await heygen.look()
    listed = await heygen.client.get(f"/v3/avatars/looks?group_id={first['group_id']}")
    assert listed.json() == {"data": [first], "has_more": False, "next_token": None}
    heygen.now = 5
    listed = await heygen.client.get(f"/v3/avatars/looks?group_id={first['group_id']}")
    assert listed.json()["data"] == [(await heygen.get(first["id"])).json()["data"]]


async def test_an_unknown_group_is_not_found_by_another_code_than_a_look(v3):
    reply = await v3().client.get("/v3/avatars/looks?group_id=nobody")
    assert reply.json() == error("avatar_not_found", "Avatar not found", "group_id")


async def test_a_look_that_moved_is_found_in_its_group_alone(v3):
    heygen = v3("poll:moved", duration=4)
    look = await heygen.look()
    heygen.now = 5
    assert (await heygen.get(look["id"])).status_code == 404
    listed = await heygen.client.get(f"/v3/avatars/looks?group_id={look['group_id']}")
    [moved] = listed.json()["data"]
    assert (moved["status"], moved["id"] != look["id"]) == ("completed", True)
    assert (await heygen.get(moved["id"])).json()["data"]["id"] == moved["id"]
