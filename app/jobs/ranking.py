"""Which waiting job is next: a number per job that never has to be computed again.

`rank = queued_at − priority × AGEING`, smallest first. At equal priority that is first in, first out; a point of
priority is worth ten minutes of waiting, so a job of priority 0 overtakes newer ones of priority 10 after 100 minutes
and none starves. Because both terms are fixed when the job is queued, the order of two waiting jobs never changes and
the queue never re-sorts. "To the top" is a rank below the smallest one; of a job that waits for its time, it is a mark
that it gets that rank when it is queued. A place by hand is a rank between those of two neighbours; equal ranks run in
the order of arrival (`num`).
"""

#: A place in the queue: rank and order of arrival, smallest first.
Key = tuple[int, int]

#: Milliseconds of waiting that one point of priority is worth.
AGEING_MS = 600_000
#: Rank of a pending job that goes to the top when its time comes. Ranks are moved when the clock is set, hence a range.
FIRST_WHEN_DUE = -(2**62)
FIRST_WHEN_DUE_BELOW = -(2**61)
#: A job placed by hand stays at most this close to the one it was placed beside, milliseconds: later arrivals that
#: overtake that one overtake both.
NEAR_MS = 500
#: By how much the jobs ahead move forward where two neighbours leave no rank between them, milliseconds.
ROOM_MS = 1000


def rank_of(queued_at_ms: int, priority: int) -> int:
    """The rank of a job queued at `queued_at_ms` (Unix milliseconds) with `priority` 0..10; smallest runs first."""
    return queued_at_ms - priority * AGEING_MS


def rank_before(smallest: int | None) -> int:
    """The rank of a job that goes to the top of a queue whose smallest rank is `smallest`; None: it is empty."""
    return (0 if smallest is None else smallest) - 1


def is_first_when_due(rank: int) -> bool:
    """Whether a pending job goes to the top when its time comes."""
    return rank < FIRST_WHEN_DUE_BELOW


def rank_between(ahead: Key | None, behind: Key | None, num: int) -> int | None:
    """A rank with which job `num` runs right after `ahead` and right before `behind`; None where there is none.

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
