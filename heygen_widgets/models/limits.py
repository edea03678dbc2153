"""How many, how long, how large: the limits besides those of the attributes."""

from __future__ import annotations

MAX_PROMPT = 1000
"""Longest prompt that HeyGen's v3 takes, in characters: its specification says 200, its service
enforces 1000."""

COUNT = 4
"""How many images a generation has, unless told otherwise."""

MAX_COUNT = 8
"""Most images of one generation; a limit of this package, not of HeyGen."""

MAX_REFERENCE_IMAGES = 3
"""Most reference images that HeyGen's v3 takes (its reference of "Create Avatar")."""

MAX_REFERENCE_BYTES = 32_000_000
"""Largest file, in bytes, that HeyGen's v3 takes as an asset (the same reference)."""
