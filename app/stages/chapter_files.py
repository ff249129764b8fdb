"""The files of chapters, which two stages write: `fetch` those of the source's own, `transcribe` of those it finds."""

from collections.abc import Sequence

from app.jobs.results import Blob, Chapter, Result
from app.stages.stage import StageFile
from app.stages.tools import Tools
from app.text.chapter_files import ffmetadata, vtt


class ChapterFiles(Result):
    """Chapters as WebVTT, and as a metadata file of ffmpeg."""

    vtt: Blob
    ffmetadata: Blob


def written(chapters: Sequence[Chapter], tools: Tools) -> ChapterFiles | None:
    """Write the files; None without chapters."""
    if not chapters:
        return None

    def kept(suffix: str, text: str) -> Blob:
        path = tools.work_dir / f"chapters{suffix}"
        path.write_text(text, encoding="utf-8")
        return tools.keep(path, suffix)

    return ChapterFiles(vtt=kept(".vtt", vtt(chapters)), ffmetadata=kept(".ffmeta", ffmetadata(chapters)))


def contents_of(chapters: Sequence[Chapter]) -> dict[str, str]:
    """The contents of the files, by their suffixes."""
    return {".vtt": vtt(chapters), ".ffmeta": ffmetadata(chapters)}


def shown(files: ChapterFiles | None) -> list[StageFile]:
    """The files for download."""
    blobs = () if files is None else (files.vtt, files.ffmetadata)
    return [StageFile("chapters", f" chapters{blob.suffix}", blob, index) for index, blob in enumerate(blobs)]
