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
from heygen_widgets.models.jobs import GenerationStatus, Job, JobPicture
from heygen_widgets.models.looks import AvatarLook
from heygen_widgets.models.marks import Mark
from heygen_widgets.models.prices import Price
from heygen_widgets.models.references import Reference
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
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
        "attributes": attributes_text(attributes.to_dict()) if attributes else None,
        "submitted_at": _moment(generation.submitted_at),
        "finished_at": _moment(generation.finished_at),
        "api": storable(generation.api),
        "request_id": _optional(generation.request_id),
        "jobs": _jobs_text(generation),
        "refs": json.dumps([[each.kind, each.value] for each in generation.references]),
        "price": json.dumps(asdict(generation.price)) if generation.price else None,
        "resumed": generation.was_resumed,
        "kind": generation.kind.value,
        "name": storable(generation.name),
        "group_id": _optional(generation.group_id),
    }


def attributes_text(attributes: Mapping[str, str]) -> str:
    """Return attributes as they are stored; equal ones have equal texts."""
    return json.dumps(dict(attributes))


def cost_of(run: sqlite3.Row) -> Price | None:
    """Return what a run costs by its row; None if that is unknown."""
    record = Generation(
        status=GenerationStatus(run["status"]),
        jobs=_jobs_of(run["jobs"]),
        price=Price(**json.loads(run["price"])) if run["price"] else None,
    )
    return record.cost


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
        "job": _optional(image.job_id),
        "error": _error_text(image.error) if image.error else None,
        "file": file.path.name if file else None,
        "digest": file.digest if file else None,
        "byte_count": file.byte_count if file else None,
        "mime_type": image.mime_type if file else "",
        "width": width,
        "height": height,
    }


def picture_values(generation: Generation) -> Iterator[dict[str, Any]]:
    """Yield the columns of each picture of which a run makes a look, except its run."""
    pairs = [
        (job, picture, job.keys[place] if place < len(job.keys) else None)
        for job in generation.jobs
        for place, picture in enumerate(job.pictures)
    ]
    for position, (job, picture, look) in enumerate(pairs):
        yield {
            "position": position,
            "picture": storable(picture.key),
            "look": _optional(look),
            "group_id": _optional(job.group_id or generation.group_id),
        }


def look_of(row: sqlite3.Row, images: Iterable[AvatarImage]) -> AvatarLook:
    """Return a look that was made of a picture.

    Args:
        row: Its row.
        images: The pictures that are known, of which it may have been made.
    """
    image = next((image for image in images if image.key == row["picture"]), None)
    look = AvatarLook(
        id=row["look"],
        group_id=row["group_id"],
        name=row["name"],
        image_url=image.url if image else "",
        image_key=row["picture"],
        created_at=_datetime(row["submitted_at"]),
        api=row["api"],
    )
    return look.with_image(image) if image else look


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
            kind=RunKind(run["kind"]),
            name=run["name"],
            group_id=run["group_id"],
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
        api=record.api,
    )
    job = _job_of_image(row, record)
    if job:
        image = replace(image, job_id=job.id, group_id=job.group_id)
    if row["file"] is None:
        return image
    file = ImageFile(folder / row["file"], row["byte_count"], row["digest"])
    return image.with_file(file, row["mime_type"], (row["width"], row["height"]))


def _job_of_image(row: sqlite3.Row, record: Generation) -> Job | None:
    """Return the job that made an image; None if the history doesn't know."""
    if row["job"] is not None:
        return next((job for job in record.jobs if job.id == row["job"]), None)
    # Earlier releases wrote no job down. On v3 the key of an image is the id of its job.
    own = next((job for job in record.jobs if job.id == row["key"]), None)
    return own or (record.jobs[0] if len(record.jobs) == 1 else None)


def _jobs_text(generation: Generation) -> str:
    # JSON writes a lone surrogate as an escape.
    return json.dumps([_job_values(job, generation.kind) for job in generation.jobs])


def _job_values(job: Job, kind: RunKind) -> dict[str, Any]:
    values = {name: getattr(job, name) for name in _JOB_FIELDS}
    if job.pictures:
        values["pictures"] = [asdict(picture) for picture in job.pictures]
    # The keys of images are in the rows of the images.
    return values if kind.makes_images else values | {"keys": job.keys}


def _jobs_of(stored: str | None) -> tuple[Job, ...]:
    return tuple(_job_of(values) for values in json.loads(stored or "[]"))


def _job_of(values: dict[str, Any]) -> Job:
    changes = {
        "status": GenerationStatus(values["status"]),
        "keys": tuple(values.get("keys", ())),
        "pictures": tuple(JobPicture(**picture) for picture in values.get("pictures", ())),
    }
    return Job(**(values | changes))


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
