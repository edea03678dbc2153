"""`Bill`: what a step costs that may take several requests of several kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heygen_widgets.billing.order import find_objection
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.prices import Price
from heygen_widgets.widgets.avatars.panel_contract import StepPrice
from heygen_widgets.widgets.runs import messages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from heygen_widgets.billing.order import Order
    from heygen_widgets.billing.spending import Budget, Quote
    from heygen_widgets.client import HeyGen
    from heygen_widgets.widgets.contract import Question

Wanted = int | AvatarImage | Sequence[AvatarImage]
Requests = tuple[tuple[str, Wanted], ...]
"""Verbs of the client, each with what it is given: pictures, or how many looks it shall make."""

UNKNOWN = StepPrice(price="finding out the price…", token="", note="")
"""What is shown of a price that is not known yet."""


@dataclass(frozen=True)
class Bill:
    """The price of a step, compared with the limits.

    Attributes:
        quote: What all of its requests cost together.
        objection: Why that exceeds a limit, in words; empty if it doesn't.
    """

    quote: Quote
    objection: str

    @classmethod
    def of(cls, orders: Iterable[Order], budget: Budget) -> Bill:
        """Return the bill of orders that are made one after the other.

        Args:
            orders: One or more.
            budget: The widget's own limits; the client's are in the orders.
        """
        first, *others = orders
        totals = [order.quote.total for order in (first, *others)]
        known = [total for total in totals if total is not None]
        # What is free has no unit of its own.
        paid = [total for total in known if total.amount] or known[:1]
        each = (
            Price(round(sum(total.amount for total in paid), 6), paid[0].unit)
            if len(known) == len(totals)
            else None
        )
        quote = replace(
            first.quote,
            jobs=1,
            images=sum(order.quote.images for order in (first, *others)),
            each=each,
        )
        return cls(quote, find_objection(quote, (budget, *first.budgets), first.spent))

    @property
    def token(self) -> str:
        """A text that changes with the price or the number of pictures."""
        return self.quote.token

    @property
    def is_free(self) -> bool:
        """Whether HeyGen asks nothing for it."""
        return self.quote.total is not None and not self.quote.total.amount

    def shown(self, *, sandbox: bool) -> StepPrice:
        """Return what a button and the line below it say of the price."""
        return StepPrice(
            price="free" if sandbox or self.is_free else self._price(),
            token=self.token,
            note=self._practice() if sandbox else self._note(),
        )

    def question(self, does: str, *, sandbox: bool) -> Question:
        """Return what to ask before a step that costs more than was said, or than a limit.

        Args:
            does: What the step does, as the label of its button.
            sandbox: Whether the sandbox serves, which bills nothing.
        """
        said = self.objection or f"HeyGen's {self.quote.api} serves this: {self._price()}."
        return {
            "title": "This is above your limit" if self.objection else "Is this price all right?",
            "text": f"{messages.IN_SANDBOX} {said}" if sandbox else said,
            "go": f"{does} for free" if sandbox or self.is_free else f"{does} for {self._price()}",
            "token": self.token,
        }

    def _price(self) -> str:
        total = self.quote.total
        if total is None:
            return "an unknown price"
        return f"about {total}" if total.unit == "usd" else str(total)

    def _note(self) -> str:
        if self.is_free:
            return "HeyGen asks nothing for this."
        return "HeyGen bills it at its published price."

    def _practice(self) -> str:
        said = "Sandbox: nothing is billed. HeyGen itself charges"
        if self.is_free:
            return f"{said} nothing for this either."
        total = self.quote.total
        in_dollars = f", about {Price(total.usd)}" if total and total.unit == "credit" else ""
        return f"{said} {self._price()}{in_dollars}."


class Bills:
    """Finds out what steps cost.

    Args:
        client: Who serves.
        budget: The widget's own limits, as they are now.
    """

    def __init__(self, client: HeyGen, budget: Budget) -> None:
        self._client = client
        self._budget = budget

    def known(self, requests: Requests) -> Bill | None:
        """Return the bill of a step if it can be told without asking HeyGen; else None.

        Raises:
            InvalidAttributes: This version of the API can't make exactly so many looks.
        """
        orders = [self._client.known_quote_for(verb, **_about(what)) for verb, what in requests]
        known = [order for order in orders if order is not None]
        return Bill.of(known, self._budget) if known and len(known) == len(orders) else None

    async def found(self, requests: Requests) -> Bill:
        """Return the bill of a step.

        Raises:
            HeyGenError: It can't be found out which version of the API serves.
        """
        orders = [await self._client.quote_for(verb, **_about(what)) for verb, what in requests]
        return Bill.of(orders, self._budget)


def _about(what: Wanted) -> dict[str, Any]:
    if isinstance(what, int):
        return {"count": what}
    return {"count": 1 if isinstance(what, AvatarImage) else len(what), "images": what}
