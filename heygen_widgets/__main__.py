"""The commands of the package: ``python -m heygen_widgets doctor``, ``sweep plan.toml``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from heygen_widgets.doctor import command as doctor
from heygen_widgets.sweeps import command as sweep

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a command, and return what the process returns."""
    chosen = make_parser().parse_args(arguments)
    return int(chosen.carry_out(chosen))


def make_parser() -> argparse.ArgumentParser:
    """Return what reads the commands and their options."""
    parser = argparse.ArgumentParser(
        prog="python -m heygen_widgets",
        description="HeyGen's avatar photos without a notebook.",
        epilog="The sandbox on a port is python -m heygen_widgets.sandbox.",
    )
    commands = parser.add_subparsers(title="commands", required=True)
    sweep.add_to(commands)
    doctor.add_to(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
