"""`SweepQuote`: what a sweep costs, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.media import static_html
from heygen_widgets.models.prices import Price
from heygen_widgets.models.text import plural
from heygen_widgets.sweeps.forecast import duration_text

if TYPE_CHECKING:
    from heygen_widgets.billing.spending import Quote


@dataclass(frozen=True, kw_only=True)
class SweepQuote:
    """What is left of a sweep, and what that costs.

    Attributes:
        cells: How many cells the sweep has.
        done: How many of them are made.
        reusable: How many others the history holds already, of earlier runs.
        to_resume: How many were submitted and not waited for to the end; that costs nothing more.
        unknown: How many may have been made and billed; they are not made again by themselves.
        to_make: How many are to be made, and paid for.
        each: What one cell costs and brings.
        seconds: Between how many seconds it takes in three cases of five.
        parallel: How many cells are made at a time.
    """

    cells: int
    done: int
    reusable: int
    to_resume: int
    unknown: int
    to_make: int
    each: Quote
    seconds: tuple[float, float]
    parallel: int

    @property
    def jobs(self) -> int:
        """How many requests HeyGen will bill."""
        return self.each.jobs * self.to_make

    @property
    def images(self) -> int:
        """How many images to expect."""
        return self.each.images * self.to_make

    @property
    def total(self) -> Price | None:
        """The whole price; None if it is unknown."""
        return None if self.each.total is None else self.each.total * self.to_make

    @property
    def usd(self) -> float | None:
        """The whole price in US dollars, with v2's credits converted; None if it is unknown."""
        return None if self.total is None else self.total.usd

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The quote as pairs of a name and a text, those that are nothing left out."""
        low, high = map(duration_text, self.seconds)
        several = plural(self.images, self.each.noun)
        to_make = f"{self.to_make:,} · {several}" if self.to_make else ""
        pairs = (
            ("Cells", f"{self.cells:,}", True),
            ("Made already", f"{self.done:,}", self.done),
            ("Made earlier", self._reusable_text, self.reusable),
            ("To wait for, already paid", f"{self.to_resume:,}", self.to_resume),
            ("Unknown whether made", f"{self.unknown:,}", self.unknown),
            ("To make", to_make or "nothing", self.to_make or not self.done),
            ("Price", self._price_text, self.to_make),
            (
                "Time",
                f"about {low}" if low == high else f"{low} to {high}, {self.parallel} at a time",
                self.to_make or self.to_resume,
            ),
        )
        return tuple((name, text) for name, text, is_there in pairs if is_there)

    @property
    def _price_text(self) -> str:
        if self.total is None:
            return "unknown"
        in_dollars = f", about {Price(self.total.usd)}" if self.total.unit == "credit" else ""
        return f"{self.total}{in_dollars} ({self.each.total} a cell)"

    @property
    def _reusable_text(self) -> str:
        others = self.done + self.to_resume + self.unknown + self.to_make
        is_reused = others + self.reusable <= self.cells
        return f"{self.reusable:,}, " + ("reused" if is_reused else "made again without reuse")

    def __str__(self) -> str:
        return " · ".join(f"{name}: {text}" for name, text in self.facts)

    def _repr_html_(self) -> str:
        return static_html.render_table("", (), self.facts)
