"""Defines a job's six states, the causes of moves between them, and the table of legal moves.

Everything about the state of a job is here; this module depends neither on the database nor on clients. A request to
stop a running job is not a state: it is stored beside the state (`stop_requested`), which moves when the work has
really stopped. A move that is not in the table is an error that names state and cause.
"""

from collections.abc import Mapping
from enum import StrEnum

from app.core.errors import WrongState


class JobState(StrEnum):
    """A job's state; the words are the contract's."""

    PENDING = "pending"  #: stored, not yet offered to a worker: waits for `run_at` or for its next attempt
    QUEUED = "queued"  #: waits for a worker; best rank first
    PROCESSING = "processing"  #: one worker runs it
    COMPLETED = "completed"  #: all requested results exist
    FAILED = "failed"  #: given up; the dead letters
    CANCELLED = "cancelled"  #: stopped by a client; finished results stay


class Cause(StrEnum):
    """The cause of a move. Routes, store methods, log lines and events use the same verbs."""

    ENQUEUE = "enqueue"  #: its time has come
    CLAIM = "claim"  #: a worker takes it
    COMPLETE = "complete"  #: every stage is finished
    FAIL = "fail"  #: given up: permanent, or its retries are spent
    POSTPONE = "postpone"  #: a failure that may pass: back to wait for the next attempt
    REQUEUE = "requeue"  #: its server stopped or was killed: back to the head of the queue
    CANCEL = "cancel"  #: cancelled by a client, and the work has stopped
    RETRY = "retry"  #: run again by a client


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

#: No work is left; sockets close after publishing one of these.
TERMINAL = frozenset({JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED})
#: Waiting for a worker or for its time.
WAITING = frozenset({JobState.PENDING, JobState.QUEUED})
ACTIVE = frozenset(JobState) - TERMINAL


#: The wording of a requested move in a refusal.
REQUESTED = {Cause.CANCEL: "be cancelled", Cause.RETRY: "be retried"}


class IllegalTransition(WrongState):
    """The move is not in the table; nothing was changed."""

    def __init__(self, state: JobState, cause: Cause) -> None:
        able = sorted(s for s, moves in TRANSITIONS.items() if cause in moves)
        wanted = REQUESTED.get(cause, cause.value)
        super().__init__(f"A job that is {state} cannot {wanted}; only one that is {' or '.join(able)} can.")
        self.state = state
        self.cause = cause


def advance(state: JobState, cause: Cause) -> JobState:
    """The state that `cause` leads to from `state`. Raises IllegalTransition and changes nothing."""
    try:
        return TRANSITIONS[state][cause]
    except KeyError:
        raise IllegalTransition(state, cause) from None
