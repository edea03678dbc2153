"""Reads an uploaded file: one field of a multipart form, or the whole body of a request."""

from __future__ import annotations

import re
from email.parser import HeaderParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.server.api_errors import ApiError

if TYPE_CHECKING:
    from email.message import Message

FIELD = "file"
MAX_SIZE = 32 * 1024 * 1024

ACCEPTED_TYPES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "application/pdf": ".pdf",
    "application/x-subrip": ".srt",
}
"""The types that HeyGen accepts, and the suffixes of such files."""

RAW_TYPES = frozenset(
    {"image/jpeg", "image/png", "image/webp", "video/mp4", "video/webm", "audio/mpeg"}
)
"""The types that HeyGen's older upload accepts; WebP is not documented, but clients send it."""

SIGNATURES = {
    "image/png": rb"\x89PNG\r\n\x1a\n",
    "image/jpeg": rb"\xff\xd8\xff",
    "image/webp": rb"RIFF....WEBP",
    "image/gif": rb"GIF8",
    "audio/wav": rb"RIFF....WAVE",
    "video/mp4": rb"....ftyp",
    "video/webm": rb"\x1a\x45\xdf\xa3",
    "application/pdf": rb"%PDF-",
}
"""The first bytes of files, as regular expressions, by type."""

UNSPECIFIC_TYPES = frozenset({"", "application/octet-stream"})


def parse_upload(content_type: str, body: bytes) -> tuple[str, bytes]:
    """Return the media type and the content of the file in a form.

    Raises:
        ApiError: If there is no file, or HeyGen doesn't accept it.
    """
    headers, data = _find_file(content_type, body)
    if not data:
        raise ApiError.invalid(FIELD, "File should not be empty")
    if len(data) > MAX_SIZE:
        raise ApiError.invalid(FIELD, "File should have at most 32 MB")
    return _type_of(headers, data), data


def parse_raw_upload(content_type: str, body: bytes) -> tuple[str, bytes]:
    """Return the media type and the content of a file that is the whole body of a request.

    Raises:
        ApiError: If it is empty or too large, or not of the type that the header names.
    """
    if not body:
        raise ApiError.invalid(FIELD, "File should not be empty")
    if len(body) > MAX_SIZE:
        raise ApiError.invalid(FIELD, "File should have at most 32 MB")
    declared = content_type.partition(";")[0].strip().lower()
    detected = detect_type(body)
    if declared not in RAW_TYPES:
        raise ApiError.wrong_file_type(f"Content type not supported: {declared or 'none'}")
    if detected and declared != detected:
        raise ApiError.wrong_file_type(f"Content type not match {declared} != {detected}")
    if not detected and declared.startswith("image/"):
        raise ApiError.wrong_file_type(f"The file is no {declared}")
    return declared, body


def detect_type(data: bytes) -> str:
    """Return the media type that the first bytes of a file show; empty if they show none."""
    return next(
        (kind for kind, start in SIGNATURES.items() if re.match(start, data, re.DOTALL)), ""
    )


def _find_file(content_type: str, body: bytes) -> tuple[Message, bytes]:
    boundary = _read_headers(f"Content-Type: {content_type}").get_boundary()
    parts = (b"\r\n" + body).split(f"\r\n--{boundary}".encode()) if boundary else []
    for part in parts[1:]:
        head, gap, data = part.partition(b"\r\n\r\n")
        headers = _read_headers(head.decode(errors="replace").lstrip())
        if gap and headers.get_param("name", header="Content-Disposition") == FIELD:
            return headers, data
    raise ApiError.invalid(FIELD, "Field required")


def _read_headers(head: str) -> Message:
    return HeaderParser().parsestr(head)


def _type_of(headers: Message, data: bytes) -> str:
    declared = headers.get_content_type() if "Content-Type" in headers else ""
    detected = detect_type(data)
    if declared in UNSPECIFIC_TYPES:
        declared = detected or _type_by_name(headers.get_filename(""))
    if declared not in ACCEPTED_TYPES:
        raise ApiError.invalid(FIELD, f"File type should be one of {', '.join(ACCEPTED_TYPES)}")
    if detected and declared != detected:
        raise ApiError.invalid(FIELD, f"Content type not match {declared} != {detected}")
    return declared


def _type_by_name(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return next(
        (kind for kind, usual_suffix in ACCEPTED_TYPES.items() if usual_suffix == suffix), ""
    )
