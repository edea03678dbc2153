from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from heygen_widgets.attributes import AvatarAttributes
from heygen_widgets.sandbox import Scenario
from heygen_widgets.sandbox.server.state import Sandbox

ADA = AvatarAttributes(name="Ada", appearance="A red jacket")


def durations(scenario, jobs=50):
    sandbox = Sandbox(scenario, clock=lambda: 0.0)
    return [sandbox.create_job(ADA).duration for _ in range(jobs)]


def test_by_default_a_job_takes_seconds_and_the_account_holds_a_thousand_credits():
    scenario = Scenario()
    assert scenario.duration == 4.0
    assert scenario.quota // 60 == 1000
    assert scenario.cost // 60 == 1


def test_by_default_both_versions_are_served_and_a_wallet_pays_for_looks():
    scenario = Scenario()
    assert scenario.api == "both"
    assert (scenario.wallet, scenario.look_price) == (1000.0, 1.32)
    assert scenario.parallel is None
    assert scenario.look_delay == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"duration": -1}, "duration must be a number, 0 or more, not -1"),
        ({"duration": float("nan")}, "duration must be a number"),
        ({"duration": float("inf")}, "duration must be a number"),
        ({"duration": "4"}, "duration must be a number, 0 or more, not '4'"),
        ({"spread": -0.1}, "spread must be a number, 0 or more, not -0.1"),
        ({"spread": 1.5}, "spread is a fraction, at most 1, not 1.5"),
        ({"seed": "x"}, "seed must be a whole number, not 'x'"),
        ({"quota": -60}, "quota must be 0 or more, not -60"),
        ({"quota": 1.5}, "quota must be a whole number, not 1.5"),
        ({"cost": -1}, "cost must be 0 or more, not -1"),
        ({"api_key": " "}, "api_key must not be empty"),
        ({"api": "v4"}, "api must be one of 'v2', 'v3', 'both', 'v2 with sunset', not 'v4'"),
        ({"api": None}, "api must be one of"),
        ({"wallet": -1}, "wallet must be a number, 0 or more, not -1"),
        ({"wallet": "1"}, "wallet must be a number"),
        ({"look_price": -0.5}, "look_price must be a number, 0 or more, not -0.5"),
        ({"look_delay": float("nan")}, "look_delay must be a number"),
        ({"parallel": 0}, "parallel must be 1 or more, or None, not 0"),
        ({"parallel": 1.5}, "parallel must be a whole number, not 1.5"),
        ({"link_lifetime": -1}, "link_lifetime must be a number, 0 or more, not -1"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(values, message):
    with pytest.raises(ValueError, match=message):
        Scenario(**values)


def test_a_negative_seed_is_fine():
    assert Scenario(seed=-1).seed == -1


def test_a_scenario_takes_keywords_only_and_never_changes():
    with pytest.raises(TypeError):
        Scenario(4.0)
    with pytest.raises(FrozenInstanceError):
        Scenario().duration = 1.0


def test_a_scenario_never_shows_its_key():
    assert "k3y" not in repr(Scenario(api_key="k3y"))


def test_without_spread_every_job_takes_the_same_time():
    assert set(durations(Scenario(duration=3))) == {3.0}


def test_spread_varies_the_durations_within_its_fraction():
    taken = durations(Scenario(duration=10, spread=0.2))
    assert all(8 <= seconds <= 12 for seconds in taken)
    assert min(taken) < 9
    assert max(taken) > 11


def test_the_same_seed_gives_the_same_durations_and_another_seed_others():
    scenario = Scenario(spread=0.5, seed=7)
    assert durations(scenario) == durations(scenario)
    assert durations(scenario) != durations(Scenario(spread=0.5, seed=8))


def test_the_same_seed_gives_the_same_ids_and_another_seed_others():
    def ids(seed):
        sandbox = Sandbox(Scenario(seed=seed), clock=lambda: 0.0)
        jobs = [sandbox.create_job(ADA) for _ in range(3)]
        return [(job.id, *job.image_ids) for job in jobs]

    assert ids(1) == ids(1)
    assert len({text for job in ids(1) + ids(2) for text in job}) == 2 * 3 * 5
