from __future__ import annotations

import asyncio

import httpx

from heygen_widgets import HeyGen
from heygen_widgets.doctor import question


def answer(section):
    return dict(section.rows)["Answered"]


async def test_the_sandbox_answers_at_once():
    section = await question.ask(HeyGen.sandbox(history=False))
    assert answer(section).startswith("v2 serves the key, and tells the balance, in credits")
    assert section.faults == ()


async def test_only_questions_are_sent_and_no_amount_is_shown(server):
    server.statuses[:] = [(200, {"error": None, "data": {"remaining_quota": 74100}})]
    section = await question.ask(server.client(history=False))
    assert {request.method for request in server.requests} == {"GET"}
    assert "v2 serves the key" in answer(section)
    assert not any(amount in str(section.rows) for amount in ("74100", "1235"))


async def test_a_refused_key_is_a_fault(server):
    server.statuses[:] = [(401, {"error": {"code": "unauthorized", "message": "no"}})]
    section = await question.ask(server.client(history=False))
    assert answer(section) == "AuthenticationError: see above"
    assert "HTTP 401" in str(section.faults[0])


async def test_a_sign_in_page_is_a_fault_that_says_what_answered(server):
    page = (200, "<html>Welcome to our hotel</html>", {"content-type": "text/html"})
    server.statuses[:], server.user = [page], page
    section = await question.ask(server.client(history=False))
    assert "answered instead of HeyGen" in section.faults[0].what


async def test_a_host_that_answers_nothing_ends_in_time():
    async def silent(_request):
        await asyncio.Event().wait()

    client = HeyGen("key", history=False, transport=httpx.MockTransport(silent))
    section = await question.ask(client, longest=0.05)
    assert "api.heygen.com did not answer within 0.05 seconds" in section.faults[0].what


async def test_what_heygen_announces_is_told(server):
    headers = {"sunset": "Sat, 31 Oct 2026 00:00:00 GMT", "deprecation": "true"}
    status, body = server.state("success")
    server.statuses[:] = [(status, body, headers)]
    section = await question.ask(server.client(history=False))
    assert dict(section.rows).get("HeyGen announces")


def test_one_that_was_not_asked_says_why():
    assert question.not_asked("--offline").rows == (("Asked", "no: --offline"),)
