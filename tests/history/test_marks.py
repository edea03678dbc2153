"""Marks of images change a field at a time, and recording a run never loses them."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heygen_widgets.errors import ConfigurationError, NotFound
from heygen_widgets.history import History
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.marks import Mark
from tests.history.runs import HERE, finished

KEYS = tuple(f"image/701c/{number}" for number in range(4))


FOUND = Mark(favourite=True, rating=4, note="The eyes.")


@pytest.fixture
def run(history):
    return history.record(finished(), **HERE)


def marks(history, id="701c"):  # noqa: A002
    return [image.mark for image in history.get(id).images]


def test_only_given_fields_change(history, run):
    key = run.image_keys[1]
    assert history.mark("701c", key, favourite=True) == Mark(favourite=True)
    assert history.mark("701c", key, rating=4, note="The eyes.") == FOUND
    assert history.mark("701c", key) == FOUND
    assert marks(history) == [Mark(), FOUND, Mark(), Mark()]
    assert history.mark("701c", key, rating=None) == replace(FOUND, rating=None)
    assert history.mark("701c", key, note="") == Mark(favourite=True)
    assert history.mark("701c", key, favourite=False) == Mark()
    assert marks(history) == [Mark()] * 4


def test_an_image_is_marked_by_either_id_of_its_run(history, run):
    history.mark("701c", KEYS[0], rating=1)
    history.mark(run.run_id, KEYS[0], note="Dull.")
    assert marks(history)[0] == Mark(rating=1, note="Dull.")


def test_nothing_is_changed_if_anything_is_wrong(history, run):
    history.mark(run.id, KEYS[0], rating=2)
    for wanted in ("701c", "unknown"):
        with pytest.raises(ConfigurationError, match=r"favourite must .*; note must be text"):
            history.mark(wanted, KEYS[0], favourite=1, rating=5, note=None)
    assert marks(history)[0] == Mark(rating=2)


def test_an_unknown_run_or_image_is_named_in_the_error(history):
    with pytest.raises(NotFound, match="holds no run with the id '701c'"):
        history.mark("701c", KEYS[0], favourite=True)
    assert not history.path.exists()
    run = history.record(finished(), **HERE)
    with pytest.raises(NotFound, match=r"no image with the key 'k'\. It has image/701c/0, image"):
        history.mark("701c", "k", favourite=True)
    with pytest.raises(NotFound, match="no image with the key 'https"):
        history.mark("701c", run.image_urls[0], favourite=True)
    history.record(Generation(status=GenerationStatus.FAILED, id="g"), **HERE)
    with pytest.raises(NotFound, match="no images yet"):
        history.mark("g", "k", favourite=True)


def test_an_image_without_key_is_identified_by_its_link(history):
    run = Generation(status=GenerationStatus.SUCCESS, id="g").with_images(["u0", "u1", ""], [])
    history.record(run, **HERE)
    history.mark("g", "u1", favourite=True)
    assert marks(history, "g") == [Mark(), Mark(favourite=True), Mark()]
    with pytest.raises(NotFound):
        history.mark("g", "", favourite=True)


def test_a_lone_surrogate_in_a_key_finds_its_image(history):
    run = Generation(status=GenerationStatus.SUCCESS, id="g\ud800").with_images(["u"], ["k\ud800"])
    history.record(run, **HERE)
    history.mark("g\ud800", "k\ud800", rating=3)
    assert marks(history, "g\ud800") == [Mark(rating=3)]
    assert history.record(run, **HERE).images[0].mark == Mark(rating=3)


@pytest.mark.parametrize("status", GenerationStatus)
def test_recording_a_run_again_keeps_its_marks(history, run, status):
    history.mark("701c", KEYS[2], favourite=True, rating=4, note="The eyes.")
    returned = history.record(replace(run, status=status), **HERE)
    assert (
        [image.mark for image in returned.images]
        == marks(history)
        == [*[Mark()] * 2, FOUND, Mark()]
    )
    history.record(Generation(status=status, id="701c"), **HERE)
    assert marks(history)[2] == FOUND


def test_an_image_that_comes_back_has_its_mark_again(history, run):
    history.mark("701c", KEYS[2], favourite=True, rating=4, note="The eyes.")
    history.record(replace(run, images=run.images[:1]), **HERE)
    assert marks(history) == [Mark()]
    assert history.search(favourite=True).records == history.search("eyes").records == ()
    returned = history.record(run, **HERE)
    assert returned.images[2].mark == marks(history)[2] == FOUND
    assert history.search("eyes", favourite=True).total == 1


def test_a_mark_moves_with_its_image(history, run):
    history.mark("701c", KEYS[3], favourite=True)
    backwards = [image.at(place, run.id) for place, image in enumerate(run.images[::-1])]
    history.record(replace(run, images=tuple(backwards)), **HERE)
    assert [mark.favourite for mark in marks(history)] == [True, False, False, False]


def test_recording_an_older_record_changes_no_mark(history, run):
    history.mark("701c", KEYS[0], favourite=True, rating=1)
    older = history.get("701c")
    history.mark("701c", KEYS[0], favourite=False, rating=5)
    returned = history.record(older, **HERE)
    assert returned.images[0].mark == marks(history)[0] == Mark(rating=5)
    history.mark("701c", KEYS[0], rating=None)
    history.record(older, **HERE)
    assert marks(history) == [Mark()] * len(run.images)


def test_images_of_an_open_run_can_be_marked(history):
    run = Generation(status=GenerationStatus.IN_PROGRESS, id="g", run_id="run-00000001")
    history.record(run.with_images(["u0"], ["k0"]), **HERE)
    history.mark("g", "k0", favourite=True)
    history.record(run.with_images(["u1", "new"], ["k1", "k0"]), **HERE)
    history.record(replace(finished(), id="g").with_images(["a", "b"], ["k1", "k0"]), **HERE)
    assert marks(history, "g") == [Mark(), Mark(favourite=True)]


def test_marks_are_deleted_with_their_run(history, run):
    history.record(finished(run_id="run-00000002", id="702c"), **HERE)
    for each in ("701c", "702c"):
        history.mark(each, f"image/{each}/0", rating=2)
    history.delete("701c")
    with closing(sqlite3.connect(history.path / "history.sqlite3")) as connection:
        for table in ("marks", "search"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)  # noqa: S608
    history.record(run, **HERE)
    assert marks(history) == [Mark()] * 4
    assert marks(history, "702c")[0] == Mark(rating=2)


def test_a_run_that_moves_to_another_history_brings_its_marks(history, run, tmp_path):
    history.mark("701c", run.image_keys[1], favourite=True, rating=4, note="The eyes.")
    other = History(tmp_path / "other")
    returned = other.record(history.get("701c"), **HERE)
    assert returned.images[1].mark == FOUND
    assert marks(other) == [Mark(), FOUND, Mark(), Mark()]
    assert other.search("eyes", favourite=True).total == 1


def test_the_same_key_in_two_runs_is_two_images(history):
    for number in (1, 2):
        run = Generation(status=GenerationStatus.SUCCESS, id=f"g{number}")
        history.record(run.with_images(["u"], ["k"]), **HERE)
    history.mark("g1", "k", favourite=True)
    assert (marks(history, "g1"), marks(history, "g2")) == ([Mark(favourite=True)], [Mark()])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Mark,
        favourite=st.booleans(),
        rating=st.none() | st.integers(1, 5),
        note=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    )
)
def test_any_mark_comes_back_and_its_note_is_found(history, mark):
    history.record(finished(), **HERE)
    assert history.mark("701c", KEYS[1], **vars(mark)) == mark
    assert marks(history)[1] == mark
    for note in (mark.note, mark.note.upper(), mark.note.lower(), mark.note.casefold()):
        if note.casefold() == mark.note.casefold():
            assert history.search(note).total == 1
    assert history.search(favourite=True).total == mark.favourite


def test_threads_that_mark_at_once_lose_nothing(history, run):
    values = {"favourite": True, "rating": 4, "note": "The eyes."}

    def work(what):
        for key in run.image_keys:
            history.mark("701c", key, **{what: values[what]})

    threads = [threading.Thread(target=work, args=(what,)) for what in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert marks(history) == [FOUND] * 4
