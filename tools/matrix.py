"""Run a quick part of the tests on each supported Python, and with the oldest allowed dependencies.

    python tools/matrix.py WHEEL FOLDER            # FOLDER is for the environments

A Python that is not on this machine is installed by uv. Where that can't be done, it is skipped,
and the table at the end says so.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
QUICK = (
    "tests/client",
    "tests/config",
    "tests/doctor",
    "tests/kernel/test_protocol.py",
    "tests/magics",
    "tests/runtime",
    "tests/test_presets.py",
    "tests/test_public_names.py",
    "tests/widgets/studio/test_studio.py",
)
"""What a version of Python or of a dependency breaks first: the loop, types, a kernel, a widget."""
GROUP = "quick"
NEWEST, OLDEST = "newest", "oldest allowed"
LONGEST = 900  # seconds for the tests in one environment

_UV = (sys.executable, "-m", "uv", "--quiet")
_SUMMARY = re.compile(r"=* ?(.*\b(?:passed|failed|error)\b.* in [\d.]+s.*?) ?=*")


@dataclass(frozen=True)
class Result:
    """What came of the tests in one environment.

    Attributes:
        python: The version of Python.
        dependencies: Which versions of the dependencies.
        outcome: In words.
        has_failed: Whether something is wrong.
    """

    python: str
    dependencies: str
    outcome: str
    has_failed: bool = False


def main() -> int:
    """Run all, print the table, and return what the process returns."""
    parser = argparse.ArgumentParser(description="Test on each supported Python.")
    parser.add_argument("wheel", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    found = {version: find_python(version) for version in PYTHONS}
    results = [tested(version, found[version], NEWEST, given) for version in PYTHONS]
    oldest = next((version for version in PYTHONS if found[version]), PYTHONS[0])
    results.append(tested(oldest, found[oldest], OLDEST, given))
    print("\n" + "\n".join(table(results)))
    return int(any(result.has_failed for result in results))


def find_python(version: str) -> str:
    """Return an interpreter of a version: one that is here, or one that uv installs; else empty."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    beside = sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"), reverse=True)
    here = [sys.executable, shutil.which(f"python{version}") or "", *map(str, beside)]
    for python in filter(None, here):
        if is_of(version, python):
            return python
    if _called(*_UV, "python", "install", version).returncode:
        return ""
    return _called(*_UV, "python", "find", "--managed-python", version).stdout.strip()


def is_of(version: str, python: str) -> bool:
    """Return whether a program is a Python of a version; a shim of pyenv may be none at all."""
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = _called(python, "-c", code)
    return done.returncode == 0 and done.stdout.strip() == version


def tested(version: str, python: str, dependencies: str, given: argparse.Namespace) -> Result:
    """Set up an environment, run the tests in it, and return what came of it."""
    if not python:
        skipped = "skipped: it is not on this machine, and uv could not install it"
        return Result(version, dependencies, skipped)
    name = version if dependencies == NEWEST else "oldest"
    print(f"\nPython {version}, {dependencies} dependencies", flush=True)
    begun = time.monotonic()
    try:
        environment = set_up(given.folder / name, python, given.wheel, is_oldest=name == "oldest")
        print(f"  set up in {time.monotonic() - begun:.0f} s", flush=True)
        outcome, has_failed = run_tests(environment)
    except subprocess.CalledProcessError as error:
        print(error.stderr, file=sys.stderr)
        return Result(version, dependencies, "could not be set up", has_failed=True)
    return Result(version, dependencies, outcome, has_failed)


def set_up(folder: Path, python: str, wheel: Path, *, is_oldest: bool) -> Path:
    """Make an environment with the wheel and what the quick part of the tests needs.

    Args:
        folder: Where; what is there is replaced.
        python: The interpreter.
        wheel: The package.
        is_oldest: Whether direct dependencies are of the oldest version that pyproject.toml allows.

    Returns:
        The interpreter of the environment.
    """
    _done(*_UV, "venv", "--clear", "--python", python, str(folder))
    inside = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    install = [*_UV, "pip", "install", "--python", inside, "--group", GROUP, str(wheel)]
    if is_oldest:
        pins = folder / "oldest.txt"
        compiled = ("pip", "compile", "--resolution", "lowest-direct", "--python", inside)
        _done(*_UV, *compiled, "pyproject.toml", "--output-file", str(pins))
        install += ["--constraint", str(pins)]
    _done(*install)
    return Path(inside)


def run_tests(python: Path) -> tuple[str, bool]:
    """Run the quick part, and return pytest's last words and whether something failed."""
    options = ("-q", "--numprocesses=auto", "--dist=load", "--maxschedchunk=1")
    command = [str(python), "-P", "-m", "pytest", *options, "-m", "not browser", *QUICK]
    try:
        done = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return f"not done after {LONGEST} s", True
    said = [found[1] for line in done.stdout.splitlines() if (found := _SUMMARY.fullmatch(line))]
    if done.returncode:
        print(done.stdout)
    return (said or ["no word of pytest"])[-1], bool(done.returncode)


def table(results: list[Result]) -> list[str]:
    """Return the lines of a table of results."""
    rows = [("Python", "dependencies", "quick part of the tests")]
    rows += [(result.python, result.dependencies, result.outcome) for result in results]
    return [f"{python:<8}{dependencies:<16}{outcome}" for python, dependencies, outcome in rows]


def supported() -> tuple[str, ...]:
    """Return the versions of Python that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = (re.fullmatch(r".* :: (3\.\d+)", text) for text in project["classifiers"])
    return tuple(each[1] for each in found if each)


def _called(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _done(*command: str) -> None:
    _called(*command).check_returncode()


if __name__ == "__main__":
    sys.exit(main())
