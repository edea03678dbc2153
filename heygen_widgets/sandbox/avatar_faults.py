"""The kinds of fault of groups, looks and training, with what each one means."""

from __future__ import annotations

_NOTHING = {
    "upload": "nothing is stored",
    "group": "no group is made",
    "add": "no look is added",
    "train": "nothing is trained",
    "change": "nothing is changed",
}
"""What a refusal means, by what was asked for."""

_DONE = {
    "upload": "stores the file",
    "group": "makes the group",
    "add": "adds the look",
    "train": "begins the training",
    "change": "renames or deletes",
}
"""What HeyGen does all the same."""

_QUESTIONS = {
    "read": "a look, group or training is asked for",
    "list": "groups or looks are listed",
}


def _making(area: str) -> dict[str, str]:
    nothing, done = _NOTHING[area], _DONE[area]
    return {
        f"{area}:drop": f"The connection breaks; {nothing}.",
        f"{area}:lost": f"HeyGen {done}, then the connection breaks.",
        f"{area}:401": f"HeyGen refuses the key; {nothing}.",
        f"{area}:429": f"Too many requests: HeyGen asks to wait a second; {nothing}.",
        f"{area}:500": f"HeyGen has an internal error; {nothing}.",
        f"{area}:500-made": f"HeyGen has an internal error, yet {done}.",
        f"{area}:503": f"HeyGen is overloaded; {nothing}.",
        f"{area}:504-made": f"A gateway gives up on HeyGen, which {done} all the same.",
        f"{area}:malformed": f"HeyGen {done} and answers with broken JSON.",
    }


def _paying(area: str) -> dict[str, str]:
    return {f"{area}:402": f"The account has too little credit; {_NOTHING[area]}."}


def _of_pictures(area: str) -> dict[str, str]:
    nothing = _NOTHING[area]
    return {
        f"{area}:asset-not-found": f"HeyGen doesn't find the fresh upload yet; {nothing} (v3).",
        f"{area}:409-conflict": f"A look of the same picture is being made; {nothing} (v3).",
    }


def _reading(area: str) -> dict[str, str]:
    when = _QUESTIONS[area]
    return {
        f"{area}:drop": f"The connection breaks when {when}.",
        f"{area}:401": f"HeyGen refuses the key when {when}.",
        f"{area}:429": f"HeyGen asks to come back in a second when {when}.",
        f"{area}:500": f"HeyGen has an internal error when {when}.",
        f"{area}:503": f"HeyGen is overloaded when {when}.",
        f"{area}:malformed": f"HeyGen answers with broken JSON when {when}.",
        f"{area}:slow": f"HeyGen answers seconds late when {when}.",
    }


AVATAR_FAULTS: dict[str, str] = {
    **_making("upload"),
    "upload:type": "HeyGen finds that a file is not of the type that is said; nothing is stored.",
    **_making("group"),
    **_paying("group"),
    **_of_pictures("group"),
    **_making("add"),
    **_paying("add"),
    **_of_pictures("add"),
    **_making("train"),
    **_paying("train"),
    "train:not-registered": "Twice HeyGen finds no valid image yet; nothing is trained (v2).",
    "train:already": "The training begins, and HeyGen's answer is that it finds no valid image.",
    "train:failed": "The training fails, and HeyGen says why (v2).",
    "train:never": "The training never ends (v2).",
    "train:slow": "The training takes ten times as long (v2).",
    "look:not-trained": "HeyGen says that the group isn't trained; no new look is made (v2).",
    "look:pending-long": "A look is pending for a minute longer.",
    "look:failed": "A look fails, and is not billed.",
    "look:gone": "A look gets another id; its group has it.",
    "look:moderated": "A look is completed, and HeyGen would refuse it only in a video.",
    **_reading("read"),
    "read:404": "HeyGen says that it doesn't know the look, group or training.",
    **_reading("list"),
    "list:renamed-fields": "Lists have the other names that HeyGen's fields go by (v2).",
    "list:same-token": "Each page of a list names itself as the next one (v3).",
    **_making("change"),
    "change:403": "HeyGen forbids to rename or delete; nothing is changed.",
    "change:404": "HeyGen says that it doesn't know what is renamed or deleted.",
    "links:expired": "The link to the picture of a look has expired.",
}
"""Every kind, with a description."""

AVATAR_GROUPS = {
    "upload": "When a photo is uploaded",
    "group": "When an avatar is created",
    "add": "When looks are added",
    "train": "When an avatar is trained",
    "look": "While a look is made",
    "read": "When an avatar is read",
    "list": "When avatars are listed",
    "change": "When an avatar is renamed or deleted",
    "links": "When pictures of looks are fetched",
}
"""When these faults strike, in words, by what their kinds begin with."""

LONG_PENDING = "look:pending-long"
"""Strikes when a look of a picture is made."""

LOOK_FINAL_FAULTS = frozenset({"look:failed", "look:gone", "look:moderated"})
"""Faults that decide how a look of a picture ends: chosen once, when it is done."""

NOT_REGISTERED = "train:not-registered"
"""Strikes at most the first two requests to train a group."""

LONG_TRAINING = "train:slow"
"""Strikes when a training begins."""

TRAINING_FINAL_FAULTS = frozenset({"train:failed", "train:never"})
"""Faults that decide how a training ends: chosen once, when it is done."""

AVATAR_V2_ONLY = frozenset(
    {kind for kind in AVATAR_FAULTS if kind.startswith("train:")}
    | {"look:not-trained", "list:renamed-fields"}
)
"""Faults that never strike v3."""

AVATAR_V3_ONLY = frozenset(
    {kind for kind in AVATAR_FAULTS if kind.endswith((":asset-not-found", ":409-conflict"))}
    | {"group:402", "add:402", "list:same-token"}
)
"""Faults that never strike v2, where groups and looks cost nothing."""

BY_STATE = LOOK_FINAL_FAULTS | TRAINING_FINAL_FAULTS | {LONG_PENDING, NOT_REGISTERED, LONG_TRAINING}
"""Faults that change what becomes of a look or a training; the state carries them out."""
