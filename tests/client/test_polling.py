"""When a client asks: by fixed figures, or by how long the runs of its history took."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest

from heygen_widgets import Generation, GenerationStatus, History, PollPolicy
from heygen_widgets.api.job_times import HEYGEN_TIMES, LOCAL_TIMES
from heygen_widgets.api.poll_schedule import schedule

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def record_runs(client, *took, api="v2"):
    for seconds in took:
        end = NOON + timedelta(seconds=seconds)
        run = Generation(
            status=GenerationStatus.SUCCESS, submitted_at=NOON, finished_at=end, api=api
        )
        client.history.record(run, backend=client.host, account="a")


def unfinished(server, asked):
    server.statuses[:0] = [server.state("in_progress")] * asked


def questions_by(times, number):
    """When a schedule asks about a job, with no jitter."""
    asked = []
    for count in range(number):
        now = asked[-1] if asked else 0.0
        asked.append(now + schedule(times).wait(count, 0.5, now))
    return asked


async def test_given_figures_decide_when_to_ask(server, attributes):
    unfinished(server, 3)
    await server.client(poll=PollPolicy(first=3, growth=1, jitter=0)).generate(attributes)
    assert server.sleeps == [3] * 4


async def test_otherwise_the_runs_of_the_history_decide(server, attributes):
    took = [18.0, 20.0, 22.0, 25.0] * 5
    client = server.client(poll=None)
    record_runs(client, *took)
    record_runs(client, *[300] * 5, api="v3")
    unfinished(server, 7)
    await client.generate(attributes)
    asked = list(accumulate(server.sleeps))
    assert asked == pytest.approx(questions_by(HEYGEN_TIMES.learnt(took), 8))
    assert asked[1] - asked[0] > 2 * (asked[7] - asked[6])


async def test_the_history_is_read_once_a_run_and_on_another_thread(
    server, attributes, monkeypatch
):
    reading, read = History.durations, []

    def durations(self, **options):
        read.append(threading.current_thread())
        return reading(self, **options)

    monkeypatch.setattr(History, "durations", durations)
    unfinished(server, 7)
    await server.client(poll=None).generate(attributes)
    [thread] = read
    assert thread is not threading.main_thread()


@pytest.mark.parametrize("has_history", [True, False])
async def test_without_any_runs_to_learn_from_what_heygen_says_decides(
    server, attributes, monkeypatch, has_history
):
    def broken(*_, **__):
        raise OSError("no disk")

    monkeypatch.setattr(History, "durations", broken)
    client = server.client(poll=None, **({} if has_history else {"history": False}))
    unfinished(server, 5)
    generation = await client.generate(attributes)
    assert generation.status == "success"
    assert list(accumulate(server.sleeps)) == pytest.approx(questions_by(HEYGEN_TIMES, 6))


async def test_at_an_address_on_this_machine_a_run_may_be_as_quick_as_the_sandbox(
    server, attributes
):
    server.api = "127.0.0.1"
    unfinished(server, 3)
    client = server.client(poll=None, base_url="http://127.0.0.1:8765")
    await client.generate(attributes)
    assert list(accumulate(server.sleeps)) == pytest.approx(questions_by(LOCAL_TIMES, 4))
    assert sum(server.sleeps[:2]) < 5


async def test_an_old_run_that_is_waited_for_again_is_asked_about_at_once(server, attributes):
    client = server.client(poll=None)
    submitted = await client.submit(attributes)
    an_hour_ago = submitted.submitted_at - timedelta(hours=1)
    client.history.record(
        Generation(
            status=GenerationStatus.STOPPED, id=server.id, submitted_at=an_hour_ago, api="v2"
        ),
        backend=client.host,
        account="a",
    )
    unfinished(server, 3)
    await client.resume(client.history.get(server.id))
    assert server.sleeps[0] == pytest.approx(0.4)
    assert all(wait > 4 for wait in server.sleeps[1:])


async def test_a_run_of_unknown_age_is_asked_about_at_once_and_then_as_a_new_one(server):
    unfinished(server, 3)
    await server.client(poll=None).resume(server.id)
    first, second, *_ = server.sleeps
    assert first == pytest.approx(0.4)
    assert second == pytest.approx(schedule(HEYGEN_TIMES).wait(1, 0.5, 0.4))


async def test_several_looks_are_asked_about_by_the_one_that_is_likeliest_to_end(looks, attributes):
    looks.answers.update({number: [looks.look(number, "processing")] * 6 for number in range(4)})
    await looks.client(poll=None).generate(attributes)
    assert list(accumulate(looks.sleeps)) == pytest.approx(questions_by(HEYGEN_TIMES, 7))
