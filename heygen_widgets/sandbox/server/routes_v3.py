"""The routes of v3: avatars from a prompt or a photo, one look at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from heygen_widgets.sandbox.fault_catalogue import CREATE
from heygen_widgets.sandbox.server import replies_v2, replies_v3, routes_v3_groups
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.api_versions import V3
from heygen_widgets.sandbox.server.idempotency import Scope, is_refusal
from heygen_widgets.sandbox.server.look_replies import look_v3, status_of
from heygen_widgets.sandbox.server.photos import found_asset, photo_source
from heygen_widgets.sandbox.server.uploads import parse_upload
from heygen_widgets.sandbox.server.validation_v3 import (
    PhotoRequest,
    parse_avatar,
    parse_idempotency_key,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response

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
    wanted = parse_avatar(await request.body())
    if isinstance(wanted, PhotoRequest):
        source = photo_source(wanted, str(request.base_url), sandbox)
        _check_group(wanted.avatar_group_id, sandbox)
        if sandbox.is_conflicting(source):
            raise ApiError.conflict()
        _check_means(sandbox.scenario.photo_price, sandbox)
        look = sandbox.create_photo_look(wanted.name, wanted.avatar_group_id, source)
    else:
        model = _check_references(wanted, sandbox)
        _check_means(sandbox.scenario.look_price, sandbox)
        look = sandbox.create_look(wanted, model.identity_of(0) if model else None)
    request.app.state.pictures.warm_up()
    return {
        "avatar_item": replies_v3.look_data(look, "processing"),
        "avatar_group": replies_v3.group_data(look.group, "processing"),
    }


def _check_means(price: float, sandbox: Sandbox) -> None:
    if sandbox.has_maximum_looks_in_progress:
        raise ApiError.too_many_requests()
    if not sandbox.can_pay_look(price):
        raise ApiError.insufficient_wallet(sandbox.remaining_wallet, price)


def _check_references(prompt_request: PromptRequest, sandbox: Sandbox) -> Look | None:
    """Check what a request refers to, and return the look that shall be imitated, if any."""
    for param, asset_id in prompt_request.asset_ids().items():
        found_asset(asset_id, param, sandbox)
    group_id = prompt_request.avatar_group_id
    _check_group(group_id, sandbox)
    if prompt_request.avatar_id is None:
        return None
    return _check_avatar(prompt_request.avatar_id, group_id, sandbox)


def _check_group(group_id: str | None, sandbox: Sandbox) -> None:
    if group_id is None:
        return
    group = sandbox.groups.find(group_id)
    if group is None:
        raise ApiError.avatar_not_found("avatar_group_id")
    if group.is_public:
        raise ApiError.forbidden()


def _check_avatar(avatar_id: str, group_id: str | None, sandbox: Sandbox) -> Look:
    """Check the look that a new look shall imitate, and return it."""
    look = sandbox.find_look(avatar_id)
    if not look:
        raise ApiError.avatar_not_found("avatar_id")
    if status_of(look, sandbox) != "completed" or not look.image_ids:
        raise ApiError.invalid("avatar_id", "The avatar has no usable image")
    if group_id not in (None, look.group.id):
        raise ApiError.invalid("avatar_id", "The avatar is in another group")
    return look


async def _look(request: Request, sandbox: Sandbox) -> Response:
    look = sandbox.find_look(request.path_params["look_id"])
    if look is None or sandbox.hides_look(look):
        raise ApiError.look_not_found()
    return _answer_about(look, request, sandbox)


def _answer_about(look: Look, request: Request, sandbox: Sandbox) -> Response:
    if sandbox.hides_status(look):
        return V3.success(replies_v3.look_data(look, replies_v2.UNDOCUMENTED_STATUS))
    if not sandbox.is_done(look):
        return V3.success(replies_v3.look_data(look, "processing"))
    if sandbox.final_fault_of(look) == "poll:failed-error":
        return V3.error(replies_v3.OUT_OF_CREDIT)
    return V3.success(look_v3(look, request, sandbox))


async def _user(_request: Request, sandbox: Sandbox) -> Response:
    return V3.success(replies_v3.user_data(sandbox.remaining_wallet))


async def _asset(request: Request, sandbox: Sandbox) -> Response:
    mime_type, data = parse_upload(request.headers.get("Content-Type", ""), await request.body())
    asset = sandbox.images.add_asset(mime_type, data)
    url = f"{request.base_url}image/{asset.id}/original"
    return V3.success(replies_v3.asset_data(asset, url))


ROUTES = (
    ("POST", "/v3/avatars", "create", CREATE, _create),
    ("GET", "/v3/avatars/looks/{look_id}", "look", "poll", _look),
    ("GET", "/v3/users/me", "user", "user", _user),
    ("POST", "/v3/assets", "asset", "upload", _asset),
    *routes_v3_groups.ROUTES,
)
"""Method, path, kind of request, area of faults, and the function that answers."""
