"""The front end as ipyvue gets it: one ES module for the kernel, one template for each widget."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ipyvue
from ipyvue.Template import Template

MODULE = Path(__file__).parent / "static" / "heygen-widgets.mjs"
"""The module that ``make frontend`` builds from ``frontend/``; its first line names its sources."""

_NAME = "heygen-widgets"
_TEMPLATES: dict[str, Any] = {}


def template(export: str) -> Any:  # noqa: ANN401 - ipyvue is untyped
    """Return the template of a component; all widgets of a kernel share one.

    Args:
        export: The name under which ``frontend/src/main.ts`` exports the component.
    """
    shared = _TEMPLATES.get(export)
    if shared is None or shared.comm is None:
        # By default a module waits for all that the user's own code has defined before.
        ipyvue.define_module(_NAME, MODULE, dependencies=[])
        shared = Template(esm_module=_NAME, esm_export=export)
        # One that was made where no front end is would be known to none later on.
        if type(shared.comm).__name__ != "DummyComm":
            _TEMPLATES[export] = shared
    return shared
