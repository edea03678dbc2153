"""Applies the API's answers about jobs to the record that they belong to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from heygen_widgets.errors import NotFound
from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heygen_widgets.api.wire import JobState
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.jobs import Job


def differs(new: Generation, old: Generation) -> bool:
    """Return whether a record differs from the one before in what users see."""
    pictures = [image.is_downloaded for image in new.images]
    before = [image.is_downloaded for image in old.images]
    return (new.message, new.image_keys, pictures) != (old.message, old.image_keys, before)


def with_states(record: Generation, answers: Mapping[Job, JobState | NotFound]) -> Generation:
    """Return the record with the answers about its jobs."""
    jobs = [_with_state(job, answers[job]) if job in answers else job for job in record.jobs]
    changed = record.with_jobs(jobs)
    if not record.kind.makes_images:
        return changed
    urls = [url for job in jobs for url in _padded(job.urls, job.keys)]
    keys = [key for job in jobs for key in _padded(job.keys, job.urls)]
    if urls:
        # Keep the images of jobs that have not answered this time.
        others = any(job.status is not GenerationStatus.SUCCESS for job in jobs)
        return changed.with_images(urls, keys, keep_others=others).with_jobs_of_images()
    if changed.status is GenerationStatus.SUCCESS:
        return replace(changed, message="HeyGen finished, but named no images.", images=())
    return changed


def _with_state(job: Job, answer: JobState | NotFound) -> Job:
    if isinstance(answer, NotFound):
        return job.ended(GenerationStatus.FAILED, answer.what)
    return answer.of(job)


def _padded(texts: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    # The lists of one job stay side by side when those of the next follow.
    return texts + ("",) * (len(others) - len(texts))
