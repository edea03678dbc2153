"""A step whose answer was lost is settled by reading, by whoever resumes it."""

from __future__ import annotations

import pytest

from heygen_widgets import GenerationFailed, RunKind, SubmitOutcomeUnknown
from heygen_widgets.api import wire_v3
from heygen_widgets.avatars import settling
from tests.avatars.conftest import ADD, AVATARS, GROUP


async def unknown_group(at, monkeypatch, *, made):
    """Leave a group of which nothing is known, as a process that dies leaves it."""
    photos = await at.photos()
    with monkeypatch.context() as patch:

        async def dies(_call, run, *_):
            raise SubmitOutcomeUnknown("lost", generation=run)

        patch.setattr("heygen_widgets.avatars.making.settled", dies)
        (at.server.lost_answers if made else at.server.lost_requests)[GROUP] = 1
        with pytest.raises(SubmitOutcomeUnknown):
            await at.heygen.create_group("Lina", photos.images[0])
    return photos


async def test_a_group_that_is_there_is_found_by_a_resume(start, monkeypatch):
    at = await start("v2")
    await unknown_group(at, monkeypatch, made=True)
    [unknown] = at.history.unknown()
    done = await at.heygen.resume(unknown)
    assert (done.kind, done.group_ids) == (RunKind.GROUP, tuple(at.server.groups))
    assert at.history.unknown() == []


async def test_a_group_that_is_not_there_is_given_up_by_a_resume(start, monkeypatch):
    at = await start("v2")
    await unknown_group(at, monkeypatch, made=False)
    [unknown] = at.history.unknown()
    with pytest.raises(GenerationFailed, match="HeyGen shows that it was not made"):
        await at.heygen.resume(unknown.run_id)
    assert at.server.made["group"] == 0
    assert at.history.unknown() == []


async def test_another_group_of_the_same_name_is_not_taken_for_it(start):
    at = await start("v2")
    photos = await at.photos()
    await at.heygen.create_group("Lina", photos.images[1])
    at.server.lost_requests[GROUP] = 1
    with pytest.raises(SubmitOutcomeUnknown):
        await at.heygen.create_group("Lina", photos.images[0])
    group = await at.heygen.create_group("Lina", photos.images[0])
    assert at.server.sources(group.id) == [photos.image_keys[0]]
    assert at.server.made["group"] == 2


async def test_within_the_grace_nothing_is_given_up(start, monkeypatch):
    at = await start("v2")
    photos = await unknown_group(at, monkeypatch, made=False)
    monkeypatch.setattr(settling, "GRACE", 3600.0)
    looked = 0

    async def slowly(call):
        nonlocal looked
        looked += 1
        if looked == 3:
            # It arrives after all.
            at.server.avatars.add_group("Lina")
            group = next(iter(at.server.groups))
            path = at.server.pictures.copy(photos.image_keys[0])
            at.server.avatars.add_look(group, "Lina", photos.image_keys[0], path, seconds=0.0)
        async for each in real(call):
            yield each

    real = settling.every_group
    monkeypatch.setattr(settling, "every_group", slowly)
    group = await at.heygen.create_group("Lina", photos.images[0])
    assert (looked, [group.id]) == (3, list(at.server.groups))
    assert at.server.paths[GROUP] == 1


async def test_a_run_that_was_forgotten_does_not_stand_in_the_way(start, monkeypatch):
    at = await start("v2")
    photos = await unknown_group(at, monkeypatch, made=False)
    [unknown] = at.history.unknown()
    at.history.forget(unknown.run_id)
    monkeypatch.setattr(settling, "GRACE", 3600.0)
    await at.heygen.create_group("Lina", photos.images[0])
    assert at.server.made["group"] == 1


async def test_added_looks_are_resumed_by_their_run(start, monkeypatch):
    at = await start("v2")
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    with monkeypatch.context() as patch:

        async def dies(_call, run, *_):
            raise SubmitOutcomeUnknown("lost", generation=run)

        patch.setattr("heygen_widgets.avatars.making.settled", dies)
        at.server.lost_answers[ADD] = 1
        with pytest.raises(SubmitOutcomeUnknown):
            await at.heygen.add_looks(group, photos.images[1:])
    [unknown] = at.history.unknown()
    done = await at.heygen.resume(unknown)
    assert (done.kind, len(done.looks)) == (RunKind.ADDED_LOOKS, 3)
    assert at.server.paths[ADD] == 1


async def test_what_v3_may_have_made_too_long_ago_is_not_sent_again(start, monkeypatch):
    at = await start("v3")
    photos = await at.photos(2)
    at.server.lost_requests[AVATARS] = 100
    with pytest.raises(SubmitOutcomeUnknown):
        await at.heygen.add_looks(photos.images[0], photos.images[1:])
    at.server.lost_requests[AVATARS] = 0
    [unknown] = at.history.unknown()
    posts = len(at.server.posts)
    with monkeypatch.context() as patch:
        patch.setattr(wire_v3, "REPLAYS_FOR", 0.0)
        with pytest.raises(SubmitOutcomeUnknown, match=r"heygen.history.forget"):
            await at.heygen.add_looks(photos.images[0], photos.images[1:])
    assert len(at.server.posts) == posts
    at.history.forget(unknown.run_id)
    await at.heygen.add_looks(photos.images[0], photos.images[1:])
    assert at.billed("photo_look") == 1


async def test_what_v3_may_have_made_is_sent_again_under_its_key(start):
    at = await start("v3")
    photos = await at.photos(2)
    at.server.lost_answers[AVATARS] = 100
    with pytest.raises(SubmitOutcomeUnknown):
        await at.heygen.add_looks(photos.images[0], photos.images[1:])
    at.server.lost_answers[AVATARS] = 0
    await at.heygen.add_looks(photos.images[0], photos.images[1:])
    assert at.billed("photo_look") == 1
