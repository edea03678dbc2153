from __future__ import annotations

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heygen_widgets.config.urls import (
    HEYGEN_URL,
    SANDBOX_URL,
    check_base_url,
    check_image_url,
    is_loopback,
)
from heygen_widgets.errors import ConfigurationError, HeyGenError, ImageUnavailable

LOCAL = "http://127.0.0.1:8765"
PIECES = st.lists(
    st.sampled_from(
        [
            *("http", "https", ":", "//", "://", "/", "\\", "@", "?", "#", ".", "[", "]"),
            *("127.0.0.1", "::1", "localhost", "evil.com", "api.heygen.com", "8765", "0"),
            *("%", "%00", "%2e", "xn--", "ä", "。", "user", "a"),
            *(" ", "\t", "\n", "\r", "\0", "\x7f", "\u200b", "\ud800"),
        ]
    ),
    max_size=9,
).map("".join)
URLS = (
    PIECES | st.text(max_size=30) | PIECES.map("https://".__add__) | PIECES.map("http://".__add__)
)


def outcome(check, *args):
    """Calls a check; returns its result, and the `HeyGenError` that it raises."""
    try:
        return check(*args), None
    except HeyGenError as error:
        return None, error


@pytest.mark.parametrize(
    ("given_url", "taken"),
    [
        (HEYGEN_URL, HEYGEN_URL),
        (SANDBOX_URL, SANDBOX_URL),
        ("https://api.heygen.com/", HEYGEN_URL),
        ("  https://api.heygen.com \n", HEYGEN_URL),
        ("HTTPS://api.heygen.com", "HTTPS://api.heygen.com"),
        ("https://proxy.example/heygen/", "https://proxy.example/heygen"),
        ("https://proxy.example:8443", "https://proxy.example:8443"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://127.8.9.10", "http://127.8.9.10"),
        ("http://localhost:8765/", "http://localhost:8765"),
        ("http://LOCALHOST", "http://LOCALHOST"),
        ("http://[::1]:8765", "http://[::1]:8765"),
    ],
)
def test_https_and_http_to_this_machine_are_accepted(given_url, taken):
    assert check_base_url(given_url) == taken


@pytest.mark.parametrize(
    "url",
    [
        "http://api.heygen.com",
        "http://192.168.1.7:8765",
        "http://10.0.0.1",
        "http://0.0.0.0:8765",
        "http://[2001:db8::1]",
        "http://[::]",
        "http://localhost.evil.com",
        "http://127.0.0.1.evil.com",
        "http://127.0.0.1%2eevil.com",
        "http://notlocalhost",
    ],
)
def test_plain_http_to_another_machine_is_refused(url):
    with pytest.raises(ConfigurationError, match="unencrypted"):
        check_base_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://user:secret@api.heygen.com",
        "https://user@api.heygen.com",
        "https://:secret@api.heygen.com",
        "https://api.heygen.com?key=secret",
        "https://api.heygen.com/#secret",
        "http://127.0.0.1:80@evil.com",
    ],
)
def test_a_url_that_may_contain_a_secret_is_refused_and_not_repeated(url):
    with pytest.raises(ConfigurationError) as caught:
        check_base_url(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "api.heygen.com",
        "//api.heygen.com",
        "https://",
        "https:///v2",
        "ftp://api.heygen.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://host:port",
        "https://host:99999",
        "https://[::1",
        "https://[nonsense]",
        "https://api.hey\ngen.com",
        "https://api.hey gen.com",
        "https://api.heygen.com\\.evil.com",
        "http://evil.com\\.localhost",
        "https://api.heygen.com/\x00",
        "https://api\u200b.heygen.com",
        "https://\ud800.com",
    ],
)
def test_an_invalid_url_is_refused(url):
    with pytest.raises(ConfigurationError):
        check_base_url(url)


@given(URLS)
@example("http://evil.com\\@127.0.0.1")
@example("http://127.0.0.1\t.evil.com")
@example("http://[::1]evil.com")
def test_any_url_is_accepted_or_raises_a_configuration_error(url):
    taken, refused = outcome(check_base_url, url)
    if refused:
        assert isinstance(refused, ConfigurationError)
        return
    try:
        seen = httpx.URL(taken + "/v2")
    except httpx.InvalidURL:
        return
    assert seen.scheme == "https" or is_loopback(seen.host)
    assert not seen.userinfo


@pytest.mark.parametrize(
    "url",
    [
        "https://resource2.heygen.ai/image/701c/original",
        "https://files2.heygen.ai/image/701c/original?Expires=1&Signature=a~b&Key-Pair-Id=c",
        "https://10.0.0.1/image",
        "https://[2001:db8::1]/image",
        "https://bücher.example/ä b.png",
    ],
)
@pytest.mark.parametrize("base_url", [HEYGEN_URL, LOCAL])
def test_an_image_may_be_loaded_over_https(url, base_url):
    assert check_image_url(url, base_url) is None


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "[::1]:1"])
def test_an_image_of_this_machine_needs_an_api_on_this_machine(host):
    for scheme in ("http", "https"):
        assert check_image_url(f"{scheme}://{host}/image", LOCAL) is None
        with pytest.raises(ImageUnavailable, match="not one that is safe to open"):
            check_image_url(f"{scheme}://{host}/image", HEYGEN_URL)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "image/701c/original",
        "//resource2.heygen.ai/image",
        "http://resource2.heygen.ai/image",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "s3://surreal-product/image/701c/original",
        "https://",
        "https://[::1",
        "https://a.example/\n",
        "https://a\t.example/",
        "https://a.example/\ud800",
    ],
)
@pytest.mark.parametrize("base_url", [HEYGEN_URL, LOCAL])
def test_other_links_are_refused(url, base_url):
    with pytest.raises(ImageUnavailable):
        check_image_url(url, base_url)


@given(URLS, st.sampled_from([HEYGEN_URL, LOCAL]))
def test_any_link_is_accepted_or_raises_image_unavailable(url, base_url):
    _, refused = outcome(check_image_url, url, base_url)
    if refused:
        assert isinstance(refused, ImageUnavailable)
        assert len(str(refused)) < 1500
        return
    try:
        seen = httpx.URL(url)
    except httpx.InvalidURL:
        return
    assert seen.scheme == "https" or is_loopback(seen.host)


def test_the_message_shortens_a_long_link():
    with pytest.raises(ImageUnavailable) as caught:
        check_image_url("ftp://" + "x" * 10_000, HEYGEN_URL)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("host", "is_local"),
    [
        ("localhost", True),
        ("a.localhost", False),
        ("127.0.0.1", True),
        ("127.255.0.1", True),
        ("::1", True),
        ("128.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - that is the point
        ("::", False),
        ("localhost.com", False),
        ("xlocalhost", False),
        ("", False),
    ],
)
def test_only_this_machine_is_loopback(host, is_local):
    assert is_loopback(host) is is_local


@pytest.mark.parametrize(
    "host",
    ["127.1", "2130706433", "0.0.0.0", "localhost.", "[::ffff:127.0.0.1]", "a.localhost", "0x7f.1"],  # noqa: S104
)
def test_an_image_of_this_machine_is_refused_in_any_spelling(host):
    with pytest.raises(ImageUnavailable):
        check_image_url(f"https://{host}/image", "https://api.heygen.com")
