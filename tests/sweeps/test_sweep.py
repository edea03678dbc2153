import asyncio
from collections import Counter

import pytest

from heygen_widgets import (
    AvatarAttributes,
    BudgetExceeded,
    ConfigurationError,
    GenerationStatus,
    HeyGen,
    History,
    InvalidAttributes,
    NotFound,
)
from heygen_widgets.sandbox import Scenario
from heygen_widgets.sweeps.board import CellStatus
from heygen_widgets.sweeps.sweep import Sweep


def made_of(service):
    """Return how many jobs were made of each prompt and style."""
    return Counter((job.attributes.appearance, job.attributes.style) for job in service.jobs)


async def quiet(sweep, budget=None, **options):
    return await sweep.run(budget, progress=False, **options)


async def test_every_cell_is_made_once(service, sweep_of):
    sweep = sweep_of(service)
    progress = await quiet(sweep)
    assert (progress.done, progress.is_complete, progress.message) == (6, True, "")
    assert set(made_of(service).values()) == {1}
    assert len(service.jobs) == len(sweep) == 6


async def test_what_is_made_is_not_made_again(made, service):
    assert (await quiet(made)).is_complete
    assert len(service.jobs) == 6


async def test_the_plan_is_in_the_history_before_anything_is_sent(service, sweep_of):
    sweep = sweep_of(service)
    kept = []
    service.client._connection.transport = Spy(
        service.client._connection.transport,
        lambda: kept.append(len(sweep.history.sweeps.cells(sweep.id))),
    )
    await quiet(sweep)
    assert kept[0] == 6


async def jobs_of(service, number):
    """Wait until so many jobs are made."""
    while len(service.jobs) < number:  # noqa: ASYNC110 - the sandbox tells nobody
        await asyncio.sleep(0.005)


class Spy:
    """A transport that calls back before each paid request."""

    def __init__(self, inner, called):
        self._inner, self._called = inner, called

    async def handle_async_request(self, request):
        if request.method == "POST":
            self._called()
        return await self._inner.handle_async_request(request)

    async def aclose(self):
        pass


async def test_a_run_is_in_the_history_as_the_cells_before_it_is_sent(service, sweep_of):
    sweep = sweep_of(service, style=["Noir"])
    seen = []

    def look():
        cells = sweep.history.sweeps.cells(sweep.id)
        seen.append([cell.status for cell in cells if cell.run_id])

    service.client._connection.transport = Spy(service.client._connection.transport, look)
    await quiet(sweep)
    assert seen
    assert all(GenerationStatus.SUBMITTING in statuses for statuses in seen)


async def test_it_makes_only_so_many_at_a_time(service_of, sweep_of):
    service = service_of(duration=0.05)
    running = []
    sweep = sweep_of(service, parallel=2)
    await sweep.run(progress=lambda progress: running.append(progress.running))
    assert max(running) == 2


async def test_on_v3_it_makes_no_more_looks_at_a_time_than_heygen_does(service_of, sweep_of):
    service = service_of("v3", duration=0.05)
    sweep = sweep_of(service, parallel=100)
    assert (await sweep.quote()).parallel == 2
    assert (await sweep_of(service, parallel=100, count=1).quote()).parallel == 10


async def test_the_quote_says_what_is_left(service, sweep_of):
    sweep = sweep_of(service, repeats=2)
    quote = await sweep.quote()
    assert (quote.cells, quote.to_make, quote.jobs, quote.images) == (12, 12, 12, 48)
    assert str(quote.total) == "12 credits"
    assert quote.seconds[0] < quote.seconds[1]
    await quiet(sweep, 5.0)
    quote = await sweep.quote()
    assert (quote.done, quote.to_make) == (5, 7)


async def test_nothing_is_stored_or_sent_for_a_quote(service, sweep_of):
    sweep = sweep_of(service)
    await sweep.quote()
    assert list(sweep.history.sweeps) == []
    assert service.jobs == []


async def test_a_preview_shows_the_first_prompts(service, sweep_of):
    sweep = sweep_of(service)
    assert [each.appearance for each in sweep.preview(2)] == [
        "a chef with a beret",
        "a chef with a cap",
    ]
    assert len(sweep.preview(100)) == 6


async def test_the_budget_ends_it_before_it_is_exceeded(service, sweep_of):
    sweep = sweep_of(service)
    progress = await quiet(sweep, 4.5)
    assert (progress.done, progress.spent) == (4, 4.0)
    assert "The budget of $4.50 ends here: $4.00 is spent" in progress.message
    assert "2 cells are left" in progress.message
    assert len(service.jobs) == 4


async def test_the_budget_is_that_of_the_whole_sweep(service, sweep_of):
    sweep = sweep_of(service)
    await quiet(sweep, 4)
    assert (await quiet(sweep, 4)).done == 4
    assert (await quiet(Sweep.load(sweep.id, client=service.client), 5)).done == 5


async def test_what_is_in_flight_counts(service_of, sweep_of):
    service = service_of(duration=0.05)
    spent = []
    sweep = sweep_of(service, parallel=6)
    await sweep.run(3, progress=lambda progress: spent.append((progress.spent, progress.running)))
    assert max(amount for amount, _ in spent) == 3.0
    assert max(running for _, running in spent) == 3


async def test_a_cell_that_is_refused_leaves_its_money_for_the_next(service_of, sweep_of):
    service = service_of(faults=("submit:rejected*2",))
    progress = await quiet(sweep_of(service, parallel=1), 4)
    assert (progress.done, progress.failed, progress.spent) == (4, 2, 4.0)


async def test_an_unknown_price_cannot_be_held_against_a_budget(service, sweep_of):
    service.client._account.prices = dict.fromkeys(service.client._account.prices)
    with pytest.raises(BudgetExceeded, match="price is unknown"):
        await quiet(sweep_of(service), 4)
    assert service.jobs == []


async def test_the_clients_own_budget_is_asked_before_the_first_cell(service, sweep_of):
    service.client._account.budget = service.client.budget.of(3)
    sweep = sweep_of(service)
    with pytest.raises(BudgetExceeded, match=r"more than this client's limit of \$3.00"):
        await quiet(sweep)
    assert service.jobs == []
    assert (await quiet(sweep, 3)).done == 3
    assert (await quiet(sweep, confirm=True)).is_complete


async def test_cells_that_fail_do_not_stop_the_others_and_are_tried_again(service_of, sweep_of):
    service = service_of(faults=("poll:failed*2",))
    sweep = sweep_of(service)
    progress = await quiet(sweep)
    assert (progress.done, progress.failed) == (4, 2)
    assert [len(cause.positions) for cause in progress.causes] == [2]
    assert "2 cells: HeyGen could not generate this" in str(progress.causes[0])
    progress = await quiet(sweep)
    assert progress.is_complete
    assert progress.causes == ()
    assert len(service.jobs) == 8


async def test_what_would_fail_for_every_cell_ends_it(service_of, sweep_of):
    service = service_of(faults=("submit:402",))
    progress = await quiet(sweep_of(service, parallel=1))
    assert progress.failed == 1
    assert progress.open == 5
    assert progress.message.startswith("No more cells are begun: ")


async def test_on_v2_a_cell_of_unknown_outcome_is_not_repeated_by_itself(service_of, sweep_of):
    service = service_of(faults=("submit:drop-after*1",))
    sweep = sweep_of(service)
    progress = await quiet(sweep)
    assert (progress.done, progress.unknown) == (5, 1)
    sweep = Sweep.load(sweep.id, client=service.client)
    progress = await quiet(sweep)
    assert (progress.done, progress.unknown) == (5, 1)
    assert "repeat_unknown=True" in progress.causes[0].advice
    assert len(service.jobs) == 6
    assert (await quiet(sweep, repeat_unknown=True)).is_complete
    assert len(service.jobs) == 7


async def test_on_v3_a_cell_of_unknown_outcome_is_resumed_under_its_key(service_of, sweep_of):
    service = service_of("v3", faults=("submit:drop-after*5",))
    sweep = sweep_of(service, count=1, parallel=1)
    await quiet(sweep)
    assert (await quiet(sweep)).is_complete
    assert len(service.app.state.sandbox.looks) == 6


async def test_stopped_it_says_what_is_in_flight_and_goes_on_later(service_of, sweep_of):
    service = service_of(duration=0.3)
    sweep = sweep_of(service)
    task = sweep.start(progress=False)
    await jobs_of(service, 3)
    sweep.stop()
    progress = await task
    assert (progress.done, progress.unfinished, progress.open) == (0, 3, 3)
    assert "HeyGen goes on working on 3 cells and bills them." in progress.message
    assert (await sweep.quote()).to_resume == 3
    assert (await quiet(sweep)).is_complete
    assert len(service.jobs) == 6


async def test_stopped_as_its_first_cells_begin_it_returns_and_sends_nothing(service, sweep_of):
    sweep = sweep_of(service)

    def stop(progress):
        if progress.running:
            sweep.stop()

    ended = await sweep.run(progress=stop)
    assert (ended.done, ended.open, ended.spent) == (0, 6, 0)


async def test_stopped_before_its_first_cell_it_makes_none(service, sweep_of):
    sweep = sweep_of(service)
    task = sweep.start(progress=False)
    await asyncio.sleep(0)
    sweep.stop()
    progress = await task
    assert (progress.open, progress.message[:15]) == (6, "You stopped it.")
    assert service.jobs == []
    assert (await quiet(sweep)).is_complete


async def test_cancelled_it_can_be_gone_on_with(service_of, sweep_of):
    service = service_of(duration=0.3)
    sweep = sweep_of(service)
    task = sweep.start(progress=False)
    await jobs_of(service, 3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert sweep.progress.unfinished == 3
    assert not sweep.history.sweeps.is_claimed(sweep.id)
    assert (await quiet(Sweep.load(sweep.id, client=service.client))).is_complete
    assert len(service.jobs) == 6


async def test_paused_it_begins_nothing_until_it_goes_on(service_of, sweep_of):
    service = service_of(duration=0.05)
    sweep = sweep_of(service)
    told = asyncio.Queue()
    task = sweep.start(progress=told.put_nowait)
    await jobs_of(service, 1)
    sweep.pause()
    while True:
        progress = await told.get()
        if progress.is_paused and not progress.running:
            break
    assert progress.done == len(service.jobs) == 3
    sweep.resume()
    assert (await task).is_complete


async def test_a_sweep_is_not_carried_out_twice_at_a_time(service_of, sweep_of):
    service = service_of(duration=0.3)
    sweep = sweep_of(service)
    task = sweep.start(progress=False)
    await jobs_of(service, 1)
    with pytest.raises(ConfigurationError, match="already"):
        await quiet(sweep)
    with pytest.raises(ConfigurationError, match="being carried out already"):
        await quiet(Sweep.load(sweep.id, client=service.client))
    assert (await task).is_complete
    assert len(service.jobs) == 6


@pytest.mark.usefixtures("made")
async def test_what_is_there_already_is_reused_if_asked(service, sweep_of):
    again = sweep_of(service, style=["Noir", "Cyberpunk"], reuse=True)
    quote = await again.quote()
    assert (quote.reusable, quote.to_make) == (2, 2)
    progress = await quiet(again)
    assert (progress.done, progress.reused, progress.spent) == (4, 2, 2.0)
    assert "(2 reused)" in str(progress)
    assert len(service.jobs) == 8


@pytest.mark.usefixtures("made")
async def test_each_repeat_needs_a_run_of_its_own_to_reuse(service, sweep_of):
    again = sweep_of(service, style=["Noir"], repeats=2, reuse=True)
    assert (await quiet(again)).reused == 2
    assert len(service.jobs) == 8


@pytest.mark.usefixtures("made")
async def test_without_being_asked_it_only_says_what_could_be_reused(service, sweep_of):
    again = sweep_of(service, style=["Noir"])
    quote = await again.quote()
    assert (quote.reusable, quote.to_make) == (2, 2)
    assert (await quiet(again)).reused == 0


async def test_a_loaded_sweep_is_the_same(made, service):
    loaded = Sweep.load(made.id, client=service.client)
    assert list(loaded) == list(made)
    assert loaded.progress.done == 6
    assert [result.status for result in loaded.results] == [CellStatus.DONE] * 6


async def test_images_are_marked_by_themselves_or_by_their_keys(made):
    first, second = made.results[4].images[:2]
    made.mark(first, rating=4, note="the hat")
    assert made.mark(second.key, favourite=True).favourite
    marks = [image.mark for image in made.results[4].images]
    assert (marks[0].rating, marks[0].note, marks[1].favourite) == (4, "the hat", True)


async def test_an_image_of_another_sweep_is_not_marked(made, service, sweep_of):
    other = sweep_of(service)
    await other.run(progress=False)
    with pytest.raises(NotFound, match="no image with the key"):
        made.mark(other.results[0].images[0], rating=5)


async def test_a_sweep_of_the_sandbox_is_loaded_at_the_sandbox_with_a_key_too(
    tmp_path, monkeypatch
):
    history = History(tmp_path / "history")
    sweep = Sweep("a chef", client=HeyGen.sandbox(Scenario(duration=0), history=history))
    await sweep.run(progress=False)
    monkeypatch.setenv("HEYGEN_SANDBOX", "0")
    monkeypatch.setenv("HEYGEN_API_KEY", "a-key-of-a-customer")
    loaded = Sweep.load(sweep.id, history=history)
    assert loaded.client.is_sandbox
    assert len(loaded.results[0].images) == 4


async def test_an_unknown_sweep_is_not_found(service):
    with pytest.raises(NotFound, match="no sweep"):
        Sweep.load("nothing", client=service.client)


async def test_a_sweep_is_not_gone_on_with_at_another_place(made):
    elsewhere = HeyGen("key-of-tests", base_url="http://127.0.0.1:9")
    with pytest.raises(ConfigurationError, match="Load it with a client of the same place"):
        Sweep.load(made.id, client=elsewhere, history=made.history)


async def test_its_runs_are_written_where_it_is_told(service, sweep_of, tmp_path):
    history = History(tmp_path / "elsewhere")
    sweep = sweep_of(service, style=["Noir"], history=history)
    await quiet(sweep)
    assert len(history) == 2
    assert len(service.client.history) == 0


async def test_without_a_history_there_is_no_sweep():
    client = HeyGen("key-of-tests", history=False)
    with pytest.raises(ConfigurationError, match="no history"):
        Sweep("a {b|c}", client=client)


async def test_wrong_arguments_are_named_at_once(service):
    with pytest.raises(InvalidAttributes) as caught:
        Sweep("a {b", client=service.client, style=["Nior"], parallel=0)
    assert caught.value.problems.keys() == {"appearance", "style", "parallel"}


@pytest.mark.parametrize("budget", [-1, "20", float("nan"), True and -0.5])
async def test_a_budget_is_a_number(service, sweep_of, budget):
    with pytest.raises(ConfigurationError, match="not a limit"):
        await quiet(sweep_of(service), budget)


async def test_prompts_too_long_for_v3_are_refused_before_anything_is_sent(service_of, sweep_of):
    service = service_of("v3")
    sweep = sweep_of(service, "a" * 980 + "{ b| b c d}", age="Senior")
    with pytest.raises(InvalidAttributes, match="too long for HeyGen's v3 in 6 cells"):
        await quiet(sweep)
    assert service.jobs == []


async def test_the_mistake_of_a_callback_costs_no_cell(service, sweep_of, caplog):
    def wrong(progress):
        raise ValueError(progress)

    assert (await sweep_of(service).run(progress=wrong)).is_complete
    assert "the sweep goes on" in caplog.text


async def test_a_number_of_images_is_that_of_each_cell(service, sweep_of):
    sweep = sweep_of(service, style=["Noir"], count=8)
    assert (await sweep.quote()).images == 16
    await quiet(sweep)
    assert len(service.jobs) == 4


async def test_an_order_of_attributes_makes_the_cells(service):
    base = AvatarAttributes(name="Ada", appearance="a {red|blue} hat", age="Senior")
    sweep = Sweep(base, client=service.client)
    await quiet(sweep)
    assert {job.attributes.appearance for job in service.jobs} == {"a red hat", "a blue hat"}
    assert {job.attributes.name for job in service.jobs} == {"Ada"}


async def test_deleted_images_are_made_again(made, service):
    made.history.delete(made.results[0].generation.run_id)
    assert (await made.quote()).to_make == 1
    assert (await quiet(made)).is_complete
    assert len(service.jobs) == 7


def test_it_says_what_it_is(service, sweep_of):
    assert repr(sweep_of(service)).endswith("of 6 cells: 3 style by 2 hat>")
