"""Two images at a time without their labels, and what was chosen."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media.small_copies import small_copy
from heygen_widgets.runtime import worker_threads
from heygen_widgets.sweeps.comparisons import OUTCOMES
from heygen_widgets.widgets.sweep.sweep_contract import PairRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.sweeps.comparisons import Comparisons, Pair
    from heygen_widgets.widgets.screen import Shows

_ALTS = ["The picture on the left", "The picture on the right"]
_NONE = (
    "There is no pair left to compare. It takes two pictures whose values differ, and a pair is "
    "shown once."
)


class BlindCompare:
    """Shows pairs, and writes down what is chosen.

    Args:
        screen: The widget.
    """

    def __init__(self, screen: Shows) -> None:
        self._screen = screen
        self._comparisons: Comparisons | None = None
        self._shown: tuple[str, Pair | None] = ("", None)

    def forget(self) -> None:
        """Read the images anew for the next pair: there may be others by now."""
        self._comparisons = None

    async def show(self, read: Callable[[], Comparisons], view: str) -> None:
        """Send a view the next pair.

        Args:
            read: Returns the comparisons of the sweep; called in the history's thread.
            view: The view that asks.
        """
        if self._comparisons is None:
            self._comparisons = await worker_threads.write(read)
        comparisons = self._comparisons
        pair = await worker_threads.write(comparisons.next_pair)
        number = len(await worker_threads.write(lambda: comparisons.choices))
        token = uuid.uuid4().hex if pair else ""
        self._shown = (token, pair)
        images = (pair.left, pair.right) if pair else ()
        copies = [await worker_threads.shrink(_copy, image) for image in images]
        said = "" if pair else _NONE
        row = PairRow(number=number, token=token, alts=_ALTS, said=said, view=view)
        self._screen.tell("pair", row, buffers=copies)

    async def choose(self, token: str, outcome: str) -> bool:
        """Write down what was chosen; return False if that pair isn't shown any more."""
        shown, pair = self._shown
        if not pair or shown != token or outcome not in OUTCOMES or self._comparisons is None:
            return False
        self._shown = ("", None)
        await worker_threads.write(self._comparisons.choose, pair, outcome)
        return True

    async def undo(self) -> None:
        """Take back the latest choice."""
        if self._comparisons:
            await worker_threads.write(self._comparisons.undo)


def _copy(image: AvatarImage) -> bytes:
    try:
        return small_copy(image.bytes)
    except ImageUnavailable:
        return b""
