"""What goes over the comm: to show the studio, and during a generation."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.children import PACKAGE_PATH
from benchmarks.report import Result, Row
from tests.support.kernel.process import running_kernel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.kernel.comms import CommMessage
    from tests.support.kernel.kernel import Kernel

SHOW = """
from heygen_widgets import AvatarStudio
studio = AvatarStudio(appearance="A violinist in a red dress")
studio
"""
NOTE = """\
One studio, a further one, and one generation of the usual 4 seconds in the sandbox, in a real
kernel; its messages are those of the studio that was pressed. Bytes are those of content, metadata
and buffers. ipyvuetify opens comms of its own as it is imported, for every notebook that uses it,
so they stand apart. While it waited the studio sent, in this order:
{changes}."""


def measure() -> Result:
    with tempfile.TemporaryDirectory() as home, running_kernel(Path(home), PACKAGE_PATH) as kernel:
        imported = _run(kernel, "import ipyvuetify")
        shown = _run(kernel, SHOW)
        further = _run(kernel, SHOW)
        waiting, final = _generate(kernel)
    opened = sum(message.kind == "comm_open" for message in shown)
    size = _size(shown)
    more = sum(message.kind == "comm_open" for message in further)
    largest = max(message.size for message in waiting)
    heard = [message for message in waiting if _is_answer(message)]
    quiet = len(heard) == 1 and all(message.state for message in waiting if message not in heard)
    rows = [
        Row("`import ipyvuetify`: `comm_open`", str(len(imported))),
        Row("`import ipyvuetify`: bytes", _kilobytes(_size(imported))),
        Row("to show the studio: `comm_open`", str(opened), "≤ 5", opened <= 5),
        Row("to show the studio: other messages", str(len(shown) - opened)),
        Row("to show the studio: bytes", _kilobytes(size), "≤ 80 kB", size <= 80_000),
        Row("to show a further studio: `comm_open`", str(more), "≤ 2", more <= 2),
        Row(
            "to show a further studio: bytes",
            _kilobytes(_size(further)),
            "≤ 8 kB",
            _size(further) <= 8_000,
        ),
        Row("largest change of status: bytes", _kilobytes(largest), "< 1 kB", largest < 1_000),
        Row(
            "until the pictures are here: messages",
            str(len(waiting)),
            "the press's answer, else state changes",
            quiet,
        ),
        Row("until the pictures are here: bytes", _kilobytes(_size(waiting))),
        Row("the end, with four previews: messages", str(len(final))),
        Row("the end, with four previews: bytes", _kilobytes(_size(final))),
    ]
    return Result("Comm traffic", rows, NOTE.format(changes=_changes(waiting)))


def _run(kernel: Kernel, code: str) -> list[CommMessage]:
    """Run a cell and return what it sent."""
    mark = kernel.comms.mark()
    error = kernel.execute(code).error
    assert error is None, error
    return kernel.comms.since(mark)


def _generate(kernel: Kernel) -> tuple[list[CommMessage], list[CommMessage]]:
    """Press Generate; return the messages without pictures, and those from the first with some."""
    studio = kernel.execute("studio.model_id").text.strip("'")
    kernel.wait_for(lambda: kernel.comms.state(studio)["offer"]["token"], timeout=60)
    agreed = kernel.comms.state(studio)["offer"]["token"]
    mark = kernel.comms.mark()
    kernel.settle(kernel.send_event(studio, "generate", {"agreed": agreed}))
    kernel.wait_for(lambda: kernel.comms.state(studio)["status"] == "success", timeout=120)
    kernel.execute("import asyncio; await asyncio.sleep(1)")  # What comes late counts as well.
    # The other studio of this kernel is told that there is a new run: that is not this one's.
    messages = kernel.comms.since(mark, comm_id=studio)
    first = next(i for i, message in enumerate(messages) if message.buffers)
    return messages[:first], messages[first:]


def _size(messages: Sequence[CommMessage]) -> int:
    return sum(message.size for message in messages)


def _changes(messages: Sequence[CommMessage]) -> str:
    """Say which states were announced, in order."""
    lines = (message.state.get("status_line") for message in messages)
    return ", then ".join(f"“{line}”" for line in lines if line)


def _is_answer(message: CommMessage) -> bool:
    """Return whether a message tells the browser that a press was heard."""
    return (message.data.get("content") or {}).get("method") == "heard"


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.1f} kB"
