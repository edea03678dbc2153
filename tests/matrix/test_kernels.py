"""A click in every ipykernel, over both ways of its messages, whatever the kernel is doing.

`make matrix` runs this; ipykernel decides on which thread and loop a click arrives, and when.
"""

import json
import time

import pytest

from tests.support.kernel.kernel import Kernel

from .conftest import ENVIRONMENTS

pytestmark = pytest.mark.kernel

DEADLINE = 90  # seconds for anything, on a busy machine
SETUP = """
import asyncio, json, threading, time
import ipykernel
from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=0.2, spread=0))
studio = AvatarStudio(client=client, appearance="A baker in a blue apron")
names, heard, ended = [], [], []
done, over = asyncio.Event(), threading.Event()

def note_status(change):
    when = "after the cell" if over.is_set() else "at once"
    if not heard:
        heard.append(when)
    if change["new"] in {"success", "failed", "unknown"}:
        ended.append(when)
        done.set()

studio.observe(lambda change: names.append(change["new"]), "name")
studio.observe(note_status, "status")
print(studio.model_id)
"""
ACCOUNT = """print(json.dumps({
    "heard": heard, "ended": ended, "names": names, "status": studio.status,
    "jobs": len(client._sandbox.jobs), "submits": client._sandbox.requests["generate"],
    "keys": len(set(studio.image_keys)),
    "pictures": sum(image.is_downloaded for image in studio.images),
}))"""
# A cell that awaits ends with the generation, or after so many seconds.
AWAITS = """print("begun", flush=True)
try:
    await asyncio.wait_for(done.wait(), {seconds})
except TimeoutError:
    pass
over.set()"""
BLOCKS = """print("begun", flush=True)
time.sleep({seconds})
over.set()"""
CELLS = {"idle": None, "a cell awaits": AWAITS, "a cell blocks": BLOCKS}
A_WHILE = 1  # seconds that a cell goes on where a click must wait for its end

VERSIONS = sorted(path.name for path in ENVIRONMENTS.iterdir() if path.is_dir())
# ipykernel 6 has no subshells.
WAYS = [
    (version, way)
    for version in VERSIONS
    for way in ("main shell", "subshell")
    if way == "main shell" or not version.startswith("6.")
]


@pytest.mark.parametrize("state", CELLS)
@pytest.mark.parametrize(("version", "way"), WAYS)
def test_a_click_makes_one_job_and_four_images(version, way, state, start_kernel, record_property):
    kernel = start_kernel(version)
    over_subshell = way == "subshell"
    studio = kernel.execute(SETUP, DEADLINE).text.split()[-1]
    actual = kernel.execute("print(ipykernel.__version__)", DEADLINE).text.strip()
    for name, value in (("kernel", actual), ("way", way), ("state", state)):
        record_property(name, value)
    assert actual.startswith(version.removesuffix("x"))
    assert kernel.has_subshells is not version.startswith("6.")
    shown = kernel.comms.state(studio)
    kernel.wait_for(lambda: shown["offer"]["token"], DEADLINE)
    click = {"agreed": shown["offer"]["token"]}

    ends_with_it = over_subshell and state == "a cell awaits"
    cell = None
    if code := CELLS[state]:
        cell = kernel.start(code.format(seconds=DEADLINE if ends_with_it else A_WHILE))
        kernel.wait_for(lambda: "begun" in kernel.text(cell), DEADLINE)
    subshell = kernel.create_subshell(DEADLINE) if over_subshell else None
    clicked = time.monotonic()
    kernel.set_state(studio, {"name": "before"}, subshell_id=subshell)
    kernel.send_event(studio, "generate", click, subshell_id=subshell)
    kernel.set_state(studio, {"name": "behind"}, subshell_id=subshell)
    # The widget repeats what it was told. (ipykernel 7.4 reports no message as done meanwhile.)
    kernel.wait_for(lambda: shown["name"] == "behind", DEADLINE)
    if subshell:
        # While the generation goes on: nothing of it may live on the subshell's loop.
        kernel.delete_subshell(subshell, DEADLINE)
    kernel.wait_for(lambda: shown["status"] == "success", DEADLINE)
    seconds = time.monotonic() - clicked
    if cell:
        assert kernel.finish(cell, DEADLINE).error is None

    account = json.loads(kernel.execute(ACCOUNT, DEADLINE).text)
    [heard], [ended] = account.pop("heard"), account.pop("ended")
    assert account == {
        "names": ["before", "behind"],
        "status": "success",
        "jobs": 1,
        "submits": 1,
        "keys": 4,
        "pictures": 4,
    }
    assert len(shown["image_keys"]) == len(shown["figures"]) == 4
    assert all(shown[f"preview_{place}"] for place in range(4))
    assert not shown["alert"]
    if ends_with_it:
        assert ended == "at once"
    record_property("outcome", f"{heard}, {seconds:.1f} s{woken(kernel)}")


def woken(kernel: Kernel) -> str:
    """Say whether the kernel overlooked a request, as its ipykernel does now and then."""
    return ", woken" if getattr(kernel, "wakes", 0) else ""
