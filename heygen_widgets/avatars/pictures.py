"""`Picture`: a picture of which a look is to be made, its bytes, and its upload."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heygen_widgets.api.wire import EXPIRED
from heygen_widgets.errors import ConfigurationError, HeyGenError, ImageUnavailable
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import Job, JobPicture
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.runtime import worker_threads

if TYPE_CHECKING:
    from heygen_widgets.avatars.call import Call

_UNREADABLE = "Nothing was sent. Give a PNG, JPEG or WebP: its path, its bytes, or a PIL image."


@dataclass(frozen=True)
class Picture:
    """A picture of which a look is to be made.

    Attributes:
        key: What identifies it: its key, or the SHA-256 of a photo of your own.
        image: The picture.
        asset: What HeyGen is told of it, if it has the picture already; None if it is to be
            uploaded first.
        generation_id: The job that made it (v2); None for an uploaded picture.
        look_id: The look that it is by itself (v3); None if it is none.
        group_id: The group of that look.
    """

    key: str
    image: AvatarImage
    asset: str | None = None
    generation_id: str | None = None
    look_id: str | None = None
    group_id: str | None = None

    async def ready(self, call: Call) -> JobPicture:
        """Return it as a job takes it; it is uploaded if HeyGen can't find it by itself.

        Raises:
            ImageUnavailable: Its bytes can't be had; nothing was sent.
            HeyGenError: HeyGen refused the upload.
        """
        asset = self.asset
        if asset is None:
            data = await fetched(call, self.image)
            asset = (await call.free(call.avatars.upload(data.bytes, data.mime_type))).key
        return JobPicture(
            self.key,
            asset if asset != self.key else None,
            self.generation_id,
        )


def is_photo(given: object) -> bool:
    """Return whether something is a photo of one's own: a path, bytes, or a PIL image."""
    is_pil = hasattr(given, "save") and hasattr(given, "mode")
    return isinstance(given, PathLike | bytes | bytearray | memoryview) or is_pil


async def read_photo(given: Any) -> AvatarImage:  # noqa: ANN401 - a path, bytes, a PIL image
    """Return a photo of one's own as an image whose key is the digest of its bytes.

    Raises:
        ConfigurationError: It can't be read, or is not an image.
    """
    try:
        data, mime_type, size = await worker_threads.decode(_read, given)
    except (ImageUnavailable, OSError) as error:
        reason = getattr(error, "what", None) or getattr(error, "strerror", None) or str(error)
        said = str(reason).rstrip(". ")
        raise ConfigurationError(f"This photo can't be read: {said}.", _UNREADABLE) from None
    digest = hashlib.sha256(data).hexdigest()
    return AvatarImage(key=digest, url="", index=0).with_data(data, mime_type, size)


async def fetched(call: Call, image: AvatarImage) -> AvatarImage:
    """Return an image with its bytes. If its link is too old, HeyGen is asked for another one.

    Raises:
        ImageUnavailable: They can't be had.
    """
    return image if image.is_downloaded else await fetched_anew(call, image)


async def fetched_anew(call: Call, image: AvatarImage) -> AvatarImage:
    """Do as `fetched`, although its bytes may be here.

    Raises:
        ImageUnavailable: They can't be had.
    """
    try:
        return await call.free(call.gateway.download(image))
    except ImageUnavailable as error:
        if error.status_code not in EXPIRED and image.url:
            raise
        url = await _fresh_url(call, image)
        if not url:
            raise
        return await call.free(call.gateway.download(replace(image, url=url)))


async def _fresh_url(call: Call, image: AvatarImage) -> str:
    """Return a new link to an image of a job; empty if HeyGen gives none."""
    if image.job_id is None or image.api not in {"", call.api}:
        return ""
    job = Job(id=image.job_id, group_id=image.group_id)
    try:
        state = await call.free(call.gateway.ask(RunKind.PHOTOS, job))
    except HeyGenError:
        return ""
    found = dict(zip(state.keys, state.urls, strict=False))
    return found.get(image.key, "")


def _read(given: Any) -> tuple[bytes, str, tuple[int, int]]:  # noqa: ANN401 - as `read_photo`
    from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

    if isinstance(given, bytes | bytearray | memoryview):
        data = bytes(given)
    elif isinstance(given, PathLike):
        data = Path(given).expanduser().read_bytes()
    else:
        data = imaging.to_png(given)
    # What HeyGen gets: WebP becomes PNG, and a turned photo upright.
    data, mime_type = imaging.for_upload(data)
    _, size = imaging.inspect(data)
    return data, mime_type, size
