"""v2's routes: avatar photos from eight attributes, four pictures at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.server import replies_v2
from heygen_widgets.sandbox.server.api_errors import Refusal
from heygen_widgets.sandbox.server.api_versions import V2
from heygen_widgets.sandbox.server.validation_v2 import parse_generate

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from heygen_widgets.sandbox.server.state import Sandbox


async def _generate(request: Request, sandbox: Sandbox) -> Response:
    attributes = parse_generate(await request.body())
    if not sandbox.can_pay:
        raise Refusal.insufficient_credit()
    job = sandbox.submit(attributes)
    request.app.state.gallery.expect()
    return V2.succeed({"generation_id": job.id})


async def _status(request: Request, sandbox: Sandbox) -> Response:
    job = sandbox.find(request.path_params["generation_id"])
    if job is None:
        raise Refusal.generation_not_found()
    if sandbox.has_odd_status(job):
        return V2.succeed(replies_v2.status_data(job.id, replies_v2.ODD_STATUS))
    if not sandbox.is_done(job):
        return V2.succeed(replies_v2.status_data(job.id, "in_progress"))
    bad_end = BAD_ENDS.get(sandbox.fate_of(job))
    if bad_end:
        return bad_end(job.id)
    sandbox.give_links(job)
    urls = [f"{request.base_url}{key}" for key in job.image_keys]
    return V2.succeed(replies_v2.status_data(job.id, "success", urls=urls, keys=job.image_keys))


async def _quota(_request: Request, sandbox: Sandbox) -> Response:
    return V2.succeed(replies_v2.quota_data(sandbox.remaining_quota))


BAD_ENDS: dict[str, Callable[[str], Response]] = {
    "poll:failed": lambda job_id: V2.succeed(
        replies_v2.status_data(job_id, "failed", message=replies_v2.FAILURE)
    ),
    "poll:failed-error": lambda _: V2.refuse(replies_v2.OUT_OF_CREDIT),
    "poll:never": lambda job_id: V2.succeed(replies_v2.status_data(job_id, "in_progress")),
}
"""What is said of a job that ended, but not with pictures; takes its id."""

ROUTES = (
    ("POST", "/v2/photo_avatar/photo/generate", "generate", "submit", _generate),
    ("GET", "/v2/photo_avatar/generation/{generation_id}", "status", "poll", _status),
    ("GET", "/v2/user/remaining_quota", "quota", "quota", _quota),
)
"""Method, path, the kind that requests count as, the area of their faults, and who answers."""
