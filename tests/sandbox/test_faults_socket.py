"""Faults over a port: connections are really cut, and the command line knows the kinds."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from io import BytesIO

import pytest
import uvicorn
from PIL import Image

from heygen_widgets.sandbox import FAULTS, Scenario, create_app

GENERATE = "/v2/photo_avatar/photo/generate"
BODY = {
    "name": "Ada",
    "age": "Senior",
    "gender": "Woman",
    "ethnicity": "Black",
    "orientation": "vertical",
    "pose": "close_up",
    "style": "Noir",
    "appearance": "Round glasses",
}
COMMAND = [sys.executable, "-m", "heygen_widgets.sandbox"]


def png():
    buffer = BytesIO()
    Image.effect_noise((256, 256), 80).save(buffer, "PNG")
    return buffer.getvalue()


PICTURE = png()


@contextmanager
def serve(*faults, **scenario):
    """Serves in a thread; yields the sandbox's memory and an open connection."""
    app = create_app(Scenario(duration=0, faults=faults, **scenario), draw=lambda *_: PICTURE)
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            yield app.state.sandbox, connection
        finally:
            connection.close()
            server.should_exit = True
            thread.join(20)


def submit(connection):
    connection.request("POST", GENERATE, json.dumps(BODY), {"X-Api-Key": "any"})
    with connection.getresponse() as reply:
        return json.load(reply)["data"]["generation_id"]


def get(connection, path):
    connection.request("GET", path, headers={"X-Api-Key": "any"})
    with connection.getresponse() as reply:
        return reply.status, reply.read()


@pytest.mark.parametrize(("kind", "jobs"), [("drop-before", 0), ("drop-after", 1)])
def test_a_submit_is_cut_off(kind, jobs, caplog):
    with serve(f"submit:{kind}*1") as (sandbox, connection):
        with pytest.raises(http.client.RemoteDisconnected):
            submit(connection)
        assert len(sandbox.jobs) == jobs
        # http.client connects anew.
        assert submit(connection) == sandbox.jobs[-1].id
        assert len(sandbox.jobs) == jobs + 1
    assert caplog.text == ""


def test_a_question_about_the_status_is_cut_off():
    with serve("poll:drop*1") as (sandbox, connection):
        path = f"/v2/photo_avatar/generation/{submit(connection)}"
        with pytest.raises(http.client.RemoteDisconnected):
            get(connection, path)
        assert get(connection, path)[0] == 200
        assert sandbox.faults_injected == {"poll:drop": 1}


def test_an_image_is_cut_off_before_and_in_the_middle():
    with serve("image:drop*1", "image:cut*1") as (sandbox, connection):
        submit(connection)
        path = "/" + sandbox.jobs[0].image_keys[0]
        with pytest.raises(http.client.RemoteDisconnected):
            get(connection, path)
        with pytest.raises(http.client.IncompleteRead) as caught:
            get(connection, path)
        assert caught.value.partial == PICTURE[: len(PICTURE) // 2]
        connection.close()
        assert get(connection, path) == (200, PICTURE)


def test_an_oversized_image_arrives():
    with serve("image:oversized") as (sandbox, connection):
        submit(connection)
        _, body = get(connection, "/" + sandbox.jobs[0].image_keys[0])
        assert len(body) > 50_000_000


def test_a_job_is_made_although_its_client_has_left():
    with serve(slowness=0.5) as (sandbox, connection):
        submit(connection)
        connection.sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            submit(connection)
        deadline = time.monotonic() + 20
        while len(sandbox.jobs) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(sandbox.jobs) == 2


def run(*options):
    return subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("option", ["--list-faults", "--help"])
def test_the_command_line_lists_the_faults(option):
    done = run(option)
    assert (done.returncode, done.stderr) == (0, "")
    for kind, sentence in FAULTS.items():
        assert f"  {kind} " in done.stdout
        assert sentence in done.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--fault", "poll:teapot"), "'poll:teapot' is no kind of fault; the kinds are submit:"),
        (("--fault", "poll:503*"), "should look like poll:503"),
        (("--fault", "poll:503", "--fault", "poll:503@2"), "from 0 to 1, not 2.0"),
        (("--slowness", "-1"), "slowness must be a number"),
    ],
)
def test_a_fault_that_is_none_is_a_clear_error(options, message):
    done = run(*options)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_faults_of_the_command_line_strike():
    options = ("--port", "0", "--fault", "submit:drop-before*1", "--fault", "submit:401")
    with subprocess.Popen(
        [*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        alarm = threading.Timer(60, process.kill)
        alarm.start()
        try:
            port = int(process.stdout.readline().split(" answers at http://127.0.0.1:")[1][:5])
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            with pytest.raises(http.client.RemoteDisconnected):
                submit(connection)
            connection.request("POST", GENERATE, json.dumps(BODY))
            with connection.getresponse() as reply:
                assert reply.status == 401
            connection.close()
        finally:
            alarm.cancel()
            process.kill()
        assert process.stderr.read() == ""
