"""Carry out a sweep of 200 cells, or go on with it, in a process that may be killed.

`python sweeper.py ADDRESS HISTORY API [ID]` writes the id of the sweep to its first line, then a
line with the number of cells that are done at each change, then how many are done, failed,
unfinished and unknown at the end.
"""

import asyncio
import json
import sys

from heygen_widgets import HeyGen, History, PollPolicy
from heygen_widgets.api import pace
from heygen_widgets.sweeps.sweep import Sweep

STYLES = ["Realistic", "Pixar", "Cinematic", "Vintage", "Noir"]
REPEATS = 4


def say(*values):
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def the_sweep(address, folder, api, sweep_id):
    history = History(folder)
    # A faster pace than HeyGen is asked at: with its four questions a second, 200 cells take
    # minutes.
    pace.QUESTIONS = 500.0
    poll = PollPolicy(first=0.02, longest=0.05)
    client = HeyGen("any-key", api=api, base_url=address, history=history, poll=poll)
    if sweep_id:
        return Sweep.load(sweep_id, client=client)
    hats = "|".join(f"hat {number}" for number in range(10))
    count = None if api == "v2" else 1
    prompt = f"a chef with {{hat: {hats}}}"
    options = {"style": STYLES, "repeats": REPEATS, "parallel": 6, "count": count}
    return Sweep(prompt, client=client, **options)


async def carry_out(address, folder, api, sweep_id=None):
    sweep = the_sweep(address, folder, api, sweep_id)
    say(sweep.id)
    progress = await sweep.run(budget=300, progress=lambda progress: say(progress.done))
    say(progress.done, progress.failed, progress.unfinished, progress.unknown, progress.words)


if __name__ == "__main__":
    asyncio.run(carry_out(*sys.argv[1:]))
