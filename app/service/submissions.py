"""Accepts new jobs. Those that come at the same time are stored by one unit, with one statement for each table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.core.caller import Caller
from app.core.errors import InvalidRequest, NotFound, Refusal, Stopping, StorageLost, Unavailable
from app.core.random_ids import RandomIds
from app.core.sealing import KeyMissing, Seal
from app.core.settings import Settings
from app.db import creation, queries, videos
from app.db.creation import Creation
from app.db.feed_entries import Takings
from app.db.file_copies import FileGone
from app.db.quotas import Quotas, Usage
from app.db.store import Store
from app.db.transaction import Transaction
from app.execution.new_files import NewFiles, Ready
from app.jobs.hidden import hides_credentials
from app.jobs.record import NewJob, Video
from app.media.file_extensions import title_of_file
from app.ports.job_queue import JobQueue
from app.ports.object_store import StoreAway
from app.service.generations import check_generation
from app.service.held_blobs import storage_away
from app.service.job_request import JobRequest, new_job, owned
from app.sources.source_url import parse_source_url

#: The `Retry-After` of a full queue, seconds.
FULL_RETRY_AFTER_S = 30


@dataclass(frozen=True, slots=True)
class _Submission:
    """A job to store; `full` if the queue had no room for it when it came. `video` is stored with it, whose file is
    `ready`. `entry` is the number of the feed's entry that it is made of.
    """

    new: NewJob
    full: bool
    video: Video | None
    caller: Caller
    ready: Ready
    entry: int | None = None


class Submissions:
    """Stores new jobs while the queue has room. `folder_lost` returns why files cannot be stored; None if they can."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        queue: JobQueue,
        files: NewFiles,
        folder_lost: Callable[[], str | None],
    ) -> None:
        self._settings = settings
        self._store = store
        self._queue = queue
        self._files = files
        self._folder_lost = folder_lost
        self._quotas = quotas_of(settings)
        self._seal = Seal.of(settings)
        self._ids = RandomIds()
        self._closed = False
        self._arriving = 0  # accepted, not committed yet

    def close(self) -> None:
        """Accept no more jobs: the server is about to stop."""
        self._closed = True

    async def submit(self, request: JobRequest, caller: Caller) -> Creation:
        """Accept a job of this caller; returns it once it is stored, and whether it is new.

        Raises Unavailable when the queue is full or the server is stopping, InvalidRequest for an unknown video,
        StorageLost if DATA_DIR is missing, IdempotencyConflict, Forbidden.
        """
        submission = self._arrived(request, 0, caller, await ready_upload(self._files, request.new_video))
        self._arriving += 1
        try:
            return await self._store.write_together(self._accept, submission)
        finally:
            self._arriving -= 1

    async def submit_many(self, requests: Sequence[JobRequest], caller: Caller) -> Sequence[Creation | Refusal]:
        """As `submit`, for several jobs that are stored together; what would be raised for one is its result."""
        submissions: list[_Submission] = []
        refused: dict[int, Refusal] = {}
        for place, request in enumerate(requests):
            try:
                ready = await ready_upload(self._files, request.new_video)
                submissions.append(self._arrived(request, len(submissions), caller, ready))
            except Refusal as refusal:
                refused[place] = refusal
        self._arriving += len(submissions)
        try:
            stored = iter(await self._store.write(self._accept, submissions) if submissions else ())
        finally:
            self._arriving -= len(submissions)
        return [refused[place] if place in refused else next(stored) for place in range(len(requests))]

    def _arrived(self, request: JobRequest, before: int, caller: Caller, ready: Ready) -> _Submission:
        """What is to be stored for a request; `before` others came with it.

        Raises Stopping, StorageLost, or InvalidRequest for a film that nobody can make.
        """
        if self._closed:
            raise Stopping
        request = owned(request, caller)
        if request.url is not None and request.url.credentials and (why := self._folder_lost()) is not None:
            raise StorageLost(why)  # the key that seals them is in the folder
        if request.generation is not None:
            check_generation(self._settings, request.generation, request.options)
        try:
            new = new_job(request, self._ids.make(), seal=self._seal, defaults=self._settings)
        except KeyMissing as error:
            raise Unavailable(f"The password of the link cannot be stored: {error}.", retry_after_s=60) from error
        return _Submission(new, self._is_full(before), request.new_video, caller, ready, request.feed_entry)

    def _is_full(self, before: int = 0) -> bool:
        return self._queue.waiting + self._arriving + before >= self._settings.max_queue_size

    def check_room(self) -> None:
        """Raise Unavailable if the queue is full, or Stopping; for what is received before its job is submitted."""
        if self._closed:
            raise Stopping
        if self._is_full():
            raise self._full()

    def _accept(self, tx: Transaction, submissions: Sequence[_Submission]) -> Sequence[Creation | Refusal]:
        """Store jobs. Runs in the writer's thread, so that it may look at the disk."""
        if (why := self._folder_lost()) is not None:
            return [StorageLost(why)] * len(submissions)
        usage, takings = Usage(tx, self._quotas), Takings(tx)
        keyed = creation.Keyed(tx, [submission.new for submission in submissions])
        results: list[Creation | Refusal | None] = []
        fresh: list[NewJob] = []
        beside: dict[str, _Submission] = {}
        for submission in submissions:
            try:
                # First, so that a repeated request finds its job even without its upload.
                known = keyed.job(submission.new)
                if known is None:
                    fresh.append(self._admitted(tx, submission, usage, takings))
                    if submission.video is not None or submission.entry is not None:
                        beside[submission.new.id] = submission
                results.append(None if known is None else (known, False))
            except Refusal as refusal:
                results.append(refusal)
        made = creation.create(tx, fresh)
        for new, one in zip(fresh, made, strict=True) if beside else ():
            if (whole := beside.get(new.id)) is not None and isinstance(one, tuple) and one[1]:
                _store_beside(tx, whole, takings)
        created = iter(made)
        return [next(created) if result is None else result for result in results]

    def _admitted(self, tx: Transaction, submission: _Submission, usage: Usage, takings: Takings) -> NewJob:
        if submission.full:
            raise self._full()
        if submission.entry is not None:
            takings.admit(submission.entry)
        video, user = submission.video, submission.new.user_id
        usage.add_bytes(user, video.blob.size_bytes if video is not None and video.blob is not None else 0)
        usage.add_job(user)
        if video is None:
            return identified(tx.conn, submission.new, submission.caller, keep=True)
        check_upload(tx, submission.ready)
        return _on_upload(submission.new, video) if video.blob is not None else submission.new

    def _full(self) -> Unavailable:
        return Unavailable(
            f"{self._queue.waiting} jobs are waiting, which is as many as MAX_QUEUE_SIZE allows.",
            retry_after_s=FULL_RETRY_AFTER_S,
            code="queue_full",
        )


def _store_beside(tx: Transaction, submission: _Submission, takings: Takings) -> None:
    """Store what a new job came with: its video, and that its feed's entry has become it."""
    video = submission.video
    if video is not None:
        videos.add_video(tx, video)
        submission.ready.record(tx)
    if submission.entry is not None:
        sha256 = video.blob.sha256 if video is not None and video.blob is not None else None
        takings.record(submission.entry, submission.new.id, sha256)


async def ready_upload(files: NewFiles, video: Video | None) -> Ready:
    """The file of a video that is about to be stored, if it has one. Raises Unavailable."""
    try:
        return await files.ready([video.blob] if video is not None and video.blob is not None else ())
    except StoreAway as away:
        raise storage_away("An upload is accepted when its file is there", away) from away
    except FileGone:
        raise _deleted() from None


def check_upload(tx: Transaction, ready: Ready) -> None:
    """Check the file of a video before it is stored. Raises Unavailable."""
    try:
        ready.check(tx)
    except FileGone:
        raise _deleted() from None


def _deleted() -> Unavailable:
    return Unavailable("The same file was deleted at this very moment. Upload it again.", retry_after_s=1)


def quotas_of(settings: Settings) -> Quotas:
    """The quotas of each user."""
    return Quotas(settings.quota_waiting_jobs, settings.quota_bytes)


def identified(conn: Any, new: NewJob, caller: Caller, *, keep: bool = False) -> NewJob:
    """A job with the identity, title and length of the video that it names. Raises InvalidRequest if it is unknown.

    `keep`: the video cannot be deleted until the transaction ends.
    """
    if new.video_id is None:
        return new
    try:
        video = queries.video(conn, new.video_id, keep=keep)
        if not caller.sees(video.user_id):
            raise NotFound("It is another user's.")
    except NotFound:
        raise _no_video(f"There is no uploaded video {new.video_id}.", "no such upload") from None
    if video.url is not None:
        return _on_link(replace(new, title=video.title), video.url)
    if video.upload is None:
        raise _no_video("The file of this video is not kept any more (retention). Upload it again.", "has no file")
    return _on_upload(new, video)


def _on_upload(new: NewJob, video: Video) -> NewJob:
    identity = video.blob.sha256 if video.blob else ""
    title = video.title or title_of_file(video.filename or "")
    duration_s = (video.media or {}).get("duration_s")
    return replace(new, source_identity=identity, title=title, duration_s=duration_s)


def _on_link(new: NewJob, url: str) -> NewJob:
    if hides_credentials(url):
        raise _no_video(
            "The link of this video had a password, which is not kept. Send the link again.", "its password is not kept"
        )
    return replace(new, url=url, source_identity=parse_source_url(url).identity)


def _no_video(message: str, msg: str) -> InvalidRequest:
    return InvalidRequest(message, errors=[{"loc": ["body", "video_id"], "msg": msg}])
