"""The command line, and clients over a port that know nothing of this package."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from heygen_widgets.sandbox import FAULTS

GENERATE = "/v2/photo_avatar/photo/generate"


BODY = {
    "name": "Ada",
    "age": "Senior",
    "gender": "Woman",
    "ethnicity": "Black",
    "orientation": "vertical",
    "pose": "close_up",
    "style": "Noir",
    "appearance": "Round glasses and a green coat",
}


COMMAND = [sys.executable, "-m", "heygen_widgets.sandbox"]


@contextmanager
def server(*options):
    """Serves on a free port; yields the process, its address and what it printed."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Unbuffered output would hide a forgotten flush.
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    ) as process:
        # Reading from a server that says nothing would wait forever.
        alarm = threading.Timer(60, process.kill)
        alarm.start()
        try:
            printed = read_until(process.stdout, "Ctrl+C")
            yield process, re.search(r"http://\S+:\d+", printed)[0], printed
        finally:
            alarm.cancel()
            process.kill()


def read_until(stream, text):
    lines = []
    for line in stream:
        lines.append(line)
        if text in line:
            return "".join(lines)
    raise AssertionError(f"no {text!r} in {lines}")


@pytest.fixture(scope="module")
def address():
    with server("--duration", "0.3", "--api-key", "right") as (_, url, _printed):
        yield url


def ask(url, *, key="right", body=None):
    request = urllib.request.Request(  # noqa: S310 - loopback
        url,
        data=None if body is None else json.dumps(body).encode(),
        headers={"X-Api-Key": key, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as reply:  # noqa: S310 - loopback
        return json.load(reply)


def wait_for_success(address, generation_id):
    deadline = time.monotonic() + 30
    seen = set()
    while time.monotonic() < deadline:
        data = ask(f"{address}/v2/photo_avatar/generation/{generation_id}")["data"]
        seen.add(data["status"])
        if data["status"] == "success":
            return data, seen
    raise AssertionError(f"no success, only {seen}")


def test_a_foreign_client_submits_polls_and_downloads_the_images(address):
    submitted = ask(address + GENERATE, body=BODY)
    assert submitted["error"] is None
    data, seen = wait_for_success(address, submitted["data"]["generation_id"])
    assert seen == {"in_progress", "success"}
    assert len(data["image_key_list"]) == 4
    assert data["image_url_list"] == [f"{address}/{key}" for key in data["image_key_list"]]
    with urllib.request.urlopen(data["image_url_list"][0], timeout=30) as reply:  # noqa: S310 - loopback
        assert reply.headers["Content-Type"] == "image/png"
        picture = reply.read()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (768, 1376)


def test_a_foreign_client_creates_a_look_and_downloads_its_image():
    with server("--duration", "0", "--look-price", "2.5", "--wallet", "10") as (_, url, _printed):
        body = {"type": "prompt", "name": "Ada", "prompt": "A senior woman, vertical, noir"}
        made = ask(f"{url}/v3/avatars", body=body)["data"]["avatar_item"]
        look = ask(f"{url}/v3/avatars/looks/{made['id']}")["data"]
        assert (look["status"], look["preferred_orientation"]) == ("completed", "portrait")
        assert ask(f"{url}/v3/users/me")["data"]["wallet"]["remaining_balance"] == 7.5
        with urllib.request.urlopen(look["preview_image_url"], timeout=30) as reply:  # noqa: S310 - loopback
            picture = reply.read()
        assert reply.headers["Content-Type"] == "image/webp"
        # RFC 9649, 2.5: 14 bits each, little-endian.
        size = struct.unpack("<HH", picture[26:30])
        assert size == (look["image_width"], look["image_height"]) == (768, 1376)


def test_a_foreign_client_goes_from_a_key_to_a_trained_group():
    options = ("--duration", "0", "--look-pending", "0", "--training", "0", "--own-groups", "2")
    with server(*options) as (_, url, _printed):
        made = wait_for_success(url, ask(url + GENERATE, body=BODY)["data"]["generation_id"])[0]
        body = {"name": "Ada", "image_key": made["image_key_list"][0], "generation_id": made["id"]}
        look = ask(f"{url}/v2/photo_avatar/avatar_group/create", body=body)["data"]
        group_id = look["group_id"]
        ask(f"{url}/v2/photo_avatar/train", body={"group_id": group_id})
        status = ask(f"{url}/v2/photo_avatar/train/status/{group_id}")["data"]["status"]
        assert status == "ready"
        groups = ask(f"{url}/v2/avatar_group.list")["data"]["avatar_group_list"]
        assert [group["id"] for group in groups].index(group_id) == 0
        assert len(groups) == 3


def test_a_wrong_key_is_refused_in_json(address):
    with pytest.raises(urllib.error.HTTPError) as caught:
        ask(address + GENERATE, key="wrong", body=BODY)
    with caught.value as reply:
        assert reply.status == 401
        assert json.load(reply) == {
            "data": None,
            "error": {"code": "unauthorized", "message": "Unauthorized"},
        }


def test_an_unknown_route_is_an_html_404(address):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
    try:
        connection.request("POST", "/v2/talking_photo", headers={"X-Api-Key": "right"})
        reply = connection.getresponse()
        assert reply.status == 404
        assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
        assert reply.headers["Server"] is None
        assert b"404 Not Found" in reply.read()
    finally:
        connection.close()


def test_the_server_prints_how_to_use_it_and_an_interrupt_ends_it_without_an_error():
    with server() as (process, url, printed):
        assert f"export HEYGEN_BASE_URL={url}" in printed
        assert "export HEYGEN_API_KEY=sandbox" in printed
        assert ask(f"{url}/v2/user/remaining_quota", key="any")["data"]["remaining_quota"] == 60000
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")


def test_the_printed_curl_command_of_v2_has_a_valid_body():
    with server("--seed", "3", "--quota", "60") as (_, url, printed):
        example = json.loads(re.search(r"-d '(.*)'", printed)[1])
        assert len(ask(url + GENERATE, body=example)["data"]["generation_id"]) == 32
        assert ask(f"{url}/v2/user/remaining_quota")["data"]["remaining_quota"] == 0


@pytest.mark.parametrize(
    ("api", "versions"),
    [("v2", {"v2"}), ("v3", {"v3"}), ("both", {"v2", "v3"}), ("v2 with sunset", {"v2"})],
)
def test_the_printed_curl_commands_are_those_of_the_served_versions(api, versions):
    with server("--api", api) as (_, _url, printed):
        assert set(re.findall(r"curl http://[^/]*/(v\d)/", printed)) == versions


def test_the_printed_curl_command_of_v3_has_a_valid_body_and_options_limit_it():
    options = ("--api", "v3", "--parallel", "1", "--look-delay", "600", "--duration", "600")
    with server(*options) as (_, url, printed):
        example = json.loads(re.search(r"-d '(.*)'", printed)[1])
        look = ask(f"{url}/v3/avatars", body=example)["data"]["avatar_item"]
        for path, body, status in [("", example, 429), (f"/looks/{look['id']}", None, 404)]:
            with pytest.raises(urllib.error.HTTPError) as caught:
                ask(f"{url}/v3/avatars{path}", body=body)
            with caught.value as reply:
                assert reply.status == status


def test_a_given_key_is_not_printed():
    with server("--api-key", "k3y-of-mine") as (_, _url, printed):
        assert "k3y-of-mine" not in printed


def test_a_taken_port_is_a_clear_error():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Can't listen at 127.0.0.1, port {port}: Address already in use")
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--duration", "-1"), "duration must be a number, 0 or more"),
        (("--api-key", ""), "api_key must not be empty"),
        (("--api", "v4"), "argument --api: invalid choice: 'v4'"),
        (("--wallet", "-1"), "wallet must be a number, 0 or more"),
        (("--look-price", "-1"), "look_price must be a number, 0 or more"),
        (("--look-delay", "-1"), "look_delay must be a number, 0 or more"),
        (("--training", "-1"), "training must be a number, 0 or more"),
        (("--own-groups", "x"), "argument --own-groups: invalid int value: 'x'"),
        (("--parallel", "0"), "parallel must be 1 or more"),
        (("--port", "70000"), "a port is 0 to 65535"),
    ],
)
def test_an_invalid_option_is_a_clear_error(options, message):
    done = run(*options)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def run(*options):
    return subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, check=False, timeout=60
    )


# Faults


def submit(connection):
    connection.request("POST", GENERATE, json.dumps(BODY), {"X-Api-Key": "any"})
    connection.getresponse()


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
def test_an_invalid_fault_is_a_clear_error(options, message):
    done = run(*options)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_faults_given_as_options_strike():
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
