"""Search of everything said, over all transcripts."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.api.dependencies import CallerDep, Json, StoreDep
from app.api.ownership import Shows, shows
from app.api.query_names import KNOWN_NAMES
from app.api.v1.answers import problems
from app.api.v1.schemas.search import SearchPage
from app.core import words
from app.db import line_search
from app.db.line_search import FoundLine
from app.text.snippets import snippet_of

router = APIRouter(prefix="/api/v1/search", tags=["results"])


@router.get("", response_model=SearchPage, responses=problems(422, 503), dependencies=[KNOWN_NAMES])
@shows(Shows.OWN)
async def search(
    store: StoreDep,
    caller: CallerDep,
    q: Annotated[
        str,
        Query(
            description='Words, of which a line has all; a `"phrase"`; the beginning of a word as `a*`. Case and '
            "accents do not count, other signs are ignored",
            examples=['"the eagle" land*'],
        ),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> Any:
    """Lines of all transcripts that have what is typed; a recording that several jobs share is found once."""
    query = words.query_of(q)
    user = caller.narrowed(None)
    found = await store.search(line_search.find, query, user=user, limit=limit, offset=offset)
    items = await asyncio.to_thread(_items, found.lines, query)
    return Json({"items": items, "total": found.total, "total_exact": found.exact, "limit": limit, "offset": offset})


def _items(lines: Sequence[FoundLine], query: words.Query) -> list[dict[str, Any]]:
    return [_item(line, query) for line in lines]


def _item(line: FoundLine, query: words.Query) -> dict[str, Any]:
    text = line.text.strip()
    snippet, highlights = snippet_of(text, words.found_in(text, query))
    return {
        "job_id": line.job_id,
        "video_title": line.video_title,
        "start": line.start_s,
        "end": line.end_s,
        "snippet": snippet,
        "highlights": highlights,
        "index": line.index,
        "speaker": line.speaker,
    }
