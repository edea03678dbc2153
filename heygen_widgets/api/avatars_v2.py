"""Groups, looks, training and uploads of HeyGen's v2: paths and fields. No I/O.

Source: HeyGen's API reference ("List All Avatar Groups", "List All Avatars in One Avatar Group",
"Get Training Job Status", "Upload Asset") and its skills for agents (photo-avatars.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from heygen_widgets.api import avatar_fields as read
from heygen_widgets.api import envelope
from heygen_widgets.api.avatars import Page, Upload
from heygen_widgets.api.wire import Reply, Request
from heygen_widgets.errors import NotOffered
from heygen_widgets.models.groups import AvatarGroup, AvatarStatus, Training
from heygen_widgets.models.looks import AvatarLook

if TYPE_CHECKING:
    from typing import NoReturn

GROUPS = "/v2/avatar_group.list?include_public=false"
GROUP_LISTS = ("avatar_group_list", "avatar_groups", "groups", "list")
LOOK_LISTS = ("avatar_list", "photo_avatar_list", "avatars", "looks", "list")
GROUP_IDS = ("id", "group_id", "avatar_group_id")

_PUBLIC = "PUBLIC"


def groups_request(token: str | None, limit: int) -> Request:
    """Return the request for the account's own groups, which v2 lists in one page."""
    del token, limit
    return Request("GET", GROUPS)


def read_groups(reply: Reply) -> Page[AvatarGroup]:
    """Return the account's own groups; HeyGen's public ones are left out.

    Raises:
        HeyGenError: The error that the reply means.
    """
    listed = [
        group
        for group in read.items(reply, GROUP_LISTS)
        if not str(group.get("group_type")).upper().startswith(_PUBLIC)
    ]
    groups = (_group(fields) for fields in listed)
    return Page(tuple(group for group in groups if group.id), read.next_token(reply))


def looks_request(group_id: str, token: str | None) -> Request:
    """Return the request for the looks of a group, which v2 lists in one page."""
    del token
    return Request("GET", f"/v2/avatar_group/{_quoted(group_id)}/avatars")


def read_looks(reply: Reply, group_id: str) -> Page[AvatarLook]:
    """Return the looks of a group.

    Raises:
        HeyGenError: The error that the reply means.
    """
    found = (look(fields, group_id) for fields in read.items(reply, LOOK_LISTS))
    return Page(tuple(item for item in found if item.id), read.next_token(reply))


def group_request(group_id: str) -> Request:
    """Return the request for all groups: v2 has no route for one."""
    del group_id
    return Request("GET", GROUPS)


def read_group(reply: Reply, group_id: str) -> AvatarGroup | None:
    """Return a group of the list; None if it isn't there.

    Raises:
        HeyGenError: The error that the reply means.
    """
    return next((group for group in read_groups(reply).items if group.id == group_id), None)


def look_request(look_id: str) -> Request:
    """Return the request for one look."""
    return Request("GET", f"/v2/photo_avatar/{_quoted(look_id)}")


def read_look(reply: Reply) -> AvatarLook:
    """Return one look.

    Raises:
        HeyGenError: The error that the reply means.
    """
    found = look(envelope.read(reply))
    envelope.require_id(found.id, reply, "HeyGen's answer has no look id.")
    return found


def training_request(group_id: str) -> Request:
    """Return the request for the training of a group."""
    return Request("GET", f"/v2/photo_avatar/train/status/{_quoted(group_id)}")


def read_training(reply: Reply) -> tuple[Training, str | None]:
    """Return how a training stands, and HeyGen's reason if it gives one.

    Raises:
        HeyGenError: The error that the reply means.
    """
    return training(envelope.read(reply))


def rename_group_request(group_id: str, name: str) -> Request:
    """Raise an error: v2 renames nothing.

    Raises:
        NotOffered: Always.
    """
    del group_id, name
    _refuse_renaming()


def rename_look_request(look_id: str, name: str) -> Request:
    """Raise an error: v2 renames nothing.

    Raises:
        NotOffered: Always.
    """
    del look_id, name
    _refuse_renaming()


def delete_group_request(group_id: str) -> Request:
    """Return the request that deletes a group with its looks."""
    return Request("DELETE", f"/v2/photo_avatar_group/{_quoted(group_id)}")


def delete_look_request(look_id: str) -> Request:
    """Return the request that deletes a look."""
    return Request("DELETE", f"/v2/photo_avatar/{_quoted(look_id)}")


def upload_request(data: bytes, mime_type: str) -> Request:
    """Return the request that uploads a picture: its bytes are the whole body."""
    return Request("POST", "/v1/asset", raw=(data, mime_type), to_upload_host=True)


def read_upload(reply: Reply) -> Upload:
    """Return the image key of an upload, which groups and looks take, and its link.

    Raises:
        HeyGenError: The error that the reply means.
    """
    data = envelope.read(reply)
    missing = "HeyGen took the picture, but gave no image key."
    key = envelope.require_id(
        data.get("image_key"), reply, missing, "Nothing is billed. Try again."
    )
    return Upload(key, read.first_text(data, ("url",)))


def training(fields: read.Fields) -> tuple[Training, str | None]:
    """Return how a training stands, and HeyGen's reason if it gives one."""
    word = read.first_text(fields, ("status", "train_status"))
    return read.training(word), read.message(fields)


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
        image_url=read.first_text(fields, ("image_url", *read.URLS)),
        image_key=read.first_text(fields, ("image_key",)),
        created_at=read.moment(fields.get("created_at") or fields.get("created_ts")),
        size=read.size(fields),
        api="v2",
    )


def _group(fields: read.Fields) -> AvatarGroup:
    has_status = bool(read.first_text(fields, ("status",)))
    return AvatarGroup(
        id=read.first_text(fields, GROUP_IDS),
        name=read.first_text(fields, read.NAMES),
        # v2 gives groups no status: one that is listed is there.
        status=read.status(fields) if has_status else AvatarStatus.COMPLETED,
        looks_count=read.count(fields),
        preview_url=read.first_text(fields, read.URLS),
        created_at=read.moment(fields.get("created_at") or fields.get("created_ts")),
        training=read.training(fields.get("train_status")),
        message=read.message(fields),
        api="v2",
    )


def _quoted(given: str) -> str:
    # HeyGen answers "not found" to an id with a lone surrogate, which has no encoding.
    return quote(given, safe="", errors="replace")


def _refuse_renaming() -> NoReturn:
    raise NotOffered(
        "HeyGen's v2 can't rename an avatar or a look.",
        "Nothing was sent and nothing is billed. Rename it in HeyGen's app.",
    )
