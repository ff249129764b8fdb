"""A transcript in the formats of whisper-asr-webservice."""

import json
from collections.abc import Sequence
from typing import Any, Literal

from app.api.whisper_rows import segment_row
from app.jobs.results import Segment
from app.jobs.transcripts import text_of
from app.media import captions

Output = Literal["txt", "vtt", "srt", "tsv", "json"]
TEXT, JSON = "text/plain; charset=utf-8", "application/json"


def rendered(lines: Sequence[Segment], language: str, output: Output, *, words: bool) -> str:
    """The body. Takes a second for a long transcript: call it in a thread. Empty for silence, but for JSON."""
    match output:
        case "txt":
            return "".join(f"{line.text.strip()}\n" for line in lines)
        case "tsv":
            return "start\tend\ttext\n" * bool(lines) + "".join(map(_row, lines))
        case "srt":
            return captions.srt_of(lines)
        case "vtt":
            return captions.vtt_of(lines) if lines else ""
    rows = [_segment(number, line, words=words) for number, line in enumerate(lines)]
    return json.dumps({"text": text_of(lines), "segments": rows, "language": language}, ensure_ascii=False)


def _row(line: Segment) -> str:
    """Times in milliseconds."""
    text = line.text.strip().replace("\t", " ")
    return f"{round(line.start_s * 1000)}\t{round(line.end_s * 1000)}\t{text}\n"


def _segment(number: int, line: Segment, *, words: bool) -> dict[str, Any]:
    row = segment_row(number, line)
    if words:
        row["words"] = [
            {"word": word.text, "start": word.start_s, "end": word.end_s, "probability": word.probability}
            for word in line.words
        ]
    return row
