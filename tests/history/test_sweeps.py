import sqlite3
import time
from dataclasses import replace

import pytest

from heygen_widgets import ConfigurationError, GenerationStatus, History, HistoryError, NotFound
from heygen_widgets.history.database import opened
from heygen_widgets.history.sweeps import CLAIM_LASTS, COSTS, MADE, Choice
from heygen_widgets.models.jobs import Job
from heygen_widgets.models.prices import Price
from tests.history.processes import writer_of
from tests.history.runs import ADA, HERE, finished

PLAN = {"plan": {"axes": []}, "parallel": 3}
BACKEND = HERE["backend"]


@pytest.fixture
def sweeps(history):
    history.sweeps.add("s1", PLAN, BACKEND, ["c0", "c1", "c2"])
    return history.sweeps


def statuses(sweeps):
    return [cell.status for cell in sweeps.cells("s1")]


def test_a_sweep_and_its_cells_come_back(sweeps):
    stored = sweeps.get("s1")
    assert (stored.plan, stored.backend) == (PLAN, BACKEND)
    assert [(cell.position, cell.cell, cell.attempt) for cell in sweeps.cells("s1")] == [
        (0, "c0", 0),
        (1, "c1", 0),
        (2, "c2", 0),
    ]


def test_a_sweep_is_not_written_over(sweeps):
    assert not sweeps.add("s1", {}, BACKEND, ["other"])
    assert len(sweeps.cells("s1")) == 3
    assert sweeps.add("s2", PLAN, BACKEND, [])


def test_an_unknown_sweep_is_not_found(sweeps):
    for ask in (sweeps.get, sweeps.cells, sweeps.costs, sweeps.choices, sweeps.is_claimed):
        with pytest.raises(NotFound, match="no sweep"):
            ask("unknown")


def test_a_history_that_is_not_there_has_no_sweeps_and_stays_so(tmp_path):
    history = History(tmp_path / "history")
    assert list(history.sweeps) == []
    assert not history.path.exists()


def test_a_cell_has_the_status_of_its_latest_run(sweeps, history):
    sweeps.begin("s1", 0, 1, "first")
    assert statuses(sweeps) == [None, None, None]
    history.record(replace(finished(), run_id="first", status=GenerationStatus.FAILED), **HERE)
    assert statuses(sweeps) == [GenerationStatus.FAILED, None, None]
    sweeps.begin("s1", 0, 2, "second")
    history.record(replace(finished(), run_id="second"), **HERE)
    cell = sweeps.cells("s1")[0]
    assert (cell.status, cell.attempt, cell.run_id) == (GenerationStatus.SUCCESS, 2, "second")


def test_a_run_whose_process_is_gone_is_unknown(sweeps, record, written_by, process):
    sweeps.begin("s1", 1, 1, "lost")
    written_by(writer_of(process), lambda: record("submitting", run_id="lost"))
    assert statuses(sweeps)[1] is GenerationStatus.SUBMITTING
    process.kill()
    process.wait()
    assert statuses(sweeps)[1] is GenerationStatus.UNKNOWN


def test_every_try_costs_and_what_was_reused_does_not(sweeps, history):
    for number, run_id in enumerate(("a", "b", "c"), start=1):
        run = replace(
            finished(),
            run_id=run_id,
            id=run_id,
            price=Price(1.0),
            jobs=(Job(id=run_id, status=GenerationStatus.SUCCESS),) * number,
        )
        history.record(run, **HERE)
    sweeps.begin("s1", 0, 1, "a")
    sweeps.begin("s1", 0, 2, "b")
    sweeps.reuse("s1", [(1, 1, "c")])
    assert sweeps.costs("s1") == {"a": 1.0, "b": 2.0}
    assert [cell.is_reused for cell in sweeps.cells("s1")] == [False, True, False]


def test_runs_that_made_the_same_are_found_newest_first(sweeps, history):
    for number in (1, 2):
        jobs = (Job(id=f"g{number}", status=GenerationStatus.SUCCESS),)
        run = replace(finished(), run_id=f"r{number}", id=f"g{number}", jobs=jobs, attributes=ADA)
        history.record(run, **HERE)
    other = ADA.replace(style="Pixar").to_dict()
    api = finished().api
    found = sweeps.made([ADA.to_dict(), other], backend=BACKEND, api=api, jobs=1)
    assert found == [["r2", "r1"], []]
    for wrong in ({"jobs": 2}, {"api": "v9"}, {"backend": "elsewhere"}):
        wanted = {"backend": BACKEND, "api": api, "jobs": 1} | wrong
        assert sweeps.made([ADA.to_dict()], **wanted) == [[]]


def test_runs_are_read_by_their_ids(sweeps, history):
    history.record(replace(finished(), run_id="a"), **HERE)
    assert list(sweeps.runs(["a", "nothing"])) == ["a"]


def test_a_sweep_is_claimed_by_one_at_a_time(sweeps):
    sweeps.claim("s1", "one")
    assert sweeps.is_claimed("s1")
    sweeps.claim("s1", "one")
    with pytest.raises(ConfigurationError, match="being carried out already, by process"):
        sweeps.claim("s1", "other")
    sweeps.release("s1", "other")
    assert sweeps.is_claimed("s1")
    sweeps.release("s1", "one")
    sweeps.claim("s1", "other")
    sweeps.release("s1", "other")


def test_a_claim_ends_with_its_process(sweeps, written_by, process):
    written_by(writer_of(process), lambda: sweeps.claim("s1", "one"))
    assert sweeps.is_claimed("s1")
    process.kill()
    process.wait()
    assert not sweeps.is_claimed("s1")


def test_a_claim_of_another_machine_ends_some_time_after_its_latest_run(sweeps, history):
    sweeps.claim("s1", "one")
    with sqlite3.connect(history.path / "history.sqlite3") as connection:
        connection.execute("UPDATE sweeps SET claim_host = 'elsewhere'")
        assert sweeps.is_claimed("s1")
        connection.execute("UPDATE sweeps SET claimed_at = ?", (time.time() - CLAIM_LASTS - 1,))
    connection.close()
    assert not sweeps.is_claimed("s1")


def test_choices_are_kept_in_order_and_taken_back(sweeps):
    choices = [Choice(("a", "1"), ("b", "2"), "left"), Choice(("a", "1"), ("c", "3"), "tie")]
    for choice in choices:
        sweeps.choose("s1", choice)
    assert sweeps.choices("s1") == choices
    assert sweeps.undo_choice("s1")
    assert sweeps.choices("s1") == choices[:1]
    assert sweeps.undo_choice("s1")
    assert not sweeps.undo_choice("s1")


def test_it_is_told_how_far_each_sweep_got(sweeps, history):
    sweeps.begin("s1", 0, 1, "a")
    history.record(replace(finished(), run_id="a"), **HERE)
    sweeps.add("s2", PLAN, BACKEND, ["c"])
    assert [(each.id, each.cells, each.done) for each in sweeps] == [("s2", 1, 0), ("s1", 3, 1)]


def test_a_notebook_shows_the_sweeps_as_a_table(history):
    axes = [{"name": "style", "values": ["Noir", "Pixar"]}, {"name": "<hat>", "values": ["a cap"]}]
    history.sweeps.add("s1", {"plan": {"axes": axes}}, BACKEND, ["c0", "c1"])
    assert [each.axes for each in history.sweeps] == [{"style": 2, "<hat>": 1}]
    html = history.sweeps._repr_html_()
    for text in ("1 sweep in", "style (2), &lt;hat&gt; (1)", "0 of 2", BACKEND, "s1"):
        assert text in html


def test_a_history_that_is_not_there_shows_no_sweeps(tmp_path):
    assert "0 sweeps in" in History(tmp_path / "none").sweeps._repr_html_()


def test_the_run_of_an_image_is_found_by_its_key_or_else_by_its_link(sweeps, history):
    run = finished()
    unnamed = replace(run.images[1], key="", url="https://files.example/1.png")
    history.record(replace(run, images=(run.images[0], unnamed)), **HERE)
    sweeps.begin("s1", 0, 1, run.run_id)
    for name in (run.images[0].key, unnamed.url):
        assert sweeps.run_of("s1", name) == run.run_id
    with pytest.raises(NotFound, match="no image"):
        sweeps.run_of("s1", "another")


def test_a_folder_that_cannot_be_written_is_no_raw_error(tmp_path):
    (tmp_path / "history").write_text("")
    with pytest.raises(HistoryError):
        History(tmp_path / "history").sweeps.add("s1", PLAN, BACKEND, [])


@pytest.mark.usefixtures("sweeps")
def test_indexes_answer_the_queries_about_many_runs(history):
    with opened(history.path, create=False) as connection:
        for query, values in ((COSTS, (1,)), (MADE, ("", ""))):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {query}", values).fetchall()
            assert not any(row["detail"].startswith("SCAN") for row in plan)
