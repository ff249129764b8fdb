"""The single writer, which commits the changes of all callers in groups.

Callers submit units, plain functions over a Transaction. The writer runs all waiting units in one transaction, commits
once, publishes the events, and only then returns to the callers. So a result means durable, thousands of small changes
a second cost a few commits, and two moves of one job can never race. A unit's refusal (AppError, raised before its
first change) is its result and does not affect the group; at any other exception the group is rolled back and its units
run again one by one, so one caller's fault never affects another's change. Units must therefore be repeatable: they
change nothing but the transaction.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from app.core.errors import AppError, Unavailable
from app.db.access import Access
from app.db.commit_fate import CommitFate
from app.db.file_identity import DatabaseFiles, DatabaseLost
from app.db.hook_recorder import HookRecorder
from app.db.transaction import Transaction
from app.db.wal import WriteAheadLog
from app.jobs.changes import JobChange
from app.jobs.events import StoredEvent
from app.jobs.leases import UNNAMED, Holder

log = logging.getLogger(__name__)

#: Units in one commit, and the capacity of the queue; beyond it `write` waits.
GROUP = 256
BACKLOG = 4096
#: PostgreSQL's words for a transaction that it ended for another one's sake (deadlock, no serial order); how often one
#: is tried in all.
CONFLICTS = frozenset({"40P01", "40001"})
CONFLICT_TRIES = 5
#: Interval of attempts while the database accepts no writes, seconds.
RETRY_EVERY_S = 5.0
Item = TypeVar("Item")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part(Generic[Item, T]):
    """An item for a unit that takes those of all callers of a group at once, and returns a result or refusal for each.

    It runs before the group's other units.
    """

    unit: Callable[[Transaction, Sequence[Item]], Sequence[T | AppError]]
    item: Item


@dataclass(slots=True)
class _Order(Generic[T]):
    unit: Callable[[Transaction], T] | Part[Any, T]
    answer: asyncio.Future[T]


class StorageFailed(Unavailable):
    """The database failed a write, of which nothing was kept, or a read (full, read-only, damaged, unreachable)."""

    code = "storage_failed"

    def __init__(self, reason: str, *, reading: bool = False) -> None:
        what = "The database cannot be read" if reading else "The database did not take the change"
        super().__init__(f"{what}: {reason}", retry_after_s=10, code="storage_failed")
        self.reason = reason


class Writer:
    """Owns the writing connection for the duration of the `async with` block.

    At its end the waiting units are written.
    """

    def __init__(
        self,
        access: Access,
        *,
        now_ms: Callable[[], int],
        publish: Callable[[Sequence[StoredEvent]], None],
        publish_changes: Callable[[Sequence[JobChange]], None],
        prove_writable: Callable[[Transaction], None],
        log_file: WriteAheadLog | None = None,
        files: DatabaseFiles | None = None,
        holder: Holder = UNNAMED,
        alone: bool = False,
        notified: Sequence[str] = (),
        exports: bool = False,
        announce: Callable[[Transaction], None] | None = None,
    ) -> None:
        self._announce = announce
        self.holder = holder
        self._access = access
        self._prove_writable = prove_writable
        self._log_file = log_file
        self._files = files
        self._now_ms = now_ms
        self._publish = publish
        self._publish_changes = publish_changes
        self._orders: asyncio.Queue[_Order[Any] | None] = asyncio.Queue(BACKLOG)
        self._hooks = HookRecorder(alone=alone, notified=notified, exports=exports)
        self._task: asyncio.Task[None] | None = None
        self._chores = ThreadPoolExecutor(
            1, thread_name_prefix="chores"
        )  # a separate thread: the shared ones may be busy for minutes
        self.last_failure: str | None = None
        self.commits = 0  #: transactions that have ended, also in vain: while it is the same, so is the database

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._work(), name="database writer")
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        if self._task is not None:
            await self._orders.put(None)
            await self._task
        self._chores.shutdown()

    @property
    def healthy(self) -> bool:
        """Whether the writer is alive; without it no write is possible."""
        return self._task is not None and not self._task.done()

    async def write(self, unit: Callable[[Transaction], T] | Part[Any, T]) -> T:
        """Run `unit` in a transaction and return its result after the commit.

        Raises the unit's exception (nothing of it is kept) or StorageFailed. If the caller is cancelled while it waits,
        it is unknown whether the change was made.
        """
        if not self.healthy:
            raise StorageFailed("the writer has stopped")
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        await self._orders.put(_Order(unit, answer))
        return await answer

    async def _work(self) -> None:
        ending = False
        while not ending:
            group: list[_Order[Any]] = []
            order = await self._next()
            while True:
                if order is None:
                    ending = True
                else:
                    group.append(order)
                if len(group) >= GROUP or self._orders.empty():
                    break
                order = self._orders.get_nowait()
            if group:
                await self._commit(group)
                if self._log_file is not None:
                    await self._log_file.keep_small()

    async def _next(self) -> "_Order[Any] | None":
        """Wait for the next order; check the database's files while there is none.

        After a failed write the database is tried again even without an order: a server that a load balancer has taken
        out because of it would never get one.
        """
        if not self._orders.empty():
            return self._orders.get_nowait()
        while True:
            try:
                async with asyncio.timeout(RETRY_EVERY_S):
                    return await self._orders.get()
            except TimeoutError:
                if self.last_failure is not None:
                    await self._probe()
                elif (why := self.lost()) is not None:
                    await self._failed(DatabaseLost(why))

    def lost(self) -> str | None:
        """The reason why the database's files are no longer the open ones; None if they are."""
        return self._files.lost() if self._files is not None else None

    async def _probe(self) -> None:
        try:
            await self._transact([self._prove_writable])
        except Exception as error:  # noqa: BLE001 - whatever it is, it is why changes are not taken
            self.last_failure = _reason_of(error)
        else:
            log.info("the database takes changes again")
            self.last_failure = None

    async def _failed(self, error: Exception) -> None:
        """Handle a failed write, or one that would not be durable."""
        fresh, self.last_failure = self.last_failure is None, _reason_of(error)
        if fresh and isinstance(error, DatabaseLost) and self._files is not None and self._log_file is not None:
            log.error("%s", error)
            if self._files.log_is_all_that_is_gone() and await self._log_file.save():
                log.warning("what the write-ahead log held is in the database now: nothing acknowledged is lost")

    async def _commit(self, group: list[_Order[Any]], tries: int = CONFLICT_TRIES) -> None:
        try:
            results, transaction = await self._transact([order.unit for order in group])
        except Exception as error:  # noqa: BLE001 - it is the caller's answer
            if len(group) > 1:
                for order in group:
                    await self._commit([order])
                return
            if tries > 1 and _is_conflict(error):
                log.info("another server's change came in between: %s; trying again", _reason_of(error))
                await self._commit(group, tries - 1)
                return
            await self._refuse(group[0], error)
            return
        if self.last_failure is not None:
            log.info("the database takes changes again")
            self.last_failure = None
        _carry_out(
            [
                lambda: self._publish(transaction.events),
                *transaction.effects,
                lambda: self._publish_changes(transaction.changes),
            ]
        )
        if transaction.chores:
            await asyncio.get_running_loop().run_in_executor(self._chores, _carry_out, transaction.chores)
        for order, result in zip(group, results, strict=True):
            if order.answer.done():
                continue
            if isinstance(result, AppError):
                order.answer.set_exception(result)
            else:
                order.answer.set_result(result)

    async def _refuse(self, order: _Order[Any], error: Exception) -> None:
        if (failure := storage_failure(error)) is not None:
            await self._failed(error)
            log.error("the database did not take a change: %s", failure.reason)
            error = failure
        else:
            log.error("a change could not be written", exc_info=error)
        if not order.answer.done():
            order.answer.set_exception(error)

    async def _transact(
        self, units: Sequence[Callable[[Transaction], Any] | Part[Any, Any]]
    ) -> tuple[list[Any], Transaction]:
        fate, made = CommitFate(), list[tuple[list[Any], Transaction]]()

        def run(conn: Connection) -> tuple[list[Any], Transaction]:
            with conn.begin():
                transaction = Transaction(conn, self._now_ms(), self.holder)
                results = _results(units, transaction)
                transaction.write_out()
                self._hooks.record(transaction)
                if self._announce is not None:
                    self._announce(transaction)
                self._check_files()
                made.append((results, transaction))
                fate.note(conn)
            self._check_files()  # if the files are gone the commit must not be acknowledged
            return results, transaction

        try:
            return await self._access.run(run)
        except Exception as error:
            if made and _is_of_storage(error) and await fate.is_committed(self._access):
                log.warning("the answer to a commit was lost (%s); the change is there", _reason_of(error))
                return made[0]
            raise
        finally:
            self.commits += 1

    def _check_files(self) -> None:
        if self._files is not None:
            self._files.check()


def _reason_of(error: Exception) -> str:
    return str(error.orig if isinstance(error, DBAPIError) else error)


def _is_conflict(error: Exception) -> bool:
    """Whether the database ended the transaction for another one's sake: a deadlock, or no serial order."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in CONFLICTS


def storage_failure(error: Exception, *, reading: bool = False) -> StorageFailed | None:
    """The StorageFailed for an error of the database; None for any other error."""
    return StorageFailed(_reason_of(error), reading=reading) if _is_of_storage(error) else None


def _is_of_storage(error: Exception) -> bool:
    """Whether the error is the database's fault (full, read-only, damaged, unreachable), not the statement's."""
    if isinstance(error, DBAPIError):
        return not isinstance(error, IntegrityError | ProgrammingError | DataError)
    return isinstance(error, OSError)


def _carry_out(consequences: Sequence[Callable[[], None]]) -> None:
    """Run the consequences of a commit. A failure is logged as a fault; the commit stays and the writer continues."""
    for consequence in consequences:
        try:
            consequence()
        except Exception:
            log.exception("what follows from a committed change failed")


def _results(units: Sequence[Callable[[Transaction], Any] | Part[Any, Any]], transaction: Transaction) -> list[Any]:
    results: dict[int, Any] = {}
    together: dict[Any, list[tuple[int, Any]]] = {}
    for place, unit in enumerate(units):
        if isinstance(unit, Part):
            together.setdefault(unit.unit, []).append((place, unit.item))
    for run, parts in together.items():
        places, items = zip(*parts, strict=True)
        results |= zip(places, run(transaction, items), strict=True)
    for place, unit in enumerate(units):
        if not isinstance(unit, Part):
            results[place] = _attempt(unit, transaction)
    return [results[place] for place in range(len(units))]


def _attempt(unit: Callable[[Transaction], Any], transaction: Transaction) -> Any:
    """The unit's result, or its refusal as a value: a refusal changes nothing, so the rest of the group continues."""
    try:
        return unit(transaction)
    except AppError as refusal:
        return refusal
