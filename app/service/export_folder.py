"""Exports files of completed jobs into a folder, once each, over restarts, and without a cost to the job.

Their texts follow corrections (`export_renewals`).
"""

import asyncio
import errno
import hashlib
import logging
import uuid
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path

from app.core.background_loop import BackgroundLoop
from app.core.clock import unix_ms
from app.core.errors import NotFound, Refusal, SettingsInvalid
from app.core.settings import Settings
from app.db import exported_files, job_exports, job_parts
from app.db.exported_files import ExportedFile
from app.db.job_exports import JobExport
from app.db.job_parts import JobParts
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.changes import JobChange
from app.jobs.events import StoredEvent, TranscriptCorrected
from app.jobs.record import JobRecord, JobWarning
from app.jobs.states import JobState
from app.ports.blob_store import BlobStore
from app.service import export_files, export_renewals
from app.service.export_files import Copy, Text
from app.service.held_blobs import held_blob
from app.service.transcript_documents import language_of

log = logging.getLogger(__name__)

#: Seconds after which everything that waits is looked at again, and for which an export is reserved for one process.
ROUND_S, HELD_S = 60.0, 1800
#: Pauses after failures, which double, seconds.
FIRST_PAUSE_S, LONGEST_PAUSE_S = 60, 3600
#: Least pause between two rounds, seconds.
LEAST_PAUSE_S = 0.1
#: The line in a job's log for a file that people have changed.
BESIDE = "“{}” in EXPORT_DIR was changed by hand and stays as it is; the corrected text is in “{}”."
#: Code of the warning on a job whose files could not be written yet.
EXPORT_FAILED = "export_failed"


class ExportFolder(BackgroundLoop):
    """Exports for the duration of the block, if there is a folder. Raises SettingsInvalid for one in DATA_DIR."""

    def __init__(self, settings: Settings, store: Store, blobs: BlobStore) -> None:
        self.on = bool(settings.export_dir)
        if self.on and Path(settings.export_dir).resolve().is_relative_to(settings.data_dir.resolve()):
            raise SettingsInvalid("EXPORT_DIR: must be a folder outside of DATA_DIR")
        self._folder = Path(settings.export_dir)
        self._wanted = settings.export_files
        self._template = settings.export_template
        self._store = store
        self._blobs = blobs
        self._holder = uuid.uuid4().hex
        self._woken = asyncio.Event()
        if self.on:
            store.follow_changes(self._receive)
            store.listen(self._hear)

    def _receive(self, changes: Sequence[JobChange]) -> None:
        if any(isinstance(change, JobRecord) and change.status is JobState.COMPLETED for change in changes):
            self._woken.set()

    def _hear(self, events: Sequence[StoredEvent]) -> None:
        if any(isinstance(one.event, TranscriptCorrected) for one in events):
            self._woken.set()

    async def _watch(self) -> None:
        if self.on and not await asyncio.to_thread(self._folder.is_dir):
            log.warning("EXPORT_DIR %s is not there; files of jobs wait for it", self._folder)
        while self.on:
            self._woken.clear()
            pause_s = ROUND_S
            try:
                pause_s = await self.export_due()
            except StorageFailed as failure:
                log.warning("exports wait: %s", failure)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause_s):
                    await self._woken.wait()

    async def export_due(self) -> float:
        """Export the files of all jobs that wait for it, unless they wait longer: after a failure, or a correction.

        Returns after how many seconds there is more to do, as far as it is known.
        """
        all_waiting = await self._store.read(job_exports.waiting)
        is_there = not all_waiting or await asyncio.to_thread(self._folder.is_dir)
        for waiting in all_waiting:
            if waiting.next_ms <= unix_ms() and (is_there or waiting.tries == 0):
                await self._step(waiting.job_id)
        due_ms = [one.next_ms for one in all_waiting if one.next_ms > unix_ms()]
        return min(ROUND_S, max(LEAST_PAUSE_S, (min(due_ms) - unix_ms()) / 1000)) if due_ms else ROUND_S

    async def _step(self, job_id: str) -> None:
        """Export the files of one job; what fails is logged, told on the job, and tried again."""
        alone = not self._store.shared  # then what holds it is an earlier run of this server
        held = await self._store.write(job_exports.hold, job_id, self._holder, for_ms=HELD_S * 1000, alone=alone)
        if held is None:
            return
        try:
            if not await asyncio.to_thread(self._folder.is_dir):
                raise FileNotFoundError(errno.ENOENT, "The folder is not there", str(self._folder))
            parts = await self._store.read(job_parts.job_parts, job_id)
            known = await self._store.read(exported_files.of_job, job_id)
            files, notes = await (self._renewed(parts, known) if known else self._exported(parts))
            await self._store.write(job_exports.finish, held, EXPORT_FAILED, files, notes)
        except NotFound:
            await self._store.write(job_exports.forget, job_id)
        except StorageFailed:
            raise
        except Exception as error:
            fault = not isinstance(error, OSError | Refusal)
            log.warning("the files of job %s are not exported yet: %s", job_id, error, exc_info=fault)
            await self._failed(held, error)
        else:
            log.info("job %s: exported; texts that were written: %d", job_id, len(files))

    async def _exported(self, parts: JobParts) -> tuple[list[ExportedFile], list[str]]:
        """Write all files of a job for the first time; returns those that follow corrections."""
        texts = await asyncio.to_thread(export_files.texts_of, parts, self._wanted)
        async with AsyncExitStack() as stack:
            items: list[Text | Copy] = [*texts]
            for copy in export_files.copies_of(parts.artifacts, self._wanted, self._blobs):
                try:
                    await stack.enter_async_context(held_blob(self._blobs, copy.artifact.blob))
                except NotFound:
                    log.info("job %s: %s is not here any more", parts.job.id, copy.artifact.filename)
                else:
                    items.append(copy)
            named = partial(export_files.name_of, self._template, parts.job, language_of(parts))
            paths = await asyncio.to_thread(export_files.export, self._folder, items, named, parts.job.id)
        below = [path.relative_to(self._folder).as_posix() for path in paths]
        return [
            ExportedFile(text.ending, path, hashlib.sha256(text.content).hexdigest())
            for text, path in zip(texts, below, strict=False)  # the texts come first
        ], []

    async def _renewed(self, parts: JobParts, known: Sequence[ExportedFile]) -> tuple[list[ExportedFile], list[str]]:
        """Write the texts of a job that have changed; returns them, and what is to be said of files that stay."""
        texts = await asyncio.to_thread(export_files.texts_of, parts, self._wanted)
        changed = await asyncio.to_thread(export_renewals.planned, self._folder, known, texts)
        await self._store.write(exported_files.put, parts.job.id, [one.begun for one in changed])
        await asyncio.to_thread(export_renewals.write, self._folder, changed, parts.job.id)
        notes = [BESIDE.format(one.beside, one.begun.path) for one in changed if one.beside is not None]
        return [one.done for one in changed], notes

    async def _failed(self, waiting: JobExport, error: Exception) -> None:
        pause_s = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(waiting.tries, 10))
        if not await asyncio.to_thread(self._folder.is_dir):
            pause_s = FIRST_PAUSE_S  # looking for it costs nothing, and all that waits is to follow its return
        await self._store.write(job_exports.fail, waiting, pause_s * 1000)
        if waiting.tries == 0:
            text = f"The job's files could not be written to EXPORT_DIR yet ({_reason(error)}). It is tried again."
            warning = JobWarning(EXPORT_FAILED, text, "export").as_json()
            with suppress(NotFound):
                await self._store.write(job_exports.warn, waiting.job_id, warning)


def _reason(error: Exception) -> str:
    """Why it failed, without paths of the server."""
    if isinstance(error, OSError):
        return (error.strerror or type(error).__name__).lower()
    return error.message.rstrip(".") if isinstance(error, Refusal) else "an error of the server, which is in its log"
