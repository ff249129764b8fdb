"""Names the lanes of the queue for people and graphs: the priorities, in three words."""

from enum import StrEnum


class Lane(StrEnum):
    """A range of priorities. Jobs of one lane run in the queue's order, which knows no lanes."""

    HIGH = "high_priority"
    NORMAL = "default"
    LOW = "low_priority"


#: The least priority of each lane: halfway between the priorities that `high`, `normal` and `low` mean (8, 5, 2).
LEAST = ((7, Lane.HIGH), (4, Lane.NORMAL), (0, Lane.LOW))


def lane_of(priority: int) -> Lane:
    """The lane of a job with this priority."""
    return next(lane for least, lane in LEAST if priority >= least)
