"""Fork a process that generates, kill it at a random instant, and do it again.

`python killer.py ADDRESS HISTORY SEED KILLS` writes one JSON line for each kill: when, and what the
killed process had been told by then. Everything is imported once, so that a kill costs no start.
"""

import asyncio
import json
import os
import random
import signal
import sys
import time

# What the client loads when it is first used; the killed processes inherit it.
from PIL import Image

import heygen_widgets.api.gateway
import heygen_widgets.media.imaging  # noqa: F401 - loaded for those who inherit it
from heygen_widgets import AvatarAttributes, HeyGen, History, PollPolicy
from heygen_widgets.api import network_settings

AT_ONCE = 3
"""Generations that a process has going at any time."""
LONGEST = 0.6
"""Seconds within which a process is killed: some three times what a generation takes."""
POLL = PollPolicy(first=0.02, longest=0.05)


async def generate_for_ever(address, folder, name, tell):
    client = HeyGen("any-key", base_url=address, history=History(folder), poll=POLL)
    async with client as heygen:
        await asyncio.gather(*(_chain(heygen, f"{name}-{n}", tell) for n in range(AT_ONCE)))


async def _chain(heygen, name, tell):
    for number in range(1000):
        attributes = AvatarAttributes(name=f"{name}-{number}", appearance="A baker")
        await heygen.generate(attributes, on_update=tell)


def work(address, folder, name, pipe):
    """Be the process that is killed."""

    def tell(record):
        # Shorter than PIPE_BUF, so each line is in the pipe whole or not at all.
        said = [record.attributes.name, record.id, record.status.value, len(record.images)]
        os.write(pipe, (json.dumps(said) + "\n").encode())

    try:
        asyncio.run(generate_for_ever(address, folder, name, tell))
    except BaseException as error:
        os.write(pipe, (json.dumps(["error", None, repr(error), 0]) + "\n").encode())
        raise
    finally:
        os._exit(1)


def kill_one(address, folder, name, after):
    """Return what a process was told until it was killed after so many seconds."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(address, folder, name, writing)
    os.close(writing)
    # Not a wait: the instant of the kill is what is tested.
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        told = [json.loads(line) for line in pipe]
    return {"name": name, "after": after, "killed": os.WIFSIGNALED(status), "told": told}


def main():
    address, folder, seed, kills = sys.argv[1:]
    chance = random.Random(int(seed))  # noqa: S311 - not a secret
    Image.init()
    network_settings.certificates()
    for number in range(int(kills)):
        after = chance.uniform(0, LONGEST)
        report = kill_one(address, folder, f"{seed}-{number}", after)
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
