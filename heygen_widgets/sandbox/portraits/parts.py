"""The allowed parts and colours, selected by hand so that no portrait is a caricature.

The names of parts are those of DiceBear's Open Peeps style.
"""

from __future__ import annotations

from heygen_widgets.models.attributes import Age, Ethnicity, Gender

SKIN_COLOURS: dict[Ethnicity, tuple[str, ...]] = {
    Ethnicity.WHITE: ("#f8dac6", "#f3c9ab", "#eabc9b", "#f6d2b8"),
    Ethnicity.BLACK: ("#8f5a36", "#734629", "#5e3923", "#a36b42"),
    Ethnicity.ASIAN_AMERICAN: ("#f2d3b0", "#e9bf95", "#f0caa3", "#dfae84"),
    Ethnicity.EAST_ASIAN: ("#f5d8b8", "#ebc49c", "#f1cda9", "#e3b58b"),
    Ethnicity.SOUTH_EAST_ASIAN: ("#dca777", "#cb925f", "#e4b78a", "#bb8350"),
    Ethnicity.SOUTH_ASIAN: ("#b97f4e", "#c98f5d", "#a06b3d", "#d4a173"),
    Ethnicity.MIDDLE_EASTERN: ("#e2b38c", "#d19e70", "#daab7e", "#be8a5a"),
    Ethnicity.PACIFIC: ("#b9794a", "#a66b40", "#c78a5a", "#965e36"),
    Ethnicity.HISPANIC: ("#daa476", "#e6b98e", "#c68a5d", "#b57a4e"),
}

_DARK = ("#1d1a1c", "#241a18", "#2f201a", "#18171b")
_BROWN = ("#2f201a", "#1d1a1c", "#4a2f20", "#3a261c")

NATURAL_HAIR_COLOURS: dict[Ethnicity, tuple[str, ...]] = {
    Ethnicity.WHITE: ("#6b4428", "#d9b368", "#3f2a1e", "#9a5a31"),
    Ethnicity.BLACK: _DARK,
    Ethnicity.ASIAN_AMERICAN: ("#1d1a1c", "#2f201a", "#241a18", "#4a2f20"),
    Ethnicity.EAST_ASIAN: _DARK,
    Ethnicity.SOUTH_EAST_ASIAN: _DARK,
    Ethnicity.SOUTH_ASIAN: _DARK,
    Ethnicity.MIDDLE_EASTERN: _BROWN,
    Ethnicity.PACIFIC: _BROWN,
    Ethnicity.HISPANIC: _BROWN,
}

GREY_HAIR_COLOURS = ("#b9b7b9", "#d8d5d3", "#efece8", "#a09ea1")

HEADS: dict[Gender, tuple[str, ...]] = {
    Gender.WOMAN: (
        "bangs", "bangs2", "long", "longBangs", "medium1", "medium2", "medium3",
        "mediumBangs", "mediumStraight", "bun", "grayMedium", "grayBun",
    ),
    Gender.MAN: ("short1", "short2", "short4", "short5", "pomp", "grayShort", "shaved2", "short3"),
}  # fmt: skip

TEXTURED_HEADS: dict[Gender, tuple[str, ...]] = {
    Gender.WOMAN: ("afro", "bun2", "longCurly", "dreads1", "bun", "twists"),
    Gender.MAN: ("short1", "short2", "flatTop", "twists2", "afro", "twists", "shaved1"),
}

TEXTURED_SENIOR_HEADS: dict[Gender, tuple[str, ...]] = {
    Gender.WOMAN: ("afro", "bun2", "longCurly", "medium1", "dreads2"),
    Gender.MAN: ("short1", "noHair3", "short2", "afro", "short3"),
}

SENIOR_HEADS: dict[Gender, tuple[str, ...]] = {
    Gender.WOMAN: ("grayBun", "grayMedium", "bangs", "mediumBangs2", "medium1", "medium3"),
    Gender.MAN: ("grayShort", "noHair3", "short4", "short5", "pomp"),
}

HEADS_BY_CUT: dict[tuple[str, Gender], tuple[str, ...]] = {
    ("bald", Gender.WOMAN): ("noHair1",),
    ("bald", Gender.MAN): ("noHair1",),
    ("long", Gender.WOMAN): ("long", "longBangs", "mediumStraight", "medium3"),
    ("long", Gender.MAN): ("medium3", "mediumStraight", "long"),
    ("short", Gender.WOMAN): ("medium1", "short5", "short3", "short4"),
    ("short", Gender.MAN): ("short1", "short2", "short4", "short5"),
    ("curly", Gender.WOMAN): ("longCurly", "dreads1", "mediumBangs2", "afro"),
    ("curly", Gender.MAN): ("short3", "twists", "afro", "dreads2"),
    ("afro", Gender.WOMAN): ("afro",),
    ("afro", Gender.MAN): ("afro",),
    ("braids", Gender.WOMAN): ("grayMedium", "bangs", "medium1", "grayBun"),
    ("braids", Gender.MAN): ("grayMedium", "medium1"),
    ("cornrows", Gender.WOMAN): ("cornrows",),
    ("cornrows", Gender.MAN): ("cornrows",),
    ("dreads", Gender.WOMAN): ("dreads1", "dreads2"),
    ("dreads", Gender.MAN): ("dreads2", "dreads1"),
    ("bun", Gender.WOMAN): ("grayBun", "bun", "bun2"),
    ("bun", Gender.MAN): ("bun2",),
    ("ponytail", Gender.WOMAN): ("bun2", "mediumBangs2"),
    ("ponytail", Gender.MAN): ("bun2",),
    ("bangs", Gender.WOMAN): ("bangs", "bangs2", "mediumBangs", "mediumBangs3"),
    ("bangs", Gender.MAN): ("short5", "short4"),
    ("straight", Gender.WOMAN): ("mediumStraight", "medium3", "bangs2", "long"),
    ("straight", Gender.MAN): ("short5", "medium1"),
    ("bob", Gender.WOMAN): ("bangs2", "medium1", "medium2", "bangs"),
    ("mohawk", Gender.WOMAN): ("mohawk",),
    ("mohawk", Gender.MAN): ("mohawk",),
}
"""Heads by the haircut that the prompt names, and the gender."""

COVERED_HEADS = ("hijab", "turban", "hatBeanie", "hatHip")
"""Heads for prompts that name a head covering."""

PLAITED_HEADS = frozenset({"grayMedium", "bangs", "medium1", "grayBun"})
"""Heads to which a plait is added if the prompt names braids."""

HALF_HIDDEN_HEADS = frozenset({"mediumStraight", "longBangs"})
"""Heads with hair over an eye and a cheek."""

FLAT_HEADS: dict[Gender, tuple[str, ...]] = {
    Gender.WOMAN: ("grayMedium", "medium1", "bangs", "medium2"),
    Gender.MAN: ("short1", "short2", "short5", "grayShort"),
}
"""Heads with hair that fits under a chef's hat and into a helmet."""

EXPRESSIONS: dict[str, tuple[str, ...]] = {
    "": ("smile", "calm", "cute"),
    "senior": ("old", "calm", "smile", "cute"),
    "smile": ("smile", "calm", "cute"),
    "serious": ("serious",),
    "driven": ("driven",),
    "closed": ("eyesClosed",),
    "talking": ("explaining",),
    "angry": ("veryAngry",),
    "sad": ("solemn",),
    "tired": ("tired",),
    "worried": ("concerned",),
}

OPEN_EYED_EXPRESSIONS: dict[str, tuple[str, ...]] = {
    "": ("smile",),
    "smile": ("smile",),
    "serious": ("driven",),
}
"""Faces for people with large eyes, by mood."""

OPEN_EYED = frozenset({"smile", "driven", "explaining"})
"""Faces on which large eyes can be drawn."""

BEARDS = ("full", "full2", "full3", "full")
MOUSTACHES = ("moustache5", "moustache6", "moustache7")
GOATEES = ("goatee1",)
GLASSES = ("glasses", "glasses2", "glasses3", "glasses5")
SUNGLASSES = ("sunglasses", "sunglasses2")

CLOTH_COLOURS = ("#e8674f", "#3f7fc4", "#f2b84b", "#4d9f83", "#8a6fc0", "#e58aa8", "#39537f")
LEG_COLOURS = ("#2f3b57", "#41618f", "#3b3a42", "#8c7a5f")
SHOE_COLOURS = ("#2b2b31", "#f2efe9", "#8a4b32", "#39537f")
EYE_COLOURS = ("#6a4327", "#3f79b5", "#4f8a5b", "#7a5a2e")

_ANY_GARMENT = ("tee", "sweater", "jacket", "hoodie", "shirt", "blazer")
GARMENTS_BY_AGE: dict[Age, tuple[str, ...]] = {
    Age.UNSPECIFIED: _ANY_GARMENT,
    Age.YOUNG_ADULT: ("tee", "hoodie", "jacket", "sweater"),
    Age.EARLY_MIDDLE_AGE: ("shirt", "blazer", "sweater", "jacket"),
    Age.LATE_MIDDLE_AGE: ("shirt", "blazer", "sweater", "coat"),
    Age.SENIOR: ("sweater", "shirt", "blazer", "coat"),
}
"""What people wear of whose clothes the prompt says nothing."""

LINES_OF_AGE: dict[Age, int] = {
    Age.UNSPECIFIED: 0,
    Age.YOUNG_ADULT: 0,
    Age.EARLY_MIDDLE_AGE: 1,
    Age.LATE_MIDDLE_AGE: 2,
    Age.SENIOR: 3,
}
"""How deep the lines of a face are."""

ALLOWED_HEADS = frozenset(
    head for group in (HEADS, TEXTURED_HEADS, SENIOR_HEADS, TEXTURED_SENIOR_HEADS, HEADS_BY_CUT)
    for heads in group.values() for head in heads
) | frozenset(COVERED_HEADS)  # fmt: skip
"""All heads that a portrait may have."""

ALLOWED_EXPRESSIONS = frozenset(face for faces in EXPRESSIONS.values() for face in faces)
ALLOWED_FACIAL_HAIR = frozenset({*BEARDS, *MOUSTACHES, *GOATEES, ""})
ALLOWED_EYEWEAR = frozenset({*GLASSES, *SUNGLASSES, ""})
