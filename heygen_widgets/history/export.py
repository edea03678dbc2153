"""Export a history: as a zip of images with a manifest, and as a table."""

from __future__ import annotations

import importlib
import json
import zipfile
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import HistoryError, ImageUnavailable
from heygen_widgets.history.image_files import FOLDER, folder_name, suffix
from heygen_widgets.models.attributes import FIELDS
from heygen_widgets.runtime.atomic_file import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage

MANIFEST = "manifest.json"
VERSION = 1
"""The version of the manifest's format."""

_IMAGE_COLUMNS = ("image_keys", "image_urls", "favourites", "ratings", "notes")


def write_zip(target: Path, entries: Iterable[tuple[Generation, str]]) -> None:
    """Write generations, each with its backend, to a zip that appears complete or not at all.

    Raises:
        HistoryError: It can't be written.
    """
    try:
        _write_zip(target, entries)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise HistoryError(
            f"The export {target} can't be written: {reason}.",
            "The history itself is all right. Choose another place.",
        ) from None


def _write_zip(target: Path, entries: Iterable[tuple[Generation, str]]) -> None:
    # Not compressed: image files are already.
    with replacing(target, target.parent) as stream, zipfile.ZipFile(stream, "w") as archive:
        manifest = {
            "format": "heygen_widgets.history",
            "version": VERSION,
            "exported_at": datetime.now(UTC).isoformat(),
            "generations": [_add(archive, *entry) for entry in entries],
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))


def to_dataframe(generations: Iterable[Generation]) -> Any:  # noqa: ANN401 - pandas is optional
    """Return a pandas DataFrame with a row for each generation.

    Raises:
        HistoryError: pandas is not installed.
    """
    try:
        pandas = importlib.import_module("pandas")
    except ImportError:
        raise HistoryError(
            "A table of the history needs pandas.",
            "Install it with `pip install pandas`; without it, `for generation in history` gives "
            "the same. The history itself is all right.",
        ) from None
    columns = [*_facts_columns(), *FIELDS, *_IMAGE_COLUMNS]
    return pandas.DataFrame([_record(generation) for generation in generations], columns=columns)


def _facts_columns() -> tuple[str, ...]:
    return (
        *("run_id", "id", "status", "message", "submitted_at", "finished_at", "elapsed"),
        *("api", "request_id"),
    )


def _record(generation: Generation) -> dict[str, Any]:
    facts = {name: getattr(generation, name) for name in _facts_columns()}
    attributes = generation.attributes.to_dict() if generation.attributes else {}
    return facts | {"status": generation.status.value} | attributes | _image_record(generation)


def _image_record(generation: Generation) -> dict[str, tuple[Any, ...]]:
    images = generation.images
    values = (
        generation.image_keys,
        generation.image_urls,
        tuple(image.key or image.url for image in images if image.mark.favourite),
        tuple(image.mark.rating for image in images),
        tuple(image.mark.note for image in images),
    )
    return dict(zip(_IMAGE_COLUMNS, values, strict=True))


def _add(archive: zipfile.ZipFile, generation: Generation, backend: str) -> dict[str, Any]:
    """Put the images of a generation into the zip, and return its part of the manifest."""
    facts = {name: getattr(generation, name) for name in _facts_columns()}
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
