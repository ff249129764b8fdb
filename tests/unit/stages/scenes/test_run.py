"""Stage `scenes`, on real films."""

from pathlib import Path

import numpy as np
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.probe import probe
from app.stages.scenes.contract import ScenesInput, ScenesOutput
from app.stages.scenes.run import run
from tests.media import SCENES_CUTS_S, SCENES_FADE_S, MediaShelf, described, frame_numbers, sample, sample_truth
from tests.tools import LocalTools


def looked_at(path: Path, tools: LocalTools) -> ScenesOutput:
    return run(ScenesInput(source=tools.stored(path), media=described(path)), tools)


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def test_cuts_and_fades_are_found_at_their_frames(media: MediaShelf, tools: LocalTools) -> None:
    """Hard cuts to the frame, the fade with its extent, and nothing else."""
    output = looked_at(media.scenes(), tools)
    assert output.has_video
    assert tuple(cut.start_s for cut in output.cuts if cut.kind == "cut") == SCENES_CUTS_S
    fade = next(cut for cut in output.cuts if cut.kind == "fade")
    assert (fade.start_s, fade.end_s) == pytest.approx(SCENES_FADE_S, abs=0.13)
    assert len(output.cuts) == 3
    assert all(0 < cut.score < 1 for cut in output.cuts)


def test_the_shipped_sample_has_its_scenes(tools: LocalTools) -> None:
    """Every change of picture, exact to the frame, none missed or invented; and it does not flash or stop."""
    truth = sample_truth()
    output = looked_at(sample(), tools)
    assert [cut.start_s for cut in output.cuts if cut.kind == "cut"] == [cut["time_s"] for cut in truth["cuts"]]
    fades = [(cut.start_s, cut.end_s) for cut in output.cuts if cut.kind == "fade"]
    assert len(fades) == len(truth["fades"])
    for (start_s, end_s), fade in zip(fades, truth["fades"], strict=True):
        assert (start_s, end_s) == pytest.approx((fade["start_s"], fade["end_s"]), abs=0.13)
    assert output.picture is not None
    assert output.picture.flashes == ()
    assert all(one.end_s - one.start_s < 2 for one in (*output.picture.black, *output.picture.freeze))


def test_the_focus_follows_the_sample_s_subject(tools: LocalTools) -> None:
    """In nine of ten half seconds an upright crop around the focus holds what moves in the picture."""
    points = [
        tuple(float(part) for part in point.split()) for shot in sample_truth()["shots"] for point in shot["subject"]
    ]
    truth = np.array(points)
    output = looked_at(sample(), tools)
    off = [abs(x - truth[np.argmin(np.abs(truth[:, 0] - time_s)), 1]) for time_s, x, _ in output.focus]
    assert len(off) > 100
    assert np.mean(np.array(off) < 9 / 16 * 9 / 16 / 2) > 0.9


def test_ntsc_times_are_exact(media: MediaShelf, tools: LocalTools) -> None:
    """At 30000/1001 frames a second a cut has the time of its frame, not of a rounded rate."""
    graph = "testsrc=s=160x90:r=30000/1001:d=2[a];smptebars=s=160x90:r=30000/1001:d=2[b];[a][b]concat=n=2:v=1:a=0[v]"
    output = looked_at(media.made_of("ntsc.mp4", graph, fps="30000/1001"), tools)
    assert [cut.start_s for cut in output.cuts] == pytest.approx([60 * 1001 / 30000], abs=1e-3)


def test_uneven_frames_keep_their_times(media: MediaShelf, tools: LocalTools) -> None:
    """Where frames are not evenly spaced, times come from the frames and not from counting."""
    output = looked_at(media.uneven(), tools)
    assert [cut.start_s for cut in output.cuts] == pytest.approx([2.0], abs=1e-3)


STILL = "smptebars=s=320x180:r=25:d=4"

NO_CHANGES = {
    "flash": f"{STILL},drawbox=t=fill:c=white:enable='between(n,50,52)'[v]",
    "pan": "testsrc2=s=1280x180:r=25:d=4,crop=320:180:'t*200':0[v]",
    "on fours": "testsrc2=s=320x180:r=6.25:d=4,fps=25[v]",
    "noise": f"{STILL},noise=alls=40:allf=t[v]",
    "lamp": f"{STILL},eq=brightness='0.4*sin(t*3)':eval=frame[v]",
    "caption": f"{STILL},drawbox=x=80:y=150:w=160:h=20:t=fill:c=black:enable='gte(t,2)'[v]",
    "fade in and out": f"{STILL},fade=t=in:d=1,fade=t=out:st=3:d=1[v]",
}


@pytest.mark.parametrize("what", NO_CHANGES)
def test_what_is_no_change_of_scene_is_not_told(media: MediaShelf, tools: LocalTools, what: str) -> None:
    """Flashes, camera moves, animation on few frames, noise, light, captions, a film's own beginning and end."""
    assert looked_at(media.made_of(f"{what}.mp4", NO_CHANGES[what]), tools).cuts == ()


def test_a_dissolve_is_a_fade(media: MediaShelf, tools: LocalTools) -> None:
    """A picture that slides into another one is told with about its extent."""
    graph = (
        f"{STILL},format=yuv420p[a];rgbtestsrc=s=320x180:r=25:d=4,format=yuv420p[b];"
        "[a][b]xfade=transition=fade:duration=1:offset=2.5[v]"
    )
    (cut,) = looked_at(media.made_of("dissolve.mp4", graph), tools).cuts
    assert cut.kind == "fade"
    assert (cut.start_s, cut.end_s) == pytest.approx((2.5, 3.5), abs=0.4)


def test_a_long_black_is_a_scene_of_its_own(media: MediaShelf, tools: LocalTools) -> None:
    """Fade out, three seconds of black, cut in: a fade and a cut."""
    graph = (
        f"{STILL},format=yuv420p,fade=t=out:st=3:d=1[a];color=black:s=320x180:r=25:d=3,format=yuv420p[b];"
        f"rgbtestsrc=s=320x180:r=25:d=2,format=yuv420p[c];[a][b][c]concat=n=3:v=1:a=0[v]"
    )
    fade, cut = looked_at(media.made_of("black.mp4", graph), tools).cuts
    assert (fade.kind, cut.kind) == ("fade", "cut")
    assert cut.start_s == pytest.approx(7)
    assert (fade.start_s, fade.end_s) == pytest.approx((3, 4), abs=0.15)


def test_a_dark_scene_s_cut_is_found(media: MediaShelf, tools: LocalTools) -> None:
    """What counts as much change is less where the picture has little contrast."""
    dim = "eq=contrast=0.2:brightness=-0.35"
    graph = (
        f"{STILL},{dim},format=yuv420p[a];testsrc=s=320x180:r=25:d=4,{dim},format=yuv420p[b];"
        "[a][b]concat=n=2:v=1:a=0[v]"
    )
    assert [cut.start_s for cut in looked_at(media.made_of("dark.mp4", graph), tools).cuts] == [4.0]


def test_one_pass_makes_poster_and_sheet(media: MediaShelf, tools: LocalTools) -> None:
    """The pictures decode and have the told sizes."""
    output = looked_at(media.scenes(), tools)
    assert output.poster is not None
    assert output.sprite is not None
    sprite = output.sprite
    assert (sprite.columns, sprite.rows, sprite.count, sprite.interval_s) == (10, 2, 12, 1.0)
    assert picture_size(tools.path_of(output.poster)) == (320, 180)
    assert picture_size(tools.path_of(sprite.image)) == (10 * sprite.tile_width, 2 * sprite.tile_height)
    assert tools.progress[-1] == 1
    assert tools.progress == sorted(tools.progress)
    assert tools.speeds[-1].endswith("×")
    assert tools.warnings == []


def test_audio_alone_has_no_scenes(media: MediaShelf, tools: LocalTools) -> None:
    """An mp3, cover picture and all, has no video."""
    output = looked_at(media.mp3(), tools)
    assert not output.has_video
    assert (output.cuts, output.poster, output.sprite, output.focus) == ((), None, None, ())
    assert tools.progress == [1.0]


def test_video_without_audio_is_looked_at_too(media: MediaShelf, tools: LocalTools) -> None:
    """Nothing of it needs sound."""
    output = looked_at(media.video_only(), tools)
    assert output.sprite is not None
    assert output.poster is not None


def test_upright_films_get_upright_pictures(media: MediaShelf, tools: LocalTools) -> None:
    """Rotation is applied before anything is looked at."""
    path = media.rotated()
    turned = described(path).model_copy(update={"width": 90, "height": 160, "rotation_deg": 90})
    output = run(ScenesInput(source=tools.stored(path), media=turned), tools)
    assert output.poster is not None
    assert picture_size(tools.path_of(output.poster)) == (90, 160)


def test_a_cut_off_film_gives_what_it_holds(media: MediaShelf, tools: LocalTools) -> None:
    """Half a file is looked at as far as it goes, and the damage is told."""
    output = looked_at(media.truncated_stream(), tools)
    assert output.sprite is not None
    assert output.sprite.count < 4
    assert tools.warned == ["media_damaged"]


def test_a_restart_is_not_confused_by_what_was_left(media: MediaShelf, tools: LocalTools) -> None:
    """Stills of an attempt that was killed do not get into this one."""
    folder = tools.work_dir / "stills"
    folder.mkdir()
    (folder / "still-00099.jpg").write_bytes(b"left")
    output = looked_at(media.video(), tools)
    assert output.sprite is not None
    assert output.sprite.count == 4


def test_the_folder_s_name_does_not_matter(media: MediaShelf, tmp_path: Path) -> None:
    """Signs that mean something to ffmpeg are only signs in a folder's name."""
    tools = LocalTools(tmp_path / "100%d, it's [a]: b;c")
    output = looked_at(media.video(), tools)
    assert output.sprite is not None
    assert output.sprite.count == 4


def test_a_single_frame_is_a_film_too(media: MediaShelf, tools: LocalTools) -> None:
    """One frame has no cuts, and a poster."""
    output = looked_at(media.made_of("one.mp4", "testsrc=s=64x36:r=25,trim=end_frame=1[v]"), tools)
    assert output.cuts == ()
    assert output.poster is not None


def test_the_picture_that_is_marked_is_looked_at(media: MediaShelf, tools: LocalTools) -> None:
    """Of two video tracks, for everything that is shown of the film."""
    path = media.two_pictures()
    found = probe(path, max_seconds=100, max_pixels=10**6)
    output = run(ScenesInput(source=tools.stored(path), media=found), tools)
    assert output.poster is not None
    assert picture_size(tools.path_of(output.poster)) == (128, 72)
    assert frame_numbers(tools.path_of(output.poster)) != [0]


def growing(media: MediaShelf, folder: Path) -> Path:
    """A stream of 160×90 that goes on in 640×360."""
    path = folder / "growing.ts"
    path.write_bytes(b"".join(media.video(size=size, ending="ts").read_bytes() for size in ("160x90", "640x360")))
    return path


def test_a_picture_that_grows_beyond_the_limit_ends_the_job(
    media: MediaShelf, tools: LocalTools, tmp_path: Path
) -> None:
    """It is not decoded; a film that is silently shorter would be a lie. Within the limit it may grow."""
    path = growing(media, tmp_path)
    found = probe(path, max_seconds=100, max_pixels=160 * 90)
    with pytest.raises(JobFailure, match="more than the limit of 14400 pixels") as caught:
        run(ScenesInput(source=tools.stored(path), media=found, max_pixels=160 * 90), tools)
    assert caught.value.code is ErrorCode.TOO_LARGE
    assert run(ScenesInput(source=tools.stored(path), media=found, max_pixels=640 * 360), tools).has_video


def test_more_pictures_than_headers_tell_are_counted(media: MediaShelf, tools: LocalTools) -> None:
    """The limit on all pixels of a film holds for what is really decoded."""
    found = described(media.video())
    given = ScenesInput(source=tools.stored(media.video()), media=found, max_film_pixels=40 * 160 * 90)
    with pytest.raises(JobFailure, match="MAX_FILM_PIXELS") as caught:
        run(given, tools)
    assert caught.value.code is ErrorCode.TOO_LARGE


def test_no_media_is_unsupported(media: MediaShelf, tools: LocalTools) -> None:
    """A lie about what is in the file ends as unsupported media."""
    with pytest.raises(JobFailure) as caught:
        run(ScenesInput(source=tools.stored(media.text()), media=described(media.video())), tools)
    assert caught.value.code is ErrorCode.UNSUPPORTED_MEDIA


def picture_size(path: Path) -> tuple[int, int]:
    import av

    with av.open(str(path)) as picture:
        frame = next(picture.decode(video=0))
        return frame.width, frame.height
