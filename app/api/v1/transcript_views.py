"""A transcript that people correct, as clients see it."""

from collections.abc import Sequence
from typing import Any

from app.db.transcript_parts import TranscriptParts
from app.db.transcripts import KIND
from app.jobs.transcripts import Line


def transcript(parts: TranscriptParts) -> dict[str, Any]:
    """Render a transcript without its lines."""
    facts = parts.facts()
    return {
        "id": parts.job.id,
        "job_id": parts.job.id,
        "analysis_id": facts.analysis_id,
        "video_filename": facts.video_filename,
        "video_duration": facts.video_duration_s,
        "language_code": facts.language,
        "transcription_method": facts.method,
        "confidence_score": facts.confidence,
        "full_transcript_text": parts.text,
        "processing_time_seconds": None if facts.processing_s is None else round(facts.processing_s, 3),
        "api_response_id": facts.response_id,
        "status": facts.status,
    }


def row(index: int, line: Line) -> dict[str, Any]:
    """Render a line; `confirmed` only of one that is."""
    shown = {
        "index": index,
        "start": line.start_s,
        "end": line.end_s,
        "text": line.text,
        "original_text": line.recognised_text,
        "confidence": line.confidence,
        "speaker": line.speaker,
        "kind": KIND,
        "corrected": line.corrected,
    }
    return shown | {"confirmed": True} if line.confirmed else shown


def rows(lines: Sequence[Line], from_s: float | None, to_s: float | None) -> list[dict[str, Any]]:
    """Render the lines that overlap a part of the video, by its start and end; None for that of the video."""
    return [
        row(index, line)
        for index, line in enumerate(lines)
        if (to_s is None or line.start_s < to_s) and (from_s is None or line.end_s > from_s)
    ]
