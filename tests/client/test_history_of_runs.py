"""What the client writes into the history about a run, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from heygen_widgets import Generation, GenerationStatus, HeyGen
from heygen_widgets.client import USUAL_SECONDS
from heygen_widgets.models.prices import Price
from heygen_widgets.sandbox import Scenario
from tests.support.scripted_runs import look_id


async def test_keys_and_intent_are_in_the_history_before_the_first_post_leaves(looks, attributes):
    client, seen = looks.client(), []

    async def look(request):
        if request.method == "POST":
            [row] = client.history
            seen.append((row.status, row.id, row.attributes, [job.key for job in row.jobs]))

    looks.on_request = look
    await client.generate(attributes)
    keys = sorted(looks.sent_keys)
    assert seen[0] == ("submitting", None, attributes, keys)
    assert all(sorted(row[3]) == keys for row in seen)


async def test_the_finished_run_is_in_the_history_with_its_jobs_and_price(looks, attributes):
    client = looks.client()
    generation = await client.generate(attributes)
    [row] = client.history
    assert (row.id, row.api, row.status, row.run_id) == (
        looks.id,
        "v3",
        "success",
        generation.run_id,
    )
    assert [job.id for job in row.jobs] == [look_id(number) for number in range(4)]
    assert row.price == Price(1.0)
    assert row.cost == generation.cost == Price(4.0)
    assert all(image.is_downloaded for image in row.images)


def record_durations(client, *durations, api="v2"):
    begin = datetime(2026, 11, 22, tzinfo=UTC)
    for seconds in durations:
        end = begin + timedelta(seconds=seconds)
        run = Generation(
            status=GenerationStatus.SUCCESS, submitted_at=begin, finished_at=end, api=api
        )
        client.history.record(run, backend=client.host, account="a")


async def test_what_is_usual_is_the_median_of_the_runs_by_the_same_host_and_version(server):
    client, sandbox = server.client(api="v2"), HeyGen.sandbox(Scenario(duration=0.5))
    assert await client.usual_seconds() == USUAL_SECONDS
    assert await sandbox.usual_seconds("v2") == 0.5
    record_durations(client, 10, 20, 600)
    record_durations(client, 90, api="v3")
    record_durations(sandbox, 3)
    assert await client.usual_seconds("v2") == 20
    assert await client.usual_seconds("v3") == 90
    assert await sandbox.usual_seconds("v2") == 3


async def test_what_is_usual_follows_the_newest_twenty_runs(server):
    client = server.client(api="v2")
    record_durations(client, *[500] * 20, *[30] * 20)
    assert await client.usual_seconds("v2") == 30


async def test_without_a_history_the_usual_time_is_a_guess(server):
    assert await server.client(history=False).usual_seconds() == USUAL_SECONDS
    sandbox = HeyGen.sandbox(Scenario(duration=7), history=False)
    assert await sandbox.usual_seconds() == 7
