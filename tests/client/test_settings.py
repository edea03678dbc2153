"""Address, version and sandbox, by argument and by environment."""

from __future__ import annotations

import pytest

from heygen_widgets import HeyGen, errors


def test_the_address_comes_from_the_environment(monkeypatch, server):
    monkeypatch.setenv("HEYGEN_BASE_URL", "http://127.0.0.1:8765/")
    assert server.client().host == "127.0.0.1:8765"
    assert server.client(base_url="https://proxy.example").host == "proxy.example"


def test_an_empty_address_counts_as_unset(monkeypatch, server):
    monkeypatch.setenv("HEYGEN_BASE_URL", " ")
    assert server.client().host == "api.heygen.com"


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


@pytest.mark.parametrize(("value", "is_sandbox"), [("", False), ("0", False), ("1", True)])
def test_a_variable_chooses_the_sandbox_even_with_a_key(monkeypatch, value, is_sandbox):
    monkeypatch.setenv("HEYGEN_API_KEY", "key-of-the-environment")
    monkeypatch.setenv("HEYGEN_SANDBOX", value)
    client = HeyGen.from_environment()
    assert client.is_sandbox is is_sandbox
    assert client.host == ("sandbox" if is_sandbox else "api.heygen.com")
