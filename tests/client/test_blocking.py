"""One client in several blocking calls."""

from __future__ import annotations

import subprocess
import sys

from heygen_widgets import run_blocking
from heygen_widgets.models.jobs import GenerationStatus


def test_run_blocking_reuses_a_client_from_call_to_call(server, attributes):
    client = server.client()
    for _ in range(3):
        assert run_blocking(client.generate(attributes)).status is GenerationStatus.SUCCESS


# In a process of its own: nesting patches asyncio for good.
NESTED = """
import asyncio
from heygen_widgets import AvatarAttributes, HeyGen, run_blocking
from heygen_widgets.sandbox import Scenario

async def cell():
    client = HeyGen.sandbox(Scenario(duration=0))
    ada = AvatarAttributes(name="Ada", appearance="A smile")
    runs = [run_blocking(client.generate(ada, download=False)) for _ in range(3)]
    return [len(run.image_keys) for run in runs]

print(asyncio.run(cell()))
"""


def test_run_blocking_reuses_a_client_inside_a_running_loop():
    done = subprocess.run(
        [sys.executable, "-c", NESTED], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[4, 4, 4]", "")
