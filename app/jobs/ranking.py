"""Which waiting job is next: a number per job that never has to be computed again.

`rank = queued_at − priority × AGEING`, smallest first. At equal priority that is first in, first out; a point of
priority is worth ten minutes of waiting, so a job of priority 0 overtakes newer ones of priority 10 after 100 minutes
and none starves. Because both terms are fixed when the job is queued, the order of two waiting jobs never changes and
the queue never re-sorts. "To the top" is a rank below the smallest one.
"""

#: Milliseconds of waiting that one point of priority is worth.
AGEING_MS = 600_000


def rank_of(queued_at_ms: int, priority: int) -> int:
    """The rank of a job queued at `queued_at_ms` (Unix milliseconds) with `priority` 0..10; smallest runs first."""
    return queued_at_ms - priority * AGEING_MS
