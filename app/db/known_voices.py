"""Stores the voices of speakers who were given a name: one sample for each speaker of a job.

A person's voice is the mean of the samples with that name, by whose they are and the model that made them. A name that
is corrected, or taken back, changes the sample of that job alone.
"""

import re
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from app.core.errors import NotFound
from app.db import stage_log, transcripts
from app.db.records import VOICE_SAMPLES
from app.db.transaction import Transaction
from app.jobs.record import JobRecord, StageState
from app.jobs.results import Segment
from app.jobs.transcripts import Line
from app.jobs.turns import labels_of
from app.jobs.voices import KnownVoice, Voices, mean

#: A label that the server gave, and that names nobody.
LABEL = re.compile(r"(?i)(speaker|voice)[ _-]?\d*|\?+|-+|unknown")
#: What makes the ids of voices of what they are the voices of.
SPACE = uuid.UUID("6f6f4b5e-2d0d-4c39-9a5b-3a4d7d1a4f0e")


def voices(conn: Connection) -> list[KnownVoice]:
    """All voices, by their names."""
    return _voices(conn)


def voice(conn: Connection, voice_id: str) -> KnownVoice:
    """Read one voice. Raises NotFound."""
    found = next((one for one in _voices(conn) if one.id == voice_id), None)
    if found is None:
        raise NotFound(f"There is no voice {voice_id}.")
    return found


def of_user(conn: Connection, user_id: str | None) -> list[KnownVoice]:
    """The voices that one user has given names; None: those that belong to no user."""
    return _voices(conn, VOICE_SAMPLES.c.user_id.is_not_distinct_from(user_id))


def of_job(conn: Connection, job_id: str) -> Voices | None:
    """The voices in a job's recording, by the labels that its speakers had first; None if they were not kept."""
    stage = transcripts.stages_of(conn, job_id).get(transcripts.RENEWING)
    if stage is None or stage.key is None or stage.status is not StageState.COMPLETED:
        return None
    record = stage_log.output_by_key(conn, stage.key)
    if record is None or not record.output.get("voices") or not record.output.get("model"):
        return None
    return Voices(record.output["model"], {name: tuple(one) for name, one in record.output["voices"].items()})


def to_name(conn: Connection, job_id: str, user_id: str | None) -> tuple[Voices | None, list[KnownVoice]]:
    """The voices in a job's recording, and those that may be known in it."""
    found = of_job(conn, job_id)
    return found, of_user(conn, user_id) if found is not None else []


def learn(tx: Transaction, job: JobRecord, lines: Sequence[Line], named: Collection[str] = ()) -> None:
    """Remember whose voices the speakers of corrected `lines` have: of those with the names `named`, which people gave.

    A sample that the job has already follows a name that is given now. One whose name changes otherwise, as where a
    correction is undone, is forgotten.
    """
    heard = of_job(tx.conn, job.id)
    if heard is None:
        return
    names = _names(tx.conn, job.id, lines)
    mine = VOICE_SAMPLES.c.job_id == job.id
    rows = tx.conn.execute(select(VOICE_SAMPLES.c.label, VOICE_SAMPLES.c.name).where(mine))
    known = {row.label: row.name for row in rows}
    for label, vector in heard.of.items():
        name = names.get(label)
        is_given = name is not None and name in named and not LABEL.fullmatch(name)
        if label in known and name != known[label]:
            own = (mine, VOICE_SAMPLES.c.label == label)
            if is_given:
                tx.conn.execute(update(VOICE_SAMPLES).where(*own).values(name=name, updated_ms=tx.now_ms))
            else:
                tx.conn.execute(delete(VOICE_SAMPLES).where(*own))
        elif label not in known and is_given:
            sample = {"job_id": job.id, "label": label, "user_id": job.user_id, "name": name, "model": heard.model}
            times = {"created_ms": tx.now_ms, "updated_ms": tx.now_ms}
            tx.conn.execute(VOICE_SAMPLES.insert().values(sample | times | {"vector": list(vector)}))


def _names(conn: Connection, job_id: str, lines: Iterable[Line]) -> dict[str, str]:
    """The name that each label of a job has in most of its lines."""
    key = transcripts.key_of(conn, job_id)
    spoken = [Segment.model_validate(piece) for piece in stage_log.pieces_of(conn, key)] if key else []
    counted = Counter((label, line.speaker) for line, label in labels_of(lines, spoken) if line.speaker is not None)
    names: dict[str, str] = {}
    for (label, name), _ in counted.most_common():
        names.setdefault(label, name)
    return names


def forget(tx: Transaction, voice_id: str) -> None:
    """Delete a voice with all its samples. Raises NotFound."""
    found = voice(tx.conn, voice_id)
    whose = VOICE_SAMPLES.c.user_id.is_not_distinct_from(found.user_id)
    same = (VOICE_SAMPLES.c.name == found.name, VOICE_SAMPLES.c.model == found.model)
    tx.conn.execute(delete(VOICE_SAMPLES).where(whose, *same))


def _voices(conn: Connection, *of: ColumnElement[bool]) -> list[KnownVoice]:
    rows = conn.execute(select(VOICE_SAMPLES).where(*of)).all()
    ordered = sorted(rows, key=lambda row: (*_person(row), row.created_ms))
    return [_voice(list(samples)) for _, samples in groupby(ordered, _person)]


def _person(row: Row[Any]) -> tuple[str, str, str]:
    return (row.name, row.user_id or "", row.model)


def _voice(samples: Sequence[Row[Any]]) -> KnownVoice:
    first = samples[0]
    return KnownVoice(
        id=str(uuid.uuid5(SPACE, "\n".join(_person(first)))),
        user_id=first.user_id,
        name=first.name,
        model=first.model,
        vector=mean([tuple(row.vector) for row in samples]),
        times=len(samples),
        created_ms=first.created_ms,
        updated_ms=max(row.updated_ms for row in samples),
    )
