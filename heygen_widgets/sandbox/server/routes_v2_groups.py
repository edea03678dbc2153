"""The routes of v2 from keys to avatars: uploads, groups, looks and training."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.server import replies_v1, replies_v2_groups
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.api_versions import V1, V2
from heygen_widgets.sandbox.server.look_replies import group_v2, look_v2, status_of
from heygen_widgets.sandbox.server.resources import Drawn, Look
from heygen_widgets.sandbox.server.uploads import parse_raw_upload
from heygen_widgets.sandbox.server.validation_v2_groups import (
    parse_more_looks,
    parse_new_group,
    parse_new_look,
    parse_train,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from heygen_widgets.sandbox.server.resources import Group, Source
    from heygen_widgets.sandbox.server.state import Sandbox

_KEY = re.compile(r"image/([0-9a-f]{32})/original(?:\.\w+)?")


async def _upload(request: Request, sandbox: Sandbox) -> Response:
    mime_type, data = parse_raw_upload(
        request.headers.get("Content-Type", ""), await request.body()
    )
    asset = sandbox.images.add_asset(mime_type, data)
    url = f"{request.base_url}image/{asset.id}/original"
    return V1.success(replies_v1.asset_data(asset, url, int(sandbox.now())))


async def _create_group(request: Request, sandbox: Sandbox) -> Response:
    wanted = parse_new_group(await request.body())
    source = _source(wanted.image_key, "image_key", sandbox)
    _check_generation(source, wanted.generation_id)
    group = sandbox.groups.create(wanted.name, int(sandbox.now()))
    # The first look has the id of its group.
    look = sandbox.register_look(wanted.name, group, source, look_id=group.id)
    return V2.success(look_v2(look, request, sandbox))


async def _add_looks(request: Request, sandbox: Sandbox) -> Response:
    wanted = parse_more_looks(await request.body())
    group = _own_group(wanted.group_id, sandbox)
    sources = [
        _source(key, f"image_keys.{index}", sandbox) for index, key in enumerate(wanted.image_keys)
    ]
    for source in sources:
        if isinstance(source, Drawn) and wanted.generation_id is None:
            raise ApiError.invalid("generation_id", "Field required")
        _check_generation(source, wanted.generation_id)
    looks = [sandbox.register_look(wanted.name, group, source) for source in sources]
    return V2.success({"photo_avatar_list": [look_v2(look, request, sandbox) for look in looks]})


async def _train(request: Request, sandbox: Sandbox) -> Response:
    group = _own_group(parse_train(await request.body()), sandbox)
    if not sandbox.can_pay(sandbox.scenario.training_cost):
        raise ApiError.insufficient_credit()
    has_valid_image = any(status_of(look, sandbox) == "completed" for look in group.looks)
    now = int(sandbox.now())
    training = sandbox.trainings.start(group, now, has_valid_image=has_valid_image)
    return V2.success(replies_v2_groups.training_started_data(training, group.looks_count))


async def _training_status(request: Request, sandbox: Sandbox) -> Response:
    group = _own_group(request.path_params["group_id"], sandbox)
    status = sandbox.trainings.status_of(group)
    return V2.success(replies_v2_groups.training_data(status, group.training))


async def _generate_looks(request: Request, sandbox: Sandbox) -> Response:
    wanted = parse_new_look(await request.body())
    group = _own_group(wanted.group_id, sandbox)
    if not sandbox.trainings.is_trained(group):
        raise ApiError.not_trained()
    cost = sandbox.scenario.new_look_cost
    if not sandbox.can_pay(cost):
        raise ApiError.insufficient_credit()
    person = group.looks[0].identity_of(0)
    job = sandbox.create_job(wanted.attributes, cost=cost, identity=person)
    request.app.state.pictures.warm_up()
    return V2.success({"generation_id": job.id})


async def _look(request: Request, sandbox: Sandbox) -> Response:
    look = _found_look(request, sandbox)
    return V2.success(look_v2(look, request, sandbox))


async def _delete_look(request: Request, sandbox: Sandbox) -> Response:
    look = _found_look(request, sandbox)
    if look.group.is_public:
        raise ApiError.forbidden()
    sandbox.groups.delete_look(look)
    return V2.success(None)


async def _delete_group(request: Request, sandbox: Sandbox) -> Response:
    sandbox.groups.delete(_own_group(request.path_params["group_id"], sandbox))
    return V2.success(None)


async def _groups(request: Request, sandbox: Sandbox) -> Response:
    """List the groups, all at once: v2 has no pages."""
    wants_public = request.query_params.get("include_public", "false").lower() == "true"
    groups = sandbox.groups.newest_first(None if wants_public else "private")
    listed = [group_v2(group, request, sandbox) for group in groups]
    return V2.success(replies_v2_groups.group_list_data(listed))


async def _looks(request: Request, sandbox: Sandbox) -> Response:
    group = sandbox.groups.find(request.path_params["group_id"])
    if group is None:
        raise ApiError.avatar_not_found()
    looks = sandbox.present(group.looks)
    return V2.success({"avatar_list": [look_v2(look, request, sandbox) for look in looks]})


def _own_group(group_id: str, sandbox: Sandbox) -> Group:
    group = sandbox.groups.find(group_id)
    if group is None:
        raise ApiError.avatar_not_found()
    if group.is_public:
        raise ApiError.forbidden()
    return group


def _found_look(request: Request, sandbox: Sandbox) -> Look:
    look = sandbox.find_look(request.path_params["look_id"])
    if look is None:
        raise ApiError.photo_avatar_not_found()
    return look


def _source(key: str, field: str, sandbox: Sandbox) -> Source:
    """Return the picture with a key: one of a generation, or an upload."""
    match = _KEY.fullmatch(key)
    asset = sandbox.images.find_asset(match[1]) if match else None
    if asset and asset.mime_type.startswith("image/"):
        return asset
    job, index = (match and sandbox.images.find(match[1])) or (None, 0)
    # Pictures of looks have no keys.
    if job is None or isinstance(job, Look):
        raise ApiError.invalid(field, "Image not found")
    return Drawn(job, index)


def _check_generation(source: Source, generation_id: str | None) -> None:
    """Check that the generation that a request names, if it names one, made the picture."""
    made_by = source.job.id if isinstance(source, Drawn) else None
    if generation_id not in (None, made_by):
        raise ApiError.invalid("generation_id", "The image is not of this generation")


_AVATAR = "/v2/photo_avatar"

ROUTES_V1 = (("POST", "/v1/asset", "upload", "upload", _upload),)
ROUTES = (
    ("POST", f"{_AVATAR}/avatar_group/create", "group-create", "group", _create_group),
    ("POST", f"{_AVATAR}/avatar_group/add", "group-add", "add", _add_looks),
    ("POST", f"{_AVATAR}/train", "train", "train", _train),
    ("GET", f"{_AVATAR}/train/status/{{group_id}}", "training", "read", _training_status),
    ("POST", f"{_AVATAR}/look/generate", "look-generate", "look", _generate_looks),
    ("GET", f"{_AVATAR}/{{look_id}}", "photo-avatar", "read", _look),
    ("DELETE", f"{_AVATAR}/{{look_id}}", "look-delete", "change", _delete_look),
    ("DELETE", "/v2/photo_avatar_group/{group_id}", "group-delete", "change", _delete_group),
    ("GET", "/v2/avatar_group.list", "groups", "list", _groups),
    ("GET", "/v2/avatar_group/{group_id}/avatars", "group-looks", "list", _looks),
)
"""Method, path, kind of request, area of faults, and the function that answers."""
