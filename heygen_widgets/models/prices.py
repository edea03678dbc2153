"""`Price`: an amount of money. The price table (``prices.json``, with its sources), by kind."""

from __future__ import annotations

import functools
import json
import math
import re
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from collections.abc import Mapping

_PATTERN = re.compile(r"\$\s*(?P<usd>[\d.]+)|(?P<credit>[\d.]+)\s*credits?", re.IGNORECASE)


class PriceKind(StrEnum):
    """The kinds of requests that have a price. The price table has a source for each."""

    PHOTO_GENERATION = "photo generation"
    """v2: four images of attributes."""
    LOOK_GENERATION = "look generation"
    """v2: four new images of a trained group."""
    TRAINING = "training"
    """v2: the training of a group."""
    MOTION = "motion"
    """v2: motion for a look."""
    UPSCALE = "upscale"
    """v2: a larger look."""
    SOUND_EFFECT = "sound effect"
    """v2: a sound for a look."""
    PROMPT_LOOK = "prompt look"
    """v3: one look of a prompt."""
    PHOTO_LOOK = "photo look"
    """v3: one look of an uploaded picture."""


_OF_RUNS: dict[tuple[str, RunKind], PriceKind] = {
    ("v2", RunKind.PHOTOS): PriceKind.PHOTO_GENERATION,
    ("v2", RunKind.LOOKS): PriceKind.LOOK_GENERATION,
    ("v2", RunKind.TRAINING): PriceKind.TRAINING,
    ("v3", RunKind.PHOTOS): PriceKind.PROMPT_LOOK,
    ("v3", RunKind.LOOKS): PriceKind.PROMPT_LOOK,
    ("v3", RunKind.GROUP): PriceKind.PHOTO_LOOK,
    ("v3", RunKind.ADDED_LOOKS): PriceKind.PHOTO_LOOK,
}
_GENERATIONS = {"v2": PriceKind.PHOTO_GENERATION, "v3": PriceKind.PROMPT_LOOK}


@dataclass(frozen=True)
class Price:
    """An amount of US dollars, or of v2's API credits.

    Args:
        amount: How much, 0 or more.
        unit: ``usd`` or ``credit``.

    Raises:
        ConfigurationError: The amount or the unit is invalid.
    """

    amount: float
    unit: str = "usd"

    def __post_init__(self) -> None:
        if self.unit not in {"usd", "credit"} or not is_amount(self.amount):
            raise ConfigurationError(
                f"{self.amount!r} {self.unit} is not a price.",
                "A price is 0 or more dollars ('$1.32') or credits ('1 credit').",
            )

    @classmethod
    def parse(cls, given: Price | str | float) -> Price:
        """Read a price: ``"$1.32"``, ``"0.25 credits"``, or a number of dollars.

        Raises:
            ConfigurationError: It is not a price.
        """
        if isinstance(given, Price):
            return given
        if isinstance(given, int | float):
            return cls(float(given))
        match = _PATTERN.fullmatch(str(given).strip())
        for unit, amount in match.groupdict().items() if match else ():
            # The pattern also matches "." and "1.2.3", which are not numbers.
            if amount and amount.count(".") <= 1 and amount != ".":
                return cls(float(amount), unit)
        raise ConfigurationError(
            f"{given!r} is not a price.", "It should look like '$1.32' or '1 credit'."
        )

    def __mul__(self, count: int) -> Price:
        return Price(round(self.amount * count, 6), self.unit)

    def __str__(self) -> str:
        if self.unit == "usd":
            return f"${self.amount:,.2f}"
        amount = f"{self.amount:,.6f}".rstrip("0").rstrip(".")
        return f"{amount} credit{'' if self.amount == 1 else 's'}"

    @property
    def usd(self) -> float:
        """The amount in US dollars; the price table says what a credit is worth."""
        return self.amount if self.unit == "usd" else self.amount * credit_in_usd()


def price_kind(api: str, kind: RunKind) -> PriceKind | None:
    """Return what one request of a run is in the price table; None if HeyGen bills nothing.

    Args:
        api: The version of HeyGen's API.
        kind: What the run asks for.
    """
    return _OF_RUNS.get((api, kind))


def no_price(api: str) -> Price:
    """Return the price of what a version of HeyGen's API bills nothing for."""
    return Price(0.0, "credit" if api == "v2" else "usd")


def is_amount(value: object) -> bool:
    """Return whether a value is a finite number of 0 or more."""
    return isinstance(value, int | float) and 0 <= value < math.inf


def read_prices(
    changes: Mapping[str, Price | str | float | None] | None,
) -> dict[PriceKind, Price | None]:
    """Return the price of each kind of request; None where it is unknown.

    Args:
        changes: Prices that replace the table's, by kind: ``{"photo look": "$1.43"}``. ``v2`` and
            ``v3`` stand for what a generation of that version is made of: ``photo generation`` and
            ``prompt look``. None means that the price is unknown.

    Raises:
        ConfigurationError: A kind is unknown, or a price is invalid; names all of them.
    """
    known: dict[PriceKind, Price | None] = {
        PriceKind(kind): Price.parse(entry["price"]) for kind, entry in _table()["kinds"].items()
    }
    kinds = _GENERATIONS | {str(kind): kind for kind in PriceKind}
    unknown = [str(name) for name in changes or {} if name not in kinds]
    if unknown:
        raise ConfigurationError(
            f"There is no kind of request {', '.join(map(repr, unknown))} to set a price for.",
            f"The kinds are {', '.join(kinds)}.",
        )
    for name, price in (changes or {}).items():
        known[kinds[name]] = None if price is None else Price.parse(price)
    return known


def credit_in_usd() -> float:
    """Return what one of v2's credits is worth in US dollars, for comparing it with limits."""
    return Price.parse(_table()["credit"]["price"]).amount


@functools.cache
def _table() -> dict[str, Any]:
    return dict(
        json.loads(files("heygen_widgets.models").joinpath("prices.json").read_text("utf-8"))
    )
