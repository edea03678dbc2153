"""`AvatarLook`: a frozen record of one look of an avatar group, with its picture."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING

from heygen_widgets.media import static_html
from heygen_widgets.models.groups import AvatarStatus
from heygen_widgets.models.images import AvatarImage

if TYPE_CHECKING:
    from datetime import datetime
    from os import PathLike
    from pathlib import Path

    from PIL.Image import Image

# Inside AvatarLook the name `bytes` is the property.
_Bytes = bytes

_UNSET = AvatarImage(key="", url="", index=0)


@dataclass(frozen=True, kw_only=True, eq=False)
class AvatarLook:
    """One look of an avatar: what a video is made of.

    A look can be ``completed`` and still be refused by HeyGen's moderation, which HeyGen tells only
    when a video is made of it (``avatar_not_usable``).

    Attributes:
        id: HeyGen's id of the look: a video's ``talking_photo_id`` on v2, ``avatar_id`` on v3.
        group_id: The group that it belongs to; None if HeyGen doesn't say. On v3 the id of a look
            doesn't last, the group's does (source: HeyGen's guide for agents, 2026-04).
        name: Its name.
        status: Whether it can be used; ``pending`` for some seconds after it was made.
        message: HeyGen's reason for the status; None without one.
        image_url: Where HeyGen serves its picture; the link expires after 7 days, and asking again
            gives a new one. Empty if HeyGen gave none.
        image_key: The key of the picture that it was made of; empty if that is unknown.
        created_at: When it was made, with time zone; None if HeyGen doesn't say.
        size: Width and height of its picture in pixels; zeros if they are unknown.
        api: The version of HeyGen's API that it was read by, ``v2`` or ``v3``.
        image: Its picture: downloaded, or with the reason why not.
    """

    id: str
    group_id: str | None = None
    name: str = ""
    status: AvatarStatus = AvatarStatus.COMPLETED
    message: str | None = None
    image_url: str = ""
    image_key: str = ""
    created_at: datetime | None = None
    size: tuple[int, int] = (0, 0)
    api: str = "v2"
    image: AvatarImage = field(default=_UNSET, repr=False)

    def __post_init__(self) -> None:
        if self.image is _UNSET:
            image = AvatarImage(
                key=self.image_key or self.id, url=self.image_url, index=0, api=self.api
            )
            object.__setattr__(self, "image", image)

    def __repr__(self) -> str:
        message = f" ({self.message})" if self.message else ""
        of = f" of {self.group_id}" if self.group_id else ""
        return f"<AvatarLook {self.id} {self.name!r}{of}: {self.status.value}{message}>"

    @property
    def is_downloaded(self) -> bool:
        """Whether the bytes of its picture are available."""
        return self.image.is_downloaded

    @property
    def bytes(self) -> _Bytes:
        """The picture's file exactly as HeyGen served it.

        Raises:
            ImageUnavailable: It was not downloaded.
        """
        return self.image.bytes

    @property
    def pil(self) -> Image:
        """The picture as a new ``PIL.Image.Image``.

        Raises:
            ImageUnavailable: It was not downloaded.
        """
        return self.image.pil

    @property
    def mime_type(self) -> str:
        """The picture's MIME type, such as ``image/png``.

        Raises:
            ImageUnavailable: It was not downloaded.
        """
        return self.image.mime_type

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the picture to a file, as `AvatarImage.save` does.

        Raises:
            ImageUnavailable: It was not downloaded.
            ConfigurationError: The suffix is that of another format.
            OSError: The file can't be written.
        """
        return self.image.save(path)

    def with_image(self, image: AvatarImage) -> AvatarLook:
        """Return a copy with this picture."""
        size = image.size if image.is_downloaded else self.size
        return replace(self, image=image, size=size)

    @property
    def picture(self) -> static_html.Picture:
        """The look in the form that ``static_html`` renders."""
        return static_html.Picture(self.id, self.name or "look", lambda: self.image.bytes)

    def _repr_html_(self) -> str:
        return static_html.render_gallery(
            self.name, [f"look <code>{escape(self.id)}</code>"], self.message or "", [self.picture]
        )


class Looks(tuple[AvatarLook, ...]):
    """Several looks, which a notebook shows as pictures."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return static_html.render_gallery("", (), "", [look.picture for look in self])
