import pytest

from heygen_widgets import ConfigurationError
from heygen_widgets.sweeps import layout


def sheets(sweep, rows=None, columns=None):
    return layout.sheets(sweep.plan, sweep.results, rows, columns)


def labels(sheet):
    return sheet.columns, tuple(label for label, _ in sheet.rows)


def test_the_first_axis_goes_down_and_the_last_across(service, sweep_of):
    (sheet,) = sheets(sweep_of(service))
    assert labels(sheet) == (("a beret", "a cap"), ("Noir", "Pixar", "Vintage"))


def test_axes_can_be_swapped(service, sweep_of):
    (sheet,) = sheets(sweep_of(service), rows="hat")
    assert labels(sheet) == (("Noir", "Pixar", "Vintage"), ("a beret", "a cap"))


def test_other_axes_make_sheets(service, sweep_of):
    found = sheets(sweep_of(service, age=["Senior", "Young Adult"]))
    assert [sheet.title for sheet in found] == ["age: Senior", "age: Young Adult"]


def test_axes_that_go_together_follow_each_other(service, sweep_of):
    (sheet,) = sheets(sweep_of(service, style=["Noir", "Pixar"], combine="zip"))
    assert sheet.columns == ("", "")
    assert [tile.caption for _, tiles in sheet.rows for tile in tiles] == [
        "style: Noir, hat: a beret: not made yet",
        "style: Pixar, hat: a cap: not made yet",
    ]


def test_many_cells_of_one_axis_are_broken_into_rows(service, sweep_of):
    (sheet,) = sheets(sweep_of(service, "a {a|b|c|d|e|f|g|h}", style="Noir"))
    assert [len(tiles) for _, tiles in sheet.rows] == [6, 2]


def test_what_is_not_in_a_sample_is_empty(service, sweep_of):
    (sheet,) = sheets(sweep_of(service, sample=5, seed=1))
    captions = [tile.caption for _, tiles in sheet.rows for tile in tiles]
    assert sorted(captions) == ["not in the sample", *["not made yet"] * 5]


async def test_a_made_cell_shows_its_image_and_a_favourite_is_marked(made):
    run = made.results[0].generation
    made.history.mark(run.run_id, run.image_keys[0], favourite=True)
    (sheet,) = sheets(made)
    first = sheet.rows[0][1][0]
    assert first.read().startswith(b"\x89PNG")
    assert first.is_marked
    assert first.alt.endswith("Noir: a chef with a beret")


def test_an_unknown_axis_is_named(service, sweep_of):
    with pytest.raises(ConfigurationError, match="did you mean style"):
        sheets(sweep_of(service), rows="stile")
    with pytest.raises(ConfigurationError, match="both down and across"):
        sheets(sweep_of(service), rows="hat", columns="hat")
