"""What the sandbox's HeyGen makes and keeps: jobs, looks, their groups, and assets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from heygen_widgets.sandbox.faults.catalogue import ENDINGS, V2_ONLY, V3_ONLY

if TYPE_CHECKING:
    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.sandbox.server.validation_v3 import PromptRequest


@dataclass(kw_only=True)
class Job:
    """One generation.

    Attributes:
        id: The generation id.
        attributes: What was asked for.
        submitted_at: When, on the sandbox's clock.
        duration: Seconds that it takes.
        image_ids: One for each picture.
        links_given_at: When a reply last held the links to its pictures, if one did.
        is_known: Whether a reply has told its status.
        fate: The fault that it ended with, empty if it ended well, None while that is open.
    """

    usual_pictures: ClassVar[int] = 4
    """HeyGen's API reference only ever shows four."""
    endings: ClassVar[frozenset[str]] = ENDINGS - V3_ONLY
    """The faults that it may end with."""

    id: str
    attributes: AvatarAttributes
    submitted_at: float
    duration: float
    image_ids: tuple[str, ...] = ()
    links_given_at: float | None = None
    is_known: bool = False
    fate: str | None = None

    @property
    def done_at(self) -> float:
        """When its pictures are ready, on the sandbox's clock."""
        return self.submitted_at + self.duration

    @property
    def image_keys(self) -> list[str]:
        """The keys of its pictures, as HeyGen writes them."""
        return [f"image/{image_id}/original" for image_id in self.image_ids]


@dataclass(kw_only=True)
class Group:
    """The person whose looks are kept together.

    Attributes:
        id: The group's id.
        name: The first look's name.
        created_at: When, in seconds since 1970.
        looks_count: How many looks it holds.
    """

    id: str
    name: str
    created_at: int
    looks_count: int = 0


@dataclass(kw_only=True)
class Look(Job):
    """One look of v3: a job with a single picture, made from a prompt.

    Attributes:
        request: What was asked for, in v3's words; ``attributes`` are read from its prompt.
        group: The group that it is kept in.
        denied: How often a fault has said that there is no such look yet.
    """

    usual_pictures: ClassVar[int] = 1
    endings: ClassVar[frozenset[str]] = ENDINGS - V2_ONLY

    request: PromptRequest
    group: Group
    denied: int = 0

    @property
    def name(self) -> str:
        """The look's name."""
        return self.request.name

    @property
    def prompt(self) -> str:
        """What it was made from."""
        return self.request.prompt


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file that was uploaded."""

    id: str
    mime_type: str
    data: bytes
