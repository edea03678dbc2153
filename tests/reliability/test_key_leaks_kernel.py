"""A key that was used in a real kernel is in no message that the kernel sends."""

import contextlib
import socket
from pathlib import Path

import pytest

from tests.support.echo_server import ECHOES, echoing
from tests.support.kernel.clicks import click_generate
from tests.support.leaks import KEY, WRONG, found

pytestmark = pytest.mark.kernel

RESULT = 60
PREPARE = """
%xmode Verbose
import asyncio, os
from heygen_widgets import AvatarAttributes, AvatarStudio, HeyGen, PollPolicy
from heygen_widgets.config.api_key import ApiKey
attributes = AvatarAttributes(name="Ada", appearance="A baker")
# As `export` would have set it, so that no code of the user's holds it.
os.environ["HEYGEN_API_KEY"] = open("key").read()
"""
STUDIO = """
studio = AvatarStudio(appearance="A baker")
print(studio.model_id)
studio
"""


class Wire:
    """Every message that comes from a kernel, as it comes over the socket."""

    def __init__(self, kernel):
        self.kernel = kernel
        self.frames = []
        session = kernel.client.session
        read = session.deserialize

        def noted(frames, *args, **options):
            self.frames += [bytes(getattr(frame, "buffer", frame)) for frame in frames]
            return read(frames, *args, **options)

        session.deserialize = noted

    def leaks(self, key):
        """Read what is left to read, and return each spelling of a key with what stands there."""
        for channel in (self.kernel.client.shell_channel, self.kernel.client.iopub_channel):
            while channel.msg_ready():
                channel.get_msg()
        assert self.frames
        return [(found(key, frame), frame) for frame in self.frames if found(key, frame)]


@pytest.fixture
def wire(start_kernel):
    """Starts a kernel with a key and the address of a server: `wire(key, address)`."""

    def start(key, address, **variables):
        kernel = start_kernel(HEYGEN_BASE_URL=address, **variables)
        folder = Path(kernel.execute("import os; print(os.getcwd())").text.strip())
        (folder / "key").write_text(key)
        assert kernel.execute(PREPARE).error is None
        return Wire(kernel)

    return start


@contextlib.contextmanager
def silent():
    """Serve an address that takes requests and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def refused():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


SILENT = {
    "read timeout of a submit": (
        "await HeyGen(api='v2', timeout=0.2).generate(attributes)",
        "SubmitOutcome",
    ),
    "read timeout of a question": ("await HeyGen(timeout=0.1).fetch('701c')", "ConnectionFailed"),
    "cut off from outside": (
        "await asyncio.wait_for(HeyGen().fetch('701c'), 0.3)",
        "TimeoutError",
    ),
    "an unknown version": ("HeyGen(open('key').read(), api='v9')", "ConfigurationError"),
    "an address of http": (
        "HeyGen(open('key').read(), base_url='http://example.com')",
        "ConfigurationError",
    ),
    "a copy of the key": (
        "import copy; copy.deepcopy(ApiKey(open('key').read()))",
        "TypeError",
    ),
    "a pickle of the client": ("import pickle; pickle.dumps(HeyGen())", "pickle"),
    "a mistake of the user's": ("HeyGen().nothing", "AttributeError"),
    "a policy that can't work": (
        "HeyGen(open('key').read(), poll=PollPolicy(first=-1))",
        "ConfigurationError",
    ),
}
BROKEN = {
    "from the environment": "HeyGen()",
    "as an argument": "HeyGen(open('key').read())",
    "as the type": "ApiKey(open('key').read())",
    "from a studio": "AvatarStudio()",
}


def test_a_verbose_traceback_shows_local_variables_so_the_scan_can_find_them(wire):
    wire = wire(KEY, refused())
    code = "def show(careless): return careless + 1\nshow(open('key').read())"
    assert "TypeError" in wire.kernel.execute(code).error
    assert wire.leaks(KEY)


def test_verbose_tracebacks_of_a_server_that_says_nothing(wire):
    with silent() as address:
        wire = wire(KEY, address)
        for code, error in SILENT.values():
            assert error in str(wire.kernel.execute(code, RESULT).error), code
        assert wire.leaks(KEY) == []


def test_verbose_tracebacks_of_a_server_that_is_not_there(wire):
    wire = wire(KEY, refused())
    reply = wire.kernel.execute("await HeyGen().generate(attributes)", RESULT)
    assert "ConnectionFailed" in reply.error
    assert wire.leaks(KEY) == []


def test_verbose_tracebacks_of_a_wrong_key(wire, quick_sandbox):
    wire = wire(WRONG, quick_sandbox(0, KEY).address)
    for code in ("await HeyGen().generate(attributes)", "await AvatarStudio().generate()"):
        assert wire.kernel.execute(code, RESULT).error
    assert wire.leaks(WRONG) == []


@pytest.mark.parametrize("echo", ["headers", "no-http", "message"])
def test_verbose_tracebacks_of_a_server_that_echoes_the_key(wire, echo):
    with echoing(ECHOES[echo]) as (address, keys_seen):
        wire = wire(KEY, address)
        assert wire.kernel.execute("await HeyGen().generate(attributes)", RESULT).error
        assert keys_seen == {KEY}
    assert wire.leaks(KEY) == []


def test_verbose_tracebacks_of_a_key_that_can_not_be_one(wire):
    broken = f"{KEY} {KEY}"
    wire = wire(broken, refused())
    for code in BROKEN.values():
        assert "ConfigurationError" in str(wire.kernel.execute(code).error), code
    assert wire.leaks(KEY) == []


def test_no_message_of_a_studio_holds_the_key_that_was_given_in_it(wire, quick_sandbox):
    wire = wire("", quick_sandbox(0.2, KEY).address, PYTHONASYNCIODEBUG="1")
    kernel = wire.kernel
    kernel.execute("import logging; logging.basicConfig(level=logging.DEBUG)")
    kernel.execute("asyncio.get_running_loop().slow_callback_duration = 0")
    studio = kernel.execute(STUDIO).text.split()[0]
    for given in (f"{WRONG} {WRONG}", WRONG, KEY):
        kernel.settle(kernel.send_event(studio, "use_key", {"secret": given}))
    kernel.wait_for(lambda: kernel.comms.state(studio)["backend"]["kind"] == "heygen")
    click_generate(kernel, studio)
    kernel.wait_for(lambda: kernel.comms.state(studio)["status"] == "success", RESULT)
    said = kernel.execute("print(studio, repr(studio), studio.client, studio.get_state())").text
    assert "success" in said
    # The front-end asks for the state when a page is loaded anew.
    kernel.settle(kernel._send_comm(studio, {"method": "request_state"}, None))
    assert wire.leaks(KEY) == []
    assert wire.leaks(WRONG) == []
