from __future__ import annotations

import json

import pytest

OTHER_TYPE = "This sandbox makes avatars from prompts and photos only"
LINK = {"type": "url", "url": "https://me.example/ada.png"}


def invalid(field, problem):
    return {
        "error": {
            "code": "invalid_parameter",
            "message": f"{field} is invalid: {problem}",
            "param": field,
            "doc_url": "https://developers.heygen.com/docs/error-codes#invalid_parameter",
        }
    }


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"type": "digital_twin"}, "type", OTHER_TYPE),
        ({"type": []}, "type", OTHER_TYPE),
        ({"type": "photo"}, "file", "Field required"),
        ({"type": "photo", "name": ""}, "name", "String should have at least 1 character"),
        ({"type": "photo", "file": "x"}, "file", "Input should be a valid dictionary"),
        ({"type": "photo", "file": {"type": "asset_id"}}, "file.asset_id", "Field required"),
        (
            {"type": "photo", "file": {"type": "base64", "media_type": "image/png", "data": "?"}},
            "file.data",
            "Input should be valid base64",
        ),
        (
            {"type": "photo", "file": LINK, "avatar_group_id": 7},
            "avatar_group_id",
            "Input should be a valid string",
        ),
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
async def test_an_invalid_field_is_named_beside_the_message(v3, changes, field, problem):
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
async def test_a_body_that_is_not_json_is_an_invalid_parameter(v3, content):
    reply = await v3().client.post("/v3/avatars", content=content)
    assert (reply.status_code, reply.json()) == (400, invalid("body", "JSON decode error"))


async def test_a_prompt_of_a_thousand_characters_and_null_options_are_accepted(v3):
    heygen = v3()
    await heygen.look(
        prompt="é" * 1000, avatar_id=None, avatar_group_id=None, reference_images=None, other=1
    )
    assert heygen.state.looks[0].prompt == "é" * 1000


# Reference images


async def test_reference_images_of_each_type_are_accepted(v3):
    heygen = v3()
    asset = heygen.state.images.add_asset("image/png", b"png")
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
async def test_an_invalid_reference_image_is_named_by_its_index(v3, image, field, problem):
    reply = await v3().create(reference_images=[LINK, image])
    assert (reply.status_code, reply.json()) == (400, invalid(field, problem))
