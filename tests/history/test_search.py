"""Runs are found by their words, attributes, status and favourites, a page at a time."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import FrozenInstanceError

import pytest

from heygen_widgets.errors import ConfigurationError, HeyGenError
from heygen_widgets.history.image_files import ImageFiles
from heygen_widgets.history.marks import Marks
from heygen_widgets.history.migrations import migrate, transaction
from heygen_widgets.history.reader import Reader
from heygen_widgets.history.search import MAX_WORDS, Question
from heygen_widgets.history.writer import Writer
from heygen_widgets.models.attributes import VOCABULARY, Age, AvatarAttributes, Style
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import ADA, HERE, finished, found


def ids(page):
    return [run.id for run in page.records]


def test_a_search_for_nothing_finds_all_runs_newest_first(record, history):
    for number in range(5):
        record(id=f"g{number}")
    page = history.search(limit=2)
    assert (ids(page), page.total) == (["g4", "g3"], 5)
    page = history.search(limit=2, before=page.next)
    assert (ids(page), page.total) == (["g2", "g1"], 5)
    page = history.search(limit=2, before=page.next)
    assert (ids(page), page.next, page.total) == (["g0"], None, 5)
    assert found(history) == found(history, " \n") == [run.id for run in history]
    page = history.search(limit=5)
    assert (len(page.records), page.next) == (5, None)
    with pytest.raises(FrozenInstanceError):
        page.total = 3


def test_a_search_leaves_out_the_runs_that_it_is_told_to(record, history):
    runs = [record(id=f"g{number}").run_id for number in range(5)]
    page = history.search(limit=2, without=[runs[4], runs[2], "nobody-has-this-id"])
    assert (ids(page), page.total) == (["g3", "g1"], 3)
    page = history.search(limit=2, before=page.next, without=[runs[4], runs[2]])
    assert (ids(page), page.next, page.total) == (["g0"], None, 3)
    page = history.search("g4", without={runs[4]})
    assert (ids(page), page.total) == ([], 0)


def test_an_empty_history_has_an_empty_page(history):
    for options in ({}, {"text": "x"}, {"favourite": True}, {"status": "unknown"}):
        page = history.search(**options)
        assert (page.records, page.next, page.total) == ((), None, 0)
    assert not history.path.exists()


def test_pages_stay_complete_while_runs_are_added_and_deleted(record, history):
    for number in range(6):
        record(id=f"g{number}")
    page = history.search("g", limit=3)
    record(id="g6")
    history.delete("g5")
    history.delete("g3")
    following = history.search("g", limit=3, before=page.next)
    assert (ids(following), following.total) == (["g2", "g1", "g0"], 5)


def test_words_are_found_in_every_searched_text(history):
    run = history.record(finished(message="HeyGen took its time."), **HERE)
    history.record(Generation(status=GenerationStatus.FAILED, id="other"), **HERE)
    history.mark("701c", run.image_keys[2], note="Use this one\nfor the poster.")
    for text in ("ada", "jacket", "took its", "701c", "image/701c/3", "poster", "for THIS"):
        assert found(history, text) == ["701c"], text
    assert found(history, "Ada JACKET time. 701c 701c/0 poster") == ["701c"]
    for text in ("adda", "Ada poster nothing", "images/701c", "req-1", "Noir"):
        assert found(history, text) == [], text


def test_a_changed_text_is_found_by_its_new_words_alone(record, history):
    record("submitting", run_id="run-00000001")
    assert history.search("701c").total == 0
    history.record(finished(message="Old."), **HERE)
    history.record(finished(message="New."), **HERE)
    assert (found(history, "701c/2 new."), found(history, "old.")) == (["701c"], [])
    history.mark("701c", "image/701c/0", note="first thought")
    history.mark("701c", "image/701c/0", note="second thought")
    assert (found(history, "second"), found(history, "first")) == (["701c"], [])


def test_up_to_300_words_are_all_searched_for(asked, history):
    asked("g", appearance=" ".join(f"w{number}" for number in range(200)))
    words = " ".join(f"w{number}" for number in range(200))
    assert found(history, f"{words} {words}") == ["g"]
    assert found(history, f"{words} w200") == []
    most = " ".join(f"x{number}" for number in range(MAX_WORDS))
    assert found(history, most) == []
    with pytest.raises(ConfigurationError, match="text has 301 words; at most 300"):
        history.search(f"{most} y")


def test_attributes_are_matched_exactly(asked, history):
    asked("a", age="Senior", style="Noir")
    asked("b", age="Young Adult", style="Noir")
    asked("c", age="Young Adult", style="Pixar")
    history.record(Generation(status=GenerationStatus.SUCCESS, id="unknown"), **HERE)
    assert found(history, attributes={"age": "Senior"}) == ["a"]
    assert found(history, attributes={"age": Age.YOUNG_ADULT, "style": [Style.NOIR]}) == ["b"]
    assert found(history, attributes={"age": {"Senior", "Young Adult"}}) == ["c", "b", "a"]
    assert found(history, "ada", attributes={"style": ("Pixar", "Cyberpunk")}) == ["c"]
    assert found(history, attributes={"age": "Unspecified"}) == []
    everything = ["unknown", "c", "b", "a"]
    for nothing in (None, {}, {"age": ()}, {"age": None, "style": []}):
        assert found(history, attributes=nothing) == everything


@pytest.mark.parametrize("field", VOCABULARY)
def test_every_value_of_every_vocabulary_is_found(asked, history, field):
    for value in VOCABULARY[field]:
        asked(value.value, **{field: value})
    for value in VOCABULARY[field]:
        assert found(history, attributes={field: value}) == [value]


def test_favourites_are_runs_with_a_favourite(history):
    for number in range(3):
        history.record(finished(run_id=f"run-0000000{number}", id=f"g{number}"), **HERE)
    for number in (0, 3):
        history.mark("g1", f"image/g1/{number}", favourite=True)
    history.mark("g2", "image/g2/0", rating=5)
    assert found(history, favourite=True) == ["g1"]
    history.mark("g1", "image/g1/0", favourite=False)
    assert found(history, favourite=True) == ["g1"]
    history.mark("g1", "image/g1/3", favourite=False)
    assert found(history, favourite=True) == []


def test_runs_are_found_by_one_status_or_several(record, history):
    for status in GenerationStatus:
        record(status, id=status.value)
    assert found(history, status="failed") == ["failed"]
    assert found(history, status=GenerationStatus.SUCCESS) == ["success"]
    assert found(history, status=["stopped", "timed_out"]) == ["stopped", "timed_out"]
    # This process is running, so the run is still waited for.
    assert found(history, status="submitting") == ["submitting"]
    assert found(history, status="unknown") == ["unknown"]
    assert len(found(history, status=())) == len(found(history, status=None)) == 7


KILLED = """
import os, sys
from heygen_widgets.history import History
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import HERE
run = Generation(status=GenerationStatus.SUBMITTING, run_id="run-of-killed", id="killed")
History(sys.argv[1]).record(run, **HERE)
os._exit(9)
"""


def test_a_submit_whose_process_is_gone_is_found_as_unknown(record, history):
    record("submitting", id="waiting")
    command = [sys.executable, "-c", KILLED, str(history.path)]
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    assert subprocess.run(command, check=False, timeout=60, env=environment).returncode == 9
    record("unknown", id="unknown")
    page = history.search(status="unknown")
    assert [(run.id, run.status) for run in page.records] == [
        ("unknown", "unknown"),
        ("killed", "unknown"),
    ]
    assert found(history, status="submitting") == ["waiting"]
    assert found(history, status=["submitting", "unknown"]) == ["unknown", "killed", "waiting"]
    assert found(history, status="success") == []


def test_all_wrong_arguments_are_named_at_once(history):
    with pytest.raises(ConfigurationError) as caught:
        history.search(
            b"x",
            attributes={"age": ["Senior", "Old"], "name": "Ada", "style": 3},
            favourite="yes",
            status=["failed", "broken"],
            before=0,
            limit=0,
        )
    assert str(caught.value) == (
        "This can't be searched for: text must be text, not bytes; attributes age: 'Old' is not "
        "one of Young Adult, Early Middle Age, Late Middle Age, Senior, Unspecified, 'name' is not "
        "one of age, gender, ethnicity, orientation, pose, style, style: '3' is not one of "
        "Realistic, Pixar, Cinematic, Vintage, Noir, Cyberpunk, Unspecified; favourite must be "
        "True or False; status 'broken' is not one of submitting, in_progress, success, failed, "
        "unknown, timed_out, stopped; before must be the `next` of a page, or None; limit must be "
        "1 to 1000."
    )
    assert not history.path.exists()


@pytest.mark.parametrize(
    "options",
    [
        {"attributes": "Noir"},
        {"attributes": ADA},
        {"attributes": {3: "Noir"}},
        {"attributes": {"style": iter(["Noir"])}},
        {"status": iter(["failed"])},
        {"status": 3},
        {"before": 2**63},
        {"before": "3"},
        {"limit": 1001},
        {"limit": 2.0},
        {"limit": True},
        {"without": "g1"},
        {"without": ["g"] * 1001},
        {"favourite": None},
        {"text": None},
    ],
)
def test_an_invalid_argument_is_our_own_error(history, options):
    with pytest.raises(HeyGenError, match=f"searched for: {next(iter(options))} "):
        history.search(**options)


def test_a_search_finds_what_a_scan_of_all_runs_finds(history):
    chance = random.Random(5)  # noqa: S311
    words = ["red", "日本", "Straße", "hat", "É"]
    for number in range(60):
        choice = {field: chance.choice(list(words)) for field, words in VOCABULARY.items()}
        asked = AvatarAttributes(
            name=chance.choice(words), appearance=chance.choice(words), **choice
        )
        run = Generation(
            status=chance.choice(list(GenerationStatus)),
            id=f"g{number:02}",
            attributes=chance.choice([asked, None]),
            message=chance.choice([None, *words]),
        )
        keys = [f"k{number}/{place}" for place in range(chance.randrange(4))]
        run = history.record(run.with_images(keys, keys), **HERE)
        for key in chance.sample(keys, len(keys) // 2):
            history.mark(run.id, key, favourite=chance.random() < 0.5, note=chance.choice(words))
    runs = list(history)
    for _ in range(150):
        question = {
            "text": " ".join(
                chance.choices([*words, "STRASSE", "g1", "k3"], k=chance.randrange(3))
            ),
            "attributes": {
                field: chance.sample(list(VOCABULARY[field]), 2)
                for field in chance.sample(list(VOCABULARY), chance.randrange(3))
            },
            "favourite": chance.random() < 0.2,
            "status": chance.choice([None, "success", ["unknown", "submitting", "failed"]]),
        }
        assert found(history, **question) == [run.id for run in runs if matches(run, **question)]


def matches(run, text, attributes, favourite, status):
    asked = run.attributes.to_dict() if run.attributes else {}
    said = [asked.get("name"), asked.get("appearance"), run.message, run.id, *run.image_keys]
    said += [image.mark.note for image in run.images]
    folded = [each.casefold() for each in said if each]
    return (
        all(any(word.casefold() in each for each in folded) for word in text.split())
        and all(asked.get(field) in values for field, values in attributes.items())
        and (not favourite or any(image.mark.favourite for image in run.images))
        and (status is None or run.status in ([status] if isinstance(status, str) else status))
    )


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
        writer = Writer(connection, ImageFiles(place), **HERE)
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
        yield Reader(connection, ImageFiles(place)), connection


def question(**options):
    return Question(**(EVERYTHING | {"before": None, "limit": 20} | options))


def steps(connection, work):
    """Return how many thousand steps SQLite's virtual machine takes, and the result."""
    count = 0

    def tick():
        nonlocal count
        count += 1

    connection.set_progress_handler(tick, 1000)
    result = work()
    connection.set_progress_handler(None, 0)
    return count, result


@pytest.mark.parametrize("name", FILTERS)
def test_a_search_scans_one_table_and_the_marks(filled, name):
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
