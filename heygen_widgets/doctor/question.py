"""The free question: which version of HeyGen's API serves the key, and what the account holds."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from heygen_widgets.doctor.section import Section
from heygen_widgets.errors import ConnectionFailed, HeyGenError

if TYPE_CHECKING:
    from heygen_widgets.api.wire import Balance
    from heygen_widgets.client import HeyGen

TITLE = "Free question"
LONGEST = 30.0
"""Seconds to wait for all answers, tries after errors included."""

_ASKED = "which version of the API serves the key, and what the account holds; only GETs, all free"


def not_asked(why: str) -> Section:
    """Return the section for a question that was not asked.

    Args:
        why: The reason, in words.
    """
    return Section(TITLE, (("Asked", f"no: {why}"),))


async def ask(client: HeyGen, longest: float = LONGEST) -> Section:
    """Ask, and return what was answered. No answer, and a refusal, are faults.

    Args:
        client: Whom to ask with; it needs no history.
        longest: Seconds to wait.
    """
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(longest):
            balance = await client.balance()
    except TimeoutError:
        error: HeyGenError = ConnectionFailed(
            f"{client.host} did not answer within {longest:g} seconds."
        )
    except HeyGenError as refused:
        error = refused
    else:
        return Section(TITLE, _rows(client, _answer(client, balance, begun)))
    return Section(TITLE, _rows(client, f"{type(error).__name__}: see above"), (error,))


def _answer(client: HeyGen, balance: Balance | None, begun: float) -> str:
    # Not how much it is: that is nobody's business in an issue.
    told = f"the balance, in {balance.unit}" if balance else "no balance"
    milliseconds = (time.perf_counter() - begun) * 1000
    return f"{client.api} serves the key, and tells {told} ({milliseconds:,.0f} ms)"


def _rows(client: HeyGen, answer: str) -> tuple[tuple[str, str], ...]:
    notice = (("HeyGen announces", client.notice),) if client.notice else ()
    return (("Asked", f"{client.host}: {_ASKED}"), ("Answered", answer), *notice)
