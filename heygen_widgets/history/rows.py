"""Turn a `Generation` into rows of the history, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import (
    ConfigurationError,
    HistoryError,
    ImageUnavailable,
    InvalidAttributes,
)
from heygen_widgets.history.normalise import search_text
from heygen_widgets.models.attributes import VOCABULARY, AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.images import AvatarImage, ImageFile
from heygen_widgets.models.jobs import GenerationStatus, Job
from heygen_widgets.models.marks import Mark
from heygen_widgets.models.prices import Price
from heygen_widgets.models.references import Reference

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

# The links and keys of a job's images are in the rows of the images.
_JOB_FIELDS = ("key", "id", "status", "message", "request_id", "in_doubt", "group_id")
_ERROR_FIELDS = ("what", "advice", "status_code", "code", "request_id")


def storable(value: str) -> str:
    """Return a text that SQLite can store: a lone surrogate becomes an escape."""
    return value.encode("utf-8", "backslashreplace").decode()


def run_values(generation: Generation) -> dict[str, Any]:
    """Return the columns of a run that come from its record."""
    attributes = generation.attributes
    return {
        "generation_id": _optional(generation.id),
        "status": generation.status.value,
        "message": _optional(generation.message),
        "attributes": json.dumps(attributes.to_dict()) if attributes else None,
        "submitted_at": _moment(generation.submitted_at),
        "finished_at": _moment(generation.finished_at),
        "api": storable(generation.api),
        "request_id": _optional(generation.request_id),
        "jobs": _jobs_text(generation.jobs),
        "refs": json.dumps([[each.kind, each.value] for each in generation.references]),
        "price": json.dumps(asdict(generation.price)) if generation.price else None,
        "resumed": generation.was_resumed,
    }


def search_values(generation: Generation) -> dict[str, Any]:
    """Return what searches compare: the run's texts, and its attributes with fixed vocabularies."""
    asked = generation.attributes.to_dict() if generation.attributes else {}
    texts = (asked.get("name"), asked.get("appearance"), generation.message, generation.id)
    words = search_text(storable(value) for value in (*texts, *generation.image_keys) if value)
    return {field: asked.get(field) for field in VOCABULARY} | {"words": words}


def name_of(image: AvatarImage) -> str:
    """Return what identifies an image within its run: its key, or its link if it has no key."""
    return storable(image.key or image.url)


def mark_of(row: sqlite3.Row) -> Mark:
    """Return the mark in a row; the empty mark if its columns are NULL."""
    return Mark(bool(row["favourite"]), row["rating"], row["note"] or "")


def image_values(image: AvatarImage) -> dict[str, Any]:
    """Return the columns of an image, except its run and its position."""
    file = image.file
    width, height = image.size if file else (0, 0)
    return {
        "key": storable(image.key),
        "url": storable(image.url),
        "error": _error_text(image.error) if image.error else None,
        "file": file.path.name if file else None,
        "digest": file.digest if file else None,
        "byte_count": file.byte_count if file else None,
        "mime_type": image.mime_type if file else "",
        "width": width,
        "height": height,
    }


def generation_of(run: sqlite3.Row, images: Iterable[sqlite3.Row], folder: Path) -> Generation:
    """Return the record of a run. The image files are read later, when their bytes are used.

    Args:
        run: Its row.
        images: The rows of its images, in order.
        folder: Where its image files are.

    Raises:
        HistoryError: The rows can't be read.
    """
    try:
        record = Generation(
            run_id=run["run_id"],
            id=run["generation_id"],
            status=GenerationStatus(run["status"]),
            message=run["message"],
            submitted_at=_datetime(run["submitted_at"]),
            finished_at=_datetime(run["finished_at"]),
            api=run["api"],
            request_id=run["request_id"],
            jobs=_jobs_of(run["jobs"]),
            references=tuple(Reference(*each) for each in json.loads(run["refs"] or "[]")),
            price=Price(**json.loads(run["price"])) if run["price"] else None,
            was_resumed=bool(run["resumed"]),
        )
        record = _with_attributes(record, run["attributes"])
        loaded = tuple(_image_of(row, record, folder) for row in images)
    except (ValueError, TypeError, KeyError, ConfigurationError) as error:
        raise HistoryError(
            f"The history can't read what it holds of run {run['run_id']} ({error}).",
            "Delete that run from the history, or export the others. HeyGen still has it.",
        ) from None
    return replace(record, images=loaded)


def _with_attributes(record: Generation, stored: str | None) -> Generation:
    if stored is None:
        return record
    try:
        return replace(record, attributes=AvatarAttributes.from_dict(json.loads(stored)))
    except InvalidAttributes as error:
        # HeyGen's vocabulary changes; the rest of the run can still be read.
        problem = f"This release can't read its attributes: {error.what}"
        return replace(record, message=" ".join(filter(None, (record.message, problem))))


def _image_of(row: sqlite3.Row, record: Generation, folder: Path) -> AvatarImage:
    image = AvatarImage(
        key=row["key"],
        url=row["url"],
        index=row["position"],
        generation_id=record.id,
        attributes=record.attributes,
        error=_error_of(row["error"]),
        mark=mark_of(row),
    )
    if row["file"] is None:
        return image
    file = ImageFile(folder / row["file"], row["byte_count"], row["digest"])
    return image.with_file(file, row["mime_type"], (row["width"], row["height"]))


def _jobs_text(jobs: Iterable[Job]) -> str:
    # JSON writes a lone surrogate as an escape.
    return json.dumps([{name: getattr(job, name) for name in _JOB_FIELDS} for job in jobs])


def _jobs_of(stored: str | None) -> tuple[Job, ...]:
    jobs = [Job(**values) for values in json.loads(stored or "[]")]
    return tuple(replace(job, status=GenerationStatus(job.status)) for job in jobs)


def _error_text(error: ImageUnavailable) -> str:
    return json.dumps({name: getattr(error, name) for name in _ERROR_FIELDS})


def _error_of(stored: str | None) -> ImageUnavailable | None:
    return ImageUnavailable(**json.loads(stored)) if stored else None


def _optional(value: str | None) -> str | None:
    return None if value is None else storable(value)


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _datetime(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
