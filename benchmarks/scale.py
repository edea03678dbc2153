"""A sweep of 1,000 cells in JupyterLab: how long it takes, what the kernel and the page hold."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.lab import open_lab
from benchmarks.meter import EVERY, PERCENTS
from benchmarks.report import Result, Row, milliseconds
from benchmarks.server import Job, Server, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tests.support.browser.lab import Lab

ROWS, COLUMNS = 50, 20
CELLS = ROWS * COLUMNS
AT_ONCE = 10
JOB, SPREAD, SEED = 15.0, 0.25, 14
IDLE = 10.0
ROLLS, PRESSES = 24, 15
DEADLINE = 3600.0
FLAT = 1.1
"""How many times as much may be held with all cells as with the first hundred."""
SHORT = 0.1
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
    // By more than an edge, and not behind what stands around the notebook.
    const outer = box.closest('.jp-WindowedPanel-outer') ?? document.documentElement;
    const [own, all, pane] = [element, box, outer].map(each => each.getBoundingClientRect());
    return own.bottom > Math.max(all.top, pane.top) + 4
      && own.top < Math.min(all.bottom, pane.bottom) - 4
      && own.right > Math.max(all.left, pane.left) + 4
      && own.left < Math.min(all.right, pane.right) - 4;
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
FIRST = ".hgw-matrix [data-cell] img"
CLOSED = "() => !document.querySelector('.v-overlay--active')"


NOTE = f"""\
One run: {CELLS:,} cells in {ROWS} rows and {COLUMNS} columns, of four pictures of 0.3 to 0.4 MB,
made by `AvatarSweep` in JupyterLab in Chromium, {AT_ONCE} at a time as on HeyGen's v3, at a sandbox
in another process. Its jobs take {JOB:g} s, up to {SPREAD:.0%} more or less, even, seed {SEED}.
The page follows the cells that are being made. What is possible: each of these jobs begins as
another one ends. That leaves out the request, that all cells together are asked about at most four
times a second, the download, what is written down, and whatever else the machine does.
Memory is looked at after every {EVERY} cells, once garbage is collected; blocks are those of
`sys.getallocatedblocks`. Delays are how much later than asked `asyncio.sleep` of 1 to 5 ms returns
in the kernel while the sweep is made, and for {IDLE:g} s before.
Then another kernel loads the sweep. Its page is scrolled by four fifths of the matrix's height,
{ROLLS // 2} times down and as often up, over 10 frames each; {PRESSES} cells are pressed. Medians.
A page looks at pictures once a frame: a figure may be 17 ms late."""


class Roll(NamedTuple):
    """What it took to scroll on, in milliseconds: the longest frame, and until all was there."""

    longest: float
    whole: float


class Press(NamedTuple):
    """Milliseconds from a press to the picture in the dialog, and to the large one."""

    shown: float
    large: float


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
    scenario = {"duration": JOB, "spread": SPREAD, "seed": SEED, "quota": 10**9}
    with serve(portraits=True, **scenario) as server, open_lab() as lab:
        run = fill(lab, server)
        # Half an hour's figures are not lost with a page that fails after them.
        print(Result("What it took to make them", _of_run(run), ""), file=sys.stderr, flush=True)
        rolls, presses = use(lab, server)
    return Result(
        f"A sweep of {CELLS:,} cells", [*_of_run(run), *_of_page(run.page, rolls, presses)], NOTE
    )


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
    while (number := lab.page.evaluate(DONE)) < CELLS:
        assert time.monotonic() < deadline, f"{number} cells are made"
        if number:
            lab.page.evaluate(SEEN, min(number, CELLS - 1))
        at = number // EVERY * EVERY
        if at and at not in page.heap:
            page.look(lab, at)
        lab.page.wait_for_timeout(1000)
    lab.page.evaluate(WHOLE)
    page.look(lab, CELLS)
    idle, busy, done = json.loads(lab.add_and_run(END))
    assert done == CELLS
    return Run(idle, busy, page, sorted(server.jobs().values()))


def use(lab: Lab, server: Server) -> tuple[list[Roll], list[Press]]:
    """Load the sweep in another kernel, scroll through it, and look closely at some cells."""
    sweep_id = lab.add_and_run("sweep.id").strip("'")
    lab.open_notebook([SWEEP.format(url=server.url) + LOAD.format(id=sweep_id)], name="loaded")
    lab.run_all()
    lab.cell(0)
    lab.page.wait_for_selector(FIRST)
    lab.page.evaluate(WHOLE)
    down = [Roll(*lab.page.evaluate(ROLL, 0.8)) for _ in range(ROLLS // 2)]
    up = [Roll(*lab.page.evaluate(ROLL, -0.8)) for _ in range(ROLLS // 2)]
    presses = []
    for number in range(PRESSES):
        presses.append(Press(*lab.page.evaluate(PRESS, number * (CELLS // PRESSES))))
        lab.page.keyboard.press("Escape")
        lab.page.wait_for_function(CLOSED)
    return down + up, presses


def _of_run(run: Run) -> list[Row]:
    idle, busy = (each["late"]["99"] for each in (run.idle, run.busy))
    (resident, blocks), (later, more) = (_at(run.busy["memory"], end) for end in (min, max))
    asked = sum(job.asked for job in run.jobs) / run.busy["took"]
    return [
        Row("made : what is possible", f"{run.ratio:.2f}", "≤ 1.1", run.ratio <= 1.1),
        Row("made", f"{run.busy['took']:.0f} s"),
        Row("questions a second", f"{asked:.1f}", "≤ 4", asked <= 4),
        Row("the kernel's loop", _delays(run.busy), "p99 < 10 ms", busy < 0.01),
        Row("the same, idle, before", _delays(run.idle)),
        Row("p99 : idle", f"{busy / idle:.1f}"),
        _flat("the kernel in RAM", resident / 1e6, later / 1e6, "MB"),
        _flat("the kernel's blocks of memory", blocks / 1000, more / 1000, "thousand"),
    ]


def _of_page(page: Page, rolls: Sequence[Roll], presses: Sequence[Press]) -> list[Row]:
    (heap, nodes), (later, more) = (
        (_at(page.heap, end), _at(page.nodes, end)) for end in (min, max)
    )
    frames = [roll.longest / 1000 for roll in rolls]
    first = [press.shown / 1000 for press in presses]
    return [
        _flat("the page's heap", heap / 1e6, later / 1e6, "MB"),
        _flat("the page's nodes", nodes / 1000, more / 1000, "thousand"),
        _short("scrolling: longest frame", frames),
        Row("scrolled: until all in sight have pictures", _spread([r.whole / 1000 for r in rolls])),
        _short("a cell pressed: until its picture is shown", first),
        Row("until the large picture is shown", _spread([p.large / 1000 for p in presses])),
    ]


def _at(found: Mapping[Any, Any], end: Callable[[Iterable[int]], int]) -> Any:  # noqa: ANN401 - as it is found
    """Return what was found after the first or the last hundred; JSON has made texts of numbers."""
    return {int(number): each for number, each in found.items()}[end(map(int, found))]


def _flat(what: str, before: float, after: float, unit: str) -> Row:
    ratio = after / before
    figure = f"{ratio:.2f} = {after:.1f} : {before:.1f} {unit}"
    return Row(f"{what}: all : the first {EVERY}", figure, f"≤ {FLAT}", ratio <= FLAT)


def _short(what: str, seconds: Sequence[float]) -> Row:
    promise = f"< {milliseconds(SHORT)}"
    return Row(what, _spread(seconds), promise, median(seconds) < SHORT)


def _spread(seconds: Sequence[float]) -> str:
    middle, low, high = map(milliseconds, (median(seconds), min(seconds), max(seconds)))
    return f"{middle} (from {low} to {high})"


def _delays(report: Mapping[str, Any]) -> str:
    shown = (report["late"][str(percent)] for percent in PERCENTS)
    return "p50 {}, p99 {}, max {}".format(*map(milliseconds, shown))
