"""Ten thousand runs are asked about by index: shown by SQLite's plans, not by a clock."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from heygen_widgets.history import reading
from heygen_widgets.history.marking import Marks
from heygen_widgets.history.migrations import migrate, transaction
from heygen_widgets.history.pictures import Pictures
from heygen_widgets.history.reading import Reader
from heygen_widgets.history.search import Question
from heygen_widgets.history.writing import Writer
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import ADA, HERE

QUERIES = {
    "PAGE": (reading.NEWEST, 100),
    "FIND": ("g",),
    "NUMBERS": (reading.NEWEST, 21),
    "BY_NUMBER": (1,),
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
    assert not [step for step in steps if step.startswith("SCAN") and "CONSTANT" not in step]


def test_the_open_runs_are_found_by_their_status(connection):
    plan = connection.execute(
        f"EXPLAIN QUERY PLAN {reading.UNFINISHED}", QUERIES["UNFINISHED"]
    ).fetchall()
    assert any("runs_by_status (status=?)" in row[3] for row in plan)


COUNT = 10_000
FILTERS = {
    "a word": {"text": "needle"},
    "two words": {"text": "red jacket"},
    "a vocabulary": {"attributes": {"age": ["Senior", "Young Adult"], "style": "Noir"}},
    "favourites": {"favourite": True},
    "a status": {"status": ["failed", "unknown"]},
    "all of it": {
        "text": "red",
        "attributes": {"age": "Senior"},
        "favourite": True,
        "status": "success",
    },
}
EVERYTHING = {"text": "", "attributes": None, "favourite": False, "status": None}


@pytest.fixture(scope="module", params=["no statistics", "statistics"])
def filled(request, tmp_path_factory):
    """Ten thousand runs with four images each, and a mark on every tenth run."""
    place = tmp_path_factory.mktemp("history")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        migrate(connection)
        writer = Writer(connection, Pictures(place), **HERE)
        with transaction(connection):
            for number in range(COUNT):
                status = GenerationStatus.FAILED if number % 50 == 0 else GenerationStatus.SUCCESS
                run = Generation(
                    status=status, id=f"g{number}", run_id=f"r{number}", attributes=ADA
                )
                keys = [f"image/{number}/{image}" for image in range(4)]
                writer._write(run.with_images(keys, keys), None)
                if number % 10 == 0:
                    marks = Marks(connection, number + 1, f"r{number}")
                    note = "A needle" if number % 1000 == 0 else ""
                    marks.change(keys[1], {"favourite": True, "note": note})
        if request.param == "statistics":
            connection.execute("ANALYZE")
        yield Reader(connection, Pictures(place)), connection


def question(**options):
    return Question(**(EVERYTHING | {"before": None, "limit": 20} | options))


def steps(connection, work):
    """Return how many thousand steps SQLite's machine takes for some work."""
    count = 0

    def tick():
        nonlocal count
        count += 1

    connection.set_progress_handler(tick, 1000)
    result = work()
    connection.set_progress_handler(None, 0)
    return count, result


@pytest.mark.parametrize("name", FILTERS)
def test_a_search_goes_through_one_table_and_the_marks(filled, name):
    reader, connection = filled
    asked = question(**FILTERS[name])
    reader.search(asked)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {asked.query}", asked.values).fetchall()
    scanned = [row[3] for row in plan if row[3].startswith("SCAN")]
    assert scanned.count("SCAN search") <= 1
    assert set(scanned) <= {"SCAN search", "SCAN marks"}


def test_a_page_costs_the_same_wherever_it_is(filled):
    reader, connection = filled
    for before in (None, 5_000, 100):
        count, page = steps(connection, lambda at=before: reader.search(question(before=at)))
        assert (len(page.records), page.total) == (20, COUNT)
        assert count <= 10


@pytest.mark.parametrize("name", FILTERS)
def test_a_search_costs_a_few_steps_for_each_run(filled, name):
    reader, connection = filled
    count, page = steps(connection, lambda: reader.search(question(**FILTERS[name])))
    assert page.records
    assert count * 1000 <= 30 * COUNT
