"""What the sandbox's HeyGen is like: how long it takes, what it costs, whom it lets in."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.faults.catalogue import read_faults

if TYPE_CHECKING:
    from heygen_widgets.sandbox.faults.catalogue import Fault

SANDBOX_KEY = "sandbox"
"""An API key for the sandbox. Any other will do, unless the scenario names one."""

UNITS_PER_CREDIT = 60
"""HeyGen's quota figures are sixtieths of a credit."""

APIS = {
    "v2": frozenset({"v2"}),
    "v3": frozenset({"v3"}),
    "both": frozenset({"v2", "v3"}),
    "v2 with sunset": frozenset({"v2"}),
}
"""What HeyGen may serve, and the versions of its API that this takes in."""

SUNSET = "v2 with sunset"
"""Here every answer warns that v2 will be removed."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """How the sandbox behaves; the same scenario always plays out in the same way.

    Args:
        duration: Seconds from a request to its pictures.
        spread: How far a job's duration may be off, as a fraction of it: 0.25 is up to a quarter
            more or less. Which job is how far off follows from the seed.
        seed: Decides every generation id, and with it the pictures.
        quota: What the account holds, in HeyGen's raw units: 60 are one credit.
        cost: What one generation takes off the quota, in the same units.
        api: The versions of HeyGen's API that are served: ``"v2"``, ``"v3"``, ``"both"``, or
            ``"v2 with sunset"``, where every answer warns that v2 will be removed.
        wallet: What the account holds for v3, in US dollars.
        look_price: What one look of v3 takes out of the wallet.
        parallel: How many looks may be in the making at a time; by default any number.
        look_delay: Seconds for which HeyGen doesn't know a new look when it is asked for.
        api_key: The only key that is let in; by default any key is.
        link_lifetime: Seconds until the link to a picture expires, counted from the last reply
            that gave it; by default never.
        slowness: Seconds that every answer takes.
        faults: What goes wrong, as `Fault` or in short: ``"submit:drop-after"``, ``"poll:503*2"``
            (the first two times), ``"image:cut@0.3"`` (with that chance). All kinds are in
            `heygen_widgets.sandbox.FAULTS`. Of several that strike the same request the first
            one wins.

    Raises:
        ValueError: A value makes no sense; the message names it.
    """

    duration: float = 4.0
    spread: float = 0.0
    seed: int = 0
    quota: int = 1000 * UNITS_PER_CREDIT
    cost: int = UNITS_PER_CREDIT
    api: str = "both"
    wallet: float = 1000.0
    look_price: float = 1.32
    parallel: int | None = None
    look_delay: float = 0.0
    api_key: str | None = field(default=None, repr=False)
    link_lifetime: float | None = None
    slowness: float = 0.0
    faults: tuple[Fault | str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse values that make no sense."""
        for name in ("duration", "spread", "wallet", "look_price", "look_delay", "slowness"):
            _check_number(name, getattr(self, name))
        if self.spread > 1:
            raise ValueError(f"spread is a fraction, at most 1, not {self.spread}")
        for name in ("seed", "quota", "cost"):
            _check_whole(name, getattr(self, name))
        check_api(self.api)
        if self.parallel is not None:
            _check_whole("parallel", self.parallel)
            if self.parallel < 1:
                raise ValueError(f"parallel must be 1 or more, or None, not {self.parallel}")
        if self.api_key is not None and not self.api_key.strip():
            raise ValueError("api_key must not be empty; leave it out to let any key in")
        if self.link_lifetime is not None:
            _check_number("link_lifetime", self.link_lifetime)
        object.__setattr__(self, "faults", read_faults(self.faults))


def check_api(value: object) -> None:
    """Refuse what HeyGen can't serve.

    Raises:
        ValueError: Names what it can.
    """
    if not isinstance(value, str) or value not in APIS:
        words = ", ".join(map(repr, APIS))
        raise ValueError(f"api must be one of {words}, not {value!r}")


def _check_number(name: str, value: object) -> None:
    if not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise ValueError(f"{name} must be a number, 0 or more, not {value!r}")


def _check_whole(name: str, value: object) -> None:
    if not isinstance(value, int):
        raise ValueError(f"{name} must be a whole number, not {value!r}")  # noqa: TRY004 - one kind of error for every wrong value
    if name != "seed" and value < 0:
        raise ValueError(f"{name} must be 0 or more, not {value}")
