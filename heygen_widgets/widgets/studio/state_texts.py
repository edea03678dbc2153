"""What a studio says of its state: pure functions from states and records to words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.widgets.runs import messages
from heygen_widgets.widgets.studio.run_state import Phase

if TYPE_CHECKING:
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.widgets.studio.run_state import RunState


def outputs(state: RunState, record: Generation | None, *, sandbox: bool) -> dict[str, Any]:
    """Return a run as the values of the widget's traits, images left out.

    Args:
        state: The state of the studio.
        record: The run that is shown; None for none.
        sandbox: Whether the sandbox serves it.
    """
    values: dict[str, Any] = {
        "status": state.status,
        "status_line": status_line(state, record, sandbox=sandbox),
        "run": state.allowed,
    }
    if record is None:
        return values
    return values | {
        "message": record.message or "",
        "generation_id": record.id or "",
        "run_id": record.run_id or "",
        "image_keys": record.image_keys,
        "image_urls": record.image_urls,
        "elapsed": 0.0 if state.is_waiting else record.elapsed or 0.0,
        "served": messages.served(record, sandbox=sandbox),
        "asked": record.attributes.to_dict() if record.attributes else {},
    }


def status_line(state: RunState, record: Generation | None, *, sandbox: bool) -> str:
    """Return where a studio stands, in a few words."""
    phase = state.rest if state.phase in {Phase.PRICING, Phase.ASKING} else state.phase
    server = "The sandbox" if sandbox else "HeyGen"
    if phase in {Phase.WAITING, Phase.FINISHING} and record and record.images:
        more = any(job.is_open for job in record.jobs)
        return f"{_count(record)} so far, more are coming…" if more else "Fetching the images…"
    if phase is Phase.DONE and record:
        missing = sum(not image.is_downloaded for image in record.images)
        lost = f", {missing} of them can't be shown" if missing else ""
        return (
            f"{_count(record)}, some could not be made"
            if messages.is_partial(record)
            else (f"{_count(record)}{lost}")
        )
    return {
        Phase.IDLE: "",
        Phase.DONE: "Done",
        Phase.FAILED: "Failed",
        Phase.UNKNOWN: "Outcome unknown",
        Phase.TIMED_OUT: "Not finished in time",
        Phase.STOPPED: "Stopped waiting",
        Phase.ELSEWHERE: "Another studio or kernel is waiting for it",
        Phase.LEFT: "Left unfinished",
        Phase.SUBMITTING: messages.SUBMITTING,
        Phase.WAITING: f"{server} is working on it…",
        Phase.FOLLOWING: "Another studio or kernel is waiting for it…",
        Phase.STOPPING: "Stopping…",
        Phase.FINISHING: "Fetching the images…",
    }[phase]


def alert_for_unfinished(phase: Phase) -> dict[str, Any] | None:
    """Return the notice for a run that has no end and that this studio doesn't wait for."""
    if phase is Phase.ELSEWHERE:
        return messages.alert_of(
            "info",
            "This run is under way elsewhere",
            "Another studio or kernel is waiting for it. Here is what it has recorded so far.",
            "Waiting for it here as well costs nothing.",
            resume="Wait for it",
        ) | {"abandon": "Mark as abandoned"}
    if phase is Phase.LEFT:
        return messages.alert_of(
            "info",
            "This run was left unfinished",
            "Its kernel ended before the images arrived, and nothing is waiting for it.",
            "Resume asks for them: it costs nothing more.",
            resume="Resume",
        ) | {"abandon": "Mark as abandoned"}
    return None


def _count(record: Generation) -> str:
    count = len(record.images)
    return f"{count} image{'' if count == 1 else 's'}"
