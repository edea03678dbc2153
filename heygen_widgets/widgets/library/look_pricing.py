"""What the button says that new looks cost, and what is asked before they are made."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import HeyGenError, InvalidAttributes
from heygen_widgets.widgets.runs import messages, price_texts
from heygen_widgets.widgets.studio.avatar.bill import Bill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.billing.order import Order
    from heygen_widgets.client import HeyGen
    from heygen_widgets.widgets.library.library_screen import LibraryScreen

VERB = "generate_looks"


class LookPricing:
    """Keeps the price on the button true.

    Args:
        screen: The widget.
        client: Who serves; another client has prices of its own.

    Attributes:
        order: What a click would ask for, as the button shows it; None until the price is known.
        usual: Between how many seconds most such runs take; empty until that is known.
    """

    def __init__(self, screen: LibraryScreen, client: HeyGen) -> None:
        self._screen = screen
        self._client = client
        self._balance = ""
        self._is_closed = False
        self.order: Order | None = None
        self.usual: Sequence[float] = ()

    def close(self) -> None:
        """Show nothing any more: another client serves, and answers may still be on their way."""
        self._is_closed = True

    def show(self) -> None:
        """Show what new looks cost, as far as that is known without asking."""
        if self._is_closed:
            return
        try:
            self.order = self._client.known_quote_for(VERB, self._screen.count)
        except InvalidAttributes as error:
            self.order = None
            offer = price_texts.no_such_count(self._client, error, self._balance)
        else:
            quote = self.order.quote if self.order else None
            offer = price_texts.offer(self._client, quote, self._balance)
        self._screen.show(offer=offer, prices=self._steps())

    def _steps(self) -> dict[str, Any]:
        """Return what training costs; nothing where the version that serves has none."""
        order = None
        if self._client.api == "v2":
            order = self._client.known_quote_for("train")
        bill = Bill(order.quote, order.objection) if order else None
        return {"train": dict(bill.shown(sandbox=self._client.is_sandbox))} if bill else {}

    async def look_up(self) -> None:
        """Find out which API serves, and what the account holds; both are free questions."""
        try:
            order = await self._client.quote_for(VERB, self._screen.count)
            self.usual = order.quote.usual_seconds or ()
        except InvalidAttributes:
            # The API is known now, and the button says which numbers it can make.
            self.show()
            return
        except HeyGenError as error:
            if not self._is_closed:
                self._screen.show(offer=price_texts.no_offer(self._client, error))
            return
        self.show()
        # Only a courtesy: without it the button says all the same what a click costs.
        balance = None
        with contextlib.suppress(HeyGenError):
            balance = await self._client.balance()
        self._balance = str(balance or "")
        self.show()


def question(client: HeyGen, order: Order, does: str) -> dict[str, Any]:
    """Return what to ask before something that goes beyond a limit, or has another price.

    Args:
        client: Who serves.
        order: What is asked for.
        does: What the button that agrees does, as a verb: ``Generate``.
    """
    quote = order.quote
    said = order.objection or f"HeyGen's {quote.api} serves this: {quote}."
    go = f"{does} for about {quote.total}" if quote.total else f"{does} at an unknown price"
    if client.is_sandbox:
        said, go = f"{messages.IN_SANDBOX} {said}", f"{does} for free"
    title = "This is above your limit" if order.objection else "Is this price all right?"
    return {"title": title, "text": said, "go": go, "token": order.token}
