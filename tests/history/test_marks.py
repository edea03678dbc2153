"""What people think of images: changed a part at a time, and never lost with a record."""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
import types
import zipfile
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heygen_widgets.errors import ConfigurationError, HeyGenError, NotFound
from heygen_widgets.history import History
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.images import AvatarImage, ImageFile
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


def test_a_mark_says_nothing_at_first():
    assert Mark() == Mark(favourite=False, rating=None, note="")
    assert AvatarImage(key="k", url="u", index=0).mark == Mark()


def test_everything_that_is_wrong_is_named_at_once():
    with pytest.raises(ConfigurationError) as caught:
        Mark(favourite="yes", rating=6, note=None)
    assert str(caught.value) == (
        "This can't be noted: favourite must be True or False, not 'yes'; rating must be 1 to 5 or "
        "None, not 6; note must be text, not NoneType."
    )


@pytest.mark.parametrize("rating", [0, 6, -1, 2.0, "3", True, False, [], 10**30])
def test_a_rating_is_a_whole_number_from_1_to_5(rating):
    with pytest.raises(HeyGenError, match="rating must be 1 to 5 or None"):
        Mark(rating=rating)
    assert [Mark(rating=stars).rating for stars in range(1, 6)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("note", ["half \ud83d", b"bytes", 3])
def test_a_note_is_text_that_can_be_stored(note):
    with pytest.raises(ConfigurationError, match="note "):
        Mark(note=note)


def test_copies_of_an_image_keep_its_mark(tmp_path):
    image = AvatarImage(key="k", url="u", index=0).with_mark(FOUND)
    file = ImageFile(tmp_path, 1, "d")
    copies = [
        image.with_data(b"x", "image/png", (1, 1)),
        image.with_file(file, "image/png", (1, 1)),
        image.at(3, "g"),
        replace(image, error=None),
    ]
    assert {copy.mark for copy in copies} == {FOUND}
    assert image.with_mark(FOUND) is image


def test_only_what_is_given_is_changed(history, run):
    key = run.image_keys[1]
    assert history.mark("701c", key, favourite=True) == Mark(favourite=True)
    assert history.mark("701c", key, rating=4, note="The eyes.") == FOUND
    assert history.mark("701c", key) == FOUND
    assert marks(history) == [Mark(), FOUND, Mark(), Mark()]
    assert history.mark("701c", key, rating=None) == replace(FOUND, rating=None)
    assert history.mark("701c", key, note="") == Mark(favourite=True)
    assert history.mark("701c", key, favourite=False) == Mark()
    assert marks(history) == [Mark()] * 4


def test_a_run_has_two_ids_to_mark_it_by(history, run):
    history.mark("701c", KEYS[0], rating=1)
    history.mark(run.run_id, KEYS[0], note="Dull.")
    assert marks(history)[0] == Mark(rating=1, note="Dull.")


def test_nothing_is_changed_if_anything_is_wrong(history, run):
    history.mark(run.id, KEYS[0], rating=2)
    for wanted in ("701c", "unknown"):
        with pytest.raises(ConfigurationError, match=r"favourite must .*; note must be text"):
            history.mark(wanted, KEYS[0], favourite=1, rating=5, note=None)
    assert marks(history)[0] == Mark(rating=2)


def test_what_is_not_there_is_named(history):
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


def test_an_image_without_key_is_known_by_its_link(history):
    run = Generation(status=GenerationStatus.SUCCESS, id="g").with_images(["u0", "u1", ""], [])
    history.record(run, **HERE)
    history.mark("g", "u1", favourite=True)
    assert marks(history, "g") == [Mark(), Mark(favourite=True), Mark()]
    with pytest.raises(NotFound):
        history.mark("g", "", favourite=True)


def test_half_a_character_in_a_key_finds_its_image(history):
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


def test_an_older_record_takes_nothing_back(history, run):
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


def test_a_run_that_moves_to_another_history_takes_its_marks_along(history, run, tmp_path):
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


def test_an_export_says_what_was_noted(history, run, tmp_path):
    history.mark("701c", run.image_keys[1], favourite=True, rating=4, note="The eyes. 日本")
    history.mark("701c", run.image_keys[3], rating=1)
    with zipfile.ZipFile(history.export(tmp_path / "runs.zip")) as archive:
        [entry] = json.loads(archive.read("manifest.json"))["generations"]
    read = [
        Mark(**{name: image[name] for name in ("favourite", "rating", "note")})
        for image in entry["images"]
    ]
    assert (
        read
        == marks(history)
        == [Mark(), replace(FOUND, note="The eyes. 日本"), Mark(), Mark(rating=1)]
    )


def test_a_table_has_what_was_noted(history, run, monkeypatch):
    frames = types.SimpleNamespace(DataFrame=lambda rows, columns: (rows, columns))
    monkeypatch.setitem(sys.modules, "pandas", frames)
    history.mark("701c", run.image_keys[1], favourite=True, rating=4, note="The eyes.")
    [row], columns = history.to_dataframe()
    assert columns[-3:] == ["favourites", "ratings", "notes"]
    assert row["favourites"] == (run.image_keys[1],)
    assert row["ratings"] == (None, 4, None, None)
    assert row["notes"] == ("", "The eyes.", "", "")
