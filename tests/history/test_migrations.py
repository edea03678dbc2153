"""Numbered steps, each whole or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from heygen_widgets.history.migrations import MIGRATIONS, migrate, version_of


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
    assert version_of(connection) == len(MIGRATIONS) == 1
    shape = {
        table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for table in ("runs", "images")
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
    }
