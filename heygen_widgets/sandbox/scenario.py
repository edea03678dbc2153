"""How the sandbox behaves: how long jobs take, what they cost, which keys it accepts."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.fault_catalogue import parse_faults

if TYPE_CHECKING:
    from heygen_widgets.sandbox.fault_catalogue import Fault

SANDBOX_KEY = "sandbox"
"""An API key for the sandbox. Any other key works too, unless the scenario names one."""

UNITS_PER_CREDIT = 60
"""HeyGen's quota figures are sixtieths of a credit."""

SERVED_VERSIONS = {
    "v2": frozenset({"v2"}),
    "v3": frozenset({"v3"}),
    "both": frozenset({"v2", "v3"}),
    "v2 with sunset": frozenset({"v2"}),
}
"""The values of `Scenario.api`, and the versions of HeyGen's API that each one serves."""

_NUMBERS = (
    *("duration", "spread", "wallet", "look_price", "look_delay", "photo_price", "asset_delay"),
    *("look_pending", "training", "look_link_lifetime", "slowness"),
)
_WHOLE_NUMBERS = (
    *("seed", "quota", "cost", "training_cost", "new_look_cost", "public_groups", "own_groups"),
)

SUNSET = "v2 with sunset"
"""With this value every reply of v2 warns that v2 will be removed."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """How the sandbox behaves. The same scenario always gives the same results.

    Args:
        duration: Seconds from a request to its pictures.
        spread: How much a job's duration may vary, as a fraction of it: 0.25 is up to a quarter
            more or less. The seed decides the duration of each job.
        seed: Decides every generation id, and with it the pictures.
        quota: The account's quota for v2, in HeyGen's raw units: 60 are one credit.
        cost: The cost of one generation of v2, in the same units.
        api: The versions of HeyGen's API that are served: ``"v2"``, ``"v3"``, ``"both"``, or
            ``"v2 with sunset"``, where every reply warns that v2 will be removed.
        wallet: The account's balance for v3, in US dollars.
        look_price: The price of one look of v3, in US dollars.
        parallel: How many looks may be in progress at a time; by default any number.
        look_delay: Seconds for which a new look is not found.
        photo_price: The price of one look of v3 from a photo, in US dollars.
        asset_delay: Seconds for which an uploaded file is not found on v3.
        look_pending: Seconds for which a look of v2 is pending before it is completed.
        training: Seconds that the training of a group takes on v2.
        training_cost: The cost of a training, in HeyGen's raw units: 60 are one credit.
        new_look_cost: The cost of one generation of new looks of v2, in the same units.
        look_link_lifetime: Seconds until the signed link to the picture of a look expires; asking
            for the look again gives a fresh one.
        public_groups: How many public groups there are besides those of the account.
        own_groups: How many groups the account has from the start.
        api_key: The only key that is accepted; by default every key is.
        link_lifetime: Seconds until the link to a picture expires, counted from the last reply
            that contained it; by default links never expire.
        slowness: Seconds by which every reply is delayed.
        faults: What goes wrong, as `Fault` or in short form: ``"submit:drop-after"``,
            ``"poll:503*2"`` (the first two times), ``"image:cut@0.3"`` (with that probability).
            All kinds are in `heygen_widgets.sandbox.FAULTS`. If several would replace the same
            reply, the first one does.

    Raises:
        ValueError: If a value is invalid; the message names it.
    """

    duration: float = 4.0
    spread: float = 0.0
    seed: int = 0
    quota: int = 1000 * UNITS_PER_CREDIT
    cost: int = UNITS_PER_CREDIT
    api: str = "both"
    wallet: float = 1000.0
    look_price: float = 1.0
    parallel: int | None = None
    look_delay: float = 0.0
    photo_price: float = 1.32
    asset_delay: float = 0.0
    look_pending: float = 1.5
    training: float = 12.0
    training_cost: int = 4 * UNITS_PER_CREDIT
    new_look_cost: int = UNITS_PER_CREDIT // 4
    look_link_lifetime: float = 7.0 * 24 * 60 * 60
    public_groups: int = 1400
    own_groups: int = 0
    api_key: str | None = field(default=None, repr=False)
    link_lifetime: float | None = None
    slowness: float = 0.0
    faults: tuple[Fault | str, ...] = ()

    def __post_init__(self) -> None:
        """Check every value, and parse faults in short form."""
        for name in _NUMBERS:
            _check_number(name, getattr(self, name))
        if self.spread > 1:
            raise ValueError(f"spread is a fraction, at most 1, not {self.spread}")
        for name in _WHOLE_NUMBERS:
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
        object.__setattr__(self, "faults", parse_faults(self.faults))


def check_api(value: object) -> None:
    """Check a value for `Scenario.api`.

    Raises:
        ValueError: If it is not one of `SERVED_VERSIONS`; the message lists them.
    """
    if not isinstance(value, str) or value not in SERVED_VERSIONS:
        words = ", ".join(map(repr, SERVED_VERSIONS))
        raise ValueError(f"api must be one of {words}, not {value!r}")


def _check_number(name: str, value: object) -> None:
    if not isinstance(value, int | float) or not isfinite(value) or value < 0:
        raise ValueError(f"{name} must be a number, 0 or more, not {value!r}")


def _check_whole(name: str, value: object) -> None:
    if not isinstance(value, int):
        raise ValueError(f"{name} must be a whole number, not {value!r}")  # noqa: TRY004 - one kind of error for every wrong value
    if name != "seed" and value < 0:
        raise ValueError(f"{name} must be 0 or more, not {value}")
