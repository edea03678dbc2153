"""What a sweep of 10,000 cells costs before anything is sent, and how long cells take."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.report import Result, Row, milliseconds
from benchmarks.server import Server, serve
from heygen_widgets import HeyGen, History
from heygen_widgets.history.database import opened
from heygen_widgets.history.migrations import transaction
from heygen_widgets.sweeps.carrier import run_id_of
from heygen_widgets.sweeps.sweep import Sweep

CELLS = 10_000
ROUNDS = 5
VALUES = 10
"""Of each of four axes."""
MADE, AT_ONCE = 60, 10
SHORTEST, LONGEST, SEED = 20.0, 40.0, 14

NOTE = f"""\
Medians of {ROUNDS} rounds. {CELLS:,} cells: four axes of {VALUES} values each, in one prompt.
Planned: its arguments are checked, each prompt is looked at, each cell has its id. Priced: the
quote, with what the history holds already. Written: the plan and all cells, before the first
request.
Loaded: `Sweep.load` and how far it got, of a sweep whose cells are all made.

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
