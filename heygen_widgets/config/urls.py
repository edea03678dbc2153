"""The URLs that requests may go to: https, or this machine."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from heygen_widgets.errors import ConfigurationError, ImageUnavailable

HEYGEN_URL = "https://api.heygen.com"
HEYGEN_UPLOAD_URL = "https://upload.heygen.com"
"""Where HeyGen takes the uploads of v2."""
SANDBOX_HOST = "sandbox"
"""What the host of the in-process sandbox is called, in the history and on the screen."""
SANDBOX_URL = "https://heygen.sandbox"
"""The base URL of the sandbox in this process; it is never looked up in DNS."""


def check_base_url(url: str) -> str:
    """Return the API's base URL without a trailing slash.

    Raises:
        ConfigurationError: The URL is invalid, is neither https nor http to this machine, or has a
            user name, a password, a query or a fragment.
    """
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or not _is_plain(url.strip()) or parts.scheme not in {"http", "https"}:
        raise ConfigurationError(
            f"{url!r} is not the address of an API.", f"It should look like {HEYGEN_URL}."
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigurationError(
            "The API's address must not contain a user name, a password, a query or a fragment.",
            f"It should look like {HEYGEN_URL}.",
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigurationError(
            f"{url!r} would send your API key unencrypted.",
            "Use https; plain http is only allowed to this machine (127.0.0.1, localhost).",
        )
    return url.strip().rstrip("/")


def upload_url_beside(base_url: str) -> str:
    """Return where uploads go if nobody says: HeyGen's upload host, or the same other server.

    Args:
        base_url: The API's base URL, checked by `check_base_url`.
    """
    is_heygen = urlsplit(base_url).hostname == urlsplit(HEYGEN_URL).hostname
    return HEYGEN_UPLOAD_URL if is_heygen else base_url


def check_image_url(url: str, base_url: str) -> None:
    """Refuse a link to an image that is not safe to open.

    Raises:
        ImageUnavailable: The link is invalid, is not https, or leads to this machine although the
            API is on another one. If both are on this machine, http is allowed.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    api_is_local = is_loopback(urlsplit(base_url).hostname or "")
    if not url.isprintable():
        host = ""
    if host and parts.scheme == "https" and (api_is_local or not _may_be_this_machine(host)):
        return
    if host and parts.scheme == "http" and api_is_local and is_loopback(host):
        return
    raise ImageUnavailable(f"The image's link {url[:200]!r} is not one that is safe to open.")


def _may_be_this_machine(host: str) -> bool:
    """Return whether some resolver may read a host as this machine."""
    host = host.rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        # Resolvers also read 127.1 and 2130706433 as addresses.
        address = ip_address(socket.inet_aton(host))
    except OSError:
        try:
            address = ip_address(host)
        except ValueError:
            return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback or mapped.is_unspecified)


def _is_plain(url: str) -> bool:
    # Parsers disagree about blanks, control characters and backslashes in a URL.
    return url.isprintable() and not any(odd in url for odd in " \\")


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is this machine."""
    # Not `*.localhost`: some resolvers ask DNS for those.
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
