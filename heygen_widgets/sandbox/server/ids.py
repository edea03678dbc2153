"""Ids in HeyGen's form: 32 lower-case hexadecimal digits."""

from __future__ import annotations

from hashlib import sha256


def hex_id(seed: int, *parts: object) -> str:
    """Return the id that belongs to a seed and to what it names; the same for the same."""
    text = ":".join(map(str, (seed, *parts)))
    return sha256(text.encode()).hexdigest()[:32]
