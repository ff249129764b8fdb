"""Stage `scenes` for an analysis of scenes: each scene a piece, exact to the frame, with a picture of it."""

from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from app.jobs.scenes import SceneSpan, Segmentation
from app.stages.scenes.contract import ScenesInput
from app.stages.scenes.run import run
from tests.media import SCENES_DURATION_S, MediaShelf, described
from tests.tools import LocalTools

#: The frames at which the film of `MediaShelf.scenes` changes, and how.
CUTS = [(75, "cut"), (150, "cut")]
FADE = (225, "fade")


def divided(path: Path, tools: LocalTools, method: Segmentation, *done: SceneSpan) -> list[SceneSpan]:
    params = ScenesInput(source=tools.stored(path), media=described(path), segmentation=method, done=done)
    run(params, tools)
    scenes = [*done, *(piece for piece in tools.pieces.values() if isinstance(piece, SceneSpan))]
    assert [scene.index for scene in scenes] == list(range(len(scenes)))
    assert [scene.end_frame for scene in scenes[:-1]] == [scene.start_frame for scene in scenes[1:]]
    assert [scene.end_s for scene in scenes[:-1]] == [scene.start_s for scene in scenes[1:]]
    return scenes


@pytest.mark.parametrize(("method", "borders"), [("cut-based", CUTS), ("fade-based", [FADE]), ("both", [*CUTS, FADE])])
def test_scenes_are_exact_to_the_frame(
    media: MediaShelf, tmp_path: Path, method: Segmentation, borders: list[tuple[int, str]]
) -> None:
    """By the changes that were chosen; they cover the film, and each has a picture."""
    tools = LocalTools(tmp_path)
    scenes = divided(media.scenes(), tools, method)
    begins = [(scene.start_frame, scene.transition) for scene in scenes]
    assert begins[0] == (0, "start")
    assert [kind for _, kind in begins[1:]] == [kind for _, kind in borders]
    assert [frame for frame, _ in begins[1:]] == pytest.approx([frame for frame, _ in borders], abs=2)
    assert [frame for frame, kind in begins if kind == "cut"] == [frame for frame, kind in borders if kind == "cut"]
    assert (scenes[0].start_s, scenes[-1].end_frame) == (0.0, SCENES_DURATION_S * 25)
    assert scenes[-1].end_s == pytest.approx(SCENES_DURATION_S, abs=0.05)
    assert [scene.start_s for scene in scenes] == pytest.approx([scene.start_frame / 25 for scene in scenes])
    for scene in scenes:
        assert scene.thumbnail is not None
        with Image.open(tools.path_of(scene.thumbnail)) as picture:
            assert picture.size == (320, 180)
    assert len({scene.thumbnail for scene in scenes}) == len(scenes)


def test_a_run_after_a_crash_goes_on_after_the_committed_scenes(media: MediaShelf, tmp_path: Path) -> None:
    """Whatever number there were, none is committed twice, and the rest are the same, pictures too."""
    whole = divided(media.scenes(), LocalTools(tmp_path / "whole"), "both")
    for count in (1, len(whole)):
        tools = LocalTools(tmp_path / str(count))
        assert divided(media.scenes(), tools, "both", *whole[:count]) == whole
        assert sorted(tools.pieces) == list(range(count, len(whole)))


def test_short_scenes_have_pictures_of_their_own(media: MediaShelf, tmp_path: Path) -> None:
    """Also those that are shorter than the time between two pictures that are written anyway."""
    colours = ("testsrc2", "smptebars", "rgbtestsrc", "mandelbrot", "testsrc")
    parts = ";".join(f"{name}=s=160x90:r=30,trim=end_frame=8,format=yuv420p[p{n}]" for n, name in enumerate(colours))
    graph = f"{parts};{''.join(f'[p{n}]' for n in range(5))}concat=n=5:v=1:a=0[v]"
    scenes = divided(media.made_of("short.mp4", graph, fps="30"), LocalTools(tmp_path), "cut-based")
    assert [(scene.start_frame, scene.end_frame) for scene in scenes] == [(n * 8, n * 8 + 8) for n in range(5)]
    assert len({scene.thumbnail for scene in scenes}) == 5


@pytest.mark.parametrize("rate", ["24000/1001", "30000/1001", "50", "uneven"])
def test_frames_are_counted_at_every_rate(media: MediaShelf, tmp_path: Path, rate: str) -> None:
    """Also in films with B-frames that are turned, and where frames are shown for different times."""
    if rate == "uneven":
        path, cut, count, cut_s = media.uneven(), 20, 100, 2.0
    else:
        graph = f"testsrc2=s=96x64:r={rate},trim=end_frame=31[a];smptebars=s=96x64:r={rate},trim=end_frame=30[b]"
        coded = (
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-bf",
            "3",
            "-pix_fmt",
            "yuv420p",
            "-fps_mode",
            "passthrough",
        )
        joined = f"{graph};[a][b]concat=n=2:v=1:a=0[v]"
        film = media.made(f"two {rate.replace('/', '-')}.mp4", "-filter_complex", joined, "-map", "[v]", *coded)
        path, cut, count, cut_s = media.turned(film, "90"), 31, 61, float(31 / Fraction(rate))
    first, second = divided(path, LocalTools(tmp_path), "cut-based")
    assert (first.start_frame, first.end_frame, second.end_frame) == (0, cut, count)
    assert second.start_s == pytest.approx(cut_s, abs=5e-6)


def test_dissolves_and_fades_are_distinguished(media: MediaShelf, tmp_path: Path) -> None:
    """Both divide the film in their middle, here at frames 60 and 125."""
    shots = ("smptebars=s=160x90:r=25:d=2.8[a]", "mandelbrot=s=160x90:r=25,trim=duration=3[m]")
    crossed = "[m]settb=1/25,format=yuv420p[n];[a]settb=1/25,format=yuv420p[b];[b][n]xfade=duration=0.8:offset=2[x]"
    blank = "[x]trim=duration=5,fade=t=out:st=4.4:d=0.6[y];testsrc=s=160x90:r=25:d=2,format=yuv420p,fade=t=in:d=0.6[z]"
    graph = f"{';'.join(shots)};{crossed};{blank};[y][z]concat=n=2:v=1:a=0[v]"
    _, dissolved, faded = divided(media.made_of("dissolve.mp4", graph), LocalTools(tmp_path), "fade-based")
    assert (dissolved.transition, dissolved.start_frame) == ("dissolve", pytest.approx(60, abs=4))
    assert (faded.transition, faded.start_frame) == ("fade", pytest.approx(125, abs=4))


def test_sound_alone_has_no_scenes_and_one_picture_has_one(media: MediaShelf, tmp_path: Path) -> None:
    """A film without changes is one scene, with all frames; sound has none."""
    (scene,) = divided(media.video(), LocalTools(tmp_path / "film"), "both")
    assert (scene.start_frame, scene.end_frame, scene.transition) == (0, 50, "start")
    tools = LocalTools(tmp_path / "sound")
    path = media.mp3()
    output = run(ScenesInput(source=tools.stored(path), media=described(path), segmentation="both"), tools)
    assert (output.has_video, tools.pieces) == (False, {})
