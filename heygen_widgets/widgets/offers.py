"""What the widget says of prices: pure functions from quotes to words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heygen_widgets.client import HeyGen
    from heygen_widgets.errors import HeyGenError
    from heygen_widgets.spending import Quote


def token(quote: Quote) -> str:
    """Return what tells this offer from any that costs or brings something else."""
    return f"{quote.api}:{quote.jobs}:{quote.images}:{quote.total}"


def offer(client: HeyGen, quote: Quote | None, balance: str) -> dict[str, Any]:
    """Return what the button and the lines under it say of the price."""
    values: dict[str, Any] = {
        "api": quote.api if quote else "",
        "token": token(quote) if quote else "",
        "price": str(quote) if quote else "finding out the price…",
        "short": _short(quote),
        "images": quote.images if quote else 0,
        "can_refer": quote is not None and quote.noun == "look",
        "spent": f"{_spent(client)}{f' · Balance {balance}' if balance else ''}",
        "note": "Nothing is billed: the sandbox draws illustrations, not photos.",
        "problem": "",
    }
    if client.is_sandbox:
        shown = {"price": f"free · HeyGen asks {quote}", "short": "free"}
        return values | shown if quote else values
    return values | {"note": _note(quote)}


def no_offer(client: HeyGen, error: HeyGenError) -> dict[str, Any]:
    """Return what the button says where it could not be found out which API serves."""
    problem = f"{error.what} Generate asks again, and tells the price before it is spent."
    return offer(client, None, "") | {"price": "price not known yet", "problem": problem}


def question(client: HeyGen, quote: Quote, objection: str) -> dict[str, str]:
    """Return what to ask before a click that costs more than the button said, or than a limit."""
    billed = " In the sandbox nothing is billed." if client.is_sandbox else ""
    said = objection or f"HeyGen's {quote.api} serves this: {quote}."
    go = f"Generate for about {quote.total}" if quote.total else "Generate at an unknown price"
    return {
        "title": "This is above your limit" if objection else "Is this price all right?",
        "text": said + billed,
        "go": go,
        "token": token(quote),
    }


def _note(quote: Quote | None) -> str:
    if quote is None or quote.each is None:
        return "HeyGen bills each click."
    if quote.each.unit == "usd":
        return f"HeyGen bills each {quote.noun} from your API wallet, by its last published price."
    return "HeyGen bills each click, by its last published list."


def _short(quote: Quote | None) -> str:
    if quote is None or quote.total is None:
        return "price unknown"
    return f"about {quote.total}" if quote.total.unit == "usd" else str(quote.total)


def _spent(client: HeyGen) -> str:
    if client.is_sandbox:
        return f"HeyGen would have billed {client.spent}"
    return f"Spent this session: {client.spent}"


WAIT = {
    "title": "One moment",
    "text": "Finding out what this costs. Nothing is sent before you have seen the price.",
    "go": "",
    "token": "",
}
"""What is shown to somebody who clicks before the price is known."""
