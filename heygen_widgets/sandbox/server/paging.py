"""Pages of lists, as v3 gives them: so many items, and a token for the next page."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_right
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.sandbox.server.api_errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Item = TypeVar("Item")

DEFAULT_LIMIT = 20
MAX_LIMIT = 50

_PREFIX = "after:"
_BEFORE_ALL = -(10**12)


def page_of(
    items: Sequence[Item], place: Callable[[Item], int], query: Mapping[str, str]
) -> tuple[Sequence[Item], str | None]:
    """Return one page, and the token of the next one, or None after the last.

    A token names the last item of its page, so that an item that is made or deleted meanwhile
    neither repeats nor hides another one.

    Args:
        items: The whole list.
        place: Returns the place of an item; the list is sorted by it.
        query: May contain ``limit`` and ``token``.

    Raises:
        ApiError: If the limit or the token is invalid.
    """
    limit = _limit(query.get("limit"))
    token = query.get("token")
    start = bisect_right(items, _place_in(token), key=place) if token else 0
    page = items[start : start + limit]
    has_more = start + limit < len(items)
    return page, _token_of(place(page[-1])) if has_more else None


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not text.isdecimal() or not 1 <= int(text) <= MAX_LIMIT:
        raise ApiError.invalid("limit", f"Input should be a whole number from 1 to {MAX_LIMIT}")
    return int(text)


def _token_of(place: int) -> str:
    return urlsafe_b64encode(f"{_PREFIX}{place}".encode()).decode()


def _place_in(token: str) -> int:
    try:
        text = urlsafe_b64decode(token.encode()).decode()
        return int(text.removeprefix(_PREFIX))
    except ValueError:
        raise ApiError.invalid("token", "Unknown token") from None


FIRST_PAGE = _token_of(_BEFORE_ALL)
"""A token that leads to the first page."""
