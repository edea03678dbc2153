"""The independent server does what its docstring says."""

from __future__ import annotations

import io
import time

import httpx
import pytest
from PIL import Image

from tests.support.independent_heygen.listener import png

GENERATE = "/v2/photo_avatar/photo/generate"
BODY = {
    "name": "Ada",
    "age": "Senior",
    "gender": "Woman",
    "ethnicity": "Black",
    "orientation": "vertical",
    "pose": "close_up",
    "style": "Noir",
    "appearance": "Round glasses and a green coat",
}
PROMPT = {"type": "prompt", "name": "Ada", "prompt": "A woman in a green coat, horizontal"}


def poll(client, path, status):
    for _ in range(500):
        data = client.get(path).json().get("data") or {}
        if data.get("status") == status:
            return data
        time.sleep(0.01)
    raise AssertionError(f"never {status}: {data}")


def picture(url):
    reply = httpx.get(url)  # no key
    return reply.headers["content-type"], Image.open(io.BytesIO(reply.content))


def test_v2_makes_four_pictures(start):
    heygen, client = start(seconds=0.5)
    reply = client.post(GENERATE, json=BODY)
    assert reply.headers["X-Request-Id"]
    job = reply.json()["data"]["generation_id"]
    assert reply.json() == {"error": None, "data": {"generation_id": job}}
    path = f"/v2/photo_avatar/generation/{job}"
    assert client.get(path).json()["data"] == {
        "id": job,
        "status": "in_progress",
        "msg": None,
        "image_url_list": None,
        "image_key_list": None,
    }
    done = poll(client, path, "success")
    assert done["image_url_list"] == [f"{heygen.url}/{key}" for key in done["image_key_list"]]
    pictures = [picture(url) for url in done["image_url_list"]]
    assert {(kind, image.format, image.size) for kind, image in pictures} == {
        ("image/png", "PNG", (768, 1376))
    }
    assert len({image.convert("RGB").getpixel((0, 0)) for _, image in pictures}) == 4
    assert client.get("/v2/user/remaining_quota").json()["data"]["remaining_quota"] == 5940
    assert heygen.quota == 5940
    assert list(heygen.generations) == [job]
    assert heygen.posts[0][0] == GENERATE
    assert heygen.posts[0][1]["x-api-key"] == "k"
    assert heygen.posts[0][2] == BODY
    assert heygen.paths[f"POST {GENERATE}"] == 1
    assert heygen.paths["GET /image/{id}/original"] == 4


def test_v3_makes_one_look(start):
    heygen, client = start()
    data = client.post("/v3/avatars", json=PROMPT).json()["data"]
    assert data["avatar_item"]["status"] == "processing"
    assert data["avatar_item"]["group_id"] == data["avatar_group"]["id"]
    look = poll(client, f"/v3/avatars/looks/{data['avatar_item']['id']}", "completed")
    assert (look["preferred_orientation"], look["image_width"]) == ("landscape", 1376)
    assert picture(look["preview_image_url"])[1].size == (1376, 768)
    assert client.get("/v3/users/me").json()["data"]["wallet"]["remaining_balance"] == 99.0
    assert heygen.wallet == 99.0
    assert list(heygen.looks) == [look["id"]]


def test_an_idempotency_key_replays(start):
    heygen, client = start()
    replies = [
        client.post("/v3/avatars", json=PROMPT | {"name": name}, headers={"Idempotency-Key": key})
        for name, key in [("A", "1"), ("B", "1"), ("B", "2")]
    ]
    assert replies[0].json() == replies[1].json() != replies[2].json()
    assert len(heygen.looks) == 2
    assert len(heygen.posts) == 3
    bad = client.post("/v3/avatars", json=PROMPT, headers={"Idempotency-Key": "a b"})
    assert bad.status_code == 400


@pytest.mark.parametrize("api", ["v2", "v3"])
def test_a_dropped_submit_is_billed(start, api):
    heygen, client = start(drop_first_submit=True)
    path, body = {"v2": (GENERATE, BODY), "v3": ("/v3/avatars", PROMPT)}[api]
    for key in ("1", "2"):
        headers = {"Idempotency-Key": key}
        if api == "v3" or key == "1":
            with pytest.raises(httpx.RemoteProtocolError):
                client.post(path, json=body, headers=headers)
        assert client.post(path, json=body, headers=headers).status_code == 200
    # v2 knows no Idempotency-Key.
    assert (len(heygen.generations), len(heygen.looks)) == {"v2": (3, 0), "v3": (0, 2)}[api]
    assert (heygen.quota, heygen.wallet) == {"v2": (5820, 100), "v3": (6000, 98.0)}[api]


def test_an_upload_can_be_referred_to(start):
    heygen, client = start()
    content = b"\r\n".join([png("x", 3, 2), b"--", b""])
    asset = client.post("/v3/assets", files={"file": ("a.png", content, "image/png")}).json()
    assert asset["data"]["mime_type"] == "image/png"
    assert asset["data"]["size_bytes"] == len(content)
    assert heygen.assets == {asset["data"]["asset_id"]: content}
    assert httpx.get(asset["data"]["url"]).content == content
    assert heygen.posts[0][2] == {"file": ("image/png", content)}
    for asset_id, status in [(asset["data"]["asset_id"], 200), ("other", 404)]:
        references = [{"type": "asset_id", "asset_id": asset_id}]
        body = PROMPT | {"reference_images": references}
        assert client.post("/v3/avatars", json=body).status_code == status
    lie = client.post("/v3/assets", files={"file": ("a.jpg", content, "image/jpeg")})
    assert lie.json()["error"]["message"].endswith("not match image/jpeg != image/png")


def test_an_api_can_disappear(start):
    heygen, client = start()
    assert client.get("/v2/user/remaining_quota").status_code == 200
    heygen.apis = {"v3"}
    for reply in (client.get("/v2/user/remaining_quota"), client.post(GENERATE, json=BODY)):
        assert reply.status_code == 404
        assert reply.headers["content-type"] == "text/html"
    assert client.get("/v3/users/me").status_code == 200
    assert client.get("/v3/nothing").headers["content-type"] == "text/html"
    assert not heygen.generations


def test_refusals(start):
    heygen, client = start(wallet=0.9, quota=59)
    for path in ("/v2/user/remaining_quota", "/v3/users/me"):
        assert httpx.get(heygen.url + path).status_code == 401
    for path, body, status, start_of_message in [
        (GENERATE, {}, 400, "name is invalid: Field required"),
        (GENERATE, BODY | {"pose": "lying"}, 400, "pose is invalid: Input should be 'half_body'"),
        (GENERATE, BODY | {"appearance": "x" * 1001}, 400, "appearance is invalid"),
        (GENERATE, BODY, 402, "Insufficient credit"),
        ("/v3/avatars", [], 400, "type is invalid: Field required"),
        ("/v3/avatars", PROMPT | {"prompt": "x" * 1001}, 400, "prompt is invalid"),
        ("/v3/avatars", PROMPT | {"avatar_id": "x"}, 404, "Avatar not found"),
        ("/v3/avatars", PROMPT, 402, "Your account has $0.9"),
    ]:
        reply = client.post(path, json=body)
        assert reply.status_code == status
        assert reply.json()["error"]["message"].startswith(start_of_message)
    for path in ("/v2/photo_avatar/generation/x", "/v3/avatars/looks/x", "/image/x/original"):
        assert client.get(path).status_code == 404
    assert (heygen.wallet, heygen.quota, heygen.looks, heygen.generations) == (0.9, 59, {}, {})


def test_quirks_of_v2(start):
    heygen, client = start(quirks=True)
    refusal = httpx.get(heygen.url + "/v2/user/remaining_quota")
    assert refusal.status_code == 401
    assert refusal.json()["code"] == 400112
    assert client.post(GENERATE, json={}).json()["error"] == "name is invalid: Field required"
    reply = client.post(GENERATE, json=BODY)
    assert reply.json()["warning"]
    assert reply.headers["Deprecation"] == "true"
    assert "X-Request-Id" not in reply.headers
    path = f"/v2/photo_avatar/generation/{reply.json()['data']['generation_id']}"
    assert client.get(path).json()["data"]["status"] == "pending"
    kind, image = picture(poll(client, path, "completed")["image_url_list"][2])
    assert (kind, image.format, image.size) == ("image/jpeg", "PNG", (359, 641))


def test_quirks_of_v3(start):
    heygen, client = start(quirks=True)
    assert "doc_url" not in httpx.get(heygen.url + "/v3/users/me").json()["error"]
    data = client.post("/v3/avatars", json=PROMPT).json()["data"]
    assert data["avatar_item"]["id"].startswith("lk_")
    assert data["avatar_item"]["status"] == "pending"
    assert data["avatar_group"] is None
    path = f"/v3/avatars/looks/{data['avatar_item']['id']}"
    assert client.get(path).status_code == 404
    assert poll(client, path, "completed")["image_width"] == 641
    assert client.get("/v3/users/me").json()["data"]["wallet"]["currency"] == "credits"
