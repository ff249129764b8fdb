"""Stage `subtitles`: the transcript divided among scenes."""

from pathlib import Path

from app.jobs.results import Segment, Word
from app.jobs.scenes import SceneSpan
from app.stages.subtitles.contract import SubtitlesInput
from app.stages.subtitles.run import run
from tests.tools import LocalTools


def line(start_s: float, *words: str) -> Segment:
    """A line of words of half a second each."""
    timed = tuple(
        Word(start_s=start_s + n / 2, end_s=start_s + n / 2 + 0.5, text=f" {word}", probability=1.0)
        for n, word in enumerate(words)
    )
    end_s = start_s + len(words) / 2
    return Segment(start_s=start_s, end_s=end_s, text=" ".join(words), confidence=1.0, words=timed)


def divided(path: Path, lines: tuple[Segment, ...], *scenes: tuple[float, float]) -> list[tuple[Segment, ...]]:
    """The lines of each scene."""
    spans = tuple(
        SceneSpan(index=n, start_frame=n, end_frame=n + 1, start_s=start_s, end_s=end_s, transition="cut")
        for n, (start_s, end_s) in enumerate(scenes)
    )
    output = run(SubtitlesInput(scenes=spans, segments=lines), LocalTools(path))
    assert tuple(one.scene for one in output.scenes) == spans
    return [one.lines for one in output.scenes]


def test_every_word_is_in_the_scene_in_which_it_begins(tmp_path: Path) -> None:
    """With times from the start of the scene; a scene without words has no lines, and no word is lost or doubled."""
    lines = (line(0.5, "first", "scene"), line(3.0, "over", "the", "border"), line(9.0, "the", "end"))
    scenes = divided(tmp_path, lines, (0.0, 4.0), (4.0, 6.0), (6.0, 9.5), (9.5, 12.0))
    shown = [[(one.start_s, one.end_s, one.text) for one in scene] for scene in scenes]
    assert shown == [
        [(0.5, 1.5, "first scene"), (3.0, 4.0, "over the")],
        [(0.0, 0.5, "border")],
        [(3.0, 3.5, "the")],
        [(0.0, 0.5, "end")],
    ]


def test_a_scene_of_many_lines_has_all_of_them(tmp_path: Path) -> None:
    """Also one that lies within a line without times of words, and lines that do not come in order."""
    long = Segment(start_s=0.0, end_s=60.0, text="a song", confidence=1.0)
    lines = (*(line(float(n), "word") for n in range(10, 50)), long, line(5.0, "early"))
    scenes = divided(tmp_path, lines, (0.0, 20.0), (20.0, 20.1), (20.1, 60.0))
    assert [len(scene) for scene in scenes] == [12, 2, 30]
    assert all("a song" in [one.text for one in scene] for scene in scenes)
    assert divided(tmp_path, lines) == []
