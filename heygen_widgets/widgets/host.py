"""Where the notebook is open, where that changes what a widget can do."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys

_CONTROLS = (
    "If no controls are drawn above, the studio works from Python all the same: set its traits "
    "(<code>studio.appearance = '…'</code>), then <code>await studio.generate()</code>. The "
    "pictures and their keys appear here."
)
_NOTES = {
    "vscode": f"This notebook is open in VS Code. {_CONTROLS}",
    "colab": (
        "This notebook is open in Colab, where a widget gets no news while no cell runs. "
        f"{_CONTROLS}"
    ),
}


def name() -> str:
    """Return ``vscode``, ``colab``, or an empty text for hosts that are like JupyterLab.

    VS Code sets variables for the kernels that it starts; Colab loads its module into every kernel.
    """
    if "google.colab" in sys.modules:
        return "colab"
    return "vscode" if os.environ.get("VSCODE_PID") or os.environ.get("VSCODE_CWD") else ""


def note() -> str:
    """Return what a person should know here, as HTML; empty where all works."""
    return _NOTES.get(name(), "")


def prepare() -> None:
    """Let the host draw custom widgets, where it wants to be asked."""
    if name() == "colab":
        # Without it Colab shows nothing at all; where it fails, the note says what works.
        with contextlib.suppress(Exception):
            importlib.import_module("google.colab.output").enable_custom_widget_manager()
