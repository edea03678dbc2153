"""`Order`: a generation that may be sent, with its price and the budgets' objection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import BudgetExceeded

if TYPE_CHECKING:
    from heygen_widgets.billing.spending import Budget, Quote, Spent
    from heygen_widgets.models.attributes import AvatarAttributes


@dataclass(frozen=True, kw_only=True)
class Order:
    """A generation that may be sent: checked, quoted and compared with the budgets.

    The widget's button and question show it, the ledger reserves its price, and `HeyGen.generate`
    carries it out.

    Attributes:
        attributes: What the person should be like; None while only the price is of interest.
        quote: What it costs.
        budgets: The budgets that it was compared with: the given one and the client's.
        spent: What the account had spent at that time.
        objection: Why it exceeds a budget, in words; empty if it doesn't.
        is_confirmed: Whether it may exceed the budgets.
        is_checked: Whether the version of the API that will serve it can be asked for it.
        reference_images: Images to imitate, as `HeyGen.generate` takes them (v3 only).
        avatar_id: Key of a look to imitate (v3 only).
        run_id: Our id of its run, if that is settled before; such an order is carried out once.
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
    run_id: str | None = None

    @property
    def token(self) -> str:
        """A text that changes with the price or the number of images."""
        return self.quote.token

    def confirmed(self) -> Order:
        """Return a copy that may exceed the budgets, because the user agreed."""
        return replace(self, is_confirmed=True)

    def check(self, spent: Spent) -> None:
        """Refuse an order that exceeds a budget and was not confirmed.

        Args:
            spent: What the account has spent by now. If it has changed, the order is compared with
                the budgets again.

        Raises:
            BudgetExceeded: The order exceeds a budget and was not confirmed.
        """
        if self.is_confirmed:
            return
        objection = self.objection
        if spent != self.spent:
            objection = find_objection(self.quote, self.budgets, spent)
        if objection:
            exceeded = BudgetExceeded(objection)
            exceeded.quote = self.quote
            raise exceeded


def find_objection(quote: Quote, budgets: tuple[Budget, ...], spent: Spent) -> str:
    """Return why a quote exceeds one of the budgets, in words; empty if it doesn't."""
    return next(filter(None, (budget.objection(quote, spent) for budget in budgets)), "")
