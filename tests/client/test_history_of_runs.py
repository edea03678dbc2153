"""What the client writes into the history about a run, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from heygen_widgets import Generation, GenerationStatus, HeyGen, PollPolicy, errors
from heygen_widgets.api.job_times import HEYGEN_TIMES
from heygen_widgets.models.prices import Price
from heygen_widgets.sandbox import Scenario
from tests.support.scripted_runs import failing, look_id


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


async def test_what_is_usual_follows_the_runs_by_the_same_host_and_version(server):
    client, sandbox = server.client(api="v2"), HeyGen.sandbox(Scenario(duration=0.5))
    assert await client.usual_seconds() == HEYGEN_TIMES.usual_seconds
    low, high = await sandbox.usual_seconds("v2")
    assert 0.3 < low < 0.5 < high < 0.8
    record_durations(client, 9, 10, 11)
    record_durations(client, *[90] * 20, api="v3")
    record_durations(sandbox, *[3] * 20)
    for service, api, took in ((client, "v2", 10), (client, "v3", 90), (sandbox, "v2", 3)):
        low, high = await service.usual_seconds(api)
        assert low < took < high, api
        assert high < 3 * low, api
    assert await sandbox.usual_seconds("v3") == await HeyGen.sandbox(
        Scenario(duration=0.5), history=False
    ).usual_seconds("v3")


async def test_what_is_usual_follows_the_newest_twenty_runs(server):
    client, other = server.client(api="v2"), server.client(api="v2", history=False)
    record_durations(client, *[500] * 20, *[30] * 20)
    low, high = await client.usual_seconds("v2")
    assert 20 < low < 30 < high < 45
    assert await other.usual_seconds("v2") == HEYGEN_TIMES.usual_seconds


async def test_without_a_history_the_sandbox_takes_what_its_scenario_says():
    sandbox = HeyGen.sandbox(Scenario(duration=7), history=False)
    low, high = await sandbox.usual_seconds()
    assert 5 < low < 7 < high < 9


async def test_a_quote_says_how_long_it_usually_takes(looks):
    client = looks.client()
    record_durations(client, *[90] * 20, api="v3")
    quote = await client.quote()
    assert quote.usual_seconds == await client.usual_seconds("v3")
    assert quote == client.known_quote()


async def test_a_run_that_is_waited_for_at_one_go_says_how_long_it_took(server, attributes):
    client = server.client()
    await client.generate(attributes)
    [row] = client.history
    assert not row.was_resumed
    assert client.history.durations(backend=client.host) == [row.elapsed]


async def test_a_run_that_is_waited_for_again_says_nothing_of_how_long_it_took(server, attributes):
    server.statuses[:0] = [server.state("in_progress")] * 3
    client = server.client(poll=PollPolicy(first=2, longest=2))
    error = await failing(client.generate(attributes, timeout=4), errors.GenerationTimeout)
    resumed = await client.resume(error.generation)
    [row] = client.history
    assert (row.status, row.was_resumed, resumed.was_resumed) == ("success", True, True)
    assert client.history.durations(backend=client.host) == []
