"""What is decoded stays on the film's clock: for recognisers, in the file for people, in clips and stills."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest

from app.media.audio_files import write_audio
from app.media.encoding import Cutting, cut_clip
from app.media.ffmpeg import find_ffmpeg
from app.media.speech_audio import extract_speech
from tests.clocks import AAC, AC3, FILM_S, H264, MIDDLE, MP2, ClockShelf, pips_of

WRAP_S = 2**33 / 90_000
MP3 = ("-c:a", "libmp3lame")
MONO, STEREO = ("-af", "pan=mono|c0=c0"), ("-af", "pan=stereo|c0=c0|c1=c0")
SIX = ("-af", MIDDLE)


def ignore(*_: object, **__: object) -> None:
    """Progress that nobody waits for."""


def heard(source: Path, folder: Path) -> dict[int, float]:
    """The pips in what a recogniser gets."""
    extract_speech(find_ffmpeg(), source, folder / "speech.wav", track=0, expected_s=FILM_S, reached=ignore)
    return pips_of(folder / "speech.wav")


def extracted(source: Path, folder: Path, *, channels: int = 2, film_s: float | None = None) -> tuple[Path, Path]:
    """The file for people, and the small one for the waveform."""
    target, small = folder / "audio.wav", folder / "small.wav"
    write_audio(
        find_ffmpeg(),
        source,
        target,
        small=small,
        form="wav",
        quality="medium",
        title="T",
        track=0,
        source_rate_hz=48_000,
        source_channels=channels,
        film_s=film_s,
        expected_s=FILM_S,
        reached=ignore,
    )
    return target, small


def clip(source: Path, folder: Path, start_s: int, length_s: int) -> Path:
    """A clip of that stretch."""
    wanted = Cutting(
        start_s=Fraction(start_s), frames=25 * length_s, fps=Fraction(25), form="mp4", audio=True, title="T"
    )
    cut_clip(find_ffmpeg(), source, folder / "clip.mp4", folder / "still.jpg", wanted, reached=ignore)
    return folder / "clip.mp4"


def whole(shift_s: float = 0.0, first: int = 0, last: int = FILM_S - 1) -> dict[int, float]:
    """Where the pips of the film are, each `shift_s` after its own time."""
    return {number: number + shift_s for number in range(first, last + 1)}


def approximately(times: dict[int, float]) -> object:
    """Codecs smear a beginning by some hundredths of a second, and begin with a lead that only some containers tell."""
    return pytest.approx(times, abs=0.09)


def _switched(before: tuple[str, ...], after: tuple[str, ...], ending: str = "ts") -> Callable[[ClockShelf], Path]:
    """A film whose sound changes its form at 4 s, on a clock that goes on."""

    def make(clocks: ClockShelf) -> Path:
        picture = H264 if ending == "ts" else ("-vn",)
        first = clocks.part(ending, 0, 4, *picture, *before)
        return clocks.joined(first, clocks.part(ending, 4, FILM_S, *picture, *after, clock_s=4))

    return make


SWITCHED = {
    "stereo to 5.1": _switched((*STEREO, *AC3), (*SIX, *AC3)),
    "5.1 to mono": _switched((*SIX, *AC3), (*MONO, *AC3)),
    "another rate": _switched((*STEREO, *AC3), (*STEREO, *AC3, "-ar", "32000")),
    "aac, stereo to 5.1": _switched((*STEREO, *AAC), (*SIX, *AAC)),
    "aac, another rate": _switched((*MONO, *AAC), (*STEREO, *AAC, "-ar", "24000")),
    "mp2, stereo to mono": _switched((*STEREO, *MP2), (*MONO, *MP2)),
    "aac alone, stereo to 5.1": _switched((*STEREO, *AAC), (*SIX, *AAC), "aac"),
    "mp3 alone, mono to stereo": _switched((*MONO, *MP3), (*STEREO, *MP3), "mp3"),
    "mp3 alone, another rate": _switched((*MONO, *MP3), (*MONO, *MP3, "-ar", "32000"), "mp3"),
}


@pytest.mark.parametrize("kind", SWITCHED)
def test_sound_that_changes_its_form_stays_where_it_is(clocks: ClockShelf, tmp_path: Path, kind: str) -> None:
    """As at the border of a programme: nothing that counts from the start counts anew."""
    source = SWITCHED[kind](clocks)
    assert heard(source, tmp_path) == approximately(whole())
    for file in extracted(source, tmp_path):
        assert pips_of(file) == approximately(whole())


@pytest.mark.parametrize("kind", [kind for kind in SWITCHED if "alone" not in kind])
@pytest.mark.parametrize(("start_s", "length_s"), [(2, 5), (6, 3)])
def test_a_clip_across_the_change_sounds_as_the_film(
    clocks: ClockShelf, tmp_path: Path, kind: str, start_s: int, length_s: int
) -> None:
    """And one after it, which is entered by seeking."""
    cut = clip(SWITCHED[kind](clocks), tmp_path, start_s, length_s)
    assert pips_of(cut) == approximately(whole(-start_s, start_s, start_s + length_s - 1))


def _late(ending: str) -> Callable[[ClockShelf], Path]:
    return lambda clocks: clocks.made(
        f"late.{ending}",
        *("-i", str(clocks.film()), "-itsoffset", "3", "-t", "5", "-i", str(clocks.film())),
        *("-map", "0:v", "-map", "1:a", *H264, *AC3, "-muxdelay", "0"),
    )


def _early(ending: str) -> Callable[[ClockShelf], Path]:
    """The picture begins 3 s after the sound."""

    def make(clocks: ClockShelf) -> Path:
        inputs = ("-itsoffset", "3", "-i", str(clocks.film()), "-i", str(clocks.film()))
        return clocks.made(f"early.{ending}", *inputs, "-map", "0:v", "-map", "1:a", *H264, *AC3, "-muxdelay", "0")

    return make


def _hole(ending: str, *codec: str) -> Callable[[ClockShelf], Path]:
    """The sound is away for 15 s while the picture goes on."""

    def make(clocks: ClockShelf) -> Path:
        picture = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=5:d=25", "-i", str(clocks.film()))
        hole = ("-af", "asetpts='PTS+gte(T,4)*15/TB'")
        maps = ("-map", "0:v", "-map", "1:a", *hole, *H264, *codec, "-muxdelay", "0")
        return clocks.made(f"hole.{ending}", *picture, *maps)

    return make


def _trimmed(clocks: ClockShelf) -> Path:
    """Cut out of a film without encoding, as telephones do: an edit list leaves out what is before the cut."""
    whole_film = clocks.part("mp4", 0, FILM_S, *H264[:-4], "-g", "100", "-bf", "2", *AAC)
    return clocks.made("trimmed.mp4", "-ss", "3.4", "-i", str(whole_film), "-c", "copy")


def _at(clock_s: float) -> Callable[[ClockShelf], Path]:
    return lambda clocks: clocks.part("ts", 0, FILM_S, clock_s=clock_s)


PLACED = {
    "a late start in ts": (_late("ts"), whole(3, 0, 4)),
    "a late start in mkv": (_late("mkv"), whole(3, 0, 4)),
    "a late start in mp4": (_late("mp4"), whole(3, 0, 4)),
    "a late picture in ts": (_early("ts"), whole()),
    "a late picture in mp4": (_early("mp4"), whole()),
    "a late picture in mkv": (_early("mkv"), whole()),
    "a long hole in ts": (_hole("ts", *AC3), whole(0, 0, 3) | whole(15, 4, 9)),
    "a long hole in mp4": (_hole("mp4", *AAC), whole(0, 0, 3) | whole(15, 4, 9)),
    "a long hole in mkv": (_hole("mkv", *AAC), whole(0, 0, 3) | whole(15, 4, 9)),
    "a long hole in flv": (_hole("flv", *AAC, "-ar", "44100"), whole(0, 0, 3) | whole(15, 4, 9)),
    "a start within a group of pictures": (_trimmed, whole(-3.4, 4)),
    "a clock that begins at ten hours": (_at(35_999), whole()),
    "a clock that overflows on the way": (_at(WRAP_S - 5), whole()),
    "a clock that overflows at once": (_at(WRAP_S - 1.5), whole()),
}


@pytest.mark.parametrize("kind", PLACED)
def test_sound_is_heard_at_its_time_of_the_film(clocks: ClockShelf, tmp_path: Path, kind: str) -> None:
    """Wherever it begins and whatever is missing of it: silence where there is none."""
    make, expected = PLACED[kind]
    source = make(clocks)
    assert heard(source, tmp_path) == approximately(expected)
    for file in extracted(source, tmp_path, channels=1):
        assert pips_of(file) == approximately(expected)


@pytest.mark.parametrize("kind", PLACED)
def test_a_clip_has_the_sound_of_its_time(clocks: ClockShelf, tmp_path: Path, kind: str) -> None:
    """Also where the sound begins within the clip."""
    make, expected = PLACED[kind]
    source = make(clocks)
    for start_s, length_s in ((2, 4), (5, 3)):
        inside = {number: at - start_s for number, at in expected.items() if start_s <= at < start_s + length_s}
        assert pips_of(clip(source, tmp_path, start_s, length_s)) == approximately(inside)


def test_a_clip_without_any_sound_in_its_time_is_silent_and_whole(clocks: ClockShelf, tmp_path: Path) -> None:
    """The sound of the film ended before it."""
    cut = clip(_late("mp4")(clocks), tmp_path, 8, 2)
    assert pips_of(cut) == {}
    with av.open(str(cut)) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert samples / 48_000 == pytest.approx(2, abs=0.1)


def test_the_extracted_file_is_as_long_as_the_film(clocks: ClockShelf, tmp_path: Path) -> None:
    """Where the sound ends early it ends in silence, so that players of both run together."""
    target, small = extracted(_late("mkv")(clocks), tmp_path, film_s=FILM_S)
    for file in (target, small):
        with av.open(str(file)) as container:
            assert container.duration == pytest.approx(FILM_S * 1_000_000, abs=1000)
        assert pips_of(file) == approximately(whole(3, 0, 4))
