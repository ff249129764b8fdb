"""Files whose clock starts anew or leaps: found out, and written anew on one clock that all tools see."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.clock_mending import mend_clock
from app.media.ffmpeg import find_ffmpeg
from app.media.file_clock import what_was_wrong
from app.media.picture_pass import Pass, run_pass
from app.media.probe import examine
from tests.clocks import AAC, AC3, FILM_S, H264, MIDDLE, MP2, ClockShelf, pips_of
from tests.media import frame_numbers
from tests.unit.media.test_decoded import WRAP_S, clip, extracted, heard, whole

FRAGMENTS = (*H264, *AAC, "-movflags", "frag_keyframe+empty_moov+default_base_moof")
WEBM = ("-c:v", "libvpx", "-deadline", "realtime", "-b:v", "2M", "-g", "25", "-c:a", "libopus")
DISC = ("-c:v", "mpeg2video", "-q:v", "2", "-g", "25")
FLASH = (*H264, *AAC, "-ar", "44100")
SOUND = ("-vn", "-map_metadata", "-1")
HOURS_S = 3600.0


def joined(ending: str, *codecs: str, starts_s: tuple[float, ...] = (0, 4), clocks_s: tuple[float, ...] = ()) -> Any:
    """Makes the film of parts that begin at these times of it, each on a clock of its own, at 0 unless told."""

    def make(clocks: ClockShelf) -> Path:
        ends_s = (*starts_s[1:], FILM_S)
        begins = clocks_s or (0,) * len(starts_s)
        return clocks.joined(
            *(
                clocks.part(ending, start_s, end_s, *codecs, clock_s=at)
                for start_s, end_s, at in zip(starts_s, ends_s, begins, strict=True)
            )
        )

    return make


def _beheaded(ending: str, codecs: tuple[str, ...], head: Callable[[bytes], int]) -> Callable[[ClockShelf], Path]:
    """Of the second part only what follows its header, as downloaders join segments."""

    def make(clocks: ClockShelf) -> Path:
        first, second = clocks.part(ending, 0, 4, *codecs), clocks.part(ending, 4, FILM_S, *codecs)
        content = second.read_bytes()
        body = clocks.folder / f"body.{ending}"
        body.write_bytes(content[head(content) :])
        return clocks.joined(first, body)

    return make


def _other_writer(*settings: str) -> Callable[[ClockShelf], Path]:
    """The second part has tracks of other numbers, as that of another packager."""
    return lambda clocks: clocks.joined(clocks.part("ts", 0, 4), clocks.part("ts", 4, FILM_S, *H264, *AC3, *settings))


def _turned(clocks: ClockShelf) -> Path:
    """In the second part the sound has the picture's number, and the picture the sound's."""
    maps = ("-ss", "4", "-i", str(clocks.film()), "-map", "0:a", "-map", "0:v")
    return clocks.joined(clocks.part("ts", 0, 4), clocks.made("turned.ts", *maps, *H264, *AC3, "-muxdelay", "0"))


def _advertised(clocks: ClockShelf) -> Path:
    """The film, an advertisement of another writer, the film again with a clock and tracks that go on."""
    first, last = clocks.part("ts", 0, 3), clocks.part("ts", 6, FILM_S, clock_s=3)
    return clocks.joined(first, clocks.part("ts", 3, 6, *H264, *AC3, "-mpegts_start_pid", "0x200"), last)


def _to_six_channels(clocks: ClockShelf) -> Path:
    first = clocks.part("ts", 0, 4, *H264, "-af", "pan=stereo|c0=c0|c1=c0", *AAC)
    return clocks.joined(first, clocks.part("ts", 4, FILM_S, *H264, "-af", MIDDLE, *AAC))


FILMS: dict[str, Callable[[ClockShelf], Path]] = {
    "ts": joined("ts"),
    "ts with aac": joined("ts", *H264, *AAC),
    "ts, three parts": joined("ts", starts_s=(0, 2, 5)),
    "ts, five parts": joined("ts", starts_s=(0, 1, 3, 6, 8)),
    "ts that goes back a little": joined("ts", clocks_s=(0, 2)),
    "ts that leaps by half a minute": joined("ts", clocks_s=(0, 34)),
    "ts that leaps by two hours": joined("ts", clocks_s=(0, 2 * HOURS_S)),
    "ts that leaps by ten hours": joined("ts", clocks_s=(0, 10 * HOURS_S)),
    "ts that leaps ahead and starts anew": joined("ts", starts_s=(0, 3, 7), clocks_s=(0, 9 * HOURS_S, 0)),
    "ts that starts anew just before its clock overflows": joined("ts", clocks_s=(WRAP_S - 20, 0)),
    "ts whose sound changes too": _to_six_channels,
    "ts of two writers": _other_writer("-mpegts_start_pid", "0x200"),
    "ts of two writers, other programmes": _other_writer(
        "-mpegts_start_pid", "0x200", "-mpegts_pmt_start_pid", "0x900", "-mpegts_service_id", "7"
    ),
    "ts whose tracks change places": _turned,
    "ts with an advertisement of another writer": _advertised,
    "vob": joined("vob", *DISC, *MP2),
    "mkv": joined("mkv", *H264, *AAC),
    "webm": joined("webm", *WEBM),
    "flv": _beheaded("flv", FLASH, lambda _: 13),
    "mp4 in fragments": _beheaded("mp4", FRAGMENTS, lambda content: content.index(b"moof") - 4),
    "mp4 in fragments, with headers": joined("mp4", *FRAGMENTS),
}
SOUNDS: dict[str, Callable[[ClockShelf], Path]] = {
    "ogg": joined("ogg", *SOUND, "-c:a", "libopus"),
    "vorbis": joined("ogg", *SOUND, "-c:a", "libvorbis"),
    "flac": joined("flac", *SOUND, "-c:a", "flac"),
    "mka": joined("mka", *SOUND, *AAC),
    "plain samples of a disc": joined("vob", "-vn", "-c:a", "pcm_dvd"),
    "ts of sound alone": joined("ts", *SOUND, *AAC),
}


def mended(source: Path, folder: Path) -> Path:
    """The file on one clock, which is as long as was said before; and it needs no mending again."""
    found = examine(source, max_seconds=4 * HOURS_S, max_pixels=10**6)
    assert found.media.duration_s == pytest.approx(FILM_S, abs=0.1)
    assert found.missing_s == 0
    assert found.clock is not None
    assert found.clock.joints
    target = folder / f"mended{source.suffix}"
    mend_clock(source, target, found.clock)
    again = examine(target, max_seconds=4 * HOURS_S, max_pixels=10**6)
    assert again.clock is None
    assert again.media.duration_s == pytest.approx(found.media.duration_s, abs=0.09)
    assert (again.media.video_codec, again.media.audio_codec) == (found.media.video_codec, found.media.audio_codec)
    return target


@pytest.mark.parametrize("kind", FILMS)
def test_a_film_whose_clock_breaks_is_put_on_one(clocks: ClockShelf, tmp_path: Path, kind: str) -> None:
    """Lines, the file for people, pictures and clips: all at the time of the film, nothing lost or twice."""
    film = mended(FILMS[kind](clocks), tmp_path)
    assert frame_numbers(film) == list(range(250))
    assert heard(film, tmp_path) == pytest.approx(whole(), abs=0.1)
    assert pips_of(extracted(film, tmp_path)[0]) == pytest.approx(whole(), abs=0.1)
    times: list[Any] = []
    run_pass(find_ffmpeg(), film, Pass(lambda _, shown_s: times.append(shown_s), tmp_path))
    late = np.concatenate(times) - np.arange(250) / 25
    assert 0 <= late.min() <= late.max() < 0.1
    for start_s, length_s in ((2, 4), (6, 3)):
        cut = clip(film, tmp_path, start_s, length_s)
        assert pips_of(cut) == pytest.approx(whole(-start_s, start_s, start_s + length_s - 1), abs=0.12)
        first = 25 * start_s - round(float(late.min()) * 25)
        assert frame_numbers(cut) == pytest.approx(range(first, first + 25 * length_s), abs=1)


@pytest.mark.parametrize("kind", SOUNDS)
def test_sound_alone_is_put_on_one_clock_too(clocks: ClockShelf, tmp_path: Path, kind: str) -> None:
    """Radio is recorded like that: a new stream with each song."""
    assert heard(mended(SOUNDS[kind](clocks), tmp_path), tmp_path) == pytest.approx(whole(), abs=0.1)


def test_naked_aac_is_counted_by_what_each_frame_tells(clocks: ClockShelf, tmp_path: Path) -> None:
    """The library counts all frames with the rate of the first one."""
    first = clocks.part("aac", 0, 4, "-vn", *AAC)
    source = clocks.joined(first, clocks.part("aac", 4, FILM_S, "-vn", *AAC, "-ar", "32000"))
    found = examine(source, max_seconds=60, max_pixels=1)
    assert found.media.duration_s == pytest.approx(FILM_S, abs=0.1)
    assert found.clock is not None
    assert what_was_wrong(found.clock, 0.0) is None
    mend_clock(source, tmp_path / "mended.ts", found.clock)
    assert heard(tmp_path / "mended.ts", tmp_path) == pytest.approx(whole(), abs=0.1)


def test_tracks_in_another_form_are_left_out_and_told(clocks: ClockShelf, tmp_path: Path) -> None:
    """One track cannot hold two codecs: the film keeps its length and picture, and the job says what is missing."""
    source = clocks.joined(clocks.part("ts", 0, 3), clocks.part("ts", 3, FILM_S, *H264, *AAC))
    found = examine(source, max_seconds=60, max_pixels=10**6)
    assert found.clock is not None
    assert found.media.duration_s == pytest.approx(FILM_S, abs=0.1)
    assert "% of the file the sound is in another form" in (what_was_wrong(found.clock, found.begins_s) or "")
    mend_clock(source, tmp_path / "mended.ts", found.clock)
    assert frame_numbers(tmp_path / "mended.ts") == list(range(250))
    assert heard(tmp_path / "mended.ts", tmp_path) == pytest.approx(whole(0, 3), abs=0.1)


def _two_programmes(clocks: ClockShelf) -> Path:
    """A broadcast of two programmes side by side."""
    film = str(clocks.film())
    inputs = ("-i", film, "-i", film, "-map", "0", "-map", "1", *H264, *AC3, "-muxdelay", "0")
    programmes = ("-program", "title=A:st=0:st=1", "-program", "title=B:st=2:st=3")
    return clocks.made("programmes.ts", *inputs, *programmes)


def _stray(clocks: ClockShelf) -> Path:
    """A bit error in three packets, in picture and sound: they tell times of another day."""
    content = bytearray(clocks.part("ts", 0, FILM_S).read_bytes())
    seen = {0xE0: 0, 0xBD: 0}
    for at in range(0, len(content), 188):
        start = content.find(b"\x00\x00\x01", at, at + 188)
        kind = content[start + 3] if start >= 0 and content[at + 1] & 0x40 else 0
        if kind not in seen:
            continue
        seen[kind] += 1
        if seen[kind] in (50, 51, 120):
            content[start + 9] ^= 0x04  # of a time of 33 bits the second
    path = clocks.folder / "stray.ts"
    path.write_bytes(content)
    return path


def test_packets_of_impossible_times_are_put_between_their_neighbours(clocks: ClockShelf, tmp_path: Path) -> None:
    """A bit error makes no film of a day, and nothing after it moves."""
    source = _stray(clocks)
    found = examine(source, max_seconds=60, max_pixels=10**6)
    assert found.clock is not None
    assert not found.clock.joints
    assert found.media.duration_s == pytest.approx(FILM_S, abs=0.1)
    assert "tell impossible times" in (what_was_wrong(found.clock, found.begins_s) or "")
    target = tmp_path / "mended.ts"
    mend_clock(source, target, found.clock)
    assert frame_numbers(target) == list(range(250))
    assert heard(target, tmp_path) == pytest.approx(whole(), abs=0.1)


def _hole_in_all(clocks: ClockShelf) -> Path:
    """A reception that failed for six seconds: broadcast goes on meanwhile."""
    return joined("ts", clocks_s=(0, 10))(clocks)


def _hole_in_the_sound(clocks: ClockShelf) -> Path:
    picture = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=5:d=25", "-i", str(clocks.film()))
    hole = ("-af", "asetpts='PTS+gte(T,4)*15/TB'")
    return clocks.made("hole.ts", *picture, "-map", "0:v", "-map", "1:a", *hole, *H264, *AC3, "-muxdelay", "0")


def _muted_call(clocks: ClockShelf) -> Path:
    """A call in which nobody spoke for twelve minutes, and nothing was stored."""
    quiet = ("-af", "asetpts='PTS+gte(T,4)*720/TB'", "-c:a", "libopus")
    return clocks.made("call.webm", "-i", str(clocks.film()), "-vn", *quiet)


def _slow_slides(clocks: ClockShelf) -> Path:
    """A picture in eight seconds, stored out of order."""
    picture = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=1/8:d=200")
    return clocks.made("slides.mkv", *picture, *H264, "-preset", "slow", "-bf", "4")


WHOLE: dict[str, tuple[Callable[[ClockShelf], Path], float]] = {
    "ts": (lambda clocks: clocks.part("ts", 0, FILM_S), FILM_S),
    "a clock that overflows": (lambda clocks: clocks.part("ts", 0, FILM_S, clock_s=WRAP_S - 5), FILM_S),
    "two programmes": (_two_programmes, FILM_S),
    "a hole in all tracks": (_hole_in_all, FILM_S + 6),
    "a hole in the sound": (_hole_in_the_sound, 25),
    "a muted call": (_muted_call, FILM_S + 720),
    "slow slides": (_slow_slides, 200),
    "vob": (lambda clocks: clocks.part("vob", 0, FILM_S, *DISC, *MP2), FILM_S),
    "mkv": (lambda clocks: clocks.part("mkv", 0, FILM_S, *H264, *AAC), FILM_S),
    "flv": (lambda clocks: clocks.part("flv", 0, FILM_S, *FLASH), FILM_S),
    "mp4 in fragments": (lambda clocks: clocks.part("mp4", 0, FILM_S, *FRAGMENTS), FILM_S),
    "aac": (lambda clocks: clocks.part("aac", 0, FILM_S, "-vn", *AAC), FILM_S),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_healthy_clocks_are_left_alone(clocks: ClockShelf, kind: str) -> None:
    """Holes are times in which nothing is stored, not leaps: what follows them stays where it is."""
    make, length_s = WHOLE[kind]
    found = examine(make(clocks), max_seconds=HOURS_S, max_pixels=10**6)
    assert found.clock is None
    assert found.media.duration_s == pytest.approx(length_s, abs=0.15)


def test_what_was_wrong_is_told_with_times_of_the_film(clocks: ClockShelf) -> None:
    """Counted from the film's own start, in words."""
    found = examine(FILMS["ts that leaps ahead and starts anew"](clocks), max_seconds=60, max_pixels=10**6)
    assert found.clock is not None
    sentence = what_was_wrong(found.clock, found.begins_s)
    assert sentence is not None
    assert sentence.startswith("The file's clock leaps ahead by 8:59:57 at 0:00:03, starts anew at 0:00:07.")


def test_a_mended_film_may_be_too_long_all_the_same(clocks: ClockShelf) -> None:
    """By the length that it has, not by the leap of its clock."""
    source = FILMS["ts that leaps by ten hours"](clocks)
    assert examine(source, max_seconds=11, max_pixels=10**6).media.duration_s < 11
    with pytest.raises(JobFailure) as failure:
        examine(source, max_seconds=9, max_pixels=10**6)
    assert failure.value.code is ErrorCode.TOO_LONG


def test_a_full_disk_is_told(clocks: ClockShelf, tmp_path: Path) -> None:
    """And nothing half-written stays."""
    found = examine(FILMS["ts"](clocks), max_seconds=60, max_pixels=10**6)
    assert found.clock is not None
    target = tmp_path / "full.ts"
    target.symlink_to("/dev/full")
    with pytest.raises(JobFailure) as failure:
        mend_clock(FILMS["ts"](clocks), target, found.clock)
    assert failure.value.code is ErrorCode.DISK_FULL
    assert not target.is_symlink()
