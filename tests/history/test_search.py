"""Runs are found by their words, attributes, status and favourites, a page at a time."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import FrozenInstanceError, replace

import pytest

from heygen_widgets.errors import ConfigurationError, HeyGenError
from heygen_widgets.history import History
from heygen_widgets.history.migrations import MIGRATIONS, migrate
from heygen_widgets.history.search import MAX_WORDS
from heygen_widgets.models.attributes import VOCABULARY, Age, AvatarAttributes, Style
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import ADA, HERE, NOON, finished


def ids(page):
    return [run.id for run in page.records]


def found(history, *text, **options):
    """Return the ids of all runs that match, through pages of two."""
    page = history.search(*text, **options, limit=2)
    pages = [page]
    while page.next is not None:
        page = history.search(*text, **options, limit=2, before=page.next)
        pages.append(page)
    assert {page.total for page in pages} == {sum(len(page.records) for page in pages)}
    assert all(len(page.records) == 2 for page in pages[:-1])
    return [run_id for page in pages for run_id in ids(page)]


@pytest.fixture
def asked(record):
    """Records runs with other attributes than Ada's: `asked("g", name="Bo")`."""

    def make(id, **changes):  # noqa: A002
        return record("success", id=id, attributes=ADA.replace(**changes))

    return make


def test_nothing_asked_is_everything_newest_first(record, history):
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


def test_an_empty_history_has_an_empty_page(history):
    for options in ({}, {"text": "x"}, {"favourite": True}, {"status": "unknown"}):
        page = history.search(**options)
        assert (page.records, page.next, page.total) == ((), None, 0)
    assert not history.path.exists()


def test_pages_join_although_runs_come_and_go_meanwhile(record, history):
    for number in range(6):
        record(id=f"g{number}")
    page = history.search("g", limit=3)
    record(id="g6")
    history.delete("g5")
    history.delete("g3")
    following = history.search("g", limit=3, before=page.next)
    assert (ids(following), following.total) == (["g2", "g1", "g0"], 5)


def test_words_are_found_wherever_they_stand(history):
    run = history.record(finished(message="HeyGen took its time."), **HERE)
    history.record(Generation(status=GenerationStatus.FAILED, id="other"), **HERE)
    history.mark("701c", run.image_keys[2], note="Use this one\nfor the poster.")
    for text in ("ada", "jacket", "took its", "701c", "image/701c/3", "poster", "for THIS"):
        assert found(history, text) == ["701c"], text
    assert found(history, "Ada JACKET time. 701c 701c/0 poster") == ["701c"]
    for text in ("adda", "Ada poster nothing", "images/701c", "req-1", "Noir"):
        assert found(history, text) == [], text


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("日本の庭で", "日本"),
        ("東京 日本", "日本 東京"),
        ("Straße in Köln", "STRASSE KÖLN"),
        ("STRASSE", "straße"),
        ("ΌΔΥΣΣΕΎΣ", "όδυσσεύς"),
        ("Ёлка", "ёЛК"),
        ("naïve", "nai\u0308ve"),
        ("nai\u0308ve", "NAÏVE"),
        ("\uff37\uff49\uff44\uff45\u3000hat", "wide HAT"),
        ("عربي", "عربي"),
        ("👩🏽‍🦰 at 50%", "👩🏽‍🦰 50%"),
        ("back\\slash_100%", "\\s _1 0%"),
        ("ﬁne", "FINE"),
        ("what's", "WHAT'S"),
    ],
)
def test_any_language_is_found_in_any_case(record, asked, history, stored, typed):
    asked("other", appearance="Something else, 100 times, back and forth")
    asked("appearance", appearance=f"A person. {stored}")
    asked("name", name=stored)
    record("failed", id="message", message=stored)
    asked("note")
    history.record(history.get("note").with_images(["u"], ["k"]), **HERE)
    history.mark("note", "k", note=stored)
    assert found(history, typed) == ["note", "message", "name", "appearance"]


def test_no_word_reaches_from_one_text_into_the_next(asked, history):
    asked("g", name="Ada", appearance="Red")
    assert found(history, "adared") == found(history, "ada\nredg") == []


def test_half_a_character_is_found_as_it_is_stored(record, history):
    record("failed", id="g", message="half \ud83d")
    assert found(history, "half \ud83d") == ["g"]


def test_what_changes_is_found_anew(record, history):
    record("submitting", run_id="run-00000001")
    assert history.search("701c").total == 0
    history.record(finished(message="Old."), **HERE)
    history.record(finished(message="New."), **HERE)
    assert (found(history, "701c/2 new."), found(history, "old.")) == (["701c"], [])
    history.mark("701c", "image/701c/0", note="first thought")
    history.mark("701c", "image/701c/0", note="second thought")
    assert (found(history, "second"), found(history, "first")) == (["701c"], [])


def test_many_words_are_all_looked_for(asked, history):
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
def test_every_vocabulary_is_searched(asked, history, field):
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


def test_a_status_is_one_or_several(record, history):
    for status in GenerationStatus:
        record(status, id=status.value)
    assert found(history, status="failed") == ["failed"]
    assert found(history, status=GenerationStatus.SUCCESS) == ["success"]
    assert found(history, status=["stopped", "timed_out"]) == ["stopped", "timed_out"]
    # This process is alive, and still waits.
    assert found(history, status="submitting") == ["submitting"]
    assert found(history, status="unknown") == ["unknown"]
    assert len(found(history, status=())) == len(found(history, status=None)) == 7


INTENT = """
import os, sys
from heygen_widgets.history import History
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import HERE
run = Generation(status=GenerationStatus.SUBMITTING, run_id="run-given-up", id="intent")
History(sys.argv[1]).record(run, **HERE)
os._exit(9)
"""


def test_an_intent_that_was_given_up_is_found_as_it_is_shown(record, history):
    record("submitting", id="waiting")
    command = [sys.executable, "-c", INTENT, str(history.path)]
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    assert subprocess.run(command, check=False, timeout=60, env=environment).returncode == 9
    record("unknown", id="unknown")
    page = history.search(status="unknown")
    assert [(run.id, run.status) for run in page.records] == [
        ("unknown", "unknown"),
        ("intent", "unknown"),
    ]
    assert found(history, status="submitting") == ["waiting"]
    assert found(history, status=["submitting", "unknown"]) == ["unknown", "intent", "waiting"]
    assert found(history, status="success") == []


def test_everything_that_is_wrong_is_named_at_once(history):
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
        {"favourite": None},
        {"text": None},
    ],
)
def test_what_cannot_be_searched_for_is_an_error_of_ours(history, options):
    with pytest.raises(HeyGenError, match=f"searched for: {next(iter(options))} "):
        history.search(**options)


def test_it_finds_what_going_through_all_runs_finds(history):
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
def test_an_older_run_whose_attributes_make_no_sense_is_found_by_the_rest(history, attributes):
    old_file(history.path, 2, attributes)
    with closing(sqlite3.connect(history.path / "history.sqlite3", isolation_level=None)) as file:
        migrate(file)
        [row] = file.execute("SELECT * FROM search").fetchall()
    assert row == (1, *[None] * 6, "über 日本\n701c\nimage/701c/abc")
