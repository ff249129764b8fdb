"""Maintains the search index of the job list: title, link, id, user, prompt and content of each job, folded.

It is updated in the transaction that changes the job. The table is small compared with `jobs`, whose rows are long. An
index of trigrams finds the rows that may match, so that a search for three letters or more costs what it finds; on
SQLite new texts are indexed many at once, the latest are read. Without it, for fewer letters and on a PostgreSQL
without the extension pg_trgm, a search reads the table: 0.1 s for 100,000 average jobs, a second if every link has
4,000 characters.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.core.folding import folded
from app.db.records import JOB_TEXTS, JOBS
from app.db.transaction import Transaction
from app.jobs.record import JobRecord

#: Separator of the fields, so that no match spans two of them; folded texts do not contain it.
_BORDER = "\n"
#: Border between the fields and the content, of which every line is a text of its own.
_CONTENT = "\n\n"
#: Border between these and corrected lines of the transcript.
_CORRECTED = "\n\n\n"
#: Longest content in characters: a search without the index reads it all.
MOST_CONTENT = 8000
#: User and password in a link are never shown, so they are not searchable.
_CREDENTIALS = re.compile(r"(?<=://)[^/?#@\s]*@")

#: Letters that are matched with LIKE.
LIKED = 3
#: Trigrams of a text that are looked up in the index, at most: one that every job has costs as much as it has jobs.
TRIGRAMS = 6


class _Place(FunctionElement[int]):
    """SQL function: the position of a text in another one, from 1; 0 if it does not occur."""

    type = Integer()
    inherit_cache = True


@compiles(_Place)
def _in_general(element: _Place, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)})"


@compiles(_Place, "sqlite")
def _in_sqlite(element: _Place, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


INSERT_TEXT = insert(JOB_TEXTS)
_CONTENT_AT = _Place(JOB_TEXTS.c.folded, literal(_CONTENT))
#: Of a stored text that of the job's own fields, and that of its content with the border before it.
_FIELDS_PART = case((_CONTENT_AT > 0, func.substr(JOB_TEXTS.c.folded, 1, _CONTENT_AT - 1)), else_=JOB_TEXTS.c.folded)
_CONTENT_PART = case((_CONTENT_AT > 0, func.substr(JOB_TEXTS.c.folded, _CONTENT_AT)), else_="")
_CORRECTED_AT = _Place(JOB_TEXTS.c.folded, literal(_CORRECTED))
_CORRECTED_PART = case((_CORRECTED_AT > 0, func.substr(JOB_TEXTS.c.folded, _CORRECTED_AT)), else_="")
_OTHER_PARTS = case(
    (_CORRECTED_AT > 0, func.substr(JOB_TEXTS.c.folded, 1, _CORRECTED_AT - 1)), else_=JOB_TEXTS.c.folded
)
RENEW_TEXT = (
    update(JOB_TEXTS)
    .where(JOB_TEXTS.c.num == bindparam("of_num"))
    .values(folded=bindparam("new_text", type_=Text()).concat(_CONTENT_PART))
)
SET_CONTENT = (
    update(JOB_TEXTS)
    .where(JOB_TEXTS.c.num == bindparam("of_num"))
    .values(folded=_FIELDS_PART.concat(bindparam("content", type_=Text())).concat(_CORRECTED_PART))
)
SET_CORRECTED = (
    update(JOB_TEXTS)
    .where(JOB_TEXTS.c.num == bindparam("of_num"))
    .values(folded=_OTHER_PARTS.concat(bindparam("corrected", type_=Text())))
)


def text_of(*, title: str | None, url: str | None, job_id: str, user_id: str | None, prompt: str | None = None) -> str:
    """The folded text of a job; escapes in its link are decoded, because users type what they see."""
    link = readable(_CREDENTIALS.sub("", url)) if url else None
    return _BORDER.join(folded(part) for part in (title, link, job_id, user_id, prompt) if part)


def readable(link: str) -> str:
    """Decode the escapes in a link; unchanged if they are no UTF-8 text (signatures, other encodings)."""
    if "%" not in link:
        return link
    try:
        return unquote(link, errors="strict")
    except UnicodeDecodeError:
        return link


def _text(job: JobRecord) -> str:
    prompt = job.generation.prompt if job.generation else None
    return text_of(title=job.video_title, url=job.url, job_id=job.id, user_id=job.user_id, prompt=prompt)


def add(tx: Transaction, jobs: Sequence[JobRecord]) -> None:
    """Index new jobs, of which there is one at least."""
    tx.conn.execute(INSERT_TEXT, [{"num": job.num, "folded": _text(job)} for job in jobs])


def renew(tx: Transaction, jobs: Sequence[JobRecord]) -> None:
    """Update the index after a change of the title, link or user of these jobs."""
    if jobs:
        tx.conn.execute(RENEW_TEXT, [{"of_num": job.num, "new_text": _text(job)} for job in jobs])


def set_content(tx: Transaction, lines: Mapping[int, Sequence[str]]) -> None:
    """Replace the content of jobs, by their numbers, by these lines, of at most `MOST_CONTENT` characters."""
    if lines:
        rows = [{"of_num": num, "content": _content(of_job, _CONTENT)} for num, of_job in lines.items()]
        tx.conn.execute(SET_CONTENT, rows)


def set_corrected(tx: Transaction, num: int, lines: Sequence[str]) -> None:
    """Replace the corrected lines of a job's transcript, by the job's number; limited as its content."""
    tx.conn.execute(SET_CORRECTED, {"of_num": num, "corrected": _content(lines, _CORRECTED)})


def _content(lines: Sequence[str], border: str) -> str:
    content, length = list[str](), 0
    for line in dict.fromkeys(map(folded, lines)):
        length += len(line) + 1
        if length > MOST_CONTENT:
            break
        content += [line] if line else []
    return border + _BORDER.join(content) if content else ""


def remove(tx: Transaction, num: int) -> None:
    """Remove a job from the index."""
    tx.conn.execute(delete(JOB_TEXTS).where(JOB_TEXTS.c.num == num))


class _HasTrigrams(FunctionElement[Any]):
    """SQL condition: the number is that of a text with all these trigrams. True for all where there is no index.

    The table `job_trigrams` is SQLite's; triggers maintain it. It has no type: a boolean one is compared with 1 on
    SQLite, which then reads every row.
    """

    inherit_cache = True


@compiles(_HasTrigrams)
def _not_indexed(_: _HasTrigrams, __: SQLCompiler, **___: Any) -> str:
    return "TRUE"


@compiles(_HasTrigrams, "sqlite")
def _indexed(element: _HasTrigrams, compiler: SQLCompiler, **options: Any) -> str:
    number, trigrams = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{number} IN (SELECT rowid FROM job_trigrams WHERE job_trigrams MATCH {trigrams})"  # noqa: S608 - parameters


class _MayHold(FunctionElement[Any]):
    """SQL condition of two of LIKE, for the first letters and for the whole text, as the database takes it best.

    LIKE is slow for many letters on SQLite, which has found them by trigrams; PostgreSQL's index finds them by LIKE.
    """

    inherit_cache = True


@compiles(_MayHold)
def _holds_all(element: _MayHold, compiler: SQLCompiler, **options: Any) -> str:
    _, whole = element.clauses
    return str(compiler.process(whole, **options))


@compiles(_MayHold, "sqlite")
def _holds_first(element: _MayHold, compiler: SQLCompiler, **options: Any) -> str:
    first, _ = element.clauses
    return str(compiler.process(first, **options))


class _IsNotIndexed(FunctionElement[Any]):
    """SQL condition: the number is that of a text which is not in the index yet. False for all where there is none."""

    inherit_cache = True


@compiles(_IsNotIndexed)
def _all_read(_: _IsNotIndexed, __: SQLCompiler, **___: Any) -> str:
    return "FALSE"


@compiles(_IsNotIndexed, "sqlite")
def _after_the_indexed(element: _IsNotIndexed, compiler: SQLCompiler, **options: Any) -> str:
    number = compiler.process(element.clauses, **options)
    return f"{number} > (SELECT upto FROM job_texts_indexed)"  # noqa: S608 - a column


def _trigrams(search_text: str) -> str:
    """Some trigrams of a text, from all over it, in FTS5's query language: each quoted, all required."""
    places = len(search_text) - 2
    chosen = [number * (places - 1) // (TRIGRAMS - 1) for number in range(TRIGRAMS)]
    found = dict.fromkeys(search_text[at : at + 3] for at in chosen)
    return " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in found)


def _holds(search_text: str) -> ColumnElement[bool]:
    """Find candidates by trigrams; match the first letters with LIKE, slow for many, and the whole text by position."""
    liked = JOB_TEXTS.c.folded.contains(search_text[:LIKED], autoescape=True)
    if len(search_text) < LIKED:
        return liked
    begins = _MayHold(liked, JOB_TEXTS.c.folded.contains(search_text, autoescape=True))
    places = (_HasTrigrams(JOB_TEXTS.c.num, literal(_trigrams(search_text))), _IsNotIndexed(JOB_TEXTS.c.num))
    whole = [] if len(search_text) == LIKED else [_Place(JOB_TEXTS.c.folded, literal(search_text)) > 0]
    # Each place beside all conditions: with both as one of the conditions SQLite would read every row.
    return or_(*(and_(place, begins, *whole) for place in places))


def search_texts(text: str) -> list[str]:
    """What to look for if people type `text`: as it is, and with the escapes of a link decoded. Empty for no text."""
    return sorted({folded(text), folded(readable(text))} - {""})


def holds(column: ColumnElement[str], search_text: str) -> ColumnElement[bool]:
    """The condition that a folded text contains `search_text`, without an index."""
    return _Place(column, literal(search_text)) > 0


def matching(text: str, among: Sequence[ColumnElement[bool]] = ()) -> Select[tuple[int]]:
    """The numbers of the jobs whose text contains `text` and that fulfil the conditions on `jobs`."""
    texts = search_texts(text) or [""]
    found: Select[tuple[int]] = select(JOB_TEXTS.c.num).where(or_(*map(_holds, texts)))
    if among:
        found = found.where(JOB_TEXTS.c.num.in_(select(JOBS.c.num).where(*among)))
    return found
