from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image


async def test_a_truncated_image_has_a_correct_content_length(v2):
    heygen = v2("image:truncated")
    reply = await heygen.image()
    picture = heygen.picture(heygen.state.jobs[0].id, 0)
    assert reply.content == picture[: len(picture) // 2]
    assert reply.headers["Content-Length"] == str(len(reply.content))


async def test_an_image_with_the_wrong_media_type_can_be_decoded(v2):
    heygen = v2("image:lying")
    with Image.open(BytesIO((await heygen.image()).content)) as image:
        image.load()
        assert image.format in {"JPEG", "WEBP"}
        assert image.size == (64, 64)


async def test_a_look_with_the_wrong_media_type_is_no_webp(monkeypatch, v3):
    heygen = v3("image:lying")
    buffer = BytesIO()
    Image.new("RGB", (64, 64), "#c80").save(buffer, "WEBP")
    monkeypatch.setattr(heygen, "picture", lambda *_: buffer.getvalue())
    look = await heygen.poll((await heygen.look())["id"])
    reply = await heygen.client.get(look["preview_image_url"])
    assert reply.headers["Content-Type"] == "image/webp"
    assert Image.open(BytesIO(reply.content)).format == "JPEG"


async def test_an_oversized_image_is_over_50_mb(v2):
    heygen = v2("image:oversized")
    reply = await heygen.image()
    assert len(reply.content) > 50_000_000
    assert reply.headers["Content-Length"] == str(len(reply.content))
    assert reply.content.startswith(heygen.picture(heygen.state.jobs[0].id, 0))


async def test_a_decompression_bomb_is_a_small_valid_file_with_a_huge_image(v2):
    bomb = (await v2("image:bomb").image()).content
    assert len(bomb) < 100_000
    with pytest.warns(Image.DecompressionBombWarning):
        image = Image.open(BytesIO(bomb))
    assert image.size[0] * image.size[1] > 50_000_000
    image.load()


async def test_noise_and_pages_are_no_images(v2):
    assert (await v2("image:garbage").image()).content.startswith(b"\x89PNG\r\n\x1a\n")
    assert (await v2("image:html").image()).content.startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("http", "http://images.example/"),
        ("loopback", "https://127.0.0.1:9/"),
        ("file", "file:///"),
        ("loop", "https://heygen.sandbox/image/"),
    ],
)
async def test_redirects_lead_elsewhere(v2, kind, start):
    reply = await v2(f"image:redirect-{kind}").image()
    assert reply.headers["Location"].startswith(start)


async def test_an_unknown_image_is_not_found_despite_a_fault(v2):
    heygen = v2("image:lying", "image:cut")
    assert (await heygen.client.get("/image/none/original")).status_code == 404
