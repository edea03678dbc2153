"""What the person in a picture shall look like besides the attributes: an image, or a look."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """One thing to look like.

    Attributes:
        kind: ``look`` (an image's key on v3), ``url``, or ``asset`` (an uploaded image).
        value: Its id or address.
    """

    kind: str
    value: str
