"""The routes of v3 for the groups and looks that there are: lists, names, deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from heygen_widgets.sandbox.server import replies_v3
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.api_versions import V3
from heygen_widgets.sandbox.server.groups import OWNERSHIPS
from heygen_widgets.sandbox.server.look_replies import group_v3, look_v3
from heygen_widgets.sandbox.server.paging import page_of
from heygen_widgets.sandbox.server.validation_v3 import parse_group_change, parse_look_change

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from heygen_widgets.sandbox.server.resources import Group, Look
    from heygen_widgets.sandbox.server.state import Sandbox

AVATAR_TYPES = ("photo_avatar", "digital_twin", "studio_avatar")


async def _groups(request: Request, sandbox: Sandbox) -> Response:
    query = request.query_params
    groups = sandbox.groups.newest_first(_ownership(query.get("ownership")))
    page, token = page_of(groups, lambda group: -group.number, query)
    return JSONResponse(
        replies_v3.list_body([group_v3(group, request, sandbox) for group in page], token)
    )


async def _looks(request: Request, sandbox: Sandbox) -> Response:
    query = request.query_params
    looks = sandbox.present(_listed(request, sandbox))
    page, token = page_of(looks, lambda look: look.number, query)
    return JSONResponse(
        replies_v3.list_body([look_v3(look, request, sandbox) for look in page], token)
    )


def _listed(request: Request, sandbox: Sandbox) -> list[Look]:
    """Return the looks that a list may contain, the oldest first."""
    query = request.query_params
    ownership = _ownership(query.get("ownership"))
    kind = query.get("avatar_type")
    if kind not in (None, *AVATAR_TYPES):
        words = ", ".join(map(repr, AVATAR_TYPES))
        raise ApiError.invalid("avatar_type", f"Input should be one of {words}")
    if kind not in (None, "photo_avatar"):
        return []
    if "group_id" not in query:
        return list(sandbox.groups.looks(ownership))
    group = sandbox.groups.find(query["group_id"])
    if group is None:
        raise ApiError.avatar_not_found("group_id")
    is_other = ownership and group.is_public != (ownership == "public")
    return [] if is_other else list(group.looks)


def _ownership(word: str | None) -> str | None:
    if word not in (None, *OWNERSHIPS):
        raise ApiError.invalid("ownership", "Input should be 'private' or 'public'")
    return word


async def _group(request: Request, sandbox: Sandbox) -> Response:
    return V3.success(group_v3(_found_group(request, sandbox), request, sandbox))


async def _rename_look(request: Request, sandbox: Sandbox) -> Response:
    look = _own_look(request, sandbox)
    look.name = parse_look_change(await request.body())
    return V3.success(look_v3(look, request, sandbox))


async def _change_group(request: Request, sandbox: Sandbox) -> Response:
    """Choose a group's voice: nothing else of it is known to be changeable."""
    group = _own_group(request, sandbox)
    group.default_voice_id = parse_group_change(await request.body())
    return V3.success(group_v3(group, request, sandbox))


async def _delete_look(request: Request, sandbox: Sandbox) -> Response:
    look = _own_look(request, sandbox)
    sandbox.groups.delete_look(look)
    return V3.success({"id": look.present_id})


async def _delete_group(request: Request, sandbox: Sandbox) -> Response:
    group = _own_group(request, sandbox)
    sandbox.groups.delete(group)
    return V3.success({"id": group.id})


def _found_group(request: Request, sandbox: Sandbox) -> Group:
    group = sandbox.groups.find(request.path_params["group_id"])
    if group is None:
        raise ApiError.avatar_not_found()
    return group


def _own_group(request: Request, sandbox: Sandbox) -> Group:
    group = _found_group(request, sandbox)
    if group.is_public:
        raise ApiError.forbidden()
    return group


def _own_look(request: Request, sandbox: Sandbox) -> Look:
    look = sandbox.find_look(request.path_params["look_id"])
    if look is None:
        raise ApiError.look_not_found()
    if look.group.is_public:
        raise ApiError.forbidden()
    return look


ROUTES = (
    ("GET", "/v3/avatars", "groups", "list", _groups),
    ("GET", "/v3/avatars/looks", "looks", "list", _looks),
    ("PATCH", "/v3/avatars/looks/{look_id}", "look-rename", "change", _rename_look),
    ("DELETE", "/v3/avatars/looks/{look_id}", "look-delete", "change", _delete_look),
    ("GET", "/v3/avatars/{group_id}", "group", "read", _group),
    ("PATCH", "/v3/avatars/{group_id}", "group-change", "change", _change_group),
    ("DELETE", "/v3/avatars/{group_id}", "group-delete", "change", _delete_group),
)
"""Method, path, kind of request, area of faults, and the function that answers."""
