"""The checks of what is measured in picture and sound: limits, severities, and what belongs together."""

import pytest

from app.checks import black, clipping, flashing, freeze, loudness, silence
from app.checks.hit import Hit
from app.jobs.measures import Flashes, Freeze, PictureMeasures, SoundMeasures, Span


def span(start_s: float, end_s: float) -> Span:
    return Span(start_s=start_s, end_s=end_s)


def flashes(start_s: float, end_s: float, *, red: bool = False) -> Flashes:
    return Flashes(start_s=start_s, end_s=end_s, most_per_s=5, area=0.6, red=red)


def sound(**values: object) -> SoundMeasures:
    measures = {"integrated_lufs": -16.0, "range_lu": 5.0, "true_peak_dbtp": -2.0}
    return SoundMeasures.model_validate(measures | values)


def test_flashing_is_critical() -> None:
    """With its time, how often, and how much of the picture; where it is red, that is said once."""
    general, red, other = flashes(1.0, 3.0), flashes(1.1, 3.0, red=True), flashes(8.0, 9.0)
    hits = list(flashing.check(PictureMeasures(flashes=(general, red, other))))
    assert [(hit.rule, hit.severity, hit.start_s, hit.end_s) for hit in hits] == [
        ("red_flashing", "critical", 1.1, 3.0),
        ("flashing", "critical", 8.0, 9.0),
    ]
    assert hits[1].evidence == "5 flashes a second, 60% of the picture"
    assert "in saturated red 5 times a second" in hits[0].message


def test_black_from_a_length_on() -> None:
    """The limit is a setting and counts itself."""
    measures = PictureMeasures(black=(span(0, 1.96), span(1.033333, 3.033333), span(5.066667, 7.066666), span(10, 30)))
    assert [hit.start_s for hit in black.check(measures, 2.0)] == [1.033333, 5.066667, 10]
    assert [hit.start_s for hit in black.check(measures, 20.0)] == [10]
    assert next(iter(black.check(measures, 20.0))).message == "The picture is black for 20.0 s."


def test_a_picture_that_stops_is_worse_than_a_slide() -> None:
    """And one that is black is reported as black alone."""
    stands = (
        Freeze(start_s=0, end_s=6, stopped=False),
        Freeze(start_s=10, end_s=15, stopped=True),
        Freeze(start_s=20, end_s=26, stopped=True),
        Freeze(start_s=30, end_s=34.9, stopped=True),
    )
    hits = list(freeze.check(PictureMeasures(freeze=stands, black=(span(20.04, 26),)), 5.0))
    assert [(hit.rule, hit.category, hit.severity, hit.start_s) for hit in hits] == [
        ("still_picture", "freeze", "info", 0),
        ("freeze", "freeze", "warning", 10),
    ]


def test_silence_from_a_length_on() -> None:
    """As for black, but for what lossy codecs take of it."""
    (hit,) = silence.check(sound(silence=(span(0, 4.9), span(9.01, 13.99))), 5.0)
    assert (hit.category, hit.source, hit.start_s, hit.end_s, hit.evidence) == (
        "silence",
        "sound",
        9.01,
        13.99,
        "5.0 s",
    )


def test_clipped_stretches_near_each_other_are_one() -> None:
    """Speech that is clipped has pauses."""
    (first, last) = clipping.check(sound(clipped=(span(1, 2), span(5, 6), span(20, 20.5))))
    assert (first.start_s, first.end_s, last.start_s) == (1, 6, 20)
    assert first.category == "loudness"


def of_loudness(**values: object) -> list[Hit]:
    return list(loudness.check(sound(**values)))


@pytest.mark.parametrize(
    ("lufs", "is_told"), [(-9.0, False), (-8.9, True), (-30.0, False), (-30.1, True), (None, False)]
)
def test_loudness_outside_of_its_limits(lufs: float | None, is_told: bool) -> None:
    """The message names what platforms aim at."""
    hits = of_loudness(integrated_lufs=lufs)
    assert bool(hits) == is_told
    for hit in hits:
        assert (hit.rule, hit.severity, hit.start_s, hit.end_s) == ("loudness", "warning", None, None)
        assert "YouTube and Spotify at −14, " in hit.message
        assert hit.evidence in {"-8.9 LUFS", "-30.1 LUFS"}


@pytest.mark.parametrize(("peak_db", "is_told"), [(-1.0, False), (-0.9, True), (2.0, True), (None, False)])
def test_peaks_above_the_limit(peak_db: float | None, is_told: bool) -> None:
    """Between samples too, as it is measured."""
    assert [hit.rule for hit in of_loudness(true_peak_dbtp=peak_db)] == ["true_peak"] * is_told
