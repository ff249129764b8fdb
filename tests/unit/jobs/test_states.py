"""The transition table is the documentation: these tests read it back."""

import pytest

from app.jobs.states import ACTIVE, TERMINAL, TRANSITIONS, WAITING, Cause, IllegalTransition, JobState, advance


@pytest.mark.parametrize(("state", "cause"), [(s, c) for s, moves in TRANSITIONS.items() for c in moves])
def test_every_move_of_the_table_is_possible(state: JobState, cause: Cause) -> None:
    """What the table lists, `advance` does."""
    assert advance(state, cause) is TRANSITIONS[state][cause]


@pytest.mark.parametrize(("state", "cause"), [(s, c) for s in JobState for c in Cause if c not in TRANSITIONS[s]])
def test_every_other_move_is_refused(state: JobState, cause: Cause) -> None:
    """The refusal knows state and cause and is an HTTP 409."""
    with pytest.raises(IllegalTransition) as refused:
        advance(state, cause)
    assert refused.value.status == 409
    assert state.value in str(refused.value)
    assert refused.value.cause is cause


def test_a_running_job_leaves_processing_only_when_it_has_stopped() -> None:
    """There is no state between: a wish to cancel is a column, not a state."""
    assert set(JobState) == TERMINAL | WAITING | {JobState.PROCESSING}
    assert WAITING | {JobState.PROCESSING} == ACTIVE


def test_a_completed_job_is_final() -> None:
    """Nothing moves a completed job: finished work is never done twice."""
    assert TRANSITIONS[JobState.COMPLETED] == {}


def test_every_state_can_be_reached_from_a_new_job() -> None:
    """No state of the table is dead."""
    reached, frontier = {JobState.PENDING, JobState.QUEUED}, [JobState.PENDING, JobState.QUEUED]
    while frontier:
        fresh = set(TRANSITIONS[frontier.pop()].values()) - reached
        reached |= fresh
        frontier += fresh
    assert reached == set(JobState)


@pytest.mark.parametrize(
    ("state", "cause", "said"),
    [
        (JobState.CANCELLED, Cause.CANCEL, "A job that is cancelled cannot be cancelled;"),
        (
            JobState.QUEUED,
            Cause.RETRY,
            "A job that is queued cannot be retried; only one that is cancelled or",
        ),
    ],
)
def test_a_refusal_reads_as_a_sentence(state: JobState, cause: Cause, said: str) -> None:
    """Clients show it to people."""
    assert said in str(IllegalTransition(state, cause))
