"""The parts of the docs that are written from the code: `make generated`.

Each stands in its page between two comments, ``<!-- generated: NAME -->`` and
``<!-- end of NAME -->``; what is around it is written by people.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, is_typeddict

from heygen_widgets.widgets import contract
from heygen_widgets.widgets.avatars import contract as avatars_contract
from heygen_widgets.widgets.avatars import panel_contract
from heygen_widgets.widgets.library import library_contract
from heygen_widgets.widgets.studio.run_state import (
    RESTING,
    RUNNING,
    TO_REST,
    TRANSITIONS,
    Event,
    Phase,
)
from heygen_widgets.widgets.sweep import sweep_contract
from tests.support import generated_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROOT = Path(__file__).parents[2]
DOCS = _ROOT / "docs"
TYPES = _ROOT / "frontend" / "src" / "traits.ts"
"""The contract as the front end has it."""

WIDGETS: dict[str, tuple[str, Any]] = {
    "AvatarStudio": ("", contract),
    "AvatarLibrary": ("Library", library_contract),
    "AvatarPanel": ("Panel", panel_contract),
    "AvatarSweep": ("Sweep", sweep_contract),
}
"""Each widget that has a table: how its names begin in TypeScript, and the module of the table."""

ROWS = (contract, avatars_contract, panel_contract, sweep_contract)
"""The modules of the types that the tables name."""

_HEAD = """\
// What travels between the kernel and the browser. `make generated` writes this file from
// heygen_widgets/widgets/contract.py and the *contract.py beside it, where it is to be changed.
"""

_TYPES = {"str": "string", "int": "number", "float": "number", "bool": "boolean", "None": "null"}
"""Python's types in TypeScript's words, as the table of the contract has them."""

_AT_REST = "rest"
_NO_RUN = "no_run"


def contract_tables() -> str:
    """Return the whole contract: the tables of each widget, then the types that they name."""
    tables = "\n".join(
        f"## {widget}\n\n{contract.as_markdown(table.TRAITS, table.EVENTS, table.CALLS)}"
        for widget, (_, table) in WIDGETS.items()
    )
    return f"{tables}\n## Types\n\n{_types()}"


def state_diagram() -> str:
    """Return the states of a studio as a picture in mermaid's words.

    All resting phases are one box, and what can happen while no run goes on is drawn once.

    Raises:
        ValueError: Phases in which no run goes on differ in how one begins, so that one arrow for
            all of them would be wrong.
    """
    arrows = _arrows()
    inner = {pair: events for pair, events in arrows.items() if not _is_running(*pair)}
    outer = {pair: events for pair, events in arrows.items() if pair not in inner}
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        f'    state "no run goes on" as {_NO_RUN} {{',
        f"        {_AT_REST}: at rest",
        f"        {_AT_REST}: {', '.join(phase for phase in Phase if phase in RESTING)}",
        f"        [*] --> {_AT_REST}",
        *(f"        {line}" for line in _drawn(inner)),
        "    }",
        f"    [*] --> {_NO_RUN}",
        *(f"    {line}" for line in _drawn(_from_one_box(outer))),
        "```",
    ]
    return "\n".join(lines) + "\n"


PARTS = {
    "reference/browser-contract.md": {"contract": contract_tables},
    "explanation/architecture.md": {"states of a studio": state_diagram},
    **generated_reference.PARTS,
}
"""Page to its generated parts."""


def written(text: str, parts: dict[str, Callable[[], str]]) -> str:
    """Return a page with its generated parts as they are now.

    Raises:
        ValueError: The page has no place for one of them.
    """
    for name, make in parts.items():
        begin, end = f"<!-- generated: {name} -->\n", f"<!-- end of {name} -->\n"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"The page has no place for {name!r}: {begin}{end}")
        text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


def main() -> None:
    """Write all generated parts."""
    TYPES.write_text(typed_contract(), "utf-8")
    for page, parts in PARTS.items():
        path = DOCS / page
        path.write_text(written(path.read_text("utf-8"), parts), "utf-8")


def typed_contract() -> str:
    """Return the contract as a module in TypeScript, for the front end."""
    classes = _classes()
    parts = (
        _HEAD,
        *(_interface(node, classes) for node in classes.values()),
        _form(),
        *(record for prefix, table in WIDGETS.values() for record in _records(prefix, table)),
    )
    return "\n".join(parts)


def _records(prefix: str, table: Any) -> tuple[str, ...]:
    return (
        _record(f"{prefix}Traits", "State: both sides hold it.", table.TRAITS),
        _record(f"{prefix}Events", "What the browser sends, once.", table.EVENTS),
        _record(f"{prefix}Calls", "What the kernel calls in the browser, once.", table.CALLS),
    )


def _classes() -> dict[str, ast.ClassDef]:
    return {
        node.name: node
        for module in ROWS
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef) and is_typeddict(getattr(module, node.name))
    }


def _typed_dict(name: str) -> Any:
    return next(getattr(module, name) for module in ROWS if hasattr(module, name))


def _interface(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> str:
    bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in classes]
    extends = f" extends {bases[0]}" if bases else ""
    about = " ".join((ast.get_docstring(node) or "").split())
    rows = (f"  /** {sentence} */\n  {name}: {typed};" for name, typed, sentence in _fields(node))
    return "\n".join([f"/** {about} */", f"export interface {node.name}{extends} {{", *rows, "}\n"])


def _record(name: str, about: str, entries: tuple[contract.Entry, ...]) -> str:
    rows = (f"  /** {entry.about} */\n  {entry.name}: {_members(entry.type)};" for entry in entries)
    return "\n".join([f"/** {about} */", f"export interface {name} {{", *rows, "}\n"])


def _form() -> str:
    names = "\n".join(f"  | {json.dumps(name)}" for name in contract.FORM)
    about = "/** The traits that a press carries as they are on screen. */"
    return f"{about}\nexport type Form = Pick<\n  Traits,\n{names}\n>;\n"


def _members(typed: str) -> str:
    """Return a type with semicolons between its members, as Prettier has them."""
    return re.sub(r", (?=\w+: )", "; ", typed)


def _types() -> str:
    classes = _classes()
    return "\n".join(_type(node, classes) for node in classes.values())


def _type(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> str:
    about = ast.get_docstring(node)
    bases = [base.id for base in node.bases if isinstance(base, ast.Name) and base.id in classes]
    inherited = f" It also has the fields of `{bases[0]}`." if bases else ""
    head = ["| field | type | what it says |", "|---|---|---|"]
    rows = [_row(f"`{name}`", f"`{typed}`", sentence) for name, typed, sentence in _fields(node)]
    return "\n".join([f"### {node.name}", "", f"{about}{inherited}", "", *head, *rows, ""])


def _row(*cells: str) -> str:
    return " ".join(["|", " | ".join(cell.replace("|", "\\|") for cell in cells), "|"]).replace(
        "``", "`"
    )


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    """Yield each field of a class: name, type, and the sentence that follows it.

    Raises:
        ValueError: A field has none.
    """
    optional = _typed_dict(node.name).__optional_keys__
    for field, following in itertools.pairwise([*node.body, ast.Pass()]):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            name = field.target.id
            sentence = _text(following)
            if not sentence:
                raise ValueError(f"{node.name}.{name} has no sentence.")
            yield f"{name}?" if name in optional else name, _typescript(field.annotation), sentence


def _text(statement: ast.stmt) -> str:
    """Return the text that a statement consists of; empty if it is another one."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return " ".join(str(statement.value.value).split())
    return ""


def _typescript(annotation: ast.expr) -> str:
    if isinstance(annotation, ast.BinOp):
        return f"{_typescript(annotation.left)} | {_typescript(annotation.right)}"
    if isinstance(annotation, ast.Subscript):
        inner = annotation.slice
        if isinstance(inner, ast.Tuple):
            return f"Record<{', '.join(map(_typescript, inner.elts))}>"
        return f"{_typescript(inner)}[]"
    name = ast.unparse(annotation)
    return _TYPES.get(name, name)


def _arrows() -> dict[tuple[str, str], list[Event]]:
    """Return what leads from one box to another; what leads back into the same one is left out."""
    arrows: dict[tuple[str, str], list[Event]] = {}
    for phase, targets in TRANSITIONS.items():
        for event, target in targets.items():
            pair = (_box(phase), _box(target))
            events = arrows.setdefault(pair, [])
            if pair[0] != pair[1] and event not in events:
                events.append(event)
    return {pair: events for pair, events in arrows.items() if events}


def _box(phase: str) -> str:
    return _AT_REST if phase == TO_REST or phase in RESTING else str(phase)


def _is_running(*boxes: str) -> bool:
    return any(box in set(RUNNING) for box in boxes)


def _from_one_box(
    arrows: dict[tuple[str, str], list[Event]],
) -> dict[tuple[str, str], list[Event]]:
    """Return the arrows that cross the edge of the box in which no run goes on, drawn from it."""
    inside = {_box(phase) for phase in Phase if phase not in RUNNING}
    begins: dict[str, dict[str, list[Event]]] = {box: {} for box in inside}
    crossed: dict[tuple[str, str], list[Event]] = {}
    for (source, target), events in arrows.items():
        if source in inside:
            begins[source][target] = events
        ends_inside = target in inside
        if ends_inside and target != _AT_REST:
            raise ValueError(f"A run leads to {target}, which can't be drawn.")
        pair = (_NO_RUN if source in inside else source, _NO_RUN if ends_inside else target)
        crossed[pair] = events
    if any(begin != begins[_AT_REST] for begin in begins.values()):
        raise ValueError(f"Runs begin in different ways: {begins}")
    return crossed


def _drawn(arrows: dict[tuple[str, str], list[Event]]) -> list[str]:
    return [
        f"{source} --> {target}: {', '.join(events)}" for (source, target), events in arrows.items()
    ]


if __name__ == "__main__":
    main()
