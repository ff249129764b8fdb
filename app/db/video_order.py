"""The orders in which videos are listed.

Databases differ in how they compare texts, and a title may be the file's, a job's or people's; so the values of all
videos that match are compared here.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from app.core.folding import folded
from app.db.records import JOBS, VIDEOS

#: The values of `sort`; a leading minus reverses the order.
SORTS = ("created_at", "duration", "title", "updated_at")
#: The newest first.
NEWEST_FIRST = "-created_at"
_DIGITS = re.compile(r"([0-9]{1,18})")


def numbers(conn: Connection, clauses: Sequence[ColumnElement[bool]], sort: str, owner: str | None) -> list[int]:
    """The numbers of the videos that fulfil these conditions, in order; equal ones newest first, unknown values last.

    With an `owner`, titles and times are those of that user's jobs.
    """
    name, backwards = sort.lstrip("-"), sort.startswith("-")
    newest_first = VIDEOS.c.num.desc()
    if name == "created_at":
        query = select(VIDEOS.c.num).where(*clauses).order_by(newest_first if backwards else VIDEOS.c.num)
        return list(conn.execute(query).scalars())
    rows = conn.execute(select(VIDEOS.c.num, *_columns(name, owner)).where(*clauses).order_by(newest_first))
    found = [(row[0], _value(name, row[1:])) for row in rows]
    known = sorted([one for one in found if one[1] is not None], key=lambda one: one[1], reverse=backwards)
    return [num for num, _ in known] + [num for num, value in found if value is None]


def _columns(name: str, owner: str | None) -> list[ColumnElement[Any]]:
    """What decides the place of a video."""
    mine = [JOBS.c.video_id == VIDEOS.c.id, *([] if owner is None else [JOBS.c.user_id == owner])]

    def newest(column: ColumnElement[Any]) -> ColumnElement[Any]:
        query = select(column).where(*mine, column.is_not(None)).order_by(JOBS.c.num.desc()).limit(1)
        return query.correlate(VIDEOS).scalar_subquery()

    match name:
        case "title":
            return [VIDEOS.c.title, newest(JOBS.c.video_title), VIDEOS.c.filename]
        case "duration":
            return [VIDEOS.c.media["duration_s"].as_float(), newest(JOBS.c.video_duration)]
        case _:
            latest = select(func.max(JOBS.c.updated_ms)).where(*mine).correlate(VIDEOS).scalar_subquery()
            return [VIDEOS.c.updated_ms, latest]


def _value(name: str, values: Sequence[Any]) -> Any:
    """What is compared; None if it is not known."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    match name:
        case "title":
            return _natural(known[0])
        case "duration":
            return known[0]
        case _:
            return max(known)


def _natural(title: str) -> list[tuple[int, int, str]]:
    """A title for comparison, without case and accents; numbers in it count as such, so that 2 comes before 10."""
    parts = _DIGITS.split(folded(title))
    return [(0, int(part), "") if place % 2 else (1, 0, part) for place, part in enumerate(parts) if part]
