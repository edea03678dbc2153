import asyncio

import pytest

from heygen_widgets.api.pace import QUESTIONS, Pace
from heygen_widgets.api.polling import Clock
from heygen_widgets.api.wire import Reply


class Time:
    """A clock that moves when somebody sleeps."""

    def __init__(self):
        self.seconds = 0.0
        self.clock = Clock(now=lambda: self.seconds, sleep=self.sleep)

    async def sleep(self, seconds):
        until = self.seconds + seconds
        await asyncio.sleep(0)
        self.seconds = max(self.seconds, until)


@pytest.fixture
def time():
    return Time()


async def test_questions_take_turns_of_a_quarter_of_a_second(time):
    pace, at = Pace(time.clock), []
    for _ in range(5):
        await pace.turn()
        at.append(time.seconds)
    assert at == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert QUESTIONS == 4.0


async def test_questions_that_come_at_once_take_turns_as_well(time):
    pace = Pace(time.clock)
    await asyncio.gather(*(pace.turn() for _ in range(9)))
    assert time.seconds == 2.0


async def test_after_a_pause_no_turns_are_saved_up(time):
    pace = Pace(time.clock)
    await pace.turn()
    time.seconds = 100.0
    await pace.turn()
    await pace.turn()
    assert time.seconds == 100.25


async def test_a_refusal_of_one_makes_all_wait(time):
    pace = Pace(time.clock)
    pace.note(Reply(429, b"", {"retry-after": "7"}))
    await asyncio.gather(pace.ready(), pace.turn())
    assert time.seconds == pytest.approx(7.0)
    assert pace.closed_for == 0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({}, 1.0), ({"retry-after": "3600"}, 30.0), ({"retry-after": "x"}, 1.0)],
)
async def test_how_long_all_wait_is_limited(time, headers, seconds):
    pace = Pace(time.clock)
    pace.note(Reply(429, b"", headers))
    assert pace.closed_for == seconds


async def test_a_shorter_wait_does_not_end_a_longer_one(time):
    pace = Pace(time.clock)
    pace.note(Reply(429, b"", {"retry-after": "9"}))
    pace.note(Reply(429, b"", {"retry-after": "2"}))
    assert pace.closed_for == 9


async def test_other_replies_close_nothing(time):
    pace = Pace(time.clock)
    pace.note(Reply(503, b"", {"retry-after": "9"}))
    assert pace.closed_for == 0


async def test_a_question_that_is_cancelled_takes_no_turn(time):
    pace = Pace(time.clock)
    await pace.turn()
    waiting = [asyncio.ensure_future(pace.turn()) for _ in range(5)]
    await asyncio.sleep(0)
    for each in waiting[:4]:
        each.cancel()
    assert await asyncio.gather(*waiting, return_exceptions=True)
    assert time.seconds == 0.25


async def test_the_most_urgent_question_goes_first_as_things_stand_when_a_turn_comes(time):
    pace, order = Pace(time.clock), []
    urgency = {"dull": 0.1, "dear": 0.9, "late": 0.0}

    async def ask(name):
        await pace.turn(lambda: urgency[name])
        order.append(name)
        urgency["late"] = 0.5

    await pace.turn()
    await asyncio.gather(*map(ask, urgency))
    assert order == ["dear", "late", "dull"]


async def test_what_has_no_urgency_goes_before_all(time):
    pace, order = Pace(time.clock), []

    async def ask(name, urgency):
        await pace.turn(urgency)
        order.append(name)

    await pace.turn()
    await asyncio.gather(ask("a job", lambda: 1.0), ask("the balance", None))
    assert order == ["the balance", "a job"]


async def test_nothing_is_left_running_once_nobody_waits(time):
    pace = Pace(time.clock)
    before = asyncio.all_tasks()
    waiting = [asyncio.ensure_future(pace.turn()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[-1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_a_loop_that_was_held_up_does_not_let_all_go_at_once(time):
    pace, at = Pace(time.clock), []

    async def ask():
        await pace.turn()
        at.append(time.seconds)

    await pace.turn()
    asked = [asyncio.ensure_future(ask()) for _ in range(4)]
    await asyncio.sleep(0)
    time.seconds = 100.0
    await asyncio.gather(*asked)
    assert at == [100.0, 100.0, 100.25, 100.5]


async def test_a_mistake_in_giving_turns_reaches_those_who_wait_and_hurts_nobody_later(time):
    pace = Pace(time.clock)

    def unknown():
        raise ValueError("no such time")

    await pace.turn()
    with pytest.raises(ValueError, match="no such time"):
        await pace.turn(unknown)
    await pace.turn()
    assert time.seconds == 0.25
