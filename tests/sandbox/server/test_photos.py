from __future__ import annotations

from base64 import b64encode

import pytest

from tests.sandbox.conftest import PICTURE

JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x20\x00\x10\x03" + bytes(20)


def inline(data, mime_type="image/png"):
    return {"type": "base64", "media_type": mime_type, "data": b64encode(data).decode()}


async def shown(heygen, reply):
    look = await heygen.poll(reply.json()["data"]["avatar_item"]["id"])
    return look, (await heygen.client.get(look["preview_image_url"])).content


async def test_a_photo_can_be_in_the_request(v3):
    heygen = v3()
    look, content = await shown(heygen, await heygen.photo(inline(JPEG, "image/jpeg")))
    assert content == JPEG
    assert (look["image_width"], look["image_height"]) == (16, 32)
    assert look["preferred_orientation"] == "portrait"


async def test_a_photo_can_be_a_link_to_the_sandboxs_own_store(v3):
    heygen = v3()
    made = await heygen.poll((await heygen.look())["id"])
    look, content = await shown(
        heygen, await heygen.photo({"type": "url", "url": made["preview_image_url"]})
    )
    assert content == heygen.picture(made["id"], 0)
    assert (look["image_width"], look["image_height"]) == (1376, 768)
    upload = f"https://heygen.sandbox/image/{await heygen.upload()}/original"
    _, content = await shown(heygen, await heygen.photo({"type": "url", "url": upload}))
    assert content == PICTURE


async def test_a_signed_link_to_a_look_is_a_photo_too(v3):
    heygen = v3()
    first, _ = await shown(heygen, await heygen.photo())
    file = {"type": "url", "url": first["preview_image_url"]}
    _, content = await shown(heygen, await heygen.photo(file))
    assert content == PICTURE


@pytest.mark.parametrize(
    "url", ["https://me.example/ada.png", f"https://heygen.sandbox/image/{'0' * 32}/original"]
)
async def test_a_link_to_elsewhere_cannot_be_fetched(v3, url):
    reply = await v3().photo({"type": "url", "url": url})
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "download_failed")


async def test_an_unknown_asset_is_not_found(v3):
    reply = await v3().photo({"type": "asset_id", "asset_id": "0" * 32})
    assert reply.status_code == 404
    assert reply.json()["error"]["code"] == "asset_not_found"
    assert reply.json()["error"]["param"] == "file.asset_id"


async def test_a_photo_is_a_png_or_a_jpeg(v3):
    heygen = v3()
    webp = b"RIFF\0\0\0\0WEBP"
    reply = await heygen.photo(inline(webp, "image/webp"))
    assert reply.status_code == 400
    assert "Content type not supported: image/webp" in reply.json()["error"]["message"]
    pdf = {"type": "asset_id", "asset_id": await heygen.upload(b"%PDF-1.7", "application/pdf")}
    assert (await heygen.photo(pdf)).json()["error"]["param"] == "file.asset_id"
    files = {"file": ("a.webp", webp, "image/webp")}
    assert (await heygen.client.post("/v3/assets", files=files)).status_code == 400
    assert heygen.state.looks == []
