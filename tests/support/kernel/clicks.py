"""Clicks of a front end in a real kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.kernel.kernel import Kernel

PATIENCE = 60


def click_generate(kernel: Kernel, studio: str, subshell_id: str | None = None) -> str:
    """Press Generate once its price is shown, agree to it, and return the message's id."""
    kernel.wait_for(lambda: kernel.comms.state(studio)["offer"]["token"], PATIENCE)
    agreed = {"agreed": kernel.comms.state(studio)["offer"]["token"]}
    return kernel.send_event(studio, "generate", agreed, subshell_id=subshell_id)
