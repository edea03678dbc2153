"""How many images a run makes."""

from __future__ import annotations

import pytest

from heygen_widgets import errors
from heygen_widgets.models.prices import Price


@pytest.mark.parametrize("count", range(1, 9))
async def test_one_to_eight_looks_can_be_had(looks, attributes, count):
    generation = await looks.client().generate(attributes, count=count)
    assert len(generation.images) == len(looks.posts) == len(generation.jobs) == count
    assert generation.cost == Price(1.0) * count
    assert all(image.is_downloaded for image in generation.images)


@pytest.mark.parametrize(("count", "posts"), [(None, 1), (4, 1), (8, 2)])
async def test_v2_makes_four_at_a_time(server, attributes, count, posts):
    ids = [f"{number:032x}" for number in range(posts)]
    server.submits[:] = [(200, {"error": None, "data": {"generation_id": one}}) for one in ids]
    generation = await server.client().generate(attributes, count=count)
    assert len(server.posts) == posts
    assert generation.id == "+".join(ids)
    assert len(generation.images) == 4 * posts
    assert generation.cost == Price(posts, "credit")


@pytest.mark.parametrize("count", [0, 9, -1, "x", "4", True, 2.5])
@pytest.mark.parametrize("api", ["v2", "v3", "auto"])
async def test_another_count_is_refused_before_anything(looks, attributes, count, api):
    client = looks.client(api=api)
    for verb in (client.generate, client.submit):
        with pytest.raises(errors.InvalidAttributes, match="must be 1 to 8"):
            await verb(attributes, count=count)
    with pytest.raises(errors.InvalidAttributes, match="must be 1 to 8"):
        await client.quote(count)
    assert not looks.posts
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


async def test_a_whole_number_may_be_a_float(looks, attributes):
    # As a slider or a data frame gives it.
    assert len((await looks.client().generate(attributes, count=2.0)).images) == 2


@pytest.mark.parametrize("count", [1, 2, 3, 5, 6, 7, 7.0])
async def test_what_v2_cannot_make_exactly_is_refused_with_the_numbers_that_work(
    server, attributes, count
):
    client = server.client(api="v2")
    said = f"must be 4 or 8, not {count:g}: HeyGen's v2 makes 4 images at a time"
    for verb in (client.generate, client.submit, client.order):
        with pytest.raises(errors.InvalidAttributes, match=said):
            await verb(attributes, count=count)
    with pytest.raises(errors.InvalidAttributes, match=said):
        await client.quote(count)
    with pytest.raises(errors.InvalidAttributes, match=said):
        client.as_curl(attributes, count=count)
    assert not server.posts
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


@pytest.mark.parametrize(("count", "images"), [(None, 4), (4, 4), (8, 8)])
async def test_before_it_is_sent_v2_says_how_many_images_come(server, attributes, count, images):
    client = server.client(api="v2")
    quote = await client.quote(count)
    assert quote.images == images
    assert str(quote).endswith(f" · {images} images")
    order = await client.order(attributes, count=count)
    assert str(order.quote) == str(quote)
    assert not server.posts
