"""`Quote`: a price before sending. `Budget`: limits. `Spent`: sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.prices import Price, is_amount

# Dollars; more than the rounding error of a sum of floating-point cents.
_TOLERANCE = 0.001


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What a generation will cost. It is known before anything is sent.

    Attributes:
        api: The version of HeyGen's API that will serve it.
        jobs: How many requests HeyGen will bill.
        images: How many images to expect.
        each: The price of one request; None if it is unknown.
        noun: This version's word for an image: ``image`` or ``look``.
        usual_seconds: Between how many seconds most such generations take, the shorter time first;
            None if it was not looked up. It is no part of the offer.
        is_step: Whether it is for what follows from pictures: an avatar, looks, or training.
    """

    api: str
    jobs: int
    images: int
    each: Price | None
    noun: str = "image"
    usual_seconds: tuple[float, float] | None = field(default=None, compare=False)
    is_step: bool = False

    @cached_property
    def total(self) -> Price | None:
        """The whole price; None if it is unknown."""
        return None if self.each is None else self.each * self.jobs

    @property
    def is_free(self) -> bool:
        """Whether HeyGen bills nothing for it."""
        return self.total is not None and not self.total.amount

    @property
    def several(self) -> str:
        """How many images to expect, with this version's word for them: ``4 looks``."""
        return f"{self.images} {self.noun}{'' if self.images == 1 else 's'}"

    @cached_property
    def token(self) -> str:
        """A text that changes with the price or the number of images."""
        return f"{self.api}:{self.jobs}:{self.images}:{self.total}"

    def __str__(self) -> str:
        if self.total is None:
            return f"price unknown · {self.several}"
        if self.is_free and self.is_step:
            said = "HeyGen bills nothing for it"
            return f"{said} · {self.several}" if self.images else said
        about = "about " if self.total.unit == "usd" else ""
        return f"{about}{self.total} · {self.several}"


@dataclass(frozen=True, kw_only=True)
class Budget:
    """How much may be spent without asking.

    Limits are in US dollars; the price table says what a credit of v2 is worth.

    Args:
        per_generation: Limit for one generation; None is no limit.
        per_session: Limit for all generations of this process; None is no limit.

    Raises:
        ConfigurationError: A limit is not a number of 0 or more.
    """

    per_generation: float | None = None
    per_session: float | None = None

    def __post_init__(self) -> None:
        for limit in (self.per_generation, self.per_session):
            if limit is not None and not is_amount(limit):
                raise ConfigurationError(
                    f"{limit!r} is not a limit.",
                    "A limit is a number of dollars, 0 or more, or None for no limit.",
                )

    @classmethod
    def of(cls, given: Budget | float | None) -> Budget:
        """Return a budget as it is; make one of a number, which is the limit for a session."""
        return given if isinstance(given, Budget) else cls(per_session=given)

    @property
    def is_limited(self) -> bool:
        """Whether there is a limit at all."""
        return self.per_generation is not None or self.per_session is not None

    def objection(self, quote: Quote, spent: Spent) -> str:
        """Return why a quote exceeds this budget, in words; empty if it doesn't."""
        if not self.is_limited:
            return ""
        if quote.total is None:
            return "Its price is unknown, so it can't be compared with your limit."
        price = quote.total.usd
        if _is_above(price, self.per_generation):
            limit = _usd(self.per_generation)
            return f"It costs about {Price(price)}, and your limit for one generation is {limit}."
        if _is_above(spent.usd + price, self.per_session):
            return (
                f"It costs about {Price(price)}. With the {Price(spent.usd)} spent already that is "
                f"more than your limit of {_usd(self.per_session)} for this session."
            )
        return ""


@dataclass(frozen=True)
class Spent:
    """What a session has spent by our price table, which may differ from HeyGen's bill.

    Attributes:
        prices: One sum for each unit that was spent.
        unknown: How many generations had no known price.
    """

    prices: tuple[Price, ...] = ()
    unknown: int = 0

    @property
    def usd(self) -> float:
        """The sum in US dollars, with credits converted and unknown prices left out."""
        return sum(price.usd for price in self.prices)

    def __str__(self) -> str:
        parts = [str(price) for price in self.prices if price.amount]
        if self.unknown:
            parts.append(f"{self.unknown} of unknown price")
        return " + ".join(parts) or "nothing"


def _is_above(amount: float, limit: float | None) -> bool:
    return limit is not None and amount > limit + _TOLERANCE


def _usd(limit: float | None) -> Price:
    return Price(limit or 0.0)
