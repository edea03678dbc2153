from __future__ import annotations

import pytest

from heygen_widgets import errors
from heygen_widgets.api.job_wires import JOB_WIRES, job_wire
from heygen_widgets.models.run_kind import RunKind

STEPS = [kind for kind in RunKind if kind is not RunKind.PHOTOS]
OFFERED = [("v2", kind) for kind in STEPS] + [
    ("v3", kind) for kind in STEPS if kind is not RunKind.TRAINING
]


def test_v2_offers_all_steps_after_the_photos_and_v3_all_but_training():
    assert sorted(JOB_WIRES) == sorted(OFFERED)
    assert job_wire("v3", RunKind.GROUP) is JOB_WIRES["v3", RunKind.GROUP]


def test_v3_says_that_it_needs_no_training():
    with pytest.raises(errors.NotOffered, match=r"v3 has no training.*v3 needs no training"):
        job_wire("v3", RunKind.TRAINING)


def test_a_version_that_is_not_known_offers_nothing():
    with pytest.raises(errors.NotOffered, match="Nothing was sent"):
        job_wire("v9", RunKind.GROUP)
