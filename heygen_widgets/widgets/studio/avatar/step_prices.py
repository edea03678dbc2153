"""What each step of an avatar costs, and what is asked before one is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import HeyGenError, InvalidAttributes
from heygen_widgets.widgets.runs import price_texts
from heygen_widgets.widgets.studio.avatar import bill
from heygen_widgets.widgets.studio.avatar.bill import Bills

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from heygen_widgets.billing.spending import Budget
    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.runtime.notebook_loop import NotebookLoop
    from heygen_widgets.widgets.avatars.panel import AvatarPanel
    from heygen_widgets.widgets.studio.avatar.bill import Bill, Requests

_NAMES_LOOK = " HeyGen's v3 gives the name to the look; the avatar keeps its own."


@dataclass(frozen=True)
class Step:
    """Something that was pressed and is carried out once its price is agreed to.

    Attributes:
        does: What it does, as the label of its button.
        requests: What it asks of HeyGen.
        carry_out: Starts it; takes whether it may exceed the limits.
    """

    does: str
    requests: Requests
    carry_out: Callable[[bool], object]


class StepPrices:
    """Keeps the prices on the buttons true, and asks where one is another than was agreed to.

    Args:
        panel: The widget.
        client: Who serves.
        loop: The notebook's loop.
        budget: Returns the studio's own limits.
        is_working: Returns whether something is under way that no step may overtake.
    """

    def __init__(
        self,
        panel: AvatarPanel,
        client: HeyGen,
        loop: NotebookLoop,
        budget: Callable[[], Budget],
        is_working: Callable[[], bool],
    ) -> None:
        self._panel = panel
        self._client = client
        self._loop = loop
        self._budget = budget
        self._is_working = is_working
        self._images: Sequence[AvatarImage] = ()
        self._asked: Step | None = None

    def show(self, images: Sequence[AvatarImage]) -> None:
        """Show what each step costs, as far as that is known without asking.

        Args:
            images: The pictures of a step that is open; empty if none is.
        """
        self._images = images
        bills = self._bills()
        prices: dict[str, dict[str, Any]] = {
            name: dict(found.shown(sandbox=self._client.is_sandbox) if found else bill.UNKNOWN)
            for name, requests in steps(self._client, images).items()
            for found in [bills.known(requests)]
        }
        if "create" in prices and self._client.api == "v3":
            prices["create"]["note"] += _NAMES_LOOK
        self._panel.show(prices=prices, offer=self._look_offer(bills))

    def token_if_free(self, requests: Requests) -> str:
        """Return the token of a price of nothing; empty if it costs something or isn't known."""
        found = self._bills().known(requests)
        return found.token if found and found.is_free else ""

    def press(self, step: Step, agreed: str) -> None:
        """Carry out a step if it costs no more than its button said; else ask first.

        Args:
            step: What was pressed.
            agreed: The token of the price that the button showed.
        """
        if self._is_working():
            return
        self.dismiss()
        found = self._bills().known(step.requests)
        if found is None:
            self._panel.show(question=price_texts.WAIT)
            self._asked = step
            self._loop.start(self._ask_soon(step))
        elif found.objection or found.token != agreed:
            self._ask(step, found)
        else:
            step.carry_out(False)

    def confirm(self, agreed: str) -> None:
        """Carry out what was asked about, unless its price changed meanwhile."""
        step = self._asked
        if step is None or self._is_working():
            return
        found = self._bills().known(step.requests)
        if found is None or found.token != agreed:
            self.press(step, "")
            return
        self.dismiss()
        step.carry_out(True)

    def dismiss(self) -> None:
        """Take the question away."""
        self._asked = None
        self._panel.show(question=None)

    async def _ask_soon(self, step: Step) -> None:
        try:
            found = await self._bills().found(step.requests)
        except HeyGenError:
            self.dismiss()
            raise
        if self._asked is step:
            self._ask(step, found)
            self.show(self._images)

    def _ask(self, step: Step, found: Bill) -> None:
        self._asked = step
        question = found.question(step.does, sandbox=self._client.is_sandbox)
        self._panel.show(question=dict(question))

    def _look_offer(self, bills: Bills) -> dict[str, Any]:
        """Return what the button for new looks says."""
        try:
            found = bills.known((("generate_looks", self._panel.count),))
        except InvalidAttributes as error:
            return price_texts.no_such_count(self._client, error, "")
        return price_texts.offer(self._client, found.quote if found else None, "")

    def _bills(self) -> Bills:
        return Bills(self._client, self._budget())


def steps(client: HeyGen, images: Sequence[AvatarImage] = ()) -> dict[str, Requests]:
    """Return what each step would ask of HeyGen, by its name.

    Args:
        client: Who serves.
        images: The pictures of a step that is open; empty if none is.
    """
    found: dict[str, Requests] = {}
    if images:
        found = {"create": creation(images), "add": (("add_looks", images),)}
    if client.api != "v3":
        found |= {"train": (("train", 1),), "add_pictures": (("add_looks", 1),)}
    return found


def creation(images: Sequence[AvatarImage]) -> Requests:
    """Return what a new avatar of pictures asks of HeyGen: the first, then the others as looks."""
    first, *others = images
    created: Requests = (("create_group", first),)
    return (*created, ("add_looks", others)) if others else created
