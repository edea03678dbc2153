"""`Section`: a part of the report, with what was found wrong there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heygen_widgets.errors import HeyGenError


@dataclass(frozen=True)
class Section:
    """A part of the report.

    Attributes:
        title: Its heading.
        rows: What was looked at, and what is so.
        faults: What is wrong, and what to do about it.
    """

    title: str
    rows: tuple[tuple[str, str], ...]
    faults: tuple[HeyGenError, ...] = ()
