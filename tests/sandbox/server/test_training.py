from __future__ import annotations

import pytest

from heygen_widgets.sandbox import Scenario
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.resources import Group
from heygen_widgets.sandbox.server.training import Trainings


class Rig:
    def __init__(self, *faults, **scenario):
        self.now = 0.0
        self.faults = list(faults)
        scenario = Scenario(**{"training": 10, "training_cost": 240} | scenario)
        self.trainings = Trainings(scenario, lambda: self.now, self.pick)
        self.group = Group(id="g", name="Ada", created_at=0)

    def pick(self, kinds):
        return next((kind for kind in self.faults if kind in kinds), None)

    def start(self, *, has_valid_image=True):
        return self.trainings.start(self.group, 7, has_valid_image=has_valid_image)

    @property
    def status(self):
        return self.trainings.status_of(self.group)


def test_a_group_is_empty_then_pending_then_ready():
    rig = Rig()
    assert rig.status == "empty"
    training = rig.start()
    assert (rig.status, training.created_at) == ("pending", 7)
    rig.now = 9.99
    assert (rig.status, rig.trainings.is_trained(rig.group)) == ("pending", False)
    rig.now = 10
    assert (rig.status, rig.trainings.is_trained(rig.group)) == ("ready", True)


@pytest.mark.parametrize("why", ["no image", "already"])
def test_no_image_and_a_training_that_goes_on_are_one_error(why):
    rig = Rig()
    if why == "already":
        rig.start()
    with pytest.raises(ApiError, match="No valid image for training found in group g"):
        rig.start(has_valid_image=why == "already")
    assert rig.trainings.cost == (240 if why == "already" else 0)


def test_how_a_training_ends_is_decided_once():
    rig = Rig("train:failed")
    rig.start()
    assert rig.trainings.cost == 240
    rig.now = 10
    assert rig.status == "failed"
    rig.faults.clear()
    assert (rig.status, rig.trainings.cost) == ("failed", 0)
    rig.start()
    rig.now = 20
    assert (rig.status, rig.trainings.cost) == ("ready", 240)


def test_a_group_that_was_trained_stays_so_though_another_training_fails():
    rig = Rig()
    rig.start()
    rig.now = 10
    assert rig.status == "ready"
    rig.faults.append("train:failed")
    rig.start()
    rig.now = 20
    assert (rig.status, rig.trainings.is_trained(rig.group)) == ("failed", True)


def test_each_training_has_an_id_of_its_own():
    rig = Rig(training=0)
    assert rig.start().flow_id != rig.start().flow_id
