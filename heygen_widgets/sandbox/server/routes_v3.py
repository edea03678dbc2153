"""The routes of v3: avatars from a prompt, one look at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from starlette.responses import JSONResponse

from heygen_widgets.sandbox.server import replies_v2, replies_v3
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.api_versions import V3
from heygen_widgets.sandbox.server.idempotency import Scope, is_refusal
from heygen_widgets.sandbox.server.uploads import parse_upload
from heygen_widgets.sandbox.server.validation_v3 import parse_idempotency_key, parse_prompt

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from heygen_widgets.sandbox.server.resources import Look
    from heygen_widgets.sandbox.server.state import Sandbox
    from heygen_widgets.sandbox.server.validation_v3 import PromptRequest


async def _create(request: Request, sandbox: Sandbox) -> Response:
    parse_idempotency_key(request.headers.get("Idempotency-Key"))
    scope = _scope(request)
    if scope is None:
        return V3.success(await _create_look(request, sandbox))
    # The key is claimed until the reply leaves, however long a fault delays that.
    request.state.until_answered.enter_context(sandbox.idempotent_replies.claim(scope))
    reply = sandbox.idempotent_replies.find(scope)
    if reply is None:
        reply = V3.success(await _create_look(request, sandbox))
        sandbox.idempotent_replies.store(scope, reply)
    return reply


def keep_refusal(request: Request, sandbox: Sandbox, reply: Response) -> None:
    """Store a reply that refuses a look for good, whether a fault refused it or the sandbox."""
    scope = _scope(request)
    if scope and is_refusal(reply):
        sandbox.idempotent_replies.store(scope, cast("JSONResponse", reply))


def _scope(request: Request) -> Scope | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    api_key = request.headers.get("X-Api-Key", "")
    return Scope(endpoint=request.url.path, api_key=api_key, key=key)


async def _create_look(request: Request, sandbox: Sandbox) -> dict[str, object]:
    prompt_request = parse_prompt(await request.body())
    _check_references(prompt_request, sandbox)
    if sandbox.has_maximum_looks_in_progress:
        raise ApiError.too_many_requests()
    if not sandbox.can_pay_look:
        price = sandbox.scenario.look_price
        raise ApiError.insufficient_wallet(sandbox.remaining_wallet, price)
    look = sandbox.create_look(prompt_request)
    request.app.state.pictures.warm_up()
    return {
        "avatar_item": replies_v3.look_data(look, "processing"),
        "avatar_group": replies_v3.group_data(look.group, "processing"),
    }


def _check_references(prompt_request: PromptRequest, sandbox: Sandbox) -> None:
    for param, asset_id in prompt_request.asset_ids().items():
        if not sandbox.find_asset(asset_id):
            raise ApiError.asset_not_found(param)
    group_id = prompt_request.avatar_group_id
    if group_id is not None and not sandbox.find_group(group_id):
        raise ApiError.avatar_not_found("avatar_group_id")
    if prompt_request.avatar_id is not None:
        _check_avatar(prompt_request.avatar_id, group_id, sandbox)


def _check_avatar(avatar_id: str, group_id: str | None, sandbox: Sandbox) -> None:
    """Check the look that a new look shall imitate."""
    look = sandbox.find_look(avatar_id)
    if not look:
        raise ApiError.avatar_not_found("avatar_id")
    if not sandbox.is_done(look) or sandbox.final_fault_of(look):
        raise ApiError.invalid("avatar_id", "The avatar has no usable image")
    if group_id not in (None, look.group.id):
        raise ApiError.invalid("avatar_id", "The avatar is in another group")


async def _look(request: Request, sandbox: Sandbox) -> Response:
    look = sandbox.find_look(request.path_params["look_id"])
    if look is None or sandbox.hides_look(look):
        raise ApiError.look_not_found()
    return _answer_about(look, request, sandbox)


async def _looks(request: Request, sandbox: Sandbox) -> Response:
    """List the looks of a group, all of them: a group here has few."""
    group_id = request.query_params.get("group_id", "")
    if not sandbox.find_group(group_id):
        raise ApiError.avatar_not_found("group_id")
    looks = [_look_of(look, request, sandbox) for look in sandbox.looks_of(group_id)]
    return JSONResponse(replies_v3.list_body(looks))


def _look_of(look: Look, request: Request, sandbox: Sandbox) -> dict[str, object]:
    if not sandbox.is_done(look):
        return replies_v3.look_data(look, "processing")
    status = UNSUCCESSFUL_STATUSES.get(sandbox.final_fault_of(look), "completed")
    link = _link(request, sandbox, look) if status == "completed" else None
    return replies_v3.look_data(look, status, link)


def _answer_about(look: Look, request: Request, sandbox: Sandbox) -> Response:
    if sandbox.hides_status(look):
        return V3.success(replies_v3.look_data(look, replies_v2.UNDOCUMENTED_STATUS))
    if not sandbox.is_done(look):
        return V3.success(replies_v3.look_data(look, "processing"))
    if sandbox.final_fault_of(look) == "poll:failed-error":
        return V3.error(replies_v3.OUT_OF_CREDIT)
    return V3.success(_look_of(look, request, sandbox))


def _link(request: Request, sandbox: Sandbox, look: Look) -> str | None:
    sandbox.renew_links(look)
    return next((f"{request.base_url}{key}" for key in look.image_keys), None)


async def _user(_request: Request, sandbox: Sandbox) -> Response:
    return V3.success(replies_v3.user_data(sandbox.remaining_wallet))


async def _asset(request: Request, sandbox: Sandbox) -> Response:
    mime_type, data = parse_upload(request.headers.get("Content-Type", ""), await request.body())
    asset = sandbox.add_asset(mime_type, data)
    url = f"{request.base_url}image/{asset.id}/original"
    return V3.success(replies_v3.asset_data(asset, url))


UNSUCCESSFUL_STATUSES = {
    "poll:failed": "failed",
    "poll:never": "processing",
    "poll:pending-consent": "pending_consent",
}
"""The status of a look that is done without an image, by its final fault."""

ROUTES = (
    ("POST", "/v3/avatars", "create", "submit", _create),
    ("GET", "/v3/avatars/looks/{look_id}", "look", "poll", _look),
    ("GET", "/v3/avatars/looks", "looks", "looks", _looks),
    ("GET", "/v3/users/me", "user", "user", _user),
    ("POST", "/v3/assets", "asset", "asset", _asset),
)
"""Method, path, kind of request, area of faults, and the function that answers."""
