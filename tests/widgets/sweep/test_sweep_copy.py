"""What of a sweep stays in the notebook file."""

from dataclasses import replace

import pytest

from heygen_widgets.media.contact_sheet import Sheet, Tile
from heygen_widgets.sweeps import arguments
from heygen_widgets.sweeps.arguments import Given
from heygen_widgets.sweeps.sweep import Sweep
from heygen_widgets.widgets.sweep import sweep_copy
from heygen_widgets.widgets.sweep.sweep_copy import sweep_html

ROOM = 250_000


@pytest.fixture
async def sweep(service, _quick_questions):
    sweep = Sweep(
        "a chef with {hat: a beret|a cap}", client=service.client, style=["Noir", "Pixar"]
    )
    await sweep.run(progress=False)
    return sweep


async def test_it_shows_the_matrix_with_a_picture_of_each_cell(sweep):
    html = sweep_html(sweep.outcome)
    assert html.count("<img") == 4
    assert all(word in html for word in ("Noir", "Pixar", "a beret", "a cap", sweep.id))
    assert "<script" not in html


async def test_marks_and_choices_bring_the_sums(sweep):
    assert "Mean rating" not in sweep_html(sweep.outcome)
    result = sweep.results[0]
    sweep.history.mark(result.generation.run_id, result.images[0].key, rating=4)
    assert "Mean rating" in sweep_html(sweep.outcome)


async def test_hundreds_of_cells_take_no_more_room_than_a_notebook_file_has(sweep):
    base = "a chef with {hat: a beret|a cap}"
    given = Given(repeats=100)
    plan = arguments.read(base, given, {"style": ["Noir", "Pixar"]})
    first = sweep.results[0]
    results = [replace(first, cell=cell) for cell in plan]
    assert len(results) == 400
    html = sweep_html(replace(sweep.outcome, plan=plan, results=results))
    assert html.count("<img") == sweep_copy.MOST
    assert "400 cells have pictures; 96 of them are shown here" in html
    assert len(html) < ROOM


async def test_pictures_that_compress_badly_take_no_more_room_either(sweep, picture, monkeypatch):
    noise = picture(size=(512, 512), noisy=True)
    row = tuple(Tile(lambda: noise, "noise") for _ in range(300))
    monkeypatch.setattr(
        sweep_copy.layout, "sheets", lambda *_: [Sheet("", ("",) * 300, (("", row),))]
    )
    html = sweep_html(sweep.outcome)
    assert 0 < html.count("<img") < 300
    assert len(html) < ROOM
