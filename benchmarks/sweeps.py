"""What a sweep of 10,000 cells costs before anything is sent, and how long cells take."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.children import PACKAGE_PATH
from benchmarks.report import Result, Row, milliseconds
from benchmarks.server import Server, serve
from heygen_widgets import HeyGen, History
from heygen_widgets.history.database import opened
from heygen_widgets.history.migrations import transaction
from heygen_widgets.sweeps.carrier import run_id_of
from heygen_widgets.sweeps.sweep import Sweep
from tests.support.kernel.process import running_kernel

if TYPE_CHECKING:
    from tests.support.kernel.kernel import Kernel

CELLS = 10_000
ROUNDS = 5
VALUES = 10
"""Of each of four axes."""
MADE, AT_ONCE = 60, 10
SHORTEST, LONGEST, SEED = 20.0, 40.0, 14

FIRST = """
import time
from heygen_widgets import AvatarSweep, HeyGen, History
client = HeyGen.sandbox(history=History("history"))
AvatarSweep("a {chef|baker}", client=client);"""
SHOW = """
from IPython.display import display
started = time.perf_counter()
sweep = AvatarSweep({prompt!r}, client=client)
print(time.perf_counter() - started)
display(sweep)"""

NOTE = f"""\
Medians of {ROUNDS} rounds. {CELLS:,} cells: four axes of {VALUES} values each, in one prompt.
Planned: its arguments are checked, each prompt is looked at, each cell has its id. Priced: the
quote, with what the history holds already. Written: the plan and all cells, before the first
request.
Loaded: `Sweep.load` and how far it got, of a sweep whose cells are all made.
The widget: `AvatarSweep` of the same cells, in a real kernel without a browser; priced once its
price is shown. Bytes are those of its comm messages up to a second later.

Made: {MADE} cells of four images, {AT_ONCE} at a time, at a sandbox in another process, of
{SHORTEST:g} to {LONGEST:g} s, even, seed {SEED}, its pictures drawn beforehand. The ratio is to
what the same jobs take if each begins as another one ends: what parallelism and job time allow.
Questions are those about jobs, of which a sweep sends at most four a second."""


def measure() -> Result:
    rounds = [asyncio.run(_round()) for _ in range(ROUNDS + 1)][1:]
    planned, priced, written, loaded = (median(each) for each in zip(*rounds, strict=True))
    whole = median(each[0] + each[1] + each[3] for each in rounds)
    rows = [
        Row(f"{CELLS:,} cells planned", milliseconds(planned)),
        Row("priced", milliseconds(priced)),
        Row("loaded", milliseconds(loaded)),
        Row("planned, priced and loaded", milliseconds(whole), "< 2 s", whole < 2),
        Row("written down", milliseconds(written)),
        *_widget(),
        *_made(),
    ]
    return Result("A large sweep", rows, NOTE)


async def _round() -> tuple[float, float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        client = HeyGen.sandbox(history=history)
        # Whatever is imported only once is none of what is measured.
        await client.quote()
        started = time.perf_counter()
        sweep = Sweep(_prompt(), client=client)
        planned = time.perf_counter()
        quote = await sweep.quote()
        priced = time.perf_counter()
        assert quote.to_make == len(sweep) == CELLS
        sweep._store_plan()
        written = time.perf_counter()
        _make_all(history, sweep)
        began = time.perf_counter()
        progress = Sweep.load(sweep.id, client=client).progress
        loaded = time.perf_counter()
        assert progress.done == CELLS
    return planned - started, priced - planned, written - priced, loaded - began


def _widget() -> list[Row]:
    """Return what the widget of as many cells costs a notebook."""
    with tempfile.TemporaryDirectory() as home, running_kernel(Path(home), PACKAGE_PATH) as kernel:
        _run(kernel, FIRST)
        rounds = [_shown(kernel) for _ in range(ROUNDS)]
    made, priced, worked, size = (median(each) for each in zip(*rounds, strict=True))
    return [
        Row(f"`AvatarSweep` of {CELLS:,} cells: made", milliseconds(made)),
        Row("made and priced", milliseconds(made + priced), "< 2 s", made + priced < 2),
        Row("the kernel's processor time for that", milliseconds(worked)),
        Row("bytes to show it", f"{size / 1000:.1f} kB"),
    ]


def _shown(kernel: Kernel) -> tuple[float, float, float, int]:
    """Show a widget; return the seconds until it is made, until it is priced, of CPU; its bytes."""
    mark, worked = kernel.comms.mark(), float(_run(kernel, "time.process_time()"))
    made = float(_run(kernel, SHOW.format(prompt=_prompt())).splitlines()[0])
    started = time.perf_counter()
    model = _run(kernel, "sweep.model_id").strip("'")
    kernel.wait_for(lambda: kernel.comms.state(model)["offer"]["token"], timeout=60)
    priced = time.perf_counter() - started
    worked = float(_run(kernel, "time.process_time()")) - worked
    _run(kernel, "import asyncio; await asyncio.sleep(1)")
    return made, priced, worked, sum(message.size for message in kernel.comms.since(mark))


def _run(kernel: Kernel, code: str) -> str:
    reply = kernel.execute(code)
    assert reply.error is None, reply.error
    return reply.text


def _made() -> list[Row]:
    middle = (SHORTEST + LONGEST) / 2
    scenario = {"duration": middle, "spread": LONGEST / middle - 1, "seed": SEED, "quota": 10**9}
    with serve(portraits=False, **scenario) as server:
        took = asyncio.run(_make(server))
        jobs = sorted(server.jobs().values())
    lanes = [0.0] * AT_ONCE
    for job in jobs:
        lanes.sort()
        lanes[0] += job.done_at - job.submitted_at
    ratio, asked = took / max(lanes), sum(job.asked for job in jobs)
    return [
        Row(f"{MADE} cells made : what is possible", f"{ratio:.2f}", "≤ 1.1", ratio <= 1.1),
        Row("questions a second", f"{asked / took:.1f}", "≤ 4", asked / took <= 4),
    ]


async def _make(server: Server) -> float:
    """Return how many seconds it takes to make the cells."""
    with tempfile.TemporaryDirectory() as folder:
        client = HeyGen("benchmark", base_url=server.url, history=History(Path(folder)))
        prompt = f"a chef with {{{'|'.join(f'thing {number}' for number in range(MADE))}}}"
        sweep = Sweep(prompt, client=client, parallel=AT_ONCE)
        started = time.perf_counter()
        progress = await sweep.run(progress=False)
        assert progress.is_complete
        return time.perf_counter() - started


def _prompt() -> str:
    slots = (
        f"{{v{slot}: {'|'.join(f'thing {slot} {n}' for n in range(VALUES))}}}" for slot in range(4)
    )
    return f"a chef with {', '.join(slots)}"


def _make_all(history: History, sweep: Sweep) -> None:
    """Put a run of each cell into the history, as it is after all were made."""
    job = {"id": "", "status": "success", "key": None, "message": None, "request_id": None}
    price = json.dumps({"amount": 1.0, "unit": "credit"})
    with opened(history.path, create=True) as connection, transaction(connection):
        for position in range(CELLS):
            run_id = run_id_of(sweep.id, position, 1)
            jobs = json.dumps([job | {"id": run_id}])
            connection.execute(
                "INSERT INTO runs (run_id, generation_id, backend, account, status, attributes, "
                "submitted_at, api, jobs, refs, price, writer_host, writer_pid, writer_started, "
                "written_at) VALUES (?, ?, 'sandbox', 'a', 'success', ?, '2026-11-27T00:00:00', "
                "'v2', ?, '[]', ?, '', 0, '', 0)",
                (run_id, run_id, json.dumps(sweep.plan.texts(position)), jobs, price),
            )
            connection.execute(
                "UPDATE sweep_cells SET attempt = 1, run_id = ? WHERE position = ?",
                (run_id, position),
            )
            connection.execute("INSERT INTO sweep_runs VALUES (1, ?, 1, ?, 0)", (position, run_id))
