import pytest

from tests.support.browser import chromium


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch, tmp_path):
    """A machine with no browser; what is installed lands in its only folder of programs."""
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "MAC_APPLICATIONS", ())
    monkeypatch.setattr(chromium, "find_playwright", lambda: None)


def program(folder, name, code=0):
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {code}\n")
    path.chmod(0o755)
    return str(path)


def test_takes_the_one_that_is_named(monkeypatch, tmp_path):
    program(tmp_path, "chromium")
    monkeypatch.setenv(chromium.VARIABLE, program(tmp_path, "mine"))
    assert chromium.find() == str(tmp_path / "mine")


def test_a_wrong_name_is_an_error_and_not_passed_over(monkeypatch, tmp_path):
    program(tmp_path, "chromium")
    monkeypatch.setenv(chromium.VARIABLE, "/no/such/browser")
    with pytest.raises(chromium.NoBrowserError, match="/no/such/browser"):
        chromium.find()


def test_takes_the_first_of_the_systems_that_starts(tmp_path):
    program(tmp_path, "chromium", code=127)
    chrome = program(tmp_path, "google-chrome")
    assert chromium.find() == chrome


def test_tries_every_way_to_install_and_stops_at_the_first_that_helps(monkeypatch, tmp_path):
    tried = []
    for name in ("download", "add_libraries"):
        monkeypatch.setattr(chromium, name, lambda name=name: tried.append(name))
    monkeypatch.setattr(chromium, "install_package", lambda: program(tmp_path, "chromium"))
    assert chromium.find() == str(tmp_path / "chromium")
    assert tried == ["download", "add_libraries"]


def test_says_what_to_do_when_nothing_helps(monkeypatch, capsys):
    for name in ("download", "add_libraries", "install_package"):
        monkeypatch.setattr(chromium, name, lambda: False)
    assert chromium.main() == 1
    assert chromium.VARIABLE in capsys.readouterr().err
