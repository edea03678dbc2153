"""Each variable that httpx can't use is found, whatever else is wrong, and no other."""

from __future__ import annotations

import httpx
import pytest

from heygen_widgets.api.network_settings import environment_faults, unusable_error

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR")
ENTRIES = [
    "localhost",
    "LOCALHOST",
    "127.0.0.1",
    "192.168.0.0/16",
    "::1",
    "[::1]",
    "fe80::/10",
    ".example.com",
    "example.com:8080",
    "example.com:port",
    "https://example.com",
    "http://[::1",
    "*.example.com",
    "a b",
    "ex\tample",
    "::ffff:127.0.0.1",
    "exämple.com",
]


@pytest.fixture(autouse=True)
def _unset(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def names():
    return [fault.what.split("variable ")[1].split()[0] for fault in environment_faults()]


def test_with_nothing_set_nothing_is_wrong():
    assert environment_faults() == []


def test_all_faults_are_found_at_once(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/gone")
    monkeypatch.setenv("HTTPS_PROXY", "htp://proxy:3128")
    monkeypatch.setenv("all_proxy", "socks5://proxy:1080")
    monkeypatch.setenv("NO_PROXY", "localhost,[::1]")
    assert names() == ["SSL_CERT_FILE", "HTTPS_PROXY", "all_proxy", "NO_PROXY"]
    said = str(unusable_error(httpx.InvalidURL("odd")))
    assert all(name in said for name in names())
    assert said.count("Nothing was sent") == 1


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_of_no_proxy_is_wrong_if_httpx_cannot_read_it(monkeypatch, entry):
    monkeypatch.setenv("no_proxy", f"localhost, {entry}")
    try:
        httpx.AsyncClient(verify=False)  # noqa: S501 - it connects to nothing
        expected = []
    except (httpx.InvalidURL, ValueError):
        expected = ["no_proxy"]
    assert names() == expected


def test_the_wrong_entry_is_named(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "localhost,[::1],a:b")
    (fault,) = environment_faults()
    assert "entries that httpx can't read: '[::1]', 'a:b'" in fault.what
    assert "'::1' goes without brackets" in fault.advice


def test_a_star_lets_httpx_ignore_proxies_and_other_entries(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "[::1],*")
    monkeypatch.setenv("HTTPS_PROXY", "htp://proxy:3128")
    httpx.AsyncClient(verify=False)  # noqa: S501 - it connects to nothing
    assert environment_faults() == []


def test_small_letters_win_over_capital_ones(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "htp://proxy:3128")
    monkeypatch.setenv("https_proxy", "http://proxy:3128")
    assert environment_faults() == []


def test_the_address_of_a_proxy_is_not_shown(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "socks5://user:secret@proxy:1080")
    (fault,) = environment_faults()
    assert "httpx[socks]" in fault.what
    assert "secret" not in str(fault)


def test_a_file_that_holds_no_certificates_is_wrong(monkeypatch, tmp_path):
    file = tmp_path / "certificates.pem"
    file.write_text("nothing")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert names() == ["SSL_CERT_FILE"]


def test_a_folder_of_certificates_that_is_not_there_is_wrong(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "gone"))
    assert names() == ["SSL_CERT_DIR"]
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert names() == []


def test_an_error_with_no_variable_to_blame_is_told_as_it_is():
    assert "odd" in str(unusable_error(ValueError("odd")))
