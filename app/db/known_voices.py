"""Stores the voices of people who were given a name, by whose they are; voices of different models are kept apart."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.core.errors import NotFound
from app.db import stage_log, transcripts
from app.db.records import KNOWN_VOICES
from app.db.transaction import Transaction
from app.jobs.record import JobRecord, StageState
from app.jobs.voices import KnownVoice, Voices, mean

COLUMNS = [KNOWN_VOICES.c[one.name] for one in fields(KnownVoice)]
#: A label that the server gave, and that names nobody.
LABEL = re.compile(r"(?i)(speaker|voice)[ _-]?\d*|\?+|-+|unknown")


def voices(conn: Connection) -> list[KnownVoice]:
    """All voices, by their names."""
    rows = conn.execute(select(*COLUMNS).order_by(KNOWN_VOICES.c.name, KNOWN_VOICES.c.created_ms))
    return list(map(_voice, rows))


def voice(conn: Connection, voice_id: str) -> KnownVoice:
    """Read one voice. Raises NotFound."""
    row = conn.execute(select(*COLUMNS).where(KNOWN_VOICES.c.id == voice_id)).one_or_none()
    if row is None:
        raise _unknown(voice_id)
    return _voice(row)


def _unknown(voice_id: str) -> NotFound:
    return NotFound(f"There is no voice {voice_id}.")


def of_user(conn: Connection, user_id: str | None) -> list[KnownVoice]:
    """The voices that one user has given names; None: those that belong to no user."""
    mine = KNOWN_VOICES.c.user_id.is_not_distinct_from(user_id)
    return list(map(_voice, conn.execute(select(*COLUMNS).where(mine).order_by(KNOWN_VOICES.c.created_ms))))


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


def learn(tx: Transaction, job: JobRecord, names: Mapping[str, str]) -> None:
    """Remember whose voices the speakers of a job have, who are given new names, by their names until now.

    A voice that has a name already becomes the mean of what was heard. One that gets another name keeps its voice.
    """
    known = of_user(tx.conn, job.user_id)
    heard = of_job(tx.conn, job.id)
    for old, new in names.items():
        if old == new or LABEL.fullmatch(new):
            continue
        vector = heard.of.get(old) if heard is not None else None
        if heard is not None and vector is not None:
            same = next((one for one in known if (one.name, one.model) == (new, heard.model)), None)
            new_id, now_ms = str(uuid.uuid4()), tx.now_ms
            _put(tx, same, KnownVoice(new_id, job.user_id, new, heard.model, vector, 1, now_ms, now_ms))
        elif not any(one.name == new for one in known):
            _change(tx, [one for one in known if one.name == old], name=new)


def _put(tx: Transaction, known: KnownVoice | None, fresh: KnownVoice) -> None:
    if known is None:
        tx.conn.execute(insert(KNOWN_VOICES).values(asdict(fresh) | {"vector": list(fresh.vector)}))
        return
    vector = mean(known.vector, known.times, fresh.vector)
    values = {"vector": list(vector), "times": known.times + 1, "updated_ms": tx.now_ms}
    tx.conn.execute(update(KNOWN_VOICES).where(KNOWN_VOICES.c.id == known.id).values(values))


def _change(tx: Transaction, known: list[KnownVoice], *, name: str) -> None:
    ids = [one.id for one in known]
    tx.conn.execute(update(KNOWN_VOICES).where(KNOWN_VOICES.c.id.in_(ids)).values(name=name, updated_ms=tx.now_ms))


def forget(tx: Transaction, voice_id: str) -> None:
    """Delete a voice. Raises NotFound."""
    if not tx.conn.execute(delete(KNOWN_VOICES).where(KNOWN_VOICES.c.id == voice_id)).rowcount:
        raise _unknown(voice_id)


def _voice(row: Row[Any]) -> KnownVoice:
    values: dict[str, Any] = dict(row._mapping)
    return KnownVoice(**values | {"vector": tuple(row.vector)})
