"""Renders of films whose every frame shows its number."""

from pathlib import Path
from typing import Any

import av
import pytest

from app.core.errors import JobFailure
from app.jobs.results import Segment
from app.media.output_check import check_output
from app.stages.render.contract import STAGE, RenderInput, RenderOutput, RenderPart, Transcript
from app.stages.render.run import run
from app.timeline import sections
from tests.media import MediaShelf, frame_numbers
from tests.timelines import numbers_of, rendering, tracks
from tests.tools import LocalTools

CUTS: list[dict[str, Any]] = [
    {"start": 1, "end": 1.5},
    {"start": 6, "end": 6.5},
    {"start": 2, "end": 3, "speed": 2, "at": 1.2},
    {"start": 0.2, "end": 0.5, "speed": 0.5},
]


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


@pytest.fixture
def short_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sections of a second, so that short films have several."""
    monkeypatch.setattr(sections, "LONG_S", 1)


def silent(media: MediaShelf) -> Path:
    """The numbered film without its tone."""
    return media.made("numbered-silent.mp4", "-i", str(media.numbered(seconds=10)), "-an", "-c:v", "copy")


def film_of(output: RenderOutput, tools: LocalTools) -> Path:
    return tools.path_of(output.film)


def parts_of(tools: LocalTools) -> list[RenderPart]:
    return [piece for piece in tools.pieces.values() if isinstance(piece, RenderPart)]


def lumas(path: Path, frame: int) -> Any:
    """The brightness of a frame, [rows, columns]."""
    with av.open(str(path)) as container:
        for number, picture in enumerate(container.decode(video=0)):
            if number == frame:
                return picture.to_ndarray(format="yuv420p")[: picture.height].astype(int)
    raise AssertionError(frame)


@pytest.mark.parametrize("fps", ["24000/1001", 25, 29.97, 30, 50])
def test_every_frame_is_the_expected_one(media: MediaShelf, tools: LocalTools, fps: Any) -> None:
    """Cuts, a gap, speeds, an overlay over the border of two clips, at rates other than the source's."""
    film, heard = (media.numbered(seconds=10), True) if fps == 25 else (silent(media), False)
    params = rendering(tools, tracks(CUTS, [{"start": 9, "end": 9.4, "at": 0.3}], fps=fps), {"film": film})
    output = run(params, tools)
    expected = numbers_of(params)
    assert frame_numbers(film_of(output, tools)) == expected
    found = check_output(film_of(output, tools), video=True, audio=heard)
    assert (output.frames, found.frames) == (len(expected), len(expected))
    assert found.audio_s == pytest.approx(output.duration_s if heard else 0, abs=0.05)
    assert tools.progress == sorted(tools.progress)
    assert tools.progress[-1] == 1
    assert tools.warned == []


def test_pictures_at_uneven_times_are_held_until_the_next(media: MediaShelf, tools: LocalTools) -> None:
    """A source of five pictures a second, cut between two of them."""
    sparse = media.numbered("not(mod(n,5))", seconds=10, ending="mkv")
    params = rendering(tools, tracks([{"start": 1.1, "end": 2.1}, {"start": 8, "end": 9}]), {"film": sparse})
    output = run(params, tools)
    assert frame_numbers(film_of(output, tools)) == [n // 5 * 5 for n in [*range(27, 52), *range(200, 225)]]


@pytest.mark.parametrize(("form", "codec"), [("mp4", "h264"), ("mov", "h264"), ("mkv", "h264"), ("webm", "vp9")])
@pytest.mark.usefixtures("short_sections")
def test_every_container_has_each_frame_once(media: MediaShelf, tools: LocalTools, form: Any, codec: str) -> None:
    """At its time, also where parts of the film meet."""
    clips = [{"start": 1, "end": 2.4}, {"start": 3, "end": 3.4}]
    params = rendering(tools, tracks(clips), {"film": media.numbered(seconds=10)}, format=form, quality_preset="low")
    output = run(params, tools)
    assert len(parts_of(tools)) == 3
    assert frame_numbers(film_of(output, tools)) == numbers_of(params)
    with av.open(str(film_of(output, tools))) as container:
        assert container.streams.video[0].codec_context.codec.canonical_name == codec
        times = sorted(packet.pts * packet.time_base for packet in container.demux(video=0) if packet.size)
    assert [round(time * 25) for time in times] == list(range(output.frames))
    assert abs(float(times[-1]) - (output.frames - 1) / 25) < 0.001


@pytest.mark.parametrize("kind", ["crossfade", "dip_to_black", "wipe_left", "slide_left"])
def test_a_transition_uses_what_the_sources_have_beyond_their_cuts(
    media: MediaShelf, tools: LocalTools, kind: str
) -> None:
    """Half a second on either side of the border; the length stays, and a scene has nothing beyond its borders."""
    film = media.made_of("grey.mkv", "nullsrc=s=64x36:r=25:d=8,geq=lum='40+N':cb=128:cr=128,format=yuv420p[v]")
    moved = {"source": {"video_id": "scene"}, "transition_in": {"kind": kind, "duration": 1}}
    document = tracks([{"start": 1, "end": 2}, moved])
    params = rendering(
        tools, document, {"film": film, "scene": film}, scenes={"scene": (4.0, 6.0)}, quality_preset="high"
    )
    output = run(params, tools)
    assert output.frames == 75
    path = film_of(output, tools)
    # frame 28 is in the second half of the transition of 13..37: beyond the first cut, three frames after the border
    goes, comes, share = 40 + 53, 40 + 103, (28 - 13 + 0.5) / 25
    mixed, dipped = goes * (1 - share) + comes * share, 16 + (comes - 16) * (2 * share - 1)
    sides = {"crossfade": (mixed, mixed), "dip_to_black": (dipped, dipped)}.get(kind, (goes, comes))
    picture = lumas(path, 28)
    assert (picture[:, 2].mean(), picture[:, -3].mean()) == pytest.approx(sides, abs=3)
    assert lumas(path, 12).mean() == pytest.approx(40 + 37, abs=2)
    assert lumas(path, 38).mean() == pytest.approx(40 + 113, abs=2)
    if kind in ("wipe_left", "slide_left"):  # the right edge shows the scene's first frame, held before its border
        assert lumas(path, 16)[:, -1].mean() == pytest.approx(40 + 100, abs=6)


def test_fades_and_shapes(media: MediaShelf, tools: LocalTools) -> None:
    """A fade begins and ends in black; a picture of another shape is seen whole, over what is below it."""
    white = media.made_of("white.mkv", "color=0xd0d0d0:s=128x72:r=25:d=2[v]")
    square = media.made_of("square.mkv", "color=0x404040:s=72x72:r=25:d=2[v]")
    over = {"kind": "video", "clips": [{"source": {"video_id": "square"}, "start": 0, "end": 1, "at": 0.6}]}
    document = tracks([{"start": 0, "end": 2, "fade_in": 0.4, "fade_out": 0.4}])
    document["tracks"].append(over)
    output = run(rendering(tools, document, {"film": white, "square": square}), tools)
    assert (output.width, output.height, output.frames) == (128, 72, 50)
    path = film_of(output, tools)
    brightness = {frame: lumas(path, frame) for frame in (0, 4, 14, 20, 49)}
    assert brightness[0].mean() < 40
    assert brightness[4].mean() == pytest.approx(16 + 0.45 * (brightness[14].mean() - 16), abs=4)
    assert brightness[49].mean() < 40
    assert brightness[20][:, 4].mean() == pytest.approx(brightness[14].mean(), abs=3)
    assert brightness[20][:, 64].mean() < 90
    with av.open(str(path)) as container:
        assert not container.streams.audio


@pytest.mark.usefixtures("short_sections")
def test_a_killed_run_goes_on_and_equal_parts_are_copied(media: MediaShelf, tools: LocalTools, tmp_path: Path) -> None:
    """Finished parts are not made again, and what is shown twice is encoded once."""
    clips = [{"start": 0, "end": 1}, {"start": 5, "end": 5.4}, {"start": 0, "end": 1}, {"start": 6, "end": 6.4}]
    params = rendering(tools, tracks(clips), {"film": media.numbered(seconds=10)})
    output = run(params, tools)
    parts = parts_of(tools)
    assert [part.kind for part in parts] == ["sound", *["pictures"] * 4]
    assert (parts[1].file, output.copied_frames) == (parts[3].file, 25)
    assert frame_numbers(film_of(output, tools)) == numbers_of(params)
    later = LocalTools(tmp_path / "later")
    for part in parts[:3]:
        assert part.file is not None
        later.stored(tools.path_of(part.file))
    again = rendering(later, tracks(clips), {"film": media.numbered(seconds=10)}, done=tuple(parts[:3]))
    resumed = run(again, later)
    assert list(later.pieces) == [3, 4]
    assert frame_numbers(film_of(resumed, later)) == numbers_of(params)


def test_a_source_that_is_gone_is_named(media: MediaShelf, tools: LocalTools) -> None:
    """And another attempt would not help."""
    params = rendering(tools, tracks([{"end": 1}]), {"film": media.numbered(seconds=10)})
    tools.path_of(params.resolved.materials[0].blob).unlink()
    with pytest.raises(JobFailure) as failure:
        run(params, tools)
    assert params.resolved.materials[0].name in failure.value.message
    assert (failure.value.code, failure.value.retryable) == ("source_unavailable", False)


def test_a_source_that_goes_during_the_render_is_named(
    media: MediaShelf, tools: LocalTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not what ffmpeg makes of a file that is not there."""
    params = rendering(tools, tracks([{"end": 1}]), {"film": media.numbered(seconds=10)})

    def deleted(message: str, **_: Any) -> None:
        tools.path_of(params.resolved.materials[0].blob).unlink()

    monkeypatch.setattr(tools, "log", deleted)
    with pytest.raises(JobFailure) as failure:
        run(params, tools)
    assert params.resolved.materials[0].name in failure.value.message
    assert (failure.value.code, failure.value.retryable) == ("source_unavailable", False)


def test_captions_are_drawn_at_their_times_and_beside_the_film(media: MediaShelf, tools: LocalTools) -> None:
    """On the clock of the timeline: the clip begins two seconds later in its source, and is twice as fast."""
    dark = media.made("dark.mkv", "-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=6", "-f", "lavfi", "-i",
                      "sine=d=6", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_s16le")  # fmt: skip
    document = tracks([{"start": 2, "end": 6, "speed": 2}], captions={"burn": True, "from": "transcript"})
    params = rendering(tools, document, {"film": dark})
    material = params.resolved.materials[0].model_copy(update={"transcript_id": "t"})
    line = Segment(start_s=4.0, end_s=5.0, text="Hello there", confidence=0.9)
    before = Segment(start_s=0.0, end_s=1.5, text="Not in it", confidence=0.9)
    resolved = params.resolved.model_copy(update={"materials": (material,)})
    spoken = (Transcript(transcript_id="t", lines=(before, line)),)
    output = run(params.model_copy(update={"resolved": resolved, "transcripts": spoken}), tools)
    assert output.srt is not None
    assert "00:00:01,000 --> 00:00:02" in tools.path_of(output.srt).read_text()
    assert "Not in it" not in tools.path_of(output.srt).read_text()
    path = film_of(output, tools)
    assert [int(lumas(path, frame).max()) > 150 for frame in (5, 20, 30, 40)] == [False, False, True, True]


def test_the_key_counts_what_is_shown_and_not_what_it_is_called(media: MediaShelf, tools: LocalTools) -> None:
    """Two timelines of the same files by other names share a render."""
    film = media.numbered(seconds=10)
    one = rendering(tools, tracks([{"end": 1}]), {"film": film})
    document = tracks([{"end": 1}])
    document["tracks"][0]["clips"][0]["source"] = {"video_id": "other"}
    other = rendering(tools, document, {"other": film})
    longer = rendering(tools, tracks([{"end": 2}]), {"film": film})

    def content(params: RenderInput) -> Any:
        return STAGE.key_content(params.model_dump(mode="json"), None)  # type: ignore[arg-type]

    assert content(one) == content(other) != content(longer)
