"""Two kernels, two views, two clicks: nothing is lost, nothing is made twice."""

import pytest

from heygen_widgets import AvatarAttributes, GenerationStatus, HeyGen, History
from tests.support.kernel.clicks import click_generate
from tests.support.kernel.process import kill

pytestmark = pytest.mark.kernel

STUDIO = """
from IPython.display import display
from heygen_widgets import AvatarStudio
studio = AvatarStudio(appearance="A baker in a blue apron", name="{name}")
print(studio.model_id)
display(studio)
"""
GENERATE = """
import asyncio
from heygen_widgets import AvatarAttributes, HeyGen, PollPolicy
async def generate(number):
    attributes = AvatarAttributes(name=f"{name}-{{number}}", appearance="A baker")
    return await client.generate(attributes)
client = HeyGen(poll=PollPolicy(first=0.05, longest=0.2))
made = await asyncio.gather(*map(generate, range({count})))
print(client.history_problem, *(generation.id for generation in made))
"""
COUNT = 12
RESULT = 60


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "shared history"


@pytest.fixture
def kernels(start_kernel, folder):
    """Starts kernels on one history and one server: `kernels(server)`."""
    return lambda server, **variables: start_kernel(
        HEYGEN_WIDGETS_HOME=str(folder),
        HEYGEN_BASE_URL=server.address,
        HEYGEN_API_KEY="one-key-for-both",
        **variables,
    )


def open_studio(kernel, name="Ada"):
    reply = kernel.execute(STUDIO.format(name=name))
    assert reply.error is None
    return reply.text.split()[0]


def state(kernel, studio, trait):
    return kernel.comms.state(studio)[trait]


def test_two_kernels_that_generate_at_the_same_time_lose_nothing(kernels, quick_sandbox, folder):
    server = quick_sandbox(0.3)
    both = {name: kernels(server) for name in "AB"}
    cells = {
        name: kernel.start(GENERATE.format(name=name, count=COUNT)) for name, kernel in both.items()
    }
    replies = [both[name].finish(cell, RESULT) for name, cell in cells.items()]
    assert [reply.error for reply in replies] == [None, None]
    told = [set(reply.text.split()) for reply in replies]
    # A problem of the history would be words among the ids.
    assert [len(ids) for ids in told] == [COUNT, COUNT]
    history = History(folder)
    assert {run.id for run in history} == told[0] | told[1]
    assert len(history) == len(server.jobs()) == 2 * COUNT
    assert {run.status for run in history} == {GenerationStatus.SUCCESS}
    assert all(image.pil.size == (256, 256) for run in history for image in run.images)


def test_a_generation_of_a_killed_kernel_is_offered_in_another_one_and_resumed(
    kernels, quick_sandbox
):
    server = quick_sandbox(1)
    killed, living = kernels(server), kernels(server)
    studio = open_studio(killed)
    click_generate(killed, studio)
    killed.wait_for(lambda: state(killed, studio, "generation_id"), RESULT)
    left = state(killed, studio, "generation_id")
    kill(killed.process_id())

    other = open_studio(living, "Bo")
    living.wait_for(lambda: state(living, other, "unfinished"), RESULT)
    assert [run["id"] for run in state(living, other, "unfinished")] == [left]
    # On the screen it locks nothing, and says that nobody waits for it.
    living.send_event(other, "open_run", left)
    living.wait_for(lambda: state(living, other, "run")["phase"] == "left", RESULT)
    assert not state(living, other, "run")["is_running"]
    assert state(living, other, "alert")["title"] == "This run was left unfinished"
    living.send_event(other, "resume", left)
    living.wait_for(lambda: state(living, other, "status") == "success", RESULT)
    assert state(living, other, "generation_id") == left
    assert len(set(state(living, other, "image_keys"))) == 4
    living.wait_for(lambda: state(living, other, "unfinished") == [], RESULT)
    assert [job for job, _ in server.jobs()] == [left]


def test_a_submit_that_was_killed_on_its_way_is_listed_as_unknown(
    sandbox_server, start_kernel, folder
):
    address = sandbox_server("--slowness=30")
    variables = {"HEYGEN_BASE_URL": address, "HEYGEN_API_KEY": "one-key-for-both"}
    variables |= {"HEYGEN_WIDGETS_HOME": str(folder), "HEYGEN_API": "v2"}
    killed, living = start_kernel(**variables), start_kernel(**variables)
    studio = open_studio(killed)
    click_generate(killed, studio)
    killed.wait_for(lambda: state(killed, studio, "run_id"), RESULT)
    kill(killed.process_id())

    other = open_studio(living, "Bo")
    living.wait_for(lambda: state(living, other, "unknown"), RESULT)
    [unknown] = state(living, other, "unknown")
    assert "baker" in unknown["about"]
    [recorded] = History(folder).unknown()
    assert recorded.run_id == unknown["run_id"]
    assert "HeyGen may have made and billed it" in recorded.message
    assert state(living, other, "unfinished") == []


def test_a_generation_that_one_kernel_waits_for_is_not_offered_in_another(kernels, quick_sandbox):
    server = quick_sandbox(60)
    waiting, other = kernels(server), kernels(server)
    studio = open_studio(waiting)
    click_generate(waiting, studio)
    waiting.wait_for(lambda: state(waiting, studio, "generation_id"), RESULT)

    reply = other.execute("from heygen_widgets import HeyGen\nprint(await HeyGen().left_over())")
    assert reply == ("([], [])\n", None)


def test_a_generation_that_was_stopped_in_one_kernel_is_offered_in_another(kernels, quick_sandbox):
    server = quick_sandbox(60)
    first, other = kernels(server), kernels(server)
    studio = open_studio(first)
    click_generate(first, studio)
    first.wait_for(lambda: state(first, studio, "generation_id"), RESULT)
    first.send_event(studio, "stop")
    first.wait_for(lambda: state(first, studio, "status") == "stopped", RESULT)

    shown = open_studio(other, "Bo")
    other.wait_for(lambda: state(other, shown, "unfinished"), RESULT)


@pytest.mark.parametrize("ways", ["shell-shell", "shell-subshell", "subshell-subshell"])
def test_two_quick_clicks_make_one_job(kernels, quick_sandbox, ways):
    server = quick_sandbox(0.5)
    kernel = kernels(server)
    studio = open_studio(kernel)
    subshell = kernel.create_subshell() if "subshell" in ways and kernel.has_subshells else None
    clicks = [
        click_generate(kernel, studio, subshell if way == "subshell" else None)
        for way in ways.split("-")
    ]
    for click in clicks:
        kernel.settle(click)
    kernel.wait_for(lambda: state(kernel, studio, "status") == "success", RESULT)
    if subshell:
        kernel.delete_subshell(subshell)
    assert len(server.jobs()) == 1


def test_two_views_of_one_studio_and_a_cell_make_one_job(kernels, quick_sandbox):
    server = quick_sandbox(0.5)
    kernel = kernels(server)
    studio = open_studio(kernel)
    kernel.execute("display(studio)")
    subshells = [kernel.create_subshell() for _ in range(2)] if kernel.has_subshells else [None]
    for subshell in subshells:
        click_generate(kernel, studio, subshell)
    reply = kernel.execute("await studio.generate()")
    kernel.wait_for(lambda: state(kernel, studio, "status") == "success", RESULT)
    # Whichever came first; a cell that came second is told so.
    assert reply.error is None or "already waiting for a generation" in reply.error
    assert len(server.jobs()) == 1


async def test_two_resumes_of_one_generation_in_two_clients_make_no_job(quick_sandbox, folder):
    server = quick_sandbox(0.2)
    clients = [
        HeyGen("one-key-for-both", base_url=server.address, history=History(folder))
        for _ in range(2)
    ]
    submitted = await clients[0].submit(AvatarAttributes(name="Ada", appearance="A baker"))
    resumed = [await client.resume(submitted.id) for client in clients]
    assert [len(run.images) for run in resumed] == [4, 4]
    assert len(server.jobs()) == len(History(folder)) == 1
