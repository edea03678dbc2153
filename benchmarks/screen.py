"""How long until the pictures are on the screen, in JupyterLab in Chromium."""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from playwright.sync_api import sync_playwright

from benchmarks.children import PACKAGE_PATH
from benchmarks.report import Result, Row, milliseconds
from benchmarks.server import Job, Server, serve
from tests.support.browser import chromium
from tests.support.browser.lab import Lab
from tests.support.browser.servers import LabServer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RUNS = 7
SEED = 7
STUDIO = """
import time
from heygen_widgets import AvatarStudio, HeyGen
finished = []
studio = AvatarStudio(
    client=HeyGen("benchmark", base_url={url!r}), appearance="A violinist in a red dress"
)
def note(change):
    if change["new"] == "success":
        finished.append((studio.generation_id or studio.generation.id, time.time()))
studio.observe(note, "status")
studio
"""
# Seconds since 1970 at which four pictures stand there; before, there must have been none.
WATCH = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const pictures = () => [...document.querySelectorAll('.hgw-grid img')];
  const stands = image => image.complete && image.naturalWidth > 0;
  while (pictures().length) await frame();
  while (pictures().length !== 4 || !pictures().every(stands)) await frame();
  return (performance.timeOrigin + performance.now()) / 1000;
}"""
NOTE = f"""\
Medians of {RUNS} clicks on Generate, jobs of 2 to 6 s, seed {SEED}, in one notebook; the server's
four portraits are drawn beforehand. Looked at in every frame: a figure may be 17 ms late."""


class Lag(NamedTuple):
    """Seconds from one moment to the next in one run."""

    server_to_screen: float
    server_to_kernel: float
    kernel_to_screen: float


class BenchmarkLab(LabServer):
    """A JupyterLab whose kernels import the package that is being measured."""

    def _environment(self) -> dict[str, str]:
        return super()._environment() | PACKAGE_PATH


def measure() -> Result:
    with serve(portraits=True, duration=4.0, spread=0.5, seed=SEED) as server:
        lags = _in_browser(lambda lab: _run(lab, server))
    rows = [
        Row("kernel's last change → four pictures on screen", _summary(lags, 2)),
        Row("server's success → kernel's last change", _summary(lags, 1)),
        Row("server's success → four pictures on screen", _summary(lags, 0)),
    ]
    return Result("Screen", rows, NOTE)


def _in_browser(run: Callable[[Lab], list[Lag]]) -> list[Lag]:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        server = BenchmarkLab(home)
        stack.callback(server.stop)
        server.start()
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.ARGUMENTS
        )
        stack.callback(browser.close)
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, base_url=server.url)
        return run(Lab(page, server, home))


def _run(lab: Lab, server: Server) -> list[Lag]:
    lab.open_notebook([STUDIO.format(url=server.url)])
    lab.run_all()
    shown = [_click(lab) for _ in range(RUNS + 1)]
    finished = json.loads(lab.add_and_run("import json; print(json.dumps(finished))"))
    jobs = server.jobs()
    runs = zip(shown, finished, strict=True)
    lags = [_lag(jobs[key], changed, seen) for seen, (key, changed) in runs]
    return lags[1:]  # The first one loads Pillow and opens connections.


def _click(lab: Lab) -> float:
    lab.cell(0).get_by_role("button", name="Generate").click()
    return lab.page.evaluate(WATCH)


def _lag(job: Job, changed: float, seen: float) -> Lag:
    done = job.done_at + time.time() - time.monotonic()
    return Lag(seen - done, changed - done, seen - changed)


def _summary(lags: Sequence[Lag], which: int) -> str:
    values = [lag[which] for lag in lags]
    middle, low, high = map(milliseconds, (median(values), min(values), max(values)))
    return f"{middle} (from {low} to {high})"
