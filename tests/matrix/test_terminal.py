"""The studio where nothing draws it: a plain script, and IPython in a terminal."""

import json
import re
import subprocess
import sys

import pytest

from tests.support.environment import clean_environment

DEADLINE = 120  # seconds on a busy machine
STUDIO = """
import json
from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=0.2, spread=0))
studio = AvatarStudio(client=client, appearance="A baker in a blue apron")
"""
SCRIPT = f"""{STUDIO}
lines = [repr(AvatarStudio()), repr(studio)]
generation = studio.generate_sync()
print(json.dumps({{
    "lines": [*lines, repr(studio)], "status": generation.status, "jobs": len(client._sandbox.jobs),
    "keys": len(set(studio.image_keys)), "pictures": [i.pil.size for i in studio.images],
}}))
"""


@pytest.fixture
def run(tmp_path):
    """Run Python with no kernel: `run("-c", "print(1)")` is what it wrote."""

    def python(*arguments: str, typed: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-P", *arguments],
            env={**clean_environment(tmp_path), "TERM": "dumb"},
            cwd=tmp_path,
            input=typed,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stderr == ""
        return done.stdout

    return python


@pytest.fixture
def ipython(run, tmp_path):
    """Type lines into terminal IPython, beside a studio: what each of them wrote."""

    def session(*lines: str) -> list[str]:
        setup = tmp_path / "setup.py"
        setup.write_text(STUDIO)
        options = ("--simple-prompt", "--no-banner", "--no-confirm-exit", "--colors=NoColor")
        typed = "".join(f"{line}\n" for line in lines)
        told = run("-m", "IPython", *options, "-i", str(setup), typed=typed)
        return re.split(r"In \[\d+\]: ", told)[1 : len(lines) + 1]

    return session


def test_a_script_makes_images_and_the_studio_tells_in_a_line_what_it_is(run):
    told = json.loads(run("-W", "error", "-c", SCRIPT))
    assert all(line.startswith("<AvatarStudio ") for line in told["lines"])
    assert not any("\n" in line for line in told["lines"])
    untouched, ready, finished = told.pop("lines")
    assert "idle" in untouched
    assert "sandbox" in untouched
    assert "idle" in ready
    assert "success" in finished
    assert "4 images" in finished
    assert told == {"status": "success", "jobs": 1, "keys": 4, "pictures": [[1024, 1024]] * 4}


def test_ipython_in_a_terminal_shows_that_line_blocks_and_awaits(ipython):
    before, shown, blocked, _, keys, after = ipython(
        "studio",
        "display(studio)",
        "studio.generate_sync().status",
        "generation = await studio.generate()",
        "len(set(studio.image_keys)), generation.status.value",
        "studio",
    )
    assert "<AvatarStudio idle on <HeyGen" in before
    assert "<AvatarStudio idle on <HeyGen" in shown
    assert "'success'" in blocked
    assert "(4, 'success')" in keys
    assert "<AvatarStudio success" in after


def test_ipython_in_a_terminal_blocks_after_it_awaited(ipython):
    _, told = ipython("generation = await studio.generate()", "studio.generate_sync().status")
    assert "'success'" in told
