from __future__ import annotations

import asyncio
from contextlib import suppress

import httpx
import pytest

DAY = 24 * 60 * 60


async def test_the_same_key_gets_the_same_reply_and_makes_and_pays_one_look(v3):
    heygen = v3(wallet=1.0)
    first, second = await heygen.create(key="k"), await heygen.create(key="k")
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    assert len(heygen.state.looks) == 1
    assert heygen.state.remaining_wallet == 0


async def test_the_first_reply_is_replayed_even_if_the_body_differs(v3):
    heygen = v3()
    first = await heygen.create(key="k")
    assert (await heygen.create(key="k", prompt="Somebody else")).json() == first.json()
    assert (await heygen.client.post("/v3/avatars", headers={"Idempotency-Key": "k"})).json() == (
        first.json()
    )
    assert len(heygen.state.looks) == 1


async def test_a_reply_is_replayed_unchanged_although_the_look_is_done(v3):
    heygen = v3(duration=4)
    first = await heygen.create(key="k")
    heygen.now = 5
    assert (await heygen.create(key="k")).json() == first.json()


async def test_without_a_key_each_request_makes_a_look(v3):
    heygen = v3()
    await heygen.create()
    await heygen.create()
    assert len(heygen.state.looks) == 2


async def test_another_key_or_another_account_makes_another_look(v3):
    heygen = v3()
    for key, api_key in [("k", "one"), ("K", "one"), ("k", "two"), ("k", "one")]:
        await heygen.look(key=key, api_key=api_key)
    assert len(heygen.state.looks) == 3


async def test_a_reply_is_stored_for_a_day(v3):
    heygen = v3()
    first = await heygen.look(key="k")
    heygen.now = DAY - 1
    assert await heygen.look(key="k") == first
    heygen.now = DAY
    second = await heygen.look(key="k")
    assert second["id"] != first["id"]
    heygen.now = DAY + 1
    assert await heygen.look(key="k") == second


async def test_a_refusal_is_replayed_although_its_reason_has_passed(v3):
    heygen = v3(wallet=0.5, look_price=0.5)
    refused = await heygen.create(key="k", name="")
    assert refused.status_code == 400
    assert (await heygen.create(key="k")).json() == refused.json()
    assert (await heygen.create(key="other")).status_code == 200
    assert (await heygen.create(key="third")).status_code == 402
    assert (await heygen.create(key="other")).status_code == 200
    assert len(heygen.state.looks) == 1


@pytest.mark.parametrize("kind", ["402", "429", "invalid", "rejected"])
async def test_a_refusal_by_a_fault_is_replayed_for_a_day(v3, kind):
    heygen = v3(f"submit:{kind}*1")
    refused = await heygen.create(key="k")
    again = await heygen.create(key="k")
    assert (again.status_code, again.json()) == (refused.status_code, refused.json())
    assert again.headers.get("Retry-After") == refused.headers.get("Retry-After")
    assert not heygen.state.looks
    heygen.now = DAY
    assert (await heygen.create(key="k")).status_code == 200


@pytest.mark.parametrize(
    "kind", ["401", "408", "409", "500", "502", "503", "504", "drop-before", "retired"]
)
async def test_what_says_nothing_of_the_request_itself_is_not_replayed(v3, kind):
    heygen = v3(f"submit:{kind}*1")
    with suppress(httpx.TransportError):
        assert (await heygen.create(key="k")).status_code >= 400
    assert (await heygen.create(key="k")).status_code == 200
    assert len(heygen.state.looks) == 1


async def test_a_reply_that_was_lost_is_not_replaced_by_a_later_refusal(v3):
    heygen = v3("submit:drop-after*1", "submit:429*1")
    with suppress(httpx.TransportError):
        await heygen.create(key="k")
    assert (await heygen.create(key="k")).status_code == 429
    assert (await heygen.create(key="k")).status_code == 200
    assert len(heygen.state.looks) == 1


@pytest.mark.parametrize(
    "key", ["x", "x" * 255, "0b6b9d3c-4c1e-4d4e-9d6e-0f2f3a1b2c3d", "run:7_a.b-C"]
)
async def test_a_key_has_up_to_255_plain_characters(v3, key):
    await v3().look(key=key)


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "a/b", "k!", "a,b"])
async def test_a_key_of_another_form_is_an_invalid_parameter(v3, key):
    heygen = v3()
    reply = await heygen.create(key=key)
    assert reply.status_code == 400
    assert reply.json()["error"]["code"] == "invalid_parameter"
    assert reply.json()["error"]["param"] == "Idempotency-Key"
    assert heygen.state.looks == []


async def test_the_api_key_is_checked_first(v3):
    assert (await v3(key=None).create(key="a b")).status_code == 401


# While the first request is in progress


class Slow:
    """Holds every answer back until it is told not to."""

    def __init__(self, heygen):
        self.heygen = heygen
        self.is_waiting = asyncio.Event()
        self.go = asyncio.Event()
        heygen.app.state.sleep = self.sleep

    async def sleep(self, _seconds):
        self.is_waiting.set()
        await self.go.wait()

    async def create(self):
        task = asyncio.create_task(self.heygen.create(key="k"))
        await self.is_waiting.wait()
        return task


async def test_a_second_request_is_a_conflict_while_the_first_one_is_in_progress(v3):
    heygen = v3("submit:slow*1")
    slow = Slow(heygen)
    first = await slow.create()
    second = await heygen.create(key="k")
    assert second.status_code == 409
    assert second.json()["error"] == {
        "code": "request_in_progress",
        "message": "A request with this Idempotency-Key is still in progress.",
        "doc_url": "https://developers.heygen.com/docs/error-codes#request_in_progress",
    }
    assert (await heygen.create(key="other")).status_code == 200
    slow.go.set()
    answer = await first
    assert (await heygen.create(key="k")).json() == answer.json()
    assert len(heygen.state.looks) == 2


async def test_a_cancelled_request_can_be_repeated_under_the_same_key(v3):
    heygen = v3("submit:slow*1")
    first = await Slow(heygen).create()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    made = await heygen.look(key="k")
    assert [look.id for look in heygen.state.looks] == [made["id"]]


# Faults


@pytest.mark.parametrize(
    "fault",
    ["drop-after", "html", "malformed", "partial", "no-id"]
    + [f"{code}-made" for code in (408, 500, 502, 503, 504)],
)
async def test_a_lost_reply_can_be_had_under_the_same_key(v3, fault):
    heygen = v3(f"submit:{fault}*2")
    for _ in range(2):
        with suppress(httpx.RemoteProtocolError):
            await heygen.create(key="k")
    assert heygen.state.faults_injected == {f"submit:{fault}": 2}
    made = await heygen.look(key="k")
    assert [look.id for look in heygen.state.looks] == [made["id"]]
    assert heygen.state.remaining_wallet == 999


@pytest.mark.parametrize("fault", ["drop-before", "401", "409", "500", "503"])
async def test_an_error_by_a_fault_that_is_no_refusal_does_not_use_up_the_key(v3, fault):
    heygen = v3(f"submit:{fault}*1")
    with suppress(httpx.RemoteProtocolError):
        assert (await heygen.create(key="k")).status_code >= 400
    assert heygen.state.looks == []
    await heygen.look(key="k")
