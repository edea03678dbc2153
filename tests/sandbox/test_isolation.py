from __future__ import annotations

import json
import subprocess
import sys

import pytest

import heygen_widgets.sandbox

IMPORT = "import heygen_widgets.sandbox\n"
DRAW = """
import asyncio
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox.server.picture_cache import PictureCache
from heygen_widgets.sandbox.scenario import Scenario
from heygen_widgets.sandbox.server.state import Sandbox
ada = AvatarAttributes(name="Ada", appearance="A red jacket")
job = Sandbox(Scenario(), lambda: 0.0).create_job(ada)
assert asyncio.run(PictureCache().get(job, 0)).startswith(b"\\x89PNG")
"""
CREATE = IMPORT + "heygen_widgets.sandbox.create_app()\n"


DRAWING = {"PIL", "dicebear", "dicebear_schema", "dicebear_styles", "novasvg"}


def loaded_by(code):
    listing = code + "import json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout))


def test_the_sandbox_knows_the_vocabulary_and_nothing_else_of_the_package():
    ours = {name for name in loaded_by(CREATE) if name.startswith("heygen_widgets.")}
    apart = {name for name in ours if not name.startswith("heygen_widgets.sandbox")}
    assert "heygen_widgets.sandbox.app" in ours
    assert apart == {
        "heygen_widgets.models",
        "heygen_widgets.models.attributes",
        "heygen_widgets.models.text",
        "heygen_widgets.errors",
    }


def test_an_app_loads_no_drawing_library():
    tops = {name.split(".")[0] for name in loaded_by(CREATE)}
    assert "starlette" in tops
    assert not tops & DRAWING


def test_drawing_a_picture_loads_no_drawing_library_into_this_process():
    tops = {name.split(".")[0] for name in loaded_by(DRAW)}
    assert not tops & DRAWING


def test_importing_the_sandbox_loads_no_web_framework():
    tops = {name.split(".")[0] for name in loaded_by(IMPORT)}
    assert not tops & {"starlette", "uvicorn", "httpx"}


def test_the_public_names_are_five():
    assert dir(heygen_widgets.sandbox) == [
        "FAULTS",
        "Fault",
        "SANDBOX_KEY",
        "Scenario",
        "create_app",
    ]
    assert all(hasattr(heygen_widgets.sandbox, name) for name in dir(heygen_widgets.sandbox))
    with pytest.raises(AttributeError, match="has no attribute 'Job'"):
        _ = heygen_widgets.sandbox.Job
