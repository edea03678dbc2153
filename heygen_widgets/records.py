"""What a run of HeyGen left behind: a frozen record, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from heygen_widgets import gallery
from heygen_widgets.images import AvatarImage, ImageFile
from heygen_widgets.jobs import GenerationStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from heygen_widgets.attributes import AvatarAttributes

__all__ = ["AvatarImage", "Generation", "GenerationStatus", "ImageFile"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Generation:
    """One run, as far as it got.

    Attributes:
        id: HeyGen's generation id; None until HeyGen has answered the submit.
        run_id: Our own id of the run, made before the request leaves; the history knows the run by
            it.
        attributes: What was asked for; None for a generation known by its id alone.
        status: Where it stands.
        message: HeyGen's reason, or ours, in words; None if there is nothing to say.
        images: The pictures in HeyGen's order: usually four, but HeyGen doesn't promise it.
        submitted_at: When the request left, with time zone; None if it left elsewhere.
        finished_at: When the run ended here, with time zone; None while it goes on.
        api: The version of HeyGen's API that served it, ``v2``.
        request_id: HeyGen's id of the request that submitted it, for their support.
    """

    status: GenerationStatus
    id: str | None = None
    run_id: str | None = None
    attributes: AvatarAttributes | None = None
    message: str | None = None
    images: tuple[AvatarImage, ...] = ()
    submitted_at: datetime | None = None
    finished_at: datetime | None = None
    api: str = "v2"
    request_id: str | None = None

    def __repr__(self) -> str:
        count = f", {len(self.images)} images" if self.images else ""
        took = f" in {self.elapsed:.1f} s" if self.elapsed is not None else ""
        message = f": {self.message}" if self.message else ""
        return f"<Generation {self.id or '(no id)'} {self.status.value}{count}{took}{message}>"

    @property
    def image_keys(self) -> tuple[str, ...]:
        """The images' keys, in HeyGen's order."""
        return tuple(image.key for image in self.images)

    @property
    def image_urls(self) -> tuple[str, ...]:
        """The images' links, in HeyGen's order."""
        return tuple(image.url for image in self.images)

    @property
    def elapsed(self) -> float | None:
        """Seconds from the submit to the end; None while it goes on, or if it left elsewhere."""
        if self.submitted_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.submitted_at).total_seconds()

    def with_images(self, urls: Sequence[str], keys: Sequence[str]) -> Generation:
        """Return a copy with an image for each link or key; one that is here already is kept."""
        here = {image.key: image for image in self.images if image.key and image.is_downloaded}
        pairs = enumerate(zip_longest(urls, keys, fillvalue=""))
        images = (
            here.get(key)
            or AvatarImage(
                key=key,
                url=url,
                index=index,
                generation_id=self.id,
                attributes=self.attributes,
            )
            for index, (url, key) in pairs
        )
        return replace(self, images=tuple(images))

    def _repr_html_(self) -> str:
        return gallery.render_generation(self)
