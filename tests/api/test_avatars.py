"""Lists are read a page at a time, each item once, whatever their pages lead to."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from heygen_widgets.api.avatars import Page, batched, listed


@dataclass
class Group:
    id: str


class Pages:
    """Pages by the tokens that lead to them: their ids, and the token of the next."""

    def __init__(self, **pages):
        self.pages, self.asked = pages, []

    async def __call__(self, token):
        self.asked.append(token)
        ids, following = self.pages[token or "first"]
        return Page(tuple(map(Group, ids)), following)


async def test_pages_are_asked_for_one_after_the_other_as_they_are_used_up():
    pages = Pages(first=("ab", "t2"), t2=("cd", "t3"), t3=("e", None))
    groups = listed(pages)
    assert [(await anext(groups)).id for _ in range(3)] == ["a", "b", "c"]
    assert pages.asked == [None, "t2"]
    assert [group.id async for group in groups] == ["d", "e"]
    assert pages.asked == [None, "t2", "t3"]


async def test_what_a_list_that_changes_repeats_comes_once():
    pages = Pages(first=("ab", "t2"), t2=("bc", None))
    assert [group.id async for group in listed(pages)] == ["a", "b", "c"]


@pytest.mark.parametrize("way", [["t2", "t2"], ["t2", "t3", "t2"], ["t2", "t3", "t4", "t3"]])
async def test_pages_that_lead_in_a_circle_end(way):
    tokens = [None, *way]
    pages = Pages(
        **{tokens[place] or "first": (f"{place}", tokens[place + 1]) for place in range(len(way))}
    )
    ids = [group.id async for group in listed(pages)]
    assert ids == sorted(set(ids))
    assert len(pages.asked) == len(way)


async def test_items_come_in_lists_of_a_size():
    groups = listed(Pages(first=("abcde", None)))
    assert [[group.id for group in several] async for several in batched(groups, 2)] == [
        ["a", "b"],
        ["c", "d"],
        ["e"],
    ]
