"""The command `python -m heygen_widgets sweep plan.toml --budget 20`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from heygen_widgets.client import HeyGen
from heygen_widgets.errors import HeyGenError
from heygen_widgets.sweeps import files, plan_file
from heygen_widgets.sweeps.progress import Lines, shown

if TYPE_CHECKING:
    from heygen_widgets.sweeps.progress import Shown
    from heygen_widgets.sweeps.sweep import Sweep

COMPLETE, INCOMPLETE, REFUSED = 0, 1, 2
"""What the command returns: all cells are made; not all are; nothing was sent."""

_EPILOG = """\
The plan is a TOML file with the arguments of a sweep:

  appearance = "a chef with {a white hat|a beard}, {mood: happy|sad}"
  style = ["Noir", "Pixar"]
  age = "Senior"
  repeats = 2

Kill it and start it again as you like: the same command goes on where it was, and pays for nothing
twice. It returns 0 if all cells are made, 1 if not all are, 2 if it could not begin.
"""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the package."""
    parser = commands.add_parser(
        "sweep",
        help="carry out an experiment of many generations",
        description="Carries out an experiment of many generations, or goes on with it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("plan", type=Path, help="the TOML file")
    add("--budget", type=float, help="US dollars that the whole sweep may spend at most")
    add("--yes", action="store_true", help="go ahead without a budget, whatever it costs")
    add("--quote", action="store_true", help="say what it costs, and send nothing")
    add("--sandbox", action="store_true", help="use the sandbox in this process: nothing is billed")
    add(
        "--save",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help=f"write what came out ({', '.join(files.FORMS)}); may be repeated",
    )
    add("--timeout", type=float, default=600.0, help="seconds to wait for each cell (%(default)s)")
    add("--repeat-unknown", action="store_true", help="make cells again that may be paid for")
    add("--no-bar", action="store_true", help="write lines, even if tqdm is installed")
    parser.set_defaults(carry_out=carry_out)


def carry_out(arguments: argparse.Namespace) -> int:
    """Carry out the command, and return what the process returns."""
    try:
        return asyncio.run(_carried_out(arguments))
    except HeyGenError as error:
        _say(str(error))
        return REFUSED
    except KeyboardInterrupt:
        _say("Interrupted. The same command goes on where it was.")
        return INCOMPLETE


async def _carried_out(arguments: argparse.Namespace) -> int:
    for path in arguments.save:
        files.check(path)
    client = HeyGen.sandbox() if arguments.sandbox else HeyGen.from_environment()
    sweep, was_begun = plan_file.sweep_of(arguments.plan, client)
    quote = await sweep.quote()
    if client.is_sandbox:
        _say("This is the sandbox: illustrations, and nothing is billed.")
    _say(f"{'Going on with' if was_begun else 'New:'} {sweep!r} at {client.host}.")
    _say(f"{quote}.")
    if arguments.quote:
        return COMPLETE if quote.done == quote.cells else INCOMPLETE
    if not _is_agreed(arguments, is_free=client.is_sandbox or not quote.to_make):
        _say("Nothing was sent. Give it a --budget in US dollars, or --yes for none.")
        return REFUSED
    return await _run(sweep, arguments)


async def _run(sweep: Sweep, arguments: argparse.Namespace) -> int:
    with contextlib.suppress(NotImplementedError):  # on Windows
        # Killed politely, it notes what is in flight; killed otherwise, the history knows as well.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, sweep.stop)
    show: Shown = Lines() if arguments.no_bar or not sys.stderr.isatty() else shown()
    progress = await sweep.run(
        arguments.budget,
        timeout=arguments.timeout,
        progress=show,
        repeat_unknown=arguments.repeat_unknown,
    )
    for path in arguments.save:
        _say(f"Saved {sweep.save(path)}.")
    return COMPLETE if progress.is_complete else INCOMPLETE


def _is_agreed(arguments: argparse.Namespace, *, is_free: bool) -> bool:
    """Return whether it may begin: there is a budget, or somebody agrees to have none."""
    if is_free or arguments.budget is not None or arguments.yes:
        return True
    if not sys.stdin.isatty():
        return False
    return input("Go ahead without a budget? [y/N] ").strip().lower() in {"y", "yes"}


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
