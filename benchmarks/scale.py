"""A sweep of 1,000 cells: how long it takes, what it costs the kernel, and what the page."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.lab import open_lab
from benchmarks.meter import EVERY
from benchmarks.report import Result, Row, milliseconds, percentile
from benchmarks.server import Job, Server, serve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.support.browser.lab import Lab

ROWS, COLUMNS = 50, 20
AT_ONCE, JOB, SEED = 20, 8.0, 14
IDLE = 10.0
RUNS = 3
STEPS, PRESSES = 24, 15
DEADLINE = 1800.0
SWEEP = """
from benchmarks.meter import Meter
from heygen_widgets import AvatarSweep, HeyGen, History

client = HeyGen("benchmark", base_url={url!r}, history=History("history"))
"""
NEW = """
sweep = AvatarSweep({prompt!r}, client=client, parallel={at_once}, limit=None)
sweep"""
LOAD = """
sweep = AvatarSweep.load({id!r}, client=client)
sweep"""
REST = """
import asyncio
idle = Meter()
idle.begin()
await asyncio.sleep({idle})
idle.end()"""
START = """
meter = Meter()
meter.begin()
run = sweep.start(progress=meter.hear)"""
END = """
meter.end()
import json
print(json.dumps([idle.report(), meter.report(), (await run).done]))"""
DONE = r"""() => {
  const said = document.querySelector('[aria-label="Prompt experiment"]')?.innerText ?? '';
  return Number((/([\d,]+) of [\d,]+ cells done/.exec(said)?.[1] ?? '0').replaceAll(',', ''));
}"""
SEEN = """position => document.querySelector(`[data-cell="${position}"]`)
  .scrollIntoView({ block: 'center', inline: 'center' })"""
# All of what is in sight in the matrix has its picture, decoded.
LOOK = """
  const box = document.querySelector('.hgw-matrix');
  const frame = () => new Promise(requestAnimationFrame);
  const isInSight = element => {
    const [own, all] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
    return own.bottom > Math.max(all.top, 0) && own.top < Math.min(all.bottom, innerHeight)
      && own.right > all.left && own.left < all.right;
  };
  const stands = cell => [...cell.querySelectorAll('img')]
    .some(image => image.complete && image.naturalWidth > 0);
  const isWhole = () => [...box.querySelectorAll('[data-cell]')].filter(isInSight).every(stands);
"""
WHOLE = f"async () => {{ {LOOK} while (!isWhole()) await frame(); return performance.now(); }}"
# Rolls on by part of the height; returns the longest frame and when all pictures stood there.
ROLL = f"""async share => {{
  {LOOK}
  await frame();
  const started = performance.now();
  let [last, longest] = [started, 0];
  const next = async () => {{
    const now = await frame();
    longest = Math.max(longest, now - last);
    last = now;
  }};
  for (let part = 0; part < 10; part++) {{
    box.scrollTop += share * box.clientHeight / 10;
    await next();
  }}
  const rolled = performance.now();
  while (!isWhole()) await next();
  return [longest, performance.now() - rolled];
}}"""
PRESS = """async position => {
  const frame = () => new Promise(requestAnimationFrame);
  const cell = document.querySelector(`[data-cell="${position}"]`);
  cell.scrollIntoView({ block: 'center', inline: 'center' });
  while (!cell.querySelector('img')) await frame();
  for (let still = 0; still < 20; still++) await frame();
  const started = performance.now();
  cell.click();
  const stands = image => image.complete && image.naturalWidth > 0;
  const shown = () => [...document.querySelectorAll('.v-overlay--active img')].filter(stands);
  while (!shown().length) await frame();
  // A frame that begins now shows it.
  await frame();
  const first = performance.now() - started;
  while (!shown().some(image => image.naturalWidth > 640)) await frame();
  return [first, performance.now() - started];
}"""
CLOSED = "() => !document.querySelector('.v-overlay--active')"


@dataclass
class Page:
    """What the page holds, by the number of cells that are made.

    Attributes:
        heap: Bytes of JavaScript's heap, after it was collected.
        nodes: Nodes of the document.
    """

    heap: dict[int, int] = field(default_factory=dict)
    nodes: dict[int, int] = field(default_factory=dict)

    def look(self, lab: Lab, number: int) -> None:
        """Note what the page holds now."""
        session = lab.page.context.new_cdp_session(lab.page)
        session.send("HeapProfiler.collectGarbage")
        self.heap[number] = session.send("Runtime.getHeapUsage")["usedSize"]
        self.nodes[number] = session.send("Memory.getDOMCounters")["nodes"]
        session.detach()


@dataclass(frozen=True)
class Run:
    """What was measured of one sweep."""

    idle: dict[str, Any]
    busy: dict[str, Any]
    page: Page
    jobs: Sequence[Job]

    @property
    def possible(self) -> float:
        """Seconds that it takes if each cell begins as another one ends."""
        return bound(self.jobs)

    @property
    def ratio(self) -> float:
        """How many times longer it took."""
        return float(self.busy["took"]) / self.possible


def measure() -> Result:
    runs, rolls, presses = [], [], []
    for _ in range(RUNS):
        with (
            serve(portraits=True, duration=JOB, seed=SEED, quota=10**9) as server,
            open_lab() as lab,
        ):
            runs.append(fill(lab, server))
            found = use(lab, server)
            rolls += found[0]
            presses += found[1]
    return Result("A sweep of 1,000 cells", rows(runs, rolls, presses), "")


def bound(jobs: Iterable[Job]) -> float:
    """Return the seconds that jobs take if each begins as another one ends."""
    lanes = [0.0] * AT_ONCE
    for job in sorted(jobs):
        lanes.sort()
        lanes[0] += job.done_at - job.submitted_at
    return max(lanes)


def prompt() -> str:
    """Return the prompt of as many cells."""
    things = "|".join(f"thing {number}" for number in range(ROWS))
    places = "|".join(f"place {number}" for number in range(COLUMNS))
    return f"a chef with {{thing: {things}}} in {{place: {places}}}"


def fill(lab: Lab, server: Server) -> Run:
    """Make all cells, with the cells that are being made in sight."""
    made = NEW.format(prompt=prompt(), at_once=AT_ONCE)
    lab.open_notebook([SWEEP.format(url=server.url) + made])
    lab.run_all()
    lab.add_and_run(REST.format(idle=IDLE))
    lab.add_and_run(START)
    lab.cell(0)
    page = Page()
    deadline = time.monotonic() + DEADLINE
    while (number := lab.page.evaluate(DONE)) < ROWS * COLUMNS:
        assert time.monotonic() < deadline, f"{number} cells are made"
        if number:
            lab.page.evaluate(SEEN, min(number, ROWS * COLUMNS - 1))
        at = number // EVERY * EVERY
        if at and at not in page.heap:
            page.look(lab, at)
        lab.page.wait_for_timeout(1000)
    lab.page.evaluate(WHOLE)
    page.look(lab, ROWS * COLUMNS)
    idle, busy, done = json.loads(lab.add_and_run(END))
    assert done == ROWS * COLUMNS
    return Run(idle, busy, page, sorted(server.jobs().values()))


def use(lab: Lab, server: Server) -> tuple[list[list[float]], list[list[float]]]:
    """Load the sweep in another kernel, scroll through it, and look closely at some cells."""
    sweep_id = lab.add_and_run("sweep.id").strip("'")
    lab.open_notebook([SWEEP.format(url=server.url) + LOAD.format(id=sweep_id)], name="loaded")
    lab.run_all()
    lab.cell(0)
    lab.page.evaluate(WHOLE)
    share = 1 if False else 0.8
    rolls = [lab.page.evaluate(ROLL, share) for _ in range(STEPS // 2)]
    rolls += [lab.page.evaluate(ROLL, -share) for _ in range(STEPS // 2)]
    presses = []
    for number in range(PRESSES):
        presses.append(lab.page.evaluate(PRESS, number * (ROWS * COLUMNS // PRESSES)))
        lab.page.keyboard.press("Escape")
        lab.page.wait_for_function(CLOSED)
    return rolls, presses


def rows(runs: Sequence[Run], rolls: Any, presses: Any) -> list[Row]:
    out = []
    for run in runs:
        print(
            "ratio",
            run.ratio,
            "took",
            run.busy["took"],
            "possible",
            run.possible,
            "asked",
            sum(j.asked for j in run.jobs),
        )
        print(
            "idle p50 %.5f p99 %.5f max %.5f"
            % tuple(percentile(run.idle["late"], p) for p in (50, 99, 100))
        )
        print(
            "busy p50 %.5f p99 %.5f p99.9 %.5f max %.5f"
            % tuple(percentile(run.busy["late"], p) for p in (50, 99, 99.9, 100))
        )
        print("memory", {k: (v[0] / 1e6, v[1]) for k, v in run.busy["memory"].items()})
        print("heap", run.page.heap, "nodes", run.page.nodes)
    print("rolls", [[round(x) for x in r] for r in rolls])
    print("presses", [[round(x) for x in r] for r in presses])
    return out
