"""Aside `clip_preview`: what it plans is what a clip is cut by."""

from fractions import Fraction
from pathlib import Path

import pytest

from app.jobs.results import Cut, MediaInfo, Segment, Word
from app.media.captions import within
from app.stages.asides.clip_preview.contract import ClipPreviewInput
from app.stages.asides.clip_preview.run import run
from app.stages.clips.clip_captions import captions_of
from app.stages.clips.clip_cutting import faces_for
from tests.tools import LocalTools

MEDIA = MediaInfo(container="mp4", duration_s=60.0, width=1280, height=720, video_codec="h264")
WORDS = "This is a rather long sentence that never fits into one line of an upright film".split()
SAID = Segment(
    start_s=10.0,
    end_s=18.0,
    text=" ".join(WORDS),
    confidence=0.9,
    words=tuple(
        Word(start_s=10 + n * 0.5, end_s=10.5 + n * 0.5, text=f" {word}", probability=0.9)
        for n, word in enumerate(WORDS)
    ),
)


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def test_captions_are_the_lines_that_are_drawn(tools: LocalTools) -> None:
    """Those of the captions' own file: line by line, at the times of the film, none from outside the clip."""
    params = ClipPreviewInput(media=MEDIA, start_s=11, end_s=17, aspect="9:16", burn_captions=True, segments=(SAID,))
    plan = run(params, tools)
    said = within((SAID,), 11.0, 17.0)
    drawn = captions_of(said, Fraction(9, 16), 720, faces_for((SAID,), ""), tools.work_dir)
    assert drawn is not None
    events = [line for line in drawn.file.read_text().splitlines() if line.startswith("Dialogue")]
    assert [event.rpartition(",,")[2].split(r"\N") for event in events] == [list(cue.lines) for cue in plan.cues]
    assert len(plan.cues) > 1
    assert all(len(line) <= 24 for cue in plan.cues for line in cue.lines)
    assert plan.cues[0].start_s >= 11
    assert all(0.03 < cue.size < 0.07 for cue in plan.cues)
    assert plan.warning is None


def test_the_crop_is_the_path_that_is_planned(tools: LocalTools) -> None:
    """It jumps with a cut; one that people have placed stands."""
    focus = tuple((10 + n / 2, 0.2 if n < 6 else 0.8, 0.5) for n in range(12))
    cut = Cut(start_s=13.0, end_s=13.0, kind="cut", score=1.0)
    params = ClipPreviewInput(media=MEDIA, start_s=10, end_s=16, aspect="1:1", cuts=(cut,), focus=focus)
    plan = run(params, tools)
    assert (plan.axis, plan.share) == ("x", pytest.approx(9 / 16))
    assert [(move.from_s, move.to_s) for move in plan.moves] == [(10, 13), (13, 16)]
    assert [move.from_at for move in plan.moves] == [pytest.approx(9 / 32), pytest.approx(1 - 9 / 32)]
    placed = run(params.model_copy(update={"position": 0.5}), tools)
    assert [(move.from_s, move.to_s, move.from_at, move.to_at) for move in placed.moves] == [(10, 16, 0.5, 0.5)]
    whole = run(params.model_copy(update={"aspect": "source"}), tools)
    assert (whole.share, whole.moves) == (1.0, ())
