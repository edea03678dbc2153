from __future__ import annotations

from heygen_widgets.sandbox import FAULTS
from heygen_widgets.sandbox.avatar_faults import (
    AVATAR_FAULTS,
    AVATAR_GROUPS,
    AVATAR_V2_ONLY,
    AVATAR_V3_ONLY,
    BY_STATE,
)
from heygen_widgets.sandbox.fault_catalogue import GENERATION_FAULTS, GROUPS


def test_each_kind_is_a_sentence_and_belongs_to_a_group_of_the_menu():
    assert all(sentence.endswith(".") for sentence in AVATAR_FAULTS.values())
    assert {kind.partition(":")[0] for kind in AVATAR_FAULTS} == AVATAR_GROUPS.keys()
    assert GROUPS.keys() > AVATAR_GROUPS.keys()


def test_the_kinds_are_not_those_of_generations_and_both_are_all():
    assert not AVATAR_FAULTS.keys() & GENERATION_FAULTS.keys()
    assert FAULTS == GENERATION_FAULTS | AVATAR_FAULTS


def test_the_kinds_of_one_version_say_so_or_are_of_training_which_v3_has_not():
    assert not AVATAR_V2_ONLY & AVATAR_V3_ONLY
    assert AVATAR_FAULTS.keys() >= AVATAR_V2_ONLY | AVATAR_V3_ONLY | BY_STATE
    assert {kind for kind, text in AVATAR_FAULTS.items() if "(v2)" in text} <= AVATAR_V2_ONLY
    assert {kind for kind, text in AVATAR_FAULTS.items() if "(v3)" in text} <= AVATAR_V3_ONLY
