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


async def test_a_turn_that_is_cancelled_is_free_again():
    pace = Pace(Clock())
    await pace.turn()
    waiting = asyncio.ensure_future(pace.turn())
    await asyncio.sleep(0)
    before = pace._next_turn
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert pace._next_turn == pytest.approx(before - 1 / QUESTIONS)
