"""Which service a studio opens with, where the key is from, and which addresses are used."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.config import key_sources, settings
from heygen_widgets.doctor.section import Section
from heygen_widgets.errors import ConfigurationError, HeyGenError
from heygen_widgets.widgets import host

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

SANDBOX, HEYGEN = "the sandbox in this process", "HeyGen"
UNUSABLE = "can't be used: see above"
_HOSTS = {"": "none of these", "vscode": "VS Code", "colab": "Colab"}


@dataclass
class Attempts:
    """Tries several settings, and keeps what is wrong with each.

    Attributes:
        faults: The errors so far, each once.
    """

    faults: list[HeyGenError] = field(default_factory=list)

    def result(self, of: Callable[[], T]) -> T | None:
        """Return what a function returns; None if it raises one of our errors, which is kept."""
        try:
            return of()
        except HeyGenError as error:
            if str(error) not in map(str, self.faults):
                self.faults.append(error)
            return None


def look_at_service() -> Section:
    """Return which service is used, the key's source, and the addresses."""
    attempts = Attempts()
    wants_sandbox = attempts.result(settings.wants_sandbox)
    base_url = attempts.result(lambda: settings.choose_base_url(None))
    upload_url = attempts.result(lambda: settings.choose_upload_url(None, None))
    api = attempts.result(lambda: settings.choose_api("auto"))
    rows = [
        ("A studio opens with", _service(wants_sandbox)),
        ("API key", _key_row(attempts)),
        ("HeyGen's address", base_url or UNUSABLE),
        ("Address of uploads", upload_url or UNUSABLE),
        ("Version of the API", api or UNUSABLE),
        ("VS Code or Colab", _HOSTS[host.name()]),
        ("Variables", _variables() or "none of the package's"),
    ]
    return Section("Service", tuple(rows), tuple(attempts.faults))


def _service(wants_sandbox: bool | None) -> str:
    if wants_sandbox is None:
        return UNUSABLE
    return SANDBOX if wants_sandbox else HEYGEN


def _key_row(attempts: Attempts) -> str:
    """Return where the key is from, never the key; keep what is wrong if one should be there."""
    if key_sources.is_lost_in_keyring():
        attempts.faults.append(_LOST)
    wrong = len(attempts.faults)
    found = attempts.result(key_sources.found_key)
    if found:
        return f"from {found[1]}"
    if len(attempts.faults) == wrong and settings.refuses_sandbox():
        attempts.faults.append(_MISSING)
    return "none"


def _variables() -> str:
    """Return the names of the package's variables that are set, and those that nobody reads."""
    names = sorted(name for name in os.environ if name.upper().startswith("HEYGEN"))
    return ", ".join(name if name in settings.VARIABLES else _unread(name) for name in names)


def _unread(name: str) -> str:
    # Its value is not shown: it may be a key.
    close = difflib.get_close_matches(name.upper(), settings.VARIABLES, n=1)
    return f"{name} (not read; did you mean {close[0]}?)" if close else f"{name} (not read)"


_LOST = ConfigurationError(
    "The key that you had remembered can't be read from the system's keyring.",
    "Unlock the keyring, or install the package `keyring` again; or set HEYGEN_API_KEY.",
)
_MISSING = ConfigurationError(
    "HEYGEN_SANDBOX says no, but there is no API key, so a studio opens with the sandbox.",
    "Set HEYGEN_API_KEY before Jupyter starts, or press *Use my API key* in the studio.",
)
