"""Runs of a client on an event loop that is counted turn by turn and struck at any of them.

Nothing takes real time and nothing runs on another thread, so that a run takes the same turns each
time, and a cancellation at every turn is one at every await.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
from dataclasses import dataclass, field, replace

import anyio
import httpx

from heygen_widgets import HeyGenError
from heygen_widgets.errors import NotFound
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.runtime import cancellation, worker_threads

LATE = 3600.0
"""Seconds that the loop's clock jumps when a timeout is to strike; the timeouts are shorter."""
LONGEST = 2000
"""Turns after which what has not ended never will."""


class MemoryHistory:
    """A history in memory, as far as a client needs one, with the rules of `History`."""

    path = "memory"

    def __init__(self):
        self.rows = {}

    def record(self, generation, *, backend, account):
        assert backend
        assert account
        same = [run_id for run_id, row in self.rows.items() if row.id == generation.id is not None]
        run_id = generation.run_id or (same or [generation.id])[0]
        generation = replace(generation, run_id=run_id)
        old = self.rows.get(run_id)
        if not old or old.status != "success" or generation.status == "success":
            self.rows[run_id] = generation
        return generation

    def delete(self, run_id):
        if self.rows.pop(run_id, None) is None:
            raise NotFound("none")

    def get(self, wanted):
        for row in self.rows.values():
            if wanted in {row.id, row.run_id}:
                return row
        raise NotFound("none")

    def __iter__(self):
        return iter(list(self.rows.values()))


class Threads:
    """Stands in for the threads of the history and the images: works in turns of the loop."""

    def __init__(self):
        self._waiting = []

    def submit(self, work, *args):
        done = concurrent.futures.Future()
        self._waiting.append((done, work, args))
        # Some turns later: there is time to be cancelled before it begins, and while it goes on.
        asyncio.get_running_loop().call_soon(self._soon, 3)
        return done

    def _soon(self, turns):
        if turns:
            asyncio.get_running_loop().call_soon(self._soon, turns - 1)
        elif self._waiting:
            self._next()

    def _next(self):
        done, work, args = self._waiting.pop(0)
        if not done.set_running_or_notify_cancel():
            return
        try:
            result = work(*args)
        except BaseException as error:  # noqa: BLE001 - as an executor does
            done.set_exception(error)
        else:
            done.set_result(result)

    def write_now(self, work, longest):
        assert longest > 0
        while self._waiting:
            self._next()
        work()


def without_threads(monkeypatch):
    threads = Threads()
    monkeypatch.setattr(worker_threads, "_threads", lambda _kind, _process: threads)
    monkeypatch.setattr(worker_threads, "write_now", threads.write_now)


class Wire(httpx.AsyncBaseTransport):
    """Passes requests on to a scripted server, each some turns long.

    Attributes:
        posts: The paid requests that left.
        answered: How many of them were answered.
    """

    def __init__(self, server):
        self.server, self.posts, self.answered = server, [], 0

    async def handle_async_request(self, request):
        is_paid = request.method == "POST" and request.url.path != "/v3/assets"
        if is_paid:
            self.posts.append(request)
        for _ in range(15 if is_paid else 3):
            await asyncio.sleep(0)
        await request.aread()
        response = await self.server(request)
        self.answered += is_paid
        return response


@dataclass
class Turns:
    """Counts the turns of the loop; at one of them it strikes.

    Attributes:
        at: The turn to strike at; None never strikes.
        every: Whether to strike at each following turn as well.
    """

    at: int | None
    every: bool = False
    count: int = 0
    strike: object = None
    is_over: bool = False

    def start(self):
        asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self):
        if self.is_over:
            return
        self.count += 1
        assert self.count < LONGEST, "It never ends."
        if self.at is not None and (self.count == self.at or (self.every and self.count > self.at)):
            self.strike()
        asyncio.get_running_loop().call_soon(self._turn)


@dataclass
class Outcome:
    """How a struck verb ended.

    Attributes:
        result: What it returned, if it did.
        error: What it raised, if it did.
        cancelling: How many cancellations were left on the task.
        left_at: The turn at which the caller had left.
        turns: How many turns all of it took, what went on in the background included.
        complaints: What was told to the loop's exception handler.
        leftovers: Tasks that were not done in the end.
    """

    result: object = None
    error: BaseException | None = None
    cancelling: int = 0
    left_at: int = 0
    turns: int = 0
    complaints: list = field(default_factory=list)
    leftovers: list = field(default_factory=list)


def struck(verb, way, at):
    """Carry a verb out in an event loop of its own, struck at a turn in one of the ways."""
    outcome, turns = Outcome(), Turns(at, every=way in {"cancel_always", "end_always"})
    main = _until_turn if way in {"end", "end_always"} else _to_the_end
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(main(verb, way, turns, outcome))
    outcome.turns = turns.count
    return outcome


async def _to_the_end(verb, way, turns, outcome):
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: outcome.complaints.append(context))
    task = asyncio.ensure_future(_waited(WAYS[way], verb, turns, outcome))
    if way in {"cancel", "cancel_always"}:
        turns.strike = lambda: task.done() or task.cancel()
    turns.start()
    await asyncio.wait({task})
    outcome.left_at = turns.count
    while cancellation._WORKING:  # noqa: ASYNC110 - what goes on by itself tells nobody
        await asyncio.sleep(0)
    turns.is_over = True
    for _ in range(5):
        await asyncio.sleep(0)
    outcome.leftovers = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]


async def _until_turn(verb, way, turns, outcome):
    """Return at the turn, so that `asyncio.run` cancels whatever goes on."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: outcome.complaints.append(context))
    task = asyncio.ensure_future(_waited(_plain, verb, turns, outcome))
    reached = loop.create_future()

    def strike():
        if not reached.done():
            reached.set_result(None)
        elif way == "end_always":
            for other in asyncio.all_tasks():
                other.cancel()

    turns.strike = strike
    turns.start()
    await asyncio.wait({task, reached}, return_when=asyncio.FIRST_COMPLETED)


async def _waited(how, verb, turns, outcome):
    try:
        outcome.result = await how(verb, turns)
    except (HeyGenError, TimeoutError, asyncio.CancelledError) as error:
        outcome.error = error
    outcome.cancelling = asyncio.current_task().cancelling()


async def _plain(verb, _turns):
    return await verb()


async def _timeout(verb, turns):
    turns.strike = _jump
    async with asyncio.timeout(LATE / 2):
        return await verb()


async def _wait_for(verb, turns):
    turns.strike = _jump
    return await asyncio.wait_for(verb(), LATE / 2)


async def _fail_after(verb, turns):
    turns.strike = _jump
    with anyio.fail_after(LATE / 2):
        return await verb()


async def _scope(verb, turns):
    with anyio.CancelScope() as scope:
        turns.strike = scope.cancel
        return await verb()
    raise TimeoutError


def _jump():
    loop = asyncio.get_running_loop()
    now = loop.time
    loop.time = lambda: now() + LATE


WAYS = {
    "cancel": _plain,
    "cancel_always": _plain,
    "timeout": _timeout,
    "wait_for": _wait_for,
    "fail_after": _fail_after,
    "scope": _scope,
    "end": None,
    "end_always": None,
}

OPEN = {GenerationStatus.SUBMITTING, GenerationStatus.IN_PROGRESS}
