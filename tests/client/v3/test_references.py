"""Reference images and the look to imitate."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from heygen_widgets import HeyGen, errors
from tests.support.sandbox.rig import Rig
from tests.support.scripted_runs import GONE, failing


async def test_references_are_in_each_body_and_uploaded_once(looks, attributes, png):
    client = looks.client()
    images = [png, "https://a.example/1.png"]
    generation = await client.generate(attributes, reference_images=images, avatar_id="lk_1")
    assert len(looks.uploads) == 1
    assert png in looks.uploads[0]
    assert b'filename="reference.png"' in looks.uploads[0]
    assert b"Content-Type: image/png" in looks.uploads[0]
    for body in looks.bodies:
        assert body["avatar_id"] == "lk_1"
        assert body["reference_images"] == [
            {"type": "asset_id", "asset_id": "asset-0"},
            {"type": "url", "url": "https://a.example/1.png"},
        ]
    [row] = client.history
    assert row.references == generation.references
    assert len(row.references) == 3


async def test_without_references_there_are_no_fields_for_them(looks, attributes):
    await looks.client().generate(attributes, reference_images=(), avatar_id=None)
    for body in looks.bodies:
        assert body.keys() == {"type", "name", "prompt"}


async def test_a_sandbox_takes_references_too(tmp_path, attributes, png):
    rig = Rig(tmp_path)
    client = HeyGen.sandbox(rig.sandbox.scenario, history=False)
    first = await client.with_api("v3").generate(attributes, count=1)
    look = first.image_keys[0]
    again = await client.with_api("v3").generate(
        attributes, count=1, reference_images=[png, Image.open(io.BytesIO(png))], avatar_id=look
    )
    made = client._sandbox.looks[-1].request
    assert made.avatar_id == look
    assert len(made.reference_images) == 2
    assert again.image_keys


@pytest.mark.parametrize(
    "terms",
    [
        {"avatar_id": "lk_1"},
        {"reference_images": ["https://a.example/1"]},
        {"reference_images": ["png"], "avatar_id": "lk_1"},
    ],
)
async def test_on_v2_references_are_refused_before_anything(server, attributes, png, terms):
    if terms.get("reference_images") == ["png"]:
        terms = terms | {"reference_images": [png]}
    client = server.client()
    error = await failing(client.generate(attributes, **terms), errors.InvalidAttributes)
    assert "need HeyGen's v3" in str(error)
    assert not server.requests
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


async def test_a_reference_that_is_none_is_refused_before_anything(looks, attributes, png):
    client = looks.client()
    images = [png, b"no image"]
    error = await failing(
        client.generate(attributes, reference_images=images), errors.InvalidAttributes
    )
    assert error.problems.keys() == {"reference image 2"}
    assert not looks.requests
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


async def test_a_reference_that_heygen_does_not_know_is_named(looks, attributes):
    looks.submits[:] = [GONE] * 8
    error = await failing(
        looks.client().generate(attributes, avatar_id="lk_1"), errors.InvalidAttributes
    )
    assert error.problems.keys() == {"the look to refer to"}
