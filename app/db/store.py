"""The store, the interface to the database.

`read` runs a function of `queries` (or of its neighbours) on a snapshot; `write` runs a unit (a function of `moves`,
`stage_log`, `flags` …) through the one writer. Units take a Transaction first, so `await store.write(moves.claim,
job_id)`.
"""

import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection

from app.core.clock import unix_ms
from app.core.errors import AppError, DatabaseUnusable
from app.core.private import tighten
from app.db import flags
from app.db.access import open_access, sqlite_file
from app.db.announcements import announce
from app.db.file_identity import DatabaseFiles
from app.db.migrate import migrate
from app.db.postgres_lock import PostgresLock
from app.db.searches import AT_ONCE as SEARCHES_AT_ONCE
from app.db.searches import Searches
from app.db.server_lock import ServerLock
from app.db.sqlite_checks import check_integrity, refuse_foreign
from app.db.transaction import Transaction
from app.db.wal import WriteAheadLog
from app.db.writer import Part, StorageFailed, Writer, storage_failure
from app.jobs.changes import JobChange
from app.jobs.events import StoredEvent
from app.jobs.leases import Holder

log = logging.getLogger(__name__)

P = ParamSpec("P")
Item = TypeVar("Item")
T = TypeVar("T")


class Store:
    """Opens the database for the duration of the `async with` block.

    `shared`: other processes use it too, so none is locked out; work is then divided by leases alone. `notified` are
    the digests of services that get a delivery when a job has ended. `exports`: files of completed jobs are
    exported.
    Raises DatabaseInUse if another server holds it, DatabaseUnusable if it is damaged, newer than this program or not
    writable, FolderUnusable if its folder is not writable.
    """

    def __init__(
        self,
        url: str,
        *,
        synchronous: str = "normal",
        now_ms: Callable[[], int] = unix_ms,
        shared: bool = False,
        notified: Sequence[str] = (),
        exports: bool = False,
    ) -> None:
        self._url = url
        self.origin = uuid.uuid4().hex  #: names this process in what it announces to others
        self.shared = shared
        self._notified = notified
        self._exports = exports
        self._is_file = sqlite_file(url) is not None
        self._synchronous = synchronous
        self._now_ms = now_ms
        self._listeners: list[Callable[[Sequence[StoredEvent]], None]] = []
        self._followers: list[Callable[[Sequence[JobChange]], None]] = []
        self._followers_of_others: list[Callable[[Sequence[JobChange]], None]] = []
        self._stack = AsyncExitStack()

    def listen(self, listener: Callable[[Sequence[StoredEvent]], None]) -> None:
        """Call `listener` with all committed events, in order. It must not wait and not raise."""
        self._listeners.append(listener)

    def _publish(self, events: Sequence[StoredEvent]) -> None:
        if events:
            for listener in self._listeners:
                _call(listener, events)

    def follow_changes(
        self, follower: Callable[[Sequence[JobChange]], None], *, own: bool = True, others: bool = True
    ) -> None:
        """Call `follower` with the changes of jobs of every commit, in order, after its events are published.

        `own` are the commits of this process, `others` those of processes that share the database. It must not wait and
        not raise.
        """
        if own:
            self._followers.append(follower)
        if others:
            self._followers_of_others.append(follower)

    def receive_changes(self, changes: Sequence[JobChange]) -> None:
        """Publish changes that another process has committed."""
        for follower in self._followers_of_others if changes else ():
            _call(follower, changes)

    def _publish_changes(self, changes: Sequence[JobChange]) -> None:
        if changes:
            for follower in self._followers:
                _call(follower, changes)

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            file = sqlite_file(self._url)
            if not self.shared:
                await self._lock_others_out(file, stack)
            if file is not None:
                refuse_foreign(file)
                beside = [file.with_name(f"{file.name}{end}") for end in ("", "-wal", "-shm", "-journal", ".lock")]
                if tighten(beside):
                    log.warning("others could read %s; now they cannot", file.name)
            writing = open_access(self._url, writer=True, synchronous=self._synchronous)
            stack.push_async_callback(writing.dispose)
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
            await migrate(writing, check=check_integrity if file is not None else None)
            self._readers = open_access(self._url, writer=False, synchronous=self._synchronous)
            stack.push_async_callback(self._readers.dispose)
            searching = open_access(
                self._url, writer=False, synchronous=self._synchronous, connections=SEARCHES_AT_ONCE
            )
            stack.push_async_callback(searching.dispose)
            self._searches = Searches(searching)
            files = DatabaseFiles(file) if file is not None else None
            self.writer = Writer(
                writing,
                now_ms=self._now_ms,
                publish=self._publish,
                publish_changes=self._publish_changes,
                prove_writable=flags.prove_writable,
                log_file=WriteAheadLog(file, writing) if file is not None else None,
                files=files,
                alone=file is not None and not self.shared,
                notified=self._notified,
                exports=self._exports,
                announce=partial(announce, self.origin) if self.announces else None,
            )
            await stack.enter_async_context(self.writer)
            await self._prove_writable()
            await self.read(lambda conn: conn.exec_driver_sql("SELECT 1"))
            if files is not None:
                files.note()
            self._stack = stack.pop_all()
        return self

    async def _lock_others_out(self, file: Path | None, stack: AsyncExitStack) -> None:
        if file is not None:
            lock = ServerLock(file.with_name(f"{file.name}.lock"), file.name)
            lock.acquire()
            stack.callback(lock.release)
        elif self._url.startswith("postgres"):
            session = PostgresLock(self._url)
            await session.acquire()
            stack.push_async_callback(session.release)

    async def _prove_writable(self) -> None:
        try:
            await self.write(flags.prove_writable)
        except StorageFailed as failure:
            raise DatabaseUnusable(
                f"The database cannot be written ({failure.reason}). Check the rights of its file and folder, the "
                "free space, and that its disk is not mounted read-only."
            ) from failure

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)

    def work_as(self, holder: Holder) -> None:
        """Set the holder under which jobs are claimed and changed from now on. Not while a job runs."""
        self.writer.holder = holder

    @property
    def holder(self) -> Holder:
        """The holder under which jobs are claimed and changed."""
        return self.writer.holder

    @property
    def exclusive(self) -> bool:
        """Whether no other server can have the database open."""
        return not self.shared

    @property
    def announces(self) -> bool:
        """Whether commits are announced to other processes."""
        return self.shared and not self._is_file

    @property
    def commits(self) -> int | None:
        """A number that grows before each write is answered: what was read is still the latest while it is the same.

        None if it does not show that, because other processes write too, or because the database fails.
        """
        known = self._is_file and not self.shared and self.writer.last_failure is None
        return self.writer.commits if known else None

    def now_ms(self) -> int:
        """The store's clock, Unix milliseconds."""
        return self._now_ms()

    async def read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `query(connection, …)` on a consistent snapshot. It must not write.

        Raises what it raised, or StorageFailed.
        """
        return await self._reading(lambda: self._readers.run(lambda conn: query(conn, *args, **kwargs)))

    async def _reading(self, run: Callable[[], Awaitable[T]]) -> T:
        try:
            return await run()
        except Exception as error:
            failure = storage_failure(error, reading=True)
            if failure is None:
                raise
            log.warning("the database could not be read: %s", failure.reason)
            raise failure from error

    async def search(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """As `read`, for queries that may read everything: on separate connections, so that others never wait.

        Raises SearchTooLong or SearchesBusy too.
        """
        return await self._reading(lambda: self._searches.run(lambda conn: query(conn, *args, **kwargs)))

    async def write(self, unit: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `unit(transaction, …)` and return after the commit. Raises its exceptions, or StorageFailed."""
        return await self.writer.write(lambda tx: unit(tx, *args, **kwargs))

    async def write_together(
        self, unit: Callable[[Transaction, Sequence[Item]], Sequence[T | AppError]], item: Item
    ) -> T:
        """As `write`, for a unit that takes the items of all callers whose changes are committed together.

        It returns a result or a refusal for each item; the caller gets its own.
        """
        return await self.writer.write(Part(unit, item))

    async def ping_s(self) -> float:
        """Measure the time of the smallest read, seconds."""
        began = time.perf_counter()
        await self.read(lambda conn: conn.exec_driver_sql("SELECT 1").scalar())
        return time.perf_counter() - began


def _call(receiver: Callable[[Sequence[T]], None], committed: Sequence[T]) -> None:
    """Call one receiver; its failure is logged as a fault and keeps nothing from the next one."""
    try:
        receiver(committed)
    except Exception:
        log.exception("what follows from a committed change failed")
