"""What `models tune` measures, and what is made of it."""

from pathlib import Path

import pytest

from app.inference.tuning import (
    Circumstances,
    Measured,
    Split,
    TuningUnreadable,
    best_of,
    candidates,
    chosen,
    read,
    write,
)

WHERE = Circumstances("base@1234", "cpu", 4)


def measured(workers: int, threads: int, *, words: int) -> Measured:
    return Measured(workers, threads, words, seconds=10.0, cpu_s=20.0, peak_bytes=1)


def test_every_even_division_of_the_cores_is_tried() -> None:
    """One worker with all of them first; of many cores not as many workers."""
    assert candidates(1) == [Split(1, 1)]
    assert candidates(2) == [Split(1, 2), Split(2, 1)]
    assert candidates(6) == [Split(1, 6), Split(2, 3), Split(3, 2), Split(6, 1)]
    assert candidates(64) == [Split(1, 64), Split(2, 32), Split(4, 16), Split(8, 8)]


def test_the_most_words_a_second_win() -> None:
    """More workers take memory and show lines later, so they must be worth it."""
    one, two = measured(1, 4, words=100), measured(2, 2, words=150)
    assert best_of([one, two, measured(4, 1, words=153)]) == two
    assert best_of([measured(2, 2, words=90), one]) == one


def test_settings_win_over_measurements() -> None:
    """Each of the two alone as well; without either, the measurement, and without that one worker with all cores."""
    tuned = Split(4, 1)
    assert chosen(workers=0, threads=0, cores=4, tuned=tuned) == tuned
    assert chosen(workers=0, threads=0, cores=4, tuned=None) == Split(1, 4)
    assert chosen(workers=0, threads=3, cores=4, tuned=tuned) == Split(1, 3)
    assert chosen(workers=2, threads=0, cores=4, tuned=tuned) == Split(2, 2)
    assert chosen(workers=8, threads=0, cores=4, tuned=tuned) == Split(8, 1)
    assert chosen(workers=3, threads=2, cores=4, tuned=tuned) == Split(3, 2)


def test_a_measurement_holds_under_its_circumstances_alone(tmp_path: Path) -> None:
    """Another model, revision, device or number of cores has its own; a later one of the same takes its place."""
    file = tmp_path / "tuning.json"
    assert read(file, WHERE) is None
    write(file, WHERE, measured(2, 2, words=1))
    write(file, Circumstances("base@1234", "cpu", 2), measured(2, 1, words=1))
    write(file, WHERE, measured(4, 1, words=1))
    assert read(file, WHERE) == Split(4, 1)
    assert read(file, Circumstances("base@1234", "cpu", 2)) == Split(2, 1)
    for other in (Circumstances("base@5", "cpu", 4), Circumstances("base@1234", "cuda", 4)):
        assert read(file, other) is None
    assert [path.name for path in tmp_path.iterdir()] == ["tuning.json"]


@pytest.mark.parametrize("text", ["{", "[]", '{"base@1234 cpu 4": {"workers": "two"}}', '{"base@1234 cpu 4": 7}'])
def test_a_file_that_cannot_be_read_says_where(text: str, tmp_path: Path) -> None:
    """Its path is in the message."""
    file = tmp_path / "tuning.json"
    file.write_text(text)
    with pytest.raises(TuningUnreadable, match=r"tuning\.json"):
        read(file, WHERE)
