"""The transition table of runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.run import ACTIVE_STATES, END_STATES, TRANSITIONS, IllegalTransition, RunState, advance

S = RunState
LEGAL = {
    S.QUEUED: {S.STARTING, S.STOPPED, S.FAILED},
    S.STARTING: {S.RUNNING, S.STOPPING, S.COMPLETED, S.STOPPED, S.FAILED, S.LOST},
    S.RUNNING: {S.STOPPING, S.COMPLETED, S.STOPPED, S.FAILED, S.LOST},
    S.STOPPING: {S.COMPLETED, S.STOPPED, S.FAILED, S.LOST},
    **{end: {S.QUEUED} for end in (S.COMPLETED, S.STOPPED, S.FAILED, S.LOST)},
}


@pytest.mark.parametrize("current", S)
@pytest.mark.parametrize("wanted", S)
def test_every_pair_of_states(current: RunState, wanted: RunState) -> None:
    if wanted in LEGAL.get(current, set()):
        assert advance(current, wanted) is wanted
        return
    with pytest.raises(IllegalTransition) as refused:
        advance(current, wanted)
    assert str(current) in str(refused.value)
    assert str(wanted) in str(refused.value)
    assert all(str(legal) in str(refused.value) for legal in TRANSITIONS[current])


def test_kinds_of_states() -> None:
    assert {S.COMPLETED, S.STOPPED, S.FAILED, S.LOST} == END_STATES
    assert {S.STARTING, S.RUNNING, S.STOPPING} == ACTIVE_STATES
    assert set(TRANSITIONS) == set(S) == END_STATES | ACTIVE_STATES | {S.QUEUED}


@given(st.lists(st.sampled_from(S)))
def test_an_end_is_left_for_the_queue_alone(wishes: list[RunState]) -> None:
    state = S.QUEUED
    for wanted in wishes:
        before = state
        try:
            state = advance(state, wanted)
        except IllegalTransition:
            continue
        assert state is S.QUEUED if before in END_STATES else state is not S.QUEUED
