"""Measures the package: ``python -m benchmarks [names] [--write]``."""

from __future__ import annotations

import argparse
import importlib
import os
import tempfile
from typing import TYPE_CHECKING

from benchmarks import report

if TYPE_CHECKING:
    from collections.abc import Sequence

MEASURES = ("imports", "comm", "history", "sweeps", "polling", "portraits", "screen", "loop")
LONG = ("scale",)
"""Those that take more than minutes: only by their names."""


def main() -> None:
    """Run the measures that are named, or all, and print their tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure.")
    known = (*MEASURES, *LONG)
    words = f"of: {', '.join(known)} (all but {', '.join(LONG)})"
    parser.add_argument("names", nargs="*", metavar="name", help=words)
    parser.add_argument("--write", action="store_true", help="write benchmarks/README.md anew")
    arguments = parser.parse_args()
    names = arguments.names or MEASURES
    if unknown := set(names) - set(known):
        parser.error(f"there is no {', '.join(sorted(unknown))}; choose of {', '.join(known)}")
    if arguments.write and set(names) != set(MEASURES):
        parser.error("--write needs all measures, so that all figures come from one run")
    parts = [report.machine()]
    print(parts[0], end="\n\n")
    with tempfile.TemporaryDirectory() as home:
        # What is generated here is no history of the user's.
        os.environ["HEYGEN_WIDGETS_HOME"] = home
        parts += measured(names)
    if arguments.write:
        report.write("\n\n".join(part.strip() for part in parts))


def measured(names: Sequence[str]) -> list[str]:
    """Run measures one after the other and print the table of each."""
    parts = []
    for name in names:
        # Each is loaded when its turn comes: it must not find what another one has loaded.
        parts.append(str(importlib.import_module(f"benchmarks.{name}").measure()))
        print(parts[-1], flush=True)
    return parts


if __name__ == "__main__":
    main()
