"""Accepts new jobs. Those that come at the same time are stored by one unit, with one statement for each table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.core.errors import InvalidRequest, NotFound, Refusal, Stopping, StorageLost, Unavailable
from app.core.sealing import Seal
from app.core.settings import Settings
from app.db import creation, queries
from app.db.creation import Creation
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.record import NewJob
from app.media.file_extensions import title_of_file
from app.ports.job_queue import JobQueue
from app.service.job_request import JobRequest, new_job

#: The `Retry-After` of a full queue, seconds.
FULL_RETRY_AFTER_S = 30


@dataclass(frozen=True, slots=True)
class _Submission:
    """A job to store; `full` if the queue had no room for it when it came."""

    new: NewJob
    full: bool


class Submissions:
    """Stores new jobs while the queue has room. `folder_lost` returns why files cannot be stored; None if they can."""

    def __init__(
        self, settings: Settings, store: Store, queue: JobQueue, folder_lost: Callable[[], str | None]
    ) -> None:
        self._settings = settings
        self._store = store
        self._queue = queue
        self._folder_lost = folder_lost
        self._seal = Seal(settings.data_dir)
        self._closed = False
        self._arriving = 0  # accepted, not committed yet

    def close(self) -> None:
        """Accept no more jobs: the server is about to stop."""
        self._closed = True

    async def submit(self, request: JobRequest) -> Creation:
        """Accept a job; returns it once it is stored, and whether it is new.

        Raises Unavailable when the queue is full or the server is stopping, InvalidRequest for an unknown video,
        StorageLost if DATA_DIR is missing, IdempotencyConflict.
        """
        submission = self._arrived(request, 0)
        self._arriving += 1
        try:
            return await self._store.write_together(self._accept, submission)
        finally:
            self._arriving -= 1

    async def submit_many(self, requests: Sequence[JobRequest]) -> Sequence[Creation | Refusal]:
        """As `submit`, for several jobs that are stored together; what would be raised for one is its result."""
        submissions: list[_Submission] = []
        refused: dict[int, Refusal] = {}
        for place, request in enumerate(requests):
            try:
                submissions.append(self._arrived(request, len(submissions)))
            except Refusal as refusal:
                refused[place] = refusal
        self._arriving += len(submissions)
        try:
            stored = iter(await self._store.write(self._accept, submissions) if submissions else ())
        finally:
            self._arriving -= len(submissions)
        return [refused[place] if place in refused else next(stored) for place in range(len(requests))]

    def _arrived(self, request: JobRequest, before: int) -> _Submission:
        """What is to be stored for a request; `before` others came with it. Raises Stopping or StorageLost."""
        if self._closed:
            raise Stopping
        if request.url is not None and request.url.credentials and (why := self._folder_lost()) is not None:
            raise StorageLost(why)  # the key that seals them is in the folder
        full = self._queue.waiting + self._arriving + before >= self._settings.max_queue_size
        return _Submission(new_job(request, seal=self._seal, max_retries=self._settings.max_retries), full)

    def _accept(self, tx: Transaction, submissions: Sequence[_Submission]) -> Sequence[Creation | Refusal]:
        """Store jobs. Runs in the writer's thread, so that it may look at the disk."""
        if (why := self._folder_lost()) is not None:
            return [StorageLost(why)] * len(submissions)
        keyed = creation.Keyed(tx, [submission.new for submission in submissions])
        results: list[Creation | Refusal | None] = []
        fresh: list[NewJob] = []
        for submission in submissions:
            try:
                # First, so that a repeated request finds its job even without its upload.
                known = keyed.job(submission.new)
                if known is None:
                    fresh.append(self._admitted(tx, submission))
                results.append(None if known is None else (known, False))
            except Refusal as refusal:
                results.append(refusal)
        created = iter(creation.create(tx, fresh))
        return [next(created) if result is None else result for result in results]

    def _admitted(self, tx: Transaction, submission: _Submission) -> NewJob:
        if submission.full:
            raise Unavailable(
                f"{self._queue.waiting} jobs are waiting, which is as many as MAX_QUEUE_SIZE allows.",
                retry_after_s=FULL_RETRY_AFTER_S,
                code="queue_full",
            )
        return _identified(tx, submission.new)


def _identified(tx: Transaction, new: NewJob) -> NewJob:
    """A job for an upload with the identity, title and length of its file. Raises InvalidRequest if it is unknown."""
    if new.video_id is None:
        return new
    try:
        video = queries.video(tx.conn, new.video_id)
    except NotFound:
        row = {"loc": ["body", "video_id"], "msg": "no such upload"}
        raise InvalidRequest(f"There is no uploaded video {new.video_id}.", errors=[row]) from None
    title, duration_s = title_of_file(video.filename), video.media.get("duration_s")
    return replace(new, source_identity=video.blob.sha256, title=title, duration_s=duration_s)
