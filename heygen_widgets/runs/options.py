"""The options of `HeyGen.generate` and `HeyGen.submit`, besides the attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heygen_widgets.billing.spending import Budget


class Options(TypedDict, total=False):
    """How a generation is made, besides its attributes; each may be left out."""

    count: int | None
    """How many images, 1 to 8, by default 4. v2 makes four at a time, so there it is 4 or 8."""
    reference_images: Iterable[Any]
    """Up to three images to look like: paths, bytes, PIL images, or https addresses. v3 only."""
    avatar_id: str | None
    """Key of a look to imitate; v3 only."""
    budget: Budget | float | None
    """What may be spent, besides the client's own limits; a number is one for the session."""
    confirm: bool
    """True goes beyond the limits."""
