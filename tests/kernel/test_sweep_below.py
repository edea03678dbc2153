"""A sweep whose kernel was killed, offered by a studio of another one."""

import pytest

from tests.support.kernel.process import kill

pytestmark = pytest.mark.kernel

PATIENCE = 90
KEY = "right"
SWEEP = """
import asyncio, os
from heygen_widgets import AvatarSweep
sweep = AvatarSweep("A baker", repeats=6, parallel=2)
task = sweep.start(progress=False)
async with asyncio.timeout(60):
    while sweep.progress.done < 2:
        await asyncio.sleep(0.05)
print(os.getpid(), sweep.id)
"""
STUDIO = """
from heygen_widgets import AvatarStudio
studio = AvatarStudio("A baker")
await studio._controller.stopped.offer()
print(studio.model_id, (studio.stopped_sweep or {}).get("id"))
"""
RUNS = "print(len(studio.client.history))"


@pytest.fixture
def kernels(start_kernel, sandbox_server, tmp_path):
    """Start kernels on one history and one HeyGen."""
    place = sandbox_server(f"--api-key={KEY}", "--duration=5")
    home = str(tmp_path / "shared history")
    return lambda: start_kernel(HEYGEN_WIDGETS_HOME=home, HEYGEN_API_KEY=KEY, HEYGEN_BASE_URL=place)


def told(kernel, source):
    reply = kernel.execute(source)
    assert reply.error is None
    return reply.text.split()


def test_a_killed_sweep_is_offered_opened_without_paying_and_made_once(kernels):
    first, second = kernels(), kernels()
    # All is loaded by then: the sweep shall not be complete before it is killed.
    told(second, STUDIO)
    process, sweep_id = told(first, SWEEP)
    # While its kernel carries it out, no studio offers it.
    assert told(second, STUDIO)[-1] == "None"
    kill(int(process))
    studio, offered = told(second, STUDIO)
    assert offered == sweep_id
    runs = told(second, RUNS)
    mark = second.comms.mark()
    second.send_event(studio, "open_sweep", {"id": sweep_id, "view": "v", "form": {}})
    second.wait_for(lambda: second.comms.state(studio)["sweep_widget"], PATIENCE)
    second.wait_for(lambda: second.comms.state(studio)["stopped_sweep"] is None, PATIENCE)
    assert told(second, RUNS) == runs
    # Its module is sent now, and not with the studio.
    modules = [m for m in second.comms.since(mark) if m.state.get("name") == "heygen-sweep"]
    assert len(modules) == 1
    # One that was being sent when its kernel was killed may be made already: it stays unknown.
    ended = told(second, "p = await studio.sweep.run(progress=False); print(p.done + p.unknown)")
    assert ended == ["6"]
    assert told(second, RUNS) == ["6"]
