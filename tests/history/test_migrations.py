"""Numbered steps, each whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from heygen_widgets.history import History
from heygen_widgets.history.migrations import MIGRATIONS, create_tables, migrate, version_of
from tests.history.runs import ADA, HERE, finished


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


def test_a_step_that_another_process_did_meanwhile_is_not_done_again(connection, tmp_path):
    with closing(sqlite3.connect(tmp_path / "file", isolation_level=None)) as other:

        class Slow:
            """The first look at the version is older than the other process's step."""

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


def test_the_shape_of_the_newest_version_is_known(connection):
    migrate(connection)
    assert version_of(connection) == len(MIGRATIONS) == 3
    shape = {
        table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for table in ("runs", "images", "marks", "search")
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
    }


FIELDS = (
    *("id", "run_id", "status", "message", "attributes", "submitted_at", "finished_at", "api"),
    *("request_id", "image_keys", "image_urls"),
)
ADDED = ("jobs", "refs", "price")


def as_version_1(folder):
    """Turn the history in a folder into one that an earlier release wrote."""
    [file] = folder.glob("*.sqlite*")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
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
    given = [
        history.record(finished(), **HERE),
        record("timed_out", run_id="run-00000002", id="702d", message="Late."),
        record("failed", run_id="run-00000003", message="No face."),
        record("unknown", run_id="run-00000004"),
        record("in_progress", run_id="run-00000005", id="703e", attributes=None),
    ]
    file = as_version_1(history.path)
    read = list(History(history.path))[::-1]
    assert all(map(same, given, read))
    assert {(run.jobs, run.references, run.price, run.cost) for run in read} == {
        ((), (), None, None)
    }
    assert [image.bytes for image in read[0].images] == [image.bytes for image in given[0].images]
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


def test_a_run_of_version_1_can_be_written_on(history):
    history.record(finished(), **HERE)
    as_version_1(history.path)
    opened = History(history.path)
    opened.record(finished(message="Again."), **HERE)
    [run] = opened
    assert (run.message, run.attributes) == ("Again.", ADA)
    assert all(image.is_downloaded for image in run.images)
