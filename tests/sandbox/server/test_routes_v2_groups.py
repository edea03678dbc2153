from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sandbox.conftest import PICTURE

JPEG = b"\xff\xd8\xff" + bytes(100)
WEBP = b"RIFF\0\0\0\0WEBP"
NOBODY = "0" * 32


def error(code, message):
    return {"data": None, "error": {"code": code, "message": message}}


def invalid(field, problem):
    return error("invalid_parameter", f"{field} is invalid: {problem}")


def no_valid_image(group_id):
    return error("invalid_parameter", f"No valid image for training found in group {group_id}")


async def upload(heygen, data=PICTURE, mime_type="image/png"):
    return await heygen.client.post("/v1/asset", content=data, headers={"Content-Type": mime_type})


async def quota(heygen):
    return (await heygen.ask("user/remaining_quota"))["remaining_quota"]


# Uploads


async def test_an_upload_is_answered_in_the_envelope_of_v1_with_its_key(v2):
    heygen = v2()
    reply = await upload(heygen)
    data = reply.json()["data"]
    assert reply.json() == {"code": 100, "data": data, "msg": None, "message": None}
    assert data == {
        "id": data["id"],
        "name": data["id"],
        "file_type": "image",
        "folder_id": "",
        "meta": None,
        "created_ts": data["created_ts"],
        "url": f"https://heygen.sandbox/image/{data['id']}/original",
        "image_key": f"image/{data['id']}/original",
    }
    assert isinstance(data["created_ts"], int)
    assert re.fullmatch("[0-9a-f]{32}", data["id"])
    assert (await heygen.client.get(data["url"])).content == PICTURE


@pytest.mark.parametrize(
    ("data", "mime_type"),
    [(JPEG, "image/jpeg"), (WEBP, "image/webp"), (PICTURE, "IMAGE/PNG; x=y")],
)
async def test_jpeg_and_webp_can_be_uploaded_too(v2, data, mime_type):
    assert (await upload(v2(), data, mime_type)).status_code == 200


async def test_an_upload_that_is_no_image_has_no_key(v2):
    data = (await upload(v2(), b"ID3", "audio/mpeg")).json()["data"]
    assert (data["file_type"], data["image_key"]) == ("audio", None)


@pytest.mark.parametrize(
    ("data", "mime_type", "message"),
    [
        (WEBP, "image/jpeg", "Content type not match image/jpeg != image/webp"),
        (b"GIF89a", "image/gif", "Content type not supported: image/gif"),
        (PICTURE, "", "Content type not supported: none"),
        (b"nothing", "image/png", "The file is no image/png"),
    ],
)
async def test_an_upload_of_another_type_than_is_said_is_refused(v2, data, mime_type, message):
    reply = await upload(v2(), data, mime_type)
    assert reply.status_code == 400
    assert reply.json() == {"code": 400543, "message": message, "data": None}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "file is invalid: File should not be empty"),
        (bytes(32 * 1024 * 1024 + 1), "file is invalid: File should have at most 32 MB"),
    ],
    ids=["empty", "too large"],
)
async def test_an_upload_of_no_size_or_too_much_is_refused(v2, data, message):
    reply = await upload(v2(), data)
    assert (reply.status_code, reply.json()["message"]) == (400, message)


async def test_an_upload_without_the_right_key_is_refused_with_v1s_number(v2):
    reply = await upload(v2(key="wrong", api_key="right"))
    assert (reply.status_code, reply.json()["code"]) == (401, 400112)


# Groups


async def test_a_group_is_created_with_a_first_look_of_the_same_id_that_is_pending(v2):
    heygen = v2()
    look = await heygen.new_group(name="Lina")
    assert look == {
        "id": look["group_id"],
        "image_url": look["image_url"],
        "created_at": look["created_at"],
        "name": "Lina",
        "status": "pending",
        "group_id": look["group_id"],
        "is_motion": False,
        "motion_preview_url": None,
        "business_type": "generated",
        "upscale_availability": {
            "available": False,
            "reason": "Photo avatar look upload not completed",
        },
        "upscaled": False,
        "background_sound_effect": None,
    }
    assert re.fullmatch("[0-9a-f]{32}", look["id"])
    assert isinstance(look["created_at"], float)


async def test_a_group_of_an_upload_has_no_generation(v2):
    heygen = v2()
    key = (await upload(heygen)).json()["data"]["image_key"]
    reply = await heygen.post("avatar_group/create", name="Me", image_key=key)
    look = reply.json()["data"]
    assert look["business_type"] == "uploaded"
    assert (await heygen.client.get(look["image_url"])).content == PICTURE


async def test_a_look_is_pending_for_a_while_and_then_completed(v2):
    heygen = v2(look_pending=2)
    made = await heygen.new_group()
    heygen.now += 1.99
    assert (await heygen.ask(f"photo_avatar/{made['id']}"))["status"] == "pending"
    heygen.now += 0.01
    done = await heygen.ask(f"photo_avatar/{made['id']}")
    assert done["status"] == "completed"
    assert done["upscale_availability"] == {"available": True, "reason": None}


async def test_the_picture_of_a_look_is_that_of_its_key(v2):
    heygen = v2()
    made = await heygen.finished()
    for index, key in enumerate(made["image_key_list"]):
        look = await heygen.new_group(image_key=key, generation_id=made["id"])
        shown = await heygen.client.get(look["image_url"])
        assert shown.content == heygen.picture(made["id"], index)


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"name": " "}, "name", "String should have at least 1 character"),
        ({"image_key": 7}, "image_key", "Input should be a valid string"),
        ({"image_key": "image/x/original"}, "image_key", "Image not found"),
        ({"image_key": f"image/{NOBODY}/original"}, "image_key", "Image not found"),
        ({"generation_id": NOBODY}, "generation_id", "The image is not of this generation"),
        ({"generation_id": 7}, "generation_id", "Input should be a valid string"),
    ],
)
async def test_an_invalid_field_of_a_new_group_is_named(v2, changes, field, problem):
    heygen = v2()
    made = await heygen.finished()
    body = {"name": "Ada", "image_key": made["image_key_list"][0], "generation_id": made["id"]}
    reply = await heygen.post("avatar_group/create", **body | changes)
    assert (reply.status_code, reply.json()) == (400, invalid(field, problem))
    assert (await heygen.ask("avatar_group.list"))["total_count"] == 0


async def test_an_upload_is_of_no_generation(v2):
    heygen = v2()
    key = (await upload(heygen)).json()["data"]["image_key"]
    body = {"name": "Me", "image_key": key, "generation_id": (await heygen.finished())["id"]}
    reply = await heygen.post("avatar_group/create", **body)
    assert reply.json() == invalid("generation_id", "The image is not of this generation")


async def test_the_picture_of_a_job_that_is_not_done_has_no_key_yet(v2):
    heygen = v2(duration=4)
    await heygen.submit()
    [job] = heygen.state.jobs
    reply = await heygen.post("avatar_group/create", name="Ada", image_key=job.image_keys[0])
    assert reply.json() == invalid("image_key", "Image not found")


# More looks


async def test_looks_of_up_to_four_pictures_are_added_and_pending(v2):
    heygen = v2()
    group_id = await heygen.completed_group()
    made = await heygen.finished()
    reply = await heygen.post(
        "avatar_group/add",
        group_id=group_id,
        image_keys=made["image_key_list"],
        name="More",
        generation_id=made["id"],
    )
    looks = reply.json()["data"]["photo_avatar_list"]
    assert [look["status"] for look in looks] == ["pending"] * 4
    assert [look["name"] for look in looks] == ["More"] * 4
    assert {look["group_id"] for look in looks} == {group_id}
    assert len({look["id"] for look in looks} | {group_id}) == 5
    listed = (await heygen.ask(f"avatar_group/{group_id}/avatars"))["avatar_list"]
    assert [look["id"] for look in listed] == [group_id, *(look["id"] for look in looks)]
    [group] = (await heygen.ask("avatar_group.list"))["avatar_group_list"]
    assert group["num_looks"] == 5


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"name": None}, "name", "Input should be a valid string"),
        ({"image_keys": "x"}, "image_keys", "Input should be a valid list"),
        ({"image_keys": []}, "image_keys", "List should have at least 1 item after validation"),
        ({"image_keys": ["x"] * 5}, "image_keys", "List should have at most 4 items"),
        ({"image_keys": ["x"]}, "image_keys.0", "Image not found"),
        ({"image_keys": [7]}, "image_keys.0", "Input should be a valid string"),
        ({"generation_id": None}, "generation_id", "Field required"),
        ({"generation_id": NOBODY}, "generation_id", "The image is not of this generation"),
    ],
)
async def test_an_invalid_field_of_more_looks_is_named(v2, changes, field, problem):
    heygen = v2()
    group_id, made = await heygen.completed_group(), await heygen.finished()
    body = {
        "group_id": group_id,
        "name": "More",
        "image_keys": made["image_key_list"],
        "generation_id": made["id"],
    }
    reply = await heygen.post("avatar_group/add", **body | changes)
    assert reply.status_code == 400
    assert reply.json()["error"]["message"].startswith(f"{field} is invalid: {problem}")
    assert len(heygen.state.groups.find(group_id).looks) == 1


async def test_more_looks_need_a_name(v2):
    heygen = v2()
    reply = await heygen.post("avatar_group/add", group_id="g", image_keys=["k"])
    assert reply.json() == invalid("name", "Field required")


async def test_one_request_takes_pictures_of_one_generation_only(v2):
    heygen = v2()
    group_id = await heygen.completed_group()
    one, other = await heygen.finished(), await heygen.finished()
    keys = [one["image_key_list"][0], other["image_key_list"][0]]
    body = {"group_id": group_id, "name": "More", "image_keys": keys, "generation_id": one["id"]}
    reply = await heygen.post("avatar_group/add", **body)
    assert reply.json() == invalid("generation_id", "The image is not of this generation")


# Training


async def test_a_group_cannot_be_trained_while_its_look_is_pending(v2):
    heygen = v2()
    group_id = (await heygen.new_group())["group_id"]
    reply = await heygen.post("train", group_id=group_id)
    assert (reply.status_code, reply.json()) == (400, no_valid_image(group_id))
    assert heygen.state.trainings.all == []


async def test_a_training_goes_from_pending_to_ready_and_costs_four_credits(v2):
    heygen = v2(training=12, quota=1000, cost=60)
    group_id = await heygen.completed_group()
    assert (await heygen.ask(f"photo_avatar/train/status/{group_id}"))["status"] == "empty"
    reply = await heygen.post("train", group_id=group_id)
    [training] = heygen.state.trainings.all
    assert reply.json() == {
        "error": None,
        "data": {"code": 100, "data": {"num_of_photar": 1, "flow_id": training.flow_id}},
    }
    assert await quota(heygen) == 1000 - 60 - 240
    heygen.now += 11.9
    status = await heygen.ask(f"photo_avatar/train/status/{group_id}")
    assert status == {
        "status": "pending",
        "error_msg": None,
        "created_at": training.created_at,
        "updated_at": None,
    }
    heygen.now += 0.1
    assert (await heygen.ask(f"photo_avatar/train/status/{group_id}"))["status"] == "ready"


async def test_a_group_that_is_being_trained_has_no_valid_image_in_heygens_words(v2):
    heygen = v2()
    group_id = await heygen.completed_group()
    await heygen.post("train", group_id=group_id)
    reply = await heygen.post("train", group_id=group_id)
    assert (reply.status_code, reply.json()) == (400, no_valid_image(group_id))
    assert len(heygen.state.trainings.all) == 1


async def test_a_trained_group_can_be_trained_again(v2):
    heygen = v2()
    group_id = await heygen.trained_group()
    assert (await heygen.post("train", group_id=group_id)).status_code == 200
    assert (await heygen.ask(f"photo_avatar/train/status/{group_id}"))["status"] == "pending"
    assert len(heygen.state.trainings.all) == 2


async def test_a_training_that_cannot_be_paid_is_refused(v2):
    heygen = v2(quota=60 + 239)
    reply = await heygen.post("train", group_id=await heygen.completed_group())
    assert (reply.status_code, reply.json()["error"]["code"]) == (402, "insufficient_credit")
    assert await quota(heygen) == 239


@pytest.mark.parametrize("path", ["train", "look/generate", "avatar_group/add"])
async def test_what_a_group_must_be_known_for_is_refused_for_an_unknown_one(v2, path):
    words = {"orientation": "square", "pose": "close_up", "style": "Noir"}
    body = {"group_id": NOBODY, "prompt": "x", "name": "x", "image_keys": ["x"], **words}
    reply = await v2().post(path, **body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "avatar_not_found")


# New looks


WANTED = {
    "prompt": "in a green coat, on a bridge",
    "orientation": "vertical",
    "pose": "close_up",
    "style": "Noir",
}


async def test_new_looks_of_a_trained_group_are_a_generation_of_four_of_the_same_person(v2):
    heygen = v2(duration=4, quota=1000, cost=60)
    made = await heygen.finished()
    look = await heygen.new_group(image_key=made["image_key_list"][2], generation_id=made["id"])
    heygen.now += 2
    await heygen.post("train", group_id=look["group_id"])
    heygen.now += 12
    before = await quota(heygen)
    reply = await heygen.post("look/generate", group_id=look["group_id"], **WANTED)
    generation_id = reply.json()["data"]["generation_id"]
    assert reply.json() == {"error": None, "data": {"generation_id": generation_id}}
    assert before - await quota(heygen) == 15
    assert (await heygen.poll(generation_id))["status"] == "in_progress"
    heygen.now += 4
    done = await heygen.poll(generation_id)
    assert len(done["image_key_list"]) == 4
    job = heygen.state.jobs[-1]
    assert (job.attributes.orientation, job.attributes.pose) == ("vertical", "close_up")
    assert (job.attributes.style, job.attributes.appearance) == ("Noir", WANTED["prompt"])
    assert (job.identity.generation_id, job.identity.index) == (made["id"], 2)


async def test_a_picture_of_a_new_look_becomes_a_look_by_its_own_generation(v2):
    heygen = v2()
    group_id = await heygen.trained_group()
    reply = await heygen.post("look/generate", group_id=group_id, **WANTED)
    done = await heygen.poll(reply.json()["data"]["generation_id"])
    body = {"group_id": group_id, "name": "Green", "image_keys": done["image_key_list"][:1]}
    added = await heygen.post("avatar_group/add", **body, generation_id=done["id"])
    assert added.status_code == 200
    new = heygen.state.groups.find(group_id).looks[-1]
    assert new.identity_of(0) == heygen.state.jobs[-1].identity


async def test_a_group_must_be_trained_before_new_looks_are_made(v2):
    heygen = v2()
    group_id = await heygen.completed_group()
    for _ in range(2):
        reply = await heygen.post("look/generate", group_id=group_id, **WANTED)
        assert (reply.status_code, reply.json()) == (
            400,
            invalid("group_id", "The group is not trained"),
        )
        await heygen.post("train", group_id=group_id)
    assert len(heygen.state.jobs) == 1


async def test_a_group_stays_trained_while_it_is_trained_again(v2):
    heygen = v2()
    group_id = await heygen.trained_group()
    await heygen.post("train", group_id=group_id)
    assert (await heygen.post("look/generate", group_id=group_id, **WANTED)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": "x" * 1001}, "prompt"),
        ({"orientation": "round"}, "orientation"),
        ({"pose": None}, "pose"),
        ({"style": "noir"}, "style"),
        ({"group_id": 7}, "group_id"),
    ],
)
async def test_an_invalid_field_of_a_new_look_is_named(v2, changes, field):
    reply = await v2().post("look/generate", **{"group_id": "g", **WANTED} | changes)
    assert reply.status_code == 400
    assert reply.json()["error"]["message"].startswith(f"{field} is invalid: ")


async def test_new_looks_that_cannot_be_paid_are_refused(v2):
    heygen = v2(quota=60 + 240 + 14)
    reply = await heygen.post("look/generate", group_id=await heygen.trained_group(), **WANTED)
    assert reply.json()["error"]["code"] == "insufficient_credit"


# Lists


async def test_the_list_of_groups_has_the_accounts_own_the_newest_first(v2):
    heygen = v2()
    ids = [(await heygen.new_group(name=name))["group_id"] for name in ("One", "Two")]
    data = await heygen.ask("avatar_group.list?include_public=false")
    assert data["total_count"] == 2
    newest, oldest = data["avatar_group_list"]
    assert [oldest["id"], newest["id"]] == ids
    assert oldest == {
        "id": ids[0],
        "name": "One",
        "created_at": oldest["created_at"],
        "num_looks": 1,
        "preview_image_url": "",
        "group_type": "PRIVATE",
        "train_status": "empty",
    }
    assert isinstance(oldest["created_at"], int)


async def test_a_group_shows_its_first_completed_look_and_its_training(v2):
    heygen = v2()
    await heygen.trained_group()
    [group] = (await heygen.ask("avatar_group.list"))["avatar_group_list"]
    assert group["train_status"] == "ready"
    assert (await heygen.client.get(group["preview_image_url"])).status_code == 200


async def test_public_groups_are_listed_if_asked_for(v2):
    heygen = v2(public_groups=30)
    await heygen.new_group()
    data = await heygen.ask("avatar_group.list?include_public=true")
    assert data["total_count"] == len(data["avatar_group_list"]) == 31
    public = data["avatar_group_list"][0]
    assert (public["group_type"], public["train_status"]) == ("PUBLIC_PHOTO", None)
    looks = (await heygen.ask(f"avatar_group/{public['id']}/avatars"))["avatar_list"]
    assert len(looks) == public["num_looks"]
    assert (await heygen.client.get(looks[0]["image_url"])).status_code == 200


async def test_a_look_that_v3_made_can_be_read_by_v2(v3):
    heygen = v3(duration=4)
    made = await heygen.look()
    path = f"/v2/photo_avatar/{made['id']}"
    pending = (await heygen.client.get(path)).json()["data"]
    assert (pending["status"], pending["image_url"]) == ("pending", "")
    heygen.now += 4
    done = (await heygen.client.get(path)).json()["data"]
    assert (done["status"], done["group_id"]) == ("completed", made["group_id"])
    assert (await heygen.client.get(done["image_url"])).status_code == 200


async def test_unknown_looks_and_groups_have_codes_of_their_own(v2):
    heygen = v2()
    look = await heygen.client.get(f"/v2/photo_avatar/{NOBODY}")
    assert (look.status_code, look.json()["error"]["code"]) == (404, "photar_not_found")
    for path in (f"avatar_group/{NOBODY}/avatars", f"photo_avatar/train/status/{NOBODY}"):
        group = await heygen.client.get(f"/v2/{path}")
        assert (group.status_code, group.json()["error"]["code"]) == (404, "avatar_not_found")


# Deletion


async def test_a_deleted_look_is_gone_and_the_last_one_takes_its_group_along(v2):
    heygen = v2()
    group_id, made = await heygen.completed_group(), await heygen.finished()
    body = {"group_id": group_id, "name": "More", "generation_id": made["id"]}
    added = await heygen.post("avatar_group/add", image_keys=made["image_key_list"][:1], **body)
    [second] = added.json()["data"]["photo_avatar_list"]
    reply = await heygen.client.delete(f"/v2/photo_avatar/{group_id}")
    assert (reply.status_code, reply.json()) == (200, {"error": None, "data": None})
    assert (await heygen.client.get(f"/v2/photo_avatar/{group_id}")).status_code == 404
    assert (await heygen.ask("avatar_group.list"))["avatar_group_list"][0]["num_looks"] == 1
    await heygen.client.delete(f"/v2/photo_avatar/{second['id']}")
    assert (await heygen.ask("avatar_group.list"))["total_count"] == 0


async def test_a_deleted_group_is_gone_with_its_looks(v2):
    heygen = v2()
    group_id = await heygen.completed_group()
    assert (await heygen.client.delete(f"/v2/photo_avatar_group/{group_id}")).status_code == 200
    for path in (f"photo_avatar/{group_id}", f"avatar_group/{group_id}/avatars"):
        assert (await heygen.client.get(f"/v2/{path}")).status_code == 404
    assert (await heygen.client.delete(f"/v2/photo_avatar_group/{group_id}")).status_code == 404


async def test_public_avatars_cannot_be_deleted_trained_or_added_to(v2):
    heygen = v2(public_groups=1)
    [group] = heygen.state.groups.public.groups
    for path in (f"photo_avatar/{group.looks[0].id}", f"photo_avatar_group/{group.id}"):
        reply = await heygen.client.delete(f"/v2/{path}")
        assert (reply.status_code, reply.json()["error"]["code"]) == (403, "forbidden")
    assert (await heygen.post("train", group_id=group.id)).status_code == 403


# Links


async def test_the_link_of_a_look_expires_after_seven_days_and_asking_gives_a_fresh_one(v2):
    heygen = v2()
    look = await heygen.new_group()
    query = parse_qs(urlsplit(look["image_url"]).query)
    assert set(query) == {"Expires", "Signature", "Key-Pair-Id"}
    assert 604_800 <= int(query["Expires"][0]) - look["created_at"] < 604_801
    heygen.now += 604_799
    assert (await heygen.client.get(look["image_url"])).status_code == 200
    heygen.now += 2
    expired = await heygen.client.get(look["image_url"])
    assert (expired.status_code, "Request has expired" in expired.text) == (403, True)
    fresh = (await heygen.ask(f"photo_avatar/{look['id']}"))["image_url"]
    assert (await heygen.client.get(fresh)).status_code == 200
    assert (await heygen.client.get(look["image_url"])).status_code == 403


@pytest.mark.parametrize("change", [("Signature=", "Signature=0"), ("Expires=", "Expires=9")])
async def test_a_link_of_a_look_without_its_signature_leads_nowhere(v2, change):
    heygen = v2()
    link = (await heygen.new_group())["image_url"]
    for other in (link.replace(*change), link.partition("?")[0]):
        assert (await heygen.client.get(other)).status_code == 403
