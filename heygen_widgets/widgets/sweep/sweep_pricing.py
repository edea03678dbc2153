"""What is left of a sweep and what that costs, and what is asked before it is started."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import HeyGenError, InvalidAttributes
from heygen_widgets.widgets.runs import messages
from heygen_widgets.widgets.sweep import view_model
from heygen_widgets.widgets.sweep.sweep_contract import NO_OFFER

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.sweeps.quote import SweepQuote
    from heygen_widgets.sweeps.sweep import Sweep
    from heygen_widgets.widgets.sweep.sweep_screen import SweepScreen

_TWICE = (
    "HeyGen may have made and billed these cells already. Made again, they may be paid for twice."
)


class SweepPricing:
    """Keeps the price on the button true, and asks above the limits.

    Args:
        screen: The widget.

    Attributes:
        quote: What is left, as the button shows it; None until that is known.
        spent: What the sweep has spent, in US dollars.
    """

    def __init__(self, screen: SweepScreen) -> None:
        self._screen = screen
        self._asked: tuple[str, dict[str, Any]] | None = None
        self.quote: SweepQuote | None = None
        self.spent = 0.0

    def forget(self) -> None:
        """Forget what another plan costs."""
        self.quote, self.spent = None, 0.0
        self.dismiss()

    async def look_up(self, sweep: Sweep, is_shown: Callable[[], bool]) -> None:
        """Find out what is left of a sweep, and show that.

        Args:
            sweep: The sweep.
            is_shown: Whether it is still the one on the screen.
        """
        try:
            quote = await sweep.quote()
            prompts = view_model.first_prompts(sweep.plan)
        except InvalidAttributes as error:
            if is_shown():
                refused = {**NO_OFFER, "problem": error.what}
                self._screen.show(problems=dict(error.problems), offer=refused)
            return
        except HeyGenError as error:
            if is_shown():
                problem = f"{error.what} Start asks again, and tells you the price first."
                self._screen.show(offer={**NO_OFFER, "problem": problem})
            return
        if is_shown():
            self.quote = quote
            offer = view_model.offer(sweep.client, sweep.plan, quote, prompts)
            self._screen.show(offer=offer, notice=sweep.client.notice)

    def may_start(self, sweep: Sweep, agreed: str) -> bool:
        """Return whether a sweep may start at a price; ask if it is a higher one, or too much.

        Args:
            sweep: The sweep.
            agreed: The token of the price that the button showed.
        """
        quote = self.quote
        if quote is None:
            return False
        said = self._objection(sweep, quote)
        if not said and view_model.is_agreed(quote, agreed):
            return True
        title = "This is above your limit" if said else "Is this price all right?"
        said = said or f"HeyGen's {quote.each.api} serves this. {quote}."
        go = (
            "Start at an unknown price" if quote.total is None else f"Start for about {quote.total}"
        )
        if sweep.client.is_sandbox:
            said, go = f"{messages.IN_SANDBOX} {said}", "Start for free"
        self._ask(title, said, go, {"confirm": True})
        return False

    def ask_about_unknown(self, sweep: Sweep) -> None:
        """Ask before cells are made again that HeyGen may have made."""
        quote = self.quote
        if quote and quote.unknown:
            each = quote.each.total
            said = _TWICE if each is None else f"{_TWICE} They cost about {each * quote.unknown}."
            if sweep.client.is_sandbox:
                said = f"{messages.IN_SANDBOX} {said}"
            self._ask("Make them again?", said, "Make them again", {"repeat_unknown": True})

    def agreed(self, token: str) -> dict[str, Any] | None:
        """Return the options of `Sweep.run` that were agreed to; None for another question."""
        if self._asked and self._asked[0] == token:
            options = self._asked[1]
            self.dismiss()
            return options
        return None

    def dismiss(self) -> None:
        """Take the question away."""
        self._asked = None
        self._screen.show(question=None)

    def _objection(self, sweep: Sweep, quote: SweepQuote) -> str:
        """Return why a start is asked about: the widget's limit, or the client's budget."""
        limits = [self._screen.limit]
        session = sweep.client.budget.per_session
        if session is not None:
            limits.append(max(0.0, session - sweep.client.spent.usd))
        budget, spent = self._screen.budget, self.spent
        found = (
            view_model.objection(quote, budget=budget, limit=limit, spent=spent) for limit in limits
        )
        return next(filter(None, found), "")

    def _ask(self, title: str, text: str, go: str, options: dict[str, Any]) -> None:
        token = uuid.uuid4().hex
        self._asked = (token, options)
        question = {"title": title, "text": text, "go": go, "token": token}
        self._screen.show(question=question)
