"""The port to leases, which decide what one process may work on while others share its database."""

from collections.abc import Collection, Sequence
from typing import Protocol

from app.jobs.leases import Held, Lease, LeaseKind


class Leases(Protocol):
    """Leases of one process, the holder, on running jobs and on stage keys.

    At any moment a job or key has at most one lease. A running job is leased by its claim and released by the move that
    ends its attempt, in their transactions; a key is leased and released here. An expired lease is valid until another
    process acquires it: its holder may renew it.

    Every method raises StorageFailed if the leases cannot be reached; then it is unknown what is held. A cancelled call
    may have taken effect.
    """

    async def acquire(self, key: str) -> Lease:
        """Lease a stage key, unless another process has an unexpired lease on it; returns the valid lease.

        If several processes acquire at once, one of them gets it. The holder extends its own lease.
        """

    async def release(self, key: str) -> None:
        """End this process's lease on a key. Another's lease is not changed; without a lease nothing happens."""

    async def renew(self, keys: Collection[str]) -> Held:
        """Extend this process's leases on its jobs and on these keys; returns them. Its other keys are not extended.

        Missing ones belong to another process now, or were released.
        """

    async def others(self) -> Sequence[Lease]:
        """Leases of other processes, expired ones included, in order of expiry."""

    async def lease_on(self, kind: LeaseKind, name: str) -> Lease | None:
        """The lease on a job or key; None if there is none."""
