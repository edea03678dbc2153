from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from itertools import pairwise

import pytest

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox.portraits.draw_process import DrawProcess, DrawQueue

ADA = AvatarAttributes(name="Ada", appearance="Grün, with a 'quote' and a\nnew line")
FUNCTIONS = """
import os
import sys

def draw(attributes, generation_id, index, form):
    if index > 3:
        raise IndexError(f"no picture {index}")
    return f"{attributes.appearance}|{generation_id}|{index}".encode() * 100_000

def whoami(attributes, generation_id, index, form):
    return str(os.getpid()).encode()

def what_jsonschema_loads(attributes, generation_id, index, form):
    import jsonschema
    return " ".join(sys.modules).encode()
"""


@pytest.fixture
def make_process(tmp_path, monkeypatch):
    (tmp_path / "functions_for_tests.py").write_text(FUNCTIONS)
    monkeypatch.syspath_prepend(tmp_path)
    processes = []

    def make(name):
        processes.append(DrawProcess(f"functions_for_tests:{name}"))
        return processes[-1]

    yield make
    for process in processes:
        process.stop()


def test_a_picture_of_any_size_is_drawn(make_process):
    process = make_process("draw")
    picture = f"{ADA.appearance}|abc|2".encode() * 100_000
    assert process.draw(ADA, "abc", 2) == picture


def test_all_pictures_are_drawn_in_one_other_process(make_process):
    process = make_process("whoami")
    first, second = process.draw(ADA, "abc", 0), process.draw(ADA, "abc", 1)
    assert first == second
    assert int(first) != os.getpid()


def test_the_process_loads_no_checker_of_addresses_which_takes_a_second(make_process):
    loaded = make_process("what_jsonschema_loads").draw(ADA, "abc", 0).decode().split()
    assert "jsonschema.validators" in loaded
    assert "rfc3987_syntax.syntax_helpers" not in loaded


@pytest.mark.skipif(os.name == "nt", reason="ipykernel looks for a group where there are groups")
def test_the_process_is_of_another_group_so_that_no_kernel_waits_for_it(make_process):
    process = make_process("whoami")
    assert os.getpgid(int(process.draw(ADA, "abc", 0))) != os.getpgrp()


def test_a_failed_drawing_raises_its_reason_and_the_next_one_succeeds(make_process):
    process = make_process("draw")
    with pytest.raises(RuntimeError, match="IndexError: no picture 4"):
        process.draw(ADA, "abc", 4)
    assert process.draw(ADA, "abc", 3)


def test_a_killed_process_is_replaced_by_the_next_call(make_process):
    process = make_process("whoami")
    first = int(process.draw(ADA, "abc", 0))
    os.kill(first, signal.SIGKILL)
    with pytest.raises(RuntimeError, match="process that draws the portraits has ended"):
        process.draw(ADA, "abc", 0)
    assert int(process.draw(ADA, "abc", 0)) != first


def test_the_process_can_be_started_before_the_first_picture(make_process):
    process = make_process("whoami")
    process.start()
    started = process._process.pid
    process.start()
    assert int(process.draw(ADA, "abc", 0)) == started


def test_an_interrupt_does_not_end_the_process(make_process):
    process = make_process("whoami")
    first = process.draw(ADA, "abc", 0)
    os.kill(int(first), signal.SIGINT)
    assert process.draw(ADA, "abc", 0) == first


def test_a_stopped_process_has_ended_and_stopping_twice_does_no_harm(make_process):
    process = make_process("whoami")
    pid = int(process.draw(ADA, "abc", 0))
    process.stop()
    process.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_whose_output_is_closed_ends_without_an_error(make_process):
    make_process("draw")
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "heygen_widgets.sandbox.portraits.draw_process",
            "functions_for_tests:draw",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        process.stdout.close()
        process.stdin.write(json.dumps([ADA.to_dict(), "abc", 0, "PNG"]).encode() + b"\n")
        process.stdin.close()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""


def test_a_missing_function_is_an_error(make_process, capfd):
    with pytest.raises(RuntimeError, match="process that draws the portraits has ended"):
        make_process("paint").draw(ADA, "abc", 0)
    assert "paint" in capfd.readouterr().err


REFUSALS = [
    PermissionError(13, "Permission denied"),
    BlockingIOError(11, "Resource temporarily unavailable"),
    OSError(138, "emscripten does not support processes."),
    ImportError("No module named '_posixsubprocess'"),
    RuntimeError("an audit hook forbids it"),
]


@pytest.fixture
def forbid_processes(monkeypatch):
    def forbid(refusal=REFUSALS[0]):
        def refuse(*_args, **_options):
            raise refusal

        monkeypatch.setattr(subprocess, "Popen", refuse)

    return forbid


@pytest.fixture
def forbid_threads(monkeypatch):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    return lambda: monkeypatch.setattr(threading.Thread, "start", refuse)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: type(refusal).__name__)
def test_this_process_draws_where_no_other_can_be_started(make_process, forbid_processes, refusal):
    forbid_processes(refusal)
    process = make_process("whoami")
    process.start()
    assert int(process.draw(ADA, "abc", 0)) == os.getpid()


def test_this_process_draws_where_python_does_not_know_its_own_program(make_process, monkeypatch):
    monkeypatch.setattr(sys, "executable", "")
    assert int(make_process("whoami").draw(ADA, "abc", 0)) == os.getpid()


def test_a_drawing_that_fails_in_this_process_raises_its_reason(make_process, forbid_processes):
    forbid_processes()
    process = make_process("draw")
    with pytest.raises(RuntimeError, match="IndexError: no picture 4"):
        process.draw(ADA, "abc", 4)
    assert process.draw(ADA, "abc", 3) == f"{ADA.appearance}|abc|3".encode() * 100_000


def test_a_host_that_starts_processes_again_is_noticed(make_process, monkeypatch):
    process = make_process("whoami")
    with monkeypatch.context() as refusing:
        refusing.setattr(sys, "executable", "")
        assert int(process.draw(ADA, "abc", 0)) == os.getpid()
    assert int(process.draw(ADA, "abc", 0)) != os.getpid()


async def test_a_thread_waits_for_the_picture():
    queue = DrawQueue()
    threads = {await queue.run(threading.get_ident) for _ in range(3)}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def test_without_threads_the_event_loop_waits_for_the_other_process(
    make_process, forbid_threads
):
    process, queue = make_process("whoami"), DrawQueue()
    forbid_threads()
    assert int(await queue.run(process.draw, ADA, "abc", 0)) != os.getpid()


async def test_without_processes_a_thread_of_this_process_draws(make_process, forbid_processes):
    process, queue = make_process("draw"), DrawQueue()
    forbid_processes()
    assert await queue.run(process.draw, ADA, "abc", 1)
    assert threading.get_ident() != await queue.run(threading.get_ident)


async def test_without_both_this_process_draws_on_the_event_loop(
    make_process, forbid_processes, forbid_threads
):
    process, queue = make_process("whoami"), DrawQueue()
    forbid_processes()
    forbid_threads()
    queue.start(process.start)
    assert int(await queue.run(process.draw, ADA, "abc", 0)) == os.getpid()
    assert await queue.run(threading.get_ident) == threading.get_ident()


async def test_without_threads_the_event_loop_goes_on_between_two_pictures(forbid_threads):
    forbid_threads()
    queue, events = DrawQueue(), []

    async def other_work():
        while True:
            events.append("other")
            await asyncio.sleep(0)

    working = asyncio.create_task(other_work())
    await asyncio.gather(*(queue.run(events.append, "picture") for _ in range(4)))
    working.cancel()
    places = [place for place, event in enumerate(events) if event == "picture"]
    gaps = [after - before for before, after in pairwise(places)]
    assert len(gaps) == 3
    assert min(gaps) > 5


async def test_without_threads_a_cancelled_picture_holds_up_no_other(forbid_threads):
    forbid_threads()
    queue = DrawQueue()
    first = asyncio.create_task(queue.run(lambda: "first"))
    second = asyncio.create_task(queue.run(lambda: "second"))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == "second"
    assert first.cancelled()


def test_without_threads_one_queue_serves_one_event_loop_after_the_other(forbid_threads):
    forbid_threads()
    queue = DrawQueue()

    async def two():
        return await asyncio.gather(queue.run(lambda: 1), queue.run(lambda: 2))

    # The sandbox of a client that is used from plain scripts meets several loops.
    loops = [asyncio.new_event_loop() for _ in range(2)]
    try:
        assert [loop.run_until_complete(two()) for loop in loops] == [[1, 2], [1, 2]]
    finally:
        for loop in loops:
            loop.close()


def test_pictures_are_drawn_in_a_process_that_can_start_neither():
    done = subprocess.run(
        [sys.executable, "-c", LOCKED_DOWN], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["PNG", "WEBP"]), done.stderr


LOCKED_DOWN = """
import _thread, asyncio, io, subprocess, threading

def no_process(*_args, **_options):
    raise OSError(138, "emscripten does not support processes.")

def no_thread(*_args, **_options):
    raise RuntimeError("can't start new thread")

import httpx
from heygen_widgets.sandbox import Scenario, create_app

subprocess.Popen = no_process
threading.Thread.start = no_thread

async def main():
    app = create_app(Scenario(duration=0))
    transport = httpx.ASGITransport(app)
    key = {"X-Api-Key": "sandbox"}
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox", headers=key) as c:
        body = {"name": "Ada", "age": "Young Adult", "gender": "Woman", "ethnicity": "Hispanic",
                "orientation": "square", "pose": "close_up", "style": "Noir", "appearance": "red"}
        reply = await c.post("/v2/photo_avatar/photo/generate", json=body)
        path = "/v2/photo_avatar/generation/" + reply.json()["data"]["generation_id"]
        links = (await c.get(path)).json()["data"]["image_url_list"]
        pictures = await asyncio.gather(*(c.get(link) for link in links))
        body = {"type": "prompt", "name": "Ada", "prompt": "A woman"}
        look = (await c.post("/v3/avatars", json=body)).json()["data"]["avatar_item"]
        look = (await c.get("/v3/avatars/looks/" + look["id"])).json()["data"]
        pictures.append(await c.get(look["preview_image_url"]))
    from PIL import Image
    assert len(pictures) == 5
    print(*sorted({Image.open(io.BytesIO(each.content)).format for each in pictures}))

asyncio.run(main())
"""
