from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from heygen_widgets.sandbox import Fault, Scenario


def test_by_default_a_job_takes_seconds_and_the_account_holds_a_thousand_credits():
    scenario = Scenario()
    assert scenario.duration == 4.0
    assert scenario.quota // 60 == 1000
    assert scenario.cost // 60 == 1


def test_by_default_both_versions_are_served_and_a_wallet_pays_for_looks():
    scenario = Scenario()
    assert scenario.api == "both"
    assert (scenario.wallet, scenario.look_price) == (1000.0, 1.0)
    assert scenario.parallel is None
    assert scenario.look_delay == 0


def test_by_default_training_costs_four_credits_and_a_new_look_a_quarter():
    scenario = Scenario()
    assert (scenario.training_cost / 60, scenario.new_look_cost / 60) == (4, 0.25)
    assert scenario.photo_price == 1.32
    assert scenario.look_link_lifetime == 7 * 24 * 3600
    assert (scenario.public_groups, scenario.own_groups) == (1400, 0)


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
        ({"photo_price": -1}, "photo_price must be a number"),
        ({"asset_delay": -1}, "asset_delay must be a number"),
        ({"look_pending": "x"}, "look_pending must be a number"),
        ({"training": -1}, "training must be a number, 0 or more, not -1"),
        ({"training_cost": 0.5}, "training_cost must be a whole number, not 0.5"),
        ({"new_look_cost": -1}, "new_look_cost must be 0 or more, not -1"),
        ({"look_link_lifetime": float("inf")}, "look_link_lifetime must be a number"),
        ({"public_groups": 1.5}, "public_groups must be a whole number, not 1.5"),
        ({"own_groups": -1}, "own_groups must be 0 or more, not -1"),
        ({"parallel": 0}, "parallel must be 1 or more, or None, not 0"),
        ({"parallel": 1.5}, "parallel must be a whole number, not 1.5"),
        ({"link_lifetime": -1}, "link_lifetime must be a number, 0 or more, not -1"),
    ],
)
def test_an_invalid_value_is_an_error_that_names_the_field(values, message):
    with pytest.raises(ValueError, match=message):
        Scenario(**values)


def test_a_seed_can_be_negative():
    assert Scenario(seed=-1).seed == -1


def test_a_scenario_is_keyword_only_and_frozen():
    with pytest.raises(TypeError):
        Scenario(4.0)
    with pytest.raises(FrozenInstanceError):
        Scenario().duration = 1.0


def test_the_repr_of_a_scenario_does_not_contain_its_key():
    assert "k3y" not in repr(Scenario(api_key="k3y"))


def test_a_scenario_accepts_faults_and_their_short_form():
    scenario = Scenario(faults=("poll:503*2", Fault("api:slow", chance=0.5)))
    assert scenario.faults == (Fault("poll:503", times=2), Fault("api:slow", chance=0.5))
    assert Scenario(faults="poll:503").faults == (Fault("poll:503"),)
    assert Scenario(faults=["poll:503"]).faults == (Fault("poll:503"),)


def test_a_negative_slowness_is_an_error():
    with pytest.raises(ValueError, match="slowness must be a number, 0 or more, not -1"):
        Scenario(slowness=-1)
