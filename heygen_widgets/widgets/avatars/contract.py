"""What travels between the kernel and the browser for avatars: the records that widgets share.

`library_contract` has the table of `AvatarLibrary`; `widgets.contract` says how such tables are
read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from heygen_widgets.models.attributes import MAX_APPEARANCE
from heygen_widgets.widgets import contract

if TYPE_CHECKING:
    from heygen_widgets.widgets.contract import Field

LOOK_FIELDS = ("orientation", "pose", "style")
"""What is chosen for a new look, beside its prompt."""


class AvatarConstants(TypedDict):
    """What the browser knows from the kernel and never changes."""

    fields: list[Field]
    """What is chosen for a new look, as a form shows it."""
    labels: dict[str, str]
    """What a form calls words that are no words for people, such as ``close_up``."""
    key_page: str
    """Where HeyGen says how to get an API key."""
    prompt: int
    """Longest prompt of a new look, in characters."""


class GroupRow(TypedDict):
    """An avatar group, as a card shows it."""

    id: str
    """HeyGen's id of it."""
    name: str
    """Its name, or its id where it has none."""
    picture: str
    """What its picture is asked for by; empty for none."""
    status: str
    """An `AvatarStatus`."""
    status_line: str
    """The same and its training in words; empty where all is well."""
    message: str
    """HeyGen's reason for the status or the training."""
    looks_count: int | None
    """How many looks it has."""
    when: str
    """When it was made, in ISO 8601; empty if that is unknown."""
    training: str
    """A `Training`."""
    api: str
    """The version of HeyGen's API that it was read by."""
    can_generate: bool
    """Whether new looks of it can be generated."""
    can_rename: bool
    """Whether HeyGen lets it be renamed."""


class LookRow(TypedDict):
    """A look, or a picture that is none yet, as a card shows it."""

    id: str
    """HeyGen's id of the look, or the key of the picture."""
    group_id: str
    """The group that it belongs to; empty if HeyGen doesn't say."""
    name: str
    """Its name, or its id where it has none."""
    picture: str
    """What its picture is asked for by; empty for none."""
    alt: str
    """What it shows, for people who can't see it."""
    status: str
    """An `AvatarStatus`."""
    status_line: str
    """The same in words; empty where all is well."""
    message: str
    """HeyGen's reason for the status."""
    badge: str
    """What a badge on its picture says; empty for none."""
    api: str
    """The version of HeyGen's API that it was read by."""
    is_look: bool
    """Whether it is a look: a picture that was generated on v2 is none until it is added."""
    can_rename: bool
    """Whether HeyGen lets it be renamed."""
    can_imitate: bool
    """Whether new pictures can be made to look like it."""


class NewLook(TypedDict):
    """What new looks shall be like."""

    group_id: str
    """Of which avatar."""
    prompt: str
    """What the person wears and does, and where."""
    orientation: str
    """The shape of the pictures."""
    pose: str
    """How much of the person is in them."""
    style: str
    """How they look."""
    count: int
    """How many."""
    agreed: str
    """The token of the price that the button showed."""


class Deletion(TypedDict):
    """What is asked before something is deleted at HeyGen, for good."""

    title: str
    """The question, in a few words."""
    text: str
    """What it means."""
    names: list[str]
    """What would go, each by name and id; empty while that is being found out."""
    pictures: list[str]
    """The picture of each, as ``show_pictures`` asks for it."""
    go: str
    """The label of the button that deletes; empty while it is being found out what would go."""
    token: str
    """What is agreed to, for the event ``confirm``."""


class Making(TypedDict):
    """Something that HeyGen is at work on, and that is waited for."""

    group_id: str
    """Of which avatar; empty while nothing is under way."""
    line: str
    """Where it stands, in a few words."""
    is_waiting: bool
    """Whether a clock runs."""
    can_stop: bool
    """Whether waiting can be stopped."""
    started_at: float
    """When it began, in seconds since 1970."""
    usual: list[float]
    """Between how many seconds it usually takes; empty if that is unknown."""
    awaited: int
    """How many pictures are still on their way."""


class IdLine(TypedDict):
    """An id, with what it is for."""

    label: str
    """What it is called."""
    id: str
    """The id."""
    about: str
    """What it is for."""


class VideoRequest(TypedDict):
    """The request that makes a video of a look, as text to copy."""

    look_id: str
    """Which look."""
    about: str
    """What to fill in, and that nothing is sent."""
    curl: str
    """The request as a curl command."""
    python: str
    """The request in Python."""
    view: str
    """The view that asked."""


class Pictures(TypedDict):
    """Small copies of pictures; its buffers are their bytes, empty where there is a problem."""

    pictures: list[str]
    """What each was asked for by."""
    problems: list[str]
    """Why each can't be shown; empty if it can."""


NOTHING_MADE = Making(
    group_id="", line="", is_waiting=False, can_stop=False, started_at=0.0, usual=[], awaited=0
)
"""Nothing is under way."""


def constants() -> dict[str, Any]:
    """Return the trait ``constants``."""
    studio = contract.constants()
    value = AvatarConstants(
        fields=[field for field in studio["fields"] if field["attribute"] in LOOK_FIELDS],
        labels=studio["labels"],
        key_page=contract.KEY_PAGE,
        prompt=MAX_APPEARANCE,
    )
    return dict(value)
