"""Signed links to the pictures of looks, which expire."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.server.ids import hex_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEY_PAIR = "SANDBOX"


class SignedLinks:
    """Signs links as HeyGen's store does: with a time at which they expire.

    Args:
        seed: Decides the signatures.
        lifetime: Seconds until a link expires.
        now: Returns seconds since 1970.
    """

    def __init__(self, seed: int, lifetime: float, now: Callable[[], float]) -> None:
        self._seed = seed
        self._lifetime = lifetime
        self._now = now

    def sign(self, base_url: str, image_id: str) -> str:
        """Return a link to a picture that works for the lifetime, to the next full second."""
        expires = str(ceil(self._now() + self._lifetime))
        signature = self._signature(image_id, expires)
        query = f"Expires={expires}&Signature={signature}&Key-Pair-Id={KEY_PAIR}"
        return f"{base_url}image/{image_id}/original?{query}"

    def is_signed(self, image_id: str, query: Mapping[str, str]) -> bool:
        """Say whether a link was made by `sign`, expired or not."""
        expires = query.get("Expires", "")
        return bool(expires) and query.get("Signature") == self._signature(image_id, expires)

    def is_expired(self, query: Mapping[str, str]) -> bool:
        """Say whether a signed link has expired."""
        return self._now() >= float(query["Expires"])

    def _signature(self, image_id: str, expires: str) -> str:
        return hex_id(self._seed, "signature", image_id, expires)
