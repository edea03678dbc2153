"""Limits and default numbers, except those of the attributes (`models.attributes`)."""

from __future__ import annotations

MAX_PROMPT = 1000
"""Longest prompt that HeyGen's v3 accepts, in characters: its specification says 200, its service
enforces 1000."""

COUNT = 4
"""How many images a generation has by default."""

MAX_COUNT = 8
"""Most images in one generation; a limit of this package, not of HeyGen."""

CLICK_LIMIT = 10.0
"""US dollars that one click or one cell may cost without being asked about, by default."""

MAX_ADDED = 4
"""Most pictures that HeyGen's v2 adds to a group in one request (its reference of "Add Looks")."""

MAX_REFERENCE_IMAGES = 3
"""Most reference images that HeyGen's v3 accepts (its reference of "Create Avatar")."""

MAX_REFERENCE_BYTES = 32_000_000
"""Largest file, in bytes, that HeyGen's v3 accepts as an asset (the same reference)."""

MAX_RATING = 5
"""The best rating of an image; the worst is 1."""

MAX_PRESET_NAME = 80
"""Longest name of a preset, in characters."""
