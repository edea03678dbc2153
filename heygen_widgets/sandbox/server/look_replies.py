"""How a look and a group are told about: what they have become, and where their pictures are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heygen_widgets.sandbox.server import replies_v2_groups, replies_v3

if TYPE_CHECKING:
    from starlette.requests import Request

    from heygen_widgets.sandbox.server.resources import Group, Look
    from heygen_widgets.sandbox.server.state import Sandbox

UNSUCCESSFUL_STATUSES = {
    "poll:failed": "failed",
    "poll:failed-error": "failed",
    "poll:never": "processing",
    "poll:pending-consent": "pending_consent",
    "look:failed": "failed",
}
"""The status of a look that is done without an image, by its final fault, in v3's words."""

V2_STATUSES = {"processing": "pending", "pending_consent": "pending"}
"""v2's word for statuses that v3 calls otherwise."""


def status_of(look: Look, sandbox: Sandbox) -> str:
    """Return the status of a look, in v3's words."""
    if not sandbox.is_done(look):
        return "processing"
    return UNSUCCESSFUL_STATUSES.get(sandbox.final_fault_of(look), "completed")


def link_of(look: Look, request: Request, sandbox: Sandbox, *, signed: bool) -> str | None:
    """Return a fresh link to a look's picture, or None if it has none.

    Args:
        look: The look.
        request: Decides the host of the link.
        sandbox: Its state.
        signed: Whether the link names the time when it expires.
    """
    if not look.image_ids:
        return None
    if signed:
        return sandbox.links.sign(str(request.base_url), look.image_ids[0])
    sandbox.images.renew_links(look)
    return f"{request.base_url}{look.image_keys[0]}"


def look_v2(look: Look, request: Request, sandbox: Sandbox) -> dict[str, Any]:
    """Return a look as v2 has it. One of a picture has its link while it is still pending."""
    status = status_of(look, sandbox)
    has_picture = look.source is not None or status == "completed"
    url = link_of(look, request, sandbox, signed=True) if has_picture else None
    created_at = round(sandbox.unix_time(look.submitted_at), 3)
    v2_status = V2_STATUSES.get(status, status)
    return replies_v2_groups.look_data(look, v2_status, url or "", created_at)


def look_v3(look: Look, request: Request, sandbox: Sandbox) -> dict[str, Any]:
    """Return a look as v3 has it; a public one has no status."""
    status = status_of(look, sandbox)
    is_completed = status == "completed"
    url = link_of(look, request, sandbox, signed=look.needs_signature) if is_completed else None
    return replies_v3.look_data(look, status, url)


def group_v2(group: Group, request: Request, sandbox: Sandbox) -> dict[str, Any]:
    """Return a group as v2's list has it."""
    url = _preview_of(group, request, sandbox, signed=True)
    return replies_v2_groups.group_data(group, url or "", sandbox.trainings.status_of(group))


def group_v3(group: Group, request: Request, sandbox: Sandbox) -> dict[str, Any]:
    """Return a group as v3 has it: completed with its first completed look."""
    statuses = {status_of(look, sandbox) for look in group.looks}
    ranking = ("completed", "processing", "pending_consent", "failed")
    status = next((word for word in ranking if word in statuses), "processing")
    url = _preview_of(group, request, sandbox, signed=False)
    return replies_v3.group_data(group, status, url)


def _preview_of(group: Group, request: Request, sandbox: Sandbox, *, signed: bool) -> str | None:
    completed = (look for look in group.looks if status_of(look, sandbox) == "completed")
    look = next(completed, None)
    if look is None:
        return None
    is_signed = signed or look.source is not None or group.is_public
    return link_of(look, request, sandbox, signed=is_signed)
