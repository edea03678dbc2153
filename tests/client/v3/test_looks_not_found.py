"""Looks that HeyGen doesn't know yet, or not any more."""

from __future__ import annotations

from heygen_widgets import PollPolicy, errors
from heygen_widgets.models.jobs import GenerationStatus
from tests.support.sandbox.rig import Rig
from tests.support.scripted_runs import GONE, failing, look_id


async def test_a_look_that_is_not_known_yet_is_asked_about_again(looks, attributes, updates):
    looks.answers[1] = [GONE] * 5
    generation = await looks.client().generate(attributes, on_update=updates.append)
    assert (len(generation.images), generation.message) == (4, None)
    assert any("doesn't know it yet" in (record.message or "") for record in updates)


async def test_a_look_that_vanished_leaves_the_others(looks, attributes):
    looks.answers[1] = [GONE] * 1000
    client = looks.client(poll=PollPolicy(first=10, longest=10))
    generation = await client.generate(attributes)
    assert (generation.status, len(generation.images)) == (GenerationStatus.SUCCESS, 3)
    assert generation.message.startswith("3 of 4 were made.")
    assert 60 <= looks.time < 90


async def test_looks_that_all_vanished_are_not_found(looks, attributes):
    looks.answers.update({number: [GONE] * 1000 for number in range(4)})
    client = looks.client(poll=PollPolicy(first=10, longest=10))
    error = await failing(client.generate(attributes), errors.NotFound)
    assert error.generation.status is GenerationStatus.STOPPED
    assert error.generation.id == looks.id
    assert 60 <= looks.time < 90


async def test_an_old_look_that_is_not_known_is_not_found_at_once(looks):
    looks.answers[0] = [GONE]
    await failing(looks.client().resume(look_id(0)), errors.NotFound)
    assert len(looks.asks) == 1


async def test_a_look_that_was_accepted_late_may_be_unknown_for_a_while_too(tmp_path, attributes):
    # Four at one a time, 70 s each: the last one is made when the run is minutes old.
    rig = Rig(tmp_path, duration=70, parallel=1, look_delay=5)
    generation = await rig.client("v3").generate(attributes)
    assert (len(generation.images), generation.message) == (4, None)


async def test_the_group_of_each_look_is_in_the_record_and_in_the_history(tmp_path, attributes):
    rig = Rig(tmp_path)
    generation = await rig.client("v3").generate(attributes)
    groups = tuple(look.group.id for look in rig.sandbox.looks)
    assert len(set(groups)) == 4
    assert generation.group_ids == groups
    [row] = rig.history
    assert row.group_ids == groups
    assert [job.group_id for job in row.jobs] == list(groups)


async def test_a_look_that_has_another_id_is_found_in_its_group(tmp_path, attributes):
    rig = Rig(tmp_path, "poll:moved*1", duration=100)
    generation = await rig.client("v3").generate(attributes)
    [moved] = [look for look in rig.sandbox.looks if look.moved_to]
    assert (len(generation.images), generation.message) == (4, None)
    assert moved.moved_to in generation.image_keys
    assert moved.id in generation.id


async def test_a_look_that_moved_after_its_run_is_found_when_the_run_is_resumed(
    tmp_path, attributes
):
    rig = Rig(tmp_path, duration=10)
    client = rig.client("v3")
    submitted = await client.submit(attributes)
    rig.now += 10_000
    rig.sandbox.faults = ["poll:moved"]
    fetched = await client.fetch(submitted.run_id)
    assert len(fetched.images) == 4
    resumed = await client.resume(submitted.run_id)
    assert set(resumed.image_keys) == {look.moved_to for look in rig.sandbox.looks}
    assert len(rig.sandbox.looks) == 4
