"""Every kind of fault on v3, struck once and each time: four looks at most, and none is lost."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, replace

import pytest

from heygen_widgets import (
    ApiRetired,
    AuthenticationError,
    AvatarAttributes,
    ContentRejected,
    GenerationFailed,
    GenerationTimeout,
    HeyGenError,
    InsufficientCredit,
    InvalidAttributes,
    NotFound,
    NotReady,
    RateLimited,
    SubmitOutcomeUnknown,
)
from heygen_widgets.sandbox.fault_catalogue import GENERATION_FAULTS, V2_ONLY
from tests.support.sandbox import fault_outcomes
from tests.support.sandbox.rig import Rig, is_whole

ADA = AvatarAttributes(name="Ada", appearance="A violinist in a red dress")


@dataclass(frozen=True, kw_only=True)
class End:
    """What a generation of four looks comes to.

    Attributes:
        looks: How many the server made.
        error: What `generate` raises, if it does.
        status: In the history.
        images: How many the record names.
        files: How many of them are in the history as files.
    """

    looks: int = 4
    error: type[Exception] | None = None
    status: str = "success"
    images: int = 4
    files: int = 4


def without(images: int = 0, **changes) -> End:
    return End(images=images, files=images, **changes)


FINE = End()
UNKNOWN = without(error=SubmitOutcomeUnknown, status="unknown")
NOT_MADE = replace(UNKNOWN, looks=0)
FAILED = without(error=GenerationFailed, status="failed")
TIMED_OUT = without(error=GenerationTimeout, status="timed_out")


def refused(error: type[Exception]) -> End:
    return without(looks=0, error=error, status="failed")


def stopped(error: type[Exception]) -> End:
    return without(error=error, status="stopped")


ALWAYS = {
    "submit:drop-before": NOT_MADE,
    "submit:drop-after": UNKNOWN,
    "submit:401": refused(AuthenticationError),
    "submit:402": refused(InsufficientCredit),
    "submit:404": refused(InvalidAttributes),
    "submit:409": NOT_MADE,
    "submit:409-conflict": refused(NotReady),
    "submit:429": refused(RateLimited),
    **{f"submit:{status}": NOT_MADE for status in (408, 500, 502, 503, 504)},
    **{f"submit:{status}-made": UNKNOWN for status in (408, 500, 502, 503, 504)},
    **{f"submit:{form}": UNKNOWN for form in ("html", "malformed", "partial", "no-id")},
    "submit:invalid": refused(InvalidAttributes),
    "submit:rejected": refused(ContentRejected),
    "submit:slow": FINE,
    "submit:retired": refused(ApiRetired),
    "poll:401": stopped(AuthenticationError),
    # The group of a look that isn't found has it.
    "poll:404": FINE,
    "poll:moved": FINE,
    **{f"poll:{status}": TIMED_OUT for status in (408, 429, 500, 502, 503, 504)},
    **{
        f"poll:{form}": TIMED_OUT
        for form in ("drop", "html", "malformed", "error", "partial", "never")
    },
    **{f"poll:{form}": FINE for form in ("unknown-status", "not-yet", "slow")},
    **{f"poll:{form}": FAILED for form in ("failed", "failed-error", "pending-consent")},
    "poll:empty": End(files=0),
    "poll:vanished": stopped(NotFound),
    "poll:retired": stopped(ApiRetired),
    "api:slow": FINE,
    **dict.fromkeys(sorted(V2_ONLY & GENERATION_FAULTS.keys()), FINE),
    **{
        kind: End(files=row.files)
        for kind, row in fault_outcomes.ALWAYS.items()
        if kind.startswith("image:")
    },
}
"""What a fault comes to that strikes each time."""

ONCE = {
    "poll:401": stopped(AuthenticationError),
    "poll:never": without(3, error=GenerationTimeout, status="timed_out"),
    "poll:empty": End(files=3),
    **dict.fromkeys(
        ("poll:failed", "poll:failed-error", "poll:pending-consent", "poll:vanished"), without(3)
    ),
}
"""What a fault comes to that strikes one request alone, where that is not the usual end."""


def once(kind: str) -> End:
    if kind.startswith("image:"):
        return End(files=fault_outcomes.once(kind).files)
    return ONCE.get(kind, FINE)


ROWS = [
    pytest.param(kind + often, once(kind) if often else ALWAYS[kind], id=kind + often)
    for kind in ALWAYS
    for often in ("", "*1")
]
RESUMABLE = frozenset({"success", "stopped", "timed_out", "unknown"})


def test_every_kind_of_fault_has_an_expectation():
    assert set(ALWAYS) == set(GENERATION_FAULTS)


@pytest.mark.parametrize(("fault", "expected"), ROWS)
async def test_a_generation_under_a_fault(fault, expected, tmp_path):
    rig = Rig(tmp_path, fault)
    updates = []
    (end,) = await asyncio.gather(
        rig.client("v3").generate(ADA, timeout=120, on_update=updates.append),
        return_exceptions=True,
    )
    assert type(end) is (expected.error or type(updates[-1])), end
    kind = fault.removesuffix("*1")
    assert (rig.sandbox.faults_injected[kind] == 0) == (kind in V2_ONLY)
    assert len(rig.sandbox.looks) == expected.looks
    check_record(rig, end, updates[-1], expected)
    if expected.status in RESUMABLE:
        await check_resume(rig, expected)
    assert all(len(found) == 1 for keys in rig.transports for found in keys.keys.values())


def check_record(rig, end, last, expected):
    (row,) = rig.history
    assert row.status == last.status == expected.status
    assert last is (end if expected.error is None else end.generation)
    assert (row.attributes, row.api, row.run_id) == (ADA, "v3", last.run_id)
    told = set(rig.ids)
    assert told <= set((row.id or "").split("+")) | {""}
    assert len({job.key for job in row.jobs}) == len(row.jobs) == 4
    assert len(row.images) == len(set(row.image_keys)) == expected.images
    files = [image.file for image in row.images if image.file]
    assert len(files) == expected.files
    assert all(map(is_whole, files))
    assert all(image.error or image.file for image in row.images)
    assert row.paid_jobs >= len(rig.sandbox.looks)


async def check_resume(rig, expected):
    """Another client takes the run over when nothing goes wrong any more."""
    (row,) = rig.history
    looks, posts = len(rig.sandbox.looks), rig.posts
    rig.heal()
    client = rig.client("v3")
    resumed = await client.resume(row.run_id)
    assert (resumed.status, resumed.message) == ("success", None)
    assert len(rig.sandbox.looks) == len(resumed.images) == len(set(resumed.image_keys)) == 4
    assert [image.is_downloaded for image in resumed.images] == [True] * 4
    assert rig.posts == posts + (4 if expected.status == "unknown" else 0)
    assert looks in {len(rig.sandbox.looks), 0}
    (row,) = rig.history
    assert [is_whole(image.file) for image in row.images] == [True] * 4
    assert set(row.id.split("+")) == {look.id for look in rig.sandbox.looks}
    assert await client.left_over() == ([], [])


GENERATIONS = 60
CHANCES = {"submit": 0.04, "poll": 0.01, "image": 0.01, "api": 0.01}
"""That a fault strikes a request, for each kind of an area."""
STOPS = 0.4
"""How many of the runs are stopped."""


async def generate(client, intent, dice, ends):
    attributes = ADA.replace(appearance=intent)
    updates = []
    work = client.generate(attributes, timeout=2000, on_update=updates.append)
    task = asyncio.ensure_future(work)
    if dice.random() < STOPS:
        after, wait = dice.randrange(6), dice.randrange(60)
        while not task.done() and (len(updates) < after or wait):
            wait -= len(updates) >= after
            await asyncio.sleep(0)
        task.cancel()
    (ends[intent],) = await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("seed", [21, 22, 23], ids=lambda seed: f"seed {seed}")
async def test_no_key_makes_two_looks_and_no_id_is_lost(seed, tmp_path):
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    faults = [f"{kind}@{CHANCES[kind.partition(':')[0]]}" for kind in GENERATION_FAULTS]
    dice.shuffle(faults)
    rig, ends = Rig(tmp_path, *faults, seed=seed, wallet=10**6), {}
    async with rig.client("v3") as client:
        for first in range(0, GENERATIONS, 6):
            intents = [f"Intent {first + place}" for place in range(6)]
            await asyncio.gather(*(generate(client, intent, dice, ends) for intent in intents))
    check_ends(rig, ends, seed)
    check_books(client, rig, seed)
    await check_all_resumed(rig, seed)


def made(rig):
    return Counter(look.prompt.partition(". ")[2] for look in rig.sandbox.looks)


def check_ends(rig, ends, seed):
    odd = [
        end
        for end in ends.values()
        if isinstance(end, BaseException)
        and not isinstance(end, HeyGenError | asyncio.CancelledError)
    ]
    assert odd == [], f"seed {seed}"
    rows = {row.attributes.appearance: row for row in rig.history}
    assert len(rows) == len(rig.history), f"seed {seed}: an intent is there twice"
    assert not (ends.keys() - rows.keys()) & rig.posted, f"seed {seed}: sent, not in the history"
    known = {look for row in rows.values() for look in (row.id or "").split("+")}
    assert set(rig.ids) <= known, f"seed {seed}: an id was lost"
    for transport in rig.transports:
        assert all(len(looks) == 1 for looks in transport.keys.values()), f"seed {seed}"
    for intent, looks in made(rig).items():
        assert looks <= rows[intent].paid_jobs <= 4, f"seed {seed}: {rows[intent]!r}"
    words = dict(Counter(row.status.value for row in rows.values()))
    print(  # noqa: T201 - seen with -s
        f"seed {seed}: {len(rig.sandbox.looks)} looks, {rig.posts} submits, {words}, "
        f"{sum(rig.sandbox.faults_injected.values())} faults"
    )


def check_books(client, rig, seed):
    paid = sum(row.paid_jobs for row in rig.history)
    assert client.spent.usd == pytest.approx(1.0 * paid), f"seed {seed}"
    assert client.spent.usd >= 1.0 * len(rig.sandbox.looks) - 0.01, f"seed {seed}"


def refused_keys(rig):
    replies = rig.sandbox.idempotent_replies._replies
    return {scope.key for scope, (_, reply) in replies.items() if reply.status_code >= 400}


async def check_all_resumed(rig, seed):
    rig.heal()
    client = rig.client("v3")
    repeated = refused_keys(rig)
    in_doubt = set()
    for row in [row for row in rig.history if row.is_resumable]:
        # HeyGen repeats a refusal that followed a lost answer: what became of it isn't known.
        doubts = sum(job.is_repeatable and job.key in repeated for job in row.jobs)
        refused = sum(not job.may_cost for job in row.jobs)
        if doubts:
            in_doubt.add(row.run_id)
        try:
            resumed = await client.resume(row.run_id)
        except SubmitOutcomeUnknown as error:
            assert doubts, f"seed {seed}"
            resumed = error.generation
        assert len(resumed.images) == 4 - refused - doubts, f"seed {seed}: {resumed!r}"
        assert all(image.is_downloaded for image in resumed.images), f"seed {seed}"
    assert max(made(rig).values()) <= 4, f"seed {seed}: made twice"
    unfinished, unknown = await client.left_over()
    assert not unfinished, f"seed {seed}"
    assert {row.run_id for row in unknown} <= in_doubt, f"seed {seed}"
    for transport in rig.transports:
        assert all(len(looks) == 1 for looks in transport.keys.values()), f"seed {seed}"
