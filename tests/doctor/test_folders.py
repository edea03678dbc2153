from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from heygen_widgets import HeyGen, History, run_blocking
from heygen_widgets.config.paths import home
from heygen_widgets.doctor.folders import look_at_folders
from heygen_widgets.history import database
from heygen_widgets.history.migrations import MIGRATIONS
from heygen_widgets.presets import Presets
from heygen_widgets.sandbox import Scenario


def rows():
    return dict(look_at_folders().rows)


def fault():
    (found,) = look_at_folders().faults
    return str(found)


@pytest.fixture
def recorded():
    """A history with one run."""
    client = HeyGen.sandbox(Scenario(duration=0))
    return run_blocking(client.generate("a chef"))


def test_a_folder_that_is_not_there_yet_is_fine_and_is_not_made():
    assert "created with the first run" in rows()["Can be used"]
    assert rows()["Runs"] == "none yet"
    assert look_at_folders().faults == ()
    assert not home().exists()


@pytest.mark.usefixtures("recorded")
def test_it_counts_what_is_there():
    Presets().save("Baker", next(iter(History())).attributes)
    found = rows()
    assert found["Schema"] == f"{len(MIGRATIONS)}, the newest"
    counted = ("Runs", "Unfinished runs", "Runs of unknown outcome", "Presets")
    assert [found[name] for name in counted] == ["1", "0", "0", "1"]
    assert found["Size"].endswith("files")
    assert found["Can be used"].startswith("yes; ")


@pytest.mark.usefixtures("recorded")
def test_a_history_of_an_earlier_release_is_left_as_it_is():
    file = home() / database.FILE
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    before = file.read_bytes()
    assert rows()["Schema"] == f"7; this release makes it {len(MIGRATIONS)} at the first use"
    assert "Runs" not in rows()
    assert file.read_bytes() == before


@pytest.mark.usefixtures("recorded")
def test_a_history_of_a_newer_release_is_a_fault():
    connection = sqlite3.connect(home() / database.FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert "written by a newer heygen_widgets" in fault()


def test_a_damaged_history_and_damaged_presets_are_both_named():
    home().mkdir()
    (home() / database.FILE).write_bytes(b"not a database, although it is long enough" * 30)
    (home() / "presets.json").write_text("{")
    said = " ".join(map(str, look_at_folders().faults))
    assert "is damaged" in said
    assert "presets.json" in said


def test_no_home_at_all_is_named(monkeypatch):
    def refuse(*_args, **_options):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", "")
    monkeypatch.setattr("platformdirs.user_data_path", refuse)
    assert "You have no home folder" in fault()
    assert rows()["Can be used"] == "no"
    assert "HEYGEN_WIDGETS_HOME" in fault()


def test_a_home_of_nobody_is_named(monkeypatch):
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", "~no-such-user/heygen")
    assert "there is no such home folder" in fault()


def test_a_folder_that_cannot_be_searched_is_named(monkeypatch):
    # The tests may run as root, whom no permission stops.
    real = Path.stat

    def refused(path, **options):
        if path == home():
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", refused)
    assert f"The folder {home()} can't be used: Permission denied" in fault()


def test_a_file_in_place_of_the_folder_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", str(tmp_path / "file"))
    assert "is not a folder" in fault()
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", str(tmp_path / "file" / "below"))
    assert "can't be used" in fault()


@pytest.mark.parametrize("is_there", [True, False], ids=["there", "to be made"])
def test_a_folder_that_cannot_be_written_is_named(monkeypatch, is_there):
    if is_there:
        home().mkdir()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "No space left on device" in fault()


def test_a_folder_that_cannot_be_made_is_named(monkeypatch):
    # Where nobody can make one: the tests may run as root.
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", "/proc/heygen")
    assert "The folder /proc/heygen can't be used" in fault()


def test_looking_leaves_nothing_behind():
    home().mkdir()
    look_at_folders()
    assert list(home().iterdir()) == []
