"""The front end as ipyvue gets it: three ES modules, and one template for each kind of widget.

A module is sent when one of its components is first used, so that a studio alone costs no more than
its own.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipyvue
from ipyvue.ForceLoad import force_load_instance
from ipyvue.Template import Template
from ipyvuetify.Themes import theme

if TYPE_CHECKING:
    import asyncio

STUDIO = "heygen-widgets"
"""The module of the studio."""
AVATARS = "heygen-avatars"
"""The module of what follows from its pictures: the library of avatars, the panel of one."""
SWEEP = "heygen-sweep"
"""The module of experiments."""

_STATIC = Path(__file__).parent / "static"
MODULES = {name: _STATIC / f"{name}.mjs" for name in (STUDIO, AVATARS, SWEEP)}
"""What ``make frontend`` builds from ``frontend/``, by name; line 1 of each names its sources."""

_TEMPLATES: dict[str, Any] = {}
# asyncio keeps only weak references: a pending task without another one can be collected.
_WATCHERS: set[asyncio.Task[None]] = set()


def template(export: str, module: str = STUDIO) -> Any:  # noqa: ANN401 - ipyvue is untyped
    """Return the template of a component; all widgets of a kernel share one.

    Args:
        export: The name under which ``frontend/src/main.ts``, ``avatars.ts`` or
            ``sweeps.ts`` exports it.
        module: The module that it is in.
    """
    shared = _TEMPLATES.get(export)
    if shared is None or shared.comm is None:
        defined = _define(module)
        shared = Template(esm_module=module, esm_export=export)
        if type(shared.comm).__name__ == "DummyComm":
            # There is no front end here, and one that comes later would never hear of these two.
            defined.close()
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
    """Redraw all widgets of this kernel at each new build of the modules (``make watch``).

    This is for work on the front end: call it in a notebook. What only the browser knows of a
    widget, such as an open menu, starts anew; the traits stay.

    Args:
        interval: Seconds between two looks at the files.

    Raises:
        RuntimeError: No event loop is running here.
    """
    import asyncio  # noqa: PLC0415 - takes longer to import than all of ours

    task = asyncio.get_running_loop().create_task(_redefine_at_each_build(interval))
    _WATCHERS.add(task)
    task.add_done_callback(_WATCHERS.discard)
    return task


async def _redefine_at_each_build(interval: float) -> None:
    from asyncio import sleep  # noqa: PLC0415 - as above

    while True:
        for module in {shared.esm_module for shared in _TEMPLATES.values()}:
            # A build removes the file before it writes the next.
            with suppress(FileNotFoundError):
                _define(module)  # the same code again sends nothing
        await sleep(interval)


def _define(module: str) -> Any:  # noqa: ANN401 - ipyvue is untyped
    code = MODULES[module].read_text("utf-8")
    # Without dependencies=[] it waits for all modules that were defined before, the user's too.
    return ipyvue.define_module(module, code=code, dependencies=[])
