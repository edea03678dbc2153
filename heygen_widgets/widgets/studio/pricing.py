"""What the button says that a click costs, and what is asked before a click is carried out."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from heygen_widgets.billing.spending import Budget
from heygen_widgets.errors import HeyGenError, InvalidAttributes
from heygen_widgets.widgets.runs import price_texts

if TYPE_CHECKING:
    from heygen_widgets.billing.order import Order
    from heygen_widgets.client import HeyGen
    from heygen_widgets.widgets.studio.screen import Screen


class Pricing:
    """Keeps the price on the button true.

    Args:
        screen: The widget.
        client: Who serves; another client has prices of its own.

    Attributes:
        order: What a click would ask for, as the button shows it: its price, and what the limits
            say to it; None until the price is known.
    """

    def __init__(self, screen: Screen, client: HeyGen) -> None:
        self._screen = screen
        self._client = client
        self._balance = ""
        self._is_closed = False
        self.order: Order | None = None

    @property
    def budget(self) -> Budget:
        """The widget's own limits."""
        screen = self._screen
        return Budget(per_generation=screen.click_limit, per_session=screen.session_limit)

    def close(self) -> None:
        """Show nothing any more: another client serves, and answers may still be on their way."""
        self._is_closed = True

    def show(self) -> None:
        """Show what the next click costs, as far as that is known without asking."""
        if self._is_closed:
            return
        room = self._client.room_for_appearance(self._screen.chosen)
        self._screen.show(offer=self._offer(), room=room)

    async def look_up(self) -> None:
        """Find out which API serves, and what the account holds; both are free questions."""
        try:
            await self._client.quote()
        except HeyGenError as error:
            self._balance = ""
            if not self._is_closed:
                self._screen.show(offer=price_texts.no_offer(self._client, error))
            return
        if not self._balance:
            self.show()
        # Only a courtesy: without it the button says all the same what a click costs.
        balance = None
        with contextlib.suppress(HeyGenError):
            balance = await self._client.balance()
        self._balance = str(balance or "")
        self.show()

    def _offer(self) -> dict[str, Any]:
        """Keep the order of the next click, and return what the button says of it."""
        try:
            self.order = self._client.known_order(count=self._screen.count, budget=self.budget)
        except InvalidAttributes as error:
            self.order = None
            return price_texts.no_such_count(self._client, error, self._balance)
        quote = self.order.quote if self.order else None
        return price_texts.offer(self._client, quote, self._balance)
