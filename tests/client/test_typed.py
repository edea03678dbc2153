"""The first thing that anybody types: a text, and attributes by name."""

from __future__ import annotations

import inspect

import pytest

from heygen_widgets import AvatarAttributes, HeyGen, InvalidAttributes
from heygen_widgets.runs.arguments import OF_GENERATE, Keywords

CHEF = AvatarAttributes(name="A chef in Rome", appearance="a chef in Rome", style="Noir")


@pytest.mark.parametrize("verb", ["generate", "submit", "order"])
async def test_a_text_and_a_style_are_enough(server, verb):
    found = await getattr(server.client(), verb)("a chef in Rome", style="Noir")
    assert found.attributes == CHEF


async def test_keywords_alone_are_enough(server):
    generation = await server.client().generate(appearance="a chef in Rome", style="Noir")
    assert generation.attributes == CHEF
    assert len(generation.images) == 4


@pytest.mark.parametrize("verb", ["generate", "submit", "order"])
async def test_an_unknown_keyword_is_refused_before_anything_is_asked_or_written(server, verb):
    client = server.client()
    for call in (
        {"attributes": "a chef", "styl": "Noir"},
        {"attributes": 5},
        {"style": "Noir"},
        {},
    ):
        with pytest.raises(TypeError, match=rf"^{verb}\(\) "):
            await getattr(client, verb)(**call)
    with pytest.raises(InvalidAttributes, match="style"):
        await getattr(client, verb)("a chef", style="noir")
    assert not server.requests
    assert len(client.history) == 0


async def test_an_order_takes_no_keywords_and_none_is_made_of_another(server):
    client = server.client()
    order = await client.order(CHEF)
    with pytest.raises(TypeError, match="style"):
        await client.generate(order, style="Pixar")
    with pytest.raises(TypeError, match="not Order"):
        await client.order(order)
    assert not server.posts


def test_a_curl_command_can_be_had_for_a_text(server):
    assert '"appearance": "a chef in Rome"' in server.client().as_curl("a chef in Rome")


def test_the_keywords_are_the_attributes_and_the_options_and_no_others():
    named = set(inspect.signature(HeyGen.generate).parameters)
    assert named == {"self", "attributes", "keywords", *OF_GENERATE}
    assert set(Keywords.__annotations__) >= {*CHEF.to_dict(), "count", "budget", "confirm"}
