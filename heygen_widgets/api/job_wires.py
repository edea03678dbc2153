"""Which jobs each version of HeyGen's API offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.errors import NotOffered

if TYPE_CHECKING:
    from heygen_widgets.api.job_wire import JobWire
    from heygen_widgets.models.run_kind import RunKind

JOB_WIRES: dict[tuple[str, RunKind], JobWire] = {}
"""Version and kind to how such jobs are asked for; photos aside."""


def job_wire(version: str, kind: RunKind) -> JobWire:
    """Return how jobs of a kind are asked for in a version of the API.

    Raises:
        NotOffered: The version has no such jobs.
    """
    try:
        return JOB_WIRES[version, kind]
    except KeyError:
        raise NotOffered(f"HeyGen's {version} has no {kind.value} to ask for.") from None
