from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.uploads import MAX_SIZE, parse_upload

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
FILE_TYPES = (
    "File type should be one of image/png, image/jpeg, video/mp4, video/webm, audio/mpeg, "
    "audio/wav, application/pdf, application/x-subrip"
)


async def upload(heygen, data, mime_type="image/png", *, name="ada.png", field="file"):
    file = (name, data) if mime_type is None else (name, data, mime_type)
    return await heygen.client.post("/v3/assets", files={field: file})


async def test_the_reply_to_an_upload_has_its_id_link_type_and_size(v3):
    heygen = v3()
    data = PNG + b"picture"
    reply = await upload(heygen, data)
    asset = reply.json()["data"]
    assert reply.status_code == 200
    assert reply.json() == {
        "data": {
            "asset_id": asset["asset_id"],
            "url": f"https://heygen.sandbox/image/{asset['asset_id']}/original",
            "mime_type": "image/png",
            "size_bytes": len(data),
        }
    }
    back = await heygen.client.get(asset["url"])
    assert (back.content, back.headers["Content-Type"]) == (data, "image/png")


async def test_each_upload_is_a_new_asset_that_looks_can_refer_to(v3):
    heygen = v3()
    ids = [(await upload(heygen, PNG)).json()["data"]["asset_id"] for _ in range(2)]
    assert len(set(ids)) == 2
    await heygen.look(reference_images=[{"type": "asset_id", "asset_id": each} for each in ids])


@pytest.mark.parametrize(
    ("name", "data", "mime_type"),
    [
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.mp4", b"\0\0\0\x20ftypisom", "video/mp4"),
        ("a.webm", b"\x1a\x45\xdf\xa3", "video/webm"),
        ("a.mp3", b"ID3", "audio/mpeg"),
        ("a.wav", b"RIFF\0\0\0\0WAVE", "audio/wav"),
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("a.srt", b"1\n", "application/x-subrip"),
    ],
)
async def test_files_of_every_type_are_accepted_with_and_without_a_media_type(
    v3, name, data, mime_type
):
    heygen = v3()
    for said in (mime_type, "application/octet-stream"):
        reply = await upload(heygen, data, said, name=name)
        assert reply.json()["data"]["mime_type"] == mime_type


@pytest.mark.parametrize(
    ("data", "mime_type", "problem"),
    [
        (b"", "image/png", "File should not be empty"),
        (b"GIF89a", "image/gif", FILE_TYPES),
        (b"RIFF\0\0\0\0WEBP", "image/webp", FILE_TYPES),
        (b"hello", "text/plain", FILE_TYPES),
        (b"RIFF\0\0\0\0WEBP", "image/jpeg", "Content type not match image/jpeg != image/webp"),
    ],
)
async def test_a_file_of_another_type_is_an_invalid_parameter(v3, data, mime_type, problem):
    reply = await upload(v3(), data, mime_type)
    assert reply.status_code == 400
    assert reply.json()["error"]["message"] == f"file is invalid: {problem}"
    assert reply.json()["error"]["param"] == "file"


async def test_32_megabytes_are_accepted_and_not_a_byte_more(v3):
    heygen = v3()
    data = PNG.ljust(MAX_SIZE, b"\n")
    assert (await upload(heygen, data)).json()["data"]["size_bytes"] == MAX_SIZE
    reply = await upload(heygen, data + b"\n")
    assert reply.status_code == 400
    assert reply.json()["error"]["message"] == "file is invalid: File should have at most 32 MB"


async def test_a_body_without_the_field_is_refused(v3):
    heygen = v3()
    for reply in (
        await upload(heygen, PNG, field="image"),
        await heygen.client.post("/v3/assets", content=PNG, headers={"Content-Type": "image/png"}),
        await heygen.client.post("/v3/assets", data={"name": "Ada"}),
    ):
        assert reply.status_code == 400
        assert reply.json()["error"]["message"] == "file is invalid: Field required"


def form(data, head=b'Content-Disposition: form-data; name="file"; filename="a.png"'):
    return b"--b\r\n" + head + b"\r\n\r\n" + data + b"\r\n--b--\r\n"


@given(st.binary())
def test_a_file_is_read_unchanged(data):
    data = PNG + data.replace(b"\r\n--b", b"")
    assert parse_upload("multipart/form-data; boundary=b", form(data)) == ("image/png", data)


@given(st.text(), st.binary(), st.binary())
def test_any_bytes_are_read_or_are_an_api_error(content_type, head, data):
    for body in (data, form(data, head)):
        for said in (content_type, "multipart/form-data; boundary=b"):
            with suppress(ApiError):
                parse_upload(said, body)
