"""Timecode is exact: labels and frames correspond one to one, and an hour is an hour."""

from fractions import Fraction

import pytest

from app.jobs.timecode import Counting, editing_rate, parts_of

NTSC = Fraction(30000, 1001)


@pytest.mark.parametrize(
    ("rate", "drop", "frame", "label"),
    [
        ("25", False, 90_000, "01:00:00:00"),
        ("24000/1001", False, 86_400, "01:00:00:00"),  # 3603.6 s of the clock
        ("30000/1001", False, 108_000, "01:00:00:00"),
        ("30000/1001", True, 107_892, "01:00:00;00"),  # an hour of the clock
        ("30000/1001", True, 1_799, "00:00:59;29"),
        ("30000/1001", True, 1_800, "00:01:00;02"),
        ("30000/1001", True, 17_981, "00:09:59;29"),
        ("30000/1001", True, 17_982, "00:10:00;00"),
        ("60000/1001", True, 3_600, "00:01:00;04"),
        ("60000/1001", True, 215_784, "01:00:00;00"),
        ("30000/1001", True, 2_589_407, "23:59:59;29"),
        ("60", False, 59, "00:00:00:59"),
        ("120", False, 119, "00:00:00:119"),
    ],
)
def test_known_labels(rate: str, drop: bool, frame: int, label: str) -> None:
    """Values of the standard, both ways."""
    counting = Counting(Fraction(rate), drop)
    assert (counting.label(frame), counting.frame(label)) == (label, frame)


@pytest.mark.parametrize("rate", [NTSC, 2 * NTSC])
def test_drop_frame_leaves_out_labels_and_no_frames(rate: Fraction) -> None:
    """Every frame of 21 minutes has a label of its own, in order, and the label leads back to it."""
    counting = Counting(rate, drop=True)
    labels = [counting.label(frame) for frame in range(21 * 60 * counting.nominal)]
    assert labels == sorted(set(labels))
    assert [counting.frame(label) for label in labels] == list(range(len(labels)))
    assert not [label for label in labels if label.endswith(":00;00") and label[4] != "0"]


def test_a_day_begins_again() -> None:
    """After 24 hours, and before 0."""
    for counting, day in ((Counting(NTSC, drop=True), 2_589_408), (Counting(Fraction(25)), 2_160_000)):
        assert counting.label(day) == counting.label(0)
        assert counting.frame(counting.label(-1)) == day - 1


def test_a_label_that_is_left_out_stands_for_the_next() -> None:
    """Some recorders write it."""
    counting = Counting(NTSC, drop=True)
    assert counting.frame("00:01:00;00") == counting.frame("00:01:00;01") == counting.frame("00:01:00;02")


@pytest.mark.parametrize("label", ["", "1:00:00:00", "00:60:00:00", "00:00:00:25", "24:00:00:00", "00:00:00", "a" * 11])
def test_what_is_no_label_is_refused(label: str) -> None:
    """Also frames that a second does not have."""
    with pytest.raises(ValueError, match="timecode"):
        Counting(Fraction(25)).frame(label)


def test_drop_frame_is_for_some_rates() -> None:
    """25 frames are 25 frames."""
    for rate in (Fraction(25), Fraction(30), Fraction(24000, 1001)):
        with pytest.raises(ValueError, match="drop-frame"):
            Counting(rate, drop=True)
    assert parts_of("01:02:03;04") == (1, 2, 3, True, 4)


@pytest.mark.parametrize(
    ("stated", "rate"),
    [
        ("24000/1001", "24000/1001"),
        ("2997/100", "30000/1001"),
        ("23.98", "24000/1001"),
        ("30", "30"),
        ("29.87", "30000/1001"),  # a telephone's mean
        ("24.4", "24"),
        ("15", "30"),
        ("25/2", "25"),
        ("10", "30"),
        ("7", "7"),
        ("1000", "1000"),
    ],
)
def test_rates_of_editors(stated: str, rate: str) -> None:
    """A standard rate is meant where one is near; low rates keep their grid."""
    assert editing_rate(Fraction(stated)) == Fraction(rate)
    assert editing_rate(None) == 25
