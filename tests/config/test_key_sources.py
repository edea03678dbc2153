"""Where a key is looked for, in which order, and what happens to one that is remembered."""

import sys
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


def test_there_is_none_where_nothing_is_set():
    assert find_key() is None


@pytest.mark.usefixtures("colab")
def test_colabs_secrets_are_asked_where_colab_is():
    assert find_key().reveal() == KEY


def test_a_secret_that_colab_refuses_counts_as_none(colab):
    colab.get = lambda _: 1 / 0
    assert find_key() is None


@pytest.mark.usefixtures("colab")
def test_the_environment_comes_before_colab(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", "from-the-environment")
    assert find_key().reveal() == "from-the-environment"


def test_a_remembered_key_is_found_until_it_is_forgotten(keyring):
    assert can_remember()
    remember_key(ApiKey(KEY))
    assert find_key().reveal() == KEY
    forget_key()
    assert find_key() is None
    assert keyring.secrets == {}


def test_a_keyring_is_not_asked_unless_the_user_asked_to_remember(keyring):
    keyring.get_password = lambda *_: 1 / 0
    keyring.secrets["heygen_widgets", "HEYGEN_API_KEY"] = KEY
    assert find_key() is None


def test_a_locked_keyring_counts_as_none(keyring):
    remember_key(ApiKey(KEY))
    keyring.get_password = lambda *_: 1 / 0
    assert find_key() is None


def test_a_keyring_that_refuses_says_what_else_to_do_and_not_the_key(keyring):
    def refuse(*_):
        raise RuntimeError(KEY)

    keyring.set_password = refuse
    with pytest.raises(ConfigurationError, match="HEYGEN_API_KEY") as caught:
        remember_key(ApiKey(KEY))
    assert KEY not in str(caught.value)


def test_without_the_package_remembering_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match="Install the package `keyring`"):
        remember_key(ApiKey(KEY))


@pytest.mark.usefixtures("keyring")
def test_no_file_of_ours_holds_a_remembered_key(tmp_path):
    remember_key(ApiKey(KEY))
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b""]


def test_a_fingerprint_tells_keys_apart_and_holds_none_of_them():
    first, second = ApiKey(KEY).fingerprint, ApiKey(KEY + "x").fingerprint
    assert first != second
    assert len(first) == 16
    assert not any(part in first for part in (KEY, KEY[-8:]))
