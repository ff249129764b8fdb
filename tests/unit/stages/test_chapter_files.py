"""Chapters of the source and found ones: their files, which ffmpeg reads back as they were."""

import subprocess
from pathlib import Path

import pytest

from app.jobs.results import Chapter, Segment
from app.media.ffmpeg import MOST_PIXELS
from app.media.probe import examine
from app.stages import chapter_files
from app.stages.fetch.contract import FetchInput
from app.stages.fetch.run import run as fetch
from app.stages.transcribe import run as transcribing
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.stages.transcribe.contract import Dictated, TranscribeInput
from app.text.chapter_files import ffmetadata, vtt
from tests.media import MediaShelf
from tests.tools import LocalTools
from tests.unit.editing.test_chapters import talk

OWN = (
    Chapter(start_s=0.0, end_s=1.25, title="Hello; #1 = a \\ b"),
    Chapter(start_s=1.25, end_s=2.0, title="Dogs & <cats>\n\n--> 東京"),
)


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def test_files_of_chapters_are_read_as_they_were(media: MediaShelf, tmp_path: Path, tools: LocalTools) -> None:
    """ffmpeg puts them into a film, from which they are fetched as the source's own, with files of their own."""
    files = chapter_files.written(OWN, tools)
    assert files is not None
    source, marked = media.talk_of(seconds=2), tmp_path / "marked.mkv"
    inputs = [tools.ffmpeg, "-v", "error", "-i", source, "-f", "ffmetadata", "-i", tools.path_of(files.ffmetadata)]
    subprocess.run([*inputs, "-map_chapters", "1", "-c", "copy", marked], check=True)
    found = examine(marked, max_seconds=1e6, max_pixels=MOST_PIXELS).chapters
    assert [(one.start_s, one.title) for one in found] == [(0.0, OWN[0].title), (1.25, "Dogs & <cats> --> 東京")]
    params = FetchInput(
        upload=tools.stored(marked), filename="a.mkv", max_bytes=10**9, max_seconds=1e6, max_pixels=MOST_PIXELS
    )
    fetched = fetch(params, tools)
    assert fetched.chapters == found
    assert fetched.chapter_files is not None
    assert tools.path_of(fetched.chapter_files.vtt).read_text("utf-8") == vtt(found)


def test_titles_are_escaped_in_both_files() -> None:
    """WebVTT has no markup of theirs, and a title has one line."""
    assert vtt(OWN) == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.250\nHello; #1 = a \\ b\n\n"
        "2\n00:00:01.250 --> 00:00:02.000\nDogs &amp; &lt;cats&gt; --&gt; 東京\n\n"
    )
    assert ffmetadata([Chapter(start_s=0, end_s=36_000, title="")]).endswith("START=0\nEND=36000000\ntitle=\n")


def _input(media: MediaShelf, tools: LocalTools, *, find_chapters: bool = True) -> TranscribeInput:
    said = talk(("rockets", 400.0), ("bread", 400.0))
    lines = [Segment(start_s=one.start_s, end_s=one.end_s, text=one.text, confidence=1.0) for one in said]
    dictated = Dictated(order_id="o", model="m", language="en", language_confidence=1.0, lines=tuple(lines))
    pcm = tools.stored(media.made("tone.wav", "-f", "lavfi", "-i", "sine=d=1", "-ar", "16000", "-ac", "1"))
    return TranscribeInput(
        engine="assemblyai",
        dictated=dictated,
        pcm=pcm,
        duration_s=800.0,
        model="m",
        models_dir="",
        find_chapters=find_chapters,
    )


def test_a_long_transcript_has_chapters_with_files(media: MediaShelf, tmp_path: Path, tools: LocalTools) -> None:
    """Unless the source has its own; what was recorded before reads as without any."""
    output = transcribing.run(_input(media, tools), tools)
    assert [one.start_s for one in output.chapters] == [0.0, 400.0]
    assert [file.tail for file in TRANSCRIBE.artifacts(output)][-2:] == [" chapters.vtt", " chapters.ffmeta"]
    (tmp_path / "other").mkdir()
    tools = LocalTools(tmp_path / "other")
    none = transcribing.run(_input(media, tools, find_chapters=False), tools)
    assert (none.chapters, none.chapter_files) == ((), None)
    before = none.model_dump(exclude={"chapters", "chapter_files"})
    assert TRANSCRIBE.output.model_validate(before) == none


def test_a_failure_does_not_cost_the_transcript(
    media: MediaShelf, tools: LocalTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a warning."""
    monkeypatch.setattr(transcribing, "chapters_of", lambda *_: 1 / 0)
    output = transcribing.run(_input(media, tools), tools)
    assert (output.segment_count, output.chapters) == (len(tools.pieces), ())
    assert [warning[0] for warning in tools.warnings] == ["chapters_failed"]
