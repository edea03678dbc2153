"""A caller that is cancelled, at any turn of the loop and in any way, loses nothing it paid for."""

from __future__ import annotations

import asyncio
import functools
import gc
from contextlib import aclosing

import anyio
import httpx
import pytest

from heygen_widgets import HeyGen, History, PollPolicy
from heygen_widgets.api.polling import Clock
from heygen_widgets.models.jobs import GenerationStatus
from tests.support.cancelled_runs import OPEN, WAYS, MemoryHistory, Wire, struck, without_threads
from tests.support.scripted_heygen import Looks, Made, Server

TIMEOUTS = {"timeout", "wait_for", "fail_after", "scope"}
IMAGE = {"content-type": "image/png"}


class Case:
    """One verb of a client over a scripted HeyGen, with a history of its own."""

    def __init__(self, verb, api, png, attributes, history=None):
        self.attributes, self.png = attributes, png
        images = [(200, png, IMAGE)]
        self.server = Looks(images=images) if api == "v3" else Server(images=images)
        if api != "v3":
            self.server.statuses.insert(0, self.server.state("in_progress", msg="Queued"))
        else:
            self.server.answers[3] = [self.server.look(3, "processing")]
        self.wire = Wire(self.server)
        self.history = history if history is not None else MemoryHistory()
        self.client = HeyGen(
            self.server.key,
            api=api,
            poll=PollPolicy(first=0, longest=0),
            history=self.history,
            transport=self.wire,
        )
        self.client._clock = Clock(
            now=lambda: self.server.time, sleep=self.server.sleep, chance=lambda: 0.5
        )
        self.updates = []
        self.run = getattr(self, verb)

    async def generate(self):
        return await self.client.generate(self.attributes, on_update=self.updates.append)

    async def generate_open(self):
        async with self.client:
            return await self.generate()

    async def generate_like(self):
        return await self.client.generate(
            self.attributes, on_update=self.updates.append, reference_images=[self.png]
        )

    async def submit(self):
        return await self.client.submit(self.attributes)

    async def resume(self):
        return await self.client.resume(self.submitted, on_update=self.updates.append)

    async def watch(self):
        record = None
        async for record in self.client.watch(self.submitted):
            self.updates.append(record)
        return record

    async def fetch(self):
        return await self.client.fetch(self.submitted)

    @property
    def needs_submitted(self):
        return self.run.__name__ in {"resume", "watch", "fetch"}

    def strike(self, way, at):
        if self.needs_submitted:
            self.submitted = asyncio.run(self.client.submit(self.attributes))
        outcome = struck(self.run, way, at)
        self.check(way, at, outcome)
        return outcome

    def check(self, way, at, outcome):
        self.check_end(way, outcome)
        if at is not None and not way.startswith("end"):
            # anyio cancels at each turn: whoever is cancelled again leaves within a few.
            soon = 60 if way in {"cancel", "timeout", "wait_for"} else 10
            assert outcome.left_at - at <= soon
        assert outcome.complaints == []
        assert outcome.leftovers == []
        assert self.wire.answered <= len(self.wire.posts)
        self.check_posts()
        rows = list(self.history)
        if self.wire.posts:
            self.check_row(rows, outcome)
        else:
            assert not [row for row in rows if row.status != "failed"]
            assert str(self.client.spent) == "nothing"

    def check_posts(self):
        """No job is made twice."""
        if isinstance(self.server, Looks):
            keys = [post.headers["idempotency-key"] for post in self.wire.posts]
            assert len(set(keys)) == len(keys) <= 4
        else:
            assert len(self.wire.posts) <= 1

    def check_end(self, way, outcome):
        """The caller gets what it would get from any coroutine, and gets it soon."""
        if way.startswith("end"):
            return
        if outcome.result is None:
            expected = TimeoutError if way in TIMEOUTS else asyncio.CancelledError
            assert type(outcome.error) is expected, outcome.error
        if way in TIMEOUTS:
            assert outcome.cancelling == 0

    def check_row(self, rows, outcome):
        [row] = rows
        # `fetch` asks about a run that nobody waits for, and changes nothing.
        is_here = outcome.result is not None or self.run.__name__ == "fetch"
        assert is_here or row.status not in OPEN, row
        assert row.status in {"success", "stopped", "unknown", "in_progress"}, row
        answered = [job for job in row.jobs if job.id]
        assert len(answered) == self.wire.answered
        assert (row.id is None) == (not answered)
        if answered:
            assert row.status != "unknown"
        unsure = len(self.wire.posts) - self.wire.answered
        assert row.paid_jobs == len(answered) + unsure, row.jobs
        if row.price:
            assert self.client.spent.usd == pytest.approx(row.cost.usd)
        if self.updates and not is_here and self.run.__name__ != "watch":
            assert self.updates[-1].status in {row.status, "unknown"}


class FaultyCase(Case):
    """HeyGen makes one look without an answer, refuses one, and asks for patience with another."""

    def __init__(self, *args):
        super().__init__(*args)
        lines = [Made(httpx.ReadTimeout), (402, _error("insufficient_credit")), 429, 503]
        self.server.submits[:] = lines

    def check_posts(self):
        assert len(self.server.made) <= 4

    def check_row(self, rows, outcome):
        del outcome
        [row] = rows
        assert row.status not in OPEN, row
        made, told = len(self.server.made), sum(job.id is not None for job in row.jobs)
        assert row.paid_jobs >= made, row.jobs
        doubts = sum(job.id is None and job.in_doubt for job in row.jobs)
        assert told + doubts >= made, row.jobs
        if told:
            assert row.status in {"success", "stopped"}
        elif made:
            assert row.status == "unknown"
            assert row.is_resumable
        assert self.client.spent.usd == pytest.approx(row.cost.usd)


def _error(code):
    return {"error": {"code": code, "message": code}}


@pytest.mark.parametrize("way", WAYS)
def test_cancelled_at_any_turn_of_retries_no_doubt_is_lost(way, png, attributes, monkeypatch):
    without_threads(monkeypatch)
    strike_at_every_turn(lambda: FaultyCase("generate", "v3", png, attributes), way)


CASES = [(verb, api) for verb in ("generate", "submit", "resume", "watch") for api in ("v2", "v3")]
CASES += [("generate", "auto"), ("generate_open", "v3"), ("generate_like", "v3"), ("fetch", "v2")]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("verb", "api"), CASES, ids=["-".join(case) for case in CASES])
def test_cancelled_at_any_turn_nothing_is_lost_and_the_caller_leaves_as_it_should(
    *, verb, api, way, png, attributes, monkeypatch, recwarn
):
    without_threads(monkeypatch)
    strike_at_every_turn(lambda: Case(verb, api, png, attributes), way)
    gc.collect()
    assert recwarn.list == []


@pytest.mark.parametrize("way", ["cancel", "scope", "end"])
def test_cancelled_at_any_turn_the_history_on_disk_finds_the_run_again(
    way, png, attributes, monkeypatch, tmp_path
):
    without_threads(monkeypatch)
    numbers = iter(range(1000))
    history = functools.partial(make_history, tmp_path, numbers)
    strike_at_every_turn(lambda: DiskCase("generate", "v3", png, attributes, history()), way)


def make_history(folder, numbers):
    return History(folder / str(next(numbers)))


class DiskCase(Case):
    """A case whose run is looked for as people do: among those that can be resumed."""

    def check(self, way, at, outcome):
        super().check(way, at, outcome)
        unfinished, unknown = self.history.unfinished(), self.history.unknown()
        if self.wire.posts and outcome.result is None:
            [row] = self.history
            assert [r.run_id for r in unfinished + unknown] == [row.run_id] or (
                row.status == "success"
            )
            assert row.is_resumable or row.status == "success"
        else:
            assert unfinished + unknown == []


def strike_at_every_turn(case, way):
    whole = case().strike("cancel", None)
    assert whole.result is not None
    for turn in range(1, whole.left_at + 1):
        try:
            case().strike(way, turn)
        except BaseException as error:
            error.add_note(f"struck at turn {turn} of {whole.left_at}")
            raise


class Held:
    """Holds the answers to paid requests back until `release`."""

    def __init__(self, server):
        self.arrived, self.release = asyncio.Event(), asyncio.Event()
        server.on_request = self._hold

    async def _hold(self, request):
        if request.method == "POST":
            self.arrived.set()
            await self.release.wait()


async def until(condition):
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what goes on in the background tells nobody
            await asyncio.sleep(0.001)


async def test_anyios_timeout_during_the_submit_ends_at_once_and_the_late_id_is_kept(
    server, attributes, updates
):
    client, held = server.client(), Held(server)

    async def generate():
        with anyio.move_on_after(None) as scope:
            scopes.append(scope)
            await client.generate(attributes, on_update=updates.append)

    scopes = []
    task = asyncio.ensure_future(generate())
    await held.arrived.wait()
    scopes[0].deadline = asyncio.get_running_loop().time()
    await asyncio.wait_for(task, 5)
    [row] = client.history.unknown()
    assert (row.id, updates[-1].status) == (None, "unknown")
    held.release.set()
    await until(client.history.unfinished)
    [row] = client.history.unfinished()
    assert (row.id, row.status) == (server.id, "stopped")
    assert client.history.unknown() == []
    assert [update.status for update in updates] == ["submitting", "unknown"]


async def test_asyncios_timeout_during_the_submit_is_a_timeout_and_keeps_the_id(server, attributes):
    client, held = server.client(), Held(server)

    async def generate():
        async with asyncio.timeout(None) as timeout:
            timeouts.append(timeout)
            await client.generate(attributes)

    async def expire():
        with pytest.raises(TimeoutError):
            await generate()
        return asyncio.current_task().cancelling()

    timeouts = []
    task = asyncio.ensure_future(expire())
    await held.arrived.wait()
    timeouts[0].reschedule(0)
    await until(timeouts[0].expired)
    held.release.set()
    assert await task == 0
    [row] = client.history.unfinished()
    assert (row.id, row.status) == (server.id, "stopped")
    assert len(server.requests) == 1


async def test_a_late_answer_arrives_although_the_client_was_closed(server, attributes):
    client, held = server.client(), Held(server)

    async def generate():
        async with client:
            await client.generate(attributes)

    task = asyncio.ensure_future(generate())
    await held.arrived.wait()
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await task
    held.release.set()
    await until(client.history.unfinished)
    assert client.history.unfinished()[0].id == server.id


@pytest.mark.parametrize("seen", [1, 2])
async def test_a_run_that_is_watched_no_more_is_stopped(server, attributes, seen):
    server.statuses[:] = [server.state("in_progress", msg=word) for word in "abcd"]
    client = server.client()
    submitted = await client.submit(attributes)
    assert client.history.unfinished() == []
    async with aclosing(client.watch(submitted)) as records:
        for _ in range(seen):
            await anext(records)
    [row] = client.history.unfinished()
    assert (row.id, row.status) == (server.id, "stopped")


async def test_a_mistake_during_the_submit_leaves_an_unknown_run(server, attributes):
    async def break_down(_request):
        raise RuntimeError("mine")

    server.on_request = break_down
    client = server.client()
    with pytest.raises(RuntimeError, match="mine"):
        await client.generate(attributes)
    [row] = client.history.unknown()
    assert row.status == "unknown"


async def test_resuming_asks_on_after_every_cancellation(server, attributes):
    server.statuses[:] = [server.state("in_progress")]
    client = server.client()
    run = await client.submit(attributes)
    for _ in range(3):
        task = asyncio.ensure_future(client.resume(run.run_id))
        asked = len(server.asks)
        await until(lambda asked=asked: len(server.asks) > asked)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [row.id for row in client.history.unfinished()] == [server.id]
    server.statuses[:] = [server.state("success")]
    assert (await client.resume(run.run_id)).status is GenerationStatus.SUCCESS
    assert len(server.posts) == 1
