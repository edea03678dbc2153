"""Which jobs each version of HeyGen's API offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.api import job_wires_v2, job_wires_v3
from heygen_widgets.errors import NotOffered
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from heygen_widgets.api.job_wire import JobWire

JOB_WIRES: dict[tuple[str, RunKind], JobWire] = {
    ("v2", RunKind.LOOKS): job_wires_v2.GeneratedLooks(),
    ("v2", RunKind.GROUP): job_wires_v2.CreatedGroup(),
    ("v2", RunKind.ADDED_LOOKS): job_wires_v2.AddedLooks(),
    ("v2", RunKind.TRAINING): job_wires_v2.StartedTraining(),
    ("v3", RunKind.LOOKS): job_wires_v3.GeneratedLooks(),
    ("v3", RunKind.GROUP): job_wires_v3.CreatedGroup(),
    ("v3", RunKind.ADDED_LOOKS): job_wires_v3.AddedLooks(),
}
"""Version and kind to how such jobs are asked for; photos aside."""

_INSTEAD = {
    ("v3", RunKind.TRAINING): (
        "Nothing was sent and nothing is billed. v3 needs no training: generate looks of the "
        "avatar as soon as it is ready."
    )
}


def job_wire(version: str, kind: RunKind) -> JobWire:
    """Return how jobs of a kind are asked for in a version of the API.

    Raises:
        NotOffered: The version has no such jobs.
    """
    try:
        return JOB_WIRES[version, kind]
    except KeyError:
        said = f"HeyGen's {version} has no {kind.value} to ask for."
        raise NotOffered(said, _INSTEAD.get((version, kind))) from None
