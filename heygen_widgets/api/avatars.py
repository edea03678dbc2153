"""`AvatarWire`: the groups and looks of an account in one version of HeyGen's API. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

    from heygen_widgets.api.wire import Reply, Request
    from heygen_widgets.models.groups import AvatarGroup, Training
    from heygen_widgets.models.looks import AvatarLook

T = TypeVar("T")

PAGE = 20
"""How many groups are asked for at a time by default."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list.

    Attributes:
        items: What is on it.
        token: What asks for the next page; None if this is the last one.
    """

    items: tuple[T, ...] = ()
    token: str | None = None


class Listed(Protocol):
    """What a list has."""

    @property
    def id(self) -> str:
        """What tells it apart."""


L = TypeVar("L", bound=Listed)


async def listed(ask: Callable[[str | None], Awaitable[Page[L]]]) -> AsyncGenerator[L]:
    """Yield what a list has, each once, and ask for a page when the one before is used up.

    A list that changes meanwhile may repeat what was on a page before. One whose pages lead in a
    circle ends where it would begin anew.

    Args:
        ask: Returns the page that a token leads to; None leads to the first.
    """
    token: str | None = None
    tokens: set[str] = set()
    ids: set[str] = set()
    while True:
        page = await ask(token)
        for each in page.items:
            if each.id not in ids:
                ids.add(each.id)
                yield each
        token = page.token
        if token is None or token in tokens:
            return
        tokens.add(token)


async def batched(items: AsyncIterator[T], size: int) -> AsyncGenerator[list[T]]:
    """Yield lists of so many items, the last one maybe shorter."""
    several: list[T] = []
    async for item in items:
        several.append(item)
        if len(several) == size:
            yield several
            several = []
    if several:
        yield several


class Upload(NamedTuple):
    """A picture that HeyGen keeps for the account.

    Attributes:
        key: What HeyGen is told of it: its image key on v2, its asset id on v3.
        url: Where HeyGen serves it; empty if HeyGen gave no link.
    """

    key: str
    url: str


class AvatarWire(Protocol):
    """One version of HeyGen's API: makes requests about groups and looks, and reads replies.

    Each reader raises the `HeyGenError` that a reply means.
    """

    def groups_request(self, token: str | None, limit: int) -> Request:
        """Return the request for a page of the account's own groups."""

    def read_groups(self, reply: Reply) -> Page[AvatarGroup]:
        """Return a page of groups."""

    def looks_request(self, group_id: str, token: str | None) -> Request:
        """Return the request for a page of the looks of a group."""

    def read_looks(self, reply: Reply, group_id: str) -> Page[AvatarLook]:
        """Return a page of looks."""

    def group_request(self, group_id: str) -> Request:
        """Return the request whose reply has one group."""

    def read_group(self, reply: Reply, group_id: str) -> AvatarGroup | None:
        """Return one group; None if the reply is a list without it."""

    def look_request(self, look_id: str) -> Request:
        """Return the request for one look."""

    def read_look(self, reply: Reply) -> AvatarLook:
        """Return one look."""

    def training_request(self, group_id: str) -> Request | None:
        """Return the request for the training of a group; None if groups need none."""

    def read_training(self, reply: Reply) -> tuple[Training, str | None]:
        """Return how a training stands, and HeyGen's reason if it gives one."""

    def rename_group_request(self, group_id: str, name: str) -> Request:
        """Return the request that renames a group, or raise `NotOffered`."""

    def rename_look_request(self, look_id: str, name: str) -> Request:
        """Return the request that renames a look, or raise `NotOffered`."""

    def delete_group_request(self, group_id: str) -> Request:
        """Return the request that deletes a group with its looks."""

    def delete_look_request(self, look_id: str) -> Request:
        """Return the request that deletes a look."""

    def upload_request(self, data: bytes, mime_type: str) -> Request:
        """Return the request that uploads a picture."""

    def read_upload(self, reply: Reply) -> Upload:
        """Return what HeyGen calls the uploaded picture."""
