"""What a long history costs the studio: to open, and to show its first page of earlier runs."""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from PIL import Image

from benchmarks.report import Result, Row, milliseconds
from heygen_widgets import AvatarAttributes, AvatarStudio, HeyGen, History
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus

SIZES = (0, 1_000, 10_000)
ROUNDS = 11
ADA = AvatarAttributes(name="Ada", appearance="A violinist in a red dress")
NOTE = f"""\
Medians of {ROUNDS} rounds, the histories in turn; ratios are the medians of the rounds' ratios. To
open is to make the studio on the sandbox and to wait until all that it looks up by itself is shown.
The page of earlier runs is asked for by the browser after that: twelve runs with thumbnails, which
were made before (the first time, each costs a decoding of its picture)."""


class Told(AvatarStudio):
    """A studio that notes when it has told something."""

    def tell(self, method: str, *values: object, buffers: object = ()) -> None:
        """Note what is told."""
        del values, buffers
        self.heard = method


def measure() -> Result:
    with tempfile.TemporaryDirectory() as folder:
        histories = [_filled(Path(folder) / str(size), size) for size in SIZES]
        rounds = [
            [asyncio.run(_opened(history)) for history in histories] for _ in range(ROUNDS + 1)
        ][1:]
    opening = [[empty[0] for empty in each] for each in rounds]
    pages = [[empty[1] for empty in each] for each in rounds]
    ratio = median(each[1] / each[0] for each in opening)
    rows = [
        Row("to open with 1,000 runs : with none", f"{ratio:.2f}", "≤ 1.5", ratio <= 1.5),
        Row("to open with 10,000 : with none", f"{median(e[2] / e[0] for e in opening):.2f}"),
        Row("to open with none", milliseconds(median(each[0] for each in opening))),
        Row("first page of 1,000 runs", milliseconds(median(each[1] for each in pages))),
        Row("first page of 10,000 runs", milliseconds(median(each[2] for each in pages))),
    ]
    return Result("A long history", rows, NOTE)


def _filled(folder: Path, size: int) -> History:
    history = History(folder)
    for number in range(size):
        history.record(_run(number), backend="sandbox", account="benchmark")
    return history


def _run(number: int) -> Generation:
    run = Generation(
        status=GenerationStatus.SUCCESS,
        id=f"{number:032x}",
        attributes=ADA,
        submitted_at=datetime.now(UTC),
    )
    if number % 100:
        return run
    buffer = io.BytesIO()
    Image.new("RGB", (256, 256), (number % 255, 80, 120)).save(buffer, "PNG")
    run = run.with_images([f"https://images/{number}"], [f"image/{number}/original"])
    images = (image.with_data(buffer.getvalue(), "image/png", (256, 256)) for image in run.images)
    return replace(run, images=tuple(images))


async def _opened(history: History) -> tuple[float, float]:
    """Return the seconds to open a studio, and to send it a page of earlier runs."""
    started = time.perf_counter()
    studio = Told(client=HeyGen.sandbox(history=history), name="Ada", appearance="A baker")
    await asyncio.sleep(0)
    while studio._controller.loop._tasks or not studio.offer["token"]:  # noqa: ASYNC110 - of many tasks
        await asyncio.sleep(0)
    opened = time.perf_counter()
    studio._handle_event(None, {"event": "list_runs", "data": {}}, [])
    while getattr(studio, "heard", "") != "runs":  # noqa: ASYNC110 - told from elsewhere
        await asyncio.sleep(0)
    return opened - started, time.perf_counter() - opened
