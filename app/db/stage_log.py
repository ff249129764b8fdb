"""Stores the results of stages: recorded outputs, pieces, and the state of each stage of a job.

Outputs and pieces belong to a key, not to a job: all jobs with the same key share them. Their events and artifacts
belong to a job and are fenced by its attempt.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.db import fetched_videos, generated_films, job_chapters, job_texts, line_index, video_titles
from app.db.conflicts import insert_missing
from app.db.generated_films import NewFilm
from app.db.moves import fenced
from app.db.records import ARTIFACTS, JOBS, OUTPUTS, STAGE_COLUMNS, STAGES, TRANSCRIPTS, _table, output_of, stage_of
from app.db.tables.recorded_work import KeyBlobRow, PieceRow
from app.db.transaction import Transaction
from app.jobs.changes import VideoChanged
from app.jobs.events import Event, stage_moved, transcript_renewed, warning_line
from app.jobs.record import Artifact, JobRecord, OutputRecord, StageRecord, StageState
from app.jobs.results import Blob
from app.jobs.states import ACTIVE

PIECES = _table(PieceRow)
KEY_BLOBS = _table(KeyBlobRow)
INSERT_ARTIFACTS = insert(ARTIFACTS)


def output_by_key(conn: Connection, key: str) -> OutputRecord | None:
    """The recorded output of a key; None if there is none yet."""
    row = conn.execute(select(OUTPUTS).where(OUTPUTS.c.key == key)).one_or_none()
    return None if row is None else output_of(row)


def blobs_of(conn: Connection, key: str) -> list[str]:
    """Hashes of the files that a key's output and pieces reference."""
    return list(conn.execute(select(KEY_BLOBS.c.sha256).where(KEY_BLOBS.c.key == key)).scalars())


def pieces_of(conn: Connection, key: str, *, start: int = 0) -> list[dict[str, Any]]:
    """Pieces of a key from index `start`, in order."""
    query = select(PIECES.c.piece).where(PIECES.c.key == key, PIECES.c.idx >= start).order_by(PIECES.c.idx)
    return list(conn.execute(query).scalars())


def stages_of_job(conn: Connection, job_id: str) -> list[StageRecord]:
    """Stages of a job, in no particular order."""
    rows = conn.execute(select(*STAGE_COLUMNS).where(STAGES.c.job_id == job_id))
    return [stage_of(row) for row in rows]


def _refer(tx: Transaction, key: str, blobs: Sequence[Blob]) -> None:
    sizes = {blob.sha256: blob.size_bytes for blob in blobs}
    rows = [{"key": key, "sha256": sha256, "size_bytes": size} for sha256, size in sizes.items()]
    insert_missing(tx.conn, KEY_BLOBS, rows)


def add_pieces(
    tx: Transaction,
    key: str,
    first: int,
    pieces: Sequence[dict[str, Any]],
    blobs: Sequence[Blob],
    *,
    are_lines: bool = False,
) -> None:
    """Insert partial results of a key from index `first` on. Existing indexes are not changed.

    `are_lines`: they are lines of a transcript, which a search finds from now on.
    """
    rows = [{"key": key, "idx": first + n, "piece": piece} for n, piece in enumerate(pieces)]
    insert_missing(tx.conn, PIECES, rows)
    if are_lines and first >= 0:
        line_index.add_recorded(tx, key, first, [piece["text"] for piece in pieces])
    _refer(tx, key, blobs)


def record_output(tx: Transaction, record: OutputRecord, blobs: Sequence[Blob]) -> None:
    """Record the output of a key, for all jobs with it. The first record wins."""
    row = {
        "key": record.key,
        "stage": record.stage,
        "output": record.output,
        "warnings": record.warnings,
        "seconds": record.seconds,
        "created_ms": tx.now_ms,
    }
    insert_missing(tx.conn, OUTPUTS, [row])
    _refer(tx, record.key, blobs)


def delete_output(tx: Transaction, key: str, *, keep_pieces: bool) -> None:
    """Delete a recorded output whose file is missing, and its pieces if they have files themselves."""
    for table in (OUTPUTS, KEY_BLOBS) if keep_pieces else (OUTPUTS, KEY_BLOBS, PIECES):
        tx.conn.execute(delete(table).where(table.c.key == key))
    if not keep_pieces:
        line_index.remove_recorded(tx, [key])


def enter_stage(tx: Transaction, job_id: str, attempt: int, name: str, key: str) -> StageRecord:
    """Set the key of the next stage of the running attempt; its work has not begun (it may wait for a slot).

    With a new key nothing of it was published yet, and its earlier files belong to other work.
    """
    fenced(tx, job_id, attempt)
    stage = (STAGES.c.job_id == job_id, STAGES.c.name == name)
    known = tx.conn.execute(select(STAGES.c.key).where(*stage)).scalar_one()
    fresh = {} if known == key else {"published": 0}
    if known not in (None, key):
        tx.conn.execute(delete(ARTIFACTS).where(ARTIFACTS.c.job_id == job_id, ARTIFACTS.c.stage == name))
    row = tx.conn.execute(update(STAGES).where(*stage).values(key=key, **fresh).returning(*STAGE_COLUMNS)).one()
    return stage_of(row)


def start_stage(
    tx: Transaction, job_id: str, attempt: int, name: str, *, eta_s: float | None, waited_s: float = 0.0
) -> None:
    """Mark a stage that was entered as running, after `waited_s` seconds of waiting for its slot."""
    job = fenced(tx, job_id, attempt)
    tx.conn.execute(
        update(STAGES)
        .where(STAGES.c.job_id == job_id, STAGES.c.name == name)
        .values(status=StageState.RUNNING.value, started_ms=tx.moment_ms(job), progress=0.0, waited=waited_s)
    )
    _publish_stage(tx, job, name, StageState.RUNNING, eta_s=eta_s, waited_s=waited_s)


def publish_pieces(
    tx: Transaction,
    job_id: str,
    attempt: int,
    name: str,
    *,
    published: int,
    events: Sequence[Event],
    artifacts: Sequence[Artifact],
) -> None:
    """Publish pieces of a stage as events of a job; `published` is their count afterwards."""
    fenced(tx, job_id, attempt)
    add_artifacts(tx, artifacts)
    tx.conn.execute(update(STAGES).where(STAGES.c.job_id == job_id, STAGES.c.name == name).values(published=published))
    if events:
        tx.append(job_id, events)


def finish_stage(
    tx: Transaction,
    job_id: str,
    attempt: int,
    name: str,
    *,
    cached: bool,
    seconds: float,
    waited_s: float = 0.0,
    artifacts: Sequence[Artifact],
    warnings: Sequence[dict[str, Any]],
    progress: float,
    eta_s: float | None,
    job_values: Mapping[str, Any],
    content: Sequence[str] | None = None,
    film: NewFilm | None = None,
    renews_transcript: bool = False,
) -> None:
    """Mark a stage of the running attempt as completed, by its own work or by a recorded output (`cached`).

    `seconds` is its work, without the `waited_s` seconds of waiting for a slot. `content` are lines that the job is
    found by from now on; None if the stage finds none. A `film` becomes the job's video. `renews_transcript`: its
    pieces are the lines of the transcript from now on.
    """
    job = fenced(tx, job_id, attempt)
    if film is not None:
        job_values = {**job_values, **generated_films.add(tx, film)}
    else:
        job_values = _with_video(tx, job, job_values)
    add_artifacts(tx, job_chapters.without_changed(tx, job_id, artifacts))
    tx.conn.execute(
        update(STAGES)
        .where(STAGES.c.job_id == job_id, STAGES.c.name == name)
        .values(status=StageState.COMPLETED.value, progress=1.0, cached=cached, seconds=seconds, waited=waited_s)
    )
    fresh_warnings = [warning for warning in warnings if warning not in job.warnings]
    tx.conn.execute(
        update(JOBS)
        .where(JOBS.c.id == job_id)
        .values(progress=max(progress, job.progress), warnings=job.warnings + fresh_warnings, **job_values)
    )
    fresh = fenced(tx, job_id, attempt)
    if job_values:
        job_texts.renew(tx, [fresh])
        if fresh.video_id is not None:
            tx.changes.append(VideoChanged(fresh.video_id))
    if content is not None:
        job_texts.set_content(tx, {fresh.num: content})
    _publish_stage(
        tx,
        fresh,
        name,
        StageState.COMPLETED,
        eta_s=eta_s,
        before=[warning_line(warning) for warning in fresh_warnings],
        cached=cached,
        work_s=seconds,
        waited_s=waited_s,
        after=[transcript_renewed(fresh, _revision(tx, job_id))] if renews_transcript else (),
    )


def _with_video(tx: Transaction, job: JobRecord, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Values of a job's row that come from its source, with the title of its video; a link that was fetched is one."""
    if job.video_id is None and "video_title" in values and (kept := fetched_videos.keep(tx, [job])):
        return video_titles.keep_given(tx, kept[job.id], values) | {"video_id": kept[job.id]}
    return values if job.video_id is None else video_titles.keep_given(tx, job.video_id, values)


def _revision(tx: Transaction, job_id: str) -> int:
    """How often people have corrected the transcript of a job."""
    return tx.conn.execute(select(TRANSCRIPTS.c.revision).where(TRANSCRIPTS.c.id == job_id)).scalar() or 0


def give_up_stage(
    tx: Transaction, job_id: str, attempt: int, name: str, *, warning: dict[str, Any], eta_s: float | None
) -> None:
    """Mark a stage of the running attempt as failed, which goes on without it."""
    job = fenced(tx, job_id, attempt)
    failed = update(STAGES).where(STAGES.c.job_id == job_id, STAGES.c.name == name)
    tx.conn.execute(failed.values(status=StageState.FAILED.value))
    before: list[Event] = []
    if warning not in job.warnings:
        tx.conn.execute(update(JOBS).where(JOBS.c.id == job_id).values(warnings=[*job.warnings, warning]))
        before.append(warning_line(warning))
    _publish_stage(tx, job, name, StageState.FAILED, eta_s=eta_s, before=before)


def skip_stage(tx: Transaction, job_id: str, attempt: int, name: str, *, eta_s: float | None) -> None:
    """Mark a stage of the running attempt as skipped: the source has no input for it."""
    job = fenced(tx, job_id, attempt)
    skipped = update(STAGES).where(STAGES.c.job_id == job_id, STAGES.c.name == name)
    tx.conn.execute(skipped.values(status=StageState.SKIPPED.value))
    _publish_stage(tx, job, name, StageState.SKIPPED, eta_s=eta_s)


def _publish_stage(
    tx: Transaction,
    job: JobRecord,
    name: str,
    state: StageState,
    *,
    eta_s: float | None,
    before: Sequence[Event] = (),
    after: Sequence[Event] = (),
    cached: bool | None = None,
    work_s: float | None = None,
    waited_s: float | None = None,
) -> None:
    tx.conn.execute(update(JOBS).where(JOBS.c.id == job.id).values(stage=name))
    own = stage_moved(job, name, state, eta_s=eta_s, cached=cached, work_s=work_s, waited_s=waited_s)
    tx.append(job.id, [*before, own, *after])


def add_artifacts(tx: Transaction, artifacts: Sequence[Artifact]) -> None:
    """Insert artifacts; an existing one (another attempt, the same file) is replaced."""
    if not artifacts:
        return
    tx.conn.execute(delete(ARTIFACTS).where(ARTIFACTS.c.id.in_([artifact.id for artifact in artifacts])))
    insert_artifacts(tx, artifacts)


def insert_artifacts(tx: Transaction, artifacts: Sequence[Artifact]) -> None:
    """Insert artifacts none of which exists."""
    if artifacts:
        tx.conn.execute(INSERT_ARTIFACTS, [_artifact_row(tx, artifact) for artifact in artifacts])


def _artifact_row(tx: Transaction, artifact: Artifact) -> dict[str, Any]:
    return {
        "id": artifact.id,
        "job_id": artifact.job_id,
        "stage": artifact.stage,
        "kind": artifact.kind,
        "filename": artifact.filename,
        "media_type": artifact.media_type,
        "sha256": artifact.blob.sha256,
        "suffix": artifact.blob.suffix,
        "size_bytes": artifact.blob.size_bytes,
        "created_ms": tx.now_ms,
    }


def unfinished_keys(conn: Connection, names: Iterable[str]) -> list[str]:
    """Keys of unfinished stages (of these names) of active jobs."""
    query = (
        select(STAGES.c.key)
        .join(JOBS, JOBS.c.id == STAGES.c.job_id)
        .where(
            STAGES.c.name.in_(list(names)),
            STAGES.c.key.is_not(None),
            STAGES.c.status != StageState.COMPLETED.value,
            JOBS.c.status.in_([state.value for state in ACTIVE]),
        )
    )
    return list(conn.execute(query).scalars())


def keys_left_behind(conn: Connection, job_id: str) -> list[str]:
    """Keys of a job's stages that are not unfinished stages of an active job."""
    mine = select(STAGES.c.key).where(STAGES.c.job_id == job_id, STAGES.c.key.is_not(None))
    wanted = (
        select(STAGES.c.key)
        .join(JOBS, JOBS.c.id == STAGES.c.job_id)
        .where(
            STAGES.c.key.in_(mine),
            STAGES.c.status != StageState.COMPLETED.value,
            JOBS.c.status.in_([state.value for state in ACTIVE]),
        )
    )
    return list(conn.execute(mine.where(STAGES.c.key.not_in(wanted))).scalars())
