"""`AvatarGroup`: a frozen record of one avatar of the account, with its looks. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from heygen_widgets.media import static_html
from heygen_widgets.models.images import AvatarImage

if TYPE_CHECKING:
    from datetime import datetime


class AvatarStatus(StrEnum):
    """The status of a group or a look."""

    PENDING = "pending"
    """HeyGen is still at work on it: v2's ``pending``, v3's ``processing``."""
    COMPLETED = "completed"
    """It can be used."""
    FAILED = "failed"
    """HeyGen gave up on it, or asks for a person's consent for it."""


class Training(StrEnum):
    """How the training of a group stands."""

    NOT_NEEDED = "not needed"
    """v3 needs none."""
    NONE = "none"
    """It was never started (v2)."""
    IN_PROGRESS = "in progress"
    """HeyGen is training it (v2); that takes some 5 to 20 minutes."""
    READY = "ready"
    """It is done (v2): new looks can be generated."""
    FAILED = "failed"
    """HeyGen gave up on it (v2)."""


_UNSET = AvatarImage(key="", url="", index=0)


@dataclass(frozen=True, kw_only=True)
class AvatarGroup:
    """One avatar of the account: a person, with one look or more.

    Attributes:
        id: HeyGen's id of the group. It lasts, while those of its looks may change on v3.
        name: Its name.
        status: Whether it can be used.
        looks_count: How many looks it has; None if HeyGen doesn't say.
        preview_url: Where HeyGen serves a picture of it; such links expire after 7 days. Empty if
            HeyGen gave none.
        created_at: When it was made, with time zone; None if HeyGen doesn't say.
        training: How its training stands.
        message: HeyGen's reason for the status or for a training that failed; None without one.
        api: The version of HeyGen's API that it was read by, ``v2`` or ``v3``.
        image: The picture behind ``preview_url``: downloaded, or with the reason why not.
    """

    id: str
    name: str = ""
    status: AvatarStatus = AvatarStatus.COMPLETED
    looks_count: int | None = None
    preview_url: str = ""
    created_at: datetime | None = None
    training: Training = Training.NONE
    message: str | None = None
    api: str = "v2"
    image: AvatarImage = field(default=_UNSET, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.image is _UNSET:
            image = AvatarImage(key="", url=self.preview_url, index=0, api=self.api)
            object.__setattr__(self, "image", image)

    def with_image(self, image: AvatarImage) -> AvatarGroup:
        """Return a copy with this picture."""
        return replace(self, image=image)

    def __repr__(self) -> str:
        count = "" if self.looks_count is None else f", {self.looks_count} looks"
        message = f" ({self.message})" if self.message else ""
        state = f"{self.status.value}{count}, training {self.training.value}"
        return f"<AvatarGroup {self.id} {self.name!r} on {self.api}: {state}{message}>"

    @property
    def is_ready(self) -> bool:
        """Whether new looks of it can be generated."""
        trained = self.training in {Training.NOT_NEEDED, Training.READY}
        return trained and self.status is AvatarStatus.COMPLETED

    def _repr_html_(self) -> str:
        count = "" if self.looks_count is None else str(self.looks_count)
        made = f"{self.created_at.astimezone():%Y-%m-%d %H:%M}" if self.created_at else ""
        facts = {
            "Group id": self.id,
            "Status": self.status.value,
            "Looks": count,
            "Training": self.training.value,
            "Created": made,
            "Message": self.message or "",
        }
        rows = [(name, said) for name, said in facts.items() if said]
        return static_html.render_table(f"Avatar {self.name or self.id}", (), rows)
