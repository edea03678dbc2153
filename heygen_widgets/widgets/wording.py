"""What the widget says: pure functions from records and errors to words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import (
    ApiRetired,
    GenerationTimeout,
    HeyGenError,
    InvalidAttributes,
    SubmitOutcomeUnknown,
)
from heygen_widgets.records import Generation, GenerationStatus
from heygen_widgets.runs import STOPPED_EARLY

if TYPE_CHECKING:
    from heygen_widgets.client import HeyGen
    from heygen_widgets.spending import Quote


def backend(client: HeyGen) -> dict[str, Any]:
    """Return what the chip says of the backend, and which failure is rehearsed there."""
    if client.is_sandbox:
        fault = next(iter(client.rehearsed), "")
        return {"kind": "sandbox", "label": "Sandbox", "fault": fault}
    return {
        "kind": "heygen",
        "label": f"HeyGen · {client.host}",
    }


def faults(client: HeyGen) -> list[dict[str, str]]:
    """Return the failures that the sandbox can rehearse on the API that serves."""
    from heygen_widgets.sandbox.faults import catalogue  # noqa: PLC0415 - a sandbox is here already

    hidden = catalogue.V2_ONLY if client.api == "v3" else catalogue.V3_ONLY
    known = ((kind, text) for kind, text in catalogue.FAULTS.items() if kind not in hidden)
    return [{"kind": kind, "text": text} for kind, text in known]


def served(record: Generation, *, sandbox: bool) -> str:
    """Return which version of the API served a generation, and what it costs."""
    cost = f"about {record.cost}" if record.cost else "price unknown"
    return f"{record.api} · {'free here' if sandbox else cost}" if record.id else ""


def outputs(record: Generation, *, sandbox: bool) -> dict[str, Any]:
    """Return a record as the values of the widget's traits, pictures left out."""
    values: dict[str, Any] = {
        "status": record.status.value,
        "message": record.message or "",
        "generation_id": record.id or "",
        "run_id": record.run_id or "",
        "image_keys": record.image_keys,
        "image_urls": record.image_urls,
        "status_line": status_line(record, sandbox=sandbox),
        "elapsed": record.elapsed or 0.0,
        "served": served(record, sandbox=sandbox),
    }
    if record.submitted_at:
        values["started_at"] = record.submitted_at.timestamp()
    return values


def status_line(record: Generation, *, sandbox: bool) -> str:
    """Return where a generation stands, in a few words."""
    server = "The sandbox" if sandbox else "HeyGen"
    count = len(record.images)
    missing = sum(not image.is_downloaded for image in record.images)
    images = f"{count} image{'' if count == 1 else 's'}"
    if record.status is GenerationStatus.IN_PROGRESS and count:
        still = any(job.is_open for job in record.jobs)
        return f"{images} so far, more are coming…" if still else "Fetching the images…"
    if record.status is GenerationStatus.SUCCESS:
        lost = f", {missing} of them can't be shown" if missing else ""
        return f"{images}, some could not be made" if _is_partial(record) else f"{images}{lost}"
    return {
        GenerationStatus.SUBMITTING: "Sending the request…",
        GenerationStatus.IN_PROGRESS: f"{server} is working on it…",
        GenerationStatus.FAILED: "Failed",
        GenerationStatus.UNKNOWN: "Outcome unknown",
        GenerationStatus.TIMED_OUT: "Not finished in time",
        GenerationStatus.STOPPED: "Stopped waiting",
    }[record.status]


def _is_partial(record: Generation) -> bool:
    return any(job.status is not GenerationStatus.SUCCESS for job in record.jobs)


def left_over(record: Generation, *, can_resume: bool) -> dict[str, Any]:
    """Return a run that was left unfinished, or whose outcome is unknown, for a list."""
    asked = record.attributes
    return {
        "resume": resume_label(record) if can_resume else "",
        "id": record.id or "",
        "run_id": record.run_id or "",
        "about": f"{asked.name}: {asked.appearance}" if asked else "Avatar photos",
        "details": asked.describe().partition(":")[0] if asked else "",
        "when": record.submitted_at.isoformat() if record.submitted_at else "",
    }


def run(record: Generation) -> dict[str, Any]:
    """Return an earlier run for the strip: what was asked for, when, and what came of it."""
    asked = record.attributes
    return {
        "run_id": record.run_id or "",
        "about": f"{asked.name}: {asked.appearance}" if asked else "Avatar photos",
        "details": asked.describe().partition(":")[0] if asked else "",
        "when": record.submitted_at.isoformat() if record.submitted_at else "",
        "status": record.status.value,
        "status_line": _RUN_WORDS[record.status],
        "count": len(record.images),
        "cost": str(record.cost) if record.cost else "",
        "api": record.api,
        "favourite": any(image.mark.favourite for image in record.images),
        "attributes": asked.to_dict() if asked else None,
    }


def resume_label(record: Generation) -> str:
    """Return the word for waiting on, with the price of what it may still make HeyGen bill."""
    unanswered = sum(job.is_repeatable for job in record.jobs)
    if not unanswered:
        return "Resume"
    price = f"at most {record.price * unanswered}" if record.price else "price unknown"
    return f"Finish it · {price}, agreed before"


def alert_for_record(record: Generation, *, sandbox: bool) -> dict[str, Any] | None:
    """Return the notice for a record that needs one but came with no error."""
    if record.status is GenerationStatus.STOPPED:
        goes_on = "goes on working on it" if sandbox else "goes on working on it, and bills it"
        return _alert(
            "info",
            "You stopped waiting",
            f"{'The sandbox' if sandbox else 'HeyGen'} {goes_on}.",
            "Resume to wait on. It costs nothing more.",
            resume=resume_label(record),
        )
    if record.status is GenerationStatus.FAILED:
        said = record.message or "HeyGen gave no reason."
        failed = _alert("error", "This run failed", said, "HeyGen may have billed it.")
        return NOTHING_SENT if record.message == STOPPED_EARLY else failed
    if record.status is GenerationStatus.UNKNOWN:
        said = record.message or "The request was cut off on its way."
        return alert_for_error(SubmitOutcomeUnknown(said, generation=record))
    if record.status is GenerationStatus.TIMED_OUT:
        said = record.message or "HeyGen had not finished when the wait ended."
        resume = resume_label(record)
        return _alert(
            "info",
            "Not finished yet",
            said,
            "Resume to wait on. It costs nothing more.",
            resume=resume,
        )
    if record.status is GenerationStatus.SUCCESS:
        return _alert_for_missing(record, sandbox=sandbox)
    return None


def _alert_for_missing(record: Generation, *, sandbox: bool) -> dict[str, Any] | None:
    """Return the notice for a generation that succeeded without all of its pictures, or None."""
    billed = "Nothing was billed" if sandbox else "HeyGen has billed it"
    advice = f"{billed}. Resume asks for them again and costs nothing."
    if not record.images:
        said = str(record.message or "There are none.")
        return _alert("warning", "No images", said, advice, resume="Resume")
    missing = sum(not image.is_downloaded for image in record.images)
    if _is_partial(record):
        return _alert_for_some(record, missing, sandbox=sandbox)
    if not missing:
        return None
    text = f"{missing} of {len(record.images)} images can't be shown; all of their keys work."
    return _alert("warning", "Images are missing", text, advice, resume="Resume")


def _alert_for_some(record: Generation, missing: int, *, sandbox: bool) -> dict[str, Any]:
    """Return the notice for a generation of which HeyGen made a part."""
    billed = "Nothing is billed" if sandbox else f"By the price table it costs {record.cost}"
    unanswered = any(job.is_repeatable for job in record.jobs)
    doubt = ", what had no answer included" if unanswered and not sandbox else ""
    advice = f"{billed}{doubt}. Try the missing ones by generating once more."
    resume = resume_label(record) if unanswered or missing else ""
    if resume:
        advice = f"{billed}{doubt}. Resume asks again for what is missing, and makes none twice."
    return _alert("warning", "A part of it is missing", str(record.message), advice, resume=resume)


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
    title = _TITLES.get(type(error).__name__, "Something went wrong")
    if isinstance(error, InvalidAttributes) and error.status_code is None:
        title = "This can't be sent"
    alert = _alert(kind, title, error.what)
    record = error.generation
    resume = resume_label(record) if record and record.is_resumable else ""
    return alert | {"advice": error.advice, "reference": error.reference, "resume": resume}


def alert_for_retired(error: ApiRetired, quote: Quote) -> dict[str, Any]:
    """Return the notice for a version that is gone, with the offer of another one at its price."""
    has_id = error.generation is not None and error.generation.id is not None
    billed = "HeyGen bills a generation that it has accepted." if has_id else "Nothing is billed."
    price = f"{quote.each} for each {quote.noun}" if quote.each else "a price that is not known"
    return alert_for_error(error) | {
        "advice": (
            f"{billed} HeyGen's {quote.api} does the same job, at {price} by our price table: "
            f"{quote}. Nothing is switched unless you choose it."
        ),
        "use_api": quote.api,
        "use_api_label": f"Use {quote.api}: {quote}",
    }


def _alert(
    kind: str, title: str, text: str, advice: str = "", *, resume: str = ""
) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "text": text,
        "advice": advice,
        "reference": "",
        "resume": resume,
        "use_api": "",
    }


NOTHING_SENT = _alert("info", "You stopped it", "Nothing was accepted yet.", "Nothing is billed.")
"""The notice for a run that was stopped before HeyGen accepted it."""


_TITLES = {
    "ApiRetired": "This version of HeyGen's API is gone",
    "AuthenticationError": "HeyGen refused the API key",
    "BudgetExceeded": "This is above your limit",
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

_RUN_WORDS = {
    GenerationStatus.SUBMITTING: "Being sent",
    GenerationStatus.IN_PROGRESS: "In the making",
    GenerationStatus.SUCCESS: "Done",
    GenerationStatus.FAILED: "Failed",
    GenerationStatus.UNKNOWN: "Outcome unknown",
    GenerationStatus.TIMED_OUT: "Not finished",
    GenerationStatus.STOPPED: "Stopped",
}
