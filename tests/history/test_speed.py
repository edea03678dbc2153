"""Ten thousand runs are asked about by index: shown by SQLite's plans, not by a clock."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from heygen_widgets.history import reading
from heygen_widgets.history.migrations import migrate

QUERIES = {
    "PAGE": (reading.NEWEST, 100),
    "FIND": ("g",),
    "BY_RUN": ("r",),
    "BY_GENERATION": ("g", "b", "a"),
    "IMAGES": (1,),
    "UNFINISHED": {"backend": None, "account": None},
    "UNKNOWN": {"backend": "b", "account": "a"},
}


@pytest.fixture(params=["no statistics", "statistics"])
def connection(request):
    with closing(sqlite3.connect(":memory:")) as connection:
        migrate(connection)
        connection.commit()
        names = "run_id, generation_id, backend, account, status, api"
        names += ", writer_host, writer_pid, writer_started, written_at"
        connection.executemany(
            f"INSERT INTO runs ({names}) VALUES (?, ?, 'b', 'a', ?, 'v2', 'h', 1, '1', 0)",  # noqa: S608
            [(f"r{n}", f"g{n}", "success" if n % 100 else "stopped") for n in range(10_000)],
        )
        connection.commit()
        if request.param == "statistics":
            connection.execute("ANALYZE")
        yield connection


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_never_scans_the_runs(connection, name):
    query = getattr(reading, name)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {query}", QUERIES[name]).fetchall()
    steps = [row[3] for row in plan]
    assert any("SEARCH" in step for step in steps)
    assert not [step for step in steps if step.startswith(("SCAN runs", "SCAN images"))]


def test_the_open_runs_are_found_by_their_status(connection):
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN {reading.UNFINISHED}", QUERIES["UNFINISHED"]
    ).fetchall()
    assert any("runs_by_status (status=?)" in row[3] for row in plan)
