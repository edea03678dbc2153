"""`AvatarSweep`: the plan, the price, the run, the cells, what came out."""

import asyncio
from types import SimpleNamespace

import pytest

from heygen_widgets import AvatarSweep, ConfigurationError, HeyGen, InvalidAttributes, NotFound
from heygen_widgets.history.thumbnails import IN_MATRIX
from heygen_widgets.media import imaging
from heygen_widgets.sweeps.sweep import Sweep
from heygen_widgets.widgets.static_copy import StaticCopy
from heygen_widgets.widgets.sweep import notebook_copy, setup_form, sweep_run
from tests.widgets.sweep.conftest import PROMPT, STYLES, press, settled


def calls(told, name):
    return [(values, buffers) for method, *values, buffers in told if method == name]


def previews(monkeypatch):
    """Return a list that grows with each picture that is decoded for the matrix."""
    decoded, preview = [], imaging.preview

    def noting(data, *, side, limit):
        if side == IN_MATRIX.side:
            decoded.append(data)
        return preview(data, side=side, limit=limit)

    monkeypatch.setattr(imaging, "preview", noting)
    return decoded


async def test_it_shows_the_plan_the_price_and_the_first_prompts_before_anything_is_sent(widget):
    assert [row["name"] for row in widget.axis_rows] == ["style", "hat"]
    assert widget.grid == {"cells": 4, "combine": "product", "repeats": 1, "taken": None}
    assert widget.statuses == "oooo"
    assert widget.offer["price"] == "about 4 credits"
    assert widget.offer["prompts"][:2] == [
        "a chef with a beret · Noir",
        "a chef with a cap · Noir",
    ]
    assert ["Cells", "4"] in widget.offer["facts"]
    assert not widget.is_begun


async def test_the_price_of_a_plan_does_not_wait_for_the_copy_in_the_notebook(service, monkeypatch):
    monkeypatch.setattr(StaticCopy, "is_shown", True)
    widget = AvatarSweep(PROMPT, client=service.client, style=STYLES)
    priced = []

    async def replace(*_):
        priced.append(widget.offer["price"])

    monkeypatch.setattr(widget.static_copy, "replace", replace)
    widget._controller.start_copy()
    await settled(widget)
    assert priced == ["about 4 credits"]


async def test_without_arguments_it_has_an_empty_form_and_says_what_is_missing(widget_of):
    widget = await widget_of(None)
    assert widget.form == setup_form.blank()
    assert len(widget) == 0
    assert bool(widget)
    with pytest.raises(ConfigurationError, match="no plan yet"):
        widget.summary()


async def test_wrong_arguments_are_refused_all_at_once(service):
    with pytest.raises(InvalidAttributes) as raised:
        AvatarSweep("a chef", client=service.client, style=["Nior"], repeats=0)
    assert set(raised.value.problems) == {"style", "repeats"}


async def test_a_form_that_is_filled_in_becomes_the_plan(widget_of):
    widget = await widget_of(None)
    form = {**setup_form.blank(), "appearance": PROMPT, "repeats": 2}
    form["values"] = {**form["values"], "age": ["Senior", "Young Adult"]}
    await press(widget, "plan", form)
    assert [axis.name for axis in widget.axes] == ["age", "hat", "repeat"]
    assert len(widget) == 8
    assert widget.offer["token"]


async def test_a_form_with_a_mistake_says_where_it_is(widget):
    form = {**widget.form, "appearance": "a chef with {a hat"}
    await press(widget, "plan", form)
    assert "appearance" in widget.problems
    assert widget.statuses == ""


async def test_the_button_makes_all_cells_at_the_price_that_it_showed(widget):
    await press(widget, "start", {"agreed": widget.offer["token"], "budget": None, "setup": None})
    assert widget.statuses == "dddd"
    assert widget.state["done"] == 4
    assert not widget.state["is_running"]
    assert widget.is_begun
    assert widget.progress.is_complete


async def test_pressed_twice_it_starts_once_and_complains_of_nothing(widget):
    start = {"agreed": widget.offer["token"], "budget": None, "setup": None}
    for _ in range(2):
        widget._events.carry_out("start", start)
    await settled(widget)
    assert widget.statuses == "dddd"
    assert widget.alert is None


async def test_a_start_above_the_limit_asks_and_confirm_carries_it_out(widget_of):
    widget = await widget_of(limit=1.0)
    await press(widget, "start", {"agreed": widget.offer["token"], "budget": None, "setup": None})
    assert widget.question["title"] == "This is above your limit"
    assert widget.statuses == "oooo"
    await press(widget, "confirm", widget.question["token"])
    assert widget.statuses == "dddd"


async def test_a_start_at_another_price_asks(widget):
    await press(widget, "start", {"agreed": "an older one", "budget": None, "setup": None})
    assert widget.question["title"] == "Is this price all right?"
    await press(widget, "decline")
    assert widget.question is None
    assert widget.statuses == "oooo"


async def test_a_start_at_a_higher_price_that_was_agreed_to_does_not_ask(widget):
    before = widget.offer["token"]
    await widget.run(budget=2.0, progress=False)
    await press(widget, "start", {"agreed": before, "budget": None, "setup": None})
    assert widget.question is None
    assert widget.statuses == "dddd"


async def test_a_start_of_more_cells_than_were_agreed_to_asks(widget):
    each, _, number = widget.offer["token"].rpartition(":")
    fewer = f"{each}:{int(number) - 1}"
    await press(widget, "start", {"agreed": fewer, "budget": None, "setup": None})
    assert widget.question["title"] == "Is this price all right?"
    assert widget.statuses == "oooo"


async def test_a_budget_ends_it_before_it_is_exceeded_and_the_widget_says_so(widget):
    ended = await widget.run(budget=2.0, progress=False)
    await settled(widget)
    assert ended.done == 2
    assert sorted(widget.statuses) == ["d", "d", "o", "o"]
    assert "The budget of" in widget.state["message"]


async def test_it_can_be_paused_and_gone_on_with(widget):
    seen = []

    def told(progress):
        seen.append(progress.is_paused)
        if len(seen) == 1:
            widget.pause()
            asyncio.get_running_loop().call_later(0.05, widget.resume)

    ended = await widget.run(progress=told)
    assert ended.is_complete
    assert True in seen


async def test_stopped_it_says_what_goes_on_and_start_goes_on(widget):
    def told(progress):
        if progress.running:
            widget.stop()

    await widget.run(progress=told)
    await settled(widget)
    assert "You stopped it" in widget.state["message"]
    assert (await widget.run(progress=False)).is_complete


async def test_cells_come_with_their_best_picture_when_they_are_in_sight(made, told):
    await press(made, "show_cells", {"positions": [0, 3], "is_whole": False, "view": "v"})
    shown = {
        page["cells"][0]["position"]: (page, buffers) for (page,), buffers in calls(told, "cells")
    }
    assert set(shown) == {0, 3}
    page, buffers = shown[3]
    assert page["view"] == "v"
    assert page["cells"][0]["status"] == "d"
    assert page["cells"][0]["pictures"] == [0]
    assert [bytes(each[8:12]) for each in buffers] == [b"WEBP"]


async def test_a_picture_that_many_ask_for_at_once_is_decoded_once(made, told, monkeypatch):
    decoded = previews(monkeypatch)
    query = {"positions": [0], "is_whole": False, "view": "v"}
    for _ in range(3):
        made._events.carry_out("show_cells", query)
    await settled(made)
    assert len(decoded) == 1
    assert len(calls(told, "cells")) == 3


async def test_where_the_matrix_is_shown_its_pictures_are_ready_before_they_are_asked_for(
    widget_of, monkeypatch
):
    decoded = previews(monkeypatch)
    monkeypatch.setattr(sweep_run, "EVERY", 0.0)
    monkeypatch.setattr(StaticCopy, "is_shown", True)
    widget = await widget_of(repeats=5, parallel=2)
    await widget.run(progress=False)
    await settled(widget)
    # Only what ended together with the first or the last cell may still be missing.
    ready = len(decoded)
    assert ready > len(widget) // 2
    copies = set(widget.history.path.glob("images/*/cell-*"))
    assert len(copies) == ready
    await press(widget, "show_cells", {"positions": [*range(len(widget))], "is_whole": False})
    assert len(decoded) == len(widget)


async def test_cells_come_with_all_their_pictures_if_these_are_wanted(made, told):
    await press(made, "show_cells", {"positions": [1], "is_whole": True, "view": "v"})
    ((page,), buffers) = calls(told, "cells")[-1]
    assert page["cells"][0]["pictures"] == [0, 1, 2, 3]
    assert len(buffers) == 4


async def test_positions_that_there_are_not_are_left_out(made, told):
    await press(made, "show_cells", {"positions": [-1, 99], "is_whole": False, "view": "v"})
    assert calls(told, "cells") == []


async def test_a_mark_is_recorded_and_makes_its_image_the_best_of_its_cell(made, told):
    result = made.results[0]
    place = result.images[2].key
    run_id = result.generation.run_id
    await press(made, "mark", {"run_id": run_id, "place": place, "rating": 5})
    assert made.results[0].images[2].mark.rating == 5
    ((page,), _) = calls(told, "cells")[-1]
    assert page["cells"][0]["best"] == 2


async def test_what_is_marked_and_compared_in_python_is_shown(made, told):
    await press(made, "summarise")
    image = made.results[1].images[2]
    assert made.mark(image, rating=5).rating == 5
    comparisons = made.comparisons
    comparisons.choose(comparisons.next_pair(), "left")

    def is_shown():
        values = made.findings["values"]
        return any(each["rated"] for each in values) and any(each["wins"] for each in values)

    async with asyncio.timeout(60):
        while not (is_shown() and calls(told, "cells")):  # noqa: ASYNC110 - a condition of a widget
            await asyncio.sleep(0.01)
    [((page,), _)] = calls(told, "cells")
    assert [(cell["position"], cell["best"]) for cell in page["cells"]] == [(1, 2)]


async def test_an_image_is_sent_large_and_as_a_file(made, told):
    result = made.results[0]
    wanted = {"run_id": result.generation.run_id, "place": result.images[0].key, "view": "v"}
    await press(made, "enlarge", wanted)
    await press(made, "save", {**wanted, "places": [wanted["place"]]})
    assert calls(told, "enlarged")[0][0][0]["view"] == "v"
    assert calls(told, "download")[0][0][0]["name"].endswith(".png")


@pytest.mark.parametrize("form", ["csv", "json", "html", "png", "pdf", "zip"])
async def test_the_whole_is_sent_as_a_file(made, told, form):
    await press(made, "save_as", {"form": form, "rows": "hat", "columns": "style", "view": "v"})
    ((said,), buffers) = calls(told, "download")[0]
    assert said["name"] == f"sweep-{made.id[:8]}.{form}"
    assert len(buffers[0]) > 100


async def test_blind_pairs_are_chosen_from_and_undone(made, told):
    await press(made, "show_pair", {"view": "v"})
    ((pair,), buffers) = calls(told, "pair")[-1]
    assert (pair["number"], len(buffers)) == (0, 2)
    assert not any(word in str(pair) for word in ("Noir", "Pixar", "beret", "cap"))
    await press(made, "choose", {"token": pair["token"], "outcome": "left", "view": "v"})
    assert calls(told, "pair")[-1][0][0]["number"] == 1
    await press(made, "choose", {"token": pair["token"], "outcome": "left", "view": "v"})
    assert len(made.comparisons.choices) == 1
    await press(made, "undo_choice", {"view": "v"})
    assert made.comparisons.choices == []


async def test_it_tells_what_came_out_and_again_after_a_choice(made, told):
    await press(made, "summarise")
    assert [row["value"] for row in made.findings["values"]] == [
        "Noir",
        "Pixar",
        "a beret",
        "a cap",
    ]
    assert made.findings["values"][0]["pictures"] == 8
    await press(made, "show_pair", {"view": "v"})
    token = calls(told, "pair")[-1][0][0]["token"]
    await press(made, "choose", {"token": token, "outcome": "right", "view": "v"})
    await press(made, "summarise")
    assert sum(row["compared"] for row in made.findings["values"]) >= 2


async def test_another_kernel_loads_it_with_all_that_was_made(made, service):
    loaded = AvatarSweep.load(made.id, client=service.client)
    await settled(loaded)
    assert loaded.statuses == "dddd"
    assert loaded.is_begun
    assert loaded.form["values"]["style"] == ["Noir", "Pixar"]


async def test_a_sweep_that_is_not_there_is_not_loaded(service):
    with pytest.raises(NotFound):
        AvatarSweep.load("none", client=service.client)


async def test_a_new_widget_offers_to_go_on_with_an_earlier_sweep(widget_of):
    first = await widget_of()
    await first.run(budget=1.0, progress=False)
    other = await widget_of(None)
    assert [row["id"] for row in other.earlier] == [first.id]
    await press(other, "load_sweep", first.id)
    assert other.id == first.id
    assert other.earlier == []


async def test_the_plan_of_a_sweep_that_was_begun_stays_as_it_is(made):
    await press(made, "plan", {**made.form, "repeats": 3})
    assert len(made) == 4


async def test_a_new_sweep_with_the_same_plan_begins_anew(made):
    before = made.id
    await press(made, "renew")
    assert made.id != before
    assert made.statuses == "oooo"
    assert not made.is_begun
    # What is made is not paid for again by a press, and the one before is not lost.
    assert made.form["reuse"]
    assert made.offer["price"] == "free"
    assert [(row["id"], row["done"], row["is_before"]) for row in made.earlier] == [
        (before, 4, True)
    ]
    await press(made, "load_sweep", before)
    assert (made.id, made.statuses, made.earlier) == (before, "dddd", [])


async def test_it_leads_back_only_where_the_one_before_can_be_loaded(made):
    await press(made, "renew")
    assert made.earlier
    made.client = HeyGen.sandbox(history=made.history)
    await settled(made)
    assert made.earlier == []


async def test_the_sweep_as_python_makes_the_same_plan(widget):
    names = {}
    source = widget.as_python().replace("from heygen_widgets import AvatarSweep", "")
    exec(source, {"AvatarSweep": lambda base, **options: names.update(options, base=base)})  # noqa: S102 - our own text
    assert names["style"] == ["Noir", "Pixar"]
    assert names["base"] == PROMPT


async def test_what_goes_wrong_is_shown_and_raised(widget):
    with pytest.raises(ConfigurationError):
        await widget.run(budget=-1.0)
    assert widget.alert["text"]


async def test_a_key_can_be_changed_only_before_it_is_begun(made, service):
    with pytest.raises(ConfigurationError, match="another key"):
        made.client = service.client


async def test_it_offers_the_whole_interface_of_a_sweep(made, tmp_path):
    public = {name for name in vars(Sweep) if not name.startswith("_")}
    inner = {"parallel", "reuse", "board", "results_of", "outcome"}
    assert public - inner <= set(dir(AvatarSweep))
    assert made.save(tmp_path / "table.csv").exists()
    assert len(made.results) == 4


async def test_each_cause_is_told_once_and_failed_cells_are_tried_again(service_of, told):
    service = service_of("v2", faults=("poll:failed",))
    widget = AvatarSweep(PROMPT, client=service.client, style=["Noir", "Pixar"])
    await settled(widget)
    await widget.run(progress=False)
    await settled(widget)
    assert widget.statuses == "ffff"
    assert [cause["count"] for cause in widget.state["causes"]] == [4]
    loaded = AvatarSweep.load(widget.id, client=service.client)
    await settled(loaded)
    assert [cause["count"] for cause in loaded.state["causes"]] == [4]
    await press(loaded, "show_cells", {"positions": [0], "is_whole": False, "view": "v"})
    ((page,), buffers) = calls(told, "cells")[-1]
    assert page["cells"][0]["reason"]
    assert buffers == []


async def test_cells_that_may_have_been_made_are_made_again_only_if_that_is_agreed_to(service_of):
    service = service_of(faults=("submit:drop-after*1",))
    widget = AvatarSweep(PROMPT, client=service.client, style=["Noir", "Pixar"])
    await widget.run(progress=False)
    await settled(widget)
    assert sorted(widget.statuses) == ["d", "d", "d", "u"]
    await press(widget, "make_unknown")
    assert "paid for twice" in widget.question["text"]
    await press(widget, "confirm", "another token")
    assert "u" in widget.statuses
    await press(widget, "confirm", widget.question["token"])
    assert widget.statuses == "dddd"


async def test_on_v3_too_all_cells_are_made_and_shown(service_of, told):
    widget = AvatarSweep(PROMPT, client=service_of("v3").client, style=["Noir", "Pixar"], count=1)
    await settled(widget)
    await widget.run(progress=False)
    await settled(widget)
    assert widget.statuses == "dddd"
    await press(widget, "show_cells", {"positions": [2], "is_whole": True, "view": "v"})
    assert calls(told, "cells")[-1][0][0]["cells"][0]["pictures"] == [0]


async def test_another_client_serves_the_same_plan(widget, service_of):
    other = service_of("v3").client
    widget.client = other
    await settled(widget)
    assert widget.sweep.client is other
    assert [axis.name for axis in widget.axes] == ["style", "hat"]
    assert widget.offer["price"] == "about $16.00"


async def test_a_sample_names_the_combinations_that_it_takes(widget_of):
    widget = await widget_of(sample=2, seed=1)
    assert len(widget.grid["taken"]) == 2
    assert ["Sample", "2 of 4 combinations"] in widget.offer["facts"]


@pytest.mark.parametrize("longest", [60.0, 0.0], ids=["at once", "soon, where it takes too long"])
async def test_displayed_after_it_was_made_it_writes_its_copy(made, monkeypatch, longest):
    monkeypatch.setattr(notebook_copy, "LONGEST_DISPLAY", longest)
    written = []
    display = SimpleNamespace(update=lambda bundle, **_: written.append(bundle["text/html"]))
    made.static_copy._handles.append(display)
    made._controller.write_copy()
    assert len(written) == (longest > 0)
    await settled(made)
    assert [html.count("<img") for html in written] == [4]


async def test_a_sweep_of_which_nothing_is_made_does_not_hold_its_cell_up(widget, monkeypatch):
    waits = []
    monkeypatch.setattr(StaticCopy, "is_shown", True)
    monkeypatch.setattr(
        notebook_copy.worker_threads, "decode_now", lambda *given: waits.append(given)
    )
    widget._controller.write_copy()
    await settled(widget)
    assert not waits
    assert widget.static_copy.is_written
