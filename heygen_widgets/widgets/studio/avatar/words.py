"""What the panel of an avatar says: pure functions from records to words."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import HeyGenError
from heygen_widgets.media import static_html
from heygen_widgets.widgets.avatars.contract import Deletion
from heygen_widgets.widgets.avatars.view_model import image_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.looks import AvatarLook

MOST = 24
"""How many ids of looks a notebook file keeps."""


def static_html_of(group: AvatarGroup | None, looks: Sequence[AvatarLook]) -> str:
    """Return an avatar as a notebook file keeps it: its name and ids; empty for none."""
    if group is None:
        return ""
    ids = [f"look <code>{escape(look.id)}</code>" for look in looks[:MOST]]
    left = len(looks) - MOST
    return static_html.render_gallery(
        f"Avatar {group.name or group.id}",
        [f"group <code>{escape(group.id)}</code>", *ids],
        f"{left} more looks are not shown here." if left > 0 else "",
        [],
    )


def deletion(images: Sequence[AvatarImage], name: str) -> Deletion:
    """Return what to ask before the avatars of these pictures are deleted at HeyGen."""
    several = _several(len(images))
    return Deletion(
        title=f"Delete {several} at HeyGen?",
        text="On HeyGen's v3, each picture is an avatar in your account. Those that you did not "
        "select are deleted there for good, and what they cost is not given back. The pictures "
        "stay in this notebook and in your history, but their keys no longer work.",
        names=[f"{name}, image {image.index + 1} · {image.key}" for image in images],
        pictures=[image_picture(image.key) for image in images],
        go=f"Delete {several}",
        token="+".join(image.key for image in images),
    )


def deleted(count: int) -> dict[str, Any]:
    """Return the notice for avatars that were deleted."""
    return _notice(
        f"{_several(count)} deleted",
        "They are gone from your HeyGen account. Their pictures stay here and in your history.",
        "Deleting costs nothing.",
    )


def other_name(remark: str) -> dict[str, Any]:
    """Return the notice for an avatar whose look was renamed in its place."""
    return _notice("The look has the name", remark, "Nothing was billed for it.")


def _notice(title: str, text: str, advice: str) -> dict[str, Any]:
    return {
        "kind": "info",
        "title": title,
        "text": text,
        "advice": advice,
        "reference": "",
        "resume": "",
        "abandon": "",
        "use_api": "",
    }


STOPPED = _notice(
    "You stopped waiting",
    "HeyGen may go on with what it has accepted, and bill it.",
    "Press the same again to do the rest: what is done is found, and not done or billed twice.",
)
"""The notice for a step that was stopped."""


def stopped() -> HeyGenError:
    """Return the error of a step that was stopped, for a cell that waits for it."""
    return HeyGenError(
        "You stopped waiting. HeyGen may go on with what it has accepted, and bill it.",
        "Call the same again to do the rest: what is done is found, and not done or billed twice.",
    )


def _several(count: int) -> str:
    return "1 avatar" if count == 1 else f"{count} avatars"
