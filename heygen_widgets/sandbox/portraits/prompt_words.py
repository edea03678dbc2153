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
    r"crop tops?": "tshirt",
    r"tank ?tops?": "tank",
    r"chef'?s (hat|toque)|toque": "chefhat",
    r"chef'?s (jacket|coat|whites|uniform)": "chefjacket",
    r"space ?suits?": "spacesuit",
    r"wet ?suits?|diving suits?": "wetsuit",
    r"polka ?dots?( dotted)?|dotted": "polkadot",
    r"(coffee|tea|travel) (cup|mug)s?|(cup|mug)s? of (hot )?(coffee|tea|cocoa|chocolate)": "cup",
    r"(drinking|sipping|holding|enjoying|with|carrying) (an? |her |his |their )?(hot |iced )?"
    r"(coffee|tea|espresso|latte|cappuccino)(?! (table|shop|plant|farm|bean|roaster))": r"\1 cup",
    r"(mobile|cell|smart) ?phones?": "phone",
    r"(shot|taken|filmed|photographed|captured) (on|with|by) (an? |her |his )?([\w.]+ ){0,2}"
    r"(camera|phone|iphone|smartphone)": "",
    r"(holding|carrying|using|with) (an?|her|his|their) ((?:\w+ ){0,2})camera"
    r"(?! (angle|lens|work))": r"\1 \3photocamera",
    r"(an?|her|his|their) ((vintage|old|film|analog|retro|digital) )+camera": "photocamera",
    r"(holding|carrying|reading|with|hugging) ((an?|some|her|his|their|several|two|old) )*books": (
        r"\1 book"
    ),
    r"flowers? (in|on) (her|his|their|the) hair|flower crown|crown of (\w+ )?flowers": (
        "flowercrown"
    ),
    r"((wild)?flower|sunflower|tulip|poppy|lavender) fields?|fields? of (\w+ )?"
    r"(wildflowers|flowers|poppies|sunflowers|tulips)": "meadow",
    r"(wheat|corn|barley|rye|grain) ?fields?|fields? of ((golden|ripe|tall) )*"
    r"(wheat|corn|barley|rye|grain)": "wheatfield",
    r"depth of field|fields? of view|in (his|her|their) field": "",
    r"in (a|the) (\w+ )?field": "in a meadow",
    r"(on|at|onto) (an? |the )?((concert|theat(er|re)|lit|big|ted|main) )*stage(?! of)": (
        "on concertstage"
    ),
    r"(on )?(the )?(surface of the moon|lunar (surface|landscape)|moonscape)|on the moon": (
        "on moonsurface"
    ),
    r"(german|australian) shepherds?|golden retrievers?|border collies?": "dog",
    r"hot dogs?": "hotdog",
    r"cat ?eyes?|cat eyeliner|dog tags?|cat ?walk|cat ?suit": "",
    r"(flower|rose) (print|pattern|printed)": "",
    r"pig ?tails?": "braids",
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
            "tee": "tshirt tee top polo scrubs",
            "shirt": "shirt blouse flannel",
            "sweater": "sweater jumper pullover turtleneck knit sweatshirt crewneck",
            "hoodie": "hoodie hooded",
            "jacket": "jacket bomber anorak parka windbreaker cardigan vest waistcoat",
            "blazer": "blazer suit tuxedo",
            "coat": "coat overcoat trenchcoat raincoat labcoat trench",
            "dress": "dress gown sundress",
            "apron": "apron",
            "tank": "tank singlet",
            "spacesuit": "spacesuit",
            "wetsuit": "wetsuit",
            "chefjacket": "chefjacket",
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
            "necklace": "necklace pendant pearls",
            "tie": "tie necktie",
            "scarf": "scarf shawl",
            "stethoscope": "stethoscope",
            "doctor": "doctor physician surgeon",
            "chefhat": "chefhat",
            "tattoos": "tattoo tattoos tattooed",
            "freckles": "freckles freckled",
            "polkadot": "polkadot",
            "chef": "chef chefs",
            "cook": "cook baker barista",
            "astronaut": "astronaut astronauts cosmonaut",
            "surfer": "surfer surfers",
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
            "braids": "braids braided braid plaits",
            "cornrows": "cornrows",
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
            "angry": "angry furious enraged annoyed scowling frowning",
            "sad": "sad unhappy gloomy melancholic melancholy crying",
            "tired": "tired exhausted sleepy weary",
            "worried": "worried anxious scared frightened",
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
            "mountains": "mountain mountains alps hiking hills lake",
            "library": "library bookshelf books bookstore bookshop study",
            "cafe": "cafe café restaurant bakery bar pub bistro",
            "home": "livingroom home sofa couch apartment",
            "space": "space galaxy planet planets stars cosmos spaceship",
            "studio": "studio",
            "hospital": "hospital clinic ward",
            "stage": "concertstage concert",
            "field": "wheatfield",
            "moon": "moonsurface",
        },
    ),
    **_kind(
        "light",
        {"night": "night midnight evening", "neon": "neon", "sunset": "sunset sunrise dusk dawn"},
    ),
    **_kind(
        "weather",
        {
            "rain": "rain rainy raining drizzle downpour",
            "snow": "snow snowy snowing snowfall",
            "moon": "moon moonlight moonlit",
        },
    ),
    **_kind(
        "held",
        {
            "violin": "violin violins fiddle viola",
            "guitar": "guitar guitars ukulele",
            "book": "book notebook novel diary textbook",
            "laptop": "laptop laptops macbook",
            "cup": "cup mug teacup",
            "phone": "phone smartphone cellphone iphone telephone",
            "camera": "photocamera",
            "flowers": "flowers flower bouquet bouquets roses tulips daisies peonies lilies",
            "microphone": "microphone microphones mic",
        },
    ),
    **_kind(
        "tool",
        {
            "violin": "violinist fiddler",
            "guitar": "guitarist",
            "camera": "photographer",
            "flowers": "florist",
            "microphone": "singer vocalist podcaster reporter",
        },
    ),
    **_kind(
        "beside",
        {
            "dog": (
                "dog dogs puppy puppies labrador corgi poodle terrier beagle husky dachsh"
                "und pug"
            ),
            "cat": "cat cats kitten kittens tabby",
            "surfboard": "surfboard surfboards",
        },
    ),
    **_kind("gender", {"woman": "woman lady girl she female mother grandmother",
                        "man": "man guy gentleman boy he male father grandfather"}),
    **_kind("clothes", {"": "clothes clothing outfit"}),
    **_kind("backdrop", {"": "background backdrop wall"}),
    # Nouns that are not drawn, so that their colour is not assigned to a later noun.
    **_kind("other", {"": "eyes eye lips nails car sky shoes boots skin"}),
}  # fmt: skip
"""What each word means: the kind of thing, and which one of that kind."""

IMPLIED_COLOURS = {
    "jeans": "#41618f",
    "labcoat": "#f4f6f8",
    "chefjacket": "#f6f6f4",
    "spacesuit": "#eef1f5",
    "wetsuit": "#2c3440",
    "scrubs": "#2f8f94",
    "pearls": "#f4eedd",
    "tuxedo": "#2b2b31",
}
"""The colour of some things unless the prompt names one."""
