"""Groups and looks are made of pictures, each once, with its price."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress

import pytest

from heygen_widgets import (
    Budget,
    BudgetExceeded,
    ConfigurationError,
    GenerationFailed,
    HeyGenError,
    RunKind,
    SubmitOutcomeUnknown,
)
from tests.avatars.conftest import ADD, AVATARS, GROUP, until


async def test_a_group_of_a_picture_names_the_job_that_made_it(start):
    at = await start("v2")
    photos = await at.photos(8)
    group = await at.heygen.create_group("Lina", photos.images[5])
    [(_, _, body)] = [post for post in at.server.posts if post[0].endswith("avatar_group/create")]
    assert body["generation_id"] == photos.jobs[1].id
    assert (group.name, group.api, group.looks_count) == ("Lina", "v2", 1)
    assert at.server.sources(group.id) == [photos.image_keys[5]]


async def test_looks_go_by_four_of_one_job(start):
    at = await start("v2")
    photos = await at.photos(8)
    group = await at.heygen.create_group("Lina", photos.images[0])
    looks = await at.heygen.add_looks(group, photos.images[1:])
    bodies = [body for path, _, body in at.server.posts if path.endswith("avatar_group/add")]
    assert [(len(b["image_keys"]), b["generation_id"]) for b in bodies] == [
        (3, photos.jobs[0].id),
        (4, photos.jobs[1].id),
    ]
    assert sorted(at.server.sources(group.id)) == sorted(photos.image_keys)
    assert [look.bytes for look in looks] == [image.bytes for image in photos.images[1:]]


async def test_more_than_four_of_one_kind_are_split(start):
    at = await start("v2")
    photos = await at.photos(4)
    group = await at.heygen.create_group("Lina", photos.images[0])
    own = [await at.heygen.upload(image.pil.rotate(90)) for image in photos.images]
    more = [await at.heygen.upload(image.pil.rotate(180)) for image in photos.images]
    assert len(await at.heygen.add_looks(group, [*own, *more])) == 8
    bodies = [body for path, _, body in at.server.posts if path.endswith("avatar_group/add")]
    assert [len(body["image_keys"]) for body in bodies] == [4, 4]


async def test_the_same_call_again_makes_nothing_more(start):
    at = await start("v2")
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    looks = await at.heygen.add_looks(group, photos)
    async with at.client() as again:
        assert (await again.create_group("Lina", photos.images[0])).id == group.id
        found = await again.add_looks(group, photos.images)
    assert [look.id for look in found] == [look.id for look in looks]
    assert (at.server.made["group"], at.server.made["look"]) == (1, 4)


async def test_the_same_call_of_two_at_once_makes_one(start):
    at = await start("v2")
    photos = await at.photos()
    calls = (at.heygen.create_group("Lina", photos.images[0]) for _ in range(3))
    groups = await asyncio.gather(*calls)
    assert len({group.id for group in groups}) == 1
    assert at.server.made["group"] == 1


async def test_a_group_that_was_deleted_is_made_anew(start):
    at = await start("v2")
    photos = await at.photos()
    first = await at.heygen.create_group("Lina", photos.images[0])
    await at.heygen.delete(first, confirm=True)
    second = await at.heygen.create_group("Lina", photos.images[0])
    assert second.id != first.id


async def test_a_look_that_was_deleted_is_added_anew(start):
    at = await start("v2")
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    looks = await at.heygen.add_looks(group, photos.images[1:])
    await at.heygen.delete(looks[0], confirm=True)
    again = await at.heygen.add_looks(group, photos.images[1:])
    assert (again[0].id != looks[0].id, again[1].id) == (True, looks[1].id)
    assert at.server.made["look"] == 5


async def test_a_failure_in_the_middle_says_what_was_added(start):
    at = await start("v2")
    photos = await at.photos(8)
    group = await at.heygen.create_group("Lina", photos.images[0])
    at.server.refused[ADD] = [None, (400, "invalid_parameter", "No face in it")]
    with pytest.raises(HeyGenError) as caught:
        await at.heygen.add_looks(group, photos.images[1:])
    assert "3 of 7 pictures are looks of it" in str(caught.value)
    assert all(key in str(caught.value) for key in photos.image_keys[1:4])
    assert photos.image_keys[5] not in str(caught.value)
    assert "does the rest" in str(caught.value) or "do the rest" in str(caught.value)


async def test_after_a_failure_in_the_middle_the_same_call_does_only_the_rest(start):
    at = await start("v2")
    photos = await at.photos(8)
    group = await at.heygen.create_group("Lina", photos.images[0])
    at.server.refused[ADD] = [None, (400, "invalid_parameter", "No face in it")]
    with suppress(HeyGenError):
        await at.heygen.add_looks(group, photos.images[1:])
    looks = await at.heygen.add_looks(group, photos.images[1:])
    assert len(looks) == 7
    assert Counter(at.server.sources(group.id)) == Counter(photos.image_keys)


async def test_a_group_whose_answer_is_lost_is_found_at_heygen(start):
    at = await start("v2")
    photos = await at.photos()
    at.server.lost_answers[GROUP] = 1
    group = await at.heygen.create_group("Lina", photos.images[0])
    assert (at.server.made["group"], group.id) == (1, next(iter(at.server.groups)))
    assert at.history.unknown() == []


async def test_looks_whose_answer_is_lost_are_found_in_their_group(start):
    at = await start("v2")
    photos = await at.photos(8)
    group = await at.heygen.create_group("Lina", photos.images[0])
    at.server.lost_answers[ADD] = 1
    looks = await at.heygen.add_looks(group, photos.images[1:])
    assert len({look.id for look in looks}) == 7
    assert Counter(at.server.sources(group.id)) == Counter(photos.image_keys)


async def test_a_group_that_never_arrived_is_sent_again_by_the_same_call_only(start):
    at = await start("v2")
    photos = await at.photos()
    at.server.lost_requests[GROUP] = 1
    with pytest.raises(SubmitOutcomeUnknown, match="looks at HeyGen first"):
        await at.heygen.create_group("Lina", photos.images[0])
    assert at.server.made["group"] == 0
    await at.heygen.create_group("Lina", photos.images[0])
    assert at.server.made["group"] == 1
    assert at.history.unknown() == []


async def test_a_picture_of_which_no_look_can_be_made_says_so(start):
    at = await start("v2")
    photos = await at.photos()
    at.server.failing["look"] = 1
    with pytest.raises(GenerationFailed, match="HeyGen could not make this avatar"):
        await at.heygen.create_group("Lina", photos.images[0])


async def test_looks_are_waited_for_while_they_are_pending(start):
    at = await start("v2", pending_seconds=0.3)
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    looks = await at.heygen.add_looks(group, photos.images[1:])
    assert {look.status.value for look in looks} == {"completed"}


async def test_updates_tell_the_looks_so_far(start):
    at = await start("v2")
    photos = await at.photos(8)
    group = await at.heygen.create_group("Lina", photos.images[0])
    told = []
    await at.heygen.add_looks(group, photos.images[1:], on_update=told.append)
    counts = list(dict.fromkeys(len(looks) for looks in told))
    assert counts == [3, 7]


@pytest.mark.parametrize("wrong", [[], "image/1/original", None, 3, {"a": 1}], ids=repr)
async def test_what_is_no_list_of_pictures_is_told_before_anything_is_sent(start, wrong):
    at = await start("v2")
    with pytest.raises(ConfigurationError):
        await at.heygen.add_looks("a group", wrong)
    assert at.server.posts == []


@pytest.mark.parametrize("wrong", ["", "  ", None, 3], ids=repr)
async def test_an_avatar_needs_a_name(start, wrong):
    at = await start("v2")
    with pytest.raises(ConfigurationError, match="name"):
        await at.heygen.create_group(wrong, "image/1/original")
    assert at.server.posts == []


async def test_v3_gives_a_look_its_name_and_makes_nothing(start):
    at = await start("v3")
    photos = await at.photos()
    before = len(at.server.charges)
    group = await at.heygen.create_group("Lina", photos.images[1])
    assert group.id == photos.images[1].group_id
    assert "renames looks only" in group.message
    [look] = await at.heygen.looks(group)
    assert look.name == "Lina"
    assert (len(at.server.charges), at.server.made["group"]) == (before, 4)


async def test_v3_makes_a_paid_look_of_each_picture(start):
    at = await start("v3")
    photos = await at.photos()
    looks = await at.heygen.add_looks(photos.images[0], photos.images)
    assert looks[0].id == photos.image_keys[0]
    assert at.billed("photo_look") == at.server.made["asset"] == 3
    assert {look.group_id for look in looks} == {photos.images[0].group_id}


async def test_v3_pays_for_no_look_twice(start):
    at = await start("v3")
    photos = await at.photos()
    for _ in range(2):
        async with at.client() as heygen:
            await heygen.add_looks(photos.images[0], photos.images[1:])
    assert at.billed("photo_look") == 3


async def test_v3_takes_a_look_whose_id_changed_for_the_one_that_was_paid(start):
    at = await start("v3")
    photos = await at.photos()
    looks = await at.heygen.add_looks(photos.images[0], photos.images[1:3])
    renewed = at.server.avatars.renew_id(at.server.looks[looks[0].id])
    again = await at.heygen.add_looks(photos.images[0], photos.images[1:3])
    assert [look.id for look in again] == [renewed, looks[1].id]
    assert at.billed("photo_look") == 2


async def test_v3_makes_an_avatar_of_an_own_photo_once(start):
    at = await start("v3")
    photos = await at.photos()
    own = photos.images[0].pil.rotate(90)
    first = await at.heygen.create_group("Lina", own)
    assert (await at.heygen.create_group("Lina", own)).id == first.id
    assert (at.billed("photo_look"), first.name) == (1, "Lina")


async def test_v3_lost_answers_are_asked_for_again_under_their_keys(start):
    at = await start("v3")
    photos = await at.photos()
    at.server.lost_answers[AVATARS] = 2
    looks = await at.heygen.add_looks(photos.images[0], photos.images[1:])
    assert (len({look.id for look in looks}), at.billed("photo_look")) == (3, 3)


async def test_a_budget_is_asked_before_anything_is_uploaded(start):
    at = await start("v3", client={"budget": 5.0})
    photos = await at.photos()
    uploads = at.server.made["asset"]
    with pytest.raises(BudgetExceeded, match=r"\$1\.32|\$3\.96|\$2\.64"):
        await at.heygen.add_looks(photos.images[0], photos.images[1:])
    assert at.server.made["asset"] == uploads
    assert at.billed("photo_look") == 0
    await at.heygen.add_looks(photos.images[0], photos.images[1:], confirm=True)
    assert at.billed("photo_look") == 3


PAYING = {
    ("v2", "train"): lambda to, group, _, **more: to.train(group, **more),
    ("v2", "generate_looks"): lambda to, group, _, **more: to.generate_looks(group, "x", **more),
    ("v3", "create_group"): lambda to, _, photo, **more: to.create_group("Other", photo, **more),
    ("v3", "add_looks"): lambda to, group, photo, **more: to.add_looks(group, [photo], **more),
    ("v3", "generate_looks"): lambda to, group, _, **more: to.generate_looks(group, "x", **more),
}


@pytest.mark.parametrize("budget", [0, Budget(per_generation=0.01)], ids=["session", "generation"])
@pytest.mark.parametrize(("api", "verb"), PAYING, ids=["-".join(verb) for verb in PAYING])
async def test_above_a_budget_a_verb_sends_nothing_and_nothing_is_left_of_it(
    start, api, verb, budget
):
    at = await start(api)
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    if verb == "generate_looks" and api == "v2":
        await at.heygen.train(group)
        await at.heygen.wait_until_trained(group)
    posts, spent, rows = len(at.server.posts), at.heygen.spent, len(at.history)
    own = photos.images[1].pil.rotate(90)
    with pytest.raises(BudgetExceeded):
        await PAYING[api, verb](at.heygen, group, own, budget=budget)
    assert (len(at.server.posts), at.heygen.spent, len(at.history)) == (posts, spent, rows)
    assert at.history.unknown() == at.history.unfinished() == []


async def test_what_is_spent_is_what_is_billed(start):
    at = await start("v3")
    photos = await at.photos()
    await at.heygen.add_looks(photos.images[0], photos.images[1:])
    assert at.heygen.spent.usd == pytest.approx(4 * 1.0 + 3 * 1.32)


async def test_the_history_knows_what_became_of_each_picture(start):
    at = await start("v2")
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    looks = await at.heygen.add_looks(group, photos.images[1:3])
    known = at.history.get(photos.id).looks
    assert [look.id for look in known] == [group.id, looks[0].id, looks[1].id]
    assert known[1].image_key == photos.image_keys[1]
    assert known[1].bytes == photos.images[1].bytes
    assert [look.id for look in await at.heygen.looks_of(photos.images[2])] == [looks[1].id]
    assert [run.kind for run in at.history] == [RunKind.PHOTOS]


async def test_a_call_that_is_cancelled_loses_no_group(start):
    at = await start("v2", pending_seconds=0.5)
    photos = await at.photos()
    call = asyncio.create_task(at.heygen.create_group("Lina", photos.images[0]))
    await until(lambda: at.server.made["group"])
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    [left] = at.history.unfinished()
    assert (left.kind, left.name) == (RunKind.GROUP, "Lina")
    done = await at.heygen.resume(left)
    assert done.looks[0].group_id == done.group_ids[0]
    assert at.server.made["group"] == 1
