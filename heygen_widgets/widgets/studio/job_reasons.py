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
    count = f"{len(ended)} for one reason" if len(reasons) == 1 else "The reasons differ"
    short = [reason for reason in reasons if len(reason) <= LONGEST and not set(reason) & set("{<")]
    shown = f": {short[0]}" if len(reasons) == len(short) == 1 else "; see the details."
    words = "" if len(reasons) == len(short) == 1 else " ".join(reasons_of(ended))
    details = " · ".join(part for part in (words, alert["reference"]) if part)
    return alert | {"text": f"{count_of(record.jobs)} {count}{shown}", "reference": details}


def _has_failed(job: Job) -> bool:
    is_over = job.status.is_final and job.status is not GenerationStatus.SUCCESS
    return is_over and bool(job.message)
