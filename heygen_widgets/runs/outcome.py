"""How a run ends for the one who waits for it: a record, or the error that the record means."""

from __future__ import annotations

import asyncio
import logging
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

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from heygen_widgets.models.generation import Generation

log = logging.getLogger("heygen_widgets")


async def follow(
    records: AsyncIterator[Generation],
    on_update: Callable[[Generation], object] | None,
    keep: Callable[[Generation], Awaitable[Generation]],
) -> Generation:
    """Return the last record of a run, or raise the error that it means.

    Args:
        records: The run.
        on_update: Called with each record; an error that it raises is logged and ignored.
        keep: Writes down the record of a run that is cut off.

    Raises:
        GenerationFailed: HeyGen gave up.
        GenerationTimeout: We stopped waiting at the deadline.
        HeyGenError: Whatever ended the run.
    """
    record: Generation | None = None
    try:
        async for record in records:
            _tell(on_update, record)
    except asyncio.CancelledError:
        if record and not record.status.is_final:
            _tell(on_update, await keep(cut_off(record)))
        raise
    except HeyGenError as error:
        error.generation = record
        raise
    if record is None:
        raise AssertionError("unreachable: a run yields at least one record")
    return _settled(record)


def _tell(on_update: Callable[[Generation], object] | None, record: Generation) -> None:
    if on_update is None:
        return
    try:
        on_update(record)
    except Exception:
        # The caller's mistake must not cost them a generation that they pay for.
        log.exception("on_update failed for %r; the generation goes on", record)


def _settled(record: Generation) -> Generation:
    """Return a record that ended well; raise what the others mean."""
    if record.status is GenerationStatus.FAILED:
        reason = record.message or "it gave no reason"
        raise GenerationFailed(
            f"HeyGen could not generate this: {reason.rstrip('. ')}.", generation=record
        )
    if record.status is GenerationStatus.UNKNOWN:
        raise SubmitOutcomeUnknown(str(record.message), generation=record)
    if record.status is GenerationStatus.TIMED_OUT:
        raise GenerationTimeout(
            str(record.message),
            f"HeyGen goes on working on it, and bills it. "
            f"To wait on: await heygen.resume({record.id!r})",
            generation=record,
        )
    return record


def cut_off(record: Generation) -> Generation:
    """Return the record of a run whose waiting was cancelled."""
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
