"""The state machine of a studio, gone through whole: every reachable state, every event."""

import itertools

import pytest

from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.widgets.studio.run_state import (
    IDLE,
    RESTING,
    RUNNING,
    TO_REST,
    TRANSITIONS,
    Event,
    Phase,
    RunState,
    phase_at_rest,
)

WAITED_FOR = (Phase.PRICING, Phase.ASKING)
ENDS = sorted(RESTING - {Phase.IDLE})


def steps(state):
    """Every state that one event leads to."""
    for event in Event:
        rests = ENDS if event in {Event.ENDED, Event.OPENED} else [None]
        yield from ((event, state.after(event, rest)) for rest in rests)


def reachable():
    found, left = {RunState()}, [RunState()]
    while left:
        for _, state in steps(left.pop()):
            if state not in found:
                found.add(state)
                left.append(state)
    return sorted(found, key=repr)


STATES = reachable()
each_state = pytest.mark.parametrize(
    "state", STATES, ids=lambda state: f"{state.phase.name}-{state.rest.name}-{state.was_accepted}"
)


def test_every_phase_can_be_reached_and_has_transitions():
    assert {state.phase for state in STATES} == set(Phase) == set(TRANSITIONS)


def test_every_phase_is_at_rest_waits_for_a_click_or_runs_and_is_only_one_of_them():
    assert sorted([*RESTING, *RUNNING, *WAITED_FOR]) == sorted(Phase)


@each_state
def test_what_runs_can_be_stopped_or_is_being_stopped(state):
    assert state.is_running == (state.can_stop or state.phase is Phase.STOPPING)


@each_state
def test_a_stop_leads_out_of_every_run(state):
    if state.can_stop:
        stopped = state.after(Event.STOP_PRESSED)
        assert stopped.phase in {Phase.STOPPING, Phase.FINISHING, state.rest}


@each_state
def test_while_something_runs_the_screen_says_neither_stopped_nor_any_other_end(state):
    if state.is_running:
        assert state.status in {GenerationStatus.SUBMITTING, GenerationStatus.IN_PROGRESS}


@each_state
def test_while_nothing_runs_generate_is_offered_and_stop_is_not(state):
    assert state.can_generate == (not state.is_running)
    if not state.is_running:
        assert not state.can_stop


@each_state
def test_a_second_run_can_not_begin_while_one_goes_on(state):
    if state.is_running:
        for event in (Event.BEGUN, Event.RESUMED, Event.FOLLOWED, Event.OPENED):
            assert state.after(event, Phase.DONE) == state


@each_state
def test_every_run_comes_to_rest(state):
    """However it ends: with a record that is shown, or with none."""
    if state.is_running:
        assert state.after(Event.NEVER_BEGUN).phase in RESTING
        ended = state.after(Event.ENDED, Phase.STOPPED)
        assert ended.after(Event.SHOWN).phase in RESTING


@each_state
def test_a_run_that_never_began_leaves_what_was_shown_before(state):
    if state.phase in {Phase.SUBMITTING, Phase.WAITING, Phase.FOLLOWING, Phase.STOPPING}:
        assert state.after(Event.NEVER_BEGUN).phase is state.rest


@each_state
def test_a_declined_question_leaves_what_was_shown_before(state):
    if state.phase in WAITED_FOR:
        assert state.after(Event.DISMISSED).phase is state.rest
        assert state.status == RunState(state.rest, state.rest).status


@each_state
def test_at_rest_the_phase_is_that_of_the_run_on_the_screen(state):
    if state.phase in RESTING:
        assert state.phase is state.rest
        assert not state.was_accepted


@each_state
def test_a_clock_runs_exactly_while_somebody_waits_for_a_run(state):
    waiting = {Phase.SUBMITTING, Phase.WAITING, Phase.FOLLOWING, Phase.STOPPING, Phase.ELSEWHERE}
    assert state.is_waiting == (state.phase in waiting)


@each_state
def test_the_status_is_one_of_those_that_python_knows(state):
    assert state.status in {IDLE, *GenerationStatus}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(STATES, Event)))
def test_an_event_that_the_table_does_not_name_changes_nothing(state, event):
    if event not in TRANSITIONS[state.phase]:
        assert state.after(event, Phase.DONE) is state


def test_the_table_leads_only_to_phases_or_to_rest():
    targets = {target for row in TRANSITIONS.values() for target in row.values()}
    assert targets <= {*Phase, TO_REST}


@pytest.mark.parametrize("status", GenerationStatus)
@pytest.mark.parametrize("is_waited_for", [False, True])
def test_a_run_that_is_opened_is_shown_at_rest_whatever_its_status(status, is_waited_for):
    phase = phase_at_rest(status, is_waited_for=is_waited_for)
    state = RunState().after(Event.OPENED, phase)
    assert state.phase in RESTING
    assert not state.is_running
    if not status.is_final:
        assert phase is (Phase.ELSEWHERE if is_waited_for else Phase.LEFT)


@pytest.mark.parametrize(
    ("events", "phase", "status"),
    [
        ([Event.BEGUN], Phase.SUBMITTING, "submitting"),
        ([Event.BEGUN, Event.ACCEPTED], Phase.WAITING, "in_progress"),
        ([Event.RESUMED], Phase.WAITING, "in_progress"),
        ([Event.FOLLOWED], Phase.FOLLOWING, "in_progress"),
        ([Event.BEGUN, Event.STOP_PRESSED], Phase.STOPPING, "submitting"),
        ([Event.BEGUN, Event.ACCEPTED, Event.STOP_PRESSED], Phase.STOPPING, "in_progress"),
        ([Event.RESUMED, Event.STOP_PRESSED], Phase.STOPPING, "in_progress"),
        ([Event.PRICE_WANTED, Event.PRICE_ASKED, Event.BEGUN], Phase.SUBMITTING, "submitting"),
        ([Event.FOLLOWED, Event.STOP_PRESSED], Phase.IDLE, "idle"),
    ],
)
def test_the_usual_ways(events, phase, status):
    state = RunState()
    for event in events:
        state = state.after(event)
    assert (state.phase, state.status) == (phase, status)
