from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import pytest

from heygen_widgets.config.paths import home
from heygen_widgets.doctor.service import look_at_service

KEY = "sk-0123456789abcdef"


def rows():
    return dict(look_at_service().rows)


def faults():
    return [str(fault) for fault in look_at_service().faults]


def test_without_a_key_a_studio_opens_with_the_sandbox():
    assert rows()["A studio opens with"] == "the sandbox in this process"
    assert rows()["API key"] == "none"
    assert faults() == []


def test_it_says_where_the_key_is_from_and_not_the_key(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", KEY)
    assert rows()["A studio opens with"] == "HeyGen"
    assert rows()["API key"] == "from the variable HEYGEN_API_KEY"
    assert not any(KEY[start : start + 4] in str(rows()) for start in range(len(KEY) - 4))


def test_a_secret_of_colab_is_named_as_such(monkeypatch):
    module = ModuleType("google.colab")
    module.userdata = SimpleNamespace(get=lambda _: KEY)
    monkeypatch.setitem(sys.modules, "google", ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", module)
    assert rows()["API key"] == "from Colab's secret HEYGEN_API_KEY"
    assert rows()["VS Code or Colab"] == "Colab"


def test_addresses_and_the_version_are_those_of_the_environment(monkeypatch):
    monkeypatch.setenv("HEYGEN_BASE_URL", "https://proxy.example/")
    monkeypatch.setenv("HEYGEN_API", "v3")
    assert rows()["HeyGen's address"] == "https://proxy.example"
    assert rows()["Address of uploads"] == "https://proxy.example"
    assert rows()["Version of the API"] == "v3"


@pytest.mark.parametrize("word", ["false", "no", "off", "False", "0"])
def test_the_usual_words_for_no_mean_heygen_where_there_is_a_key(monkeypatch, word):
    monkeypatch.setenv("HEYGEN_SANDBOX", word)
    monkeypatch.setenv("HEYGEN_API_KEY", KEY)
    assert rows()["A studio opens with"] == "HeyGen"
    assert faults() == []


def test_a_sandbox_that_was_refused_and_comes_for_want_of_a_key_is_a_fault(monkeypatch):
    monkeypatch.setenv("HEYGEN_SANDBOX", "no")
    (fault,) = faults()
    assert "HEYGEN_SANDBOX says no, but there is no API key" in fault


def test_everything_that_is_wrong_is_said_at_once(monkeypatch):
    monkeypatch.setenv("HEYGEN_SANDBOX", "perhaps")
    monkeypatch.setenv("HEYGEN_API", "v9")
    monkeypatch.setenv("HEYGEN_BASE_URL", "http://proxy.example")
    monkeypatch.setenv("HEYGEN_UPLOAD_URL", "ftp://proxy.example")
    monkeypatch.setenv("HEYGEN_API_KEY", "two words")
    said = " ".join(faults())
    assert len(faults()) == 5
    for part in (
        "HEYGEN_SANDBOX is 'perhaps'",
        "'v9'",
        "unencrypted",
        "ftp",
        "can't be an API key",
    ):
        assert part in said
    assert "two words" not in said


def test_a_fault_is_said_once_although_two_settings_meet_it(monkeypatch):
    monkeypatch.setenv("HEYGEN_BASE_URL", "nowhere")
    assert len(faults()) == 1


def test_a_remembered_key_that_the_keyring_does_not_give_is_a_fault(monkeypatch):
    home().mkdir()
    (home() / "key-is-in-keyring").touch()
    monkeypatch.setattr("heygen_widgets.config.key_sources.can_remember", lambda: False)
    (fault,) = faults()
    assert "can't be read from the system's keyring" in fault


def test_a_variable_that_nobody_reads_is_named_without_its_value(monkeypatch):
    monkeypatch.setenv("HEYGEN_APIKEY", KEY)
    assert "HEYGEN_APIKEY (not read; did you mean HEYGEN_API_KEY?)" in rows()["Variables"]
    assert KEY not in str(rows())
