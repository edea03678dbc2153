"""Runs that other studios and kernels wait for, or left behind; over the Jupyter protocol."""

import pytest

from tests.support.kernel.clicks import click_generate
from tests.support.kernel.process import kill

pytestmark = pytest.mark.kernel

STUDIO = """
from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario
studio = AvatarStudio(
    client=HeyGen.sandbox(Scenario(duration={duration})), name="{name}", appearance="A baker"
)
print(studio.model_id)
"""
PATIENCE = 60


@pytest.fixture
def kernels(start_kernel, tmp_path):
    """Starts kernels on one history."""
    return lambda: start_kernel(HEYGEN_WIDGETS_HOME=str(tmp_path / "shared history"))


def open_studio(kernel, duration=0.2, name="Ada"):
    reply = kernel.execute(STUDIO.format(duration=duration, name=name))
    assert reply.error is None
    return reply.text.split()[0]


def state(kernel, studio, trait):
    return kernel.comms.state(studio)[trait]


def allows(kernel, studio, name):
    return state(kernel, studio, "run")[name]


def calls(kernel, studio, method, mark=0):
    """What the kernel called in the browser: the arguments of each call."""
    messages = kernel.comms.since(mark, comm_id=studio)
    contents = [message.data.get("content", {}) for message in messages]
    return [content["args"] for content in contents if content.get("method") == method]


def press(kernel, studio, event, data=None):
    """Press something, wait until the kernel says that it heard it, and return all it said."""
    mark = kernel.comms.mark()
    kernel.send_event(studio, event, data)
    kernel.wait_for(lambda: calls(kernel, studio, "heard", mark), PATIENCE)
    return calls(kernel, studio, "heard", mark)


def generated(kernel, studio):
    """Generate and wait for the end; returns the keys."""
    click_generate(kernel, studio)
    kernel.wait_for(lambda: state(kernel, studio, "status") == "success", PATIENCE)
    return state(kernel, studio, "image_keys")


def started(kernel, studio):
    """Generate, and return our id of the run once the sandbox works on it."""
    click_generate(kernel, studio)
    kernel.wait_for(lambda: state(kernel, studio, "generation_id"), PATIENCE)
    return state(kernel, studio, "run_id")


def opened(kernel, studio, run_id, phase):
    kernel.send_event(studio, "open_run", run_id)
    kernel.wait_for(lambda: allows(kernel, studio, "phase") == phase, PATIENCE)


def listed(kernel, studio):
    mark = kernel.comms.mark()
    kernel.send_event(studio, "list_runs", {})
    kernel.wait_for(lambda: calls(kernel, studio, "runs", mark), PATIENCE)
    [[page], *_] = calls(kernel, studio, "runs", mark)
    return {run["run_id"]: run["status_line"] for run in page["runs"]}


def test_a_run_of_another_kernel_opens_for_reading_and_locks_nothing(kernels):
    a, b = kernels(), kernels()
    slow, quick = open_studio(a, duration=60), open_studio(b, name="Bo")
    run_id = started(a, slow)
    opened(b, quick, run_id, "elsewhere")
    assert not allows(b, quick, "is_running")
    assert state(b, quick, "alert")["resume"] == "Wait for it"
    assert state(b, quick, "alert")["abandon"] == "Mark as abandoned"
    assert state(b, quick, "generation_id") == state(a, slow, "generation_id")
    press(b, quick, "stop")
    assert allows(b, quick, "phase") == "elsewhere"
    assert len(generated(b, quick)) == 4
    assert state(b, quick, "run_id") != run_id


def test_waiting_for_a_run_of_another_kernel_brings_its_images_and_can_be_stopped(kernels):
    a, b = kernels(), kernels()
    slow, other = open_studio(a, duration=60), open_studio(b, name="Bo")
    run_id = started(a, slow)
    opened(b, other, run_id, "elsewhere")
    b.send_event(other, "resume", "")
    b.wait_for(lambda: allows(b, other, "phase") == "following", PATIENCE)
    assert allows(b, other, "can_stop")
    assert state(b, other, "alert") is None
    b.send_event(other, "stop")
    b.wait_for(lambda: allows(b, other, "phase") == "elsewhere", PATIENCE)
    b.wait_for(lambda: (state(b, other, "alert") or {}).get("resume") == "Wait for it", PATIENCE)
    b.send_event(other, "resume", "")
    b.wait_for(lambda: allows(b, other, "phase") == "following", PATIENCE)
    a.execute("studio.client._sandbox.jobs[0].duration = 0")
    a.wait_for(lambda: state(a, slow, "status") == "success", PATIENCE)
    b.wait_for(lambda: state(b, other, "status") == "success", PATIENCE)
    assert state(b, other, "image_keys") == state(a, slow, "image_keys")
    assert all(state(b, other, f"preview_{slot}") for slot in range(4))


def test_a_sandbox_run_of_a_killed_kernel_is_told_as_over_and_locks_nothing(kernels):
    a, b = kernels(), kernels()
    run_id = started(a, open_studio(a, duration=60))
    kill(a.process_id())
    studio = open_studio(b, name="Bo")
    assert listed(b, studio) == {run_id: "Ended with its sandbox"}
    opened(b, studio, run_id, "failed")
    assert not allows(b, studio, "is_running")
    assert state(b, studio, "alert")["title"] == "This run is over"
    assert state(b, studio, "alert")["resume"] == ""
    assert len(generated(b, studio)) == 4


def test_a_run_that_is_marked_as_abandoned_is_stopped_and_can_be_resumed(kernels):
    a, b = kernels(), kernels()
    slow, other = open_studio(a, duration=60), open_studio(b, name="Bo")
    run_id = started(a, slow)
    opened(b, other, run_id, "elsewhere")
    b.send_event(other, "abandon", run_id)
    b.wait_for(lambda: state(b, other, "status") == "stopped", PATIENCE)
    assert state(b, other, "alert")["resume"] == "Resume"
    assert listed(b, other)[run_id] == "Stopped"
    # The kernel that waits for it all the same records what comes of it.
    a.execute("studio.client._sandbox.jobs[0].duration = 0")
    a.wait_for(lambda: state(a, slow, "status") == "success", PATIENCE)
    assert listed(b, other)[run_id] == "Done"


def test_resume_of_a_run_that_still_goes_on_shows_at_once_that_it_waits_and_can_be_stopped(kernels):
    kernel = kernels()
    studio = open_studio(kernel, duration=60)
    run_id = started(kernel, studio)
    for wanted in ("", state(kernel, studio, "generation_id"), run_id):
        kernel.send_event(studio, "stop")
        kernel.wait_for(lambda: state(kernel, studio, "status") == "stopped", PATIENCE)
        press(kernel, studio, "resume", wanted)
        # The sandbox has nothing to tell for a minute.
        assert state(kernel, studio, "status") == "in_progress"
        assert allows(kernel, studio, "can_stop")
        assert allows(kernel, studio, "is_waiting")
        assert state(kernel, studio, "alert") is None
        assert state(kernel, studio, "status_line") == "The sandbox is working on it…"


def test_resume_after_a_generation_that_never_ends_leaves_no_dead_buttons(kernels):
    kernel = kernels()
    studio = open_studio(kernel, duration=0.2)
    press(kernel, studio, "rehearse", "poll:never")
    started(kernel, studio)
    kernel.send_event(studio, "stop")
    kernel.wait_for(lambda: state(kernel, studio, "status") == "stopped", PATIENCE)
    press(kernel, studio, "resume", "")
    kernel.send_event(studio, "stop")
    kernel.wait_for(lambda: state(kernel, studio, "status") == "stopped", PATIENCE)
    press(kernel, studio, "rehearse", "")
    assert len(generated(kernel, studio)) == 4


def test_every_press_is_answered_also_where_it_changes_nothing(kernels):
    kernel = kernels()
    studio = open_studio(kernel)
    kernel.wait_for(lambda: state(kernel, studio, "offer")["token"], PATIENCE)
    form = {"form": {"appearance": ""}, "agreed": state(kernel, studio, "offer")["token"]}
    for _ in range(3):
        assert press(kernel, studio, "generate", form) == [[{"event": "generate"}]]
    assert state(kernel, studio, "problems") == {"appearance": "Must not be empty."}
    for event in ("stop", "resume", "decline", "dismiss"):
        assert press(kernel, studio, event) == [[{"event": event}]]


def test_another_studio_of_the_kernel_shows_a_run_that_goes_on_and_its_end(kernels):
    kernel = kernels()
    first = open_studio(kernel, duration=60)
    kernel.execute("running = studio")
    second = open_studio(kernel)
    mark = kernel.comms.mark()
    run_id = started(kernel, first)
    kernel.wait_for(lambda: calls(kernel, second, "changed", mark), PATIENCE)
    assert listed(kernel, second) == {run_id: "In the making"}
    opened(kernel, second, run_id, "elsewhere")
    mark = kernel.comms.mark()
    kernel.execute("running.client._sandbox.jobs[0].duration = 0")
    kernel.wait_for(lambda: state(kernel, first, "status") == "success", PATIENCE)
    kernel.wait_for(lambda: calls(kernel, second, "changed", mark), PATIENCE)
    assert listed(kernel, second) == {run_id: "Done"}
    kernel.wait_for(lambda: state(kernel, second, "status") == "success", PATIENCE)
    assert state(kernel, second, "image_keys") == state(kernel, first, "image_keys")
