"""Faults over a port, where connections are really cut."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from contextlib import contextmanager
from io import BytesIO

import pytest
import uvicorn
from PIL import Image

from heygen_widgets.sandbox import Scenario, create_app

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
def test_the_connection_of_a_submit_is_cut(kind, jobs, caplog):
    with serve(f"submit:{kind}*1") as (sandbox, connection):
        with pytest.raises(http.client.RemoteDisconnected):
            submit(connection)
        assert len(sandbox.jobs) == jobs
        # http.client connects anew.
        assert submit(connection) == sandbox.jobs[-1].id
        assert len(sandbox.jobs) == jobs + 1
    assert caplog.text == ""


def test_the_connection_of_a_status_request_is_cut():
    with serve("poll:drop*1") as (sandbox, connection):
        path = f"/v2/photo_avatar/generation/{submit(connection)}"
        with pytest.raises(http.client.RemoteDisconnected):
            get(connection, path)
        assert get(connection, path)[0] == 200
        assert sandbox.faults_injected == {"poll:drop": 1}


def test_the_connection_of_an_image_is_cut_before_and_in_the_middle():
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


def test_a_job_is_made_although_its_client_has_disconnected():
    with serve(slowness=0.5) as (sandbox, connection):
        submit(connection)
        connection.sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            submit(connection)
        deadline = time.monotonic() + 20
        while len(sandbox.jobs) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(sandbox.jobs) == 2
