"""Reads and stores transcripts that people correct.

The lines of a transcript that nobody has corrected are the pieces of the stage that made it, so it costs nothing. The
first correction copies them into tables of their own, by the id of the job; from then on these lines are the job's
transcript, whatever its stage records later. The pieces stay as they are: other jobs share them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, Text, and_, cast, delete, func, insert, select, update

from app.core.errors import AppError
from app.db import job_texts, line_index, stage_log
from app.db.records import (
    SCENE_SUBTITLES,
    STAGE_COLUMNS,
    STAGES,
    TRANSCRIPT_EDITS,
    TRANSCRIPT_LINES,
    TRANSCRIPTS,
    stage_of,
)
from app.db.stage_log import PIECES
from app.db.transaction import Transaction
from app.jobs.record import JobRecord, StageRecord, StageState
from app.jobs.results import Word
from app.jobs.states import JobState
from app.jobs.transcripts import Line, TranscriptFacts, text_of

#: The stage that makes transcripts, and the one whose lines take the place of its lines, if it has any.
STAGE, RENEWING = "transcribe", "speakers"
#: What a line is, as far as it is known.
KIND = "segment"
#: Corrections of a transcript that can be undone.
MOST_EDITS = 200
INSERT_LINES = insert(TRANSCRIPT_LINES)
LINE_COLUMNS = [column for column in TRANSCRIPT_LINES.c if column.name not in ("transcript_id", "idx")]


class Overtaken(AppError):
    """The transcript was changed since it was read."""


@dataclass(frozen=True, slots=True)
class Head:
    """The row of a corrected transcript; see `VideoTranscriptRow`."""

    id: str
    revision: int
    key: str
    taken: int
    taken_s: float
    open: bool
    facts: TranscriptFacts
    text: str


def head_of(conn: Connection, transcript_id: str) -> Head | None:
    """The row of a transcript; None if nobody has corrected it."""
    row = conn.execute(select(TRANSCRIPTS).where(TRANSCRIPTS.c.id == transcript_id)).one_or_none()
    return None if row is None else _head(row)


def _head(row: Row[Any]) -> Head:
    facts = TranscriptFacts(
        video_filename=row.video_filename,
        video_duration_s=row.video_duration,
        analysis_id=row.analysis_id,
        language=row.language_code,
        method=row.transcription_method,
        confidence=row.confidence_score,
        processing_s=row.processing_time_seconds,
        response_id=row.api_response_id,
        status=row.status,
    )
    return Head(row.id, row.revision, row.key, row.taken, row.taken_s, row.open, facts, row.full_transcript_text)


def stages_of(conn: Connection, job_id: str) -> dict[str, StageRecord]:
    """The stages of a job that have lines of its transcript, by name."""
    mine = (STAGES.c.job_id == job_id, STAGES.c.name.in_((STAGE, RENEWING)))
    return {row.name: stage_of(row) for row in conn.execute(select(*STAGE_COLUMNS).where(*mine))}


def source_of(stages: Mapping[str, StageRecord]) -> StageRecord | None:
    """The stage whose pieces are the lines of a job's transcript; None before there is one."""
    later = stages.get(RENEWING)
    if later is not None and later.status is StageState.COMPLETED and later.published:
        return later
    return stages.get(STAGE)


def is_renewed_later(stages: Mapping[str, StageRecord]) -> bool:
    """Whether other lines may still take the place of those of now."""
    later = stages.get(RENEWING)
    return later is not None and later.status in (StageState.PENDING, StageState.RUNNING)


def key_of(conn: Connection, job_id: str) -> str | None:
    """The key of the pieces that are the lines of a job's transcript."""
    stage = source_of(stages_of(conn, job_id))
    return stage.key if stage is not None else None


def lines_of(conn: Connection, job_id: str) -> list[Line]:
    """The lines of a job's transcript as they are now, as far as there are any."""
    key = key_of(conn, job_id)
    head = head_of(conn, job_id)
    if head is not None:
        return corrected_lines(conn, head, key)
    return [Line.model_validate(piece) for piece in stage_log.pieces_of(conn, key)] if key else []


def corrected_lines(conn: Connection, head: Head, key: str | None) -> list[Line]:
    """The lines of a corrected transcript whose stage has this key now."""
    rows = conn.execute(
        select(*LINE_COLUMNS).where(TRANSCRIPT_LINES.c.transcript_id == head.id).order_by(TRANSCRIPT_LINES.c.idx)
    )
    return [*map(_line, rows), *_later_lines(conn, head, key)]


def _later_lines(conn: Connection, head: Head, key: str | None) -> list[Line]:
    """The lines that were recognised after the first correction."""
    if not head.open or key is None:
        return []
    later = [Line.model_validate(piece) for piece in stage_log.pieces_of(conn, head.key, start=head.taken)]
    if key == head.key:
        return later
    lines = [Line.model_validate(piece) for piece in stage_log.pieces_of(conn, key)]
    if (first := _number_of_first(later, lines)) is not None:
        return lines[first:]
    if head.taken and not any(line.text.strip() for line in later) and count_pieces(conn, head.key) >= head.taken:
        return []  # nothing was said after the correction
    return [line for line in lines if line.start_s >= head.taken_s]


def _number_of_first(later: Sequence[Line], lines: Sequence[Line]) -> int | None:
    """The number of the line that is the first of the `later` ones, or its first part, where speakers divide them.

    Times do not show that: the last line that was there at a correction may have been set to end after it.
    """
    first = next((line for line in later if line.text.strip()), None)
    if first is None:
        return None
    text = first.text.strip()
    return next(
        (n for n, line in enumerate(lines) if line.start_s == first.start_s and text.startswith(line.text.strip())),
        None,
    )


def texts_of(conn: Connection, job_id: str, key: str) -> tuple[Head | None, list[str]]:
    """The row of a job's transcript, None if nobody has corrected it; and its lines as JSON texts."""
    head = head_of(conn, job_id)
    if head is not None:
        return head, [line.model_dump_json() for line in corrected_lines(conn, head, key)]
    return None, recorded_texts(conn, key)


def recorded_texts(conn: Connection, key: str) -> list[str]:
    """The recorded pieces of a key, as JSON texts."""
    query = select(cast(PIECES.c.piece, Text)).where(PIECES.c.key == key, PIECES.c.idx >= 0)
    return list(conn.execute(query.order_by(PIECES.c.idx)).scalars())


def _line(row: Row[Any]) -> Line:
    return Line(
        start_s=row.start_time,
        end_s=row.end_time,
        text=row.text,
        confidence=row.confidence,
        no_speech_probability=row.no_speech_probability,
        words=tuple(Word.model_validate(word) for word in row.words),
        flags=tuple(row.flags),
        speaker=row.speaker_label,
        original_text=row.original_text,
        moved=row.moved,
        confirmed=row.confirmed,
    )


def _row(transcript_id: str, index: int, line: Line) -> dict[str, Any]:
    return {
        "transcript_id": transcript_id,
        "idx": index,
        "start_time": line.start_s,
        "end_time": line.end_s,
        "text": line.text,
        "original_text": line.original_text,
        "moved": line.moved,
        "confirmed": line.confirmed,
        "confidence": line.confidence,
        "no_speech_probability": line.no_speech_probability,
        "speaker_label": line.speaker,
        "segment_type": KIND,
        "flags": list(line.flags),
        "words": [word.model_dump() for word in line.words],
    }


def put_lines(tx: Transaction, transcript_id: str, first: int, removed: int, lines: Sequence[Line], total: int) -> None:
    """Put lines in the place of `removed` ones; `total` lines were stored before."""
    of_transcript = TRANSCRIPT_LINES.c.transcript_id == transcript_id
    index, after = TRANSCRIPT_LINES.c.idx, first + removed
    if removed:
        tx.conn.execute(delete(TRANSCRIPT_LINES).where(of_transcript, index >= first, index < after))
    if len(lines) != removed and after < total:  # by way of negative numbers: no two lines ever have the same one
        away = update(TRANSCRIPT_LINES).where(of_transcript, index >= after)
        tx.conn.execute(away.values(idx=-(index + len(lines) - removed) - 1))
        tx.conn.execute(update(TRANSCRIPT_LINES).where(of_transcript, index < 0).values(idx=-index - 1))
    if lines:
        tx.conn.execute(INSERT_LINES, [_row(transcript_id, first + n, line) for n, line in enumerate(lines)])


def put_head(tx: Transaction, head: Head) -> None:
    """Store the row of a transcript."""
    facts = head.facts
    row = {
        "id": head.id,
        "analysis_id": facts.analysis_id,
        "video_filename": facts.video_filename,
        "video_duration": facts.video_duration_s,
        "language_code": facts.language,
        "transcription_method": facts.method,
        "confidence_score": facts.confidence,
        "full_transcript_text": head.text,
        "processing_time_seconds": facts.processing_s,
        "api_response_id": facts.response_id,
        "status": facts.status,
        "revision": head.revision,
        "key": head.key,
        "taken": head.taken,
        "taken_s": head.taken_s,
        "open": head.open,
        "updated_ms": tx.now_ms,
    }
    changed = tx.conn.execute(update(TRANSCRIPTS).where(TRANSCRIPTS.c.id == head.id).values(row))
    if not changed.rowcount:
        tx.conn.execute(insert(TRANSCRIPTS).values(row | {"created_ms": tx.now_ms}))


def put_renewed(tx: Transaction, head: Head, key: str, lines: Sequence[Line]) -> None:
    """Give the lines of a corrected transcript what the stage under `key` has found; that cannot be undone."""
    facts = replace(head.facts, status=JobState.COMPLETED.value)
    tx.conn.execute(delete(TRANSCRIPT_LINES).where(TRANSCRIPT_LINES.c.transcript_id == head.id))
    tx.conn.execute(delete(TRANSCRIPT_EDITS).where(TRANSCRIPT_EDITS.c.transcript_id == head.id))
    put_lines(tx, head.id, 0, 0, lines, 0)
    fresh = replace(head, revision=head.revision + 1, key=key, taken=count_pieces(tx.conn, key), open=False)
    put_head(tx, replace(fresh, facts=facts, text=text_of(lines)))
    texts = [line.text for line in lines]
    line_index.correct(tx, head.id, texts, first=0, removed=len(texts), placed=len(texts))


@dataclass(frozen=True, slots=True)
class Edit:
    """A correction that can be undone, or made again; see `TranscriptEditRow`."""

    revision: int
    first: int
    placed: int
    lines: tuple[Line, ...]
    undone: bool = False


def put_edit(tx: Transaction, transcript_id: str, edit: Edit) -> None:
    """Store what undoes a correction; only the last ones are kept, and none that was undone before it."""
    undone = (TRANSCRIPT_EDITS.c.transcript_id == transcript_id, TRANSCRIPT_EDITS.c.undone)
    tx.conn.execute(delete(TRANSCRIPT_EDITS).where(*undone))
    tx.conn.execute(insert(TRANSCRIPT_EDITS).values(_edit_row(transcript_id, edit)))
    old = (
        select(TRANSCRIPT_EDITS.c.revision)
        .where(TRANSCRIPT_EDITS.c.transcript_id == transcript_id)
        .order_by(TRANSCRIPT_EDITS.c.revision.desc())
        .offset(MOST_EDITS)
        .limit(1)
    ).scalar_subquery()
    is_old = and_(TRANSCRIPT_EDITS.c.transcript_id == transcript_id, TRANSCRIPT_EDITS.c.revision <= old)
    tx.conn.execute(delete(TRANSCRIPT_EDITS).where(is_old))


def last_edit(conn: Connection, transcript_id: str) -> Edit | None:
    """The last correction of a transcript that can be undone."""
    return _first_edit(conn, transcript_id, TRANSCRIPT_EDITS.c.revision.desc(), undone=False)


def next_undone(conn: Connection, transcript_id: str) -> Edit | None:
    """The correction of a transcript that was undone last."""
    return _first_edit(conn, transcript_id, TRANSCRIPT_EDITS.c.revision, undone=True)


def _first_edit(conn: Connection, transcript_id: str, order: Any, *, undone: bool) -> Edit | None:
    mine = (TRANSCRIPT_EDITS.c.transcript_id == transcript_id, TRANSCRIPT_EDITS.c.undone.is_(undone))
    row = conn.execute(select(TRANSCRIPT_EDITS).where(*mine).order_by(order).limit(1)).one_or_none()
    if row is None:
        return None
    lines = tuple(Line.model_validate(line) for line in row.lines)
    return Edit(row.revision, row.first, row.placed, lines, row.undone)


def turn_edit(tx: Transaction, transcript_id: str, edit: Edit) -> None:
    """Store what makes a correction again that was undone; or the other way round."""
    mine = (TRANSCRIPT_EDITS.c.transcript_id == transcript_id, TRANSCRIPT_EDITS.c.revision == edit.revision)
    tx.conn.execute(update(TRANSCRIPT_EDITS).where(*mine).values(_edit_row(transcript_id, edit)))


def _edit_row(transcript_id: str, edit: Edit) -> dict[str, Any]:
    return {
        "transcript_id": transcript_id,
        "revision": edit.revision,
        "first": edit.first,
        "placed": edit.placed,
        "lines": [line.model_dump(mode="json") for line in edit.lines],
        "undone": edit.undone,
    }


def index_text(tx: Transaction, job: JobRecord, lines: Sequence[Line]) -> None:
    """Let the list of jobs find this one by its corrected lines."""
    job_texts.set_corrected(tx, job.num, [line.text for line in lines if line.original_text is not None])


def count_pieces(conn: Connection, key: str) -> int:
    """The number of pieces under a key."""
    return conn.execute(select(func.count()).where(PIECES.c.key == key, PIECES.c.idx >= 0)).scalar_one()


def corrected_last(conn: Connection, job_ids: Sequence[str]) -> str | None:
    """The job among these whose transcript was corrected last; None if nobody has corrected any."""
    query = select(TRANSCRIPTS.c.id).where(TRANSCRIPTS.c.id.in_(job_ids)).order_by(TRANSCRIPTS.c.updated_ms.desc())
    return conn.execute(query.limit(1)).scalar()


def remove(tx: Transaction, job_id: str) -> None:
    """Delete the transcript of a job."""
    mine = delete(TRANSCRIPTS).where(TRANSCRIPTS.c.id == job_id).returning(TRANSCRIPTS.c.searched_num)
    indexed = tx.conn.execute(mine).scalars().all()
    if not indexed:
        return  # nobody has corrected it
    line_index.remove_corrected(tx, indexed)
    for table in (TRANSCRIPT_LINES, TRANSCRIPT_EDITS, SCENE_SUBTITLES):
        tx.conn.execute(delete(table).where(table.c.transcript_id == job_id))
