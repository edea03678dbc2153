"""The words of prompts that a portrait can show, and what they mean."""

from __future__ import annotations

COLOURS = {
    "red": "#d3352f", "crimson": "#b3202f", "scarlet": "#d9291c", "burgundy": "#7a1f35",
    "maroon": "#7a2430", "pink": "#f08bb1", "magenta": "#d6338e", "purple": "#7f4fb5",
    "violet": "#8257c9", "lavender": "#b9a5e3", "lilac": "#c3aee0", "blue": "#3467c8",
    "navy": "#24315c", "turquoise": "#2fb5b0", "teal": "#1f8a8c", "cyan": "#35c3dc",
    "green": "#3d9a54", "olive": "#7c7f3d", "emerald": "#1f9468", "mint": "#a5dfc2",
    "khaki": "#b5a272", "yellow": "#f4c63d", "mustard": "#d39a2b", "gold": "#d9a93b",
    "golden": "#d9a93b", "orange": "#ee8336", "coral": "#f47c66", "peach": "#f7b796",
    "brown": "#80553a", "tan": "#c39a6b", "beige": "#ddc9a6", "cream": "#f2e6ce",
    "ivory": "#f4eedd", "white": "#f6f6f4", "black": "#2b2b31", "grey": "#8d9199",
    "gray": "#8d9199", "silver": "#bfc4cc", "charcoal": "#464a53",
    "dark": "#3a3d47",
}  # fmt: skip
"""The shade of cloth and walls, by colour word."""

MATERIALS = {"tweed": "#8a6f4d", "denim": "#4a6a99", "leather": "#5a3d2e", "camel": "#c19a6b"}
"""The colour of a garment, by its material, if the prompt names no colour."""

HAIR_COLOURS = {
    "red": "#b5482a",
    "brown": "#5b3a26",
    "black": "#1d1a1c",
    "white": "#eeebe6",
    "grey": "#a9a7a8",
    "gray": "#a9a7a8",
    "silver": "#c6c5c9",
    "dark": "#2e211c",
}
"""The shade of hair, by colour word."""

PHRASES = {
    r"t shirts?|tee shirts?|tshirts": "tshirt",
    r"lab coat|doctor'?s coat|medical coat": "labcoat",
    r"living room|sitting room": "livingroom",
    r"coffee shop|coffee bar": "cafe",
    r"golden hour": "sunset",
    r"(eyes|eyes are) closed|closed eyes": "eyesclosed",
    r"pony tail": "ponytail",
    r"sun glasses": "sunglasses",
    r"clean shaven|cleanshaven": "no beard no moustache",
    r"hoop ear ?rings": "earrings",
    r"head ?scarf": "hijab",
    r"sky ?scrapers?": "skyline",
    r"book ?shel(f|ves)|book ?cases?": "bookshelf",
    r"outer space": "space",
    r"fringe": "bangs",
}
"""Patterns of phrases, tried in this order, and the words that replace them."""


def _kind(kind: str, meanings: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {word: (kind, value) for value, words in meanings.items() for word in words.split()}


MEANINGS: dict[str, tuple[str, str]] = {
    **_kind(
        "garment",
        {
            "tee": "tshirt tee top polo",
            "shirt": "shirt blouse",
            "sweater": "sweater jumper pullover turtleneck knit sweatshirt",
            "hoodie": "hoodie hooded",
            "jacket": "jacket bomber anorak parka windbreaker cardigan vest",
            "blazer": "blazer suit tuxedo",
            "coat": "coat overcoat trenchcoat raincoat labcoat trench",
            "dress": "dress gown",
            "apron": "apron",
        },
    ),
    **_kind(
        "legs",
        {
            "trousers": "trousers pants jeans chinos leggings slacks",
            "skirt": "skirt",
            "shorts": "shorts",
        },
    ),
    **_kind(
        "extra",
        {
            "glasses": "glasses spectacles eyeglasses",
            "sunglasses": "sunglasses shades",
            "beard": "beard bearded stubble",
            "goatee": "goatee",
            "moustache": "moustache mustache",
            "hat": "hat fedora",
            "beanie": "beanie",
            "hijab": "hijab",
            "turban": "turban",
            "headphones": "headphones headset",
            "earrings": "earrings earring",
            "necklace": "necklace pendant",
            "tie": "tie necktie",
            "scarf": "scarf shawl",
            "stethoscope": "stethoscope",
            "doctor": "doctor physician surgeon",
            "chef": "chef cook baker barista",
            "business": "businessman businesswoman executive ceo lawyer banker",
        },
    ),
    **_kind(
        "hair",
        {
            "bald": "bald hairless",
            "long": "longhaired",
            "curly": "curly curls wavy",
            "afro": "afro",
            "braids": "braids braided braid cornrows",
            "dreads": "dreadlocks dreads locs",
            "bun": "bun topknot",
            "ponytail": "ponytail",
            "bangs": "bangs",
            "bob": "bob",
            "mohawk": "mohawk",
        },
    ),
    "hair": ("hair", ""),
    "haired": ("hair", ""),
    "redhead": ("hair colour", "#b5482a"),
    "ginger": ("hair colour", "#c8622d"),
    "auburn": ("hair colour", "#7d3a24"),
    "blonde": ("hair colour", "#e2bd6d"),
    "blond": ("hair colour", "#e2bd6d"),
    "brunette": ("hair colour", "#5b3a26"),
    **_kind(
        "mood",
        {
            "smile": "smile smiling happy cheerful friendly warm joyful grin grinning laughing",
            "serious": "serious stern solemn intense focused thoughtful",
            "driven": "confident determined proud bold",
            "closed": "eyesclosed meditating sleeping",
            "talking": "talking speaking explaining presenting presenter",
        },
    ),
    **_kind(
        "scene",
        {
            "city": "city street skyline downtown urban manhattan tokyo paris london rooftop",
            "beach": "beach sea ocean seaside coast island tropical",
            "kitchen": "kitchen cooking",
            "office": "office desk workplace coworking boardroom",
            "park": "park garden meadow lawn orchard",
            "forest": "forest woods woodland jungle trees",
            "mountains": "mountain mountains alps hiking hills snow lake",
            "library": "library bookshelf books bookstore bookshop study",
            "cafe": "cafe café restaurant bakery bar pub bistro",
            "home": "livingroom home sofa couch apartment",
            "space": "space galaxy planet planets stars cosmos spaceship moon",
            "studio": "studio",
        },
    ),
    **_kind(
        "light",
        {"night": "night midnight evening", "neon": "neon", "sunset": "sunset sunrise dusk dawn"},
    ),
    **_kind("gender", {"woman": "woman lady girl she female mother grandmother",
                        "man": "man guy gentleman boy he male father grandfather"}),
    **_kind("clothes", {"": "clothes clothing outfit"}),
    **_kind("backdrop", {"": "background backdrop wall"}),
    # Nouns that are not drawn, so that their colour is not assigned to a later noun.
    **_kind("other", {"": "eyes eye lips nails car sky shoes boots skin cat dog flowers"}),
}  # fmt: skip
"""What each word means: the kind of thing, and which one of that kind."""

IMPLIED_COLOURS = {
    "jeans": "#41618f",
    "labcoat": "#f4f6f8",
    "tuxedo": "#2b2b31",
}
"""The colour of some things unless the prompt names one."""
