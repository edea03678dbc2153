"""`Account`: the prices, the budget and the spending of one HeyGen account in this process."""

from __future__ import annotations

import math
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.api.gateway import jobs_for
from heygen_widgets.billing.ledger import Ledger
from heygen_widgets.billing.order import Order, find_objection
from heygen_widgets.billing.spending import Budget, Quote, Spent
from heygen_widgets.models.limits import MAX_ADDED
from heygen_widgets.models.prices import no_price, price_kind, read_prices
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from heygen_widgets.api.wire import Wire
    from heygen_widgets.config.api_key import AccountId
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.prices import Price

_NOUNS = {
    RunKind.LOOKS: "look",
    RunKind.GROUP: "avatar",
    RunKind.ADDED_LOOKS: "look",
    RunKind.TRAINING: "training",
}
_LEDGERS: dict[AccountId, Ledger] = {}


class Account:
    """Quotes generations, compares them with budgets, and keeps the ledger.

    Args:
        prices: Prices by kind of request, which replace those of the price table.
        budget: The limit of what may be spent without asking.
        account_id: Clients with the same id share one ledger; None makes a new ledger.

    Raises:
        ConfigurationError: A price or a limit is invalid.
    """

    def __init__(
        self,
        prices: Mapping[str, Price | str | float | None] | None,
        budget: Budget | float | None,
        account_id: AccountId | None,
    ) -> None:
        self.prices = read_prices(prices)
        self.budget = Budget.of(budget)
        self._ledger = Ledger() if account_id is None else _LEDGERS.setdefault(account_id, Ledger())

    @property
    def spent(self) -> Spent:
        """What the account has spent in this process, by the price table."""
        return self._ledger.spent

    def quote(self, wire: Wire, count: int | None) -> Quote:
        """Return the quote for ``count`` images; None for the default.

        Raises:
            InvalidAttributes: This version can't make exactly so many.
        """
        jobs = jobs_for(wire, count)
        return Quote(
            api=wire.VERSION,
            jobs=jobs,
            images=jobs * wire.IMAGES_PER_JOB,
            each=self.prices[wire.PRICE_KIND],
            noun=wire.NOUN,
        )

    def step_quote(self, wire: Wire, kind: RunKind, count: int) -> Quote:
        """Return the quote for a step that follows from pictures.

        Args:
            wire: The version of the API.
            kind: The step.
            count: How many looks it makes, or groups, or trainings; 0 if nothing is to be sent.

        Raises:
            InvalidAttributes: This version can't make exactly so many.
        """
        priced = price_kind(wire.VERSION, kind)
        if kind is RunKind.LOOKS:
            jobs = jobs_for(wire, count)
        elif kind is RunKind.ADDED_LOOKS and wire.IMAGES_PER_JOB > 1:
            jobs = math.ceil(count / MAX_ADDED)
        else:
            jobs = count if wire.VERSION == "v2" or priced else 0
        return Quote(
            api=wire.VERSION,
            jobs=jobs,
            images=count if jobs else 0,
            each=self.prices[priced] if priced else no_price(wire.VERSION),
            noun=_NOUNS.get(kind, wire.NOUN),
            is_step=True,
        )

    def order(
        self,
        attributes: AvatarAttributes | None,
        quote: Quote,
        budget: Budget | float | None,
        **details: Any,  # noqa: ANN401 - fields of `Order`
    ) -> Order:
        """Return an order, compared with the account's budget and the given one.

        Raises:
            ConfigurationError: The budget is invalid.
        """
        budgets, spent = (Budget.of(budget), self.budget), self.spent
        objection = find_objection(quote, budgets, spent)
        return Order(
            attributes=attributes,
            quote=quote,
            budgets=budgets,
            spent=spent,
            objection=objection,
            **details,
        )

    def reserve(self, run_id: str, order: Order) -> None:
        """Enter the whole price of an order, before anything is sent.

        Raises:
            BudgetExceeded: The order exceeds a budget and was not confirmed.
        """
        if self.budget not in order.budgets:
            # Another client made it, under a budget of its own.
            budgets = (*order.budgets, self.budget)
            objection = find_objection(order.quote, budgets, self.spent)
            order = replace(order, budgets=budgets, spent=self.spent, objection=objection)
        self._ledger.reserve(run_id, order)

    def release(self, run_id: str) -> None:
        """Remove the entry of a run that was not sent."""
        self._ledger.release(run_id)

    def book(self, record: Generation) -> None:
        """Put down what a record says that its run costs, in place of before."""
        if record.run_id:
            self._ledger.book(record.run_id, record.paid_jobs, record.price)

    async def booked(
        self, run_id: str | None, records: AsyncGenerator[Generation], *, is_new: bool
    ) -> AsyncGenerator[Generation]:
        """Yield the records of a run, and enter the cost of each in the ledger.

        Args:
            run_id: Our id of the run; None enters nothing.
            records: The records of the run, each newer than the one before.
            is_new: Whether nothing of the run was sent before. If it then ends without a record,
                its entry is removed.
        """
        has_begun = False
        async with aclosing(records):
            try:
                async for record in records:
                    has_begun = True
                    if run_id:
                        self._ledger.book(run_id, record.paid_jobs, record.price)
                    yield record
            finally:
                if run_id and is_new and not has_begun:
                    self._ledger.release(run_id)
