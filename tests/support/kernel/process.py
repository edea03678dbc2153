"""Kernels of the interpreter that runs the tests, as processes of their own."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from jupyter_client.manager import KernelManager

from tests.support.environment import clean_environment
from tests.support.kernel.kernel import Kernel
from tests.support.kernel.kernelspecs import OwnKernelSpecs
from tests.support.kernel.sockets import socket_files

READY = 120  # seconds
ENDS = 30  # seconds


def kill(process_id: int) -> None:
    """Kill a process, and return once it has ended: until then it counts as running."""
    process = psutil.Process(process_id)
    process.kill()
    deadline = time.monotonic() + ENDS
    with suppress(psutil.NoSuchProcess):
        while process.status() != psutil.STATUS_ZOMBIE:
            if time.monotonic() > deadline:
                raise TimeoutError(f"Process {process_id} goes on, though it was killed.")
            time.sleep(0.01)


@contextmanager
def running_kernel(home: Path, environment: dict[str, str]) -> Iterator[Kernel]:
    """Run a kernel at home in an empty folder."""
    with socket_files() as sockets:
        manager = KernelManager(
            kernel_spec_manager=OwnKernelSpecs(),
            connection_file=str(home / "connection.json"),
            **sockets,
        )
        manager.start_kernel(env={**clean_environment(home), **environment}, cwd=str(home))
        client = manager.client()
        try:
            client.start_channels()
            client.wait_for_ready(timeout=READY)
            information = client.kernel_info(reply=True, timeout=READY)["content"]
            yield Kernel(client, information.get("supported_features", []))
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
