from __future__ import annotations

import pytest

from heygen_widgets.sandbox.portraits.things.catalogue import HELD
from heygen_widgets.sandbox.portraits.things.placing import Frame, find_lift


def frame(bottom):
    return Frame(0, 740, bottom, whole=False, close=True)


@pytest.mark.parametrize("thing", HELD)
def test_nothing_is_raised_where_there_is_room(thing):
    assert find_lift(thing, frame(2280)) == 0


@pytest.mark.parametrize("thing", HELD)
def test_in_a_close_up_a_thing_is_raised_as_far_as_it_may(thing):
    assert -HELD[thing].most_lift <= find_lift(thing, frame(776)) <= 0


def test_what_is_held_low_is_raised_more_than_what_is_held_high():
    assert find_lift("cup", frame(776)) < find_lift("microphone", frame(776))
