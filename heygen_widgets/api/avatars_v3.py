"""Groups, looks and uploads of HeyGen's v3: paths and fields. No I/O.

Source: HeyGen's command line tool (heygen-com/heygen-cli, gen/avatar.go and gen/asset.go).
"""

from __future__ import annotations

from urllib.parse import quote

from heygen_widgets.api import avatar_fields as read
from heygen_widgets.api import envelope, wire_v3
from heygen_widgets.api.avatars import Page, Upload
from heygen_widgets.api.wire import Reply, Request
from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.groups import AvatarGroup, AvatarStatus, Training
from heygen_widgets.models.limits import MAX_REFERENCE_BYTES
from heygen_widgets.models.looks import AvatarLook

GROUP_LISTS = ("avatar_groups", "avatar_group_list", "groups", "avatars", "list")
LOOK_LISTS = ("avatar_items", "looks", "avatar_looks", "avatars", "avatar_list", "list")


def groups_request(token: str | None, limit: int) -> Request:
    """Return the request for a page of the account's own groups, not of HeyGen's public ones."""
    path = f"/v3/avatars?ownership=private&limit={_page_size(limit)}"
    return Request("GET", path + _turned_to(token))


def read_groups(reply: Reply) -> Page[AvatarGroup]:
    """Return a page of groups.

    Raises:
        HeyGenError: The error that the reply means.
    """
    groups = (_group(fields) for fields in read.items(reply, GROUP_LISTS))
    return Page(tuple(group for group in groups if group.id), read.next_token(reply))


def looks_request(group_id: str, token: str | None) -> Request:
    """Return the request for a page of the looks of a group."""
    request = wire_v3.group_request(group_id)
    return Request("GET", request.path + _turned_to(token))


def read_looks(reply: Reply, group_id: str) -> Page[AvatarLook]:
    """Return a page of looks.

    Raises:
        HeyGenError: The error that the reply means.
    """
    found = (look(fields, group_id) for fields in read.items(reply, LOOK_LISTS))
    return Page(tuple(item for item in found if item.id), read.next_token(reply))


def group_request(group_id: str) -> Request:
    """Return the request for one group."""
    return Request("GET", _group_path(group_id))


def read_group(reply: Reply, group_id: str) -> AvatarGroup | None:
    """Return one group.

    Raises:
        HeyGenError: The error that the reply means.
    """
    del group_id
    data = envelope.read(reply)
    inner = data.get("avatar_group")
    found = _group(inner if isinstance(inner, dict) else data)
    envelope.require_id(found.id, reply, "HeyGen's answer has no group id.")
    return found


def look_request(look_id: str) -> Request:
    """Return the request for one look."""
    return wire_v3.status_request(look_id)


def read_look(reply: Reply) -> AvatarLook:
    """Return one look.

    Raises:
        HeyGenError: The error that the reply means.
    """
    data = envelope.read(reply)
    inner = data.get("avatar_item")
    found = look(inner if isinstance(inner, dict) else data)
    envelope.require_id(found.id, reply, "HeyGen's answer has no look id.")
    return found


def training_request(group_id: str) -> None:
    """Return None: groups of v3 need no training."""
    del group_id


def read_training(reply: Reply) -> tuple[Training, str | None]:
    """Return that no training is needed."""
    del reply
    return Training.NOT_NEEDED, None


def rename_group_request(group_id: str, name: str) -> Request:
    """Return the request that may rename a group: HeyGen documents it for its voice only."""
    return Request("PATCH", _group_path(group_id), {"name": name})


def rename_look_request(look_id: str, name: str) -> Request:
    """Return the request that renames a look."""
    return Request("PATCH", wire_v3.status_request(look_id).path, {"name": name})


def delete_group_request(group_id: str) -> Request:
    """Return the request that deletes a group with its looks."""
    return Request("DELETE", _group_path(group_id))


def delete_look_request(look_id: str) -> Request:
    """Return the request that deletes a look; the last look takes its group with it."""
    return Request("DELETE", wire_v3.status_request(look_id).path)


def upload_request(data: bytes, mime_type: str) -> Request:
    """Return the request that uploads a picture; HeyGen doesn't bill it.

    Raises:
        InvalidAttributes: The picture has too many bytes.
    """
    if len(data) > MAX_REFERENCE_BYTES:
        said = f"has {len(data):,} bytes; HeyGen takes at most {MAX_REFERENCE_BYTES:,}"
        raise InvalidAttributes({"picture": said})
    return wire_v3.upload_request(data, mime_type)


def read_upload(reply: Reply) -> Upload:
    """Return the asset id of an upload, and its link.

    Raises:
        HeyGenError: The error that the reply means.
    """
    data = envelope.read(reply)
    missing = "HeyGen took the picture, but gave no asset id."
    given = read.first_text(data, ("asset_id", "id"))
    key = envelope.require_id(given, reply, missing, "Nothing is billed. Try again.")
    return Upload(key, read.first_text(data, ("url",)))


def look(fields: read.Fields, group_id: str | None = None) -> AvatarLook:
    """Return a look of its fields.

    Args:
        fields: The look as HeyGen describes it.
        group_id: The group that it is listed in, in case that the look doesn't name it.
    """
    return AvatarLook(
        id=read.first_text(fields, read.IDS),
        group_id=read.first_text(fields, ("group_id", "avatar_group_id")) or group_id,
        name=read.first_text(fields, read.NAMES),
        status=read.status(fields),
        message=read.message(fields),
        image_url=read.first_text(fields, read.URLS),
        image_key=read.first_text(fields, ("image_key",)),
        created_at=read.moment(fields.get("created_at")),
        size=read.size(fields),
        api="v3",
    )


def _group(fields: read.Fields) -> AvatarGroup:
    # A group whose status is missing is one of those that are there.
    has_status = bool(read.first_text(fields, ("status",)))
    return AvatarGroup(
        id=read.first_text(fields, ("id", "group_id", "avatar_group_id")),
        name=read.first_text(fields, read.NAMES),
        status=read.status(fields) if has_status else AvatarStatus.COMPLETED,
        looks_count=read.count(fields),
        preview_url=read.first_text(fields, read.URLS),
        created_at=read.moment(fields.get("created_at")),
        training=Training.NOT_NEEDED,
        message=read.message(fields),
        api="v3",
    )


def _group_path(group_id: str) -> str:
    return f"/v3/avatars/{quote(group_id, safe='', errors='replace')}"


def _page_size(limit: int) -> int:
    return max(1, min(limit, wire_v3.MAX_PAGE))


def _turned_to(token: str | None) -> str:
    return f"&token={quote(token, safe='', errors='replace')}" if token else ""
