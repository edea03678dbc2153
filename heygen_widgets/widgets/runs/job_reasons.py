"""Why the requests of a run made no images, in as many words as a notice has room for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.models.jobs import GenerationStatus, count_of, reasons_of
from heygen_widgets.models.text import to_sentence

if TYPE_CHECKING:
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.jobs import Job

LONGEST = 140
"""Most characters of a reason that a notice shows; what is longer is among its details."""


def folded(alert: dict[str, Any], record: Generation | None) -> dict[str, Any]:
    """Return a notice in which requests that ended for one reason are counted, not repeated.

    HeyGen's own words are among the details where they are long, or no words for people.

    Args:
        alert: The notice.
        record: The run that it is about; None for none.
    """
    ended = [job for job in record.jobs if _has_failed(job)] if record else []
    if record is None or len(ended) <= 1:
        return alert
    reasons = {to_sentence(str(job.message)) for job in ended}
    short = [reason for reason in reasons if len(reason) <= LONGEST and not set(reason) & set("{<")]
    is_told = len(reasons) == len(short) == 1
    words = "" if is_told else " ".join(reasons_of(ended))
    details = " · ".join(part for part in (words, alert["reference"]) if part)
    shown = f": {short[0]}" if is_told else "; see the details."
    return alert | {"text": f"{_count(record, ended, reasons)}{shown}", "reference": details}


def _count(record: Generation, ended: list[Job], reasons: set[str]) -> str:
    made = count_of(record.jobs)
    if len(reasons) > 1:
        return f"{made} The reasons differ"
    if record.status is GenerationStatus.FAILED and len(ended) == len(record.jobs):
        return f"All {len(ended)} failed for one reason"
    return f"{made} {len(ended)} failed for one reason"


def _has_failed(job: Job) -> bool:
    is_over = job.status.is_final and job.status is not GenerationStatus.SUCCESS
    return is_over and bool(job.message)
