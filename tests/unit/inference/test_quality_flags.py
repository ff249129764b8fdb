"""What speaks against a segment."""

import pytest

from app.inference.quality_flags import LOW_CONFIDENCE, NEAR_SILENCE, REPETITION, doubtful, flags_of, loops
from app.jobs.results import Segment

SURE = {"confidence": 0.9, "no_speech_probability": 0.0, "compression_ratio": 1.2, "level": 0.1, "speech_level": 0.1}
SURE |= {"retried": False}


def test_a_sure_segment_has_no_flags() -> None:
    """Normal speech at a normal level."""
    assert flags_of("There is water on Mars.", ["Hello."], **SURE) == ()


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"confidence": 0.2}, LOW_CONFIDENCE),
        ({"retried": True}, LOW_CONFIDENCE),
        ({"no_speech_probability": 0.9}, NEAR_SILENCE),
        ({"level": 0.0005, "speech_level": 0.001}, NEAR_SILENCE),
        ({"level": 0.001, "speech_level": 0.2}, NEAR_SILENCE),
        ({"compression_ratio": 3.0}, REPETITION),
    ],
)
def test_each_doubt_has_its_flag(change: dict[str, float], flag: str) -> None:
    """One reason, one flag; quiet is judged by itself and against the speech around."""
    assert flags_of("Thank you.", [], **{**SURE, **change}) == (flag,)


@pytest.mark.parametrize(
    ("text", "is_loop"),
    [
        ("no no no no", True),
        ("Very, very good.", False),
        ("thank you thank you thank you thank you", True),
        ("and so it goes and so it goes and so it goes", True),
        ("one two three four five six", False),
        ("", False),
    ],
)
def test_loops_are_told_from_emphasis(text: str, is_loop: bool) -> None:
    """Words that come again and again in a row; saying "very" twice is none."""
    assert loops(text) is is_loop


def test_the_same_sentence_three_times_is_a_repetition() -> None:
    """Twice may be meant; capitals do not matter."""
    assert flags_of("Thank you.", ["Thank you."], **SURE) == ()
    assert flags_of("Thank you.", ["thank you.", "Thank you."], **SURE) == (REPETITION,)


def test_a_transcript_without_confidence_is_doubtful() -> None:
    """By its length; a word that was hard to hear makes none, and neither does a short one."""

    def line(seconds: float, confidence: float, *flags: str) -> Segment:
        return Segment(start_s=0.0, end_s=seconds, text="Bonjour.", confidence=confidence, flags=flags)

    assert doubtful([line(9.0, 0.43), line(1.0, 0.8)])
    assert doubtful([line(6.0, 0.6, LOW_CONFIDENCE), line(4.0, 0.8)])
    assert not doubtful([line(1.0, 0.2, LOW_CONFIDENCE), line(9.0, 0.8)])
    assert not doubtful([line(1.5, 0.3)])
    assert not doubtful([])
