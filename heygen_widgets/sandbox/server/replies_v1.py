"""The bodies of v1's replies: uploads and the user still answer in its envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heygen_widgets.sandbox.server.api_errors import ApiError
    from heygen_widgets.sandbox.server.resources import Asset

SUCCESS = 100
"""The code of success."""

ERROR_CODES = {
    "unauthorized": 400112,
    "invalid_parameter": 400175,
    "asset_format_not_supported": 400543,
    "rate_limit_exceeded": 400123,
}
"""v1's numbers for the codes of errors; any other code is sent as it is."""


def success_body(data: dict[str, Any]) -> dict[str, Any]:
    """Return the envelope of success."""
    return {"code": SUCCESS, "data": data, "msg": None, "message": None}


def error_body(error: ApiError) -> dict[str, Any]:
    """Return the envelope of an error."""
    code = ERROR_CODES.get(error.code, error.code)
    return {"code": code, "message": error.message, "data": None}


def asset_data(asset: Asset, url: str, created_at: int) -> dict[str, Any]:
    """Return the data of an uploaded file; only images have an ``image_key``."""
    kind = asset.mime_type.partition("/")[0]
    return {
        "id": asset.id,
        "name": asset.id,
        "file_type": kind,
        "folder_id": "",
        "meta": None,
        "created_ts": created_at,
        "url": url,
        "image_key": f"image/{asset.id}/original" if kind == "image" else None,
    }
