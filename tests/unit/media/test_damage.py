"""What is damage, and what is only how a film is entered: on streams without an index, whole, cut and overwritten."""

from pathlib import Path

import pytest

from app.jobs.results import MediaInfo
from app.media.damage import first_damage
from app.media.ffmpeg import find_ffmpeg, run_ffmpeg
from app.media.film_clock import film_input
from app.media.probe import examine
from app.stages.clips.contract import ClipsInput
from app.stages.clips.run import run as cut_clips
from app.stages.scenes.contract import ScenesInput
from app.stages.scenes.run import run as look
from app.stages.speech.contract import SpeechInput
from app.stages.speech.run import run as extract
from tests.media import MediaShelf
from tests.tools import LocalTools

SECONDS = 24
PICTURE = ("-f", "lavfi", "-i", f"testsrc2=s=160x90:r=25:d={SECONDS}")
TONE = ("-f", "lavfi", "-i", f"sine=f=440:r=48000:d={SECONDS}")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "50", "-pix_fmt", "yuv420p")
OPEN = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:open-gop=1:keyint=50:bframes=4")
#: Name → how it is made, and how large a piece is that such a recording may be cut at.
STREAMS: dict[str, tuple[tuple[str, ...], int]] = {
    "closed.ts": ((*H264, "-c:a", "aac", "-muxdelay", "0", "-muxpreload", "0"), 188),
    "open.ts": ((*OPEN, "-c:a", "ac3", "-muxdelay", "0", "-muxpreload", "0"), 188),
    "tape.mpg": (("-c:v", "mpeg2video", "-bf", "2", "-g", "25", "-q:v", "3", "-c:a", "mp2", "-f", "vob"), 2048),
}


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def stream(media: MediaShelf, name: str) -> Path:
    return media.made(name, *PICTURE, *TONE, *STREAMS[name][0])


def begun_within(media: MediaShelf, name: str) -> Path:
    """The stream without its first 30 %, as of somebody who begins to record in the middle of a programme."""
    content, piece = stream(media, name).read_bytes(), STREAMS[name][1]
    return media.written(f"begun-{name}", content[int(len(content) * 0.3) // piece * piece :])


def scarred(media: MediaShelf, name: str) -> Path:
    """The stream with a stretch in its middle overwritten, the headers of its packets left as they are."""
    content = bytearray(stream(media, name).read_bytes())
    piece = STREAMS[name][1]
    first = len(content) // 2 // piece * piece
    for at in range(first, first + max(60 * 188, 4 * piece)):
        if at % piece > 40:
            content[at] = at * 37 % 251
    return media.written(f"scarred-{name}", bytes(content))


def found_in(path: Path) -> MediaInfo:
    return examine(path, max_seconds=60, max_pixels=10**6).media


@pytest.mark.parametrize("name", STREAMS)
def test_a_clip_of_a_healthy_stream_is_healthy(name: str, media: MediaShelf, tools: LocalTools) -> None:
    """However the stream is entered where the clip begins."""
    path = stream(media, name)
    order = ClipsInput(source=tools.stored(path), media=found_in(path), segments=(), clip_duration_s=4, max_clips=3)
    assert cut_clips(order, tools).clip_count >= 2
    assert tools.warned == []


@pytest.mark.parametrize("name", STREAMS)
def test_a_recording_that_begins_within_a_programme_is_healthy(name: str, media: MediaShelf, tools: LocalTools) -> None:
    """Its first pictures lack what they refer to, its first packet of sound its beginning; neither is damage."""
    path = begun_within(media, name)
    assert run_ffmpeg(find_ffmpeg(), [*film_input(path), "-f", "null", "-"], task="decoding")  # which does complain
    found = found_in(path)
    extract(SpeechInput(source=tools.stored(path), media=found, required=True), tools)
    look(ScenesInput(source=tools.stored(path), media=found), tools)
    assert [code for code in tools.warned if code.endswith("_damaged")] == []


@pytest.mark.parametrize("name", STREAMS)
def test_damage_is_told_where_it_is(name: str, media: MediaShelf, tools: LocalTools) -> None:
    """By each stage that meets it, and of the clips by the one that holds it."""
    path = scarred(media, name)
    found = found_in(path)
    assert first_damage(path, video=0, audio=0)
    assert first_damage(path, video=0, audio=0, to_s=SECONDS / 2 - 4) is None
    assert first_damage(path, video=0, audio=0, from_s=SECONDS / 2 + 6, to_s=SECONDS) is None
    look(ScenesInput(source=tools.stored(path), media=found), tools)
    assert tools.warned == ["media_damaged"]


def test_varying_rates_are_no_damage(media: MediaShelf, tools: LocalTools) -> None:
    """Where two pictures have one time in a coarse clock, the writer says so; nothing was lost."""
    graph = ("-vf", "select='if(lt(t,8),1,not(mod(n,10)))'", "-fps_mode", "vfr")
    path = media.made("vfr.mkv", *PICTURE, *TONE, *graph, *H264)
    look(ScenesInput(source=tools.stored(path), media=found_in(path)), tools)
    assert tools.warned == []
