"""Finds the files that the sources of timelines name, in one snapshot."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from app.core.caller import Caller
from app.core.errors import NotFound
from app.db import owners, queries, stage_log, timelines, transcripts
from app.db.films import upload_name
from app.db.records import ARTIFACTS, JOBS, STAGES, artifact_of, job_of
from app.db.records import JOB_COLUMNS as COLUMNS
from app.jobs.record import Artifact, JobRecord, StageState, Video
from app.jobs.results import Blob
from app.jobs.scenes import SceneSpan, scene_id
from app.jobs.transcripts import as_recognised
from app.timeline.document import ArtifactSource, SceneSource, SegmentSource, Source, VideoSource

#: How the name of a scene's file begins, with the scene's number.
SEGMENT = re.compile(r"scene-(\d+)-")


class SourceMissing(Exception):
    """A source has no file; the message states why, for people."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file with its name. `media` is its recorded probe, None without one.

    `transcript_id` is the job whose transcript has what is spoken in it, at times that are `shift_s` seconds later than
    in the file.
    """

    name: str
    blob: Blob
    media: dict[str, Any] | None = None
    transcript_id: str | None = None
    shift_s: float = 0.0


class Stretch(NamedTuple):
    """A file, and the stretch of it that a source names, seconds; to its end if `to_s` is None."""

    file: SourceFile
    from_s: float = 0.0
    to_s: float | None = None


def found(conn: Connection, sources: Iterable[Source], caller: Caller) -> dict[Source, Stretch | SourceMissing]:
    """The file of each source, or why it has none: what belongs to another user does not exist for the caller."""
    reading = _Reading(conn)
    stretches: dict[Source, Stretch | SourceMissing] = {}
    for source in sources:
        try:
            _check_owner(conn, source, caller)
            stretches[source] = reading.stretch(source)
        except SourceMissing as missing:
            stretches[source] = missing
    return stretches


def _check_owner(conn: Connection, source: Source, caller: Caller) -> None:
    """Raise SourceMissing, as for one that does not exist, for a source that the caller may not see."""
    if caller.user is None:
        return
    if isinstance(source, VideoSource):
        video_id = source.video_id.lower()
        owner = owners.of_video(conn, video_id)
        if owner is not None and not caller.sees(owner[0]):
            raise SourceMissing(f"there is no video {video_id}")
        return
    job_id = (source.job_id if isinstance(source, ArtifactSource) else source.analysis_id).lower()
    owner = owners.of_job(conn, job_id)
    if owner is not None and not caller.sees(owner[0]):
        raise SourceMissing(f"there is no job {job_id}")


class _Reading:
    """Reads the sources of one timeline; an analysis is read once, however many of its scenes are used."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._scenes: dict[str, list[SceneSpan]] = {}
        self._films: dict[str, SourceFile] = {}

    def stretch(self, source: Source) -> Stretch:
        """The stretch of a source. Raises SourceMissing."""
        match source:
            case VideoSource(video_id=video_id):
                return Stretch(of_video(self._conn, video_id.lower()))
            case ArtifactSource(job_id=job_id, artifact_id=artifact_id):
                return Stretch(of_artifact(self._conn, job_id.lower(), artifact_id.lower()))
            case SegmentSource(analysis_id=analysis_id, segment=kind, filename=filename):
                return self._segment(analysis_id.lower(), kind, filename)
            case SceneSource(analysis_id=analysis_id, scene_id=wanted):
                return self._scene(analysis_id.lower(), wanted.lower())

    def _scene(self, analysis_id: str, wanted: str) -> Stretch:
        """A scene of an analysis, in the file that was analysed."""
        for scene in self._scenes_of(analysis_id):
            if scene_id(analysis_id, scene.index) == wanted:
                return Stretch(self._film(analysis_id), scene.start_s, scene.end_s)
        raise SourceMissing(f"analysis {analysis_id} has no scene {wanted}")

    def _segment(self, analysis_id: str, kind: str, filename: str) -> Stretch:
        """The scene that a file of an analysis shows, in the file that was analysed: a proxy stands for its scene."""
        made = _of_kind(self._conn, analysis_id, kind, filename)
        number = SEGMENT.match(filename)
        scenes = self._scenes_of(analysis_id)
        scene = next((one for one in scenes if number and one.index == int(number[1])), None)
        if scene is None:
            return Stretch(_made(self._conn, made))
        return Stretch(self._film(analysis_id), scene.start_s, scene.end_s)

    def _scenes_of(self, analysis_id: str) -> list[SceneSpan]:
        if analysis_id not in self._scenes:
            pieces = pieces_of(self._conn, analysis_id, "scenes")
            self._scenes[analysis_id] = [SceneSpan.model_validate(piece) for piece in pieces]
        return self._scenes[analysis_id]

    def _film(self, analysis_id: str) -> SourceFile:
        if analysis_id not in self._films:
            self._films[analysis_id] = of_job(self._conn, analysis_id)
        return self._films[analysis_id]


def of_video(conn: Connection, video_id: str) -> SourceFile:
    """The file of an upload, or the one that the newest job fetched of a link. Raises SourceMissing."""
    try:
        video = queries.video(conn, video_id)
    except NotFound:
        raise SourceMissing(f"there is no video {video_id}") from None
    jobs = _jobs_of(conn, video_id)
    corrected = transcripts.corrected_last(conn, [job.id for job in jobs])
    spoken = next((job for job in jobs if job.id == corrected), None) or _first_with(conn, jobs, "transcribe")
    transcript_id = spoken.id if spoken else None
    if video.url is None:
        return _upload(video, transcript_id)
    fetched = _first_with(conn, jobs, "fetch")
    if fetched is None:
        raise SourceMissing("the link of this video has not been downloaded yet")
    return _fetched(conn, fetched, transcript_id)


def of_job(conn: Connection, job_id: str) -> SourceFile:
    """The file that a job works on. Raises SourceMissing."""
    job = _job(conn, job_id)
    if "fetch" not in _finished(conn, job_id):
        raise SourceMissing("its job has no file yet")
    return _fetched(conn, job, job_id if "transcribe" in _finished(conn, job_id) else None)


def of_artifact(conn: Connection, job_id: str, artifact_id: str) -> SourceFile:
    """A file that a job made. Raises SourceMissing."""
    job = _job(conn, job_id)
    try:
        artifact = queries.artifact(conn, job.id, artifact_id)
    except NotFound:
        raise SourceMissing(f"job {job_id} has no file {artifact_id}") from None
    return _made(conn, artifact)


def _of_kind(conn: Connection, job_id: str, kind: str, filename: str) -> Artifact:
    """A file that a job made, by its kind and its name."""
    _job(conn, job_id)
    named = (ARTIFACTS.c.job_id == job_id, ARTIFACTS.c.kind == kind, ARTIFACTS.c.filename == filename)
    row = conn.execute(select(ARTIFACTS).where(*named).limit(1)).one_or_none()
    if row is None:
        raise SourceMissing(f"analysis {job_id} has no {kind} {filename}")
    return artifact_of(row)


def pieces_of(conn: Connection, job_id: str, stage: str) -> list[dict[str, Any]]:
    """The pieces that a stage of a job has published. Raises SourceMissing for an unknown job."""
    job = _job(conn, job_id)
    found = next((one for one in stage_log.stages_of_job(conn, job.id) if one.name == stage), None)
    return stage_log.pieces_of(conn, found.key)[: found.published] if found is not None and found.key else []


def _job(conn: Connection, job_id: str) -> JobRecord:
    try:
        return queries.job(conn, job_id)
    except NotFound:
        raise SourceMissing(f"there is no job {job_id}") from None


def _jobs_of(conn: Connection, video_id: str) -> Sequence[JobRecord]:
    """The jobs on a video, newest first."""
    query = select(*COLUMNS).where(JOBS.c.video_id == video_id).order_by(JOBS.c.num.desc())
    return [job_of(row) for row in conn.execute(query)]


def _first_with(conn: Connection, jobs: Sequence[JobRecord], stage: str) -> JobRecord | None:
    return next((job for job in jobs if stage in _finished(conn, job.id)), None)


def _finished(conn: Connection, job_id: str) -> Collection[str]:
    query = select(STAGES.c.name).where(STAGES.c.job_id == job_id, STAGES.c.status == StageState.COMPLETED.value)
    return set(conn.execute(query).scalars())


def _upload(video: Video, transcript_id: str | None) -> SourceFile:
    if video.upload is None:
        raise SourceMissing("the file of this video is not kept any more (retention)")
    return SourceFile(video.filename or "video", video.upload, video.media, transcript_id)


def _fetched(conn: Connection, job: JobRecord, transcript_id: str | None) -> SourceFile:
    """The file that a job fetched."""
    kinds = (ARTIFACTS.c.job_id == job.id, ARTIFACTS.c.stage == "fetch", ARTIFACTS.c.kind == "source")
    row = conn.execute(select(ARTIFACTS).where(*kinds)).one_or_none()
    if row is None:
        raise SourceMissing("the file of its job is not kept any more (retention)")
    found = artifact_of(row)
    name = upload_name(conn, job) or found.filename
    return SourceFile(name, found.blob, _media_of(conn, job.id), transcript_id)


def _media_of(conn: Connection, job_id: str) -> dict[str, Any] | None:
    """The probe of the file that a job fetched, as it is recorded."""
    stage = next((one for one in stage_log.stages_of_job(conn, job_id) if one.name == "fetch"), None)
    record = stage_log.output_by_key(conn, stage.key) if stage is not None and stage.key else None
    return None if record is None else record.output.get("media")


def _made(conn: Connection, artifact: Artifact) -> SourceFile:
    """A file of a job; what is spoken in it is known of its source, and of clips of that."""
    if artifact.kind == "source":
        return of_job(conn, artifact.job_id)
    spoken = artifact.job_id if "transcribe" in _finished(conn, artifact.job_id) else None
    if artifact.kind == "clip" and spoken is not None:
        for clip in pieces_of(conn, artifact.job_id, "clips"):
            if clip["video"]["sha256"] == artifact.blob.sha256:
                return SourceFile(artifact.filename, artifact.blob, None, spoken, clip["start_s"])
    return SourceFile(artifact.filename, artifact.blob)


def with_transcripts(conn: Connection, job_id: str) -> dict[str, Any] | None:
    """Read the timeline of a job; if it has captions, with the `lines` of its sources by the ids of their transcripts.

    None for a job without a timeline.
    """
    stored = timelines.timeline_of(conn, job_id)
    if stored is None or stored["timeline"].get("captions") is None:
        return stored
    wanted = {material["transcript_id"] for material in stored["materials"]} - {None}
    return stored | {"lines": {one: _lines(conn, one) for one in sorted(wanted)}}


def _lines(conn: Connection, job_id: str) -> list[dict[str, Any]]:
    """The lines of a job's transcript, as people have corrected them; none if the job was deleted."""
    return [line.model_dump(mode="json") for line in as_recognised(transcripts.lines_of(conn, job_id))]
