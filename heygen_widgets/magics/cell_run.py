"""One run of ``%%avatar``: says the price, generates, and says how far it is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from heygen_widgets.billing.spending import Budget
from heygen_widgets.errors import BudgetExceeded, GenerationTimeout
from heygen_widgets.magics.one_message import show_as
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.limits import CLICK_LIMIT
from heygen_widgets.widgets.runs import messages, price_texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.billing.spending import Quote
    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.generation import Generation

HOW_TO_CONFIRM = (
    "Nothing was sent and nothing is billed. To go ahead all the same, add --confirm to the first "
    "line of the cell."
)
"""What to do about a price above the limit."""

HOW_TO_RESUME = (
    "HeyGen goes on working on it, and bills it. To wait on, open a studio with %avatar: it offers "
    "to resume the run, which costs nothing more."
)
"""What to do about a run that takes longer than the wait."""

STOPPED = (
    "You stopped waiting. HeyGen goes on with what it has accepted, and bills it. To wait on, open "
    "a studio with %avatar: it offers to resume the run, which costs nothing more."
)
"""What is said when the cell is interrupted."""


async def generate(
    client: HeyGen,
    appearance: str,
    settings: dict[str, Any],
    *,
    timeout: float | None,  # noqa: ASYNC109 - as in HeyGen.generate
    tell: Callable[[str], object],
) -> Generation:
    """Generate as `HeyGen.generate` does, within the limit that a studio's click has.

    Args:
        client: The client.
        appearance: What the person should be like.
        settings: Attributes by name, ``count`` and ``confirm``.
        timeout: As in `HeyGen.generate`.
        tell: Called with the price before anything is sent, then with each news of the run.

    Raises:
        BudgetExceeded: It would cost more than the limit; nothing was sent.
        HeyGenError: As in `HeyGen.generate`.
    """
    limit = Budget(per_generation=CLICK_LIMIT)
    order = await client.order(appearance, budget=limit, **settings)
    price = _price_of(client, order.quote)
    low, high = await client.usual_seconds(order.quote.api)
    usual = f"usually {low:.0f} to {high:.0f} s"
    tell(price)

    def follow(record: Generation) -> None:
        tell(f"{price}\n{_progress_of(record, usual, sandbox=client.is_sandbox)}")

    try:
        return await client.generate(order, timeout, follow)
    except BudgetExceeded as error:
        error.advice = HOW_TO_CONFIRM
        raise
    except GenerationTimeout as error:
        error.advice = HOW_TO_RESUME
        raise
    except asyncio.CancelledError as error:
        show_as(error, STOPPED)
        raise


def _price_of(client: HeyGen, quote: Quote) -> str:
    if client.is_sandbox:
        return price_texts.practice(quote)
    return f"HeyGen {quote.api}: {quote}. Spent this session: {client.spent}."


def _progress_of(record: Generation, usual: str, *, sandbox: bool) -> str:
    count = f"{len(record.images)} image{'' if len(record.images) == 1 else 's'}"
    if record.status is GenerationStatus.SUCCESS:
        return f"{count} in {record.elapsed or 0:.1f} s."
    if record.status.is_final:
        return "It ended without all of its images."
    if record.status is GenerationStatus.SUBMITTING:
        return messages.SUBMITTING
    if record.images:
        return f"{count} so far…"
    return f"{'The sandbox' if sandbox else 'HeyGen'} is working on it, {usual}…"
