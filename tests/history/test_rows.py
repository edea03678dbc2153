"""Every field of a run is stored in rows and comes back as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import fields, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heygen_widgets.errors import HistoryError, ImageUnavailable
from heygen_widgets.history import History
from heygen_widgets.history.rows import generation_of, run_values
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus, Job
from heygen_widgets.models.prices import Price
from heygen_widgets.models.references import Reference
from tests.history.runs import FOUR_JOBS, HERE, finished, submitting

WHOLE_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
STATUSES = ("submitting", "in_progress", "success", "failed", "unknown")
TEXT = st.text(max_size=8)
JOBS = st.lists(
    st.builds(
        Job,
        key=st.none() | TEXT,
        id=st.none() | TEXT,
        status=st.sampled_from([GenerationStatus(word) for word in STATUSES]),
        message=st.none() | TEXT,
        request_id=st.none() | TEXT,
        in_doubt=st.booleans(),
    ),
    max_size=8,
)
REFERENCES = st.lists(
    st.builds(Reference, st.sampled_from(["look", "url", "asset"]), TEXT), max_size=4
)
PRICES = st.none() | st.builds(
    Price, st.floats(0, 1e6, allow_nan=False), st.sampled_from(["usd", "credit"])
)


def facts(run):
    """Return all fields of a run, with its images as plain values."""
    plain = {field.name: getattr(run, field.name) for field in fields(run)}
    return plain | {"images": [image_facts(image) for image in run.images]}


def image_facts(image):
    known = ("key", "url", "index", "generation_id", "attributes", "is_downloaded")
    error = image.error and {**vars(image.error), "args": image.error.args}
    content = (image.bytes, image.mime_type, image.size) if image.is_downloaded else None
    return [*(getattr(image, name) for name in known), error, content]


def test_every_field_comes_back(history):
    run = finished()
    returned = history.record(run, **HERE)
    assert facts(returned) == facts(run)
    (loaded,) = history
    assert facts(loaded) == facts(run)
    assert loaded.elapsed == 9.5


def test_an_unavailable_image_comes_back_with_its_reason(history):
    error = ImageUnavailable("Gone.", "Ask.", status_code=404, code="x", request_id="r")
    run = Generation(status=GenerationStatus.SUCCESS, id="g").with_images(["u"], ["k"])
    run = replace(run, images=(replace(run.images[0], error=error),))
    history.record(run, **HERE)
    loaded = history.get("g").images[0]
    assert image_facts(loaded) == image_facts(run.images[0])
    with pytest.raises(ImageUnavailable, match=r"Gone\. Ask\. \(HTTP 404 · x · request r\)"):
        _ = loaded.bytes


@pytest.mark.parametrize("status", [s for s in GenerationStatus if s.value != "submitting"])
def test_every_status_comes_back(record, history, status):
    record(status, id="g", message="why")
    loaded = history.get("g")
    assert (loaded.status, loaded.message) == (status, "why")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Generation,
        status=st.sampled_from([GenerationStatus.SUCCESS, GenerationStatus.FAILED]),
        id=WHOLE_TEXT,
        run_id=WHOLE_TEXT.filter(bool),
        message=st.none() | WHOLE_TEXT,
        request_id=st.none() | WHOLE_TEXT,
        api=WHOLE_TEXT,
        was_resumed=st.booleans(),
    ),
    st.lists(WHOLE_TEXT, max_size=3),
)
def test_any_text_comes_back(tmp_path_factory, run, words):
    history = History(tmp_path_factory.mktemp("any"))
    run = run.with_images(words, words)
    history.record(run, **HERE)
    assert facts(next(iter(history))) == facts(run)
    assert facts(history.get(run.run_id)) == facts(run)


def test_a_lone_surrogate_is_stored_as_an_escape(history):
    run = Generation(status=GenerationStatus.FAILED, id="g\ud800", message="m\udfff")
    history.record(run.with_images(["u\ud800"], ["k\ud800"]), **HERE)
    loaded = history.get("g\ud800")
    assert (loaded.id, loaded.message) == ("g\\ud800", "m\\udfff")
    assert loaded.image_keys == ("k\\ud800",)


@given(JOBS, REFERENCES, PRICES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_jobs_references_and_price_come_back_as_they_were(tmp_path, jobs, references, price):
    given_run = submitting(jobs=tuple(jobs), references=tuple(references), price=price)
    row = run_values(given_run) | {"run_id": given_run.run_id}
    read = generation_of(row, [], tmp_path)
    assert (read.jobs, read.references, read.price) == (
        given_run.jobs,
        given_run.references,
        price,
    )


def test_a_run_comes_back_with_what_it_cost(history):
    jobs = [replace(job, id=f"look-{place}") for place, job in enumerate(FOUR_JOBS[:3])]
    refused = FOUR_JOBS[3].ended(GenerationStatus.FAILED, "Too little credit.")
    references = (Reference("look", "lk_1"), Reference("asset", "ast_2"))
    history.record(submitting(references=references).with_jobs([*jobs, refused]), **HERE)
    [read] = history
    assert read.id == "look-0+look-1+look-2"
    assert (read.paid_jobs, read.cost) == (3, Price(3.96))
    assert read.references == references
    assert read.jobs[3].message == "Too little credit."
    assert history.get("look-0+look-1+look-2").run_id == read.run_id


def test_attributes_of_another_vocabulary_leave_the_rest_readable(history):
    history.record(finished(), **HERE)
    with closing(sqlite3.connect(history.path / "history.sqlite3")) as connection:
        connection.execute("UPDATE runs SET attributes = replace(attributes, 'Noir', 'Sepia')")
        connection.commit()
    loaded = history.get("701c")
    assert loaded.attributes is None
    assert "This release can't read its attributes: style: 'Sepia'" in loaded.message
    assert len(loaded.images) == 4


def test_a_row_that_cannot_be_read_is_an_error_and_can_be_deleted(history):
    history.record(finished(), **HERE)
    with closing(sqlite3.connect(history.path / "history.sqlite3")) as connection:
        connection.execute("UPDATE runs SET submitted_at = 'yesterday'")
        connection.commit()
    with pytest.raises(HistoryError, match="can't read what it holds of run run-00000001"):
        list(history)
    history.delete("701c")
    assert list(history) == []
