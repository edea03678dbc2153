"""All that the widget says under each fault, to be read by people.

python -m tests.support.sandbox.fault_messages
"""

from __future__ import annotations

import asyncio
import tempfile

from heygen_widgets.sandbox.fault_catalogue import GENERATION_FAULTS
from tests.support.sandbox.rig import Rig, click


async def messages_of(fault: str) -> list[str]:
    """Return what a studio says after a click under a fault."""
    with tempfile.TemporaryDirectory() as folder:
        studio = Rig(folder, fault).studio()
        await click(studio)
    alert = studio.alert or {}
    lines = [f"{fault} -> {studio.status}: {studio.status_line}"]
    lines += [f"    {alert[part]}" for part in ("title", "text", "advice") if alert.get(part)]
    errors = {figure["error"] for figure in studio.figures if figure["error"]}
    return lines + [f"    image: {error}" for error in sorted(errors)]


async def main() -> None:
    """Print the table."""
    for fault in GENERATION_FAULTS:
        print("\n".join(await messages_of(fault)))  # noqa: T201 - a table for people


if __name__ == "__main__":
    asyncio.run(main())
