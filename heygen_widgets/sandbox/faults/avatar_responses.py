"""How each kind of fault of groups, looks and training answers a request."""

from __future__ import annotations

import json
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from heygen_widgets.sandbox.faults.handlers import (
    CUT_CONNECTION,
    after,
    api_error,
    instead,
    malformed_json,
    server_error,
)
from heygen_widgets.sandbox.server import raw_responses, replies_v2_groups
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.paging import FIRST_PAGE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from heygen_widgets.sandbox.faults.handlers import FaultHandler, Handler
    from heygen_widgets.sandbox.server.api_versions import ApiVersion

AREAS = ("upload", "group", "add", "train", "look", "read", "list", "change")
"""What the requests are about: the parts of the kinds of fault before the colon."""


def avatar_fault_handlers(version: ApiVersion, area: str) -> dict[str, FaultHandler]:
    """Return how each fault of an area answers.

    Args:
        version: Its envelopes.
        area: One of `AREAS`.
    """
    if area == "look":
        return {"look:not-trained": api_error(version, ApiError.not_trained)}
    if area in ("read", "list"):
        return _reading(version, area)
    return _making(version, area)


def _both(version: ApiVersion, area: str) -> dict[str, FaultHandler]:
    return {
        f"{area}:drop": CUT_CONNECTION,
        f"{area}:401": api_error(version, ApiError.unauthorized),
        f"{area}:429": api_error(version, ApiError.too_many_requests),
        **{f"{area}:{code}": instead(partial(server_error, version, code)) for code in (500, 503)},
        f"{area}:malformed": after(malformed_json),
    }


def _making(version: ApiVersion, area: str) -> dict[str, FaultHandler]:
    return {
        **_both(version, area),
        f"{area}:lost": after(lambda _: raw_responses.CutConnection()),
        **{
            f"{area}:{code}-made": after(lambda _, code=code: server_error(version, code))  # type: ignore[misc]
            for code in (500, 504)
        },
        **_OTHERS[area](version, area),
    }


def _reading(version: ApiVersion, area: str) -> dict[str, FaultHandler]:
    others: dict[str, FaultHandler] = (
        {f"{area}:404": api_error(version, version.avatar_not_found)}
        if area == "read"
        else {"list:renamed-fields": after(_rename_fields), "list:same-token": _repeat_page}
    )
    return {**_both(version, area), **others}


def _of_upload(version: ApiVersion, area: str) -> dict[str, FaultHandler]:
    problem = "Content type not match image/jpeg != image/webp"
    return {f"{area}:type": api_error(version, lambda: ApiError.wrong_file_type(problem))}


def _of_pictures(version: ApiVersion, area: str) -> dict[str, FaultHandler]:
    return {
        f"{area}:402": _cannot_pay_photo(version),
        f"{area}:asset-not-found": api_error(
            version, lambda: ApiError.asset_not_found("file.asset_id")
        ),
        f"{area}:409-conflict": api_error(version, ApiError.conflict),
    }


def _of_train(version: ApiVersion, area: str) -> dict[str, FaultHandler]:
    return {
        f"{area}:402": api_error(version, ApiError.insufficient_credit),
        f"{area}:already": _train_in_silence(version),
    }


def _of_change(version: ApiVersion, area: str) -> dict[str, FaultHandler]:
    return {
        f"{area}:403": api_error(version, ApiError.forbidden),
        f"{area}:404": api_error(version, version.avatar_not_found),
    }


_OTHERS = {
    "upload": _of_upload,
    "group": _of_pictures,
    "add": _of_pictures,
    "train": _of_train,
    "change": _of_change,
}
"""The faults that each area has besides those of all."""


def _cannot_pay_photo(version: ApiVersion) -> FaultHandler:
    async def handle(request: Request, _handler: Handler) -> Response:
        price = request.app.state.sandbox.scenario.photo_price
        return version.error(ApiError.insufficient_wallet(0, price))

    return handle


def _train_in_silence(version: ApiVersion) -> FaultHandler:
    """Begin the training, and answer as if there were no valid image."""

    async def handle(request: Request, handler: Handler) -> Response:
        response = await handler()
        if response.status_code != HTTPStatus.OK:
            return response
        group_id = json.loads(await request.body())["group_id"]
        return version.error(ApiError.no_valid_image(group_id))

    return handle


def _rename_fields(response: Response) -> Response:
    envelope = json.loads(bytes(response.body))
    groups = envelope["data"].get("avatar_group_list", [])
    envelope["data"] |= (
        {"avatar_group_list": [_renamed(group) for group in groups]} if groups else {}
    )
    return JSONResponse(envelope)


def _renamed(group: dict[str, Any]) -> dict[str, Any]:
    """Return a group with the other names, and no status for one that was never trained."""
    names = replies_v2_groups.RENAMED_FIELDS
    renamed = {names.get(name, name): value for name, value in group.items()}
    return renamed | ({"train_status": None} if group["train_status"] == "empty" else {})


async def _repeat_page(request: Request, handler: Handler) -> Response:
    """Answer with a page whose token leads to the same page again."""
    response = await handler()
    if response.status_code != HTTPStatus.OK:
        return response
    envelope = json.loads(bytes(response.body))
    token = request.query_params.get("token") or envelope["next_token"] or FIRST_PAGE
    return JSONResponse({**envelope, "has_more": True, "next_token": token})
