from __future__ import annotations

import pytest

from heygen_widgets.sandbox import FAULTS, Fault, Scenario, create_app

# The short form


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("poll:503", Fault("poll:503")),
        ("poll:503*2", Fault("poll:503", times=2)),
        ("poll:503@0.3", Fault("poll:503", chance=0.3)),
        ("submit:drop-after*12@.5", Fault("submit:drop-after", times=12, chance=0.5)),
        (" api:slow ", Fault("api:slow")),
        ("api:slow@1e-05", Fault("api:slow", chance=1e-05)),
    ],
)
def test_the_short_form_is_parsed_and_written(text, fault):
    assert Fault.parse(text) == fault
    assert Fault.parse(str(fault)) == fault


@pytest.mark.parametrize("make", [Fault, Fault.parse, lambda kind: Scenario(faults=(kind,))])
def test_the_error_for_an_unknown_kind_lists_all_kinds(make):
    with pytest.raises(ValueError, match="'poll:teapot' is no kind of fault") as caught:
        make("poll:teapot")
    assert all(kind in str(caught.value) for kind in FAULTS)


@pytest.mark.parametrize("text", ["", "poll:503*", "poll:503@", "poll:503*x", "poll:503@0.1*2"])
def test_the_error_for_an_invalid_short_form_shows_the_form(text):
    with pytest.raises(ValueError, match=r"should look like poll:503, poll:503\*2"):
        Fault.parse(text)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"chance": 1.5}, "the chance of a fault is from 0 to 1, not 1.5"),
        ({"chance": -1}, "from 0 to 1"),
        ({"chance": float("nan")}, "from 0 to 1"),
        ({"chance": "1"}, "from 0 to 1"),
        ({"times": 0}, "a fault strikes 1, 2 or more times, not 0"),
        ({"times": 1.5}, "1, 2 or more times"),
    ],
)
def test_a_number_out_of_range_is_an_error(values, message):
    with pytest.raises(ValueError, match=message):
        Fault("poll:503", **values)


# Which faults strike, and when


async def statuses(heygen, number):
    return [(await heygen.get()).status_code for _ in range(number)]


async def test_a_fault_strikes_as_often_as_its_times_say(v2):
    assert await statuses(v2("poll:503*2"), 4) == [503, 503, 200, 200]


async def test_of_several_faults_the_first_one_strikes(v2):
    heygen = v2("poll:503*1", "poll:401*2", "poll:500")
    assert await statuses(heygen, 5) == [503, 401, 401, 500, 500]
    assert heygen.state.faults_injected == {"poll:503": 1, "poll:401": 2, "poll:500": 2}


async def test_the_seed_decides_when_a_fault_with_a_chance_strikes(v2):
    one = await statuses(v2("poll:503@0.3", seed=1), 200)
    assert one == await statuses(v2("poll:503@0.3", seed=1), 200)
    assert one != await statuses(v2("poll:503@0.3", seed=2), 200)
    assert 30 < one.count(503) < 90


async def test_other_requests_do_not_change_when_a_fault_strikes(v2):
    quiet, busy = (v2("image:404@0.5", "poll:503@0.5", seed=4) for _ in range(2))
    expected = await statuses(quiet, 20)
    found = []
    for _ in range(20):
        await busy.image()
        await busy.generate()
        found += await statuses(busy, 1)
    assert found == expected


async def test_a_fault_with_chance_0_never_strikes(v2):
    assert await statuses(v2("poll:503@0"), 20) == [200] * 20


async def test_faults_can_be_set_at_any_time_which_resets_their_counts(v2):
    heygen = v2()
    assert heygen.state.faults == ()
    assert await statuses(heygen, 1) == [200]
    heygen.state.faults = ("poll:503*1",)
    assert heygen.state.faults == (Fault("poll:503", times=1),)
    assert await statuses(heygen, 2) == [503, 200]
    heygen.state.faults = heygen.state.faults
    assert await statuses(heygen, 2) == [503, 200]
    assert heygen.state.faults_injected == {"poll:503": 2}
    assert heygen.state.scenario.faults == ()


async def test_each_app_counts_its_own_faults():
    scenario = Scenario(faults=("poll:503*1",), duration=0)
    for _ in range(2):
        state = create_app(scenario).state.sandbox
        assert state.pick_fault({"poll:503"}) == "poll:503"
        assert state.pick_fault({"poll:503"}) is None
