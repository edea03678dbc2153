"""What importing costs, and what it loads."""

from __future__ import annotations

import os
import subprocess
import sys
from statistics import median

from benchmarks.children import PACKAGE_PATH, REPOSITORY
from benchmarks.report import Result, Row, milliseconds

PAIRS = 21
WIDGET = "import heygen_widgets; heygen_widgets.AvatarStudio"
PLAIN = "import heygen_widgets"
RIVAL = "import ipyvuetify"
STATEMENTS = (WIDGET, PLAIN, RIVAL)
KERNEL = "import ipykernel.kernelapp"
UNWANTED = ("httpx", "PIL", "heygen_widgets.sandbox")
TIMED = """
{before}
from time import perf_counter
started = perf_counter()
{statement}
print(perf_counter() - started)
"""
NOTE = f"""\
Medians of {PAIRS} rounds in fresh interpreters; a ratio is the median of the rounds' ratios.
“In a kernel” is with `{KERNEL}` before the clock starts: a kernel has loaded asyncio and IPython
already, which ipyvuetify needs as well."""
LOADED = "{statement}; import sys; print(*[name for name in {names} if name in sys.modules])"


def measure() -> Result:
    runs = _rounds("")
    in_kernel = _rounds(KERNEL)
    ratio = _ratio(runs)
    loaded = _output(LOADED.format(statement=WIDGET, names=UNWANTED))
    rows = [
        Row("`AvatarStudio` : `import ipyvuetify`", f"{ratio:.3f}", "≤ 1.3", ratio <= 1.3),
        *(Row(f"`{name}`", _median(runs, name)) for name in STATEMENTS),
        Row("httpx, Pillow or the sandbox loaded", loaded or "none", "none", not loaded),
        Row("the same ratio in a kernel", f"{_ratio(in_kernel):.3f}"),
        *(Row(f"`{name}` in a kernel", _median(in_kernel, name)) for name in STATEMENTS),
    ]
    return Result("Import", rows, NOTE)


def _rounds(before: str) -> list[dict[str, float]]:
    """Time each statement once a round, in turn first; one round more to warm the disk cache."""
    orders = (STATEMENTS, STATEMENTS[::-1])
    rounds = range(PAIRS + 1)
    runs = [{name: _seconds(before, name) for name in orders[turn % 2]} for turn in rounds]
    return runs[1:]


def _ratio(runs: list[dict[str, float]]) -> float:
    return median(run[WIDGET] / run[RIVAL] for run in runs)


def _median(runs: list[dict[str, float]], statement: str) -> str:
    return milliseconds(median(run[statement] for run in runs))


def _seconds(before: str, statement: str) -> float:
    return float(_output(TIMED.format(before=before, statement=statement)))


def _output(code: str) -> str:
    command = [sys.executable, "-P", "-c", code]
    environment = os.environ | PACKAGE_PATH
    done = subprocess.run(
        command, env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()
