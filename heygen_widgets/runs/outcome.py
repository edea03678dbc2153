"""The end of a run as its caller sees it: a record, or the error that the record means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from heygen_widgets.errors import (
    GenerationFailed,
    GenerationTimeout,
    HeyGenError,
    SubmitOutcomeUnknown,
)
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from heygen_widgets.models.generation import Generation


_DOING = {
    RunKind.PHOTOS: "generate this",
    RunKind.LOOKS: "generate these looks",
    RunKind.GROUP: "make this avatar",
    RunKind.ADDED_LOOKS: "add these looks",
    RunKind.TRAINING: "train this avatar",
}
_OTHER_PICTURE = "HeyGen may have billed this. Try another picture: one clear face, from the front."
_ADVICE = {
    RunKind.GROUP: _OTHER_PICTURE,
    RunKind.ADDED_LOOKS: _OTHER_PICTURE,
    RunKind.TRAINING: (
        "HeyGen may have billed this. Look at your HeyGen account before you train it again."
    ),
}


async def follow(
    records: AsyncIterator[Generation], tell: Callable[[Generation], object]
) -> Generation:
    """Return the last record of a run, or raise the error that it means.

    Args:
        records: The run.
        tell: Called with each record.

    Raises:
        GenerationFailed: HeyGen gave up.
        GenerationTimeout: We stopped waiting at the deadline.
        HeyGenError: Whatever ended the run.
    """
    record: Generation | None = None
    try:
        async for record in records:
            tell(record)
    except HeyGenError as error:
        error.generation = record
        raise
    if record is None:
        raise AssertionError("unreachable: a run yields at least one record")
    return result_of(record)


def result_of(record: Generation) -> Generation:
    """Return the record of a success; raise the error that any other record means.

    Raises:
        HeyGenError: As in `follow`.
    """
    if record.status is GenerationStatus.FAILED:
        reason = record.message or "it gave no reason"
        raise GenerationFailed(
            f"HeyGen could not {_DOING[record.kind]}: {reason.rstrip('. ')}.",
            _ADVICE.get(record.kind),
            generation=record,
        )
    if record.status is GenerationStatus.UNKNOWN:
        raise SubmitOutcomeUnknown(str(record.message), generation=record)
    if record.status is GenerationStatus.TIMED_OUT:
        # The id of a step is that of a look or a group, which other runs have as well.
        id_ = record.id if record.kind.makes_images else record.run_id or record.id
        raise GenerationTimeout(
            str(record.message),
            f"HeyGen goes on working on it, and bills it. To wait on: await heygen.resume({id_!r})",
            generation=record,
        )
    return record


def cut_off(record: Generation) -> Generation:
    """Return the record of a run that nobody waits for any more."""
    if record.status.is_final:
        return record
    if record.images:
        ended = replace(
            record,
            status=GenerationStatus.STOPPED,
            message="Stopped while the images were being fetched.",
        )
    elif record.id:
        ended = replace(
            record,
            status=GenerationStatus.STOPPED,
            message="Stopped waiting. HeyGen goes on working on it.",
        )
    else:
        ended = replace(
            record,
            status=GenerationStatus.UNKNOWN,
            message="Stopped while the request was on its way.",
        )
    return replace(ended, finished_at=datetime.now(UTC))
