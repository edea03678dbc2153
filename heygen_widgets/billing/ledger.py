"""`Ledger`: what each run costs or may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.billing.spending import Spent
from heygen_widgets.models.prices import Price

if TYPE_CHECKING:
    from heygen_widgets.billing.order import Order


class Ledger:
    """The price of each run of one account in this process."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[int, Price | None]] = {}

    @property
    def spent(self) -> Spent:
        """The sum for each unit, and the number of runs of unknown price."""
        entries = list(self._entries.values())
        sums = {
            unit: sum(price.amount for _, price in entries if price and price.unit == unit)
            for unit in ("usd", "credit")
        }
        prices = tuple(Price(round(amount, 6), unit) for unit, amount in sums.items() if amount)
        return Spent(prices, sum(1 for jobs, price in entries if jobs and price is None))

    def reserve(self, run_id: str, order: Order) -> None:
        """Enter the whole price of an order, before anything is sent.

        Raises:
            BudgetExceeded: The order exceeds a budget and was not confirmed.
        """
        order.check(self.spent)
        self.book(run_id, order.quote.jobs, order.quote.each)

    def book(self, run_id: str, jobs: int, each: Price | None) -> None:
        """Enter how many jobs of a run HeyGen may bill, and replace the run's earlier entry."""
        self._entries[run_id] = (jobs, None if each is None else each * jobs)

    def release(self, run_id: str) -> None:
        """Remove the price of a run that was never sent."""
        self._entries.pop(run_id, None)
