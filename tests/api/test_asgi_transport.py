from __future__ import annotations

import httpx
import pytest

from heygen_widgets.api.http import asgi_transport

CUT = httpx.RemoteProtocolError


async def test_an_application_that_raises_is_a_server_error():
    async def fail(_scope, _receive, _send):
        raise RuntimeError

    async with httpx.AsyncClient(transport=asgi_transport(fail)) as client:
        assert (await client.get("http://x/")).status_code == 500


async def test_an_application_without_a_response_is_a_broken_connection():
    async def say_nothing(_scope, _receive, _send):
        pass

    async with httpx.AsyncClient(transport=asgi_transport(say_nothing)) as client:
        with pytest.raises(CUT, match="without sending a response"):
            await client.get("http://x/")


async def test_an_application_that_raises_after_its_headers_is_a_broken_connection():
    async def fail_halfway(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"a", "more_body": True})
        raise RuntimeError

    async with httpx.AsyncClient(transport=asgi_transport(fail_halfway)) as client:
        with pytest.raises(CUT, match="in the middle"):
            await client.get("http://x/")
