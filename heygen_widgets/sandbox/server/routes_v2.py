"""The routes of v2: photo avatars from eight attributes, four images a generation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.portraits.undrawn import undrawn_notice
from heygen_widgets.sandbox.server import replies_v2, routes_v2_groups
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.api_versions import V2
from heygen_widgets.sandbox.server.validation_v2 import parse_generate

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from heygen_widgets.sandbox.server.state import Sandbox


async def _generate(request: Request, sandbox: Sandbox) -> Response:
    attributes = parse_generate(await request.body())
    if not sandbox.can_pay(sandbox.scenario.cost):
        raise ApiError.insufficient_credit()
    job = sandbox.create_job(attributes)
    request.app.state.pictures.warm_up()
    return V2.success({"generation_id": job.id})


async def _status(request: Request, sandbox: Sandbox) -> Response:
    job = sandbox.find_job(request.path_params["generation_id"])
    if job is None:
        raise ApiError.generation_not_found()
    if sandbox.hides_status(job):
        return V2.success(replies_v2.status_data(job.id, replies_v2.UNDOCUMENTED_STATUS))
    if not sandbox.is_done(job):
        return V2.success(replies_v2.status_data(job.id, "in_progress"))
    unsuccessful = UNSUCCESSFUL_REPLIES.get(sandbox.final_fault_of(job))
    if unsuccessful:
        return unsuccessful(job.id)
    sandbox.images.renew_links(job)
    urls = [f"{request.base_url}{key}" for key in job.image_keys]
    notice = undrawn_notice(job.attributes.appearance)
    data = replies_v2.status_data(job.id, "success", message=notice, urls=urls, keys=job.image_keys)
    return V2.success(data)


async def _quota(_request: Request, sandbox: Sandbox) -> Response:
    return V2.success(replies_v2.quota_data(sandbox.remaining_quota))


UNSUCCESSFUL_REPLIES: dict[str, Callable[[str], Response]] = {
    "poll:failed": lambda job_id: V2.success(
        replies_v2.status_data(job_id, "failed", message=replies_v2.FAILURE_MESSAGE)
    ),
    "poll:failed-error": lambda _: V2.error(replies_v2.OUT_OF_CREDIT),
    "poll:never": lambda job_id: V2.success(replies_v2.status_data(job_id, "in_progress")),
}
"""The reply about a job that is done without images, by its final fault; takes the job's id."""

ROUTES = (
    ("POST", "/v2/photo_avatar/photo/generate", "generate", "submit", _generate),
    ("GET", "/v2/photo_avatar/generation/{generation_id}", "status", "poll", _status),
    ("GET", "/v2/user/remaining_quota", "quota", "quota", _quota),
    *routes_v2_groups.ROUTES,
)
"""Method, path, kind of request, area of faults, and the function that answers."""
