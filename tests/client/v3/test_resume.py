"""Runs of v3 that were submitted before, with ids or without."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from heygen_widgets import errors
from heygen_widgets.models.jobs import GenerationStatus
from tests.support.scripted_heygen import Made
from tests.support.scripted_runs import failing, look_id, unknown_run


async def test_fetch_asks_once_about_each_look(looks, attributes):
    client = looks.client()
    submitted = await client.submit(attributes)
    looks.answers[1] = [looks.look(1, "processing")]
    fetched = await client.fetch(submitted.id)
    assert (fetched.status, len(fetched.image_keys)) == (GenerationStatus.IN_PROGRESS, 3)
    assert (await client.fetch(submitted.id)).image_keys == tuple(map(look_id, range(4)))
    assert len(looks.asks) == 8
    assert not looks.downloads


async def test_resuming_what_is_unknown_sends_the_same_keys_and_makes_nothing_twice(
    looks, attributes
):
    client, generation = await unknown_run(looks, attributes)
    made, sent = dict(looks.made), set(looks.sent_keys)
    resumed = await client.resume(generation)
    assert (resumed.status, len(resumed.images)) == (GenerationStatus.SUCCESS, 4)
    assert looks.made == made
    assert set(looks.sent_keys) == sent
    assert client.spent.usd == pytest.approx(4.0)
    [row] = client.history
    assert (row.id, row.status) == (resumed.id, "success")


@pytest.mark.parametrize("how", ["record", "run_id"])
async def test_another_client_resumes_what_is_unknown(looks, attributes, how):
    _, generation = await unknown_run(looks, attributes)
    known = generation if how == "record" else generation.run_id
    other = looks.client()
    resumed = await other.resume(known)
    assert len(resumed.images) == len(looks.made) == 4
    assert resumed.attributes == attributes
    assert resumed.run_id == generation.run_id


async def test_resuming_repeats_the_references_too(looks, attributes):
    looks.submits[:] = [Made(httpx.ReadTimeout)] * 40
    client = looks.client()
    terms = {"reference_images": ["https://a.example/1"], "avatar_id": "lk_1", "count": 1}
    error = await failing(client.generate(attributes, **terms), errors.SubmitOutcomeUnknown)
    looks.submits.clear()
    await client.resume(error.generation.run_id)
    assert len({request.content for request in looks.posts}) == 1
    assert looks.bodies[-1]["avatar_id"] == "lk_1"


async def test_after_a_day_nothing_is_repeated(looks, attributes):
    client, generation = await unknown_run(looks, attributes)
    sent = len(looks.posts)
    old = replace(generation, submitted_at=datetime.now(UTC) - timedelta(hours=24))
    with pytest.raises(errors.ConfigurationError, match="has no id"):
        await client.resume(old)
    assert len(looks.posts) == sent
    young = replace(generation, submitted_at=datetime.now(UTC) - timedelta(hours=23))
    assert len((await client.resume(young)).images) == 4


async def test_after_a_day_what_has_ids_is_waited_for_without_the_others(looks, attributes):
    client, generation = await unknown_run(looks, attributes)
    jobs = [
        replace(job, id=look_id(number), status=GenerationStatus.IN_PROGRESS) if number < 2 else job
        for number, job in enumerate(generation.jobs)
    ]
    old = replace(generation.with_jobs(jobs), submitted_at=datetime.now(UTC) - timedelta(hours=24))
    sent = len(looks.posts)
    resumed = await client.resume(old)
    assert (resumed.status, len(resumed.images)) == (GenerationStatus.SUCCESS, 2)
    assert resumed.message.startswith("2 of 4 were made, and of 2 it is not known.")
    assert len(looks.posts) == sent


async def test_a_run_of_v2_without_an_answer_is_never_repeated(server, attributes):
    server.submits[:] = [httpx.ReadTimeout]
    client = server.client()
    error = await failing(client.generate(attributes), errors.SubmitOutcomeUnknown)
    assert not error.generation.is_resumable
    with pytest.raises(errors.ConfigurationError):
        await client.resume(error.generation)
    assert len(server.posts) == 1


async def test_resume_on_a_client_of_the_other_version_goes_to_the_version_that_made_it(
    looks, attributes
):
    submitted = await looks.client().submit(attributes)
    resumed = await looks.client(api="v2").resume(submitted)
    assert (resumed.api, len(resumed.images)) == ("v3", 4)


async def test_watching_tells_of_each_look(looks, attributes):
    client = looks.client()
    submitted = await client.submit(attributes)
    looks.answers[3] = [looks.look(3, "processing")] * 9
    records = [record async for record in client.watch(submitted)]
    assert records[-1].status is GenerationStatus.SUCCESS
    assert len(records[-1].images) == 4
