"""Writes a correction of a transcript: its lines, its files, what finds its job, and the event, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select, update

from app.db import (
    deletion,
    job_chapters,
    job_exports,
    line_index,
    moves,
    scene_subtitles,
    transcript_copies,
    transcripts,
)
from app.db.records import ARTIFACTS
from app.db.scene_subtitles import SceneSubtitles
from app.db.transaction import Transaction
from app.db.transcript_parts import TranscriptParts
from app.db.transcripts import Edit, Head, Overtaken
from app.jobs.changes import VideoChanged
from app.jobs.events import TranscriptCorrected
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Chapter
from app.jobs.transcripts import Line, text_of

#: Lines that an event carries; followers read the transcript anew if more have changed.
MOST_IN_EVENT = 100


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of the transcript `base`: `lines` in the place of `removed` lines from number `first` on.

    `files` are those of the transcript as it is then, `subtitles` those of the scenes in which it has changed.
    `of_edit` is the correction that this one takes back, or makes again. `chapters` are the found ones with other
    titles; None if none has another.
    """

    base: TranscriptParts
    first: int
    removed: int
    lines: tuple[Line, ...]
    files: Sequence[Artifact] = ()
    subtitles: Sequence[SceneSubtitles] = ()
    of_edit: Edit | None = None
    chapters: tuple[Chapter, ...] | None = None

    def result(self) -> list[Line]:
        """All lines of the transcript afterwards."""
        before = self.base.lines
        return [*before[: self.first], *self.lines, *before[self.first + self.removed :]]


def save(tx: Transaction, correction: Correction) -> tuple[Head, list[str]]:
    """Store a correction; returns the transcript's row, and hashes of files that are no longer referenced.

    Raises Overtaken if the transcript or its chapters have changed since it was read, NotFound if its job was deleted.
    """
    base = correction.base
    job = moves.read(tx, base.job.id)
    _check(tx, base)
    lines = correction.result()
    head = _head(base, lines)
    if base.head is None or base.head.open:  # also lines that were recognised since the last correction
        stored = len(base.lines) if base.head is not None else 0
        transcripts.put_lines(tx, job.id, 0, stored, lines, stored)
    else:
        transcripts.put_lines(tx, job.id, correction.first, correction.removed, correction.lines, len(base.lines))
    transcripts.put_head(tx, head)
    if (edit := correction.of_edit) is not None:
        transcripts.turn_edit(tx, job.id, _edit(correction, edit.revision, undone=not edit.undone))
    else:
        transcripts.put_edit(tx, job.id, _edit(correction, head.revision))
    transcripts.index_text(tx, job, lines)
    _index_lines(tx, correction, lines)
    scene_subtitles.put(tx, job.id, correction.subtitles)
    if correction.chapters is not None:
        job_chapters.put(tx, job.id, replace(base.changed_chapters, found=correction.chapters))
    gone = put_files(tx, job.id, correction.files)
    few = len(correction.lines) <= MOST_IN_EVENT
    publish(
        tx,
        job,
        TranscriptCorrected(
            status=job.status,
            revision=head.revision,
            index=correction.first,
            removed=correction.removed,
            lines=correction.lines if few else None,
        ),
    )
    return head, gone


def _index_lines(tx: Transaction, correction: Correction, lines: Sequence[Line]) -> None:
    base, change = correction.base, (correction.first, correction.removed, len(correction.lines))
    if base.head is None or base.head.open:
        change = (0, len(base.lines), len(lines))  # also lines that were recognised since the last correction
    first, removed, placed = change
    texts = [line.text for line in lines]
    line_index.correct(tx, base.job.id, texts, first=first, removed=removed, placed=placed)


def adoptable(conn: Connection, job: JobRecord, key: str) -> tuple[str | None, int, list[Line]]:
    """What a job's transcript is if its stage has this key: the id, revision and lines of a corrected one.

    That is its own, or that of another job on the same source; the id is None if there is none.
    """
    own = transcripts.head_of(conn, job.id)
    source_id = job.id if own is not None else transcript_copies.source_for(conn, job, key)
    head = own or (transcripts.head_of(conn, source_id) if source_id is not None else None)
    return (None, 0, []) if head is None else (head.id, head.revision, transcripts.corrected_lines(conn, head, key))


def corrected_lines(conn: Connection, job_id: str) -> list[Line] | None:
    """The lines of a job's transcript; None if nobody has corrected them."""
    return transcripts.lines_of(conn, job_id) if transcripts.head_of(conn, job_id) is not None else None


def publish(tx: Transaction, job: JobRecord, event: TranscriptCorrected) -> None:
    """Add the event of a correction; exported texts follow."""
    tx.append(job.id, [event])
    job_exports.renew(tx, job.id)
    if job.video_id is not None:
        tx.changes.append(VideoChanged(job.video_id))


def put_files(tx: Transaction, job_id: str, files: Sequence[Artifact]) -> list[str]:
    """Let the files of a job for download, of those that it still has, have other content; returns unused hashes."""
    old: set[str] = set()
    for file in files:
        mine = (ARTIFACTS.c.id == file.id, ARTIFACTS.c.job_id == job_id)
        old |= set(tx.conn.execute(select(ARTIFACTS.c.sha256).where(*mine)).scalars())
        blob = file.blob
        new = {"sha256": blob.sha256, "size_bytes": blob.size_bytes, "created_ms": tx.now_ms}
        tx.conn.execute(update(ARTIFACTS).where(*mine).values(new))
    return sorted(old - deletion.referenced(tx.conn, old))


def _check(tx: Transaction, base: TranscriptParts) -> None:
    """Raise Overtaken unless the transcript is as it was read, and what was changed of its chapters."""
    now = transcripts.head_of(tx.conn, base.job.id)
    if (now.revision if now is not None else 0) != base.revision:
        raise Overtaken
    if job_chapters.changed_of(tx.conn, base.job.id) != base.changed_chapters:
        raise Overtaken
    if now is None or now.open:
        if transcripts.key_of(tx.conn, base.job.id) != base.key:
            raise Overtaken
        if base.key is not None and transcripts.count_pieces(tx.conn, base.key) != base.pieces:
            raise Overtaken


def _head(base: TranscriptParts, lines: Sequence[Line]) -> Head:
    """The row of the transcript afterwards."""
    key = base.key or ""
    taken_s = max((line.end_s for line in lines), default=0.0)
    known, facts = base.head, base.facts()
    if known is not None and not known.open:
        key, taken, taken_s = known.key, known.taken, known.taken_s
        facts = known.facts
    else:
        taken = base.pieces
    return Head(base.job.id, base.revision + 1, key, taken, taken_s, not base.recognised, facts, text_of(lines))


def _edit(correction: Correction, revision: int, *, undone: bool = False) -> Edit:
    """What takes a correction back, or makes one that was `undone` again."""
    first, removed = correction.first, correction.removed
    before = tuple(correction.base.lines[first : first + removed])
    return Edit(revision, first, len(correction.lines), before, undone)
