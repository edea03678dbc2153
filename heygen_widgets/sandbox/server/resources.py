"""What HeyGen creates and stores: jobs, looks, their groups, trainings, and assets."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from heygen_widgets.sandbox.avatar_faults import LOOK_FINAL_FAULTS
from heygen_widgets.sandbox.fault_catalogue import FINAL_FAULTS, V2_ONLY, V3_ONLY
from heygen_widgets.sandbox.portraits.identity import Identity

if TYPE_CHECKING:
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.sandbox.portraits.picture_file import Form
    from heygen_widgets.sandbox.server.validation_v3 import PromptRequest


@dataclass(kw_only=True, eq=False)
class Job:
    """One generation of v2.

    Attributes:
        id: The generation id.
        attributes: What was requested.
        submitted_at: When it was requested, in seconds of the sandbox's clock.
        duration: Seconds until it is done.
        price: What it costs, in the unit of its API: quota of v2, dollars of v3.
        identity: The person that its images shall show; None for anybody.
        image_ids: The ids of its images.
        links_renewed_at: When a reply last contained the links to its images, if one did.
        status_was_requested: Whether its status was requested before.
        final_fault: The fault with which it ended; empty if it succeeded, None while it is open.
    """

    default_image_count: ClassVar[int] = 4
    """HeyGen's API reference always shows four."""
    picture_form: ClassVar[Form] = "PNG"
    """The format of its images."""

    id: str
    attributes: AvatarAttributes
    submitted_at: float
    duration: float
    price: float = 0
    identity: Identity | None = None
    image_ids: tuple[str, ...] = ()
    links_renewed_at: float | None = None
    status_was_requested: bool = False
    final_fault: str | None = None

    @property
    def possible_final_faults(self) -> frozenset[str]:
        """The faults with which it may end."""
        return FINAL_FAULTS - V3_ONLY

    @property
    def done_at(self) -> float:
        """When it is done, in seconds of the sandbox's clock."""
        return self.submitted_at + self.duration

    @property
    def image_keys(self) -> list[str]:
        """The keys of its images, in HeyGen's form."""
        return [f"image/{image_id}/original" for image_id in self.image_ids]

    @property
    def needs_signature(self) -> bool:
        """Whether only a signed link leads to its images."""
        return False

    def source_of(self, index: int) -> Source:
        """Return where one of its images comes from."""
        return Drawn(self, index)

    def identity_of(self, index: int) -> Identity:
        """Return who is in one of its images."""
        return self.identity or Identity(
            attributes=self.attributes, generation_id=self.id, index=index
        )


@dataclass(frozen=True, kw_only=True)
class Asset:
    """An uploaded file, or one that was sent within a request.

    Attributes:
        id: Its id.
        mime_type: Its type.
        data: Its content.
        stored_at: When it came, in seconds of the sandbox's clock.
    """

    id: str
    mime_type: str
    data: bytes = field(repr=False)
    stored_at: float = 0.0

    @property
    def digest(self) -> str:
        """The same for files with the same content, and for no others."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Drawn:
    """An image that the sandbox draws: one of a job's."""

    job: Job
    index: int


Source: TypeAlias = Drawn | Asset
"""Where an image comes from."""


@dataclass(kw_only=True, eq=False)
class Training:
    """One training of a group.

    Attributes:
        flow_id: Its id.
        started_at: When it began, in seconds of the sandbox's clock.
        created_at: When it began, in seconds since 1970.
        duration: Seconds until it is done.
        final_fault: The fault with which it ended; empty if it succeeded, None while it is open.
    """

    flow_id: str
    started_at: float
    created_at: int
    duration: float
    final_fault: str | None = None


@dataclass(kw_only=True, eq=False)
class Group:
    """An avatar group: one person and their looks.

    Attributes:
        id: The group's id.
        name: Its name; on v3 that of its first look.
        created_at: When it was created, in seconds since 1970.
        number: Its place in lists: a group that was made later has a higher one.
        is_public: Whether it belongs to HeyGen, and not to the account.
        looks: Its looks, in the order of creation.
        training: Its latest training on v2, if there was one.
        was_trained: Whether a training has succeeded.
        default_voice_id: Its voice, if one was chosen.
    """

    id: str
    name: str
    created_at: int
    number: int = 0
    is_public: bool = False
    looks: list[Look] = field(default_factory=list, repr=False)
    training: Training | None = None
    was_trained: bool = False
    default_voice_id: str | None = None

    @property
    def looks_count(self) -> int:
        """How many looks it contains."""
        return len(self.looks)


@dataclass(kw_only=True, eq=False)
class Look(Job):
    """One look: a job with a single image, made from a prompt or from a picture.

    Attributes:
        name: The look's name.
        group: The group that contains it.
        number: Its place in lists.
        request: The prompt request, as v3 takes it, from which it was made, if it was;
            ``attributes`` are read from its prompt.
        source: The picture that it was made from, if it was.
        hidden_count: How often a fault has replied that the look does not exist.
        moved_to: The other id that it has got, if it has.
        is_deleted: Whether the account has deleted it.
    """

    default_image_count: ClassVar[int] = 1
    picture_form: ClassVar[Form] = "WEBP"

    name: str
    group: Group
    number: int = 0
    request: PromptRequest | None = None
    source: Source | None = None
    hidden_count: int = 0
    moved_to: str | None = None
    is_deleted: bool = False

    @property
    def possible_final_faults(self) -> frozenset[str]:
        """The faults with which it may end."""
        of_v3 = FINAL_FAULTS - V2_ONLY if self.price else frozenset()
        return of_v3 | LOOK_FINAL_FAULTS if self.source else FINAL_FAULTS - V2_ONLY

    @property
    def present_id(self) -> str:
        """The id by which it is found."""
        return self.moved_to or self.id

    @property
    def prompt(self) -> str:
        """The prompt that it was made from; empty for a picture."""
        return self.request.prompt if self.request else ""

    @property
    def needs_signature(self) -> bool:
        """Whether only a signed link leads to its image."""
        return self.source is not None or self.group.is_public

    def source_of(self, index: int) -> Source:
        """Return where its image comes from."""
        return self.source or super().source_of(index)

    def identity_of(self, index: int) -> Identity:
        """Return who is in its image."""
        if isinstance(self.source, Asset):
            return Identity.of_file(self.source.data)
        if self.source:
            return self.source.job.identity_of(self.source.index)
        return super().identity_of(index)
