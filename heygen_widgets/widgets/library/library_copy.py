"""A library as static HTML, for a notebook that is read with no kernel."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media import static_html
from heygen_widgets.widgets.avatars import view_model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.looks import AvatarLook

MOST = 24
"""How many pictures a notebook file keeps: they share the room of one run."""


def library_html(
    groups: Sequence[AvatarGroup],
    group_id: str,
    looks: Sequence[AvatarLook],
    copies: Mapping[str, bytes],
) -> str:
    """Return what a library shows as HTML: the avatar that is open, or the list.

    Args:
        groups: The avatars that are loaded.
        group_id: The one that is open; empty for none.
        looks: Its looks.
        copies: Small copies of pictures, by what they are asked for by.
    """
    if group_id:
        name = next((group.name for group in groups if group.id == group_id), "")
        shown = [(each.id, each.name, view_model.look_picture(each.id)) for each in looks]
        title, facts = f"Avatar {name or group_id}", [f"group <code>{escape(group_id)}</code>"]
    else:
        shown = [(each.id, each.name, view_model.group_picture(each.id)) for each in groups]
        title, facts = "Avatar library", list[str]()
    left = len(shown) - MOST
    pictures = [_picture(key, name, copies.get(at, b"")) for key, name, at in shown[:MOST]]
    return static_html.render_gallery(
        title, facts, f"{left} more are not shown here." if left > 0 else "", pictures
    )


def _picture(key: str, name: str, copy: bytes) -> static_html.Picture:
    def read() -> bytes:
        if not copy:
            raise ImageUnavailable(name or "Its picture was not loaded.")
        return copy

    return static_html.Picture(f"{name} {key}".strip(), name or key, read)
