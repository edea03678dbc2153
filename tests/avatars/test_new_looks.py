"""New looks of an avatar are generated, at their own price."""

from __future__ import annotations

import pytest

from heygen_widgets import InvalidAttributes, NotOffered, RunKind, SubmitOutcomeUnknown
from tests.avatars.conftest import LOOKS


async def trained(at):
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    await at.heygen.train(group)
    return await at.heygen.wait_until_trained(group)


async def test_v2_makes_four_pictures_that_become_looks(start):
    at = await start("v2")
    group = await trained(at)
    made = await at.heygen.generate_looks(
        group, "in a green coat", orientation="vertical", pose="full_body", style="Noir"
    )
    assert (made.kind, made.group_id, len(made.images)) == (RunKind.LOOKS, group.id, 4)
    [(_, _, body)] = [post for post in at.server.posts if post[0].endswith("look/generate")]
    assert body == {
        "group_id": group.id,
        "prompt": "in a green coat",
        "orientation": "vertical",
        "pose": "full_body",
        "style": "Noir",
    }
    assert str(made.cost) == "0.25 credits"
    assert all(image.is_downloaded for image in made.images)
    looks = await at.heygen.add_looks(group, made)
    assert len(looks) == 4
    assert made.id in {run.id for run in at.history}


async def test_v2_has_no_look_to_look_like(start):
    at = await start("v2")
    group = await trained(at)
    posts = len(at.server.posts)
    with pytest.raises(NotOffered, match="Leave `avatar` out"):
        await at.heygen.generate_looks(group, "a coat", avatar=group)
    assert len(at.server.posts) == posts


async def test_v3_looks_are_in_the_avatar_at_once(start):
    at = await start("v3")
    photos = await at.photos(1)
    made = await at.heygen.generate_looks(photos.images[0], "in a green coat", count=2)
    bodies = [body for path, _, body in at.server.posts if path == "/v3/avatars"][-2:]
    assert {body["avatar_id"] for body in bodies} == {photos.image_keys[0]}
    assert {body["avatar_group_id"] for body in bodies} == {photos.images[0].group_id}
    assert [look.group_id for look in made.looks] == [photos.images[0].group_id] * 2
    assert at.billed("prompt_look") == 3


async def test_wrong_words_are_told_before_anything_is_sent(start):
    at = await start("v2")
    with pytest.raises(InvalidAttributes, match=r"pose.*style|style.*pose"):
        await at.heygen.generate_looks("group", "a coat", pose="lying", style="Oil")
    assert at.server.posts == []


async def test_in_doubt_nothing_is_sent_again(start):
    at = await start("v2")
    group = await trained(at)
    at.server.lost_answers[LOOKS] = 1
    with pytest.raises(SubmitOutcomeUnknown):
        await at.heygen.generate_looks(group, "a coat")
    assert at.billed("look_generation") == 1
    [unknown] = at.history.unknown()
    assert unknown.kind is RunKind.LOOKS


PRICES = {
    ("v2", "create_group", 1): ("HeyGen bills nothing for it · 1 avatar", 0.0),
    ("v2", "add_looks", 6): ("HeyGen bills nothing for it · 6 looks", 0.0),
    ("v2", "train", 1): ("4 credits · 1 training", 4.0),
    ("v2", "generate_looks", 8): ("0.5 credits · 8 looks", 0.5),
    ("v3", "create_group", 1): ("about $1.32 · 1 avatar", 1.32),
    ("v3", "add_looks", 3): ("about $3.96 · 3 looks", 3.96),
    ("v3", "train", 1): ("HeyGen bills nothing for it", 0.0),
    ("v3", "generate_looks", 2): ("about $2.00 · 2 looks", 2.0),
}


@pytest.mark.parametrize("case", PRICES, ids=str)
async def test_the_price_is_known_before(start, case):
    api, verb, count = case
    at = await start(api)
    order = await at.heygen.quote_for(verb, count)
    assert (str(order.quote), order.quote.total.amount) == PRICES[case]
    assert order.quote.usual_seconds
    assert at.heygen.known_quote_for(verb, count).quote == order.quote


async def test_v3_names_a_look_for_nothing(start):
    at = await start("v3")
    photos = await at.photos(1)
    order = await at.heygen.quote_for("create_group", images=photos.images[0])
    assert order.quote.is_free


async def test_all_that_is_wrong_is_told_at_once_by_the_names_of_the_arguments(start):
    at = await start("v3")
    with pytest.raises(InvalidAttributes) as told:
        await at.heygen.generate_looks("id", "", pose="sitting", count=99)
    assert set(told.value.problems) == {"prompt", "pose", "count"}
    assert at.server.paths == {}
