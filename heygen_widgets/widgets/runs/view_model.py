"""Images as the browser gets them: small copies, captions, and the space that they need."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media.small_copies import small_copy
from heygen_widgets.models.attributes import Orientation
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.widgets.contract import SLOTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.looks import AvatarLook

USUAL = 4
"""How many images to expect where nothing is known."""

_NONE = AvatarImage(key="", url="", index=0)


def outputs(
    record: Generation, copies: Mapping[str, bytes] | None, expected: int = 0
) -> dict[str, Any]:
    """Return a record's images as the values of the widget's traits; no copies, no figures.

    Args:
        record: The record.
        copies: Small copies, by `place` of their image.
        expected: How many images there may be in the end.
    """
    shown = in_places(record, expected) if copies is not None else []
    values: dict[str, Any] = {
        "figures": figures(record, shown),
        "figures_run_id": (record.run_id or "") if shown else "",
    }
    here = [(copies or {}).get(place(image), b"") for image in shown]
    for slot in range(SLOTS):
        values[f"preview_{slot}"] = here[slot] if slot < len(here) else b""
    known = shape(record)
    return values | {"shown_orientation": known} if known else values


def in_places(record: Generation, expected: int) -> list[AvatarImage]:
    """Return the images that are shown, each at the place that it keeps.

    While a run goes on, an empty image stands for each one of a job that has made none yet, or has
    failed, if a later job has images.

    Args:
        record: The record.
        expected: How many images there may be in the end.
    """
    counts = [max(len(job.urls), len(job.keys)) for job in record.jobs]
    left, shown = [*record.images], list[AvatarImage]()
    # Where a resume has just begun, no job names its images yet.
    for count in [] if record.status.is_final or not any(counts) else counts:
        if left:
            shown += left[:count] or [_NONE] * max(1, expected // len(counts))
            del left[:count]
    return [*shown, *left][:SLOTS]


def place(image: AvatarImage) -> str:
    """Return what tells an image from the others of its generation."""
    return image.key or image.url


def marked(record: Generation, other: Generation) -> Generation:
    """Return a record whose images have the marks that they have in another record of the run."""
    marks = {place(image): image.mark for image in other.images}
    images = (image.with_mark(marks.get(place(image), image.mark)) for image in record.images)
    return replace(record, images=tuple(images))


def shape(record: Generation) -> str:
    """Return the orientation of the pictures: as asked for, else as they came; empty if unknown."""
    if record.attributes:
        return record.attributes.orientation.value
    sizes = [image.size for image in record.images if image.is_downloaded]
    if not sizes:
        return ""
    width, height = sizes[0]
    if width == height:
        return Orientation.SQUARE.value
    return (Orientation.HORIZONTAL if width > height else Orientation.VERTICAL).value


def figures(record: Generation, images: Iterable[AvatarImage]) -> list[dict[str, Any]]:
    """Return what stands around images of a run."""
    looks = {look.image_key: look for look in record.looks if look.image_key}
    return [figure(image, looks.get(image.key)) for image in images]


def figure(image: AvatarImage, look: AvatarLook | None = None) -> dict[str, Any]:
    """Return what stands around an image: its key, its alt text, its mark, why it is missing.

    Args:
        image: The image.
        look: The look that was made of it.
    """
    return {
        "look": (look.name or "Avatar") if look else "",
        "key": image.key,
        "place": place(image),
        "alt": image.alt if place(image) else "",
        "error": str(image.error) if image.error else "",
        **asdict(image.mark),
    }


def facts(record: Generation, image: AvatarImage) -> dict[str, Any]:
    """Return what stands beside an enlarged image."""
    attributes = record.attributes
    return figure(image) | {
        "run_id": record.run_id or "",
        "number": image.index + 1,
        "count": len(record.images),
        "places": [place(each) for each in record.images],
        "attributes": attributes.to_dict() if attributes else {},
        "when": record.submitted_at.isoformat() if record.submitted_at else "",
        "error": "",
    }


def preview(image: AvatarImage) -> bytes:
    """Return the small copy of an image; empty bytes where it can't be had."""
    try:
        return small_copy(image.bytes)
    except ImageUnavailable:
        return b""
