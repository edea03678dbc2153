"""The sweep on the screen, as all parts behind an experiment see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError

if TYPE_CHECKING:
    from heygen_widgets.sweeps.sweep import Sweep


class ShownSweep:
    """Holds the sweep that is shown; another plan, or a sweep that is loaded, takes its place.

    Who waits for something of a sweep compares it with `now` afterwards: it may be another one.

    Args:
        sweep: What is shown at first; None as long as nothing is planned.

    Attributes:
        now: What is shown.
    """

    def __init__(self, sweep: Sweep | None) -> None:
        self.now = sweep

    def needed(self) -> Sweep:
        """Return what is shown.

        Raises:
            ConfigurationError: Nothing is planned.
        """
        if self.now is None:
            raise ConfigurationError(
                "This sweep has no plan yet.",
                "Fill in the form, or make it with an appearance: AvatarSweep('a chef …').",
            )
        return self.now
