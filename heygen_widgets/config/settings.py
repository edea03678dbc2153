"""A client's settings, from arguments or the environment. An empty variable counts as unset."""

from __future__ import annotations

import math
import os

from heygen_widgets.config.api_key import KEY_VARIABLE, ApiKey
from heygen_widgets.config.key_sources import find_key
from heygen_widgets.config.paths import HOME_VARIABLE
from heygen_widgets.config.urls import HEYGEN_URL, check_base_url, upload_url_beside
from heygen_widgets.errors import ConfigurationError

_APIS = ("auto", "v2", "v3")
_NO = frozenset({"", "0", "false", "no", "off", "n", "f", "none"})
_YES = frozenset({"1", "true", "yes", "on", "y", "t"})
_SERVED = frozenset({"v2", "v3", "both"})


VARIABLES = (
    KEY_VARIABLE,
    "HEYGEN_SANDBOX",
    "HEYGEN_API",
    "HEYGEN_BASE_URL",
    "HEYGEN_UPLOAD_URL",
    HOME_VARIABLE,
)
"""All variables of the environment that the package reads itself."""


def wants_sandbox() -> bool:
    """Return whether ``HEYGEN_SANDBOX`` says yes or names a version, or there is no key.

    Raises:
        ConfigurationError: The variable says neither yes nor no.
    """
    said = _variable("HEYGEN_SANDBOX").lower()
    if said not in _NO | _YES | _SERVED:
        raise ConfigurationError(
            f"HEYGEN_SANDBOX is {said[:80]!r}, which says neither yes nor no.",
            "Set it to 1 for the sandbox, to 0 for HeyGen, or to v2 or v3 for a sandbox that "
            "serves that version only.",
        )
    return said not in _NO or find_key() is None


def refuses_sandbox() -> bool:
    """Return whether ``HEYGEN_SANDBOX`` is set and says no."""
    said = _variable("HEYGEN_SANDBOX").lower()
    return bool(said) and said in _NO


def choose_key(given: str | None) -> ApiKey:
    """Return the key: the argument, or the key that `find_key` finds.

    Raises:
        ConfigurationError: There is no key, or it is not a valid one.
    """
    try:
        found = ApiKey(given) if given and given.strip() else find_key()
    finally:
        del given  # a traceback may show local variables
    if found is None:
        raise ConfigurationError(
            "There is no HeyGen API key.",
            f"Set {KEY_VARIABLE}, pass api_key=..., or use HeyGen.sandbox(), which needs none.",
        )
    return found


def choose_base_url(given: str | None) -> str:
    """Return the API's address: the argument, ``HEYGEN_BASE_URL``, or HeyGen's.

    Raises:
        ConfigurationError: The address is invalid, or would send the key unencrypted.
    """
    return check_base_url(given or _variable("HEYGEN_BASE_URL") or HEYGEN_URL)


def choose_upload_url(given: str | None, base_url: str | None) -> str:
    """Return the address of v2's uploads.

    It is the argument, or ``HEYGEN_UPLOAD_URL``, or goes with the API's address. A base URL that
    was given counts more than the variable, which is about another server.

    Args:
        given: The argument.
        base_url: The argument for the API's address; None if that wasn't given.

    Raises:
        ConfigurationError: An address is invalid, or would send the key unencrypted.
    """
    wanted = given or ("" if base_url else _variable("HEYGEN_UPLOAD_URL"))
    return check_base_url(wanted) if wanted else upload_url_beside(choose_base_url(base_url))


def choose_api(api: str) -> str:
    """Return the version of HeyGen's API: ``auto``, ``v2`` or ``v3``.

    Args:
        api: The version; ``auto`` means the version in ``HEYGEN_API``, if that is set.

    Raises:
        ConfigurationError: This release doesn't support the version.
    """
    if api == "auto":
        api = _variable("HEYGEN_API") or api
    if api not in _APIS:
        raise ConfigurationError(
            f"{api!r} is not a version of HeyGen's API that this release supports.",
            f"Choose one of {', '.join(_APIS)}.",
        )
    return api


def sandbox_api() -> str:
    """Return the versions that the sandbox serves: ``v2``, ``v3`` or ``both`` (the default)."""
    wanted = _variable("HEYGEN_SANDBOX").lower()
    return wanted if wanted in _SERVED else "both"


def check_seconds(name: str, seconds: float | None, *, may_be_none: bool) -> None:
    """Refuse what is not a number of seconds, before anything is sent.

    Args:
        name: The argument.
        seconds: Its value.
        may_be_none: Whether None means that there is no limit.

    Raises:
        ConfigurationError: It is neither.
    """
    is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if (seconds is None and may_be_none) or (is_number and 0 <= (seconds or 0) < math.inf):
        return
    raise ConfigurationError(
        f"{name}={seconds!r} is not a number of seconds.",
        f"Use a number{', or None for no limit' if may_be_none else ', such as 30'}.",
    )


def _variable(name: str) -> str:
    return os.environ.get(name, "").strip()
