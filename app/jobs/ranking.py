"""Ranks waiting jobs by a number per job that is computed once.

`rank = queued_at − priority × AGEING`, smallest first. At equal priority that is first in, first out; a point of
priority is worth ten minutes of waiting, so a job of priority 0 overtakes newer ones of priority 10 after 100 minutes
and none starves. Because both terms are fixed when the job is queued, the order of two waiting jobs never changes and
the queue is never re-sorted. "To the top" is a rank below the smallest one; for a job that waits for its time it is a
mark, and the job gets that rank when it is queued. A manual position is a rank between those of two neighbours; equal
ranks run in order of arrival (`num`).
"""

#: A position in the queue: rank and order of arrival, smallest first.
Key = tuple[int, int]

#: Milliseconds of waiting that equal one point of priority.
AGEING_MS = 600_000
#: Rank of a pending job that goes to the top when it is due. Ranks are shifted when the clock is set, hence a range.
FIRST_WHEN_DUE = -(2**62)
FIRST_WHEN_DUE_BELOW = -(2**61)
#: Greatest distance of a manually placed job from its neighbour, milliseconds: later arrivals that overtake the
#: neighbour overtake both.
NEAR_MS = 500
#: How far the jobs ahead are moved forward if there is no rank between two neighbours, milliseconds.
SHIFT_MS = 1000


def rank_of(queued_at_ms: int, priority: int) -> int:
    """The rank of a job queued at `queued_at_ms` (Unix milliseconds) with `priority` 0..10; the smallest runs first."""
    return queued_at_ms - priority * AGEING_MS


def rank_before(smallest: int | None) -> int:
    """The rank for the top of a queue whose smallest rank is `smallest` (None if it is empty)."""
    return (0 if smallest is None else smallest) - 1


def is_first_when_due(rank: int) -> bool:
    """Whether a pending job goes to the top when it is due."""
    return rank < FIRST_WHEN_DUE_BELOW


def rank_between(ahead: Key | None, behind: Key | None, num: int) -> int | None:
    """A rank with which job `num` runs right after `ahead` and right before `behind`; None if there is none.

    A missing neighbour is an end of the queue.
    """
    if behind is None:
        return 0 if ahead is None else ahead[0] + 1
    if ahead is None:
        return rank_before(behind[0])
    near = min(NEAR_MS, (behind[0] - ahead[0]) // 2)
    for rank in (behind[0] - near, behind[0], ahead[0]):
        if ahead < (rank, num) < behind:
            return rank
    return None
