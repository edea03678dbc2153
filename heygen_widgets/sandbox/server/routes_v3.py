"""v3's routes: an avatar from a prompt, one look at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.server import replies_v2, replies_v3
from heygen_widgets.sandbox.server.api_errors import Refusal
from heygen_widgets.sandbox.server.api_versions import V3
from heygen_widgets.sandbox.server.idempotency import Scope
from heygen_widgets.sandbox.server.uploads import parse_upload
from heygen_widgets.sandbox.server.validation_v3 import parse_idempotency_key, parse_prompt

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from heygen_widgets.sandbox.server.resources import Look
    from heygen_widgets.sandbox.server.state import Sandbox
    from heygen_widgets.sandbox.server.validation_v3 import PromptRequest


async def _create(request: Request, sandbox: Sandbox) -> Response:
    key = parse_idempotency_key(request.headers.get("Idempotency-Key"))
    if key is None:
        return V3.succeed(await _make(request, sandbox))
    scope = Scope(endpoint=request.url.path, api_key=request.headers["X-Api-Key"], key=key)
    # Held until the answer is on its way, however late that is.
    request.state.until_answered.enter_context(sandbox.replays.claim(scope))
    data = sandbox.replays.recall(scope)
    if data is None:
        data = await _make(request, sandbox)
        sandbox.replays.remember(scope, data)
    return V3.succeed(data)


async def _make(request: Request, sandbox: Sandbox) -> dict[str, object]:
    wanted = parse_prompt(await request.body())
    _check_references(wanted, sandbox)
    if sandbox.is_busy:
        raise Refusal.too_many()
    if not sandbox.can_pay_look:
        raise Refusal.insufficient_wallet(sandbox.wallet_left, sandbox.scenario.look_price)
    look = sandbox.make_look(wanted)
    request.app.state.gallery.expect()
    return {
        "avatar_item": replies_v3.look_data(look, "processing"),
        "avatar_group": replies_v3.group_data(look.group, "processing"),
    }


def _check_references(wanted: PromptRequest, sandbox: Sandbox) -> None:
    for param, asset_id in wanted.asset_ids().items():
        if not sandbox.find_asset(asset_id):
            raise Refusal.asset_not_found(param)
    group_id = wanted.avatar_group_id
    if group_id is not None and not sandbox.find_group(group_id):
        raise Refusal.avatar_not_found("avatar_group_id")
    if wanted.avatar_id is not None:
        _check_model(wanted.avatar_id, group_id, sandbox)


def _check_model(avatar_id: str, group_id: str | None, sandbox: Sandbox) -> None:
    """Refuse a look that a new one can't go by."""
    model = sandbox.find_look(avatar_id)
    if not model:
        raise Refusal.avatar_not_found("avatar_id")
    if not sandbox.is_done(model) or sandbox.fate_of(model):
        raise Refusal.invalid("avatar_id", "The avatar has no usable image")
    if group_id not in (None, model.group.id):
        raise Refusal.invalid("avatar_id", "The avatar is in another group")


async def _look(request: Request, sandbox: Sandbox) -> Response:
    look = sandbox.find_look(request.path_params["look_id"])
    if look is None or sandbox.denies(look):
        raise Refusal.avatar_not_found()
    if sandbox.has_odd_status(look):
        return V3.succeed(replies_v3.look_data(look, replies_v2.ODD_STATUS))
    if not sandbox.is_done(look):
        return V3.succeed(replies_v3.look_data(look, "processing"))
    fate = sandbox.fate_of(look)
    if fate == "poll:failed-error":
        return V3.refuse(replies_v3.OUT_OF_CREDIT)
    if fate in BAD_ENDS:
        return V3.succeed(replies_v3.look_data(look, BAD_ENDS[fate]))
    return V3.succeed(replies_v3.look_data(look, "completed", _link(request, sandbox, look)))


def _link(request: Request, sandbox: Sandbox, look: Look) -> str | None:
    sandbox.give_links(look)
    return next((f"{request.base_url}{key}" for key in look.image_keys), None)


async def _user(_request: Request, sandbox: Sandbox) -> Response:
    return V3.succeed(replies_v3.user_data(sandbox.wallet_left))


async def _asset(request: Request, sandbox: Sandbox) -> Response:
    mime_type, data = parse_upload(request.headers.get("Content-Type", ""), await request.body())
    asset = sandbox.keep_asset(mime_type, data)
    url = f"{request.base_url}image/{asset.id}/original"
    return V3.succeed(replies_v3.asset_data(asset, url))


BAD_ENDS = {
    "poll:failed": "failed",
    "poll:never": "processing",
    "poll:pending-consent": "pending_consent",
}
"""The status of a look that ended, but not with a picture."""

ROUTES = (
    ("POST", "/v3/avatars", "create", "submit", _create),
    ("GET", "/v3/avatars/looks/{look_id}", "look", "poll", _look),
    ("GET", "/v3/users/me", "user", "user", _user),
    ("POST", "/v3/assets", "asset", "asset", _asset),
)
"""Method, path, the kind that requests count as, the area of their faults, and who answers."""
