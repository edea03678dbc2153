"""The photo of which v3 shall make a look: an upload, a link, or a file within the request."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.uploads import detect_type

if TYPE_CHECKING:
    from heygen_widgets.sandbox.server.resources import Asset, Source
    from heygen_widgets.sandbox.server.state import Sandbox
    from heygen_widgets.sandbox.server.validation_v3 import PhotoRequest

TYPES = ("image/png", "image/jpeg")
"""The types of photos that v3 takes; not WebP, in which it shows looks itself."""

_PATH = re.compile(r"image/([0-9a-f]{32})/original(?:\?.*)?")


def found_asset(asset_id: str, param: str, sandbox: Sandbox) -> Asset:
    """Return an uploaded file.

    Raises:
        ApiError: If there is none with this id, or v3 doesn't know it yet.
    """
    asset = sandbox.images.find_asset(asset_id)
    if asset is None:
        raise ApiError.asset_not_found(param)
    if sandbox.images.is_fresh(asset):
        raise ApiError.asset_not_found(param, asset_id)
    return asset


def photo_source(wanted: PhotoRequest, base_url: str, sandbox: Sandbox) -> Source:
    """Return the photo of a request.

    Raises:
        ApiError: If it can't be found or fetched, or is no PNG or JPEG.
    """
    file = wanted.file
    if file["type"] == "url":
        return _linked(file["url"], base_url, sandbox)
    if file["type"] == "asset_id":
        asset = found_asset(file["asset_id"], "file.asset_id", sandbox)
        _check_type(asset.mime_type, "file.asset_id")
        return asset
    data = b64decode(file["data"])
    _check_type(detect_type(data), "file.data")
    return sandbox.images.add_asset(detect_type(data), data)


def _linked(url: str, base_url: str, sandbox: Sandbox) -> Source:
    """Return a picture of the sandbox's own store: it fetches nothing from elsewhere."""
    match = _PATH.fullmatch(url.removeprefix(base_url)) if url.startswith(base_url) else None
    asset = sandbox.images.find_asset(match[1]) if match else None
    if asset:
        _check_type(asset.mime_type, "file.url")
        return asset
    found = sandbox.images.find(match[1]) if match else None
    if not found:
        raise ApiError.download_failed("file.url")
    job, index = found
    return job.source_of(index)


def _check_type(mime_type: str, param: str) -> None:
    if mime_type not in TYPES:
        raise ApiError.invalid(param, f"Content type not supported: {mime_type or 'unknown'}")
