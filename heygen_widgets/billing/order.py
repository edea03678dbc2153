"""`Order`: one generation as it will be asked for, with its price and what a budget says to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import BudgetExceeded

if TYPE_CHECKING:
    from heygen_widgets.billing.spending import Budget, Quote, Spent
    from heygen_widgets.models.attributes import AvatarAttributes


@dataclass(frozen=True, kw_only=True)
class Order:
    """A generation that can be asked for: checked, quoted and held against the budgets once.

    The button shows it, a question asks about it, `HeyGen.generate` carries it out, and the ledger
    reserves it.

    Attributes:
        attributes: What the person should be like; None while only the price is of interest.
        quote: What it costs.
        budgets: The limits that it was held against: the client's and those that were given.
        spent: What the account had spent when it was.
        objection: Why it goes beyond a budget, in words; empty if it doesn't.
        is_confirmed: Whether it may go beyond the budgets.
        is_checked: Whether the version of the API that will serve it can be asked for it.
        reference_images: Images to imitate, as `HeyGen.generate` takes them (v3 only).
        avatar_id: Key of a look to imitate (v3 only).
    """

    attributes: AvatarAttributes | None
    quote: Quote
    budgets: tuple[Budget, ...]
    spent: Spent
    objection: str
    is_confirmed: bool = False
    is_checked: bool = False
    reference_images: tuple[Any, ...] = ()
    avatar_id: str | None = None

    @property
    def token(self) -> str:
        """A text that changes with the price or the number of images."""
        return self.quote.token

    def confirmed(self) -> Order:
        """Return the order of somebody who agreed to go beyond the budgets."""
        return replace(self, is_confirmed=True)

    def check(self, spent: Spent) -> None:
        """Refuse an order that goes beyond a budget and was not confirmed.

        Args:
            spent: What the account has spent by now. It is held against the budgets again only if
                other generations were paid for meanwhile.

        Raises:
            BudgetExceeded: It goes beyond one.
        """
        if self.is_confirmed:
            return
        objection = self.objection
        if spent != self.spent:
            objection = object_to(self.quote, self.budgets, spent)
        if objection:
            exceeded = BudgetExceeded(objection)
            exceeded.quote = self.quote
            raise exceeded


def object_to(quote: Quote, budgets: tuple[Budget, ...], spent: Spent) -> str:
    """Return why a quote goes beyond one of the budgets, in words; empty if it doesn't."""
    return next(filter(None, (budget.objection(quote, spent) for budget in budgets)), "")
