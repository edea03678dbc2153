"""Where a kernel and its client meet."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def socket_files() -> Iterator[dict[str, str]]:
    """Give the options of a kernel manager whose kernel listens on files.

    The kernel binds the free ports that its manager has found only when it has started, and beside
    other tests somebody else may have them by then. The folder's name is short, as a socket's must
    be.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield {"transport": "ipc", "ip": str(Path(folder) / "kernel")}
