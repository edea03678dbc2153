"""What the widget says: pure functions from records and errors to words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import (
    GenerationTimeout,
    HeyGenError,
    SubmitOutcomeUnknown,
)
from heygen_widgets.records import Generation, GenerationStatus

if TYPE_CHECKING:
    from heygen_widgets.client import HeyGen


def backend(client: HeyGen) -> dict[str, Any]:
    """Return what the chip says of the backend, what a click costs there, and how it may fail."""
    if client.is_sandbox:
        from heygen_widgets.sandbox import FAULTS  # noqa: PLC0415 - a sandbox is here already

        return {
            "kind": "sandbox",
            "label": "Sandbox",
            "cost": "Nothing is billed: the sandbox draws illustrations, not photos.",
            "faults": [{"kind": kind, "text": text} for kind, text in FAULTS.items()],
            "fault": next(iter(client.rehearsed), ""),
        }
    return {
        "kind": "heygen",
        "label": f"HeyGen · {client.host}",
        "cost": "HeyGen bills each click: 1 API credit by its last published list.",
    }


def outputs(record: Generation, *, sandbox: bool) -> dict[str, Any]:
    """Return a record as the values of the widget's traits, pictures left out."""
    values: dict[str, Any] = {
        "status": record.status.value,
        "message": record.message or "",
        "generation_id": record.id or "",
        "image_keys": record.image_keys,
        "image_urls": record.image_urls,
        "status_line": status_line(record, sandbox=sandbox),
        "elapsed": record.elapsed or 0.0,
    }
    if record.submitted_at:
        values["started_at"] = record.submitted_at.timestamp()
    return values


def status_line(record: Generation, *, sandbox: bool) -> str:
    """Return where a generation stands, in a few words."""
    server = "The sandbox" if sandbox else "HeyGen"
    count = len(record.images)
    missing = sum(not image.is_downloaded for image in record.images)
    if record.status is GenerationStatus.IN_PROGRESS and count:
        return "Fetching the images…"
    if record.status is GenerationStatus.SUCCESS:
        lost = f", {missing} of them can't be shown" if missing else ""
        return f"{count} image{'' if count == 1 else 's'}{lost}"
    return {
        GenerationStatus.SUBMITTING: "Sending the request…",
        GenerationStatus.IN_PROGRESS: f"{server} is working on it…",
        GenerationStatus.FAILED: "Failed",
        GenerationStatus.UNKNOWN: "Outcome unknown",
        GenerationStatus.TIMED_OUT: "Not finished in time",
        GenerationStatus.STOPPED: "Stopped waiting",
    }[record.status]


def left_over(record: Generation) -> dict[str, str]:
    """Return a run that was left unfinished, or whose outcome is unknown, for a list."""
    asked = record.attributes
    return {
        "id": record.id or "",
        "run_id": record.run_id or "",
        "about": f"{asked.name}: {asked.appearance}" if asked else "Avatar photos",
        "details": asked.describe().partition(":")[0] if asked else "",
        "when": record.submitted_at.isoformat() if record.submitted_at else "",
    }


def alert_for_record(record: Generation, *, sandbox: bool) -> dict[str, Any] | None:
    """Return the notice for a record that needs one but came with no error."""
    if record.status is GenerationStatus.STOPPED:
        goes_on = "goes on working on it" if sandbox else "goes on working on it, and bills it"
        return _alert(
            "info",
            "You stopped waiting",
            f"{'The sandbox' if sandbox else 'HeyGen'} {goes_on}.",
            "Resume to wait on. It costs nothing more.",
            resume=True,
        )
    if record.status is GenerationStatus.FAILED:
        return NOTHING_SENT
    if record.status is GenerationStatus.UNKNOWN:
        return alert_for_error(SubmitOutcomeUnknown("The request was cut off on its way."))
    if record.status is GenerationStatus.SUCCESS:
        return _alert_for_missing(record, sandbox=sandbox)
    return None


def _alert_for_missing(record: Generation, *, sandbox: bool) -> dict[str, Any] | None:
    """Return the notice for a generation that succeeded without all of its pictures, or None."""
    billed = "Nothing was billed" if sandbox else "HeyGen has billed it"
    advice = f"{billed}. Resume asks for them again and costs nothing."
    if not record.images:
        said = str(record.message or "There are none.")
        return _alert("warning", "No images", said, advice, resume=True)
    missing = sum(not image.is_downloaded for image in record.images)
    if not missing:
        return None
    text = f"{missing} of {len(record.images)} images can't be shown; all of their keys work."
    return _alert("warning", "Images are missing", text, advice, resume=True)


def alert_for_error(error: BaseException) -> dict[str, Any]:
    """Return the notice for an error: what happened, what to do, and figures for support."""
    if not isinstance(error, HeyGenError):
        return _alert(
            "error",
            "Something went wrong in heygen_widgets",
            f"{type(error).__name__}: {error}",
            "This is a mistake of ours. The log has the details; please report it.",
        )
    kind = "warning" if isinstance(error, SubmitOutcomeUnknown | GenerationTimeout) else "error"
    alert = _alert(kind, _TITLES.get(type(error).__name__, "Something went wrong"), error.what)
    record = error.generation
    resume = bool(record and record.id and record.status.is_resumable)
    return alert | {"advice": error.advice, "reference": error.reference, "resume": resume}


def _alert(
    kind: str, title: str, text: str, advice: str = "", *, resume: bool = False
) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "text": text,
        "advice": advice,
        "reference": "",
        "resume": resume,
    }


NOTHING_SENT = _alert("info", "You stopped it", "Nothing was accepted yet.", "Nothing is billed.")
"""The notice for a run that was stopped before HeyGen accepted it."""


_TITLES = {
    "ApiRetired": "This version of HeyGen's API is gone",
    "AuthenticationError": "HeyGen refused the API key",
    "ConfigurationError": "Can't start",
    "ConnectionFailed": "HeyGen can't be reached",
    "ContentRejected": "HeyGen's moderation refused this",
    "GenerationFailed": "The generation failed",
    "GenerationTimeout": "No result in time",
    "HistoryError": "The history can't be read or written",
    "InsufficientCredit": "Not enough API credit",
    "InvalidAttributes": "HeyGen refused the attributes",
    "NotFound": "HeyGen doesn't know this generation",
    "RateLimited": "HeyGen asks to slow down",
    "ServerError": "HeyGen has a problem",
    "SubmitOutcomeUnknown": "It is not known whether HeyGen started this",
    "UnexpectedResponse": "HeyGen's answer can't be read",
}
