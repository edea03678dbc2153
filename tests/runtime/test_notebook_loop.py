from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading

import pytest

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.runtime.notebook_loop import NotebookLoop, run_blocking, running_loop


def in_thread(work):
    """Runs `work` in another thread; returns its result or its error."""
    results = []

    def run():
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 - handed to the test
            results.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)
    return results[0]


async def noted(seen, value="done"):
    seen.append((value, running_loop()))
    return value


async def failing(error):
    raise error


async def test_work_starts_on_the_loop_and_can_be_awaited():
    seen = []
    notebook = NotebookLoop(on_error=seen.append)
    assert await notebook.start(noted(seen)) == "done"
    assert seen == [("done", asyncio.get_running_loop())]


async def test_a_call_from_another_thread_runs_on_the_notebooks_loop():
    called = asyncio.get_running_loop().create_future()
    notebook = NotebookLoop(on_error=called.set_exception)

    def note(*args):
        called.set_result((args, threading.get_ident(), asyncio.get_running_loop()))

    assert in_thread(lambda: notebook.post(note, 1, 2)) is None
    ran = await asyncio.wait_for(called, 10)
    assert ran == ((1, 2), threading.get_ident(), asyncio.get_running_loop())


async def test_a_call_from_another_loop_runs_on_the_notebooks_loop():
    called = asyncio.get_running_loop().create_future()
    notebook = NotebookLoop(on_error=called.set_exception)

    async def subshell():
        notebook.post(lambda: called.set_result(asyncio.get_running_loop()))

    assert in_thread(lambda: asyncio.run(subshell())) is None
    assert await asyncio.wait_for(called, 10) is asyncio.get_running_loop()


async def test_a_task_posted_from_another_loop_outlives_it():
    finished = asyncio.Event()
    notebook = NotebookLoop(on_error=print)

    async def job():
        await asyncio.sleep(0)
        finished.set()

    async def subshell():
        notebook.post(lambda: notebook.start(job()))

    assert in_thread(lambda: asyncio.run(subshell())) is None
    await asyncio.wait_for(finished.wait(), 10)


async def test_on_error_gets_the_error_of_a_task():
    seen = asyncio.get_running_loop().create_future()
    notebook = NotebookLoop(on_error=seen.set_result)
    error = ValueError("no")
    notebook.start(failing(error))
    assert await asyncio.wait_for(seen, 10) is error


async def test_on_error_gets_the_error_of_a_posted_call():
    seen = asyncio.get_running_loop().create_future()
    notebook = NotebookLoop(on_error=seen.set_result)
    in_thread(lambda: notebook.post(lambda: 1 / 0))
    assert isinstance(await asyncio.wait_for(seen, 10), ZeroDivisionError)


async def test_on_error_is_not_called_for_a_cancelled_task():
    seen = []
    task = NotebookLoop(on_error=seen.append).start(asyncio.Event().wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)
    assert seen == []


async def test_a_pending_task_is_not_garbage_collected():
    finished = []
    notebook = NotebookLoop(on_error=finished.append)

    async def job():
        # Only the task refers to this future.
        future = asyncio.get_running_loop().create_future()
        job.wake = lambda: future.set_result(None)
        await future
        finished.append("done")

    notebook.start(job())
    await asyncio.sleep(0)
    gc.collect()
    job.wake()
    for _ in range(3):
        await asyncio.sleep(0)
    assert finished == ["done"]
    assert notebook._tasks == set()


def test_without_a_loop_nothing_can_be_started():
    notebook = NotebookLoop(on_error=print)
    with pytest.raises(ConfigurationError, match="no running event loop"):
        notebook.start(noted([]))
    with pytest.raises(ConfigurationError, match="no running event loop"):
        notebook.post(print)


async def test_work_is_not_started_on_another_loop():
    notebook = NotebookLoop(on_error=print)

    async def elsewhere():
        notebook.start(noted([]))

    assert isinstance(in_thread(lambda: asyncio.run(elsewhere())), ConfigurationError)


def test_a_loop_that_runs_later_becomes_the_notebooks_loop():
    notebook = NotebookLoop(on_error=print)

    async def later():
        return await notebook.start(noted([], "later"))

    assert asyncio.run(later()) == "later"


def test_a_closed_loop_is_replaced_by_the_running_loop():
    async def make():
        return NotebookLoop(on_error=print)

    notebook = asyncio.run(make())
    with pytest.raises(ConfigurationError, match="no running event loop"):
        notebook.post(print)

    async def again():
        return await notebook.start(noted([], "again"))

    assert asyncio.run(again()) == "again"


def test_without_a_loop_a_blocking_call_runs_a_new_one():
    assert [run_blocking(noted([], number)) for number in range(3)] == [0, 1, 2]


def test_a_blocking_call_raises_the_error_of_its_coroutine():
    with pytest.raises(ValueError, match="no"):
        run_blocking(failing(ValueError("no")))


# In a process of its own: nesting patches asyncio for good.
NESTED = """
import asyncio
from heygen_widgets import HeyGenError, run_blocking

async def inner(value):
    await asyncio.sleep(0)
    return value

async def failing():
    await asyncio.sleep(0)
    raise HeyGenError("no")

async def cell():
    beside = asyncio.create_task(inner("beside"))
    values = [run_blocking(inner(number)) for number in range(3)]
    try:
        run_blocking(failing())
    except HeyGenError as error:
        values.append(error.what)
    return [*values, await beside, await inner("after")]

print(asyncio.run(cell()), run_blocking(inner("plain")))
"""


@pytest.mark.parametrize("hidden", ["", "nest_asyncio2"])
def test_a_blocking_call_nests_in_a_running_loop(hidden):
    hide = (
        "import importlib.util as u; real = u.find_spec; "
        f"u.find_spec = lambda name, *rest: None if name == {hidden!r} else real(name, *rest)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", hide + NESTED],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "[0, 1, 2, 'no', 'beside', 'after'] plain", done.stderr
    assert done.stderr == ""


# uvloop is such a loop; it need not be installed to see what happens.
CANT_NEST = """
import asyncio
from heygen_widgets import ConfigurationError, run_blocking

class Foreign(asyncio.AbstractEventLoop):
    pass

async def work():
    pass

asyncio.events._set_running_loop(Foreign())
try:
    run_blocking(work())
except ConfigurationError as error:
    print(error)
"""


def test_a_loop_without_nested_calls_is_refused():
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CANT_NEST],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Use `await` instead." in done.stdout, done.stderr
    assert "never awaited" not in done.stderr
