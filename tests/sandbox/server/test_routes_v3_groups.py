from __future__ import annotations

import pytest

from tests.sandbox.conftest import PICTURE

NOBODY = "0" * 32


async def every(heygen, path, **query):
    """Return the pages of a list."""
    pages, token = [], ""
    while token is not None:
        page, token = await heygen.list(path, **query, **({"token": token} if token else {}))
        pages.append(page)
    return pages


def ids_of(pages):
    return [item["id"] for page in pages for item in page]


# Lists of groups


async def test_the_list_of_groups_has_the_looks_of_generations_the_newest_first(v3):
    heygen = v3()
    made = [await heygen.look(name=name) for name in ("One", "Two")]
    groups, token = await heygen.list("", ownership="private")
    assert token is None
    assert [group["id"] for group in groups] == [look["group_id"] for look in reversed(made)]
    assert groups[0] == {
        "id": made[1]["group_id"],
        "name": "Two",
        "created_at": groups[0]["created_at"],
        "looks_count": 1,
        "status": "completed",
        "error": None,
        "consent_status": None,
        "gender": None,
        "default_voice_id": None,
        "preview_image_url": groups[0]["preview_image_url"],
        "preview_video_url": None,
    }
    assert (await heygen.client.get(groups[0]["preview_image_url"])).status_code == 200


async def test_without_ownership_the_list_begins_with_all_public_groups(v3):
    heygen = v3(public_groups=120)
    mine = (await heygen.look())["group_id"]
    pages = await every(heygen, "", limit=50)
    assert [len(page) for page in pages] == [50, 50, 21]
    assert [group["status"] for group in pages[0]] == [None] * 50
    assert ids_of(pages).index(mine) == 120


async def test_the_list_of_public_groups_has_none_of_the_account(v3):
    heygen = v3(public_groups=3)
    mine = (await heygen.look())["group_id"]
    listed = ids_of(await every(heygen, "", ownership="public"))
    assert len(listed) == 3
    assert mine not in listed


@pytest.mark.parametrize("path", ["", "/looks"])
@pytest.mark.parametrize(("query", "size"), [({}, 20), ({"limit": 1}, 1), ({"limit": 50}, 50)])
async def test_a_page_has_twenty_items_unless_another_limit_is_given(v3, path, query, size):
    page, token = await v3(own_groups=60).list(path, ownership="private", **query)
    assert len(page) == size
    assert token


@pytest.mark.parametrize("path", ["", "/looks"])
@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "51"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"token": "x"}, "token"),
        ({"ownership": "mine"}, "ownership"),
    ],
)
async def test_an_invalid_query_of_a_list_is_named(v3, path, query, param):
    reply = await v3().client.get(f"/v3/avatars{path}", params=query)
    assert (reply.status_code, reply.json()["error"]["param"]) == (400, param)


async def test_a_group_that_is_made_while_pages_are_read_repeats_no_other_one(v3):
    heygen = v3(own_groups=6)
    expected = ids_of(await every(heygen, "", ownership="private"))
    first, token = await heygen.list("", ownership="private", limit=3)
    await heygen.look()
    second, token = await heygen.list("", ownership="private", limit=3, token=token)
    assert ids_of([first, second]) == expected
    assert token is None


async def test_a_group_that_is_deleted_while_pages_are_read_hides_no_other_one(v3):
    heygen = v3(own_groups=6)
    expected = ids_of(await every(heygen, "", ownership="private"))
    first, token = await heygen.list("", ownership="private", limit=3)
    await heygen.client.delete(f"/v3/avatars/{first[0]['id']}")
    second, _ = await heygen.list("", ownership="private", limit=3, token=token)
    assert ids_of([first, second]) == expected


# Lists of looks


async def test_the_looks_of_a_group_come_in_pages_the_oldest_first(v3):
    heygen = v3()
    first = await heygen.look()
    group_id = first["group_id"]
    for _ in range(4):
        await heygen.look(avatar_group_id=group_id)
    await heygen.look()
    pages = await every(heygen, "/looks", group_id=group_id, limit=2)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert ids_of(pages) == [look.id for look in heygen.state.looks[:5]]


async def test_without_a_group_all_looks_of_the_owner_are_listed(v3):
    heygen = v3(public_groups=3)
    made = await heygen.look()
    own, _ = await heygen.list("/looks", ownership="private")
    assert [look["id"] for look in own] == [made["id"]]
    public, _ = await heygen.list("/looks", ownership="public")
    assert len(public) == sum(group.looks_count for group in heygen.state.groups.public.groups)
    both, _ = await heygen.list("/looks")
    assert both[-1]["id"] == made["id"]
    assert len(both) == len(public) + 1


async def test_the_looks_of_a_group_of_another_owner_are_none(v3):
    heygen = v3()
    group_id = (await heygen.look())["group_id"]
    assert (await heygen.list("/looks", group_id=group_id, ownership="public"))[0] == []
    assert len((await heygen.list("/looks", group_id=group_id, ownership="private"))[0]) == 1


async def test_there_are_photo_avatars_only(v3):
    heygen = v3()
    await heygen.look()
    assert (
        len((await heygen.list("/looks", avatar_type="photo_avatar", ownership="private"))[0]) == 1
    )
    assert (await heygen.list("/looks", avatar_type="digital_twin"))[0] == []
    reply = await heygen.client.get("/v3/avatars/looks?avatar_type=cat")
    assert reply.json()["error"]["param"] == "avatar_type"


async def test_a_group_that_v2_made_is_listed_by_v3(v2):
    heygen = v2()
    group_id = await heygen.completed_group()
    reply = await heygen.client.get("/v3/avatars?ownership=private")
    [group] = reply.json()["data"]
    assert (group["id"], group["status"], group["looks_count"]) == (group_id, "completed", 1)
    reply = await heygen.client.get(f"/v3/avatars/looks/{group_id}")
    look = reply.json()["data"]
    assert (look["status"], look["image_width"], look["image_height"]) == ("completed", 1376, 768)
    assert (await heygen.client.get(look["preview_image_url"])).status_code == 200


async def test_thousands_of_groups_are_listed_to_the_end(v3):
    pages = await every(v3(own_groups=3000), "", ownership="private", limit=50)
    assert len(set(ids_of(pages))) == 3000


# One group


async def test_a_group_is_read_by_its_id(v3):
    heygen = v3(duration=4)
    group_id = (await heygen.look())["group_id"]

    async def group():
        return (await heygen.client.get(f"/v3/avatars/{group_id}")).json()["data"]

    assert ((await group())["status"], (await group())["preview_image_url"]) == ("processing", None)
    heygen.now = 4
    assert (await group())["status"] == "completed"
    await heygen.look(avatar_group_id=group_id)
    assert ((await group())["status"], (await group())["looks_count"]) == ("completed", 2)


async def test_a_group_whose_looks_have_failed_has_failed(v3):
    heygen = v3("poll:failed")
    group_id = (await heygen.look())["group_id"]
    group = (await heygen.client.get(f"/v3/avatars/{group_id}")).json()["data"]
    assert (group["status"], group["error"]["code"]) == ("failed", "internal_error")


async def test_an_unknown_group_and_an_unknown_look_have_codes_of_their_own(v3):
    heygen = v3()
    for method, body in (("GET", None), ("PATCH", {"default_voice_id": "v"}), ("DELETE", None)):
        reply = await heygen.client.request(method, f"/v3/avatars/{NOBODY}", json=body)
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "avatar_not_found")
    for method, body in (("GET", None), ("PATCH", {"name": "n"}), ("DELETE", None)):
        reply = await heygen.client.request(method, f"/v3/avatars/looks/{NOBODY}", json=body)
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "not_found")


# Changes


async def test_a_look_is_renamed_and_its_group_is_not(v3):
    heygen = v3()
    made = await heygen.look(name="Ada")
    reply = await heygen.client.patch(f"/v3/avatars/looks/{made['id']}", json={"name": "Lina"})
    assert reply.json()["data"]["name"] == "Lina"
    assert (await heygen.poll(made["id"]))["name"] == "Lina"
    [group] = (await heygen.list("", ownership="private"))[0]
    assert group["name"] == "Ada"


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": 7}, {"name": "n", "x": 1}])
async def test_a_look_needs_a_name_and_takes_nothing_else(v3, body):
    heygen = v3()
    made = await heygen.look()
    reply = await heygen.client.patch(f"/v3/avatars/looks/{made['id']}", json=body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "invalid_parameter")


async def test_a_group_takes_a_voice_and_no_name(v3):
    heygen = v3()
    group_id = (await heygen.look())["group_id"]
    path = f"/v3/avatars/{group_id}"
    reply = await heygen.client.patch(path, json={"default_voice_id": "v1"})
    assert reply.json()["data"]["default_voice_id"] == "v1"
    assert (await heygen.client.get(path)).json()["data"]["default_voice_id"] == "v1"
    reply = await heygen.client.patch(path, json={"name": "Lina"})
    assert reply.status_code == 400
    assert reply.json()["error"]["message"] == "name is invalid: Extra inputs are not permitted"


async def test_the_last_look_that_is_deleted_takes_its_group_along(v3):
    heygen = v3()
    first = await heygen.look()
    second = await heygen.look(avatar_group_id=first["group_id"])
    reply = await heygen.client.delete(f"/v3/avatars/looks/{first['id']}")
    assert (reply.status_code, reply.json()) == (200, {"data": {"id": first["id"]}})
    assert (await heygen.get(first["id"])).status_code == 404
    group = (await heygen.client.get(f"/v3/avatars/{first['group_id']}")).json()["data"]
    assert group["looks_count"] == 1
    await heygen.client.delete(f"/v3/avatars/looks/{second['id']}")
    assert (await heygen.client.get(f"/v3/avatars/{first['group_id']}")).status_code == 404


async def test_a_deleted_group_is_gone_with_its_looks_and_stays_paid(v3):
    heygen = v3()
    made = await heygen.look()
    reply = await heygen.client.delete(f"/v3/avatars/{made['group_id']}")
    assert reply.json() == {"data": {"id": made["group_id"]}}
    assert (await heygen.get(made["id"])).status_code == 404
    assert (await heygen.list("", ownership="private"))[0] == []
    assert heygen.state.remaining_wallet == 999


async def test_public_avatars_cannot_be_changed_deleted_or_added_to(v3):
    heygen = v3(public_groups=1)
    [group] = heygen.state.groups.public.groups
    look_path, group_path = f"/v3/avatars/looks/{group.looks[0].id}", f"/v3/avatars/{group.id}"
    for reply in (
        await heygen.client.delete(look_path),
        await heygen.client.delete(group_path),
        await heygen.client.patch(look_path, json={"name": "n"}),
        await heygen.client.patch(group_path, json={"default_voice_id": "v"}),
        await heygen.create(avatar_group_id=group.id),
    ):
        assert (reply.status_code, reply.json()["error"]["code"]) == (403, "forbidden")
    assert (await heygen.poll(group.looks[0].id))["status"] is None


# Looks of photos


async def test_a_photo_becomes_a_look_in_a_group_of_its_own_that_shows_the_photo(v3):
    heygen = v3(duration=4, wallet=10)
    reply = await heygen.photo()
    data = reply.json()["data"]
    assert (data["avatar_item"]["status"], data["avatar_group"]["looks_count"]) == ("processing", 1)
    assert data["avatar_item"]["group_id"] == data["avatar_group"]["id"]
    heygen.now += 4
    look = await heygen.poll(data["avatar_item"]["id"])
    assert (look["image_width"], look["image_height"]) == (64, 64)
    assert look["preferred_orientation"] == "square"
    shown = await heygen.client.get(look["preview_image_url"])
    assert (shown.content, shown.headers["Content-Type"]) == (PICTURE, "image/png")
    assert heygen.state.remaining_wallet == 8.68


async def test_a_photo_is_added_to_the_group_that_the_request_names(v3):
    heygen = v3()
    group_id = (await heygen.look())["group_id"]
    data = (await heygen.photo(avatar_group_id=group_id)).json()["data"]
    assert data["avatar_item"]["group_id"] == group_id
    assert data["avatar_group"]["looks_count"] == 2
    assert heygen.state.remaining_wallet == 1000 - 2.32


async def test_a_photo_into_an_unknown_group_is_refused(v3):
    reply = await v3().photo(avatar_group_id=NOBODY)
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "avatar_not_found")


async def test_a_photo_that_the_wallet_does_not_cover_is_refused(v3):
    reply = await v3(wallet=1.31).photo()
    message = "Your account has $1.31 but this avatar requires $1.32."
    assert (reply.status_code, reply.json()["error"]["message"]) == (402, message)


async def test_the_same_photo_twice_at_once_is_a_conflict_that_passes(v3):
    heygen = v3(duration=4)
    assert (await heygen.photo()).status_code == 200
    reply = await heygen.photo()
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "conflict")
    heygen.now += 4
    assert (await heygen.photo()).status_code == 200


async def test_a_fresh_upload_is_not_found_for_a_while(v3):
    heygen = v3(asset_delay=2)
    asset_id = await heygen.upload()
    file = {"type": "asset_id", "asset_id": asset_id}
    reply = await heygen.photo(file)
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "asset_not_found")
    assert reply.json()["error"]["message"] == f"Asset {asset_id} not found"
    heygen.now += 2
    assert (await heygen.photo(file)).status_code == 200


async def test_a_photo_under_one_key_is_one_look_and_a_refusal_is_repeated(v3):
    heygen = v3(asset_delay=2)
    file = {"type": "asset_id", "asset_id": await heygen.upload()}
    body = {"type": "photo", "name": "Ada", "file": file}

    async def post(key):
        return await heygen.client.post("/v3/avatars", json=body, headers={"Idempotency-Key": key})

    assert (await post("a")).status_code == 404
    heygen.now += 2
    assert (await post("a")).status_code == 404
    first, again = await post("b"), await post("b")
    assert first.json() == again.json()
    assert len(heygen.state.looks) == 1


# Looks of the same person


async def test_a_new_look_shows_the_person_of_the_look_that_it_imitates(v3):
    heygen = v3()
    model = await heygen.look()
    new = await heygen.look(avatar_id=model["id"], avatar_group_id=model["group_id"])
    again = await heygen.look(avatar_id=new["id"])
    first, *others = heygen.state.looks
    assert again["group_id"] != model["group_id"]
    assert first.identity is None
    assert {look.identity for look in others} == {first.identity_of(0)}


async def test_a_look_like_a_photo_shows_a_person_that_the_photo_decides(v3):
    heygen = v3()
    ids = [(await heygen.photo()).json()["data"]["avatar_item"]["id"] for _ in range(2)]
    for look_id in ids:
        await heygen.look(avatar_id=look_id)
    one, other = (look.identity for look in heygen.state.looks[2:])
    assert one == other
    assert one is not None
