"""What HeyGen creates and stores: jobs, looks, their groups, and assets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from heygen_widgets.sandbox.fault_catalogue import FINAL_FAULTS, V2_ONLY, V3_ONLY

if TYPE_CHECKING:
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.sandbox.portraits.picture_file import Form
    from heygen_widgets.sandbox.server.validation_v3 import PromptRequest


@dataclass(kw_only=True)
class Job:
    """One generation of v2.

    Attributes:
        id: The generation id.
        attributes: What was requested.
        submitted_at: When it was requested, in seconds of the sandbox's clock.
        duration: Seconds until it is done.
        image_ids: The ids of its images.
        links_renewed_at: When a reply last contained the links to its images, if one did.
        status_was_requested: Whether its status was requested before.
        final_fault: The fault with which it ended; empty if it succeeded, None while it is open.
    """

    default_image_count: ClassVar[int] = 4
    """HeyGen's API reference always shows four."""
    possible_final_faults: ClassVar[frozenset[str]] = FINAL_FAULTS - V3_ONLY
    """The faults with which it may end."""
    picture_form: ClassVar[Form] = "PNG"
    """The format of its images."""

    id: str
    attributes: AvatarAttributes
    submitted_at: float
    duration: float
    image_ids: tuple[str, ...] = ()
    links_renewed_at: float | None = None
    status_was_requested: bool = False
    final_fault: str | None = None

    @property
    def done_at(self) -> float:
        """When it is done, in seconds of the sandbox's clock."""
        return self.submitted_at + self.duration

    @property
    def image_keys(self) -> list[str]:
        """The keys of its images, in HeyGen's form."""
        return [f"image/{image_id}/original" for image_id in self.image_ids]


@dataclass(kw_only=True)
class Group:
    """An avatar group of v3: one person and their looks.

    Attributes:
        id: The group's id.
        name: The name of its first look.
        created_at: When it was created, in seconds since 1970.
        looks_count: How many looks it contains.
    """

    id: str
    name: str
    created_at: int
    looks_count: int = 0


@dataclass(kw_only=True)
class Look(Job):
    """One look of v3: a job with a single image, made from a prompt.

    Attributes:
        request: What was requested, as v3 takes it; ``attributes`` are read from its prompt.
        group: The group that contains it.
        hidden_count: How often a fault has replied that the look does not exist.
        moved_to: The other id that it has got, if it has.
    """

    default_image_count: ClassVar[int] = 1
    possible_final_faults: ClassVar[frozenset[str]] = FINAL_FAULTS - V2_ONLY
    picture_form: ClassVar[Form] = "WEBP"

    request: PromptRequest
    group: Group
    hidden_count: int = 0
    moved_to: str | None = None

    @property
    def present_id(self) -> str:
        """The id by which it is found."""
        return self.moved_to or self.id

    @property
    def name(self) -> str:
        """The look's name."""
        return self.request.name

    @property
    def prompt(self) -> str:
        """The prompt that it was made from."""
        return self.request.prompt


@dataclass(frozen=True, kw_only=True)
class Asset:
    """An uploaded file."""

    id: str
    mime_type: str
    data: bytes
