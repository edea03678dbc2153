"""The front end as ipyvue gets it: one ES module for the kernel, one template for each widget."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import ipyvue
from ipyvue.ForceLoad import force_load_instance
from ipyvue.Template import Template
from ipyvuetify.Themes import theme

MODULE = Path(__file__).parent / "static" / "heygen-widgets.mjs"
"""The module that ``make frontend`` builds from ``frontend/``; its first line names its sources."""

_NAME = "heygen-widgets"
_TEMPLATES: dict[str, Any] = {}
# asyncio keeps only weak references: a pending task without another one can be collected.
_WATCHERS: set[asyncio.Task[None]] = set()


def template(export: str) -> Any:  # noqa: ANN401 - ipyvue is untyped
    """Return the template of a component; all widgets of a kernel share one.

    Args:
        export: The name under which ``frontend/src/main.ts`` exports the component.
    """
    shared = _TEMPLATES.get(export)
    if shared is None or shared.comm is None:
        module = _define(_code())
        shared = Template(esm_module=_NAME, esm_export=export)
        if type(shared.comm).__name__ == "DummyComm":
            # There is no front end here, and one that comes later would never hear of these two.
            module.close()
        else:
            _TEMPLATES[export] = shared
    return shared


def open_what_all_widgets_share() -> None:
    """Open again what ``Widget.close_all()`` has closed and every widget of ipyvue refers to."""
    colors = theme.themes
    for shared in (
        force_load_instance.layout,
        force_load_instance,
        theme,
        colors.light,
        colors.dark,
    ):
        if shared.comm is None:
            shared.open()


def watch(interval: float = 0.5) -> asyncio.Task[None]:
    """Redraw all widgets of this kernel at each new build of the module (``make watch``).

    This is for work on the front end: call it in a notebook. What only the browser knows of a
    widget, such as an open menu, starts anew; the traits stay.

    Args:
        interval: Seconds between two looks at the file.

    Raises:
        RuntimeError: No event loop is running here.
    """
    task = asyncio.get_running_loop().create_task(_redefine_at_each_build(interval))
    _WATCHERS.add(task)
    task.add_done_callback(_WATCHERS.discard)
    return task


async def _redefine_at_each_build(interval: float) -> None:
    while True:
        # A build removes the file before it writes the next.
        with suppress(FileNotFoundError):
            _define(_code())  # the same code again sends nothing
        await asyncio.sleep(interval)


def _define(code: str) -> Any:  # noqa: ANN401 - ipyvue is untyped
    # Without dependencies=[] it waits for all modules that were defined before, the user's too.
    return ipyvue.define_module(_NAME, code=code, dependencies=[])


def _code() -> str:
    return MODULE.read_text("utf-8")
