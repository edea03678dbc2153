from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import traceback

import httpx
import pytest

from heygen_widgets import errors
from heygen_widgets.api import http as http_module
from heygen_widgets.api.http import Http
from heygen_widgets.api.retries import ATTEMPTS, RETRY_AFTER_CAP
from heygen_widgets.api.wire import Request
from heygen_widgets.config.api_key import ApiKey

GET = Request("GET", "/v2/photo_avatar/generation/7f")
POST = Request("POST", "/v2/photo_avatar/photo/generate", {"name": "日本"})
OK = (200, {"error": None, "data": {}})
NOTHING_SENT = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError]
MAYBE_SENT = [
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ReadError,
    httpx.WriteError,
    httpx.CloseError,
    httpx.RemoteProtocolError,
    httpx.DecodingError,
]


def anything(_reply):
    """Accepts any reply: `Http` doesn't interpret replies."""
    return "7f"


@pytest.fixture
def connect(server):
    """Returns a function that opens an `Http` to the server."""

    def make(key=server.key, base_url="https://api.heygen.com"):
        transport = httpx.MockTransport(server)
        secret = ApiKey(key) if key else None
        return Http(base_url, secret, timeout=30.0, sleep=server.sleep, transport=transport)

    return make


@contextlib.asynccontextmanager
async def serving(*replies):
    """A raw server on a port of this machine: each connection gets the next reply, if any."""
    script, seen = list(replies), []

    async def talk(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-len")]
        seen.append(head + await reader.readexactly(int(length[0].split()[1]) if length else 0))
        if script:
            writer.write(script.pop(0))
        with contextlib.suppress(ConnectionError):
            await writer.drain()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", seen


def reaching(url, server):
    return Http(url, ApiKey(server.key), timeout=5, sleep=server.sleep)


async def test_a_reply_has_status_body_and_headers_in_lower_case(server, connect):
    server.statuses[:] = [(200, b"{}", {"X-Request-Id": "req-7"})]
    async with connect() as http:
        reply = await http.send(GET)
    assert (reply.status_code, reply.body, reply.request_id) == (200, b"{}", "req-7")


async def test_a_post_carries_its_json(server, connect):
    async with connect() as http:
        await http.submit(POST, anything)
    [post] = server.posts
    assert json.loads(post.content) == POST.json
    assert post.headers["content-type"] == "application/json"


async def test_the_path_of_the_base_url_is_kept(server, connect):
    async with connect(base_url="https://api.heygen.com/proxy") as http:
        await http.send(GET)
    assert server.asks[0].url.path == "/proxy" + GET.path


async def test_the_key_is_sent_to_the_api(server, connect):
    async with connect() as http:
        await http.send(GET)
        await http.submit(POST, anything)
    assert [request.headers["x-api-key"] for request in server.requests] == [server.key] * 2


async def test_without_a_key_no_key_header_is_sent(server, connect):
    async with connect(key=None) as http:
        await http.send(GET)
    assert "x-api-key" not in server.asks[0].headers


async def test_the_key_is_not_sent_to_an_image_host(server, connect, png):
    async with connect() as http:
        await http.send(GET)
        assert await http.get_image(server.urls[0]) == png
    [download] = server.downloads
    assert server.key not in str(download.headers.multi_items())


async def test_the_key_is_not_sent_for_an_image_on_the_api_host(server, connect):
    server.statuses[:] = [(200, b"picture")]
    async with connect() as http:
        assert await http.get_image("https://api.heygen.com/image/1") == b"picture"
    assert server.key not in str(server.asks[0].headers.multi_items())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("request_", [GET, POST])
async def test_a_redirect_of_the_api_is_not_followed(server, connect, status, request_):
    line = (status, b"", {"location": "https://evil.example/steal"})
    server.statuses[:] = server.submits[:] = [line]
    async with connect() as http:
        assert (await http.send(request_)).status_code == status
    assert [request.url.host for request in server.requests] == ["api.heygen.com"]


async def test_a_key_that_the_server_repeats_is_masked(server, connect):
    server.statuses[:] = [(401, {"error": {"code": "x", "message": f"bad key {server.key}"}})]
    async with connect() as http:
        reply = await http.send(GET)
    assert reply.json()["error"]["message"] == "bad key ***"


@pytest.mark.parametrize("trouble", [408, 429, 500, 502, 503, 504, 524, *NOTHING_SENT, *MAYBE_SENT])
async def test_a_get_is_repeated_after_an_error(server, connect, trouble):
    server.statuses[:] = [trouble, trouble, OK]
    async with connect() as http:
        assert (await http.send(GET)).status_code == 200
    assert len(server.asks) == 3
    assert len(server.sleeps) == 2


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 409, 410, 422])
async def test_a_get_is_not_repeated_after_an_answer(server, connect, status):
    server.statuses[:] = [status]
    async with connect() as http:
        assert (await http.send(GET)).status_code == status
    assert len(server.asks) == 1


@pytest.mark.parametrize("status", [408, 429, 503])
async def test_a_get_returns_the_last_reply(server, connect, status):
    server.statuses[:] = [status]
    async with connect() as http:
        assert (await http.send(GET)).status_code == status
    assert len(server.asks) == ATTEMPTS


@pytest.mark.parametrize("trouble", NOTHING_SENT + MAYBE_SENT)
async def test_a_get_that_never_arrives_raises_connection_failed(server, connect, trouble):
    server.statuses[:] = [trouble]
    async with connect() as http:
        with pytest.raises(errors.ConnectionFailed):
            await http.send(GET)
    assert len(server.asks) == ATTEMPTS


@pytest.mark.parametrize("trouble", [429, *NOTHING_SENT])
async def test_a_post_is_sent_again_if_the_server_did_nothing(server, connect, trouble):
    server.submits[:] = [trouble, trouble, OK]
    async with connect() as http:
        assert (await http.submit(POST, anything)).status_code == 200
    assert len(server.posts) == 3
    assert len({post.content for post in server.posts}) == 1


@pytest.mark.parametrize("trouble", NOTHING_SENT)
async def test_a_post_that_is_never_sent_raises_connection_failed(server, connect, trouble):
    server.submits[:] = [trouble]
    async with connect() as http:
        with pytest.raises(errors.ConnectionFailed, match="Nothing was sent"):
            await http.submit(POST, anything)
    assert len(server.posts) == ATTEMPTS


@pytest.mark.parametrize("trouble", MAYBE_SENT)
async def test_a_post_that_may_have_arrived_is_never_sent_again(server, connect, trouble):
    server.submits[:] = [trouble, OK]
    async with connect() as http:
        with pytest.raises(errors.SubmitOutcomeUnknown, match="may have billed"):
            await http.submit(POST, anything)
    assert len(server.posts) == 1


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 524, 400, 409])
async def test_a_post_is_not_repeated_after_another_answer(server, connect, status):
    server.submits[:] = [status, OK]
    async with connect() as http:
        assert (await http.submit(POST, anything)).status_code == status
    assert len(server.posts) == 1


@pytest.mark.parametrize("status", [408, 429, 503])
@pytest.mark.parametrize(
    ("asked", "waited"),
    [("0", 0), ("3", 3), ("2.5", 2.5), ("30", 30), ("86400", RETRY_AFTER_CAP)],
)
async def test_retry_after_is_followed_up_to_a_limit(server, connect, status, asked, waited):
    server.statuses[:] = [(status, b"", {"Retry-After": asked}), OK]
    async with connect() as http:
        await http.send(GET)
    assert server.sleeps == [waited]


@pytest.mark.parametrize("odd", ["", "soon", "-5", "nan", "inf"])
async def test_an_invalid_retry_after_is_ignored(server, connect, odd):
    server.statuses[:] = [(429, b"", {"Retry-After": odd}), OK]
    async with connect() as http:
        await http.send(GET)
    assert 0 < server.sleeps[0] <= 8


async def test_waits_are_limited_and_random(server, connect):
    server.statuses[:] = [503]
    async with connect() as http:
        for _ in range(5):
            await http.send(GET)
    assert all(0 < seconds <= 9 for seconds in server.sleeps)
    assert len(set(server.sleeps)) > 10


async def test_an_address_that_can_not_be_parsed_raises_connection_failed(connect):
    async with connect(base_url="https://xn--a.\u200bb") as http:
        with pytest.raises(errors.ConnectionFailed):
            await http.submit(POST, anything)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_of_an_image_is_followed(server, connect, png, status):
    server.images[:0] = [
        (status, b"", {"location": "/moved/1"}),
        (status, b"", {"location": "https://cdn.example/2"}),
    ]
    async with connect() as http:
        assert await http.get_image(server.urls[0]) == png
    seen = [str(request.url) for request in server.downloads]
    assert seen[1:] == ["https://resource2.heygen.ai/moved/1", "https://cdn.example/2"]
    assert not any("x-api-key" in request.headers for request in server.downloads)


@pytest.mark.parametrize(
    "location",
    [
        "http://resource2.heygen.ai/1",
        "http://127.0.0.1/1",
        "https://localhost/1",
        "file:///etc/passwd",
        "https://a.example:port/",
        "https://[::1",
        "//",
        "\x7f",
    ],
)
async def test_an_unsafe_redirect_of_an_image_is_not_followed(server, connect, location):
    server.images[:] = [(302, b"", {"location": location})]
    async with connect() as http:
        with pytest.raises(errors.ImageUnavailable):
            await http.get_image(server.urls[0])
    assert {request.url.host for request in server.requests} == {"resource2.heygen.ai"}


@pytest.mark.parametrize("headers", [{"location": "/again"}, {}])
async def test_an_endless_redirect_of_an_image_is_given_up(server, connect, headers):
    server.images[:] = [(302, b"", headers)]
    async with connect() as http:
        with pytest.raises(errors.ImageUnavailable, match="without end"):
            await http.get_image(server.urls[0])
    assert len(server.downloads) == 4


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_the_error_of_an_expired_image_says_how_to_get_a_new_link(server, connect, status):
    server.images[:] = [(status, b"<Error><Code>AccessDenied</Code></Error>")]
    async with connect() as http:
        with pytest.raises(errors.ImageUnavailable, match=r"expired or is gone.*fresh link"):
            await http.get_image(server.urls[0])
    assert len(server.downloads) == 1


@pytest.mark.parametrize("status", [204, 206, 400, 401, 500])
async def test_an_image_with_another_status_than_200_is_unavailable(server, connect, png, status):
    server.images[:] = [(status, png)]
    async with connect() as http:
        said = f"answered with an error.*HTTP {status}"
        with pytest.raises(errors.ImageUnavailable, match=said):
            await http.get_image(server.urls[0])


@pytest.mark.parametrize("trouble", [429, 503, *NOTHING_SENT, *MAYBE_SENT])
async def test_the_download_of_an_image_is_repeated_after_an_error(server, connect, png, trouble):
    server.images[:0] = [trouble, trouble]
    async with connect() as http:
        assert await http.get_image(server.urls[0]) == png


@pytest.mark.parametrize("trouble", NOTHING_SENT + MAYBE_SENT)
async def test_an_image_that_never_arrives_is_unavailable(server, connect, trouble):
    server.images[:] = [trouble]
    async with connect() as http:
        with pytest.raises(errors.ImageUnavailable, match="did not arrive"):
            await http.get_image(server.urls[0])
    assert len(server.downloads) == ATTEMPTS


async def test_an_image_that_is_too_large_is_not_read_completely(server, connect, monkeypatch):
    monkeypatch.setattr(http_module, "MAX_IMAGE_BYTES", 10)
    server.images[:] = [(200, b"x" * 11)]
    async with connect() as http:
        with pytest.raises(errors.ImageUnavailable, match="larger than"):
            await http.get_image(server.urls[0])
    assert len(server.downloads) == 1


@pytest.mark.parametrize("url", ["", "image/7", "http://a.example/1", "https://a.example/\ud800"])
async def test_an_unsafe_link_is_not_opened(server, connect, url):
    async with connect() as http:
        with pytest.raises(errors.ImageUnavailable):
            await http.get_image(url)
    assert not server.requests


async def test_requests_are_logged_without_the_key(server, connect, caplog):
    caplog.set_level(logging.DEBUG)
    server.statuses[:] = [(200, b"{}", {"x-request-id": "req-7"})]
    async with connect() as http:
        await http.send(GET)
    assert "GET /v2/photo_avatar/generation/7f -> 200, request req-7" in caplog.text
    assert server.key not in caplog.text


def shown(error):
    """Returns everything that a traceback with local variables shows of an error and its causes."""
    seen = []
    while error:
        seen += traceback.format_exception(error)
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if "/tests/" not in frame.f_code.co_filename:
                seen += [repr(value) for value in frame.f_locals.values()]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(seen)


@pytest.mark.parametrize("reply", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Le"])
@pytest.mark.parametrize("request_", [GET, POST])
async def test_no_error_over_a_real_connection_shows_the_key(server, caplog, reply, request_):
    caplog.set_level(logging.DEBUG)
    replies = [reply] * ATTEMPTS
    async with serving(*replies) as (url, seen), reaching(url, server) as http:
        with pytest.raises(errors.HeyGenError) as caught:
            await http.send(request_)
    assert len(seen) == (1 if request_ is POST else ATTEMPTS)
    assert server.key.encode() in seen[0]
    assert server.key not in shown(caught.value)
    assert server.key not in caplog.text


async def test_a_refused_connection_raises_connection_failed(server):
    async with serving() as (url, _):
        pass
    async with reaching(url, server) as http:
        with pytest.raises(errors.ConnectionFailed) as caught:
            await http.submit(POST, anything)
    assert server.key not in shown(caught.value)
    assert len(server.sleeps) == ATTEMPTS - 1


async def test_a_reply_with_a_wrong_content_encoding_is_a_connection_error(server):
    broken = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"
    async with serving(broken) as (url, seen), reaching(url, server) as http:
        with pytest.raises(errors.SubmitOutcomeUnknown):
            await http.submit(POST, anything)
    assert len(seen) == 1


async def test_the_download_of_an_image_that_is_cut_off_is_repeated(server, png):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(png)
    async with serving(head + png[:50], head + png) as (url, seen), reaching(url, server) as http:
        assert await http.get_image(f"{url}/image") == png
    assert len(seen) == 2
