"""Work in a task of its own: what its caller, a stop and the end of the loop do to it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import anyio
import pytest

from heygen_widgets.runtime import cancellation
from heygen_widgets.runtime.cancellation import Handover, Stop, Stopped, carried_out


@pytest.fixture
def stop():
    return Stop()


async def turns(count=5):
    for _ in range(count):
        await asyncio.sleep(0)


class Work:
    """Work that waits for `go`, first where it must not be stopped, then where it may.

    Attributes:
        seen: What happened to it, in words.
    """

    def __init__(self, stop):
        self.stop, self.seen, self.go = stop, [], asyncio.Event()

    async def __call__(self):
        await self.go.wait()
        self.seen.append("finished")
        try:
            with self.stop.interrupts():
                await asyncio.Event().wait()
        except Stopped:
            self.seen.append("stopped")
            raise

    def leave(self):
        self.seen.append("left")


async def test_work_returns_and_raises_as_if_it_were_awaited(stop):
    async def fail():
        raise ValueError("mine")

    assert await carried_out(asyncio.sleep(0, "done"), stop) == "done"
    with pytest.raises(ValueError, match="mine"):
        await carried_out(fail(), stop)
    assert not stop.is_requested
    assert not cancellation._WORKING


async def test_a_caller_that_is_cancelled_once_waits_for_the_end(stop):
    work = Work(stop)
    caller = asyncio.ensure_future(carried_out(work(), stop, work.leave))
    await turns()
    caller.cancel("mine")
    await turns()
    assert not caller.done()
    work.go.set()
    with pytest.raises(asyncio.CancelledError) as caught:
        await caller
    assert caught.value.args == ("mine",)
    assert work.seen == ["finished", "stopped", "left"]


async def test_a_caller_that_is_cancelled_twice_leaves_and_the_work_ends_by_itself(stop):
    work = Work(stop)
    caller = asyncio.ensure_future(carried_out(work(), stop, work.leave))
    await turns()
    caller.cancel()
    await turns()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert work.seen == ["left"]
    work.go.set()
    await turns()
    assert work.seen == ["left", "finished", "stopped"]
    assert not cancellation._WORKING


async def test_a_scope_of_anyio_ends_at_once(stop):
    work = Work(stop)
    with anyio.move_on_after(0.01) as scope:
        await carried_out(work(), stop, work.leave)
    assert scope.cancelled_caught
    assert work.seen == ["left"]
    work.go.set()
    await turns()


async def test_a_timeout_of_asyncio_stays_a_timeout(stop):
    for work in (_waiting(stop), carried_out(_waiting(stop), stop)):
        with pytest.raises(TimeoutError):
            await _within(0.01, work)
    assert asyncio.current_task().cancelling() == 0


async def _within(seconds, work):
    async with asyncio.timeout(seconds):
        await work


async def _waiting(stop):
    with stop.interrupts():
        await asyncio.Event().wait()


async def test_a_stop_ends_only_what_may_be_stopped(stop):
    task = asyncio.ensure_future(_waiting(stop))
    other = asyncio.ensure_future(asyncio.sleep(0, "done"))
    await asyncio.sleep(0)
    stop.request()
    with pytest.raises(Stopped):
        await task
    assert task.cancelling() == 0
    assert await other == "done"


async def test_after_a_stop_nothing_begins_that_may_be_stopped(stop):
    stop.request()
    stop.request()
    with pytest.raises(Stopped), stop.interrupts():
        pytest.fail("it began")
    with pytest.raises(Stopped):
        stop.check()


async def test_a_cancellation_that_comes_with_a_stop_is_not_lost(stop):
    task = asyncio.ensure_future(_waiting(stop))
    await asyncio.sleep(0)
    task.cancel()
    stop.request()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_free_verb_stops_where_it_is_and_closes_up():
    closed = []

    @cancellation.in_a_task_of_its_own
    async def ask():
        """Ask."""
        try:
            await asyncio.Event().wait()
        finally:
            await turns()
            closed.append(True)

    assert ask.__doc__ == "Ask."
    with anyio.move_on_after(0.01):
        await ask()
    await turns(20)
    assert closed == [True]


async def counted(handover, given, last=3):
    for number in range(1, last + 1):
        given.append(number)
        await handover.give(number)


async def test_items_are_handed_over_one_by_one(stop):
    handover, given = Handover(stop), []
    async with aclosing(handover.items(counted(handover, given), list)) as items:
        assert await anext(items) == 1
        await turns()
        assert given == [1]
        assert [item async for item in items] == [2, 3]


async def test_an_error_comes_after_the_items_before_it(stop):
    handover, given = Handover(stop), []

    async def work():
        await counted(handover, given, 1)
        raise ValueError("mine")

    items = handover.items(work(), list)
    assert await anext(items) == 1
    with pytest.raises(ValueError, match="mine"):
        await anext(items)


async def test_whoever_ends_early_lets_the_work_come_to_its_end(stop):
    handover, given, left = Handover(stop), [], []
    items = handover.items(counted(handover, given), lambda: left.append(list(given)))
    async with aclosing(items):
        assert await anext(items) == 1
    assert given == [1, 2, 3]
    assert left == [[1, 2, 3]]
    assert stop.is_requested
    assert not cancellation._WORKING
