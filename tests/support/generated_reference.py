"""The tables of docs/reference that are written from the code: `make generated`."""

from __future__ import annotations

import argparse
import ast
import inspect
import itertools
import textwrap
from typing import TYPE_CHECKING, Any

from traitlets import HasTraits, TraitType, Undefined

from heygen_widgets import __main__ as commands
from heygen_widgets import errors
from heygen_widgets.magics import options as magics
from heygen_widgets.models.attributes import VOCABULARY
from heygen_widgets.sandbox import __main__ as sandbox
from heygen_widgets.sandbox.fault_catalogue import FAULTS, GROUPS, V2_ONLY, V3_ONLY
from heygen_widgets.widgets.choice import Choice
from heygen_widgets.widgets.library.library import AvatarLibrary
from heygen_widgets.widgets.studio.studio import AvatarStudio
from heygen_widgets.widgets.sweep.sweep import AvatarSweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

WIDGETS = (AvatarStudio, AvatarLibrary, AvatarSweep)


def public_traits(widget: type[HasTraits]) -> dict[str, str]:
    """Return the traits that users may rely on, each with its sentence.

    They are those that have one in the class; the others only feed the browser.
    """
    found: dict[str, str] = {}
    for each in reversed(widget.__mro__):
        if each.__module__.startswith("heygen_widgets."):
            found |= dict(_sentences(each))
    known = widget.class_traits()
    return {name: sentence for name, sentence in found.items() if name in known}


def traits_table(widget: type[HasTraits]) -> str:
    """Return the public traits of a widget as a table."""
    known = widget.class_traits()
    rows = [
        (f"`{name}`", _type_of(known[name]), _start_of(known[name]), sentence)
        for name, sentence in public_traits(widget).items()
    ]
    return _table(("trait", "type", "at first", "what it is"), rows)


def errors_table() -> str:
    """Return all errors: when each is raised, and what to do."""
    rows = []
    for error in all_errors():
        ancestor = next(base for base in error.__mro__ if "default_advice" in vars(base))
        advice = error.default_advice if ancestor is error else "The error's own text says it."
        when = inspect.getdoc(error) or ""
        rows.append((f"`{error.__name__}`", _first(when), advice))
    return _table(("error", "when", "what it means for your money, and what to do"), rows)


def all_errors() -> list[type[errors.HeyGenError]]:
    """Return every error under `HeyGenError`, in the order of the tree."""
    found = [value for value in vars(errors).values() if inspect.isclass(value)]
    base = errors.HeyGenError
    return [value for value in found if issubclass(value, base) and value is not base]


def vocabulary_table() -> str:
    """Return the values of each attribute that is chosen from a list."""
    rows = [
        (f"`{field}`", f"`{words.__name__}`", ", ".join(f"`{word}`" for word in words))
        for field, words in VOCABULARY.items()
    ]
    return _table(("attribute", "enumeration", "values"), rows)


def faults_table() -> str:
    """Return what the sandbox can rehearse, by when it strikes."""
    parts = []
    for area, title in GROUPS.items():
        kinds = [kind for kind in FAULTS if kind.partition(":")[0] == area]
        rows = [(f"`{kind}`", FAULTS[kind], _version_of(kind)) for kind in kinds]
        parts.append(f"**{title}**\n\n{_table(('fault', 'what happens', 'API'), rows)}")
    return "\n".join(parts)


def commands_tables() -> str:
    """Return what each command of the package takes."""
    parts = [
        f"### `python -m heygen_widgets {name}`\n\n{_about(parser)}\n\n{options_table(parser)}"
        for name, parser in subcommands().items()
    ]
    return "\n".join(parts)


def sandbox_table() -> str:
    """Return what ``python -m heygen_widgets.sandbox`` takes."""
    return options_table(sandbox.make_parser())


def subcommands() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command of the package."""
    [found] = [
        action
        for action in commands.make_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    return dict(found.choices)


def options_table(parser: argparse.ArgumentParser) -> str:
    """Return what a command takes, without its help."""
    rows = [
        (_spelled(action), _help_of(parser, action))
        for action in parser._actions
        if not isinstance(action, argparse._HelpAction)
    ]
    return _table(("argument", "what it does"), rows)


def magics_tables() -> str:
    """Return what each magic command takes."""
    parts = []
    for magic in (magics.AVATAR, magics.HISTORY):
        usage = "\n".join(magic.usage)
        rows = [(_magic_option(option), _magic_about(option)) for option in magic.options]
        table = _table(("option", "what it does"), rows)
        parts.append(f"```text\n{usage}\n```\n\n{table}")
    return "\n".join(parts)


def _sentences(of: type) -> Iterator[tuple[str, str]]:
    """Yield each assigned name of a class that a text follows, with that text."""
    [tree] = ast.parse(textwrap.dedent(inspect.getsource(of))).body
    for statement, following in itertools.pairwise([*tree.body, ast.Pass()]):  # type: ignore[attr-defined]
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            is_text = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
            name = statement.targets[0].id
            if is_text and not name.startswith("_"):
                yield name, " ".join(str(following.value.value).split())


_TYPES = {"Unicode": "str", "Int": "int", "Float": "float", "Tuple": "tuple", "List": "list"}


def _type_of(trait: TraitType[Any, Any]) -> str:
    kind = _TYPES.get(type(trait).__name__, type(trait).__name__)
    if isinstance(trait, Choice):
        kind = type(trait.default_value).__name__
    optional = " or None" if trait.allow_none else ""
    return f"{kind}{optional}{', read-only' if trait.read_only else ''}"


def _start_of(trait: TraitType[Any, Any]) -> str:
    value = trait.default() if trait.default_value is Undefined else trait.default_value
    return f"`{value.value!r}`" if isinstance(trait, Choice) else f"`{value!r}`"


def _first(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())


def _version_of(kind: str) -> str:
    return "v2" if kind in V2_ONLY else "v3" if kind in V3_ONLY else "both"


def _about(parser: argparse.ArgumentParser) -> str:
    return " ".join((parser.description or "").split())


def _spelled(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings) or action.dest.upper()
    if action.nargs == 0 or not action.option_strings:
        return f"`{names}`"
    value = action.metavar or (
        "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.dest.upper()
    )
    return f"`{names} {value}`"


def _help_of(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    about = (action.help or "") % {**vars(action), "prog": parser.prog}
    return about[:1].upper() + about[1:]


def _magic_option(option: magics.Option) -> str:
    if option.takes is None:
        return f"`{option.name}`"
    return f"`{option.name} {option.metavar or option.key.upper()}`"


def _magic_about(option: magics.Option) -> str:
    values = ", ".join(f"`{value}`" for value in option.values)
    about = option.about.rstrip(".")
    return f"{about}: {values}" if values else f"{about}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("``", "`").replace("|", "\\|")


PARTS: dict[str, dict[str, Callable[[], str]]] = {
    "reference/widgets.md": {
        f"traits of {widget.__name__}": lambda widget=widget: traits_table(widget)  # type: ignore[misc]
        for widget in WIDGETS
    },
    "reference/errors.md": {"errors": errors_table},
    "reference/attributes.md": {"vocabulary": vocabulary_table},
    "reference/faults.md": {"faults": faults_table},
    "reference/command-line.md": {"commands": commands_tables, "sandbox": sandbox_table},
    "reference/magics.md": {"magics": magics_tables},
}
"""Page to its generated parts."""
