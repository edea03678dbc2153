"""A faithful local HeyGen: the photo avatars of v2 and v3, with illustrations instead of photos.

Use it inside a process (``HeyGen.sandbox()``, or `create_app` with any ASGI transport), or run it
as a server for curl and other clients::

    python -m heygen_widgets.sandbox --port 8765
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.fault_catalogue import FAULTS, Fault
from heygen_widgets.sandbox.scenario import SANDBOX_KEY, Scenario

if TYPE_CHECKING:
    from heygen_widgets.sandbox.app import create_app

__all__ = ["FAULTS", "SANDBOX_KEY", "Fault", "Scenario", "create_app"]


def __getattr__(name: str) -> object:
    if name != "create_app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from heygen_widgets.sandbox.app import create_app  # noqa: PLC0415 - loads Starlette

    return create_app


def __dir__() -> list[str]:
    return sorted(__all__)
