"""The money side of one account: its prices, its limits, and what it spent in this process."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from heygen_widgets.api.gateway import jobs_for
from heygen_widgets.billing.ledger import Ledger
from heygen_widgets.billing.order import Order, object_to
from heygen_widgets.billing.spending import Budget, Quote, Spent
from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.limits import MAX_COUNT
from heygen_widgets.models.prices import read_prices

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from heygen_widgets.api.wire import Wire
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.prices import Price

_LEDGERS: dict[tuple[str, str], Ledger] = {}


class Account:
    """Says what a generation costs, holds it against limits, and writes down what was spent.

    Args:
        prices: In place of those of the table, by version.
        budget: What may be spent without asking.
        place: Host and account; all clients of one share what they have spent. None shares with
            nobody.

    Raises:
        ConfigurationError: A price or a limit is none.
    """

    def __init__(
        self,
        prices: Mapping[str, Price | str | float | None] | None,
        budget: Budget | float | None,
        place: tuple[str, str] | None,
    ) -> None:
        self.prices = read_prices(prices)
        self.budget = Budget.of(budget)
        self._ledger = Ledger() if place is None else _LEDGERS.setdefault(place, Ledger())

    @property
    def spent(self) -> Spent:
        """What was spent so far, by the price table."""
        return self._ledger.spent

    def quote(self, wire: Wire, count: int) -> Quote:
        """Return what so many images cost.

        Raises:
            InvalidAttributes: ``count`` is not 1 to 8.
        """
        if count not in range(1, MAX_COUNT + 1):
            raise InvalidAttributes({"count": f"must be 1 to {MAX_COUNT}, not {count!r}"})
        jobs = jobs_for(wire, int(count))
        return Quote(
            api=wire.VERSION,
            jobs=jobs,
            images=jobs * wire.IMAGES_PER_JOB,
            each=self.prices[wire.VERSION],
            noun=wire.NOUN,
        )

    def order(
        self,
        attributes: AvatarAttributes | None,
        quote: Quote,
        budget: Budget | float | None,
        **details: Any,  # noqa: ANN401 - fields of `Order`
    ) -> Order:
        """Return an order, held against the account's budget and the one that is given.

        Raises:
            ConfigurationError: The budget is none.
        """
        budgets, spent = (Budget.of(budget), self.budget), self.spent
        objection = object_to(quote, budgets, spent)
        return Order(
            attributes=attributes,
            quote=quote,
            budgets=budgets,
            spent=spent,
            objection=objection,
            **details,
        )

    def reserve(self, run_id: str, order: Order) -> None:
        """Enter the whole price of an order before anything is sent.

        Raises:
            BudgetExceeded: It goes beyond a budget, and was not confirmed.
        """
        self._ledger.reserve(run_id, order)

    def release(self, run_id: str) -> None:
        """Take back what was put down for a run that was not sent."""
        self._ledger.release(run_id)

    def book(self, record: Generation) -> None:
        """Put down what a record says that its run costs, in place of before."""
        if record.run_id:
            self._ledger.book(record.run_id, record.paid_jobs, record.price)

    async def booked(
        self, run_id: str | None, records: AsyncGenerator[Generation], *, is_new: bool
    ) -> AsyncGenerator[Generation]:
        """Pass a run on, and put down what each record says that it costs.

        Args:
            run_id: Our id of the run; None puts nothing down.
            records: The run.
            is_new: Whether nothing of it was sent before: then it costs nothing if it never begins.
        """
        has_left = False
        async with aclosing(records):
            try:
                async for record in records:
                    has_left = True
                    if run_id:
                        self._ledger.book(run_id, record.paid_jobs, record.price)
                    yield record
            finally:
                if run_id and is_new and not has_left:
                    self._ledger.release(run_id)
