from __future__ import annotations

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox import Scenario
from heygen_widgets.sandbox.server.groups import GroupStore
from heygen_widgets.sandbox.server.resources import Look


def store(**scenario):
    return GroupStore(Scenario(**{"public_groups": 4, "own_groups": 3} | scenario))


def add_look(groups, group, look_id):
    attributes = AvatarAttributes(name="Ada", appearance="x")
    look = Look(
        id=look_id, name="Ada", attributes=attributes, submitted_at=0, duration=0, group=group
    )
    groups.add(look)
    return look


def test_an_account_can_have_groups_from_the_start():
    groups = store(own_groups=3)
    own = groups.newest_first("private")
    assert [group.number for group in own] == [2, 1, 0]
    assert not any(group.is_public for group in own)
    assert all(group.looks for group in own)
    assert all(groups.find(group.id) is group for group in own)


def test_the_groups_of_all_begin_with_the_public_ones_and_have_places_in_order():
    groups = store()
    groups.create("Ada", 0)
    everything = groups.newest_first(None)
    assert [group.is_public for group in everything] == [True] * 4 + [False] * 4
    numbers = [group.number for group in everything]
    assert numbers == sorted(numbers, reverse=True)
    assert everything[4].name == "Ada"


def test_looks_have_places_in_order_whatever_group_they_are_added_to():
    groups = store()
    oldest, newest = groups.newest_first("private")[-1], groups.create("Ada", 0)
    add_look(groups, newest, "one")
    add_look(groups, oldest, "two")
    looks = groups.looks(None)
    numbers = [look.number for look in looks]
    assert numbers == sorted(numbers)
    assert [look.id for look in looks[-2:]] == ["one", "two"]
    assert looks[0].group.is_public


def test_a_look_is_found_by_its_old_and_its_new_id_until_it_is_deleted():
    groups = store()
    group = groups.create("Ada", 0)
    look, other = add_look(groups, group, "one"), add_look(groups, group, "two")
    groups.give_other_id(look, "new")
    assert groups.find_look("one") is groups.find_look("new") is look
    assert look.present_id == "new"
    groups.delete_look(look)
    assert groups.find_look("one") is groups.find_look("new") is None
    assert groups.find(group.id).looks == [other]


def test_a_group_goes_with_its_last_look_and_looks_with_their_group():
    groups = store(own_groups=0)
    one, two = groups.create("One", 0), groups.create("Two", 0)
    groups.delete_look(add_look(groups, one, "one"))
    look = add_look(groups, two, "two")
    groups.delete(two)
    assert groups.newest_first("private") == []
    assert groups.find_look(look.id) is None
