"""The arguments of a sweep, checked all at once, as a plan."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.attributes import (
    FIELDS,
    VOCABULARY,
    AvatarAttributes,
    find_problems,
)
from heygen_widgets.models.limits import MAX_COUNT
from heygen_widgets.models.text import did_you_mean, find_text_problem
from heygen_widgets.sweeps.grammar import GrammarError, lines_of, parse
from heygen_widgets.sweeps.plan import MAX_CELLS, REPEAT, Axis, AxisKind, Plan

if TYPE_CHECKING:
    from heygen_widgets.sweeps.grammar import Template

COMBINATIONS = ("product", "zip")

MAX_REPEATS = 1000
MAX_PARALLEL = 100
"""Most cells at a time; v3 takes fewer."""

RESERVED = (
    *("cell", "image", "key", "url", "rating", "favourite", "note", "status", "reason"),
    *("duration", "price", "file", "wins", "run_id", "generation_id"),
)
"""Columns of a sweep's table that no axis may be called."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """The arguments of a sweep that are not attributes.

    Attributes:
        combine: As in `Plan`.
        sample: As in `Plan`.
        seed: As in `Plan`; None draws one.
        repeats: As in `Plan`.
        count: As in `Plan`.
        parallel: How many cells at a time.
        replace: Words of the prompt, each with what takes their place.
        folder: Where files that a prompt names are looked for; None for the working folder.
    """

    combine: str = "product"
    sample: int | None = None
    seed: int | None = None
    repeats: int = 1
    count: int | None = None
    parallel: int = 3
    replace: Mapping[str, Iterable[str]] | None = None
    folder: Path | None = None


def read(
    base: AvatarAttributes | Mapping[str, Any] | str | None,
    given: Given,
    keywords: Mapping[str, Any],
) -> Plan:
    """Return the plan of a sweep.

    Args:
        base: What doesn't vary: attributes, or a text, which is the appearance.
        given: The other arguments.
        keywords: Attributes by name, each with one value, or with several, which make an axis.

    Raises:
        InvalidAttributes: Names everything that is wrong.
    """
    reader = _Reader(given)
    plan = reader.plan(base, keywords)
    if plan is None or reader.problems:
        raise InvalidAttributes(reader.problems)
    return plan


@dataclass
class _Reader:
    given: Given
    problems: dict[str, str] = field(default_factory=dict)
    axes: list[Axis] = field(default_factory=list)
    base: dict[str, str] = field(default_factory=dict)

    def plan(self, base: object, keywords: Mapping[str, Any]) -> Plan | None:
        """Return the plan; None if it can't even be put together. Notes each problem."""
        self._check_given()
        template = None
        for name, value in self._together(base, keywords).items():
            if name == "appearance" and isinstance(value, str):
                template = self._template(value)
            elif _is_several(value):
                self._add_axis(name, self._several(name, value), AxisKind.ATTRIBUTE)
            else:
                self._add_fixed(name, value)
        for words, others in self._replacements():
            self._add_axis(words, (words, *others), AxisKind.REPLACED)
        self._check_lengths()
        if self.problems:
            return None
        plan = Plan(
            base=_DEFAULTS | self.base,
            template=template,
            axes=tuple(self.axes),
            combine=self.given.combine,
            sample=self.given.sample,
            seed=self._seed(),
            repeats=self.given.repeats,
            count=self.given.count,
        )
        self._check_size(plan)
        if not self.problems:
            self._check_prompts(plan)
        return plan

    def _check_given(self) -> None:
        given = self.given
        self._check_whole("repeats", given.repeats, 1, MAX_REPEATS)
        self._check_whole("parallel", given.parallel, 1, MAX_PARALLEL)
        if given.sample is not None:
            self._check_whole("sample", given.sample, 1, MAX_CELLS)
        if given.count is not None:
            self._check_whole("count", given.count, 1, MAX_COUNT)
        if given.seed is not None and (
            isinstance(given.seed, bool) or not isinstance(given.seed, int)
        ):
            self._note("seed", f"must be a whole number, not {given.seed!r}")
        if given.combine not in COMBINATIONS:
            self._note("combine", f"must be 'product' or 'zip', not {given.combine!r}")

    def _check_whole(self, name: str, value: object, least: int, most: int) -> None:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not least <= value <= most:  # type: ignore[operator]
            self._note(name, f"must be {least} to {most:,}, not {value!r}")

    def _together(self, base: object, keywords: Mapping[str, Any]) -> dict[str, Any]:
        """Return all attributes that are given; a keyword counts more than the base."""
        named = {name: value for name, value in keywords.items() if name in FIELDS}
        for name in keywords.keys() - named.keys():
            self._note(name, f"is no argument of a sweep{did_you_mean(name, _KNOWN)}")
        if isinstance(base, AvatarAttributes):
            own = {name: text for name, text in base.to_dict().items() if name not in named}
            prompt = own.pop("appearance", None)
            # Axes come in the order in which they are given, and the base's own words last.
            return own | named | ({} if prompt is None else {"appearance": prompt})
        if isinstance(base, Mapping):
            return self._together(None, {**base, **keywords})
        if base is not None and not isinstance(base, str):
            self._note("base", f"must be a text or AvatarAttributes, not {type(base).__name__}")
        if isinstance(base, str):
            if "appearance" in named:
                self._note("appearance", "is given twice, as the text and by name")
            return named | {"appearance": base}
        if "appearance" not in named:
            self._note("appearance", "is missing")
        return named

    def _template(self, text: str) -> Template | None:
        problem = find_text_problem(text, "sent")
        try:
            template = parse(text, self.given.folder)
        except GrammarError as error:
            problem = str(error)
        if problem:
            self._note("appearance", problem)
            return None
        for name, texts in template.choices.items():
            self._add_axis(name, texts, AxisKind.WORDS)
        return template

    def _several(self, name: str, value: Any) -> tuple[object, ...]:  # noqa: ANN401 - whatever was given
        if not isinstance(value, Path):
            several = tuple(value)
        else:
            try:
                several = lines_of((self.given.folder or Path()) / value)
            except GrammarError as error:
                self._note(name, str(error))
                return ()
        if not several:
            self._note(name, "has no value")
        if name == "appearance":
            return tuple(map(self._prompt_of_several, several))
        return several

    def _prompt_of_several(self, text: object) -> object:
        """Return one of several prompts; it holds no alternatives of its own."""
        if not isinstance(text, str):
            return text
        try:
            template = parse(text)
        except GrammarError as error:
            self._note("appearance", str(error))
            return text
        if template.choices:
            self._note("appearance", f"has alternatives in one of several prompts: {text[:40]!r}")
            return text
        return template.filled({})

    def _add_axis(self, name: str, values: Iterable[object], kind: AxisKind) -> None:
        values = tuple(values)
        taken = [*(axis.name for axis in self.axes), REPEAT, *RESERVED]
        if kind is not AxisKind.ATTRIBUTE:
            taken += FIELDS
        if name in taken:
            self._note(name, "is taken: an axis needs another name")
        wrong = [find_problems({name: value}).get(name) for value in values if name in FIELDS]
        wrong += [] if name in FIELDS else [find_text_problem(value, "sent") for value in values]
        if any(wrong):
            self._note(name, "; ".join(dict.fromkeys(filter(None, wrong))))
        texts = tuple(str(value) for value in values)
        twice = [text for text, number in Counter(texts).items() if number > 1]
        if twice:
            self._note(name, f"has {', '.join(map(repr, twice))} twice; repeats makes it again")
        self.axes.append(Axis(name, texts, kind))

    def _add_fixed(self, name: str, value: object) -> None:
        problem = find_problems({name: value}).get(name)
        if problem:
            self._note(name, problem)
        else:
            self.base[name] = str(value)

    def _replacements(self) -> list[tuple[str, tuple[object, ...]]]:
        given: Any = self.given.replace or {}
        if not isinstance(given, Mapping):
            self._note("replace", "must be like {'Rome': ['Paris', 'Oslo']}")
            return []
        found: list[tuple[str, tuple[object, ...]]] = []
        for words, others in given.items():
            if not isinstance(words, str) or not words:
                self._note("replace", f"searches for {words!r}, which is no text")
                continue
            several = (others,) if isinstance(others, str) else tuple(others)
            found.append((words, several))
        return found

    def _check_lengths(self) -> None:
        lengths = {axis.name: len(axis.values) for axis in self.axes}
        if self.given.combine == "zip" and len(set(lengths.values())) > 1:
            listed = ", ".join(f"{name} has {number}" for name, number in lengths.items())
            self._note("combine", f"'zip' needs as many values of each axis: {listed}")

    def _seed(self) -> int | None:
        if self.given.sample is None or self.given.seed is not None:
            return self.given.seed
        return random.SystemRandom().randrange(2**31)

    def _check_size(self, plan: Plan) -> None:
        if len(plan) > MAX_CELLS:
            self._note(
                "sample",
                f"is needed: there would be {len(plan):,} cells, and a sweep has at most "
                f"{MAX_CELLS:,}; sample=100 takes so many of them",
            )

    def _check_prompts(self, plan: Plan) -> None:
        """Look at each prompt: at its length, at the words to replace, and at equal cells."""
        prompts = [plan.prompt(number) for number in range(plan.combinations)]
        wrong = Counter(find_problems({"appearance": each}).get("appearance") for each in prompts)
        wrong.pop(None, None)
        if wrong:
            said = "; ".join(
                f"{problem} ({number:,} of {len(prompts):,} cells)"
                for problem, number in list(wrong.items())[:3]
            )
            self._note("appearance", said)
        for axis in plan.axes:
            if axis.kind is AxisKind.REPLACED and not _is_used(plan, axis):
                self._note(axis.name, "is to be replaced, and is not in the prompt")
        if len(set(plan.ids)) < len(plan) and not self.problems:
            twice = len(plan) - len(set(plan.ids))
            self._note("cells", f"{twice:,} would be the same as others; repeats makes them again")

    def _note(self, name: str, problem: str) -> None:
        known = self.problems.get(name)
        self.problems[name] = f"{known}; {problem}" if known else problem


_DEFAULTS = {
    each.name: str(each.default) for each in fields(AvatarAttributes) if each.name in VOCABULARY
}
_KNOWN = (*FIELDS, *Given.__dataclass_fields__, "client", "history", "reuse")


def _is_several(value: object) -> bool:
    return isinstance(value, Path | Iterable) and not isinstance(value, str | bytes)


def _is_used(plan: Plan, axis: Axis) -> bool:
    """Return whether the words that an axis replaces are in what the prompts are made of."""
    texts = [part for part in plan.template.parts if isinstance(part, str)] if plan.template else []
    others = [value for each in plan.axes if each is not axis for value in each.values]
    return any(axis.name in text for text in (*texts, *others))
