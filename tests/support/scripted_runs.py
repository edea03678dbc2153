"""What tests of runs on the scripted HeyGen share."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from heygen_widgets import errors
from heygen_widgets.api.retries import ATTEMPTS
from tests.support.scripted_heygen import Made

HTML = b"<!DOCTYPE html><html><h1>404 Not Found</h1></html>"
USER = (200, {"data": {"username": "5d"}})
LOGIN = b"<html><title>Hotel Riu</title>"
LOGIN_PAGES = {
    "login page": ((200, LOGIN), "A web page ('Hotel Riu') answered instead of HeyGen"),
    "redirect": (
        (302, b"", {"location": "https://login.hotel.example/"}),
        "A redirect to login.hotel.example answered instead of HeyGen",
    ),
    "page 404": ((404, LOGIN), "A web page ('Hotel Riu') answered instead of HeyGen"),
    "page 403": ((403, LOGIN), "A web page ('Hotel Riu') answered instead of HeyGen"),
    "page 401": ((401, LOGIN), "A web page ('Hotel Riu') answered instead of HeyGen"),
    "page 410": ((410, LOGIN), "A web page ('Hotel Riu') answered instead of HeyGen"),
    "JSON redirect": (
        (307, {"message": "Moved"}, {"location": "/login"}),
        "A redirect to another page answered instead of HeyGen",
    ),
}
"""What networks answer in place of HeyGen, with what is said of it."""
SLOW = (429, {"error": {"code": "rate_limit_exceeded", "message": "Slow"}}, {"retry-after": "1"})
POOR = (402, {"error": {"code": "insufficient_credit", "message": "Too little"}})
GONE = (404, {"error": {"code": "avatar_not_found", "message": "Avatar not found"}})


def words(records):
    return [str(record.status) for record in records]


def look_id(number):
    return "bcdef012"[number] * 32


def joined(*numbers):
    return "+".join(map(look_id, numbers))


async def turns(count=20):
    for _ in range(count):
        await asyncio.sleep(0)


async def until(condition):
    while not condition():  # noqa: ASYNC110 - the conditions are of many kinds
        await asyncio.sleep(0)


async def failing(work, kind):
    with pytest.raises(kind) as caught:
        await work
    return caught.value


async def cancelled(task):
    with pytest.raises(asyncio.CancelledError):
        await task


async def unknown_run(looks, attributes, **changes):
    """A run whose four requests were made, and whose answers were lost."""
    looks.submits[:] = [Made(httpx.ReadTimeout)] * 4 * 2 * ATTEMPTS
    client = looks.client(**changes)
    error = await failing(client.generate(attributes), errors.SubmitOutcomeUnknown)
    looks.submits.clear()
    return client, error.generation
