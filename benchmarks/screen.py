"""How long until the pictures are on the screen, in JupyterLab in Chromium."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.lab import open_lab
from benchmarks.report import Result, Row, milliseconds
from benchmarks.server import Job, Server, serve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.browser.lab import Lab

RUNS = 7
SEED = 7
LONGEST = 0.25
"""Seconds that four pictures may take from the answer that names them, downloads included."""
STUDIO = """
from heygen_widgets import AvatarStudio, HeyGen
studio = AvatarStudio(
    client=HeyGen("benchmark", base_url={url!r}), appearance="A violinist in a red dress"
)
studio
"""
# Seconds since 1970 at which one picture stands there, and four; before, there must be none.
WATCH = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const pictures = () => [...document.querySelectorAll('.hgw-grid img')];
  const stands = image => image.complete && image.naturalWidth > 0;
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  while (pictures().length) await frame();
  while (!pictures().some(stands)) await frame();
  const first = now();
  while (pictures().filter(stands).length !== 4) await frame();
  return [first, now()];
}"""
NOTE = f"""\
Medians of {RUNS} clicks on Generate, jobs of 2 to 6 s, seed {SEED}, in one notebook; the server's
four portraits are drawn beforehand. Looked at in every frame: a figure may be 17 ms late."""


class Lag(NamedTuple):
    """Seconds from one moment to the next in one run."""

    answer_to_first: float
    answer_to_screen: float
    server_to_answer: float
    server_to_screen: float


def measure() -> Result:
    with serve(portraits=True, duration=4.0, spread=0.5, seed=SEED) as server, open_lab() as lab:
        lags = _run(lab, server)
    on_screen = [lag.answer_to_screen for lag in lags]
    rows = [
        Row(
            "HeyGen's answer → four pictures on screen",
            _summary(on_screen),
            f"≤ {milliseconds(LONGEST)}",
            median(on_screen) <= LONGEST,
        ),
        Row("HeyGen's answer → the first one", _summary([lag.answer_to_first for lag in lags])),
        Row(
            "HeyGen's success → its answer: the polling",
            _summary([lag.server_to_answer for lag in lags]),
        ),
        Row("HeyGen's success → four pictures", _summary([lag.server_to_screen for lag in lags])),
    ]
    return Result("Screen", rows, NOTE)


def _run(lab: Lab, server: Server) -> list[Lag]:
    lab.open_notebook([STUDIO.format(url=server.url)])
    lab.run_all()
    shown = [_click(lab) for _ in range(RUNS + 1)]
    jobs = sorted(server.jobs().values(), key=lambda job: job.submitted_at)
    lags = [_lag(job, *seen) for job, seen in zip(jobs, shown, strict=True)]
    return lags[1:]  # The first one loads Pillow and opens connections.


def _click(lab: Lab) -> tuple[float, float]:
    lab.cell(0).get_by_role("button", name="Generate").click()
    first, all_four = lab.page.evaluate(WATCH)
    return first, all_four


def _lag(job: Job, first: float, all_four: float) -> Lag:
    to_wall_clock = time.time() - time.monotonic()
    done, told = job.done_at + to_wall_clock, job.told_at + to_wall_clock
    return Lag(first - told, all_four - told, told - done, all_four - done)


def _summary(values: Sequence[float]) -> str:
    middle, low, high = map(milliseconds, (median(values), min(values), max(values)))
    return f"{middle} (from {low} to {high})"
