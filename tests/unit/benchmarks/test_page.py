"""The page about performance is what its numbers say."""

from pathlib import Path

from benchmarks.frame import page
from benchmarks.frame.figure import Beside, Figure, Spread, of_runs
from benchmarks.frame.results import Results, Section


def section() -> Section:
    """A section with a product's figure beside a peer, and a part."""
    peer = Beside("a peer", Spread(281.4, 270.0, 300.0, 5), Spread(2.5, 2.25, 3.0, 5))
    ours = Figure("a job", 703.6, "µs CPU", 800.0, spread=Spread(703.6, 690.0, 1712.0, 5), beside=(peer,))
    return Section("Jobs.", "2 cores", (ours, of_runs("a move", [1.0, 2.0, 3.0], "µs", part=True)))


def test_results_survive_the_file(tmp_path: Path) -> None:
    """What is read is what was measured; a section that is measured again replaces the old one only."""
    file = tmp_path / "performance.json"
    results = Results().updated("jobs", section()).updated("clips", Section("Clips", "", ()))
    results.save(file)
    assert Results.saved(file) == results
    again = Results.saved(file).updated("clips", section())
    assert list(again.sections) == ["clips", "jobs"]
    assert again.sections["jobs"] == section()


def test_a_row_has_the_peer_the_ratio_and_the_aim() -> None:
    """Parts come last, below a heading of their own."""
    text = page.text(Results().updated("jobs", section()))
    row = "| a job | 704 (690–1,712) µs CPU | a peer: 281 (270–300) | 2.5 (2.25–3) | ≤ 800 | met |"
    assert row in text.splitlines()
    assert text.index(row) < text.index("## Parts") < text.index("| a move | 2 (1–3) µs |")
    assert "![Jobs](images/performance-jobs.svg)" in text


def test_the_page_is_up_to_date() -> None:
    """The page in `docs/` is generated from the numbers beside it."""
    assert page.PAGE.read_text(encoding="utf-8") == page.text(Results.saved())
