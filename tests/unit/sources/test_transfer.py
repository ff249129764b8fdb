"""Progress and the byte limit of a download."""

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.sources import transfer
from app.sources.transfer import Transfer, spoken_speed


class Told:
    """Records what was reached."""

    def __init__(self) -> None:
        self.fractions: list[float] = []
        self.speeds: list[str | None] = []

    def __call__(self, fraction: float, *, speed: str | None = None) -> None:
        self.fractions.append(fraction)
        self.speeds.append(speed)


def test_progress_goes_over_both_files() -> None:
    """Picture and sound are one progress, each by its weight, and it never falls."""
    told = Told()
    counted = Transfer([9, 1], max_bytes=1000, reached=told)
    counted.hook({"status": "downloading", "downloaded_bytes": 450, "total_bytes": 900, "speed": 2_500_000})
    counted.hook({"status": "downloading", "downloaded_bytes": 200, "total_bytes": 900})
    counted.hook({"status": "finished", "downloaded_bytes": 900, "total_bytes": 900})
    counted.part_done(900)
    counted.hook({"status": "downloading", "downloaded_bytes": 50, "total_bytes": 100})
    counted.part_done(100)
    assert told.fractions == pytest.approx([0.45, 0.45, 0.9, 0.95, 1.0])
    assert told.speeds[0] == "2.5 MB/s"


def test_fragments_count_where_the_length_is_unknown() -> None:
    """A stream's progress is its fragments; without either it is told that bytes come, so that it is not stuck."""
    told = Told()
    counted = Transfer([1], max_bytes=1000, reached=told)
    counted.hook({"status": "downloading", "downloaded_bytes": 10})
    counted.hook({"status": "downloading", "downloaded_bytes": 10, "fragment_index": 1, "fragment_count": 4})
    counted.hook({"status": "downloading", "downloaded_bytes": 10, "total_bytes_estimate": 20.0})
    assert told.fractions == [0.0, 0.25, 0.5]


@pytest.mark.parametrize("status", [{"total_bytes": 101}, {"downloaded_bytes": 101}, {"downloaded_bytes": 61}])
def test_too_many_bytes_stop_the_transfer(status: dict[str, int]) -> None:
    """Told or counted, in one file or in both together: above the limit it ends."""
    counted = Transfer([1, 1], max_bytes=100, reached=Told())
    if status == {"downloaded_bytes": 61}:
        counted.part_done(40)
    with pytest.raises(JobFailure) as failure:
        counted.hook({"status": "downloading", **status})
    assert failure.value.code is ErrorCode.TOO_LARGE


def test_a_huge_fragment_stops_the_transfer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fragments are put together in memory; many small ones may be as large as the whole may be."""
    monkeypatch.setattr(transfer, "MAX_FRAGMENT_BYTES", 100)
    hook = Transfer([1], max_bytes=10_000, reached=Told()).hook
    for fragment in range(1, 20):
        hook({"status": "downloading", "downloaded_bytes": fragment * 90, "fragment_index": fragment})
    with pytest.raises(JobFailure) as failure:
        hook({"status": "downloading", "downloaded_bytes": 19 * 90 + 101, "fragment_index": 19})
    assert failure.value.code is ErrorCode.TOO_LARGE


def test_the_first_fragment_counts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is number 0 while it is on its way."""
    monkeypatch.setattr(transfer, "MAX_FRAGMENT_BYTES", 100)
    hook = Transfer([1], max_bytes=10_000, reached=Told()).hook
    with pytest.raises(JobFailure):
        hook({"status": "downloading", "downloaded_bytes": 101, "fragment_index": 0})


def test_an_estimate_is_no_reason_to_stop() -> None:
    """Estimates of streams are often far too high; only real bytes count."""
    told = Told()
    hook = Transfer([1], max_bytes=100, reached=told).hook
    hook({"status": "downloading", "downloaded_bytes": 10, "total_bytes_estimate": 5000})
    assert told.fractions == [0.002]


@pytest.mark.parametrize(
    ("bytes_per_s", "spoken"),
    [(None, None), (0, None), (999, "999.0 B/s"), (3_140_000, "3.1 MB/s"), (5e12, "5000.0 GB/s")],
)
def test_speeds_are_spoken(bytes_per_s: float | None, spoken: str | None) -> None:
    """Decimal units, one digit."""
    assert spoken_speed(bytes_per_s) == spoken
