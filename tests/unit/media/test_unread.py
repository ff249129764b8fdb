"""Films joined end to end in formats that cannot be joined so."""

from pathlib import Path

import pytest

from app.media.probe import examine
from tests.clocks import AAC, FILM_S, H264, ClockShelf

FRAGMENTS = ("-movflags", "frag_keyframe+empty_moov+default_base_moof")
FORMS: dict[str, tuple[str, ...]] = {
    "mp4": (*H264, *AAC),
    "mov": (*H264, *AAC, "-movflags", "+faststart"),
    "flv": (*H264, *AAC, "-ar", "44100"),
    "wmv": ("-c:v", "wmv2", "-b:v", "500k", "-c:a", "wmav2"),
}


def unread(path: Path) -> float:
    return examine(path, max_seconds=60, max_pixels=10**6).unread


@pytest.mark.parametrize("ending", FORMS)
def test_what_follows_the_first_film_is_told(clocks: ClockShelf, ending: str) -> None:
    """About as much as the second is of both; and nothing of a whole film."""
    first, second = clocks.part(ending, 0, 4, *FORMS[ending]), clocks.part(ending, 4, FILM_S, *FORMS[ending])
    joined = clocks.joined(first, second)
    assert unread(first) == unread(second) == 0
    assert unread(joined) == pytest.approx(second.stat().st_size / joined.stat().st_size, abs=0.05)


def test_sound_whose_second_stream_is_told_otherwise(clocks: ClockShelf) -> None:
    """The library does not go on with a stream of another form."""
    first = clocks.part("ogg", 0, 4, "-vn", "-c:a", "libvorbis", "-q:a", "9")
    second = clocks.part("ogg", 4, FILM_S, "-vn", "-ac", "2", "-c:a", "libvorbis", "-q:a", "9")
    assert unread(first) == 0
    assert unread(clocks.joined(first, second)) > 0.3


@pytest.mark.parametrize("settings", [(), FRAGMENTS])
def test_what_can_be_joined_is_read(clocks: ClockShelf, settings: tuple[str, ...]) -> None:
    """Fragments, and a header before each part of them."""
    first, second = (clocks.part("mp4", *of, *H264, *AAC, *settings) for of in ((0, 4), (4, FILM_S)))
    assert unread(first) == 0
    if settings:
        assert unread(clocks.joined(first, second)) == 0
