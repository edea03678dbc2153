import csv
import io
import json

import pytest

from heygen_widgets import ConfigurationError
from heygen_widgets.sweeps import results
from heygen_widgets.sweeps.board import CellStatus

AXES_AND_ATTRIBUTES = [
    *("style", "hat", "name", "age", "gender", "ethnicity", "orientation", "pose", "appearance"),
]


def test_the_columns_begin_with_the_axes(service, sweep_of):
    names = results.columns(sweep_of(service).plan)
    assert names[:9] == AXES_AND_ATTRIBUTES
    assert {"key", "rating", "favourite", "note", "status", "duration", "price", "file"} < set(
        names
    )
    assert len(names) == len(set(names))


async def test_there_is_a_row_for_each_image(made):
    rows = list(results.rows(made.results))
    assert len(rows) == 24
    assert {row["key"] for row in rows} == {
        image.key for result in made.results for image in result.images
    }
    assert sum(row["price"] for row in rows) == pytest.approx(6.0)
    assert all(row["status"] == "done" and row["file"] for row in rows)


async def test_a_cell_without_images_has_a_row_that_says_why(service_of, sweep_of):
    sweep = sweep_of(service_of(faults=("poll:failed*1",)), style=["Noir"], parallel=1)
    await sweep.run(4, progress=False)
    rows = list(results.rows(sweep.results))
    assert len(rows) == 5
    assert [row["status"] for row in rows].count("failed") == 1
    assert [row["reason"] for row in rows if row["status"] == "failed"] != [""]


async def test_the_best_image_is_a_favourite_else_the_best_rated(made):
    run = made.results[0].generation
    assert made.results[0].best.index == 0
    made.history.mark(run.run_id, run.image_keys[2], rating=4)
    assert made.results[0].best.index == 2
    made.history.mark(run.run_id, run.image_keys[3], favourite=True)
    assert made.results[0].best.index == 3


async def test_a_cell_that_was_not_begun_has_no_image(service, sweep_of):
    result = sweep_of(service).results[0]
    assert (result.status, result.best, result.images, result.reason) == (
        CellStatus.OPEN,
        None,
        (),
        "",
    )
    assert [row["status"] for row in results.rows([result])] == ["open"]


async def test_the_same_table_comes_as_csv_json_parquet_and_dataframe(made):
    names, rows = results.columns(made.plan), list(results.rows(made.results))
    read = list(csv.DictReader(io.StringIO(results.to_csv(names, rows).decode("utf-8-sig"))))
    assert [row["key"] for row in read] == [row["key"] for row in rows]
    assert json.loads(results.to_json(names, rows))[0]["style"] == "Noir"
    pandas = pytest.importorskip("pandas")
    frame = made.to_dataframe()
    assert list(frame.columns) == names
    assert len(frame) == 24
    pytest.importorskip("pyarrow")
    parquet = pandas.read_parquet(io.BytesIO(results.to_parquet(names, rows)))
    assert list(parquet["key"]) == list(frame["key"])


def test_what_is_not_installed_is_named(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(results.importlib, "import_module", missing)
    with pytest.raises(ConfigurationError, match="pip install pandas"):
        results.to_dataframe([], [])
    with pytest.raises(ConfigurationError, match="pip install pyarrow"):
        results.to_parquet([], [])
