"""Chapters as files: WebVTT for players, and the metadata file that ffmpeg writes into films."""

from collections.abc import Sequence

from app.jobs.results import Chapter
from app.text.scripts import one_line

#: Longest title, characters.
TITLE_LENGTH = 200
#: Signs with a meaning in ffmpeg's metadata files.
SPECIAL = "\\=;#"


def vtt(chapters: Sequence[Chapter]) -> str:
    """Format chapters as WebVTT, for `<track kind="chapters">`."""
    blocks = (
        f"{number}\n{_clock(one.start_s)} --> {_clock(one.end_s)}\n"
        + one_line(one.title, TITLE_LENGTH).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for number, one in enumerate(chapters, 1)
    )
    return "WEBVTT\n\n" + "".join(f"{block}\n\n" for block in blocks)


def ffmetadata(chapters: Sequence[Chapter]) -> str:
    """Format chapters as `ffmpeg -i film.mp4 -i chapters.ffmeta -map_chapters 1 -codec copy out.mp4` reads them."""
    blocks = (
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={round(one.start_s * 1000)}\nEND={round(one.end_s * 1000)}\n"
        f"title={_escaped(one_line(one.title, TITLE_LENGTH))}\n"
        for one in chapters
    )
    return ";FFMETADATA1\n" + "".join(blocks)


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in text)


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
