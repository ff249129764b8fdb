"""Which audio track of a file is used."""

from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import MediaInfo
from app.media.audio_tracks import with_wanted_track
from app.media.probe import probe
from tests.media import AAC, X264, MediaShelf


@pytest.fixture(scope="module")
def tracks(media: MediaShelf) -> Path:
    """A picture with four sounds: two in German, the second of them marked, one in Czech, and one that says nothing."""
    sounds = [
        ("-f", "lavfi", "-i", f"sine=f={440 + n}:d=1:r={rate}") for n, rate in enumerate((8000, 16000, 44100, 48000))
    ]
    inputs = [part for sound in sounds for part in sound]
    maps = [part for n in range(5) for part in ("-map", str(n))]
    picture = ("-f", "lavfi", "-i", "color=s=64x36:d=1")
    languages = ("ger", "deu", "cs-CZ")
    tags = [part for n, code in enumerate(languages) for part in (f"-metadata:s:a:{n}", f"language={code}")]
    marks = ("-disposition:a:0", "0", "-disposition:a:1", "default", "-disposition:a:2", "0", "-disposition:a:3", "0")
    return media.made(
        "four.mkv", *picture, *inputs, *maps, *X264, *AAC, *tags, "-metadata:s:a:3", "title=Notes", *marks
    )


def probed(path: Path) -> MediaInfo:
    return probe(path, max_seconds=1e4, max_pixels=10**8)


@pytest.mark.parametrize(
    ("wanted", "track", "rate_hz"),
    [
        *((0, 0, 8000), (3, 3, 48000), ("de", 1, 16000), ("deu", 1, 16000), ("ger", 0, 8000), ("de-at", 1, 16000)),
        *(("cs", 2, 44100), ("cze", 2, 44100), ("cs-cz", 2, 44100)),
    ],
)
def test_a_track_is_wanted_by_number_or_language(tracks: Path, wanted: int | str, track: int, rate_hz: int) -> None:
    """However a language is spelled; of several tracks the one that is marked, unless another one is spelled so."""
    whole = probed(tracks)
    assert whole.audio_track == 1
    found = with_wanted_track(tracks, whole.model_copy(update={"wanted_track": wanted}))
    assert (found.audio_track, found.audio_sample_rate_hz, found.wanted_track) == (track, rate_hz, None)
    assert found.duration_s == whole.duration_s


@pytest.mark.parametrize(("wanted", "which"), [(4, "number 4"), ("en", "in the language “en”"), ("und", "“und”")])
def test_a_track_that_is_not_there_is_refused_with_those_that_are(tracks: Path, wanted: int | str, which: str) -> None:
    """With their languages and titles, to choose from."""
    with pytest.raises(JobFailure, match=which) as caught:
        with_wanted_track(tracks, probed(tracks).model_copy(update={"wanted_track": wanted}))
    assert caught.value.code is ErrorCode.NO_AUDIO
    assert not caught.value.retryable
    assert "0 (ger); 1 (deu); 2 (cs-CZ); 3 (Notes)" in caught.value.message


def test_without_a_wish_the_file_is_not_opened(tmp_path: Path) -> None:
    """And the information is the same in JSON as before there were wishes."""
    info = MediaInfo(container="mp4", duration_s=1.0)
    assert with_wanted_track(tmp_path / "absent.mp4", info) is info
    assert "wanted_track" not in info.model_dump()
    assert info.model_copy(update={"wanted_track": 0}).model_dump()["wanted_track"] == 0
