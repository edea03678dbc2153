import httpx
import pytest

from heygen_widgets import Price, Quote
from heygen_widgets.api import pace
from heygen_widgets.sweeps.carrier import LOST_IN_A_ROW, at_once, run_id_of
from heygen_widgets.sweeps.sweep import Sweep


def quote(api, jobs):
    return Quote(api=api, jobs=jobs, images=4, each=Price(1.0))


@pytest.mark.parametrize(
    ("parallel", "api", "jobs", "cells"),
    [(3, "v2", 1, 3), (50, "v2", 1, 50), (50, "v3", 1, 10), (50, "v3", 4, 2), (1, "v3", 8, 1)],
)
def test_v3_limits_how_many_are_made_at_a_time(parallel, api, jobs, cells):
    assert at_once(parallel, quote(api, jobs)) == cells


def test_each_try_of_each_cell_has_a_run_id_of_its_own():
    ids = {run_id_of(sweep, place, n) for sweep in "ab" for place in (0, 1) for n in (1, 2)}
    assert len(ids) == 8
    assert run_id_of("a", 0, 1) == run_id_of("a", 0, 1)


async def test_one_refusal_makes_all_cells_wait(server):
    server.submits.insert(0, (429, {"error": {"message": "slow down"}}, {"retry-after": "7"}))
    times = []

    async def note(request):
        if request.method == "POST":
            times.append(server.time)

    server.on_request = note
    sweep = Sweep("a {a|b|c|d|e|f}", client=server.client(), parallel=2)
    assert (await sweep.run(progress=False)).is_complete
    # Of the two that were sent at once, one is refused; nothing more leaves until it may.
    assert len(times) == 7
    assert [at for at in times if 0 < at < 7] == []


async def test_questions_of_all_cells_together_come_at_most_four_times_a_second(
    server, monkeypatch
):
    monkeypatch.setattr(pace, "QUESTIONS", 4.0)
    times = []

    async def note(request):
        if request.method == "GET" and request.url.host == server.api:
            times.append(server.time)

    server.on_request = note
    server.statuses[:0] = [server.state("in_progress")] * 30
    sweep = Sweep("a {a|b|c|d|e|f|g|h|i}", client=server.client(), parallel=9)
    assert (await sweep.run(progress=False)).is_complete
    assert len(times) > 30
    # The clock of this server moves on for all as soon as one waits: single times are not exact.
    assert len(times) <= 4 * (times[-1] - times[0]) + 2


async def test_after_some_in_a_row_that_reach_nobody_no_more_are_begun(server):
    server.submits[:] = [httpx.ConnectError]
    sweep = Sweep("a {a|b|c|d|e|f|g|h|i|j}", client=server.client(), parallel=1)
    progress = await sweep.run(progress=False)
    assert (progress.failed, progress.spent) == (LOST_IN_A_ROW, 0)
    assert "5 in a row could not reach HeyGen. Nothing is billed" in progress.message


async def test_a_mistake_of_ours_is_raised_once_the_others_have_ended(server, monkeypatch):
    sweep = Sweep("a {a|b|c|d|e|f}", client=server.client(), parallel=2)
    cell = sweep.plan.cell
    monkeypatch.setattr(type(sweep.plan), "cell", lambda _, place: cell(place) if place else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await sweep.run(progress=False)
    assert "A mistake of this program" in sweep.progress.message
    assert sweep.progress.done == 1
