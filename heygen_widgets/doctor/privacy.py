"""Takes out of a text what nobody should paste into an issue."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
from pathlib import Path

from heygen_widgets.config.key_sources import find_key
from heygen_widgets.errors import HeyGenError

HIDDEN = "***"

_CREDENTIALS = re.compile(r"(?<=//)[^/\s|'\"]*@")
# Also where HOME is another folder, as in a container or under sudo.
_HOMES = re.compile(r"(?P<above>/home/|/Users/|[\\/]Users[\\/])(?P<user>[^/\\\s|'\"`]+)")


def shareable(text: str) -> str:
    """Return a text without the key, passwords of proxies, the home folder and the user's name."""
    text = _without_key(text)
    text = _CREDENTIALS.sub(f"{HIDDEN}@", text)
    for home in _homes():
        text = re.sub(rf"{re.escape(home)}(?![\w-]|\.\w)", "~", text)
    text = _HOMES.sub(rf"\g<above>{HIDDEN}", text)
    for name in _user_names():
        # Only as a folder: a name may be a common word.
        text = re.sub(rf"(?<=[\\/]){re.escape(name)}(?=[\\/])", HIDDEN, text)
    return text


def _without_key(text: str) -> str:
    try:
        key = find_key()
    except HeyGenError:
        return text
    return key.scrub_text(text) if key else text


def _homes() -> list[str]:
    """Return the home folder as it is named and as it is, the longer one first."""
    try:
        home = Path.home()
        found = {str(home), str(home.resolve())}
    except (OSError, RuntimeError):
        return []
    return sorted(found - {home.anchor}, key=len, reverse=True)


def _user_names() -> set[str]:
    names = {os.environ.get(name, "") for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")}
    # No variable names one, and the system has no list of users.
    with contextlib.suppress(OSError, KeyError, ImportError):
        names.add(getpass.getuser())
    return names - {"", "root"}
