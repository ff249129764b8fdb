"""The roles of server processes."""

from enum import Enum


class Role(Enum):
    """What a process does: everything alone, or its part among others that share database and files."""

    ALONE = "alone"
    SERVER = "server"
    WORKER = "worker"

    @property
    def serves(self) -> bool:
        """Whether it answers requests."""
        return self is not Role.WORKER

    @property
    def works(self) -> bool:
        """Whether it runs jobs."""
        return self is not Role.SERVER
