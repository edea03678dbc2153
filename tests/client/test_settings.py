"""Address, version and sandbox, by argument and by environment."""

from __future__ import annotations

import asyncio

import pytest

from heygen_widgets import HeyGen, errors
from heygen_widgets.api.network_settings import certificates


def test_the_address_comes_from_the_environment(monkeypatch, server):
    monkeypatch.setenv("HEYGEN_BASE_URL", "http://127.0.0.1:8765/")
    assert server.client().host == "127.0.0.1:8765"
    assert server.client(base_url="https://proxy.example").host == "proxy.example"


def test_an_empty_address_counts_as_unset(monkeypatch, server):
    monkeypatch.setenv("HEYGEN_BASE_URL", " ")
    assert server.client().host == "api.heygen.com"


async def uploaded_by(client, data):
    async with client._connection.gateway(asyncio.sleep) as gateway:
        await gateway.avatars.upload(data, "image/png")


@pytest.mark.parametrize(
    ("options", "host"),
    [
        ({}, "upload.heygen.com"),
        ({"upload_url": "https://uploads.example"}, "uploads.example"),
        ({"base_url": "https://proxy.example"}, "proxy.example"),
    ],
)
async def test_v2s_uploads_go_to_the_upload_host_with_the_key(server, png, options, host):
    line = (200, {"code": 100, "data": {"image_key": "k", "url": None}})
    server.api, server.submits[:] = host, [line]
    client = server.client(**options)
    for each in (client, client.with_api("v3").with_api("v2")):
        await uploaded_by(each, png)
    assert [post.url.host for post in server.posts] == [host, host]
    assert [post.headers["x-api-key"] for post in server.posts] == [server.key] * 2


async def test_v3s_uploads_go_to_the_api(looks, png):
    await uploaded_by(looks.client(upload_url="https://uploads.example"), png)
    assert [request.url.host for request in looks.requests] == ["api.heygen.com"]


async def test_the_sandbox_keeps_uploads_whatever_the_variable_says(monkeypatch):
    monkeypatch.setenv("HEYGEN_UPLOAD_URL", "https://uploads.example")
    client = HeyGen.sandbox(history=False)
    assert client._connection._upload_url == client._connection.base_url


@pytest.mark.parametrize(
    ("api", "variable", "chosen"),
    [
        ("auto", "", "auto"),
        ("auto", " v2 ", "v2"),
        ("auto", "v3", "v3"),
        ("auto", "auto", "auto"),
        ("v2", "nonsense", "v2"),
        ("v3", "v2", "v3"),
        ("auto", "v9", None),
        ("v9", "v2", None),
        ("", "", None),
    ],
)
def test_the_version_is_chosen_by_argument_then_environment(
    monkeypatch, server, api, variable, chosen
):
    monkeypatch.setenv("HEYGEN_API", variable)
    if chosen:
        assert repr(server.client(api=api)) == f"<HeyGen {chosen} at api.heygen.com>"
    else:
        with pytest.raises(errors.ConfigurationError, match="is not a version"):
            server.client(api=api)


def test_the_widgets_client_is_the_sandbox_where_there_is_no_key():
    assert HeyGen.from_environment().is_sandbox


NO, YES = ("", "0", "false", "False", "no", "OFF", " 0 "), ("1", "true", "Yes", "on", "v2", "v3")


@pytest.mark.parametrize(("value", "is_sandbox"), [(value, value in YES) for value in (*NO, *YES)])
def test_a_variable_chooses_the_sandbox_even_with_a_key(monkeypatch, value, is_sandbox):
    monkeypatch.setenv("HEYGEN_API_KEY", "key-of-the-environment")
    monkeypatch.setenv("HEYGEN_SANDBOX", value)
    client = HeyGen.from_environment()
    assert client.is_sandbox is is_sandbox
    assert client.host == ("sandbox" if is_sandbox else "api.heygen.com")


@pytest.mark.parametrize("value", ["maybe", "2", "v4"])
def test_another_word_for_the_sandbox_is_told(monkeypatch, value):
    monkeypatch.setenv("HEYGEN_SANDBOX", value)
    with pytest.raises(errors.ConfigurationError, match="says neither yes nor no"):
        HeyGen.from_environment()


WRONG_SECONDS = ["30", -1, float("nan"), float("inf"), True, [30]]


@pytest.mark.parametrize("seconds", [*WRONG_SECONDS, None])
def test_a_timeout_that_is_no_number_is_refused_when_it_is_set(seconds):
    with pytest.raises(errors.ConfigurationError, match="not a number of seconds"):
        HeyGen("key", timeout=seconds)


@pytest.mark.parametrize("seconds", WRONG_SECONDS)
async def test_a_wait_that_is_no_number_is_refused_before_anything_is_sent(server, seconds):
    client = server.client()
    with pytest.raises(errors.ConfigurationError, match="not a number of seconds"):
        await client.generate("a chef", timeout=seconds)
    with pytest.raises(errors.ConfigurationError, match="not a number of seconds"):
        await client.resume(server.id, timeout=seconds)
    with pytest.raises(errors.ConfigurationError, match="not a number of seconds"):
        await anext(client.watch(server.id, timeout=seconds))
    assert not server.requests
    assert str(client.spent) == "nothing"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NO_PROXY", "localhost,[::1]"),
        ("no_proxy", "localhost,[::1]"),
        ("SSL_CERT_FILE", "/gone"),
        ("HTTPS_PROXY", "htp://proxy:3128"),
        ("https_proxy", "http://proxy:port"),
        ("ALL_PROXY", "socks5://user:secret@proxy:1080"),
        ("HTTP_PROXY", "socks4://proxy:1080"),
    ],
)
async def test_a_variable_that_httpx_cannot_use_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    certificates.cache_clear()
    with pytest.raises(errors.ConfigurationError, match=f"variable {name} ") as caught:
        await HeyGen("a-key-of-some-length", history=False, api="v2").balance()
    assert "Nothing was sent and nothing is billed." in str(caught.value)
    assert "secret" not in str(caught.value)
    # The sandbox needs no network.
    assert (await HeyGen.sandbox(history=False).quote()).images == 4


def test_under_trio_it_says_that_it_needs_asyncio(server):
    call = server.client().generate("a chef")
    with pytest.raises(errors.ConfigurationError, match="needs asyncio"):
        call.send(None)
