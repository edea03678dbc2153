"""Each migration is applied as a whole or not at all, and older files are read as they were."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.history import History
from heygen_widgets.history.migrations import MIGRATIONS, create_tables, migrate, version_of
from heygen_widgets.history.normalise import normalised
from tests.history.runs import ADA, HERE, LETTERS_THAT_CHANGE, NOON, finished, found


@pytest.fixture
def connection(tmp_path):
    with closing(sqlite3.connect(tmp_path / "file", isolation_level=None)) as connection:
        yield connection


def creating(name):
    def step(connection):
        connection.execute(f"CREATE TABLE {name} (value)")

    return step


def failing(connection):
    connection.execute("CREATE TABLE half (value)")
    raise RuntimeError("stop")


def tables(connection):
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows]


STEPS = [creating("one"), creating("three"), creating("two")]


@pytest.mark.parametrize("version", range(4))
def test_every_earlier_version_comes_to_the_newest(connection, version):
    migrate(connection, STEPS[:version])
    assert version_of(connection) == version
    migrate(connection, STEPS)
    assert version_of(connection) == 3
    assert tables(connection) == ["one", "three", "two"]


def test_the_newest_version_is_left_alone(connection):
    migrate(connection, STEPS)
    migrate(connection, STEPS)
    assert version_of(connection) == 3


def test_a_failing_step_leaves_the_earlier_ones_applied_and_itself_pending(connection):
    with pytest.raises(RuntimeError, match="stop"):
        migrate(connection, [STEPS[0], failing, STEPS[2]])
    assert version_of(connection) == 1
    assert tables(connection) == ["one"]
    migrate(connection, STEPS)
    assert version_of(connection) == 3


def test_a_step_that_another_process_applied_meanwhile_is_not_applied_again(connection, tmp_path):
    with closing(sqlite3.connect(tmp_path / "file", isolation_level=None)) as other:

        class Slow:
            """Reads the version, and lets another process apply the step before it goes on."""

            def __init__(self):
                self.is_first = True

            def execute(self, statement):
                result = connection.execute(statement)
                if self.is_first:
                    self.is_first = False
                    row = result.fetchall()
                    migrate(other, STEPS[:1])
                    return connection.execute("SELECT ?", row[0])
                return result

            def __getattr__(self, name):
                return getattr(connection, name)

        migrate(Slow(), STEPS[:1])
    assert version_of(connection) == 1


SWEEPS = ("sweeps", "sweep_cells", "sweep_runs", "sweep_choices")


def test_the_newest_version_has_these_columns(connection):
    migrate(connection)
    assert version_of(connection) == len(MIGRATIONS) == 8
    shape = {
        table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for table in ("runs", "images", "marks", "search", "pictures", "deleted_looks", *SWEEPS)
    }
    assert shape == {
        "runs": [
            "number",
            "run_id",
            "generation_id",
            "backend",
            "account",
            "status",
            "message",
            "attributes",
            "submitted_at",
            "finished_at",
            "api",
            "request_id",
            "writer_host",
            "writer_pid",
            "writer_started",
            "written_at",
            "jobs",
            "refs",
            "price",
            "forgotten",
            "resumed",
            "kind",
            "name",
            "group_id",
        ],
        "images": [
            "run",
            "position",
            "key",
            "url",
            "error",
            "file",
            "digest",
            "byte_count",
            "mime_type",
            "width",
            "height",
            "job",
        ],
        "marks": ["run", "image", "favourite", "rating", "note", "words"],
        "search": [
            "run",
            "age",
            "gender",
            "ethnicity",
            "orientation",
            "pose",
            "style",
            "words",
        ],
        "pictures": ["run", "position", "picture", "look", "group_id"],
        "deleted_looks": ["look"],
        "sweeps": [
            "number",
            "id",
            "plan",
            "backend",
            "created_at",
            "claim",
            "claim_host",
            "claim_pid",
            "claim_started",
            "claimed_at",
        ],
        "sweep_cells": ["sweep", "position", "cell", "attempt", "run_id"],
        "sweep_runs": ["sweep", "position", "attempt", "run_id", "reused"],
        "sweep_choices": [
            "number",
            "sweep",
            "left_run",
            "left_image",
            "right_run",
            "right_image",
            "outcome",
        ],
    }


FIELDS = (
    *("id", "run_id", "status", "message", "attributes", "submitted_at", "finished_at", "api"),
    *("request_id", "image_keys", "image_urls"),
)
ADDED = ("jobs", "refs", "price", "forgotten", "resumed")


def without_steps(connection):
    """Take back what versions 7 and 8 added."""
    for table in SWEEPS:
        connection.execute(f"DROP TABLE {table}")
    for index in ("runs_of_steps", "runs_by_group", "images_by_key"):
        connection.execute(f"DROP INDEX {index}")
    for table in ("pictures", "deleted_looks"):
        connection.execute(f"DROP TABLE {table}")
    for column in ("kind", "name", "group_id"):
        connection.execute(f"ALTER TABLE runs DROP COLUMN {column}")
    connection.execute("ALTER TABLE images DROP COLUMN job")


def as_version_1(folder):
    """Turn the history in a folder into one that an earlier release wrote."""
    [file] = folder.glob("*.sqlite*")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        without_steps(connection)
        for column in ADDED:
            connection.execute(f"ALTER TABLE runs DROP COLUMN {column}")
        for table in ("marks", "search"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 1")
        new = {name: [row[1:] for row in shape(connection, name)] for name in tables(connection)}
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        create_tables(connection)
        assert new == {
            name: [row[1:] for row in shape(connection, name)] for name in tables(connection)
        }
    return file


def shape(connection, table):
    return connection.execute(f"PRAGMA table_info({table})").fetchall()


def same(run, other):
    return [getattr(run, name) == getattr(other, name) for name in FIELDS] == [True] * len(FIELDS)


def test_rows_of_version_1_are_read_as_they_were(history, record):
    recorded = [
        history.record(finished(), **HERE),
        record("timed_out", run_id="run-00000002", id="702d", message="Late."),
        record("failed", run_id="run-00000003", message="No face."),
        record("unknown", run_id="run-00000004"),
        record("in_progress", run_id="run-00000005", id="703e", attributes=None),
    ]
    file = as_version_1(history.path)
    read = list(History(history.path))[::-1]
    assert all(map(same, recorded, read))
    assert {(run.jobs, run.references, run.price, run.cost) for run in read} == {
        ((), (), None, None)
    }
    assert [image.bytes for image in read[0].images] == [
        image.bytes for image in recorded[0].images
    ]
    with closing(sqlite3.connect(file)) as connection:
        assert version_of(connection) == len(MIGRATIONS)


def test_rows_of_version_1_are_resumable_by_their_ids_alone(history, record):
    record("timed_out", run_id="run-00000002", id="702d")
    record("unknown", run_id="run-00000004")
    as_version_1(history.path)
    opened = History(history.path)
    [stopped], [unknown] = opened.unfinished(), opened.unknown()
    assert stopped.is_resumable
    [job] = stopped.reopened(repeat=True).jobs
    assert (job.id, job.key) == ("702d", None)
    assert not unknown.is_resumable
    assert unknown.reopened(repeat=True).status.is_final


def test_a_run_of_version_1_can_be_recorded_again(history):
    history.record(finished(), **HERE)
    as_version_1(history.path)
    opened = History(history.path)
    opened.record(finished(message="Again."), **HERE)
    [run] = opened
    assert (run.message, run.attributes) == ("Again.", ADA)
    assert all(image.is_downloaded for image in run.images)


def old_file(folder, version, attributes):
    """Make a history as the release of a version did, with one run of two images."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "history.sqlite3", isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS[:version])
        connection.execute(
            "INSERT INTO runs (run_id, generation_id, backend, account, status, message,"
            " attributes, submitted_at, api, writer_host, writer_pid, writer_started, written_at)"
            " VALUES ('run-00000001', '701c', 'h', 'a', 'success', 'Über 日本', ?, ?, 'v2', 'h', 1,"
            " '1', 0)",
            (attributes, NOON.isoformat()),
        )
        for place, key in enumerate(["image/701c/ABC", ""]):
            connection.execute(
                "INSERT INTO images (run, position, key, url, mime_type, width, height)"
                " VALUES (1, ?, ?, ?, '', 0, 0)",
                (place, key, f"https://images/{place}"),
            )


@pytest.mark.parametrize("version", [1, 2])
def test_runs_of_older_files_are_found_and_marked(history, version):
    asked = ADA.replace(name="Zoë", appearance="庭 with a red jacket").to_dict()
    old_file(history.path, version, json.dumps(asked))
    for text in ("zoë", "庭 RED", "ÜBER", "日本", "701C", "image/701c/abc"):
        assert found(history, text) == ["701c"], text
    assert found(history, "https") == []
    assert found(history, attributes={"age": "Senior", "style": "Noir"}) == ["701c"]
    assert found(history, attributes={"style": "Pixar"}) == []
    history.mark("701c", "image/701c/ABC", favourite=True, note="Oh")
    history.mark("701c", "https://images/1", rating=2)
    [run] = History(history.path)
    assert [image.mark.rating for image in run.images] == [None, 2]
    assert found(history, "oh", favourite=True) == ["701c"]
    history.record(replace(run, message="Again."), backend="h", account="a")
    assert found(history, "oh again. 庭", favourite=True) == ["701c"]


@pytest.mark.parametrize(
    "attributes", [None, "{half", "[]", "3", '{"name": 3, "age": null}', "null"]
)
def test_an_older_run_whose_attributes_cannot_be_read_is_found_by_the_rest(history, attributes):
    old_file(history.path, 2, attributes)
    with closing(sqlite3.connect(history.path / "history.sqlite3", isolation_level=None)) as file:
        migrate(file)
        [row] = file.execute("SELECT * FROM search").fetchall()
    assert row == (1, *[None] * 6, "über 日本\n701c\nimage/701c/abc")


def normalised_by_version_3(text):
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


@given(st.text() | st.text(LETTERS_THAT_CHANGE, max_size=6))
def test_a_text_that_version_3_normalised_becomes_what_it_would_be_today(text):
    assert normalised(normalised_by_version_3(text)) == normalised(text)


def as_version_3(folder):
    """Store the texts to search in as version 3 did; the other tables are the same."""
    with closing(sqlite3.connect(folder / "history.sqlite3", isolation_level=None)) as connection:
        without_steps(connection)
        for column in ("forgotten", "resumed"):
            connection.execute(f"ALTER TABLE runs DROP COLUMN {column}")
        runs = connection.execute("SELECT number, generation_id, attributes FROM runs").fetchall()
        for number, generation_id, attributes in runs:
            asked = json.loads(attributes)
            texts = (asked["name"], asked["appearance"], generation_id)
            keys = connection.execute("SELECT key FROM images WHERE run = ?", (number,))
            words = "\n".join(map(normalised_by_version_3, [*texts, *(key for (key,) in keys)]))
            connection.execute("UPDATE search SET words = ? WHERE run = ?", (words, number))
        connection.create_function("by_version_3", 1, normalised_by_version_3)
        connection.execute("UPDATE marks SET words = by_version_3(note)")
        connection.execute("PRAGMA user_version = 3")


def test_words_of_version_3_are_found_by_every_letter_i(history):
    about = ADA.replace(name="İbrahim Straße", appearance="A man in İstanbul")
    history.record(finished(attributes=about), **HERE)
    history.record(finished(run_id="run-00000002", id="702d"), **HERE)
    history.mark("702d", "image/702d/0", note="From İzmir. ISPARTA")
    as_version_3(history.path)
    with closing(sqlite3.connect(history.path / "history.sqlite3")) as connection:
        stored = [words for (words,) in connection.execute("SELECT words FROM search")]
        assert "i\u0307stanbul" in stored[0]
    for text in ("istanbul", "İSTANBUL", "ibrahim strasse", "701C image/701c/2"):
        assert found(history, text) == ["701c"], text
    for text in ("izmir", "İzmir", "\u0131sparta", "702d"):
        assert found(history, text) == ["702d"], text
    assert found(history, "jacket") == ["702d"]
    assert history.get("702d").images[0].mark.note == "From İzmir. ISPARTA"


def test_no_run_of_an_older_file_is_forgotten(history):
    old_file(history.path, 4, None)
    with closing(sqlite3.connect(history.path / "history.sqlite3", isolation_level=None)) as file:
        file.execute("UPDATE runs SET status = 'stopped'")
    [run] = history.unfinished()
    history.forget(run.run_id)
    assert History(history.path).unfinished() == []


def test_a_run_of_an_older_file_counts_as_one_that_was_waited_for_at_one_go(history):
    old_file(history.path, 5, None)
    [run] = history
    assert not run.was_resumed
    end = NOON + timedelta(seconds=30)
    with closing(sqlite3.connect(history.path / "history.sqlite3", isolation_level=None)) as file:
        file.execute("UPDATE runs SET finished_at = ?", (end.isoformat(),))
    assert history.durations(backend="h") == pytest.approx([30])
