"""The queues of messages, and the priorities that each one has."""

#: Queue → its lowest priority; the most urgent first.
QUEUES = {"high_priority": 7, "default": 4, "low_priority": 0}


def queue_of(priority: int) -> str:
    """The queue that has jobs of this priority."""
    return next(name for name, lowest in QUEUES.items() if priority >= lowest)
