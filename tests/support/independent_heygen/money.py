"""What things cost, and what was taken for them."""

from __future__ import annotations

from typing import NamedTuple

from tests.support.independent_heygen.refusals import Refusal

UNITS_PER_CREDIT = UNITS_PER_GENERATION = 60
UNITS = {"generation": 60, "look_generation": 15, "training": 240}
"""v2's prices in its units: 1, 0.25 and 4 credits."""

CREDITS_PER_DOLLAR = 26 / 1.32


class Charge(NamedTuple):
    """Something that was billed: in credits on v2, in US dollars on v3."""

    what: str
    amount: float


def charge(server, what):
    """Take the price of `what` from the account and count it as made, or refuse."""
    if units := UNITS.get(what):
        if server.quota < units:
            message = "Insufficient credit. This operation requires 'api' credits."
            raise Refusal(402, "insufficient_credit", message)
        server.quota -= units
        amount = units / UNITS_PER_CREDIT
    else:
        amount = server.price_usd if what == "prompt_look" else server.photo_price_usd
        if server.wallet < amount:
            message = f"Your account has ${server.wallet} but this avatar needs ${amount}."
            raise Refusal(402, "insufficient_credit", message)
        server.wallet = round(server.wallet - amount, 6)
    server.charges.append(Charge(what, amount))
    server.made[what] += 1
