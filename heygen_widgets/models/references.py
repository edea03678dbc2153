"""`Reference`: an image or a look to imitate, besides the attributes (v3 only)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """One image or look to imitate.

    Attributes:
        kind: ``look``, ``url`` or ``asset`` (an uploaded image).
        value: The look's key, the image's address, or the asset's id.
    """

    kind: str
    value: str
