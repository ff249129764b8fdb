"""Makes subtitles beside the films of media servers: from the report of a film to the file, over restarts.

A reported film is stored, its sound is taken from where the film is, a job transcribes that, and the subtitles are
written once it has completed. Films that have subtitles are left alone.
"""

import asyncio
import logging
import os
import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.core.background_loop import BackgroundLoop
from app.core.caller import EVERYBODY
from app.core.errors import AppError, JobFailure, NotFound, Refusal, Unavailable
from app.core.settings import Settings
from app.db import film_requests, queries, transcript_parts
from app.db.film_requests import FilmRequest
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.changes import JobChange
from app.jobs.options import JobType, ProcessingOptions
from app.jobs.plan import Plans
from app.jobs.record import JobRecord, Video
from app.jobs.results import MediaInfo
from app.jobs.states import JobState
from app.jobs.transcripts import as_recognised
from app.media import captions
from app.service.film_paths import FilmFolders, is_enough, sidecar_languages, subtitle_path, track_languages
from app.service.intake import Intake
from app.service.job_request import JobRequest
from app.service.jobs import Jobs

log = logging.getLogger(__name__)

#: Seconds after which everything that waits is looked at again, and for which a film is reserved for one process.
ROUND_S, HELD_S = 60.0, 1800
#: Tries to prepare a film or to write its file.
MOST_TRIES = 5


class FilmSubtitles(BackgroundLoop):
    """Subtitles of films, made for the duration of the block."""

    def __init__(self, settings: Settings, store: Store, intake: Intake, jobs: Jobs, plans: Plans) -> None:
        self._wanted = settings.subtitle_languages
        self._folders = FilmFolders(settings.media_folders, settings.path_mappings)
        self.on = bool(settings.media_folders)
        self._store = store
        self._intake = intake
        self._jobs = jobs
        self._plans = plans
        self._holder = uuid.uuid4().hex
        self._woken = asyncio.Event()
        if self.on:
            store.follow_changes(self._receive)

    def _receive(self, changes: Sequence[JobChange]) -> None:
        if any(isinstance(change, JobRecord) and change.status is JobState.COMPLETED for change in changes):
            self._woken.set()

    async def request(self, stated: str) -> Path | None:
        """Store the film that a media server states by its path; None if it has subtitles beside it.

        Raises InvalidRequest for one outside of MEDIA_FOLDERS, or NotFound.
        """
        film = await asyncio.to_thread(self._folders.locate, stated)
        if is_enough(await asyncio.to_thread(sidecar_languages, film), self._wanted):
            return None
        known = await self._store.write(film_requests.add, str(film))
        if known.job_id is not None:
            await self._again(known.job_id)
        self._woken.set()
        return film

    async def _again(self, job_id: str) -> None:
        """Run the job of a film again if it did not complete."""
        try:
            job = await self._store.read(queries.job, job_id)
            if job.status in (JobState.FAILED, JobState.CANCELLED):
                await self._jobs.retry(job_id)
        except NotFound:
            log.debug("job %s was deleted", job_id)

    async def _watch(self) -> None:
        while self.on:
            self._woken.clear()
            try:
                for request in await self._store.read(film_requests.requests):
                    await self._step(request)
            except StorageFailed as failure:
                log.warning("the films of media servers wait: %s", failure)
            try:
                async with asyncio.timeout(ROUND_S):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _step(self, request: FilmRequest) -> None:
        """Bring one film a step further; what fails is logged, and tried again a few times."""
        try:
            if request.job_id is None:
                await self._prepare(request)
            else:
                await self._finish(request, request.job_id)
        except Unavailable as refusal:
            log.info("%s waits: %s", Path(request.path).name, refusal.message)
        except (Refusal, JobFailure, OSError) as error:
            await self._failed(request, error)

    async def _failed(self, request: FilmRequest, error: AppError | OSError) -> None:
        tries = request.tries + 1
        final = tries >= MOST_TRIES or (isinstance(error, JobFailure) and not error.retryable)
        log.warning("no subtitles for %s%s: %s", Path(request.path).name, "" if final else " yet", error)
        if final or isinstance(error, Refusal):
            await self._store.write(film_requests.remove, request.path)
        else:
            await self._store.write(film_requests.put, replace(request, tries=tries, holder=None))

    async def _prepare(self, request: FilmRequest) -> None:
        """Create the job of a film, unless it has subtitles within or beside it."""
        alone = not self._store.shared  # then what holds it is an earlier run of this server
        if not await self._store.write(film_requests.hold, request, self._holder, for_ms=HELD_S * 1000, alone=alone):
            return
        film = Path(request.path)
        found = await self._intake.film_sound(film, extract=False)
        beside = await asyncio.to_thread(sidecar_languages, film)
        if found.media.audio_codec is None or is_enough(beside | track_languages(found.subtitles), self._wanted):
            log.info("%s needs no subtitles", film.name)
            await self._store.write(film_requests.remove, request.path)
            return
        self._jobs.check_room()
        heard = await self._intake.film_sound(film, extract=True)
        video = Video(str(uuid.uuid4()), f"{film.stem}.flac", heard.sound, _sound_alone(heard.media))
        options = ProcessingOptions.model_validate({})
        order = JobRequest(
            new_video=video, job_type=JobType.TRANSCRIPTION, options=options, meta={"film": film.name}, priority=4
        )
        try:
            job, _ = await self._jobs.submit(order, EVERYBODY)
        except Refusal:
            await self._intake.discard(video)
            raise
        await self._store.write(film_requests.put, FilmRequest(request.path, job.id))

    async def _finish(self, request: FilmRequest, job_id: str) -> None:
        """Write the subtitles of a film whose job has completed. One that failed waits for its retry or deletion."""
        try:
            job = await self._store.read(queries.job, job_id)
        except NotFound:
            await self._store.write(film_requests.remove, request.path)
            return
        if job.status is not JobState.COMPLETED:
            return
        parts = await self._store.read(transcript_parts.read, job_id, self._plans)
        lines = as_recognised(parts.lines)
        language = str(parts.output.get("language") or "und")
        if lines:
            text = await asyncio.to_thread(lambda: captions.srt_of(lines))
            await asyncio.to_thread(write_beside, Path(request.path), language, text)
        await self._store.write(film_requests.remove, request.path)


def _sound_alone(film: MediaInfo) -> dict[str, Any]:
    """The media of a film's stored sound."""
    sound = MediaInfo(
        container="flac",
        duration_s=film.duration_s,
        audio_codec="flac",
        audio_sample_rate_hz=16_000,
        audio_channels=1,
        streams=1,
    )
    return sound.model_dump(mode="json")


def write_beside(film: Path, language: str, text: str) -> None:
    """Write subtitles beside a film, readable by whoever may read the film; those that are there stay.

    Raises OSError, also if the film is gone.
    """
    target = subtitle_path(film, language)
    if target.exists():
        return
    mode = film.stat().st_mode & 0o666
    made = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with made.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        made.chmod(mode)
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)
