"""Kernels of other interpreters than the one that runs the tests."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager
from traitlets import Unicode

from tests.support.environment import clean_environment
from tests.support.kernel.kernel import Kernel
from tests.support.kernel.kernelspecs import OwnKernelSpecs
from tests.support.kernel.sockets import socket_files

T = TypeVar("T")

READY = 90  # seconds
QUIET = 3  # seconds after which a kernel that overlooks requests is woken
TRIES = 3  # how often such a kernel is asked whether it is there
OVERLOOKS = re.compile(r"7\.[0-3]\.")


class KernelSpecs(OwnKernelSpecs):
    """Knows one kernel under every name: another interpreter's."""

    python = Unicode()

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the kernelspec of `python`."""
        spec = super().get_kernel_spec(kernel_name)
        spec.argv[0] = self.python
        return spec


class DrowsyKernel(Kernel):
    """A kernel of ipykernel 7.0 to 7.3, woken where it has nothing to say.

    These overlook a request now and then, a plain ``print`` too, until somebody connects
    (ipython/ipykernel#1529 and #1554). A connection wakes no event loop that a widget lost.

    Attributes: `wakes` counts how often that was done.
    """

    def __init__(self, client: BlockingKernelClient, supported_features: list[str]) -> None:
        super().__init__(client, supported_features)
        self.wakes = 0
        self._heard_at = time.monotonic()

    def read(self) -> None:
        """Read one message, if one comes soon."""
        super().read()
        if time.monotonic() - self._heard_at > QUIET:
            self.wakes += 1
            self._heard_at = time.monotonic()
            wake(self.client)

    def _receive(self, message: dict) -> None:
        self._heard_at = time.monotonic()
        super()._receive(message)


def wake(client: BlockingKernelClient) -> None:
    """Connect to the kernel once more."""
    with client.connect_shell(identity=uuid4().bytes) as socket:
        client.session.send(socket, "kernel_info_request")


@contextmanager
def running_kernel(python: Path, home: Path, version: str) -> Iterator[Kernel]:
    """Run an interpreter's kernel at home in an empty folder."""
    with socket_files() as sockets:
        manager = KernelManager(
            kernel_spec_manager=KernelSpecs(python=str(python)),
            connection_file=str(home / "connection.json"),
            **sockets,
        )
        manager.start_kernel(env=clean_environment(home), cwd=str(home))
        client = manager.client()
        overlooks = OVERLOOKS.match(version)

        def ask(question: Callable[[float], T]) -> T:
            for _ in range(TRIES if overlooks else 0):
                with suppress(RuntimeError, TimeoutError):
                    return question(READY / TRIES)
                wake(client)
            return question(READY)

        try:
            client.start_channels()
            ask(lambda timeout: client.wait_for_ready(timeout=timeout))
            reply = ask(lambda timeout: client.kernel_info(reply=True, timeout=timeout))
            kind = DrowsyKernel if overlooks else Kernel
            yield kind(client, reply["content"].get("supported_features", []))
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
