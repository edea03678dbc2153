"""A kernel as a front-end sees it: over the Jupyter protocol, with no browser."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty
from typing import NamedTuple

from jupyter_client.blocking import BlockingKernelClient

from tests.support.kernel.comms import Comms

POLL = 0.1  # seconds to wait for one message before looking at the clock
ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Reply(NamedTuple):
    """What a cell printed and returned, and its error as `Name: text`."""

    text: str
    error: str | None


@dataclass
class _Request:
    """One message sent to the kernel and what came back for it."""

    idle: bool = False
    text: list[str] = field(default_factory=list)
    error: str | None = None


class Kernel:
    """A running kernel; every method returns when the kernel has done it, or raises TimeoutError.

    Messages are read only while a method of this class runs: `wait_for` is how to let time pass.
    """

    def __init__(self, client: BlockingKernelClient, supported_features: list[str]) -> None:
        self.client = client
        self.comms = Comms()
        self.has_subshells = "kernel subshells" in supported_features
        self._requests: dict[str, _Request] = {}

    def execute(self, code: str, timeout: float = 60) -> Reply:
        """Run a cell to its end."""
        return self.finish(self.start(code), timeout)

    def process_id(self) -> int:
        """Ask for the id of its process."""
        return int(self.execute("import os; print(os.getpid())").text)

    def start(self, code: str) -> str:
        """Send a cell and return at once; the id is for `finish`."""
        return self._sent(self.client.execute(code, store_history=False))

    def finish(self, message_id: str, timeout: float = 60) -> Reply:
        """Wait for a started cell's end."""
        self.settle(message_id, timeout)
        request = self._requests[message_id]
        return Reply("".join(request.text), request.error)

    def text(self, message_id: str) -> str:
        """Return what came for a message so far; a background task's prints go to its cell."""
        return "".join(self._requests[message_id].text)

    def send_event(
        self, comm_id: str, event: str, data: object = None, *, subshell_id: str | None = None
    ) -> str:
        """Send a widget's event as the front-end does (ipyvue's `vue_*`); the id is for `settle`.

        With a subshell's id the message takes the way that JupyterLab uses by default.
        """
        content = {"event": event, "data": data}
        return self.send_custom(comm_id, content, subshell_id=subshell_id)

    def send_custom(self, comm_id: str, content: object, *, subshell_id: str | None = None) -> str:
        """Send any custom widget message; the id is for `settle`."""
        return self._send_comm(comm_id, {"method": "custom", "content": content}, subshell_id)

    def set_state(
        self, comm_id: str, state: dict[str, object], *, subshell_id: str | None = None
    ) -> str:
        """Change a widget's traits as the front-end does; the id is for `settle`."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        return self._send_comm(comm_id, data, subshell_id)

    def create_subshell(self, timeout: float = 30) -> str:
        """Create a subshell and return its id."""
        return self._control("create_subshell_request", {}, timeout)["subshell_id"]

    def delete_subshell(self, subshell_id: str, timeout: float = 30) -> None:
        """Delete a subshell, as JupyterLab does when a comm closes."""
        self._control("delete_subshell_request", {"subshell_id": subshell_id}, timeout)

    def settle(self, message_id: str, timeout: float = 30) -> None:
        """Wait until the kernel has handled a message."""
        self.wait_for(lambda: self._requests[message_id].idle, timeout)

    def wait_for(self, predicate: Callable[[], object], timeout: float = 30) -> None:
        """Read messages until the predicate is true."""
        deadline = time.monotonic() + timeout
        while not predicate():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not true within {timeout:g} s: {predicate}")
            self.read()

    def read(self) -> None:
        """Read one message, if one comes soon."""
        with suppress(Empty):
            self._receive(self.client.get_iopub_msg(timeout=POLL))

    def _receive(self, message: dict) -> None:
        kind, content = message["msg_type"], message["content"]
        if kind.startswith("comm_"):
            self.comms.receive(message)
        request = self._requests.get(message["parent_header"].get("msg_id", ""))
        if request is None:
            return
        if kind == "status":
            request.idle = content["execution_state"] == "idle"
        elif kind == "stream":
            request.text.append(content["text"])
        elif kind in {"execute_result", "display_data"}:
            request.text.append(content["data"].get("text/plain", ""))
        elif kind == "error":
            request.error = ANSI.sub("", f"{content['ename']}: {content['evalue']}")

    def _send_comm(self, comm_id: str, data: dict, subshell_id: str | None) -> str:
        content = {"comm_id": comm_id, "data": data}
        message = self.client.session.msg("comm_msg", content)
        if subshell_id is not None:
            message["header"]["subshell_id"] = subshell_id
        self.client.shell_channel.send(message)
        return self._sent(message["header"]["msg_id"])

    def _sent(self, message_id: str) -> str:
        self._requests[message_id] = _Request()
        return message_id

    def _control(self, kind: str, content: dict, timeout: float) -> dict:
        message = self.client.session.msg(kind, content)
        self.client.control_channel.send(message)
        deadline = time.monotonic() + timeout
        while (left := deadline - time.monotonic()) > 0:
            reply = self.client.get_control_msg(timeout=left)
            if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"{kind}: {reply['content']}")
            return reply["content"]
        raise TimeoutError(f"no reply to {kind} within {timeout:g} s")
