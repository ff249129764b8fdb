"""Stores the captions of a transcript as files, for players and for people."""

from collections.abc import Sequence
from typing import TypedDict

from app.jobs.results import Blob, Segment
from app.media import captions
from app.stages.tools import Tools


class Captions(TypedDict, total=False):
    """The files by their formats."""

    srt: Blob
    vtt: Blob
    txt: Blob


def captions_of(segments: Sequence[Segment], tools: Tools) -> Captions:
    """Store the transcript as files; none if it is empty."""
    if not segments:
        return {}
    contents = captions.transcript_files(segments)

    def kept(suffix: str) -> Blob:
        path = tools.work_dir / f"transcript{suffix}"
        path.write_text(contents[suffix], encoding="utf-8")
        return tools.keep(path, suffix)

    return {"srt": kept(".srt"), "vtt": kept(".vtt"), "txt": kept(".txt")}
