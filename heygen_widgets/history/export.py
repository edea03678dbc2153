"""Export a history: a zip of images with a manifest."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import HistoryError, ImageUnavailable
from heygen_widgets.history.image_files import FOLDER, folder_name, suffix
from heygen_widgets.history.table import FACTS
from heygen_widgets.runtime.atomic_file import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage

MANIFEST = "manifest.json"
VERSION = 1
"""The version of the manifest's format."""


def write_zip(
    target: Path,
    entries: Iterable[tuple[Generation, str]],
    others: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Write generations, each with its backend, to a zip that appears complete or not at all.

    Args:
        target: The zip.
        entries: The generations.
        others: What else goes into it, by name.

    Raises:
        HistoryError: It can't be written.
    """
    try:
        _write_zip(target, entries, others)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise HistoryError(
            f"The export {target} can't be written: {reason}.",
            "The history itself is all right. Choose another place.",
        ) from None


def _write_zip(
    target: Path, entries: Iterable[tuple[Generation, str]], others: Mapping[str, bytes]
) -> None:
    # Not compressed: image files are already.
    with replacing(target, target.parent) as stream, zipfile.ZipFile(stream, "w") as archive:
        manifest = {
            "format": "heygen_widgets.history",
            "version": VERSION,
            "exported_at": datetime.now(UTC).isoformat(),
            "generations": [_add(archive, *entry) for entry in entries],
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
        for name, data in others.items():
            archive.writestr(name, data)


def _add(archive: zipfile.ZipFile, generation: Generation, backend: str) -> dict[str, Any]:
    """Put the images of a generation into the zip, and return its part of the manifest."""
    facts = {name: getattr(generation, name) for name in FACTS}
    for moment in ("submitted_at", "finished_at"):
        facts[moment] = facts[moment].isoformat() if facts[moment] else None
    attributes = generation.attributes
    return facts | {
        "status": generation.status.value,
        "backend": backend,
        "attributes": attributes.to_dict() if attributes else None,
        "images": [_add_image(archive, str(generation.run_id), at) for at in generation.images],
    }


def _add_image(archive: zipfile.ZipFile, run_id: str, image: AvatarImage) -> dict[str, Any]:
    entry: dict[str, Any] = {"key": image.key, "url": image.url, "file": None, "error": None}
    entry |= asdict(image.mark)
    if not image.is_downloaded:
        return entry | {"error": image.error.what if image.error else "not downloaded"}
    try:
        data = image.bytes
    except ImageUnavailable as error:
        return entry | {"error": error.what}
    name = f"{FOLDER}/{folder_name(run_id)}/{image.index + 1}{suffix(image.mime_type)}"
    archive.writestr(name, data)
    width, height = image.size
    facts = {"mime_type": image.mime_type, "width": width, "height": height}
    return entry | {"file": name} | facts
