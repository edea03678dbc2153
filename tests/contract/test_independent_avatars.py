"""The independent server's groups, looks and trainings do what its docstring says."""

from __future__ import annotations

import base64
import io
import time

import httpx
import pytest
from PIL import Image

from tests.support.independent_heygen import Charge, hashed
from tests.support.independent_heygen.listener import png

GENERATE = "/v2/photo_avatar/photo/generate"
CREATE = "/v2/photo_avatar/avatar_group/create"
ADD = "/v2/photo_avatar/avatar_group/add"
TRAIN = "/v2/photo_avatar/train"
LOOKS = "/v2/photo_avatar/look/generate"
CHOICES = {"orientation": "vertical", "pose": "close_up", "style": "Noir"}
BODY = CHOICES | {
    "name": "Ada",
    "age": "Senior",
    "gender": "Woman",
    "ethnicity": "Black",
    "appearance": "Round glasses and a green coat",
}
PROMPT = {"type": "prompt", "name": "Ada", "prompt": "A woman in a green coat, horizontal"}
PICTURE = png("x", 30, 20)
DAY = 24 * 60 * 60


def until(ask, wanted):
    """Ask until what is wanted holds of the answer, and return it."""
    for _ in range(500):
        if wanted(reply := ask()):
            return reply
        time.sleep(0.01)
    raise AssertionError(reply)


def data_of(reply):
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]


def refusal_of(reply, status):
    assert reply.status_code == status, reply.text
    return reply.json()["error"]["code"]


def read(client, path, status):
    """Read something until it has this status."""

    def ask():
        reply = client.get(path)
        return reply.json()["data"] if reply.status_code == 200 else {}

    return until(ask, lambda data: data.get("status") == status)


def keys_of(client, body=BODY):
    """Generate photos; return the job and the keys."""
    job = data_of(client.post(GENERATE, json=body))["generation_id"]
    path = f"/v2/photo_avatar/generation/{job}"
    return job, until(lambda: data_of(client.get(path))["image_key_list"], bool)


def group_of(client):
    """Make a group of the first of four photos; return it, the job and the other keys."""
    job, (first, *others) = keys_of(client)
    body = {"name": "Ada", "image_key": first, "generation_id": job}
    return data_of(client.post(CREATE, json=body)), job, others


def trained(client):
    group, *_ = group_of(client)
    read(client, f"/v2/photo_avatar/{group['id']}", "completed")
    data_of(client.post(TRAIN, json={"group_id": group["id"]}))
    read(client, f"/v2/photo_avatar/train/status/{group['id']}", "ready")
    return group["id"]


def uploaded(client, content=PICTURE, kind="image/png"):
    reply = client.post("/v3/assets", files={"file": ("a", content, kind)})
    return data_of(reply)["asset_id"]


def photo_of(asset, **more):
    return {"type": "photo", "name": "Ada", "file": {"type": "asset_id", "asset_id": asset}} | more


def test_a_group_of_v2_begins_with_a_look_of_the_same_id(start):
    heygen, client = start(pending_seconds=0.3)
    job, keys = keys_of(client)
    body = {"name": "Ada", "image_key": keys[0], "generation_id": job}
    look = data_of(client.post(CREATE, json=body))
    assert look["id"] == look["group_id"]
    assert (look["status"], look["business_type"]) == ("pending", "generated")
    assert isinstance(look["created_at"], float)
    assert look["upscale_availability"]["available"] is False
    done = read(client, f"/v2/photo_avatar/{look['id']}", "completed")
    assert done.keys() == look.keys()
    assert (heygen.made["group"], heygen.made["look"]) == (1, 1)
    assert heygen.sources(look["id"]) == keys[:1]
    assert heygen.charges == [Charge("generation", 1)]


def test_the_picture_of_a_look_is_the_one_of_its_key_and_its_link_is_signed(start):
    heygen, client = start()
    group, _, _ = group_of(client)
    [key] = heygen.sources(group["id"])
    link = httpx.URL(group["image_url"])
    assert float(link.params["Expires"]) == pytest.approx(time.time() + 7 * DAY, abs=60)
    assert httpx.get(link).content == httpx.get(f"{heygen.url}/{key}").content
    assert httpx.get(link.copy_with(query=None)).status_code == 403


def test_links_expire_and_asking_again_renews_them(start):
    heygen, client = start()
    group, _, _ = group_of(client)
    heygen.expire_links()
    expired = httpx.get(group["image_url"])
    assert (expired.status_code, expired.headers["content-type"]) == (403, "application/xml")
    again = data_of(client.get(f"/v2/photo_avatar/{group['id']}"))
    assert httpx.get(again["image_url"]).status_code == 200
    heygen.link_seconds = -1
    look = data_of(client.get(f"/v2/photo_avatar/{group['id']}"))
    assert httpx.get(look["image_url"]).status_code == 403


def test_looks_are_added_up_to_four_at_a_time(start):
    heygen, client = start()
    group, job, others = group_of(client)
    body = {"group_id": group["id"], "name": "Ada", "image_keys": others, "generation_id": job}
    added = data_of(client.post(ADD, json=body))["photo_avatar_list"]
    assert [look["group_id"] for look in added] == [group["id"]] * 3
    listed = data_of(client.get(f"/v2/avatar_group/{group['id']}/avatars"))["avatar_list"]
    assert {look["id"] for look in listed} == {group["id"], *(look["id"] for look in added)}
    assert heygen.sources(group["id"])[1:] == others
    for keys in ([], [*others, *others], "key"):
        assert refusal_of(client.post(ADD, json=body | {"image_keys": keys}), 400)
    unnamed = {field: body[field] for field in ("group_id", "image_keys", "generation_id")}
    refused = client.post(ADD, json=unnamed).json()["error"]["message"]
    assert refused == "name is invalid: Field required"
    assert heygen.made["look"] == 4


def test_the_generation_that_is_named_must_be_the_one_that_made_each_picture(start):
    heygen, client = start()
    group, job, others = group_of(client)
    other_job, other_keys = keys_of(client)
    body = {"group_id": group["id"], "name": "Ada"}
    for keys, generation in [
        (others, other_job),
        (others, f"{job}+{other_job}"),
        ([others[0], other_keys[0]], job),
        (others, None),
        (["image/unknown/original"], job),
    ]:
        more = {"image_keys": keys, "generation_id": generation}
        assert refusal_of(client.post(ADD, json=body | more), 400) == "invalid_parameter"
    wrong = {"name": "Ada", "image_key": others[0], "generation_id": other_job}
    assert refusal_of(client.post(CREATE, json=wrong), 400) == "invalid_parameter"
    assert heygen.made["look"] == 1


def test_an_own_photo_is_uploaded_raw_and_needs_no_generation(start):
    heygen, client = start()
    headers = {"Content-Type": "image/png"}
    reply = client.post("/v1/asset", content=PICTURE, headers=headers).json()
    assert (reply["code"], reply["data"]["file_type"]) == (100, "image")
    key = reply["data"]["image_key"]
    assert heygen.uploads == {key: PICTURE}
    assert httpx.get(reply["data"]["url"]).content == PICTURE
    look = data_of(client.post(CREATE, json={"name": "Ada", "image_key": key}))
    assert look["business_type"] == "uploaded"
    assert (heygen.charges, heygen.made["asset"]) == ([], 1)


def test_an_upload_of_v1_must_say_what_it_is(start):
    heygen, client = start()
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, "WEBP")
    for content, kind in [(PICTURE, "image/jpeg"), (file.getvalue(), "image/webp"), (b"x", "a/b")]:
        reply = client.post("/v1/asset", content=content, headers={"Content-Type": kind})
        assert (reply.status_code, reply.json()["code"]) == (400, 400543)
    assert heygen.uploads == {}
    assert client.post("/v1/asset", headers={"X-Api-Key": ""}).json()["code"] == 400112


def test_a_training_waits_runs_and_is_ready_and_costs_four_credits(start):
    heygen, client = start(training_seconds=0.6)
    group, *_ = group_of(client)
    path = f"/v2/photo_avatar/train/status/{group['id']}"
    assert data_of(client.get(path))["status"] == "empty"
    read(client, f"/v2/photo_avatar/{group['id']}", "completed")
    assert client.post(TRAIN, json={"group_id": group["id"]}).json() == {
        "error": None,
        "data": None,
    }
    begun = data_of(client.get(path))
    assert begun["status"] == "pending"
    assert (begun["error_msg"], begun["updated_at"]) == (None, None)
    read(client, path, "training")
    assert read(client, path, "ready")["updated_at"] >= begun["created_at"]
    assert heygen.charges == [Charge("generation", 1), Charge("training", 4)]
    assert (heygen.made["training"], heygen.quota) == (1, 6000 - 60 - 240)


def test_a_training_is_refused_alike_before_its_looks_are_there_and_while_it_runs(start):
    heygen, client = start(pending_seconds=0.3, training_seconds=30)
    group, *_ = group_of(client)
    body = {"group_id": group["id"]}
    no_image = f"No valid image for training found in group {group['id']}"
    early = client.post(TRAIN, json=body)
    assert refusal_of(early, 400) == "invalid_parameter"
    assert early.json()["error"]["message"] == no_image
    until(lambda: client.post(TRAIN, json=body), lambda reply: reply.status_code == 200)
    assert client.post(TRAIN, json=body).json()["error"]["message"] == no_image
    assert heygen.made["training"] == 1


def test_a_training_of_no_group_and_without_credit_is_refused(start):
    heygen, client = start()
    assert refusal_of(client.post(TRAIN, json={"group_id": "x"}), 404)
    group, *_ = group_of(client)
    read(client, f"/v2/photo_avatar/{group['id']}", "completed")
    heygen.quota = 239
    reply = client.post(TRAIN, json={"group_id": group["id"]})
    assert refusal_of(reply, 402) == "insufficient_credit"
    assert heygen.made["training"] == 0


def test_only_a_trained_group_makes_new_looks(start):
    heygen, client = start(training_seconds=0.05)
    fresh, *_ = group_of(client)
    group = trained(client)
    body = CHOICES | {"group_id": group, "prompt": "On a bridge"}
    assert refusal_of(client.post(LOOKS, json=body | {"group_id": fresh["id"]}), 400)
    assert refusal_of(client.post(LOOKS, json=body | {"prompt": "x" * 1001}), 400)
    job = data_of(client.post(LOOKS, json=body))["generation_id"]
    done = read(client, f"/v2/photo_avatar/generation/{job}", "success")
    assert len(done["image_key_list"]) == 4
    assert heygen.charges[-1] == Charge("look_generation", 0.25)
    assert list(heygen.look_generations) == [job]
    added = {"group_id": group, "name": "Ada", "image_keys": done["image_key_list"]}
    assert refusal_of(client.post(ADD, json=added), 400)
    data_of(client.post(ADD, json=added | {"generation_id": job}))
    assert len(heygen.sources(group)) == 5


def test_v2_lists_the_accounts_groups_and_the_public_ones(start):
    _, client = start(public_groups=7, training_seconds=0.05)
    group = trained(client)
    path = "/v2/avatar_group.list"
    own = data_of(client.get(path, params={"include_public": "false"}))
    [item] = own["avatar_group_list"]
    assert own["total_count"] == item["num_looks"] == 1
    assert (item["id"], item["group_type"], item["train_status"]) == (group, "PRIVATE", "ready")
    assert isinstance(item["created_at"], int)
    assert httpx.get(item["preview_image_url"]).status_code == 200
    everything = data_of(client.get(path))["avatar_group_list"]
    assert [each["group_type"] for each in everything] == ["PUBLIC_PHOTO"] * 7 + ["PRIVATE"]
    assert httpx.get(everything[0]["preview_image_url"]).status_code == 200


def test_v2_deletes_looks_and_groups(start):
    heygen, client = start()
    group, job, others = group_of(client)
    body = {"group_id": group["id"], "name": "Ada", "image_keys": others, "generation_id": job}
    first, *_ = data_of(client.post(ADD, json=body))["photo_avatar_list"]
    assert client.delete(f"/v2/photo_avatar/{first['id']}").json() == {"error": None, "data": None}
    assert refusal_of(client.get(f"/v2/photo_avatar/{first['id']}"), 404) == "photar_not_found"
    assert client.delete(f"/v2/photo_avatar_group/{group['id']}").status_code == 200
    assert client.delete(f"/v2/photo_avatar_group/{group['id']}").status_code == 404
    assert (heygen.looks, heygen.groups) == ({}, {})
    assert heygen.deleted == {"look": 4, "group": 1}
    assert [method for method, *_ in heygen.changes] == ["DELETE"] * 3


def test_quirks_of_v2s_groups(start):
    heygen, client = start(quirks=True, training_seconds=0.4)
    group, *_ = group_of(client)
    assert "upscale_availability" not in group
    read(client, f"/v2/photo_avatar/{group['id']}", "completed")
    trained = client.post(TRAIN, json={"group_id": group["id"]}).json()["data"]
    assert (trained["code"], trained["data"]["num_of_photar"]) == (100, 1)
    assert len(trained["data"]["flow_id"]) == 32
    path = f"/v2/photo_avatar/train/status/{group['id']}"
    assert data_of(client.get(path))["status"] == "processing"
    read(client, path, "completed")
    [item] = data_of(client.get("/v2/avatar_group.list?include_public=false"))["avatar_group_list"]
    assert item["preview_image"]
    assert "preview_image_url" not in item
    heygen.training_words, heygen.preview_image = ("a", "b", "c"), False
    assert data_of(client.get(path))["status"] == "c"
    assert client.delete(f"/v2/photo_avatar/{group['id']}").content == b""


def test_v3_makes_a_look_like_another_in_its_group(start):
    heygen, client = start()
    first = data_of(client.post("/v3/avatars", json=PROMPT))["avatar_item"]
    like = {"avatar_id": first["id"], "avatar_group_id": first["group_id"]}
    early = client.post("/v3/avatars", json=PROMPT | like)
    assert refusal_of(early, 400) == "invalid_parameter"
    read(client, f"/v3/avatars/looks/{first['id']}", "completed")
    made = data_of(client.post("/v3/avatars", json=PROMPT | like))
    assert made["avatar_item"]["group_id"] == first["group_id"]
    assert (made["avatar_group"]["looks_count"], made["avatar_group"]["status"]) == (
        2,
        "processing",
    )
    done = read(client, f"/v3/avatars/{first['group_id']}", "completed")
    assert done["id"] == first["group_id"]
    alone = data_of(client.post("/v3/avatars", json=PROMPT | {"avatar_id": first["id"]}))
    assert alone["avatar_item"]["group_id"] != first["group_id"]
    read(client, f"/v3/avatars/looks/{alone['avatar_item']['id']}", "completed")
    stranger = like | {"avatar_id": alone["avatar_item"]["id"]}
    assert refusal_of(client.post("/v3/avatars", json=PROMPT | stranger), 400)
    assert heygen.made == {"prompt_look": 3, "look": 3, "group": 2}
    assert heygen.charges == [Charge("prompt_look", 1.0)] * 3


@pytest.mark.parametrize("given", ["asset_id", "url", "base64"])
def test_v3_makes_a_look_of_a_photo(start, given):
    heygen, client = start()
    asset = uploaded(client)
    url = data_of(client.get(f"/v3/assets/{asset}"))["url"]
    encoded = {"media_type": "image/png", "data": base64.b64encode(PICTURE).decode()}
    file = {"asset_id": {"asset_id": asset}, "url": {"url": url}, "base64": encoded}[given]
    body = {"type": "photo", "name": "Ada", "file": {"type": given} | file}
    look = data_of(client.post("/v3/avatars", json=body))["avatar_item"]
    done = read(client, f"/v3/avatars/looks/{look['id']}", "completed")
    assert (done["image_width"], done["image_height"]) == (30, 20)
    assert done["preferred_orientation"] == "landscape"
    assert httpx.get(done["preview_image_url"]).content == PICTURE
    assert heygen.charges == [Charge("photo_look", 1.32)]
    assert heygen.wallet == 98.68
    assert heygen.made == {"asset": 1, "photo_look": 1, "look": 1, "group": 1}
    assert heygen.sources(look["group_id"]) == [hashed(PICTURE)]


def test_v3_refuses_photos_that_it_does_not_know_or_take(start):
    heygen, client = start()
    for file, status in [
        ({"type": "asset_id", "asset_id": "x"}, 404),
        ({"type": "url", "url": f"{heygen.url}/image/x/original"}, 400),
        ({"type": "base64", "media_type": "image/png", "data": "??"}, 400),
        ({"type": "path"}, 400),
        (None, 400),
    ]:
        body = {"type": "photo", "name": "Ada", "file": file}
        assert refusal_of(client.post("/v3/avatars", json=body), status)
    body = photo_of(uploaded(client), avatar_group_id="x")
    assert refusal_of(client.post("/v3/avatars", json=body), 404) == "avatar_not_found"
    assert heygen.charges == []


def test_previews_in_webp_are_no_photos(start):
    heygen, client = start(webp_previews=True)
    look = data_of(client.post("/v3/avatars", json=PROMPT))["avatar_item"]
    done = read(client, f"/v3/avatars/looks/{look['id']}", "completed")
    reply = httpx.get(done["preview_image_url"])
    assert reply.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(reply.content)).format == "WEBP"
    for kind in ("image/webp", "image/jpeg"):
        file = {"file": ("a", reply.content, kind)}
        assert refusal_of(client.post("/v3/assets", files=file), 400) == "invalid_parameter"
    file = {"type": "url", "url": done["preview_image_url"]}
    refused = client.post("/v3/avatars", json={"type": "photo", "name": "Ada", "file": file})
    assert refused.json()["error"]["message"].endswith("image/jpeg != image/webp")
    assert (heygen.made["asset"], heygen.made["photo_look"]) == (0, 0)


def test_the_same_photo_twice_at_once_is_a_conflict_that_passes(start):
    heygen, client = start(seconds=0.3)
    body = photo_of(uploaded(client))
    look = data_of(client.post("/v3/avatars", json=body))["avatar_item"]
    assert refusal_of(client.post("/v3/avatars", json=body), 409) == "conflict"
    read(client, f"/v3/avatars/looks/{look['id']}", "completed")
    data_of(client.post("/v3/avatars", json=body))
    assert heygen.made["photo_look"] == 2


def test_a_new_asset_is_unknown_and_in_conflict_at_first(start):
    heygen, client = start(assets_unknown_at_first=2, conflicts_at_first=1)
    for content in (PICTURE, png("y", 3, 3)):
        body = photo_of(uploaded(client, content))
        replies = [client.post("/v3/avatars", json=body) for _ in range(4)]
        assert [reply.status_code for reply in replies] == [404, 404, 409, 200]
        assert refusal_of(replies[0], 404) == "asset_not_found"
    assert heygen.made["photo_look"] == 2


def test_a_refusal_is_repeated_under_its_key_and_not_under_another(start):
    heygen, client = start(assets_unknown_at_first=1)
    body = photo_of(uploaded(client))
    for key, status in [("1", 404), ("1", 404), ("2", 200), ("1", 404), ("2", 200)]:
        reply = client.post("/v3/avatars", json=body, headers={"Idempotency-Key": key})
        assert reply.status_code == status
    assert heygen.made["photo_look"] == 1


def test_v3_lists_a_page_at_a_time_while_others_are_made_and_deleted(start):
    heygen, client = start(public_groups=30)
    made = [data_of(client.post("/v3/avatars", json=PROMPT))["avatar_group"] for _ in range(5)]
    own = {"ownership": "private", "limit": 2}
    first = client.get("/v3/avatars", params=own).json()
    assert [each["id"] for each in first["data"]] == [made[4]["id"], made[3]["id"]]
    assert first["has_more"] is True
    client.delete(f"/v3/avatars/{made[2]['id']}")
    client.post("/v3/avatars", json=PROMPT)
    rest = client.get("/v3/avatars", params=own | {"token": first["next_token"]}).json()
    assert [each["id"] for each in rest["data"]] == [made[1]["id"], made[0]["id"]]
    assert (rest["has_more"], rest["next_token"]) == (False, None)
    everybodys = client.get("/v3/avatars").json()
    assert [each["status"] for each in everybodys["data"]] == [None] * 20
    assert everybodys["has_more"] is True
    for wrong in ({"limit": 51}, {"limit": 0}, {"limit": "x"}, {"token": "x"}, {"ownership": "x"}):
        assert refusal_of(client.get("/v3/avatars", params=wrong), 400) == "invalid_parameter"
    assert heygen.paths["GET /v3/avatars"] == 8


def test_v3_lists_the_looks_of_a_group(start):
    _, client = start()
    group = data_of(client.post("/v3/avatars", json=PROMPT))["avatar_group"]["id"]
    data_of(client.post("/v3/avatars", json=PROMPT))
    data_of(client.post("/v3/avatars", json=PROMPT | {"avatar_group_id": group}))

    def listed(**params):
        return client.get("/v3/avatars/looks", params=params).json()["data"]

    assert [look["group_id"] for look in listed(group_id=group)] == [group] * 2
    assert len(listed(ownership="private")) == 3
    assert len(listed(ownership="public")) == 3
    assert len(listed()) == 6
    assert listed(avatar_type="studio_avatar") == []
    assert listed(group_id="x") == []


def test_an_account_can_have_thousands_of_groups_from_earlier(start):
    heygen, client = start(public_groups=1400)
    ids = heygen.fill(2000, looks=2)
    page = client.get("/v3/avatars?ownership=private&limit=50").json()
    assert [each["id"] for each in page["data"]] == ids[:-51:-1]
    assert {(each["looks_count"], each["status"]) for each in page["data"]} == {(2, "completed")}
    assert httpx.get(page["data"][0]["preview_image_url"]).status_code == 200
    own = data_of(client.get("/v2/avatar_group.list?include_public=false"))
    assert own["total_count"] == 2000
    assert heygen.made == {}


def test_v3_renames_and_deletes_looks_and_the_last_takes_its_group_along(start):
    heygen, client = start()
    look = data_of(client.post("/v3/avatars", json=PROMPT))["avatar_item"]
    path, group = f"/v3/avatars/looks/{look['id']}", f"/v3/avatars/{look['group_id']}"
    assert data_of(client.patch(path, json={"name": "Lina"}))["name"] == "Lina"
    assert data_of(client.get(path))["name"] == "Lina"
    assert client.delete(path).json() == {"data": {"id": look["id"]}}
    assert refusal_of(client.get(path), 404) == "not_found"
    assert refusal_of(client.get(group), 404) == "avatar_not_found"
    assert heygen.deleted == {"look": 1, "group": 1}
    other = data_of(client.post("/v3/avatars", json=PROMPT))["avatar_group"]["id"]
    assert client.delete(f"/v3/avatars/{other}").json() == {"data": {"id": other}}
    assert (heygen.looks, heygen.groups) == ({}, {})


def test_public_avatars_cannot_be_changed(start):
    _, client = start()
    look = client.get("/v3/avatars/looks").json()["data"][0]
    for path in (f"/v3/avatars/looks/{look['id']}", f"/v3/avatars/{look['group_id']}"):
        assert data_of(client.get(path))["name"] == "Public 0"
        assert refusal_of(client.delete(path), 403) == "forbidden"
        assert refusal_of(client.patch(path, json={"name": "Mine"}), 403) == "forbidden"


@pytest.mark.parametrize(
    ("switch", "status", "name"),
    [("refused", 400, "Ada"), ("ignored", 200, "Ada"), ("taken", 200, "Lina")],
)
def test_whether_a_group_of_v3_takes_a_name_is_a_switch(start, switch, status, name):
    _, client = start(group_rename=switch)
    group = data_of(client.post("/v3/avatars", json=PROMPT))["avatar_group"]["id"]
    path = f"/v3/avatars/{group}"
    assert client.patch(path, json={"name": "Lina"}).status_code == status
    assert data_of(client.get(path))["name"] == name
    voice = data_of(client.patch(path, json={"default_voice_id": "v"}))["default_voice_id"]
    assert voice == "v"


def test_look_ids_change_and_the_groups_id_stays(start):
    heygen, client = start(ephemeral_looks=True)
    look = data_of(client.post("/v3/avatars", json=PROMPT))["avatar_item"]
    path = f"/v3/avatars/looks/{look['id']}"
    read(client, path, "completed")
    assert refusal_of(client.get(path), 404) == "not_found"
    looks = f"/v3/avatars/looks?group_id={look['group_id']}"
    [now] = client.get(looks).json()["data"]
    assert now["id"] != look["id"]
    renewed = heygen.renew_look_ids(look["group_id"])
    assert list(renewed) == [now["id"]]
    assert [each["id"] for each in client.get(looks).json()["data"]] == [renewed[now["id"]]]
    assert heygen.made["look"] == 1


def test_both_versions_show_the_same_looks(start):
    _, client = start()
    look = data_of(client.post("/v3/avatars", json=PROMPT))["avatar_item"]
    old = data_of(client.get(f"/v2/photo_avatar/{look['id']}"))
    assert old["group_id"] == look["group_id"]
    group, *_ = group_of(client)
    new = read(client, f"/v3/avatars/looks/{group['id']}", "completed")
    assert (new["group_id"], new["image_width"]) == (group["id"], 768)


def test_an_answer_is_lost_after_it_was_done(start):
    heygen, client = start(training_seconds=30)
    group, *_ = group_of(client)
    read(client, f"/v2/photo_avatar/{group['id']}", "completed")
    heygen.lost_answers["POST /v2/photo_avatar/train"] = 1
    body = {"group_id": group["id"]}
    with pytest.raises(httpx.RemoteProtocolError):
        client.post(TRAIN, json=body)
    assert heygen.made["training"] == 1
    assert client.post(TRAIN, json=body).status_code == 400
    assert heygen.made["training"] == 1


def test_a_request_is_lost_before_anything_is_done(start):
    heygen, client = start()
    heygen.lost_requests["POST /v3/avatars"] = 2
    for _ in range(2):
        with pytest.raises(httpx.RemoteProtocolError):
            client.post("/v3/avatars", json=PROMPT)
    assert heygen.made["prompt_look"] == 0
    data_of(client.post("/v3/avatars", json=PROMPT))
    assert heygen.paths["POST /v3/avatars"] == len(heygen.posts) == 3


def test_a_lost_answer_is_given_again_under_its_key(start):
    heygen, client = start()
    heygen.lost_answers["POST /v3/avatars"] = 1
    headers = {"Idempotency-Key": "1"}
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("/v3/avatars", json=PROMPT, headers=headers)
    look = data_of(client.post("/v3/avatars", json=PROMPT, headers=headers))["avatar_item"]
    assert list(heygen.looks) == [look["id"]]
    assert heygen.charges == [Charge("prompt_look", 1.0)]


def test_any_route_can_refuse(start):
    heygen, client = start()
    route = "GET /v3/avatars"
    heygen.refused[route] = [None, (429, "rate_limit_exceeded", "Slower"), (500, "x", "y")]
    replies = [client.get("/v3/avatars") for _ in range(4)]
    assert [reply.status_code for reply in replies] == [200, 429, 500, 200]
    assert float(replies[1].headers["Retry-After"]) > 0


def test_what_is_made_can_fail(start):
    heygen, client = start(training_seconds=0.05)
    heygen.failing["look"] = 1
    look = data_of(client.post("/v3/avatars", json=PROMPT))["avatar_item"]
    assert read(client, f"/v3/avatars/looks/{look['id']}", "failed")["error"]["code"]
    assert read(client, f"/v3/avatars/{look['group_id']}", "failed")["error"]["code"]
    group, *_ = group_of(client)
    read(client, f"/v2/photo_avatar/{group['id']}", "completed")
    heygen.failing["training"] = 1
    data_of(client.post(TRAIN, json={"group_id": group["id"]}))
    path = f"/v2/photo_avatar/train/status/{group['id']}"
    assert read(client, path, "failed")["error_msg"]
    heygen.failing["generation"] = 1
    job = data_of(client.post(GENERATE, json=BODY))["generation_id"]
    failed = read(client, f"/v2/photo_avatar/generation/{job}", "failed")
    assert (failed["image_url_list"], failed["image_key_list"]) == (None, None)
    assert failed["msg"]


def test_the_upload_of_v1_goes_with_v2(start):
    _, client = start(apis={"v3"})
    reply = client.post("/v1/asset", content=PICTURE, headers={"Content-Type": "image/png"})
    assert (reply.status_code, reply.headers["content-type"]) == (404, "text/html")
