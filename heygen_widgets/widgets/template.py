"""The template as it travels: the file that people edit, without what only they need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ipyvue.Template import Template

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = re.compile(r"(?P<html>.*)(?P<script><script>.*</script>)(?P<style>.*)", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|^[ \t]*//[^\n]*$", re.DOTALL | re.MULTILINE)
# In the JSON of a message each of these quotes takes two bytes, and so does the end of a line.
_ATTRIBUTE = re.compile(r'="([^"\']*)"')
_STRING = re.compile(r'"([^"\'`\\\n]*)"')
_OPERATOR = re.compile(r" (=>|===|!==|&&|\|\||=|\?|<|>=) ")
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
    lines = (line.strip() for line in _COMMENT.sub("", path.read_text("utf-8")).splitlines())
    parts = _PARTS.fullmatch("\n".join(line for line in lines if line))
    if parts is None:
        raise ValueError(f"{path.name} needs a template, a script and a style, in this order")
    # Vue drops the space between two elements where it holds the end of a line.
    html = _ATTRIBUTE.sub(r"='\1'", parts["html"].replace(">\n<", "><")).replace("\n", " ")
    script = _OPERATOR.sub(r"\1", _STRING.sub(r"'\1'", parts["script"]))
    return html + script + _packed_style(parts["style"].replace("--hgw-", "--h-"))


def _packed_style(style: str) -> str:
    # A space before a colon or a bracket may join or part selectors: only lines are joined there.
    tight = re.sub(r"\s*([{};])\s*", r"\1", style)
    return re.sub(r"(?<=[;{])([\w-]+):\s+", r"\1:", tight).replace(";}", "}")
