"""The template as it travels: the file that people edit, without what only they need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ipyvue.Template import Template

if TYPE_CHECKING:
    from pathlib import Path

_PARTS = re.compile(
    r"(?P<html>.*)<script>(?P<script>.*)</script>\s*<style>(?P<style>.*)</style>\s*", re.DOTALL
)
# In the JSON of a message each of these quotes takes two bytes, and so does the end of a line.
_ATTRIBUTE = re.compile(r'="([^"\']*)"')
# A value of one plain word needs none; before a slash, the slash would be part of it.
_PLAIN = re.compile(r"='([\w:.,;!$()&|-]+)'(?=[\s>])")
_MUSTACHE = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_STRING = re.compile(r'"([^"\'`\\\n]*)"')
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
    """Return a Vue template without indentation, comments, and spaces that mean nothing.

    It is sent to the browser once for each kernel, and a saved notebook may hold it.
    """
    # Only the first studio of a kernel needs them.
    from rcssmin import cssmin  # noqa: PLC0415
    from rjsmin import jsmin  # noqa: PLC0415

    parts = _PARTS.fullmatch(path.read_text("utf-8"))
    if parts is None:
        raise ValueError(f"{path.name} needs a template, a script and a style, in this order")
    script = jsmin(_quoted(parts["script"]))
    style = cssmin(parts["style"].replace("--hgw-", "--h-"))
    return f"{_packed_html(parts['html'])}<script>{script}</script><style>{style}</style>"


def _packed_html(html: str) -> str:
    lines = "\n".join(line.strip() for line in html.splitlines())
    # Vue drops the space between two elements where it holds the end of a line, and that at the
    # end of an element.
    for line_end, joint in ((">\n<", "><"), ("\n>", ">"), ("\n</", "</"), ("\n", " ")):
        lines = lines.replace(line_end, joint)
    single = _PLAIN.sub(r"=\1", _ATTRIBUTE.sub(r"='\1'", lines.strip()))
    return _MUSTACHE.sub(lambda found: "{{" + _quoted(found[1]) + "}}", single)


def _quoted(script: str) -> str:
    return _STRING.sub(r"'\1'", script)
