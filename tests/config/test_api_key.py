from __future__ import annotations

import copy
import json
import pickle
import time
import traceback

import pytest

from heygen_widgets.config.api_key import KEY_VARIABLE, ApiKey
from heygen_widgets.config.key_sources import find_key
from heygen_widgets.errors import ConfigurationError

SECRET = "NTMzY2Q/wMGI+0ZWI0OTk=="


def test_repr_and_str_do_not_show_the_key():
    key = ApiKey(SECRET)
    assert SECRET not in f"{key} {key!r} {[key]} {vars(type(key))} {key.__slots__}"


def test_reveal_returns_the_key():
    assert ApiKey(f"  {SECRET}\n").reveal() == SECRET


@pytest.mark.parametrize("carry", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_key_can_neither_be_pickled_nor_copied(carry):
    with pytest.raises(TypeError, match="can't be pickled"):
        carry(ApiKey(SECRET))


@pytest.mark.parametrize("bad", ["", "  ", "two words", "clé-secrète", "“quoted”", "a\nb", "a\x00"])
def test_an_invalid_key_is_refused_and_not_repeated(bad):
    with pytest.raises(ConfigurationError, match="can't be an API key") as caught:
        ApiKey(bad)
    if bad.strip():
        assert bad not in str(caught.value)


def test_no_local_variable_in_the_traceback_has_a_refused_key():
    with pytest.raises(ConfigurationError) as caught:
        ApiKey("clé-secrète")
    frames = [frame for frame, _ in traceback.walk_tb(caught.tb)][1:]
    assert frames
    assert not any("clé" in repr(frame.f_locals) for frame in frames)


@pytest.mark.parametrize(
    "escaped",
    [
        SECRET,
        json.dumps(SECRET)[1:-1],
        SECRET.replace("/", r"\/"),
        SECRET.replace("=", r"\u003d"),
        SECRET.replace("=", r"\u003D").replace("/", r"\u002F"),
        "".join(f"\\u{ord(character):04x}" for character in SECRET),
    ],
)
def test_a_repeated_key_is_masked_however_json_escapes_it(escaped):
    body = b'{"message": "no such key: ' + escaped.encode() + b' !"}'
    assert ApiKey(SECRET).scrub(body) == b'{"message": "no such key: *** !"}'


def test_a_short_key_is_not_masked():
    assert (
        ApiKey("sandbox").scrub(b"https://heygen.sandbox/image") == b"https://heygen.sandbox/image"
    )


def test_the_key_is_found_in_the_environment(monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, f" {SECRET} ")
    assert find_key().reveal() == SECRET


@pytest.mark.parametrize("blank", ["", "   "])
def test_a_blank_variable_counts_as_unset(monkeypatch, blank):
    monkeypatch.setenv(KEY_VARIABLE, blank)
    assert find_key() is None


def test_without_the_variable_there_is_no_key(monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    assert find_key() is None


def test_masking_a_long_reply_of_backslashes_is_fast():
    # Only this thread's time: other processes of the machine must not count.
    started = time.thread_time()
    ApiKey("NTMzY2Q0ZjQ5YjE=").scrub(b"\\" * 50_000)
    assert time.thread_time() - started < 1
