"""Fork a process that goes from pictures to new looks, kill it at a random instant, and go on.

`python avatar_killer.py ADDRESS API HISTORY SEED KILLS` writes one JSON line for each kill. Each
process makes the same calls again for the avatar at which the one before it was killed, and then
goes on to the next avatar. The last one isn't killed: it finishes its avatar.
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
from heygen_widgets import AvatarAttributes, GenerationStatus, HeyGen, History, PollPolicy, RunKind
from heygen_widgets.api import network_settings
from heygen_widgets.avatars import settling

LONGEST = 0.8
"""Seconds within which a process is killed: about as long as one avatar takes."""
POLL = PollPolicy(first=0.01, longest=0.03)
# The server of the test shows at once what it has done.
settling.GRACE, settling.PAUSE = 0.4, 0.05


async def one_avatar(heygen, name, tell):
    """Go the whole way for one avatar; what was done before is found. Return whether it ended."""
    tell("pictures")
    photos = await _generated(heygen, RunKind.PHOTOS, name)
    if photos is None:
        return False
    tell("group")
    group = await heygen.create_group(name, photos.images[0])
    tell("looks")
    await heygen.add_looks(group, photos.images[1:], name=name)
    tell("train")
    await heygen.train(group)
    tell("wait")
    await heygen.wait_until_trained(group)
    tell("new looks")
    return await _generated(heygen, RunKind.LOOKS, name, group) is not None


async def _generated(heygen, kind, name, group=None, count=4):
    """Return pictures that were asked for once only; None if nobody can know what became of them.

    Unlike the other verbs these make something else each time, so the history is looked at first.
    """
    known = [run for run in heygen.history if run.kind is kind and _name(run) == name]
    if not known:
        if kind is RunKind.PHOTOS:
            return await heygen.generate(
                AvatarAttributes(name=name, appearance=f"A baker, {name}"), count=4
            )
        return await heygen.generate_looks(group, f"a coat, {name}", count=count)
    if known[0].status is GenerationStatus.SUCCESS:
        return known[0]
    if heygen.reopened(known[0]).status.is_final:
        return None
    return await heygen.resume(known[0])


def _name(run):
    return run.attributes.appearance.rpartition(", ")[2]


async def go_on(address, api, folder, begin, tell, *, until=10**6):
    """Make avatars from a number on, up to another or for ever."""
    client = HeyGen("any-key", api=api, base_url=address, history=History(folder), poll=POLL)
    async with client as heygen:
        for number in range(begin, until):
            ended = await one_avatar(heygen, f"avatar {number}", lambda at: tell(number, at))  # noqa: B023 - called meanwhile
            tell(number, "end" if ended else "unknown")


def work(pipe, way, *place, **options):
    """Be the process that is killed on its way."""

    def tell(number, step):
        # Shorter than PIPE_BUF, so each line is in the pipe whole or not at all.
        os.write(pipe, (json.dumps([number, step]) + "\n").encode())

    try:
        asyncio.run(way(*place, tell, **options))
    except BaseException as error:
        os.write(pipe, (json.dumps([None, repr(error)]) + "\n").encode())
        raise
    finally:
        os._exit(1)


def forked(after, *arguments, **options):
    """Return what a process told until it was killed after so many seconds, or until its end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(writing, *arguments, **options)
    os.close(writing)
    if after is not None:
        # Not a wait: the instant of the kill is what is tested.
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        told = [json.loads(line) for line in pipe]
    _, status = os.waitpid(child, 0)
    return {"after": after, "killed": os.WIFSIGNALED(status), "told": told}


def main():
    address, api, folder, seed, kills = sys.argv[1:]
    chance = random.Random(int(seed))  # noqa: S311 - not a secret
    Image.init()
    network_settings.certificates()
    number = 0
    for turn in range(int(kills) + 1):
        is_last = turn == int(kills)
        options = {"until": number + 1} if is_last else {}
        after = None if is_last else chance.uniform(0.02, LONGEST)
        report = forked(after, go_on, address, api, folder, number, **options)
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()
        number = max(
            (at + (step in {"end", "unknown"}) for at, step in report["told"] if at is not None),
            default=number,
        )


if __name__ == "__main__":
    main()
