"""Searches everything said: lines of transcripts that have all words of a query, of the jobs that a caller sees.

A recorded transcript that several jobs share is found once, with the newest of them; a corrected one with its job. What
cuts a clip of a job that has a transcript is not found: its words are that job's.
Where a stage has found the speakers of a job's lines, its lines are found, and not those before. Results come newest
transcript first, each from its beginning. Of many results the first are counted.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    Exists,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    select,
    text,
    tuple_,
)

from app.core.words import Query, Term
from app.db.line_index import line_of
from app.db.records import (
    JOBS,
    MADE_CLIPS,
    SEARCHED_LINES,
    SEARCHED_TRANSCRIPTS,
    STAGES,
    TRANSCRIPT_LINES,
    TRANSCRIPTS,
)
from app.db.stage_log import PIECES
from app.db.transcripts import RENEWING, STAGE
from app.jobs.record import StageState

log = logging.getLogger(__name__)

#: Results that are counted; of more the total is a lower bound. Each one counted costs: whether anybody has its job.
COUNTED = 100
#: Lines whose words are compared at once.
COMPARED = 500
#: Transcripts of a user, by number. The newest first is the order of the lines.
OF_USER = """
    AND (num >> 20) IN (
      SELECT s.num FROM jobs j JOIN job_stages st ON st.job_id = j.id AND st.name IN (:stage, :renewing)
      JOIN searched_transcripts s ON s.key = st.key WHERE j.user_id = :user
      UNION ALL
      SELECT t.searched_num FROM jobs j JOIN video_transcripts t ON t.id = j.id WHERE j.user_id = :user
    )
"""
ON_SQLITE = """
    SELECT rowid AS num FROM line_words WHERE line_words MATCH :query AND rowid < :before {of_user}
    ORDER BY rowid DESC LIMIT :most
"""
ON_POSTGRES = """
    SELECT num FROM searched_lines WHERE vector @@ CAST(:query AS tsquery) AND num < :before {of_user}
    ORDER BY num DESC LIMIT :most
"""
#: Above every line's number.
ABOVE_ALL = 2**62


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that was found: its number, that of its job, and whose lines it is one of.

    `key` is that of the stage that recorded it; None for a line of the job's corrected transcript.
    """

    job_num: int
    index: int
    key: str | None


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line that was found, as people see it. Times in seconds."""

    job_id: str
    video_title: str | None
    index: int
    start_s: float
    end_s: float
    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. The `total` is a lower bound unless it is `exact`."""

    lines: Sequence[FoundLine]
    total: int
    exact: bool


def find(conn: Connection, query: Query, *, user: str | None, limit: int, offset: int) -> Found:
    """Search the transcripts of a user's jobs, or of all jobs."""
    if not query.terms:
        return Found([], 0, exact=True)
    wanted = max(COUNTED, offset + limit) + 1
    hits, before = list[Hit](), ABOVE_ALL
    shown: dict[int, _Shown] = {}
    while len(hits) < wanted:
        nums = _matching(conn, query, user, before, wanted)
        full = len(nums) == wanted
        before = nums[-1] if nums else 0
        if not query.exact:
            nums = _compared(conn, query, nums)
        new = {line_of(num)[0] for num in nums} - shown.keys()
        shown |= _shown(conn, new, user)
        hits += [hit for num in nums if (hit := _hit(conn, shown, num)) is not None]
        if not full:
            return Found(_lines(conn, hits[offset : offset + limit]), len(hits), exact=True)
    return Found(_lines(conn, hits[offset : offset + limit]), wanted - 1, exact=False)


def _matching(conn: Connection, query: Query, user: str | None, before: int, most: int) -> list[int]:
    """The numbers of lines with the terms that are looked up, in order."""
    on_sqlite = conn.dialect.name == "sqlite"
    statement = (ON_SQLITE if on_sqlite else ON_POSTGRES).format(of_user="" if user is None else OF_USER)
    if on_sqlite:
        statement = statement.replace("(num >> 20)", "(line_words.rowid >> 20)")
    values: dict[str, Any] = {"before": before, "most": most}
    values["query"] = _for_sqlite(query.looked_up) if on_sqlite else _for_postgres(query.looked_up)
    if user is not None:
        values |= {"user": user, "stage": STAGE, "renewing": RENEWING}
    return list(conn.execute(text(statement), values).scalars())


def _for_sqlite(terms: Iterable[Term]) -> str:
    """Terms in FTS5's language. Words have letters, numbers and signs alone."""
    return " AND ".join('"' + " ".join(term.words) + '"' + " *" * term.prefix for term in terms)


def _for_postgres(terms: Iterable[Term]) -> str:
    """Terms in the language of `tsquery`."""
    return " & ".join(
        "(" + " <-> ".join(f"'{word}'" for word in term.words) + ":*" * term.prefix + ")" for term in terms
    )


def _compared(conn: Connection, query: Query, nums: Sequence[int]) -> list[int]:
    """Those of these lines that have all terms of a long query."""
    found = list[int]()
    for at in range(0, len(nums), COMPARED):
        part = nums[at : at + COMPARED]
        rows = select(SEARCHED_LINES.c.num, SEARCHED_LINES.c.words).where(SEARCHED_LINES.c.num.in_(part))
        words = {row.num: row.words for row in conn.execute(rows)}
        found += [num for num in part if query.holds(words[num].split(" "))]
    return found


@dataclass(frozen=True, slots=True)
class _Later:
    """A job whose corrected transcript is open: recorded lines follow it. The first ones are among its own lines."""

    job_num: int
    first: int | None
    from_s: float


@dataclass(slots=True)
class _Shown:
    """The jobs with a transcript: the newest one that has all its lines, and those that have only later ones."""

    key: str | None = None
    job_num: int | None = None
    later: list[_Later] = field(default_factory=list)


def _shown(conn: Connection, transcripts: Collection[int], user: str | None) -> dict[int, _Shown]:
    """The jobs with these transcripts that the user sees."""
    found = defaultdict[int, _Shown](_Shown)
    if not transcripts:
        return found
    questions = _questions(of_user=user is not None)
    values = {"transcripts": list(transcripts)} | ({} if user is None else {"user": user})
    for num, key, job_num in conn.execute(questions.recorded, values):
        found[num].key, found[num].job_num = key, job_num
    if conn.execute(ANY_OPEN).first() is not None:
        for num, key, job_num, own_key, taken, taken_s in conn.execute(questions.opened, values):
            found[num].key = key
            found[num].later.append(_Later(job_num, taken if own_key == key else None, taken_s))
    for num, job_num in conn.execute(questions.corrected, values):
        found[num].job_num = job_num
    return found


@dataclass(frozen=True, slots=True)
class _Questions:
    """Who has some transcripts, of all jobs or a user's: written once, since that takes longer than their answers."""

    recorded: Select[Any]
    opened: Select[Any]
    corrected: Select[Any]


ANY_OPEN = select(TRANSCRIPTS.c.id).where(TRANSCRIPTS.c.open).limit(1)


@lru_cache(maxsize=2)
def _questions(*, of_user: bool) -> _Questions:
    transcripts: BindParameter[Any] = bindparam("transcripts", expanding=True)
    mine = (JOBS.c.user_id == bindparam("user"),) if of_user else ()
    num, key = SEARCHED_TRANSCRIPTS.c.num, SEARCHED_TRANSCRIPTS.c.key
    recorded = (
        select(num, key, func.max(JOBS.c.num).label("job_num"))
        .join(STAGES, STAGES.c.key == key)
        .join(JOBS, JOBS.c.id == STAGES.c.job_id)
        .join(TRANSCRIPTS, TRANSCRIPTS.c.id == JOBS.c.id, isouter=True)
        .where(num.in_(transcripts), *mine, ~_is_clip())
        .where(STAGES.c.name == case((_is_renewed(), RENEWING), else_=STAGE))
        .group_by(num, key)
    )
    own = (TRANSCRIPTS.c.id, TRANSCRIPTS.c.key, TRANSCRIPTS.c.taken, TRANSCRIPTS.c.taken_s)
    opened = recorded.where(TRANSCRIPTS.c.open).group_by(*own).add_columns(*own[1:])
    corrected = (
        select(TRANSCRIPTS.c.searched_num, func.max(JOBS.c.num).label("job_num"))
        .join(JOBS, JOBS.c.id == TRANSCRIPTS.c.id)
        .where(TRANSCRIPTS.c.searched_num.in_(transcripts), *mine, ~_is_clip())
        .group_by(TRANSCRIPTS.c.searched_num)
    )
    newest_first = opened.order_by(func.max(JOBS.c.num).desc())
    return _Questions(recorded.where(TRANSCRIPTS.c.id.is_(None)), newest_first, corrected)


def _is_renewed() -> Exists:
    """Whether a later stage has given the lines of a job speakers: its lines are the transcript then, see `source_of`.

    Only if a search knows its lines: those of releases before it does not.
    """
    later = STAGES.alias()
    done = (later.c.name == RENEWING, later.c.status == StageState.COMPLETED.value, later.c.published > 0)
    known = exists().where(SEARCHED_TRANSCRIPTS.c.key == later.c.key).correlate(later)
    return exists().where(later.c.job_id == JOBS.c.id, *done, known).correlate(JOBS)


def _is_clip() -> Exists:
    """Whether a job cuts a clip of one that has a transcript."""
    of = STAGES.alias()
    has_words = (of.c.name.in_((STAGE, RENEWING)), of.c.key.is_not(None))
    mine = (MADE_CLIPS.c.job_id == JOBS.c.id, of.c.job_id == MADE_CLIPS.c.of_job_id, *has_words)
    return exists().where(*mine).correlate(JOBS)


def _hit(conn: Connection, shown: Mapping[int, _Shown], num: int) -> Hit | None:
    """A line that was found, with its job; None if no job that the caller sees has it."""
    transcript, index = line_of(num)
    one = shown.get(transcript)
    if one is None:
        return None
    if one.job_num is not None:
        return Hit(one.job_num, index, one.key)
    for later in one.later:
        if later.first is not None:
            is_later = index >= later.first
        else:
            piece = select(PIECES.c.piece).where(PIECES.c.key == one.key, PIECES.c.idx == index)
            is_later = conn.execute(piece).scalar_one()["start_s"] >= later.from_s
        if is_later:
            return Hit(later.job_num, index, one.key)
    return None


def _lines(conn: Connection, hits: Sequence[Hit]) -> list[FoundLine]:
    """Read the lines of a page."""
    query = select(JOBS.c.num, JOBS.c.id, JOBS.c.video_title).where(JOBS.c.num.in_({hit.job_num for hit in hits}))
    jobs = {row.num: row for row in conn.execute(query)} if hits else {}
    recorded = _recorded(conn, [(hit.key, hit.index) for hit in hits if hit.key is not None])
    corrected = _corrected(conn, [(jobs[hit.job_num].id, hit.index) for hit in hits if hit.key is None])
    found = list[FoundLine]()
    for hit in hits:
        job = jobs[hit.job_num]
        line = corrected.get((job.id, hit.index)) if hit.key is None else recorded.get((hit.key, hit.index))
        if line is None:
            log.error("line %d of job %s is in the index of lines, and nowhere else", hit.index, job.id)
            continue
        found.append(FoundLine(job.id, job.video_title, hit.index, *line))
    return found


_Columns = tuple[Column[Any], ...]
#: Start and end in seconds, text, speaker.
_Parts = tuple[float, float, str, str | None]


def _recorded(conn: Connection, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], _Parts]:
    return {
        (key, index): (piece["start_s"], piece["end_s"], piece["text"], piece.get("speaker"))
        for key, index, piece in _rows_at(conn, (PIECES.c.key, PIECES.c.idx, PIECES.c.piece), places)
    }


def _corrected(conn: Connection, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], _Parts]:
    of = TRANSCRIPT_LINES.c
    columns = (of.transcript_id, of.idx, of.start_time, of.end_time, of.text, of.speaker_label)
    return {(row[0], row[1]): (row[2], row[3], row[4], row[5]) for row in _rows_at(conn, columns, places)}


def _rows_at(conn: Connection, columns: _Columns, places: Sequence[tuple[str, int]]) -> Iterable[Any]:
    """The rows whose first two columns, an owner and an index, are one of these places."""
    if not places:
        return ()
    if conn.dialect.name == "sqlite":  # which reads the whole table for a list of pairs
        return conn.execute(_at_listed(columns), {"places": json.dumps(places)})
    return conn.execute(_at_pairs(columns), {"places": places})


@lru_cache(maxsize=2)
def _at_listed(columns: _Columns) -> Select[Any]:
    listed = func.json_each(bindparam("places")).table_valued("value")
    owner, index = (func.json_extract(listed.c.value, f"$[{n}]") for n in (0, 1))
    return select(*columns).select_from(listed).join(columns[0].table, and_(columns[0] == owner, columns[1] == index))


@lru_cache(maxsize=2)
def _at_pairs(columns: _Columns) -> Select[Any]:
    places: BindParameter[Any] = bindparam("places", expanding=True)
    return select(*columns).where(tuple_(columns[0], columns[1]).in_(places))
