"""Fixtures for tests over the Jupyter protocol."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from tests.tools.kernels import OwnKernelSpecs, clean_environment

from .protocol import Kernel

READY = 60


@pytest.fixture
def start_kernel(tmp_path: Path) -> Iterator[Callable[..., Kernel]]:
    """Start kernels that end with the test: `start_kernel(HEYGEN_BASE_URL=…, …)`."""
    with ExitStack() as stack:

        def start(**environment: str) -> Kernel:
            home = tmp_path / f"kernel-{len(list(tmp_path.glob('kernel-*')))}"
            home.mkdir()
            return stack.enter_context(running_kernel(home, environment))

        yield start


@pytest.fixture
def kernel(start_kernel: Callable[..., Kernel]) -> Kernel:
    """A kernel with no HEYGEN_* variable, so in the sandbox."""
    return start_kernel()


@contextmanager
def running_kernel(home: Path, environment: dict[str, str]) -> Iterator[Kernel]:
    """Run a kernel at home in an empty folder."""
    manager = KernelManager(
        kernel_spec_manager=OwnKernelSpecs(), connection_file=str(home / "connection.json")
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
