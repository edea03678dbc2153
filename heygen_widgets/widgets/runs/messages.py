"""What widgets say of runs: pure functions from records and errors to words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from heygen_widgets.errors import (
    ApiRetired,
    GenerationTimeout,
    HeyGenError,
    InvalidAttributes,
    SubmitOutcomeUnknown,
)
from heygen_widgets.history.reader import SANDBOX_ENDED
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.runs.runner import STOPPED_EARLY
from heygen_widgets.widgets.contract import STATUS_LABELS
from heygen_widgets.widgets.runs.job_reasons import folded

if TYPE_CHECKING:
    from heygen_widgets.billing.spending import Quote
    from heygen_widgets.client import HeyGen
    from heygen_widgets.models.generation import Generation

SUBMITTING = "Sending the request…"

NEXT_STEP = (
    "A picture's key makes it an avatar, which can speak in HeyGen's videos: select pictures, then "
    "Create avatar."
)
"""What stands under the first pictures that somebody makes."""

IN_SANDBOX = "Nothing is billed in the sandbox. At HeyGen it would say:"
"""Stands before what is said of HeyGen's bill when the sandbox serves."""


def backend(client: HeyGen) -> dict[str, Any]:
    """Return what the chip says of the backend, and which failure is rehearsed there."""
    if client.is_sandbox:
        from heygen_widgets.sandbox import fault_catalogue  # noqa: PLC0415 - it is here already

        fault = next(iter(client.rehearsed), "")
        text = fault_catalogue.FAULTS.get(fault, "")
        return {"kind": "sandbox", "label": "Sandbox", "fault": fault, "fault_text": text}
    return {
        "kind": "heygen",
        "label": f"HeyGen · {client.host}",
    }


def faults(client: HeyGen) -> list[dict[str, str]]:
    """Return the failures that the sandbox can rehearse on the API that serves, group by group."""
    from heygen_widgets.sandbox import fault_catalogue  # noqa: PLC0415 - a sandbox is here already

    hidden = fault_catalogue.V2_ONLY if client.api == "v3" else fault_catalogue.V3_ONLY
    return [
        {"kind": kind, "text": text, "group": group}
        for prefix, group in fault_catalogue.GROUPS.items()
        for kind, text in fault_catalogue.FAULTS.items()
        if kind.partition(":")[0] == prefix and kind not in hidden
    ]


def served(record: Generation, *, sandbox: bool) -> str:
    """Return which version of the API served a generation, and what it costs."""
    cost = f"about {record.cost}" if record.cost else "price unknown"
    return f"{record.api} · {'nothing billed' if sandbox else cost}" if record.id else ""


def is_partial(record: Generation) -> bool:
    """Return whether HeyGen made only a part of a run."""
    return any(job.status is not GenerationStatus.SUCCESS for job in record.jobs)


def unfinished_run(record: Generation, *, can_resume: bool) -> dict[str, Any]:
    """Return a run that was left unfinished, or whose outcome is unknown, for a list."""
    asked = record.attributes
    return {
        "resume": resume_label(record) if can_resume else "",
        "id": record.id or "",
        "run_id": record.run_id or "",
        "about": _about(record),
        "details": asked.describe().partition(":")[0] if asked else "",
        "when": record.submitted_at.isoformat() if record.submitted_at else "",
    }


def listed_run(record: Generation, *, is_left: bool = False) -> dict[str, Any]:
    """Return an earlier run for the list: what was asked for, when, and what came of it.

    Args:
        record: The run.
        is_left: Whether it has no end although its kernel is gone.
    """
    asked = record.attributes
    return {
        "run_id": record.run_id or "",
        "about": _about(record),
        "details": asked.describe().partition(":")[0] if asked else "",
        "when": record.submitted_at.isoformat() if record.submitted_at else "",
        "status": record.status.value,
        "status_line": _list_label(record, is_left=is_left),
        "count": len(record.images),
        "cost": str(record.cost) if record.cost else "",
        "api": record.api,
        "favourite": any(image.mark.favourite for image in record.images),
        "attributes": asked.to_dict() if asked else None,
    }


def _about(record: Generation) -> str:
    """Return what a run was for, in a few words."""
    asked = record.attributes
    if asked:
        return f"{asked.name}: {asked.appearance}"
    return {
        RunKind.GROUP: f"New avatar {record.name}",
        RunKind.ADDED_LOOKS: "Pictures that are added to an avatar",
        RunKind.TRAINING: "The training of an avatar",
        RunKind.LOOKS: "New looks of an avatar",
    }.get(record.kind, "Avatar photos")


def _list_label(record: Generation, *, is_left: bool) -> str:
    if record.message == SANDBOX_ENDED:
        return "Ended with its sandbox"
    return "Left unfinished" if is_left else STATUS_LABELS[record.status]


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
        goes_on = "keeps working on it" if sandbox else "keeps working on it and bills it"
        return alert_of(
            "info",
            "You stopped waiting",
            f"{'The sandbox' if sandbox else 'HeyGen'} {goes_on}.",
            "Resume to keep waiting. It costs nothing more.",
            resume=resume_label(record),
        )
    if record.status is GenerationStatus.FAILED:
        return folded(_alert_for_failed(record, sandbox=sandbox), record)
    if record.status is GenerationStatus.UNKNOWN:
        said = record.message or "The request was cut off on its way."
        return alert_for_error(SubmitOutcomeUnknown(said, generation=record), sandbox=sandbox)
    if record.status is GenerationStatus.TIMED_OUT:
        said = record.message or "It had not finished when the wait ended."
        resume = resume_label(record)
        return alert_of(
            "info",
            "Not finished yet",
            said,
            "Resume to keep waiting. It costs nothing more.",
            resume=resume,
        )
    if record.status is GenerationStatus.SUCCESS:
        return _alert_for_missing(record, sandbox=sandbox)
    return None


def _alert_for_failed(record: Generation, *, sandbox: bool) -> dict[str, Any]:
    """Return the notice for a generation that failed."""
    if record.message == STOPPED_EARLY:
        return NOTHING_SENT
    if record.message == SANDBOX_ENDED:
        again = "Nothing was billed. Generate it again."
        return alert_of("info", "This run is over", SANDBOX_ENDED, again)
    said = record.message or "HeyGen gave no reason."
    billed = "Nothing was billed." if sandbox else "HeyGen may have billed it."
    return alert_of("error", "This run failed", said, billed)


def _alert_for_missing(record: Generation, *, sandbox: bool) -> dict[str, Any] | None:
    """Return the notice for a generation that succeeded without all of its pictures, or None."""
    billed = "Nothing was billed" if sandbox else "HeyGen has billed it"
    advice = f"{billed}. Resume asks for them again and costs nothing."
    if not record.images:
        said = str(record.message or "There are none.")
        return alert_of("warning", "No images", said, advice, resume="Resume")
    missing = sum(not image.is_downloaded for image in record.images)
    if is_partial(record):
        return _alert_for_some(record, missing, sandbox=sandbox)
    if not missing:
        return None
    text = f"{missing} of {len(record.images)} images can't be shown; all of their keys work."
    return alert_of("warning", "Images are missing", text, advice, resume="Resume")


def _alert_for_some(record: Generation, missing: int, *, sandbox: bool) -> dict[str, Any]:
    """Return the notice for a generation of which HeyGen made a part."""
    billed = "Nothing was billed" if sandbox else f"By the price table it costs {record.cost}"
    unanswered = any(job.is_repeatable for job in record.jobs)
    doubt = ", counting the requests that had no answer" if unanswered and not sandbox else ""
    advice = f"{billed}{doubt}. Generate again to get the missing ones."
    resume = resume_label(record) if unanswered or missing else ""
    if resume:
        advice = f"{billed}{doubt}. Resume asks for the missing ones again and makes nothing twice."
    text = str(record.message)
    return folded(
        alert_of("warning", "Some images are missing", text, advice, resume=resume), record
    )


def alert_for_error(error: BaseException, *, sandbox: bool = False) -> dict[str, Any]:
    """Return the notice for an error: what happened, what to do, and figures for support.

    Args:
        error: The error.
        sandbox: Whether the sandbox served, which bills nothing whatever HeyGen would bill.
    """
    if not isinstance(error, HeyGenError):
        return alert_of(
            "error",
            "Something went wrong in heygen_widgets",
            f"{type(error).__name__}: {error}",
            "This is our mistake. The log has the details; please report it.",
        )
    kind = "warning" if isinstance(error, SubmitOutcomeUnknown | GenerationTimeout) else "error"
    title = _TITLES.get(type(error).__name__, "Something went wrong")
    if isinstance(error, InvalidAttributes) and error.status_code is None:
        title = "This can't be sent"
    alert = alert_of(kind, title, error.what)
    record = cast("Generation | None", error.generation)
    resume = resume_label(record) if record and record.is_resumable else ""
    advice = f"{IN_SANDBOX} {error.advice}" if sandbox and _is_about_a_bill(error) else error.advice
    details = {"advice": advice, "reference": error.reference, "resume": resume}
    return folded(alert | details, record)


def _is_about_a_bill(error: HeyGenError) -> bool:
    """Return whether an error's advice says that HeyGen bills something, or may have."""
    return "bill" in error.advice and not error.advice.startswith("Nothing")


def alert_for_file(problem: str, advice: str) -> dict[str, Any]:
    """Return the notice for a file that came from the browser and can't be used."""
    return alert_of("error", "This file can't be used", problem, advice)


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


def alert_of(
    kind: str, title: str, text: str, advice: str = "", *, resume: str = ""
) -> dict[str, Any]:
    """Return a notice as the contract's `Alert`.

    Args:
        kind: ``error``, ``warning`` or ``info``.
        title: What happened, in a few words.
        text: What it means.
        advice: What to do now.
        resume: The label of a button that waits on; empty for none.
    """
    return {
        "kind": kind,
        "title": title,
        "text": text,
        "advice": advice,
        "reference": "",
        "resume": resume,
        "abandon": "",
        "use_api": "",
    }


NOTHING_SENT = alert_of(
    "info", "You stopped it", "HeyGen had not accepted anything.", "Nothing is billed."
)
"""The notice for a run that was stopped before HeyGen accepted it."""


_TITLES = {
    "ApiRetired": "This version of HeyGen's API is gone",
    "AuthenticationError": "HeyGen refused the API key",
    "BudgetExceeded": "This is above your limit",
    "ConfigurationError": "This can't be done",
    "ConnectionFailed": "HeyGen can't be reached",
    "ContentRejected": "HeyGen's moderation refused this",
    "GenerationFailed": "The generation failed",
    "GenerationTimeout": "No result in time",
    "HistoryError": "The history can't be read or written",
    "InsufficientCredit": "Not enough API credit",
    "InvalidAttributes": "HeyGen refused the attributes",
    "LimitReached": "Your HeyGen plan allows no more",
    "NotFound": "HeyGen doesn't know this generation",
    "NotOffered": "This version of HeyGen's API can't do that",
    "NotReady": "HeyGen is still at work on something",
    "RateLimited": "HeyGen asks you to slow down",
    "ServerError": "HeyGen has a problem",
    "SubmitOutcomeUnknown": "It is not known whether HeyGen started this",
    "UnexpectedResponse": "HeyGen's answer can't be read",
}
