"""Stage `clips`, on real films."""

from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from app.jobs.results import Clip, Cut, Segment, SegmentSentiment
from app.media.output_check import check_output
from app.media.probe import probe
from app.stages.clips.contract import ClipsInput
from app.stages.clips.run import run
from tests.fonts import square_font
from tests.media import (
    SCENES_CUTS_S,
    SCENES_FADE_S,
    MediaShelf,
    described,
    frame_numbers,
    sample,
    sample_truth,
)
from tests.tools import LocalTools

SAID = ("What is this test picture?", "It shows bars of colour.", "Then a fractal comes in.", "And it ends in red.")


def segments() -> tuple[Segment, ...]:
    """Something said in each of the four scenes of `scenes()`."""
    return tuple(
        Segment(start_s=3 * n + 0.3, end_s=3 * n + 2.6, text=text, confidence=0.9) for n, text in enumerate(SAID)
    )


def cuts() -> tuple[Cut, ...]:
    """The changes of picture of `scenes()`."""
    hard = [Cut(start_s=t, end_s=t, kind="cut", score=0.6) for t in SCENES_CUTS_S]
    return (*hard, Cut(start_s=SCENES_FADE_S[0], end_s=SCENES_FADE_S[1], kind="fade", score=0.5))


def given(tools: LocalTools, path: Path, **options: Any) -> ClipsInput:
    return ClipsInput(source=tools.stored(path), **{"media": described(path), "segments": (), **options})


def cut(given_: ClipsInput, tools: LocalTools) -> list[Clip]:
    """Run the stage and hand out its pieces, having checked that it counts them."""
    output = run(given_, tools)
    clips = [piece for piece in tools.pieces.values() if isinstance(piece, Clip)]
    assert output.clip_count == len(clips) + len(given_.done)
    return clips


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def test_each_clip_is_a_checked_file_with_its_words(media: MediaShelf, tools: LocalTools) -> None:
    """Duration to the frame, both streams, decodes, a thumbnail, a title from its words and a reason."""
    path = media.scenes()
    clips = cut(given(tools, path, segments=segments(), cuts=cuts(), clip_duration_s=3, max_clips=4), tools)
    assert len(clips) == 4
    assert [clip.index for clip in clips] == [0, 1, 2, 3]
    for clip in clips:
        found = check_output(tools.path_of(clip.video), video=True, audio=True)
        assert found.video_s == pytest.approx(clip.end_s - clip.start_s, abs=0.041)
        assert found.audio_s == pytest.approx(clip.end_s - clip.start_s, abs=0.1)
        assert clip.title == clip.text.rstrip(".")
        assert clip.text in SAID
        assert " s: " in clip.reason
        assert clip.thumbnail is not None
        assert tools.path_of(clip.thumbnail).read_bytes().startswith(b"\xff\xd8")
    starts = sorted(clip.start_s for clip in clips)
    assert starts[1:3] == [3.0, 6.0]
    assert all(a.score >= b.score for a, b in pairwise(clips))
    assert all(min(a.end_s, b.end_s) - max(a.start_s, b.start_s) <= 2 for a, b in combinations(clips, 2))
    assert tools.progress == sorted(tools.progress)
    assert tools.progress[-1] == 1
    assert tools.warnings == []
    assert {path.name for path in tools.work_dir.iterdir()} == set()


def test_a_killed_run_goes_on_with_the_next_clip(media: MediaShelf, tools: LocalTools, tmp_path: Path) -> None:
    """Clips that are done are not cut again, and the rest is what it would have been."""
    path = media.scenes()
    options: dict[str, Any] = {"segments": segments(), "cuts": cuts(), "clip_duration_s": 3, "max_clips": 3}
    whole = cut(given(tools, path, **options), tools)
    later = LocalTools(tmp_path / "later")
    rest = cut(given(later, path, **options, done=tuple(whole[:2])), later)
    assert list(later.pieces) == [2]
    assert (rest[0].start_s, rest[0].end_s, rest[0].title) == (whole[2].start_s, whole[2].end_s, whole[2].title)
    assert min(later.progress) > 0.5
    again = LocalTools(tmp_path / "again")
    assert cut(given(again, path, **options, done=tuple(whole)), again) == []


def test_a_film_without_speech_gives_its_scenes(media: MediaShelf, tools: LocalTools) -> None:
    """Cut where the picture changes."""
    clips = cut(given(tools, media.scenes(), cuts=cuts(), clip_duration_s=3), tools)
    assert sorted((clip.start_s, clip.end_s) for clip in clips) == [(0, 3), (3, 6), (6, 9), (9, 12)]
    assert all(clip.title.startswith("Scene at 0:") for clip in clips)


def test_a_film_without_sound_gives_silent_clips(media: MediaShelf, tools: LocalTools) -> None:
    """Two seconds of picture are one clip without an audio stream."""
    (clip,) = cut(given(tools, media.video_only()), tools)
    with av.open(str(tools.path_of(clip.video))) as container:
        assert not container.streams.audio
    assert (clip.start_s, clip.end_s) == (0, 2)


def test_audio_alone_gives_no_clips_and_says_so(media: MediaShelf, tools: LocalTools) -> None:
    """No picture, no clips, no failure."""
    assert cut(given(tools, media.mp3(), segments=segments(), has_video=False), tools) == []
    assert tools.warned == ["no_video"]


@pytest.mark.parametrize(
    ("aspect", "resolution", "size"),
    [("9:16", "source", (100, 180)), ("1:1", "360p", (180, 180)), ("16:9", "1080p", (320, 180))],
)
def test_shape_and_size(
    media: MediaShelf, tools: LocalTools, aspect: str, resolution: str, size: tuple[int, int]
) -> None:
    """Cropped to the shape, never scaled up; and the clip tells its size."""
    options: dict[str, Any] = {"clip_duration_s": 12, "max_clips": 1, "aspect": aspect, "resolution": resolution}
    (clip,) = cut(given(tools, media.scenes(), **options), tools)
    found = check_output(tools.path_of(clip.video), video=True, audio=True)
    assert (found.width, found.height) == (clip.width, clip.height) == size


def test_the_crop_follows_the_focus(media: MediaShelf, tools: LocalTools) -> None:
    """A white square that walks from left to right stays in the upright clip."""
    graph = "color=black:s=320x180:r=25:d=6[a];color=white:s=40x40:r=25:d=6[b];[a][b]overlay=x='20+t*40':y=70[v]"
    focus = tuple((n / 2 + 0.25, (20 + (n / 2 + 0.25) * 40 + 20) / 320, 0.5) for n in range(12))
    path = media.made_of("walk.mp4", graph)
    options: dict[str, Any] = {"focus": focus, "clip_duration_s": 6, "max_clips": 1, "aspect": "9:16"}
    (clip,) = cut(given(tools, path, **options), tools)
    with av.open(str(tools.path_of(clip.video))) as container:
        white = [(frame.to_ndarray(format="gray") > 200).sum() for frame in container.decode(video=0)]
    assert len(white) == 150
    assert min(white) > 0.95 * 40 * 40


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("aspect", "size"), [("9:16", (100, 180)), ("1:1", (180, 180)), ("16:9", (320, 180))])
def test_wide_pixels_do_not_move_the_crop(
    media: MediaShelf, tools: LocalTools, aspect: str, size: tuple[int, int], *, turned: bool
) -> None:
    """A square that walks over a film of wide pixels, or of high ones that is shown turned, stays in the clip."""
    walk = "color=black:s=320x180:r=25:d=6[a];color=white:s=40x40:r=25:d=6[b];[a][b]overlay=x='20+t*40':y=70"
    flat = media.made_of("wide.mp4", f"{walk},scale=160:180,setsar=2[v]")
    if turned:
        lying = media.made_of("high.mp4", f"{walk},scale=160:180,transpose=cclock,setsar=1/2[v]")
        flat = media.turned(lying, "-90")
    focus = tuple((n / 2 + 0.25, (20 + (n / 2 + 0.25) * 40 + 20) / 320, 0.5) for n in range(12))
    found = probe(flat, max_seconds=100, max_pixels=10**6)
    assert (found.width, found.height) == (320, 180)
    options: dict[str, Any] = {"focus": focus, "clip_duration_s": 6, "max_clips": 1, "aspect": aspect, "media": found}
    (clip,) = cut(given(tools, flat, **options), tools)
    with av.open(str(tools.path_of(clip.video))) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    assert (clip.width, clip.height) == size
    assert len(frames) == 150
    assert all(0.9 < (frame > 128).sum() / 40**2 < 1.1 for frame in frames)


def test_the_picture_that_is_marked_is_cut(media: MediaShelf, tools: LocalTools) -> None:
    """Of two video tracks: its frames, at its rate, and its thumbnail."""
    path = media.two_pictures()
    found = probe(path, max_seconds=100, max_pixels=10**6)
    (clip,) = cut(given(tools, path, media=found, clip_duration_s=10, max_clips=1), tools)
    assert frame_numbers(tools.path_of(clip.video)) == list(range(250))
    assert clip.thumbnail is not None
    assert frame_numbers(tools.path_of(clip.thumbnail)) == [84]


def test_captions_on_a_picture_of_a_few_pixels(media: MediaShelf, tools: LocalTools) -> None:
    """Where not even one letter fits, the clip is cut all the same."""
    path = media.made_of("tiny.mkv", "testsrc2=s=18x16:r=25:d=4,format=yuv444p[v]", pixels="yuv444p")
    said = (Segment(start_s=1.0, end_s=3.0, text="Nothing to be seen.", confidence=0.9),)
    options: dict[str, Any] = {"segments": said, "clip_duration_s": 4, "max_clips": 1, "aspect": "9:16"}
    (clip,) = cut(given(tools, path, **options, burn_captions=True), tools)
    assert (clip.width, clip.height) == (8, 16)


@pytest.mark.parametrize("fps", ["25", "1", "1/4"])
def test_captions_are_drawn_when_asked_for(media: MediaShelf, tools: LocalTools, tmp_path: Path, fps: str) -> None:
    """The lower part differs where something is said, and nowhere else; to the frame, however few the film has."""
    path = media.made_of("black.mp4", f"color=black:s=320x180:r={fps}:d=4[v]", fps=fps)
    said = (Segment(start_s=1.0, end_s=3.0, text="Nothing to be seen.", confidence=0.9),)
    options: dict[str, Any] = {"segments": said, "clip_duration_s": 4, "max_clips": 1}
    (clip,) = cut(given(tools, path, **options, burn_captions=True), tools)
    with av.open(str(tools.path_of(clip.video))) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    bright = [frame.max() > 200 for frame in frames]
    first, last = 1.0 - clip.start_s, 3.0 - clip.start_s
    assert not any(bright[: int(first * 25) - 1])
    assert all(bright[int(first * 25) + 2 : int(last * 25) - 2])
    assert all(frame[:90].max() < 60 for frame in frames)
    plain = LocalTools(tmp_path / "plain")
    (clip,) = cut(given(plain, path, **options), plain)
    with av.open(str(plain.path_of(clip.video))) as container:
        assert all(frame.to_ndarray(format="gray").max() < 60 for frame in container.decode(video=0))


def margins(tools: LocalTools, clip: Clip) -> float:
    """The brightest that is seen within a twentieth of the left and right edges of a clip."""
    with av.open(str(tools.path_of(clip.video))) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    side = frames[0].shape[1] // 20
    assert max(frame.max() for frame in frames) > 150
    return float(max(max(frame[:, :side].max(), frame[:, -side:].max()) for frame in frames))


@pytest.mark.parametrize("aspect", ["9:16", "1:1", "16:9"])
def test_burned_lines_stay_inside_the_picture(media: MediaShelf, tools: LocalTools, aspect: str) -> None:
    """Wide letters in narrow pictures too."""
    path = media.made_of("black-360.mp4", "color=black:s=640x360:r=25:d=4[v]")
    said = (Segment(start_s=0.1, end_s=3.9, text="Широкомасштабных мер поддержки школам ждём южным.", confidence=0.9),)
    (clip,) = cut(given(tools, path, segments=said, max_clips=1, burn_captions=True, aspect=aspect), tools)
    assert margins(tools, clip) < 50


#: Of an Indonesian script that hardly any font has.
MAKASAR = "\U00011ee0\U00011ee1\U00011ee2"


def test_letters_beyond_all_fonts_are_not_burned_in(media: MediaShelf, tools: LocalTools) -> None:
    """No boxes: such lines are left out, the others are not, and the warning says what to do."""
    path = media.made_of("black.mp4", "color=black:s=320x180:r=25:d=4[v]")
    said = (
        Segment(start_s=0.1, end_s=1.5, text=f"{MAKASAR} {MAKASAR}.", confidence=0.9),
        Segment(start_s=2.5, end_s=3.9, text="Words.", confidence=0.9),
    )
    options: dict[str, Any] = {"segments": said, "clip_duration_s": 4, "max_clips": 1, "burn_captions": True}
    (clip,) = cut(given(tools, path, **options), tools)
    with av.open(str(tools.path_of(clip.video))) as container:
        bright = [frame.to_ndarray(format="gray").max() > 150 for frame in container.decode(video=0)]
    first = int((2.5 - clip.start_s) * 25)
    assert not any(bright[: first - 2])
    assert all(bright[first + 2 : first + 20])
    ((code, message),) = tools.warnings
    assert code == "caption_glyphs"
    assert "Makasar" in message
    assert "CAPTION_FONTS_DIR" in message


def test_letters_of_a_font_of_the_operator_are_burned_in(media: MediaShelf, tools: LocalTools, tmp_path: Path) -> None:
    """A font in the given folder draws what the shipped one lacks, inside the picture, without a warning."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    square_font(fonts / "makasar.ttf", "Makasar Squares", MAKASAR)
    path = media.made_of("black-360.mp4", "color=black:s=640x360:r=25:d=4[v]")
    said = (Segment(start_s=0.1, end_s=3.9, text=" ".join([MAKASAR * 2] * 6), confidence=0.9),)
    options: dict[str, Any] = {"segments": said, "max_clips": 1, "burn_captions": True, "aspect": "9:16"}
    (clip,) = cut(given(tools, path, **options, fonts_dir=str(fonts)), tools)
    assert margins(tools, clip) < 50
    assert tools.warnings == []


def test_odd_rates_give_clips_of_whole_frames(media: MediaShelf, tools: LocalTools) -> None:
    """At 30000/1001 frames a second too."""
    (clip,) = cut(given(tools, media.video(fps="30000/1001", seconds=3), max_clips=1), tools)
    frames = Fraction(clip.end_s).limit_denominator(100_000) * Fraction(30000, 1001)
    assert abs(frames - round(frames)) < 0.001
    assert check_output(tools.path_of(clip.video), video=True, audio=True).frames == round(frames)


def test_a_damaged_source_still_gives_a_clip(media: MediaShelf, tools: LocalTools) -> None:
    """Half a file is filled up with its last picture, and the damage is told."""
    (clip,) = cut(given(tools, media.truncated_stream(), max_clips=1), tools)
    assert clip.end_s == pytest.approx(4, abs=0.1)
    assert tools.warned == ["media_damaged"]


def test_the_sample_gives_at_least_three_clips(tools: LocalTools) -> None:
    """The shipped film, at the lengths that people ask for: several clips, whole sentences, best first."""
    truth = sample_truth()
    lines = truth["lines"]
    said = tuple(
        Segment(start_s=line["start_s"], end_s=line["end_s"], text=line["text"], confidence=0.9) for line in lines
    )
    moods = {"positive": 0.9, "neutral": 0.0, "negative": -0.9}
    sentiments = tuple(
        SegmentSentiment(index=n, label=line["mood"], score=moods[line["mood"]]) for n, line in enumerate(lines)
    )
    changes = tuple(
        Cut(start_s=change["time_s"], end_s=change["time_s"], kind="cut", score=0.6) for change in truth["cuts"]
    )
    options: dict[str, Any] = {"segments": said, "sentiments": sentiments, "cuts": changes, "resolution": "360p"}
    clips = cut(given(tools, sample(), **options, clip_duration_s=10, max_clips=3), tools)
    assert len(clips) == 3
    for clip in clips:
        assert 5 <= clip.end_s - clip.start_s <= 15
        assert clip.text.startswith(tuple(line["text"] for line in lines))
        assert clip.text.endswith(tuple(line["text"] for line in lines))


def test_moods_are_read_where_nobody_brought_them(media: MediaShelf, tools: LocalTools, tmp_path: Path) -> None:
    """English speech has a mood without the analysis; another language is not guessed at."""
    texts = ("This is a wonderful and amazing day.", "The table stands in the room.")
    said = tuple(
        Segment(start_s=3 * n + 0.3, end_s=3 * n + 2.6, text=text, confidence=0.9) for n, text in enumerate(texts)
    )
    options: dict[str, Any] = {"segments": said, "clip_duration_s": 3, "max_clips": 2, "resolution": "360p"}
    clips = cut(given(tools, media.scenes(), **options, language="en"), tools)
    moods = {clip.text: clip.parts["mood"] for clip in clips}
    assert moods[texts[0]] > 0.5 > moods[texts[1]]
    assert "a positive mood" in clips[0].reason
    german = LocalTools(tmp_path / "german")
    assert all(
        "mood" not in clip.parts for clip in cut(given(german, media.scenes(), **options, language="de"), german)
    )
