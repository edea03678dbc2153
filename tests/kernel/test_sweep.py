"""An experiment in a real kernel, driven as the front end drives it."""

import pytest

from tests.support.independent_heygen import IndependentHeyGen
from tests.support.kernel.process import kill

pytestmark = pytest.mark.kernel

PATIENCE = 120
CELLS = 10
SWEEP = """
import os
from IPython.display import display
from heygen_widgets import AvatarSweep, HeyGen, PollPolicy
client = HeyGen(
    os.environ["HEYGEN_API_KEY"],
    base_url=os.environ["HEYGEN_BASE_URL"],
    poll=PollPolicy(first=0.2, longest=0.4),
)
sweep = AvatarSweep({plan})
print(sweep.model_id)
display(sweep)
"""
PLAN = (
    '"a chef with {a beret|glasses|a cap|a scarf|a pipe}", style=["Noir", "Pixar"], '
    "client=client, parallel=2, count=1"
)
EMPTY = "client=client"


@pytest.fixture
def heygen():
    """HeyGen's v3 by another hand, which goes on when a kernel ends and counts what it makes."""
    with IndependentHeyGen({"v3"}, seconds=0.5) as server:
        yield server


@pytest.fixture
def kernels(start_kernel, heygen, tmp_path):
    """Starts kernels on one history and one account."""
    return lambda: start_kernel(
        HEYGEN_API_KEY="a-key-of-a-customer",
        HEYGEN_BASE_URL=heygen.url,
        HEYGEN_WIDGETS_HOME=str(tmp_path / "shared history"),
    )


def shown(kernel, plan=PLAN):
    """Display an experiment, and return the id of its model."""
    reply = kernel.execute(SWEEP.format(plan=plan))
    assert reply.error is None
    return reply.text.split()[0]


def trait(kernel, sweep, name):
    return kernel.comms.state(sweep)[name]


def state(kernel, sweep):
    return trait(kernel, sweep, "state")


def start(kernel, sweep, subshell_id=None):
    """Press Start once its price is shown."""
    kernel.wait_for(lambda: trait(kernel, sweep, "offer")["token"], PATIENCE)
    pressed = {"agreed": trait(kernel, sweep, "offer")["token"], "budget": None, "setup": None}
    kernel.send_event(sweep, "start", pressed, subshell_id=subshell_id)


def is_over(kernel, sweep, done=CELLS):
    return not state(kernel, sweep)["is_running"] and state(kernel, sweep)["done"] == done


def is_under_way(kernel, sweep):
    """Whether some cells are made, and others are not."""
    return state(kernel, sweep)["is_running"] and 0 < state(kernel, sweep)["done"] < CELLS - 1


def killed_in_the_middle(kernel):
    """Start an experiment, kill its kernel when some cells are made, and return the id."""
    sweep = shown(kernel)
    sweep_id = trait(kernel, sweep, "sweep_id")
    process = kernel.process_id()
    start(kernel, sweep)
    kernel.wait_for(lambda: is_under_way(kernel, sweep), PATIENCE)
    kill(process)
    return sweep_id


def test_a_cell_that_awaits_it_makes_all_cells_and_shows_them(kernels, heygen):
    kernel = kernels()
    sweep = shown(kernel)
    reply = kernel.execute("print((await sweep.run(budget=20.0)).is_complete)", PATIENCE)
    assert reply == ("True\n", None)
    assert trait(kernel, sweep, "statuses") == "d" * CELLS
    assert kernel.execute("print(len(sweep.to_dataframe()))").text.strip() == str(CELLS)
    assert heygen.made["prompt_look"] == CELLS


@pytest.mark.parametrize("with_subshell", [False, True])
def test_the_button_makes_all_cells_that_the_next_cell_finds(kernels, heygen, with_subshell):
    kernel = kernels()
    sweep = shown(kernel)
    subshell = kernel.create_subshell() if with_subshell and kernel.has_subshells else None
    start(kernel, sweep, subshell)
    kernel.wait_for(lambda: is_over(kernel, sweep), PATIENCE)
    if subshell:
        kernel.delete_subshell(subshell)
    images = "print(sum(len(result.images) for result in sweep.results))"
    assert kernel.execute(images).text.strip() == str(CELLS)
    assert heygen.made["prompt_look"] == CELLS


def test_stopped_while_a_cell_awaits_it_the_button_goes_on(kernels, heygen):
    kernel = kernels()
    sweep = shown(kernel)
    cell = kernel.start("print((await sweep.run()).is_complete)")
    kernel.wait_for(lambda: is_under_way(kernel, sweep), PATIENCE)
    kernel.send_event(sweep, "stop")
    reply = kernel.finish(cell, PATIENCE)
    # Above it, the log may say that HeyGen works on a cell whose request was on its way.
    assert (reply.text.splitlines()[-1], reply.error) == ("False", None)
    assert "You stopped it" in state(kernel, sweep)["message"]
    start(kernel, sweep)
    kernel.wait_for(lambda: is_over(kernel, sweep), PATIENCE)
    assert heygen.made["prompt_look"] == CELLS


def test_an_interrupted_cell_leaves_an_experiment_that_can_be_gone_on_with(kernels, heygen):
    kernel = kernels()
    sweep = shown(kernel)
    cell = kernel.start("await sweep.run()")
    kernel.wait_for(lambda: is_under_way(kernel, sweep), PATIENCE)
    kernel.client.control_channel.send(kernel.client.session.msg("interrupt_request", {}))
    assert kernel.finish(cell, PATIENCE).error
    kernel.wait_for(lambda: not state(kernel, sweep)["is_running"], PATIENCE)
    start(kernel, sweep)
    kernel.wait_for(lambda: is_over(kernel, sweep), PATIENCE)
    assert heygen.made["prompt_look"] == CELLS


def test_killed_in_the_middle_it_is_loaded_in_another_kernel_and_paid_for_once(kernels, heygen):
    sweep_id = killed_in_the_middle(kernels())
    kernel = kernels()
    reply = kernel.execute(
        "from heygen_widgets import AvatarSweep\n"
        f"sweep = AvatarSweep.load({sweep_id!r})\n"
        "ended = await sweep.run(budget=20.0, progress=False)\n"
        "print(ended.is_complete, ended.spent, len(sweep.to_dataframe()))",
        PATIENCE,
    )
    assert reply == (f"True {float(CELLS)} {CELLS}\n", None)
    assert heygen.made["prompt_look"] == CELLS


def test_after_its_kernel_has_ended_a_new_experiment_offers_to_go_on_with_it(kernels, heygen):
    sweep_id = killed_in_the_middle(kernels())
    kernel = kernels()
    sweep = shown(kernel, EMPTY)
    kernel.wait_for(lambda: trait(kernel, sweep, "earlier"), PATIENCE)
    [offered] = trait(kernel, sweep, "earlier")
    assert (offered["id"], offered["cells"]) == (sweep_id, CELLS)
    kernel.send_event(sweep, "load_sweep", sweep_id)
    kernel.wait_for(lambda: trait(kernel, sweep, "sweep_id") == sweep_id, PATIENCE)
    start(kernel, sweep)
    kernel.wait_for(lambda: is_over(kernel, sweep), PATIENCE)
    assert heygen.made["prompt_look"] == CELLS


def test_an_experiment_costs_a_notebook_little(kernels):
    kernel = kernels()
    # ipyvuetify opens comms of its own when it is imported, for every notebook that uses it.
    kernel.execute("import ipyvuetify")
    mark = kernel.comms.mark()
    shown(kernel)
    assert len(kernel.comms.since(mark, kind="comm_open")) <= 5
    assert kernel.comms.size(mark) <= 80_000
    mark = kernel.comms.mark()
    sweep = shown(kernel)
    assert len(kernel.comms.since(mark, kind="comm_open")) <= 2
    assert kernel.comms.size(mark) <= 8_000
    mark = kernel.comms.mark()
    start(kernel, sweep)
    kernel.wait_for(lambda: is_over(kernel, sweep), PATIENCE)
    assert all(message.size < 1_000 for message in kernel.comms.since(mark))
