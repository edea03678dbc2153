"""The command `python -m heygen_widgets doctor`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from heygen_widgets.doctor import report
from heygen_widgets.runtime.notebook_loop import run_blocking

if TYPE_CHECKING:
    import argparse

WELL, FAULTY = 0, 1
"""What the command returns: nothing is wrong; something is."""

_DESCRIPTION = """\
Looks at versions, settings, proxies, the history and what HeyGen answers to a free question, and
names everything that is wrong there at once, with what to do. Nothing is paid for and nothing
changed. The text is Markdown, to paste into an issue: it holds no key, no password of a proxy and
no user's name. It returns 0 if nothing is wrong, else 1.
"""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of the package."""
    parser = commands.add_parser(
        "doctor", help="find out what is wrong with the environment", description=_DESCRIPTION
    )
    parser.add_argument("--offline", action="store_true", help="ask HeyGen nothing")
    parser.set_defaults(carry_out=carry_out)


def carry_out(arguments: argparse.Namespace) -> int:
    """Carry out the command, and return what the process returns."""
    # Not `asyncio.run`: in a notebook, %run starts it where a loop runs already.
    sections = run_blocking(report.examine(is_offline=arguments.offline))
    sys.stdout.write(report.as_markdown(sections))
    return FAULTY if any(section.faults for section in sections) else WELL
