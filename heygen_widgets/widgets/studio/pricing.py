"""What Generate says that a click costs, and whether a click agreed to it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from heygen_widgets.billing.spending import Budget
from heygen_widgets.errors import HeyGenError
from heygen_widgets.widgets.studio import price_texts

if TYPE_CHECKING:
    from heygen_widgets.billing.spending import Quote
    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.attributes import AvatarAttributes


class Customer(Protocol):
    """The widget, as the till sees it."""

    count: int
    click_limit: float | None
    session_limit: float | None
    chosen: AvatarAttributes

    def show(self, **values: Any) -> None:  # noqa: ANN401 - traits of all types
        """Set traits, in one message."""


@dataclass
class Till:
    """Keeps the price on the button true, and asks before a click costs more than it said.

    Args:
        customer: The widget.
    """

    customer: Customer
    _balance: str = ""
    _is_closed: bool = False

    @property
    def budget(self) -> Budget:
        """The widget's own limits."""
        return Budget(
            per_generation=self.customer.click_limit, per_session=self.customer.session_limit
        )

    def close(self) -> None:
        """Show nothing any more: another client serves, and answers may still be on their way."""
        self._is_closed = True

    def show(self, client: HeyGen) -> None:
        """Show what the next click costs, as far as that is known without asking."""
        if self._is_closed:
            return
        quote = client.known_quote(self.customer.count)
        room = client.room_for_appearance(self.customer.chosen)
        self.customer.show(offer=price_texts.offer(client, quote, self._balance), room=room)

    async def look_up(self, client: HeyGen) -> None:
        """Find out which API serves, and what the account holds; both are free questions."""
        try:
            await client.quote(self.customer.count)
        except HeyGenError as error:
            self._balance = ""
            if not self._is_closed:
                self.customer.show(offer=price_texts.no_offer(client, error))
            return
        if not self._balance:
            self.show(client)
        # Only a courtesy: without it the button says all the same what a click costs.
        balance = None
        with contextlib.suppress(HeyGenError):
            balance = await client.balance()
        self._balance = str(balance or "")
        self.show(client)

    def question(self, client: HeyGen, quote: Quote, agreed: str) -> dict[str, str] | None:
        """Return what to ask before a click is carried out; None if it may go ahead.

        Args:
            client: The client that would serve it.
            quote: What it would cost.
            agreed: What the button said, as `offers.token`.
        """
        limits = (self.budget, client.budget)
        objections = (limit.objection(quote, client.spent) for limit in limits)
        objection = next(filter(None, objections), "")
        if not objection and agreed == price_texts.token(quote):
            return None
        return price_texts.question(client, quote, objection)
