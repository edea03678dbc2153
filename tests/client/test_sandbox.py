from __future__ import annotations

import pytest

from heygen_widgets import AvatarAttributes, GenerationStatus, HeyGen, errors
from heygen_widgets.sandbox import Scenario

SIZES = {"square": (1024, 1024), "horizontal": (1376, 768), "vertical": (768, 1376)}


@pytest.mark.parametrize("orientation", SIZES)
async def test_the_sandbox_makes_four_pictures_of_the_orientations_size(orientation, tmp_path):
    attributes = AvatarAttributes(
        name="Ada",
        age="Senior",
        style="Noir",
        orientation=orientation,
        appearance="A red jacket, “日本” 🎨",
    )
    generation = await HeyGen.sandbox(Scenario(duration=0)).generate(attributes)
    assert generation.status is GenerationStatus.SUCCESS
    assert {(image.size, image.mime_type) for image in generation.images} == {
        (SIZES[orientation], "image/png")
    }
    assert len({image.bytes for image in generation.images}) == 4
    assert len(set(generation.image_keys)) == 4
    assert all(image.pil.size == SIZES[orientation] for image in generation.images)
    assert len(generation._repr_html_()) <= 200_000

    for suffix in (".png", ".jpg", ".webp"):
        path = generation.images[0].save(tmp_path / f"ada{suffix}")
        assert AvatarAttributes.from_image(path) == attributes


async def test_the_links_of_the_sandbox_are_links():
    attributes = AvatarAttributes(name="Ada", appearance="A smile")
    generation = await HeyGen.sandbox(Scenario(duration=0)).generate(attributes, download=False)
    assert all(url.startswith("https://heygen.sandbox/image/") for url in generation.image_urls)


async def test_a_sandbox_client_is_used_again_and_again():
    client = HeyGen.sandbox(Scenario(duration=0))
    attributes = AvatarAttributes(name="Ada", appearance="A smile")
    first = await client.generate(attributes, download=False)
    async with client:
        second = await client.generate(attributes, download=False)
    assert first.id != second.id
    assert (await client.fetch(first.id)).image_keys == first.image_keys


async def test_a_sandbox_without_credit_refuses_as_heygen_does():
    client = HeyGen.sandbox(Scenario(duration=0, quota=0))
    with pytest.raises(errors.InsufficientCredit):
        await client.generate(AvatarAttributes(name="Ada", appearance="A smile"))


async def test_a_sandbox_that_takes_longer_is_resumed():
    client = HeyGen.sandbox(Scenario(duration=0.05))
    attributes = AvatarAttributes(name="Ada", appearance="A smile")
    with pytest.raises(errors.GenerationTimeout) as caught:
        await client.generate(attributes, timeout=0)
    resumed = await client.resume(caught.value.generation, download=False)
    assert resumed.status is GenerationStatus.SUCCESS


async def test_an_unknown_id_is_not_found():
    with pytest.raises(errors.NotFound):
        await HeyGen.sandbox(Scenario(duration=0)).fetch("0" * 32)


def test_a_sandbox_says_what_it_is():
    client = HeyGen.sandbox()
    assert client.is_sandbox
    assert repr(client) == "<HeyGen auto at sandbox>"


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_a_generation_says_what_of_its_prompt_the_sandbox_cannot_draw(api):
    client = HeyGen.sandbox(Scenario(duration=0, api=api))
    attributes = AvatarAttributes(name="Ada", appearance="A woman with a harp and a dog")
    generation = await client.generate(attributes, download=False)
    assert generation.status is GenerationStatus.SUCCESS
    assert generation.message == "The sandbox can't draw: harp."
    assert generation.message in generation._repr_html_().replace("&#x27;", "'")
    drawable = await client.generate(attributes.replace(appearance="a violinist"), download=False)
    assert drawable.message is None
