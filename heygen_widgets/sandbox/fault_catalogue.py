"""The kinds of fault, and the random choice of when each one strikes.

`heygen_widgets.sandbox.faults.responses` says how each kind answers a request.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.avatar_faults import (
    AVATAR_FAULTS,
    AVATAR_GROUPS,
    AVATAR_V2_ONLY,
    AVATAR_V3_ONLY,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

GENERATION_FAULTS: dict[str, str] = {
    "submit:drop-before": "The connection breaks; HeyGen made no job.",
    "submit:drop-after": "HeyGen makes the job, then the connection breaks: its id is lost.",
    "submit:401": "HeyGen refuses the key; no job is made.",
    "submit:402": "The account has no credit left; no job is made.",
    "submit:408": "HeyGen says that the request came too slowly; no job is made.",
    "submit:408-made": "HeyGen says that the request came too slowly, yet makes the job.",
    "submit:409": "HeyGen says that the same request is still in progress; no job is made (v3).",
    "submit:409-conflict": "A like request is at work; no job is made (v3).",
    "submit:404": "HeyGen doesn't find a fresh upload yet; no job is made (v3).",
    "submit:429": "Too many requests: HeyGen asks to come back in a second; no job is made.",
    "submit:500": "HeyGen has an internal error; no job is made.",
    "submit:500-made": "HeyGen has an internal error, yet makes the job.",
    "submit:502": "A gateway can't reach HeyGen; no job is made.",
    "submit:502-made": "A gateway loses HeyGen's answer, and the job is made.",
    "submit:503": "HeyGen is overloaded; no job is made.",
    "submit:503-made": "HeyGen says that it is overloaded, yet makes the job.",
    "submit:504": "A gateway gives up on HeyGen; no job is made.",
    "submit:504-made": "A gateway gives up on HeyGen, which makes the job all the same.",
    "submit:html": "HeyGen makes the job and answers with a web page that names no id.",
    "submit:malformed": "HeyGen makes the job and answers with broken JSON.",
    "submit:partial": "HeyGen makes the job, and the end of its answer is missing.",
    "submit:no-id": "HeyGen makes the job and says so, but forgets the id.",
    "submit:invalid": "HeyGen finds an attribute invalid; no job is made.",
    "submit:rejected": "HeyGen's moderation rejects the prompt; no job is made.",
    "submit:slow": "HeyGen makes the job at once and answers seconds late.",
    "submit:retired": "HeyGen no longer has the route for new jobs; no job is made.",
    "poll:drop": "The connection breaks when the status is asked for.",
    "poll:401": "HeyGen refuses the key when the status is asked for.",
    "poll:404": "HeyGen says that it doesn't know the generation.",
    "poll:408": "HeyGen says that the question about the status came too slowly.",
    "poll:429": "Too many questions: HeyGen asks to come back in a second.",
    "poll:500": "HeyGen has an internal error when the status is asked for.",
    "poll:502": "A gateway can't reach HeyGen when the status is asked for.",
    "poll:503": "HeyGen is overloaded when the status is asked for.",
    "poll:504": "A gateway gives up on HeyGen when the status is asked for.",
    "poll:html": "HeyGen answers with a web page where the status should be.",
    "poll:malformed": "HeyGen answers with broken JSON where the status should be.",
    "poll:error": "HeyGen answers with an error nobody knows where the status should be.",
    "poll:partial": "The end of HeyGen's answer about the status is missing.",
    "poll:unknown-status": "Until the generation is done, its status is a word nobody knows.",
    "poll:not-yet": "HeyGen doesn't know a new look when it is first asked for (v3).",
    "poll:slow": "HeyGen answers seconds late when the status is asked for.",
    "poll:failed": "The generation fails, and HeyGen says why.",
    "poll:failed-error": "The generation fails, and HeyGen's answer is an error in its place.",
    "poll:never": "The generation never ends.",
    "poll:empty": "The generation succeeds with no images.",
    "poll:fewer": "The generation succeeds with two images (v2).",
    "poll:more": "The generation succeeds with six images (v2).",
    "poll:vanished": "The look is made and paid, then HeyGen doesn't know it any more (v3).",
    "poll:moved": "The look is made and has another id; its group has it (v3).",
    "poll:pending-consent": "The look ends waiting for somebody's consent (v3).",
    "poll:retired": "HeyGen no longer has the route for the status.",
    "image:drop": "The connection breaks when an image is fetched.",
    "image:cut": "The connection breaks in the middle of an image.",
    "image:truncated": "An image arrives without its second half.",
    "image:expired": "The link of an image has expired.",
    "image:404": "An image is gone.",
    "image:500": "The image store has an internal error.",
    "image:html": "A web page arrives in place of an image.",
    "image:lying": "An image is of another format than it says; it can be shown.",
    "image:oversized": "An image is larger than 50 MB.",
    "image:bomb": "A tiny file unfolds to an image of 100 million pixels.",
    "image:garbage": "An image begins like one and is noise.",
    "image:slow": "An image arrives seconds late.",
    "image:redirect-http": "An image's link leads to an address without encryption.",
    "image:redirect-loopback": "An image's link leads to this very machine.",
    "image:redirect-file": "An image's link leads to a local file.",
    "image:redirect-loop": "An image's link leads to itself.",
    "api:slow": "Every answer is seconds late.",
    "api:sunset": "HeyGen warns with every answer of v2 that it will be removed.",
    "api:retired": "v2 is gone: web pages answer in place of its photo avatar routes.",
}
"""Every kind of fault of generations, with a description."""

FAULTS: dict[str, str] = {**GENERATION_FAULTS, **AVATAR_FAULTS}
"""Every kind of fault, with a description."""

GROUPS = {
    "submit": "When it is sent",
    "poll": "While it is awaited",
    "image": "When images are fetched",
    **AVATAR_GROUPS,
    "api": "At any time",
}
"""When the faults strike, in words, by what their kinds begin with."""

CREATE = "create"
"""The area of v3's one route that makes avatars: what strikes a request depends on its body."""

V2_ONLY = AVATAR_V2_ONLY | {"poll:fewer", "poll:more", "api:sunset", "api:retired"}
"""Faults that never strike v3."""

V3_ONLY = AVATAR_V3_ONLY | {
    *("submit:404", "submit:409", "submit:409-conflict"),
    *("poll:not-yet", "poll:vanished", "poll:moved", "poll:pending-consent"),
}
"""Faults that never strike v2."""

VANISHED = "poll:vanished"
"""A look with this final fault is not found any more."""

MOVED = "poll:moved"
"""A look with this final fault has another id once it was asked for; only its group has it."""

MOVES = frozenset({MOVED, "look:gone"})
"""The final faults of looks that get another id."""

FINAL_FAULTS = frozenset(
    {
        "poll:failed",
        "poll:failed-error",
        "poll:never",
        "poll:empty",
        "poll:fewer",
        "poll:more",
        "poll:pending-consent",
        VANISHED,
        MOVED,
    }
)
"""Faults that decide how a job or look ends: chosen once, when it is done, and never changed."""

UNKNOWN_STATUS = "poll:unknown-status"
"""Strikes status requests while a job is in progress, and the first request in any case."""

NOT_YET = "poll:not-yet"
"""Strikes at most the first two status requests for a look, until one has succeeded."""

_SHORT_FORM = re.compile(
    r"(?P<kind>[^*@]+)(?:\*(?P<times>\d+))?(?:@(?P<chance>\d*\.?\d+(?:e-?\d+)?))?"
)


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong in the sandbox.

    Args:
        kind: One of `FAULTS`: the requests that it strikes, and what happens to them.
        chance: The probability that it strikes a request, 0 to 1.
        times: How often it strikes at most; by default there is no limit.

    Raises:
        ValueError: If the kind is unknown, or a number is out of range.
    """

    kind: str
    _: KW_ONLY
    chance: float = 1.0
    times: int | None = None

    def __post_init__(self) -> None:
        """Check every value."""
        if self.kind not in FAULTS:
            kinds = ", ".join(FAULTS)
            raise ValueError(f"{self.kind!r} is no kind of fault; the kinds are {kinds}")
        if not _is_chance(self.chance):
            raise ValueError(f"the chance of a fault is from 0 to 1, not {self.chance!r}")
        if not _is_times(self.times):
            raise ValueError(f"a fault strikes 1, 2 or more times, not {self.times!r}")

    def __str__(self) -> str:
        times = "" if self.times is None else f"*{self.times}"
        return self.kind + times + ("" if self.chance == 1 else f"@{self.chance}")

    @classmethod
    def parse(cls, text: str) -> Fault:
        """Read the short form: ``"poll:503"``, ``"poll:503*2"`` (twice), ``"poll:503@0.3"``.

        Raises:
            ValueError: If the text has another form, and as for `Fault`.
        """
        match = _SHORT_FORM.fullmatch(text.strip())
        if not match:
            raise ValueError(
                f"{text!r} is no fault; it should look like poll:503, poll:503*2 (the first two "
                "times) or poll:503@0.3 (with that chance)"
            )
        kind, times, chance = match.group("kind", "times", "chance")
        return cls(kind, chance=float(chance or 1), times=None if times is None else int(times))


def parse_faults(faults: Fault | str | Iterable[Fault | str]) -> tuple[Fault, ...]:
    """Return the faults, with those in short form parsed.

    Raises:
        ValueError: As for `Fault.parse`.
    """
    several = (faults,) if isinstance(faults, Fault | str) else faults
    return tuple(Fault.parse(fault) if isinstance(fault, str) else fault for fault in several)


def _is_chance(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1


def _is_times(value: object) -> bool:
    return value is None or (isinstance(value, int) and value >= 1)


def list_faults() -> str:
    """Return all kinds with their descriptions, one a line."""
    width = max(map(len, FAULTS))
    return "".join(f"  {kind:{width}}  {sentence}\n" for kind, sentence in FAULTS.items())


class FaultPicker:
    """Decides which faults strike. The choices depend on the seed and the requests alone.

    Args:
        faults: Those that may strike; an earlier one takes precedence.
        seed: The same seed gives the same choices.
    """

    def __init__(self, faults: tuple[Fault, ...], seed: int) -> None:
        self.faults = faults
        self._seed = seed
        self._attempts: Counter[str] = Counter()
        self._strikes: Counter[int] = Counter()

    def pick(self, kinds: Collection[str]) -> str | None:
        """Return the first fault of these kinds that strikes now, or None."""
        for index, fault in enumerate(self.faults):
            if fault.kind in kinds and self._does_strike(index, fault):
                return fault.kind
        return None

    def _does_strike(self, index: int, fault: Fault) -> bool:
        if fault.times is not None and self._strikes[index] >= fault.times:
            return False
        self._attempts[fault.kind] += 1
        # Each kind has random numbers of its own, so other requests don't change its choices.
        seed = f"{self._seed}:{fault.kind}:{self._attempts[fault.kind]}"
        strikes = random.Random(seed).random() < fault.chance  # noqa: S311 - nothing secret
        self._strikes[index] += strikes
        return strikes
