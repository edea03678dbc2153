"""Fork a process that goes from pictures to new looks, kill it at one step after the other.

`python avatar_step_killer.py ADDRESS API HISTORY` writes one JSON line for each process. The first
one is killed at the first step of its avatar, the second one at the second step of another avatar,
and so on. A step is a request that makes something, just before it leaves and just after its
answer is here, or a record that is about to be written. Each process first makes the same calls
again for the avatar of the one before it. The last process reaches the end of its avatar.
"""

import hashlib
import io
import json
import os
import signal
import sys

import avatar_killer  # beside this file
from PIL import Image

from heygen_widgets import AvatarAttributes, HeyGen, History, RunKind
from heygen_widgets.api import http, network_settings

COUNT = {"v2": 4, "v3": 2}
"""How many new looks each avatar gets."""


class Steps:
    """Counts the steps of a process, and kills it at one of them.

    Args:
        fatal: The number of the step at which the process is killed.
        tell: Called with a step when that is reached.
    """

    def __init__(self, fatal, tell):
        self._fatal, self._tell = fatal, tell
        self._reached = 0
        self._send, self._record = http.Http._send_once, History.record

    def begin(self):
        """Count from here."""
        steps = self

        async def send(self, request):
            if request.method == "GET":
                return await steps._send(self, request)
            route = f"{request.method} {request.path}"
            steps._reach(f"before {route}")
            reply = await steps._send(self, request)
            steps._reach(f"after {route}")
            return reply

        def record(self, generation, **place):
            steps._reach(f"before writing {generation.kind} {generation.status}")
            return steps._record(self, generation, **place)

        http.Http._send_once, History.record = send, record

    def _reach(self, step):
        self._reached += 1
        if self._reached == self._fatal:
            self._tell(step)
            os.kill(os.getpid(), signal.SIGKILL)


def photo(words):
    """Return a photo of one's own, another one for each text."""
    shade = tuple(hashlib.sha256(words.encode()).digest()[:3])
    output = io.BytesIO()
    Image.new("RGB", (64, 64), shade).save(output, "PNG")
    return output.getvalue()


async def pictures(heygen):
    """Return the pictures that all avatars get as looks."""
    known = [run for run in heygen.history if run.kind is RunKind.PHOTOS]
    attributes = AvatarAttributes(name="Photos", appearance="A baker, Photos")
    return (known[0] if known else await heygen.generate(attributes, count=4)).images


async def one_avatar(heygen, name):
    """Go the whole way for one avatar; what was done before is found."""
    images = await pictures(heygen)
    group = await heygen.create_group(name, photo(name))
    await heygen.add_looks(group, [images[1], photo(f"{name} x"), images[2]], name=name)
    await heygen.train(group)
    await heygen.wait_until_trained(group)
    await avatar_killer._generated(heygen, RunKind.LOOKS, name, group, COUNT[heygen.api])


async def go_on(address, api, folder, number, tell):
    """Finish the avatar of the process before; then go the way of the next one, up to its step."""
    options = {"history": History(folder), "poll": avatar_killer.POLL}
    async with HeyGen("any-key", api=api, base_url=address, **options) as heygen:
        await pictures(heygen)
        if number > 1:
            await one_avatar(heygen, f"avatar {number - 1}")
        Steps(number, lambda step: tell(number, step)).begin()
        await one_avatar(heygen, f"avatar {number}")
        tell(number, "end")


def main():
    place = sys.argv[1:]
    Image.init()
    network_settings.certificates()
    number, is_killed = 0, True
    while is_killed:
        number += 1
        report = avatar_killer.forked(None, go_on, *place, number)
        is_killed = report["killed"]
        sys.stdout.write(json.dumps(report) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
