"""The API key: where it comes from, and that nothing shows it."""

from __future__ import annotations

import json
import logging
import traceback

import httpx
import pytest

from heygen_widgets import HeyGen, PollPolicy, errors
from tests.support.scripted_runs import HTML


def safely_shown(value):
    try:
        return repr(value)
    except AttributeError:
        # A client that is only half made.
        return repr(vars(value))


def shown(error):
    """All that a traceback with local variables can show, of the whole chain of errors."""
    seen = []
    while error:
        seen += traceback.format_exception(error)
        for frame, _ in traceback.walk_tb(error.__traceback__):
            if "/tests/" not in frame.f_code.co_filename:
                seen += [safely_shown(value) for value in frame.f_locals.values()]
        error = error.__cause__ or error.__context__
    return "\n".join(seen)


async def test_the_key_goes_to_the_api_and_to_nobody_else(server, attributes):
    server.statuses.insert(0, server.state("in_progress"))
    server.images.insert(0, (302, b"", {"location": "https://cdn.example/1"}))
    await server.client().generate(attributes)
    for request in server.requests:
        carries = server.key in str(request.headers.multi_items())
        assert carries == (request.url.host == server.api)
    assert {request.url.host for request in server.downloads} == {
        "resource2.heygen.ai",
        "cdn.example",
    }


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_a_key_there_is_no_client(monkeypatch, value):
    if value is not None:
        monkeypatch.setenv("HEYGEN_API_KEY", value)
    for given in (None, "", "  "):
        with pytest.raises(errors.ConfigurationError, match="no HeyGen API key") as caught:
            HeyGen(given)
    assert "HeyGen.sandbox()" in str(caught.value)


async def test_the_key_comes_from_the_environment(monkeypatch, server, attributes):
    monkeypatch.setenv("HEYGEN_API_KEY", "key-of-the-environment")
    await server.client(api_key=None).submit(attributes)
    assert server.posts[0].headers["x-api-key"] == "key-of-the-environment"


async def test_a_given_key_wins_over_the_environment(monkeypatch, server, attributes):
    monkeypatch.setenv("HEYGEN_API_KEY", "key-of-the-environment")
    await server.client().submit(attributes)
    assert server.posts[0].headers["x-api-key"] == server.key


@pytest.mark.parametrize("url", ["http://api.heygen.com", "http://192.168.1.7", "ftp://a", "api"])
def test_an_address_that_would_expose_the_key_is_refused(monkeypatch, server, url):
    for by_hand in (True, False):
        monkeypatch.setenv("HEYGEN_BASE_URL", "" if by_hand else url)
        with pytest.raises(errors.ConfigurationError) as caught:
            HeyGen(str(server.key), base_url=url if by_hand else None)
        assert server.key not in shown(caught.value)


@pytest.mark.parametrize("key", ["clé-secrète", "kéy", "key\nkey", "“key”", "ключ"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_shown(monkeypatch, key):
    with pytest.raises(errors.ConfigurationError, match="can't be an API key") as caught:
        HeyGen(key)
    assert key not in shown(caught.value)
    monkeypatch.setenv("HEYGEN_API_KEY", key)
    with pytest.raises(errors.ConfigurationError) as caught:
        HeyGen()
    assert key not in shown(caught.value)


def test_the_key_is_nowhere_in_a_client(server):
    client = server.client()
    for text in (repr(client), str(client), repr(vars(client))):
        assert server.key not in text


@pytest.mark.parametrize(
    ("submit", "ask"),
    [
        (httpx.ReadTimeout, None),
        (httpx.ConnectError, None),
        (httpx.LocalProtocolError, None),
        (500, None),
        (429, None),
        ((401, {"error": {"code": "unauthorized", "message": "Bad key: {key}"}}), None),
        ((400, {"error": {"code": "invalid_parameter", "message": "x is invalid: {key}"}}), None),
        ((200, "Hello {key}"), None),
        (None, (401, {"code": 400112, "message": "{key}"})),
        (None, (200, {"error": {"code": "x", "message": "{key}"}})),
        (None, (200, {"error": None, "data": {"status": "failed", "msg": "{key}"}})),
        (None, (404, HTML)),
        (None, 503),
    ],
)
async def test_no_error_shows_the_key(server, attributes, caplog, submit, ask):
    updates = []
    caplog.set_level(logging.DEBUG)
    for script, line in ((server.submits, submit), (server.statuses, ask)):
        if isinstance(line, tuple) and not isinstance(line[1], bytes):
            echo = json.dumps(line[1]).replace("{key}", server.key)
            script[:] = [(line[0], echo.encode())]
        elif line:
            script[:] = [line]
    client = server.client(poll=PollPolicy())
    with pytest.raises(errors.HeyGenError) as caught:
        await client.generate(attributes, 30, updates.append)
    html = "".join(record._repr_html_() for record in updates)
    assert server.key not in shown(caught.value)
    assert server.key not in caplog.text
    assert server.key not in f"{vars(caught.value)}{updates}{html}"
