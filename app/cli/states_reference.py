"""Generates the page about a job's states from the table of transitions."""

from app.jobs.states import ACTIVE, TERMINAL, TRANSITIONS, WAITING, Cause, JobState

CAUSES = {
    Cause.ENQUEUE: "its time (`run_at`, `next_attempt_at`) has come",
    Cause.CLAIM: "a worker takes it; a new attempt begins",
    Cause.COMPLETE: "every stage of its plan is finished",
    Cause.FAIL: "a permanent failure, or its retries are spent",
    Cause.POSTPONE: "a failure that may pass; it waits for `next_attempt_at`",
    Cause.REQUEUE: "its server went down or was killed; it goes to the head of the queue with what is finished",
    Cause.CANCEL: "a client's wish; of a running job once its work has really stopped",
    Cause.RETRY: "a client wants it run again; finished stages are not run again",
}


def page() -> str:
    """The text of `docs/reference/states.md`."""
    moves = [(state, cause, to) for state, causes in TRANSITIONS.items() for cause, to in causes.items()]
    lines = [
        "# States of a job",
        "",
        "This page is written from `app/jobs/states.py` by `python main.py reference`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {JobState.PENDING}: submit, with run_at",
        f"    [*] --> {JobState.QUEUED}: submit",
        *(f"    {state} --> {to}: {cause}" for state, cause, to in moves),
        f"    {JobState.COMPLETED} --> [*]",
        "```",
        "",
        "| from | cause | to | when |",
        "|---|---|---|---|",
        *(f"| `{state}` | {cause} | `{to}` | {CAUSES[cause]} |" for state, cause, to in moves),
        "",
        "A move that is not in the table is refused with 409 `wrong_state` and changes nothing. Each move is one",
        "compare-and-set on state and attempt, in one transaction with its event.",
        "",
        f"- Waiting: {_names(WAITING)}. A client may change the priority of these only.",
        f"- Active: {_names(ACTIVE)}. These can be cancelled.",
        f"- Finished: {_names(TERMINAL)}. These can be deleted; sockets close after sending one.",
    ]
    return "\n".join(lines) + "\n"


def _names(states: frozenset[JobState]) -> str:
    return ", ".join(f"`{state}`" for state in JobState if state in states)
