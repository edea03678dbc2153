"""The template as it travels: the file that people edit, without what only they need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ipyvue.Template import Template

if TYPE_CHECKING:
    from pathlib import Path

_STYLE = re.compile(r"(?<=<style>).*(?=</style>)", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|^[ \t]*//[^\n]*$", re.DOTALL | re.MULTILINE)

_SHARED: dict[Path, Any] = {}


def shared(path: Path) -> Any:  # noqa: ANN401 - ipyvue is untyped
    """Return the template of a file; all widgets of a kernel share one."""
    template = _SHARED.get(path)
    if template is None or template.comm is None:
        template = Template(template=packed(path), source_url=path.name)
        # One that was made where no front end is would be known to none later on.
        if type(template.comm).__name__ != "DummyComm":
            _SHARED[path] = template
    return template


def packed(path: Path) -> str:
    """Return a Vue template without indentation, comments, and spaces in its style.

    It is sent to the browser once for each kernel, and a saved notebook may hold it.
    """
    text = _COMMENT.sub("", path.read_text("utf-8"))
    lines = (line.strip() for line in text.splitlines())
    text = "\n".join(line for line in lines if line)
    return _STYLE.sub(lambda style: _packed_style(style[0]), text)


def _packed_style(style: str) -> str:
    # A space before a colon or a bracket may join or part selectors: only lines are joined there.
    tight = re.sub(r"\s*([{};])\s*", r"\1", style)
    return re.sub(r"(?<=[;{])([\w-]+):\s+", r"\1:", tight).replace(";}", "}")
