"""The life of a job: six states, the causes that move it, and one table that says which move is legal.

Everything that affects the state of a job lives here; this file knows neither database nor clients. A wish to stop a
running job is not a state: it is noted beside the job (`stop_requested`), and the state moves when the work has
really stopped. What is not in the table is an error that names state and cause.
"""

from collections.abc import Mapping
from enum import StrEnum

from app.core.errors import WrongState


class JobState(StrEnum):
    """Where a job stands; the words are the contract's."""

    PENDING = "pending"  #: stored, not yet offered to a worker: waits for `run_at` or for its next attempt
    QUEUED = "queued"  #: waits for a worker; best rank first
    PROCESSING = "processing"  #: one worker runs it
    COMPLETED = "completed"  #: everything that was asked for is there
    FAILED = "failed"  #: given up; the dead letters
    CANCELLED = "cancelled"  #: stopped by a client; what was finished stays


class Cause(StrEnum):
    """What moves a job. Routes, store methods, log lines and events use the same verbs."""

    ENQUEUE = "enqueue"  #: its time has come
    CLAIM = "claim"  #: a worker takes it
    COMPLETE = "complete"  #: every stage is finished
    FAIL = "fail"  #: given up: permanent, or its retries are spent
    POSTPONE = "postpone"  #: a failure that may pass: back to wait for the next attempt
    REQUEUE = "requeue"  #: its server went down or was killed: back to the head of the queue
    CANCEL = "cancel"  #: a client's wish, carried out
    RETRY = "retry"  #: a client wants it run again


TRANSITIONS: Mapping[JobState, Mapping[Cause, JobState]] = {
    JobState.PENDING: {Cause.ENQUEUE: JobState.QUEUED, Cause.CANCEL: JobState.CANCELLED},
    JobState.QUEUED: {Cause.CLAIM: JobState.PROCESSING, Cause.CANCEL: JobState.CANCELLED},
    JobState.PROCESSING: {
        Cause.COMPLETE: JobState.COMPLETED,
        Cause.FAIL: JobState.FAILED,
        Cause.POSTPONE: JobState.PENDING,
        Cause.REQUEUE: JobState.QUEUED,
        Cause.CANCEL: JobState.CANCELLED,
    },
    JobState.FAILED: {Cause.RETRY: JobState.QUEUED},
    JobState.CANCELLED: {Cause.RETRY: JobState.QUEUED},
    JobState.COMPLETED: {},
}

#: No work is left to do; sockets close after telling of one of these.
TERMINAL = frozenset({JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED})
#: Waiting for a worker or for its time.
WAITING = frozenset({JobState.PENDING, JobState.QUEUED})
ACTIVE = frozenset(JobState) - TERMINAL


#: How a refusal says what a client asked for.
ASKED = {Cause.CANCEL: "be cancelled", Cause.RETRY: "be retried"}


class IllegalTransition(WrongState):
    """The table has no such move; nothing was changed."""

    def __init__(self, state: JobState, cause: Cause) -> None:
        able = sorted(s for s, moves in TRANSITIONS.items() if cause in moves)
        asked = ASKED.get(cause, cause.value)
        super().__init__(f"A job that is {state} cannot {asked}; only one that is {' or '.join(able)} can.")
        self.state = state
        self.cause = cause


def advance(state: JobState, cause: Cause) -> JobState:
    """The state that `cause` leads to from `state`. Raises IllegalTransition and changes nothing."""
    try:
        return TRANSITIONS[state][cause]
    except KeyError:
        raise IllegalTransition(state, cause) from None
