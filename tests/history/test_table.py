"""A table of the history: a row for each image with its marks, or for each run."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from heygen_widgets import ConfigurationError, GenerationStatus, HistoryError, Price
from heygen_widgets.models.jobs import Job
from tests.history.runs import ADA, HERE, finished


@pytest.fixture
def rows(history, monkeypatch):
    """Return the rows of a table, as pandas is given them, each with all columns."""

    def table(**options):
        frames = types.SimpleNamespace(DataFrame=lambda rows, columns: (rows, columns))
        monkeypatch.setitem(sys.modules, "pandas", frames)
        found, columns = history.to_dataframe(**options)
        assert all(set(row) == set(columns) for row in found)
        assert len(set(columns)) == len(columns)
        return found

    return table


def test_without_pandas_it_says_how_to_get_it(history, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(HistoryError, match="pip install pandas"):
        history.to_dataframe()


@pytest.mark.parametrize("per", ["images", "", None, 1])
def test_another_kind_of_row_is_refused(history, per):
    with pytest.raises(ConfigurationError, match="'image' or 'run'"):
        history.to_dataframe(per=per)


def test_it_has_a_row_for_each_image_with_the_attributes_of_its_run(history, record, rows):
    history.record(finished(), **HERE)
    record("failed", id="bad", attributes=None)
    found = rows()
    assert [row["image_key"] for row in found] == [f"image/701c/{n}" for n in range(4)]
    assert [row["image"] for row in found] == [1, 2, 3, 4]
    for row in found:
        assert ADA.to_dict().items() <= row.items()
        assert (row["status"], row["elapsed"], row["backend"]) == ("success", 9.5, HERE["backend"])


def test_marks_are_columns_of_each_image(history, rows):
    run = history.record(finished(), **HERE)
    history.mark("701c", run.image_keys[1], favourite=True, rating=4, note="The eyes.")
    marks = [(row["favourite"], row["rating"], row["note"]) for row in rows()]
    assert marks == [
        (False, None, ""),
        (True, 4, "The eyes."),
        (False, None, ""),
        (False, None, ""),
    ]


def test_each_image_names_its_file(history, rows):
    run = history.record(finished(), **HERE)
    files = [Path(row["file"]) for row in rows()]
    assert [path.read_bytes() for path in files] == [image.bytes for image in run.images]


def test_on_request_it_has_a_row_for_each_run(history, record, rows):
    run = history.record(finished(), **HERE)
    record("failed", id="bad", attributes=None)
    history.mark("701c", run.image_keys[1], favourite=True, rating=4, note="The eyes.")
    bad, good = rows(per="run")
    assert (bad["status"], bad["images"], bad["style"]) == ("failed", 0, None)
    assert (good["image_keys"], good["images"]) == (run.image_keys, 4)
    assert good["favourites"] == (False, True, False, False)
    assert good["ratings"] == (None, 4, None, None)
    assert good["notes"] == ("", "The eyes.", "", "")


@pytest.mark.parametrize(
    ("price", "backend", "in_dollars"),
    [
        (Price(1, "credit"), "api.heygen.com", (1.0, 1.0)),
        (Price(1.32), "api.heygen.com", (1.32, 1.32)),
        (Price(1, "credit"), "sandbox", (1.0, 0.0)),
        (None, "api.heygen.com", (None, None)),
    ],
)
def test_price_and_cost_are_in_dollars_and_the_cost_of_the_images_is_that_of_the_run(
    history, rows, price, backend, in_dollars
):
    job = Job(id="701c", status=GenerationStatus.SUCCESS)
    history.record(finished(price=price, jobs=(job,)), **{**HERE, "backend": backend})
    (run,) = rows(per="run")
    each, total = in_dollars
    assert (run["price"], run["cost"]) == in_dollars
    images = rows()
    assert {row["price"] for row in images} == {each}
    if total is None:
        assert {row["cost"] for row in images} == {None}
    else:
        assert sum(row["cost"] for row in images) == pytest.approx(total)
