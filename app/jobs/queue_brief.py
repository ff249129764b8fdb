"""The state of the queue in few figures, as it is published."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueBrief:
    """The queue at one moment: numbers of jobs, and the ids of the next ones, from the head."""

    waiting: int = 0
    running: int = 0
    paused: bool = False
    draining: bool = False
    next_ids: tuple[str, ...] = ()
