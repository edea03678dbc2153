from __future__ import annotations

import pytest

from heygen_widgets.doctor.privacy import shareable

KEY = "sk-0123456789abcdef"


@pytest.fixture(autouse=True)
def _at_home(monkeypatch):
    monkeypatch.setenv("HOME", "/home/iris")
    monkeypatch.setenv("USER", "iris")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/iris/.local/share", "~/.local/share"),
        ("at /home/iris.", "at ~."),
        ("/home/iris2/x", "/home/***/x"),
        ("/home/someone/x", "/home/***/x"),
        ("/Users/someone/x", "/Users/***/x"),
        ("C:\\Users\\someone\\x", "C:\\Users\\***\\x"),
        ("/srv/iris/heygen", "/srv/***/heygen"),
        ("an iris in a vase", "an iris in a vase"),
        ("http://user:secret@proxy:3128", "http://***@proxy:3128"),
        ("socks5://user@proxy", "socks5://***@proxy"),
        ("https://proxy.example", "https://proxy.example"),
    ],
)
def test_it_hides_homes_names_and_credentials_and_nothing_else(text, shown):
    assert shareable(text) == shown


def test_the_key_is_masked_wherever_it_stands(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", KEY)
    assert KEY not in shareable(f"https://proxy.example/{KEY} said {KEY}")


def test_a_key_that_is_no_key_stops_nothing(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", "two words")
    assert shareable("text") == "text"
