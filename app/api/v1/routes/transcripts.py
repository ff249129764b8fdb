"""Transcripts: read them, and correct their lines."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Response
from pydantic import AfterValidator, BeforeValidator

from app.api.dependencies import Json, TranscriptsDep, checked_id
from app.api.query_names import KNOWN_NAMES
from app.api.v1 import transcript_views
from app.api.v1.answers import problems
from app.api.v1.job_view import MANY_LINES
from app.api.v1.schemas.transcripts import (
    LineCorrection,
    LineList,
    LineSplit,
    LinesPut,
    LineView,
    Replaced,
    SpeakerNames,
    TranscriptView,
    WordCorrection,
    WordsReplaced,
)
from app.core.errors import NotFound
from app.db.transcript_parts import TranscriptParts
from app.service.transcripts import Corrected, LineChange, line_at
from app.text.replacing import Replacing

router = APIRouter(prefix="/api/v1/transcripts/{transcript_id}", tags=["results"])
TranscriptId = Annotated[
    str,
    Path(description="The transcript's id: that of its job", examples=["0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"]),
    AfterValidator(lambda text: checked_id(text, "transcript")),
]


def _number(text: str) -> int:
    """A number in a path. Raises NotFound for another text."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound("There is no such line or word.")
    return int(text)


NUMBER = BeforeValidator(_number)
Index = Annotated[int, Path(description="Number of the line, from 0"), NUMBER]
Word = Annotated[int, Path(description="Number of the word in the line, from 0"), NUMBER]
Second = Annotated[float | None, Query(ge=0, allow_inf_nan=False)]
IfMatch = Annotated[
    str | None,
    Header(description="ETag of the transcript as it was read; 412 if it was changed since. Without it, the last wins"),
]
IfNoneMatch = Annotated[str | None, Header(include_in_schema=False)]
CORRECTING = problems(404, 409, 412, 413, 415, 422, 503)
READING: dict[int | str, dict[str, Any]] = {304: {"description": "The client has it already (If-None-Match)"}}


def _tags(header: str | None) -> list[str] | None:
    """The ETags of a header; None without it. Of a compressed answer clients return its ETag with `W/`."""
    return None if header is None else [tag.strip().removeprefix("W/") for tag in header.split(",")]


def _headers(parts: TranscriptParts) -> dict[str, str]:
    return {"ETag": parts.etag, "Cache-Control": "private, no-cache"}


def _is_known(parts: TranscriptParts, header: str | None) -> bool:
    tags = _tags(header) or ()
    return parts.etag in tags or "*" in tags


@router.get("", response_model=TranscriptView, responses=problems(404) | READING)
async def read_transcript(
    transcript_id: TranscriptId, transcripts: TranscriptsDep, if_none_match: IfNoneMatch = None
) -> Any:
    """A transcript without its lines. Its ETag is for `If-Match` of corrections."""
    parts = await transcripts.read(transcript_id)
    if _is_known(parts, if_none_match):
        return Response(status_code=304, headers=_headers(parts))
    return Json(transcript_views.transcript(parts), headers=_headers(parts))


@router.get("/segments", response_model=LineList, responses=problems(404, 422) | READING, dependencies=[KNOWN_NAMES])
async def list_lines(
    transcript_id: TranscriptId,
    transcripts: TranscriptsDep,
    from_s: Annotated[Second, Query(alias="from", description="Seconds")] = None,
    to_s: Annotated[Second, Query(alias="to", description="Seconds")] = None,
    if_none_match: IfNoneMatch = None,
) -> Any:
    """The lines that overlap a part of the video, as people have corrected them."""
    parts = await transcripts.read(transcript_id)
    if _is_known(parts, if_none_match):
        return Response(status_code=304, headers=_headers(parts))

    def rendered() -> Json:
        rows = transcript_views.rows(parts.lines, from_s, to_s)
        return Json({"items": rows, "total": len(rows)}, headers=_headers(parts))

    return rendered() if len(parts.lines) < MANY_LINES else await asyncio.to_thread(rendered)


@router.get("/segments/{index}", response_model=LineView, responses=problems(404, 422))
async def read_line(transcript_id: TranscriptId, index: Index, transcripts: TranscriptsDep) -> Any:
    """One line."""
    parts = await transcripts.read(transcript_id)
    return Json(transcript_views.row(index, line_at(parts, index)), headers=_headers(parts))


def _line(corrected: Corrected, index: int) -> Json:
    parts = corrected.parts
    return Json(transcript_views.row(index, line_at(parts, index)), headers=_headers(parts))


def _lines(corrected: Corrected) -> Json:
    """What a correction has put where."""
    parts, first = corrected.parts, corrected.first
    put = parts.lines[first : first + corrected.placed]
    items = [transcript_views.row(first + n, line) for n, line in enumerate(put)]
    body = {"index": first, "removed": corrected.removed, "items": items, "total": len(parts.lines)}
    return Json(body, headers=_headers(parts))


@router.patch("/segments/{index}", response_model=LineView, responses=CORRECTING)
async def correct_line(
    transcript_id: TranscriptId,
    index: Index,
    correction: LineCorrection,
    transcripts: TranscriptsDep,
    if_match: IfMatch = None,
) -> Any:
    """Correct a line: its text, speaker or times. Words that stay keep their times, new ones share the gap.

    All results follow at once; what was recognised stays as `original_text`.
    """
    given = correction.model_fields_set
    change = LineChange(
        frozenset(given),
        text=correction.text if "text" in given else None,
        speaker=correction.speaker,
        start_s=correction.start if "start" in given else None,
        end_s=correction.end if "end" in given else None,
        confirmed=correction.confirmed,
    )
    return _line(await transcripts.change_line(transcript_id, index, change, _tags(if_match)), index)


@router.patch("/segments/{index}/words/{word}", response_model=LineView, responses=CORRECTING)
async def retype_word(
    transcript_id: TranscriptId,
    index: Index,
    word: Word,
    correction: WordCorrection,
    transcripts: TranscriptsDep,
    if_match: IfMatch = None,
) -> Any:
    """Retype a word; it keeps its time."""
    return _line(await transcripts.retype_word(transcript_id, index, word, correction.text, _tags(if_match)), index)


@router.post("/segments/{index}/split", response_model=LinesPut, responses=CORRECTING)
async def split_line(
    transcript_id: TranscriptId, index: Index, where: LineSplit, transcripts: TranscriptsDep, if_match: IfMatch = None
) -> Any:
    """Divide a line in two, at the time of the word that follows; lines after it get the next number."""
    return _lines(await transcripts.split(transcript_id, index, where.offset, _tags(if_match)))


@router.post("/segments/{index}/join", response_model=LinesPut, responses=CORRECTING)
async def join_lines(
    transcript_id: TranscriptId, index: Index, transcripts: TranscriptsDep, if_match: IfMatch = None
) -> Any:
    """Append the following line to a line."""
    return _lines(await transcripts.join(transcript_id, index, _tags(if_match)))


@router.post("/replace", response_model=Replaced, responses=CORRECTING)
async def replace_words(
    transcript_id: TranscriptId, words: WordsReplaced, transcripts: TranscriptsDep, if_match: IfMatch = None
) -> Any:
    """Replace words in all lines, as one correction, which one undo takes back. Nothing found is no error."""
    wanted = Replacing(words.find, words.replace, words.whole_words, words.match_case)
    corrected, count, lines = await transcripts.replace(transcript_id, wanted, _tags(if_match))
    parts = corrected.parts
    return Json({"replaced": count, "lines": lines, "total": len(parts.lines)}, headers=_headers(parts))


@router.post("/undo", response_model=LinesPut, responses=CORRECTING)
async def undo_correction(transcript_id: TranscriptId, transcripts: TranscriptsDep, if_match: IfMatch = None) -> Any:
    """Take back the last correction, whoever made it: with `If-Match`, only if it is the one that you know."""
    return _lines(await transcripts.undo(transcript_id, _tags(if_match)))


@router.post("/redo", response_model=LinesPut, responses=CORRECTING)
async def redo_correction(transcript_id: TranscriptId, transcripts: TranscriptsDep, if_match: IfMatch = None) -> Any:
    """Make the correction again that was taken back last; there is none once another correction was made."""
    return _lines(await transcripts.redo(transcript_id, _tags(if_match)))


@router.patch("/speakers", response_model=TranscriptView, responses=CORRECTING)
async def rename_speakers(
    transcript_id: TranscriptId, names: SpeakerNames, transcripts: TranscriptsDep, if_match: IfMatch = None
) -> Any:
    """Rename speakers in all lines."""
    corrected = await transcripts.rename_speakers(transcript_id, names.root, _tags(if_match))
    return Json(transcript_views.transcript(corrected.parts), headers=_headers(corrected.parts))
