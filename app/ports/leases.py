"""The port to leases: what one process may work on while others share its database."""

from collections.abc import Collection, Sequence
from typing import Protocol

from app.jobs.leases import Held, Lease, LeaseKind


class Leases(Protocol):
    """Leases of one process, the holder, on running jobs and on stage keys.

    At any moment a job or key has one lease at most. A running job is leased by its claim and released by the move
    that ends its attempt, in the transactions of these; a key is leased and released here. A lease that has run out
    still counts until somebody else acquires it: its holder may renew it.

    Every method raises StorageFailed when the leases cannot be reached; then nothing is known about what is held.
    A call that is cancelled may have been carried out.
    """

    async def acquire(self, key: str) -> Lease:
        """Lease a stage key, unless a lease of another process on it runs; returns the lease that stands now.

        Where several processes acquire at once, one of them gets it. The holder extends its own lease.
        """

    async def release(self, key: str) -> None:
        """End this process's lease on a key. Nothing happens to another's, or where there is none."""

    async def renew(self, keys: Collection[str]) -> Held:
        """Extend this process's leases on its jobs and on these keys; returns them. Others of its keys run out.

        What is missing is another's now, or was released.
        """

    async def others(self) -> Sequence[Lease]:
        """Leases of other processes, those that have run out too; the first to run out first."""

    async def lease_on(self, kind: LeaseKind, name: str) -> Lease | None:
        """Who holds a job or a key; None when nobody does."""
