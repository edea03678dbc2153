"""The axes of a sweep as a form, and as Python."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from heygen_widgets.models.attributes import VOCABULARY, AvatarAttributes
from heygen_widgets.sweeps.grammar import UNNAMED, GrammarError, literal, parse
from heygen_widgets.sweeps.plan import AxisKind
from heygen_widgets.widgets.sweep.sweep_contract import Replacement, SetupForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heygen_widgets.sweeps.grammar import Template
    from heygen_widgets.sweeps.plan import Plan

_DEFAULTS = {
    each.name: str(each.default) for each in fields(AvatarAttributes) if each.name in VOCABULARY
}
# Names that alternatives without one are given.
_GIVEN_NAME = re.compile(rf"{UNNAMED}(_\d+)?")
_OPTIONS: dict[str, Any] = {
    "repeats": 1,
    "combine": "product",
    "sample": None,
    "seed": None,
    "count": None,
    "parallel": 3,
    "reuse": False,
}


def blank() -> SetupForm:
    """Return the form of a sweep that nothing is known of."""
    values = {name: [text] for name, text in _DEFAULTS.items()}
    return SetupForm(
        name="",
        appearance="",
        values=values,
        replace=[],
        repeats=_OPTIONS["repeats"],
        combine=_OPTIONS["combine"],
        sample=None,
        seed=None,
        count=None,
        parallel=_OPTIONS["parallel"],
        reuse=False,
    )


def form_of(plan: Plan, *, parallel: int, reuse: bool) -> SetupForm | None:
    """Return the form of a plan; None if a form can't show it.

    Args:
        plan: The plan.
        parallel: How many cells are wanted at a time.
        reuse: Whether what the history holds already is not made again.
    """
    axes = {axis.name: axis for axis in plan.axes}
    text = _appearance(plan)
    if text is None or "name" in axes:
        return None
    return SetupForm(
        name=plan.base.get("name", ""),
        appearance=text,
        values={
            name: list(axes[name].values) if name in axes else [plan.base.get(name) or default]
            for name, default in _DEFAULTS.items()
        },
        replace=[
            Replacement(words=axis.name, others=list(axis.values[1:]))
            for axis in plan.axes
            if axis.kind is AxisKind.REPLACED
        ],
        repeats=plan.repeats,
        combine=plan.combine,
        sample=plan.sample,
        seed=plan.seed,
        count=plan.count,
        parallel=parallel,
        reuse=reuse,
    )


def arguments_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `Sweep` that a form stands for; it checks them."""
    given: dict[str, Any] = {name: form.get(name, usual) for name, usual in _OPTIONS.items()}
    given["reuse"] = bool(given["reuse"])
    for name, texts in dict(form.get("values") or {}).items():
        if name in VOCABULARY and texts:
            given[name] = texts[0] if len(texts) == 1 else list(texts)
    if form.get("name"):
        given["name"] = form["name"]
    replace = {each["words"]: list(each["others"]) for each in form.get("replace") or []}
    return given | {"base": str(form.get("appearance") or ""), "replace": replace or None}


def as_python(form: Mapping[str, Any]) -> str:
    """Return a cell that shows the same sweep again."""
    given = arguments_of(form)
    lines = [repr(given.pop("base"))]
    usual = _OPTIONS | _DEFAULTS | {"replace": None}
    lines += [
        f"{name}={value!r}"
        for name, value in given.items()
        if name not in usual or value != usual[name]
    ]
    listed = "".join(f"    {line},\n" for line in lines)
    return f"from heygen_widgets import AvatarSweep\n\nsweep = AvatarSweep(\n{listed})\nsweep\n"


def _appearance(plan: Plan) -> str | None:
    """Return the prompt as it is written, its alternatives in braces."""
    if plan.template is None:
        return None
    texts = {axis.name: axis.values for axis in plan.axes if axis.kind is AxisKind.WORDS}
    if any(mark in text for values in texts.values() for text in values for mark in "{}|"):
        # Lines of a file are taken as they stand; in braces they would mean something else.
        return None
    named = _written(plan.template, texts)
    short = _written(plan.template, texts, unnamed=_GIVEN_NAME)
    return short if _means(short, plan.template) else named


def _means(text: str, template: Template) -> bool:
    """Return whether a prompt has the same words and slots as another."""
    try:
        return parse(text).parts == template.parts
    except GrammarError:
        return False


def _written(
    template: Template,
    texts: Mapping[str, tuple[str, ...]],
    unnamed: re.Pattern[str] | None = None,
) -> str:
    """Return a prompt as it is written; slots of certain names without these."""
    told: set[str] = set()
    written = []
    for part in template.parts:
        if isinstance(part, str):
            written.append(literal(part))
        elif part.name in told:
            written.append(f"{{{part.name}}}")
        else:
            told.add(part.name)
            name = "" if unnamed and unnamed.fullmatch(part.name) else f"{part.name}: "
            written.append(f"{{{name}{'|'.join(texts[part.name])}}}")
    return "".join(written)
