"""Captions and transcripts as text files."""

import re
import subprocess
from pathlib import Path

import pytest

from app.jobs.results import Segment, Word
from app.media import captions
from app.media.ffmpeg import find_ffmpeg


def segment(text: str, start_s: float, end_s: float) -> Segment:
    return Segment(start_s=start_s, end_s=end_s, text=text, confidence=0.9)


SAID = [
    segment("There is water on Mars.", 1.5, 3.25),
    segment("Fish & chips cost <5 euros> --> today.", 3.6, 6.0),
    segment("An hour later.", 3661.0, 3663.5),
]


def test_srt_counts_and_uses_commas() -> None:
    """Numbered blocks with comma milliseconds, hours included, an empty line after each."""
    blocks = captions.srt(captions.cues(SAID)).split("\n\n")
    assert blocks[0] == "1\n00:00:01,500 --> 00:00:03,250\nThere is water on Mars."
    assert blocks[1].endswith("Fish & chips cost <5 euros> → today.")
    assert blocks[2] == "3\n01:01:01,000 --> 01:01:03,500\nAn hour later."
    assert blocks[3] == ""


def test_vtt_has_its_header_and_escapes_markup() -> None:
    """What browsers would read as a tag or an entity is written so that they show it."""
    text = captions.vtt(captions.cues(SAID))
    assert text.startswith("WEBVTT\n\n00:00:01.500 --> 00:00:03.250\n")
    assert "Fish &amp; chips cost &lt;5 euros&gt; --&gt; today." in text


def test_txt_begins_a_paragraph_after_a_silence() -> None:
    """Sentences run on; a longer silence begins a new paragraph. Nothing said is an empty text."""
    assert captions.txt(SAID) == ("There is water on Mars. Fish & chips cost <5 euros> --> today.\n\nAn hour later.\n")
    assert captions.txt([]) == captions.srt([]) == ""


def test_ass_cannot_be_made_to_obey_the_text() -> None:
    """Braces and backslashes of the transcript are shown, not obeyed."""
    text = captions.ass(captions.cues([segment(r"{\b1}bold\N", 0, 2)]), 640, 360, "DejaVu Sans")
    assert r"\{\⁠b1\}bold\⁠N" in text.splitlines()[-1]


def test_ass_highlights_word_by_word_without_gaps() -> None:
    """One event for each word, the first beginning with the cue, the last ending with it, one word coloured in each."""
    words = tuple(
        Word(start_s=n, end_s=n + 0.8, text=f" {text}", probability=1)
        for n, text in enumerate(["Red", "green", "blue"])
    )
    cues = captions.cues([Segment(start_s=0, end_s=2.8, text="Red green blue", confidence=1, words=words)])
    events = re.findall(
        r"Dialogue: 0,(.*?),(.*?),Default,,0,0,0,,(.*)", captions.ass(cues, 640, 360, "Any", highlight=True)
    )
    assert [(start, end) for start, end, _ in events] == [
        ("0:00:00.00", "0:00:01.00"),
        ("0:00:01.00", "0:00:02.00"),
        ("0:00:02.00", "0:00:02.80"),
    ]
    assert [re.search(r"&}(\w+){", text)[1] for _, _, text in events] == ["Red", "green", "blue"]  # type: ignore[index]


@pytest.mark.parametrize("ending", ["srt", "vtt", "ass"])
def test_ffmpeg_reads_what_we_write(tmp_path: Path, ending: str) -> None:
    """Each format is taken by ffmpeg with as many cues as we wrote."""
    cues = captions.cues(SAID)
    text = captions.ass(cues, 640, 360, "Any") if ending == "ass" else getattr(captions, ending)(cues)
    path = tmp_path / f"captions.{ending}"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [find_ffmpeg(), "-v", "error", "-i", path, "-f", "srt", "-"], check=True, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.stdout.count("-->") >= len(SAID)
