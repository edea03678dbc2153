from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from heygen_widgets import ConfigurationError
from heygen_widgets.config.api_key import ApiKey
from heygen_widgets.config.key_sources import can_remember, find_key, forget_key, remember_key

KEY = "sk-0123456789abcdef"


@pytest.fixture(autouse=True)
def _no_other_source(monkeypatch, tmp_path):
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", str(tmp_path))
    monkeypatch.delitem(sys.modules, "google.colab", raising=False)


@pytest.fixture
def keyring(monkeypatch):
    """A keyring package that keeps its secrets in a dict."""
    secrets: dict = {}
    module = ModuleType("keyring")
    module.__spec__ = SimpleNamespace(name="keyring")
    module.secrets = secrets
    module.get_password = lambda service, name: secrets.get((service, name))
    module.set_password = lambda service, name, value: secrets.update({(service, name): value})
    module.delete_password = lambda service, name: secrets.pop((service, name))
    monkeypatch.setitem(sys.modules, "keyring", module)
    return module


@pytest.fixture
def colab(monkeypatch):
    """Colab's module, with one secret."""
    userdata = SimpleNamespace(get=lambda name: {"HEYGEN_API_KEY": KEY}[name])
    module = ModuleType("google.colab")
    module.userdata = userdata
    monkeypatch.setitem(sys.modules, "google", ModuleType("google"))
    monkeypatch.setitem(sys.modules, "google.colab", module)
    return userdata


def test_without_any_source_there_is_no_key():
    assert find_key() is None


@pytest.mark.usefixtures("colab")
def test_in_colab_the_key_is_read_from_its_secrets():
    assert find_key().reveal() == KEY


def test_a_secret_that_colab_refuses_counts_as_unset(colab):
    colab.get = lambda _: 1 / 0
    assert find_key() is None


@pytest.mark.usefixtures("colab")
def test_the_environment_has_priority_over_colab(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", "from-the-environment")
    assert find_key().reveal() == "from-the-environment"


def test_a_remembered_key_is_found_until_it_is_forgotten(keyring):
    assert can_remember()
    remember_key(ApiKey(KEY))
    assert find_key().reveal() == KEY
    forget_key()
    assert find_key() is None
    assert keyring.secrets == {}


def test_the_keyring_is_not_used_before_a_key_is_remembered(keyring):
    keyring.get_password = lambda *_: 1 / 0
    keyring.secrets["heygen_widgets", "HEYGEN_API_KEY"] = KEY
    assert find_key() is None


def test_a_locked_keyring_counts_as_empty(keyring):
    remember_key(ApiKey(KEY))
    keyring.get_password = lambda *_: 1 / 0
    assert find_key() is None


def test_the_error_of_a_keyring_gives_advice_and_does_not_show_the_key(keyring):
    def refuse(*_):
        raise RuntimeError(KEY)

    keyring.set_password = refuse
    with pytest.raises(ConfigurationError, match="HEYGEN_API_KEY") as caught:
        remember_key(ApiKey(KEY))
    assert KEY not in str(caught.value)


def test_remembering_without_the_package_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match="Install the package `keyring`"):
        remember_key(ApiKey(KEY))


@pytest.mark.usefixtures("keyring")
def test_a_remembered_key_is_in_no_file_of_the_package(tmp_path):
    remember_key(ApiKey(KEY))
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b""]


def test_fingerprints_of_keys_differ_and_contain_no_part_of_the_key():
    first, second = ApiKey(KEY).fingerprint, ApiKey(KEY + "x").fingerprint
    assert first != second
    assert len(first) == 16
    assert not any(part in first for part in (KEY, KEY[-8:]))


def test_a_home_that_cannot_be_searched_holds_no_key(monkeypatch):
    # The tests may run as root, whom no permission stops.
    def refused(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.delenv("HEYGEN_API_KEY", raising=False)
    monkeypatch.setattr(Path, "exists", refused)
    assert find_key() is None
    forget_key()
