"""What the widget says of prices: pure functions from quotes to words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.models.prices import Price
from heygen_widgets.widgets.runs import messages

if TYPE_CHECKING:
    from heygen_widgets.billing.order import Order
    from heygen_widgets.billing.spending import Quote
    from heygen_widgets.client import HeyGen
    from heygen_widgets.errors import HeyGenError, InvalidAttributes


def offer(client: HeyGen, quote: Quote | None, balance: str) -> dict[str, Any]:
    """Return what the button and the lines under it say of the price."""
    values: dict[str, Any] = {
        "api": quote.api if quote else "",
        "token": quote.token if quote else "",
        "price": str(quote) if quote else "finding out the price…",
        "short": _short(quote),
        "counts": list(client.known_counts()),
        "can_refer": quote is not None and quote.noun == "look",
        "spent": _spent(client, balance),
        "note": _note(quote),
        "problem": "",
    }
    if client.is_sandbox:
        free = {"price": "free", "short": "free"} if quote else {}
        return values | free | {"note": practice(quote)}
    return values


def no_offer(client: HeyGen, error: HeyGenError) -> dict[str, Any]:
    """Return what the button says where it could not be found out which API serves."""
    problem = f"{error.what} Generate asks again, and tells you the price before anything is spent."
    return offer(client, None, "") | {"price": "price not known yet", "problem": problem}


def no_such_count(client: HeyGen, error: InvalidAttributes, balance: str) -> dict[str, Any]:
    """Return what the button says where the version that serves can't make so many images."""
    possible = " or ".join(map(str, client.known_counts()))
    price = {"price": f"choose {possible} images", "short": "no price"}
    return offer(client, None, balance) | price | {"problem": error.what}


def question(client: HeyGen, order: Order) -> dict[str, str]:
    """Return what to ask before a click that costs more than the button said, or than a limit."""
    quote = order.quote
    said = order.objection or f"HeyGen's {quote.api} serves this: {quote}."
    go = f"Generate for about {quote.total}" if quote.total else "Generate at an unknown price"
    if client.is_sandbox:
        said = f"{messages.IN_SANDBOX} {said}"
        go = "Generate for free"
    return {
        "title": "This is above your limit" if order.objection else "Is this price all right?",
        "text": said,
        "go": go,
        "token": order.token,
    }


def _note(quote: Quote | None) -> str:
    if quote is None or quote.each is None:
        return "HeyGen bills each click."
    if quote.each.unit == "usd":
        return f"HeyGen bills each {quote.noun} to your API wallet at its published price."
    return f"HeyGen bills each click at its published price. {_credit()}"


def practice(quote: Quote | None) -> str:
    """Say that it is only the sandbox, and what HeyGen charges: here and nowhere else."""
    said = "Sandbox: drawings, not photos. Nothing is billed."
    if quote is None or quote.total is None:
        return said
    about = "about " if quote.total.unit == "usd" else ""
    credit = f" {_credit()}" if quote.total.unit == "credit" else ""
    return f"{said} HeyGen itself charges {about}{quote.total} for {quote.several}.{credit}"


def _credit() -> str:
    return f"A credit is about {Price(Price(1, 'credit').usd)}."


def _short(quote: Quote | None) -> str:
    if quote is None or quote.total is None:
        return "price unknown"
    return f"about {quote.total}" if quote.total.unit == "usd" else str(quote.total)


def _spent(client: HeyGen, balance: str) -> str:
    if client.is_sandbox:
        return ""
    return f"Spent this session: {client.spent}{f' · Balance {balance}' if balance else ''}"


WAIT = {
    "title": "One moment",
    "text": "Finding out what this costs. Nothing is sent before you have seen the price.",
    "go": "",
    "token": "",
}
"""What is shown to somebody who clicks before the price is known."""
