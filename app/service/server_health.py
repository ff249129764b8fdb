"""Whether the parts of this server are alive."""

from collections.abc import Callable
from dataclasses import dataclass

from app.db.store import Store
from app.execution.workers import WorkerPool
from app.ports.job_queue import JobQueue
from app.ports.object_store import CopyStatus
from app.processes.child_pool import ChildPool


@dataclass(frozen=True, slots=True)
class BrokerStatus:
    """The broker of messages: why it is `down`, None if it can be used, and how many messages it had lost."""

    down: str | None
    resent: int


class ServerHealth:
    """Checks the parts at each call. `folder_lost` returns why DATA_DIR is not the opened folder; None if it is.

    `copies` is None without an object store, `broker` without a broker of messages. `worker_lives` returns whether any
    other process runs jobs; it is None where this one does.
    """

    def __init__(
        self,
        store: Store,
        queue: JobQueue,
        pool: WorkerPool,
        children: ChildPool,
        *,
        folder_lost: Callable[[], str | None],
        copies: Callable[[], CopyStatus] | None = None,
        broker: Callable[[], BrokerStatus] | None = None,
        worker_lives: Callable[[], bool] | None = None,
    ) -> None:
        self._store = store
        self._queue = queue
        self._pool = pool
        self._children = children
        self.folder_lost = folder_lost
        self._copies = copies
        self._broker = broker
        self._worker_lives = worker_lives

    def alive(self) -> dict[str, bool]:
        """Which parts are alive. Touches no disk."""
        return {
            "database": self._store.writer.healthy and self._store.writer.last_failure is None,
            "workers": self._pool.healthy,
            "queue": self._queue.healthy,
        }

    @property
    def jobs_run(self) -> bool:
        """Whether jobs that are accepted here run anywhere now."""
        alive = self.alive()
        return alive["workers"] and alive["queue"] and (self._worker_lives is None or self._worker_lives())

    def broker(self) -> BrokerStatus | None:
        """How the broker of messages is; None without one."""
        return None if self._broker is None else self._broker()

    def copies(self) -> CopyStatus | None:
        """How far the copies in the object store are; None without one."""
        return None if self._copies is None else self._copies()

    def children(self) -> list[tuple[str, int]]:
        """Kind and process id of every living child."""
        return [(child.kind.value, child.pid) for child in self._children.children()]

    def model_holders(self) -> list[tuple[str, int]]:
        """Kind and process id of every living child that keeps models loaded; the others hold code alone."""
        return [(child.kind.value, child.pid) for child in self._children.children() if child.kind.holds_models]
