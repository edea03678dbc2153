"""`Outcome`: all that came of a sweep, for whoever writes it down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heygen_widgets.sweeps.summary import Summary, summarised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heygen_widgets.sweeps.comparisons import Comparisons
    from heygen_widgets.sweeps.plan import Plan
    from heygen_widgets.sweeps.progress import Progress
    from heygen_widgets.sweeps.results import Result


@dataclass(frozen=True)
class Outcome:
    """What came of a sweep, at one moment.

    Attributes:
        id: The id of the sweep.
        plan: Its plan.
        results: What came of its cells.
        progress: How far it got.
        comparisons: Its blind comparisons.
    """

    id: str
    plan: Plan
    results: Sequence[Result]
    progress: Progress
    comparisons: Comparisons

    @property
    def summary(self) -> Summary:
        """What came out, for each value of each axis."""
        return summarised(self.plan, self.results, self.comparisons.between_values())
