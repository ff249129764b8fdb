"""The statistics of the benchmarks."""

import subprocess
import sys

import pytest

from benchmarks.frame.figure import Figure, Spread
from benchmarks.frame.pairs import CPU_US, P99_MS, PAIRS, RATE, Run, Side, pairs
from benchmarks.frame.processes import metered


def side(name: str, wall_s: list[float], called: list[str]) -> Side:
    """A side whose runs take these times."""
    left = iter(wall_s)

    def run() -> Run:
        called.append(name)
        wall = next(left)
        return Run(operations=10, wall_s=wall, cpu_s=wall / 2, latencies_ms=[wall, 5.0, 1.0])

    return Side(name, run)


def test_sides_alternate_and_are_compared_round_by_round() -> None:
    """Each second round runs backwards; the ratio is the median of the rounds' ratios, not that of the medians."""
    called: list[str] = []
    ours, peer = side("ours", [1, 2, 4, 8, 16], called), side("peer", [2, 1, 4, 4, 1], called)
    found = pairs(ours, peer)
    assert "".join(name[0] for name in called) == "oppooppoop"
    figure = found.figure("a job", CPU_US, aim=1.0, beside="peer")
    assert figure.value == 4 / 2 / 10 * 1e6
    assert figure.spread == Spread(figure.value, 1 / 2 / 10 * 1e6, 16 / 2 / 10 * 1e6, PAIRS)
    assert figure.beside[0].ratio == Spread(2.0, 0.5, 16.0, PAIRS)
    assert figure.holds is False
    assert found.figure("a job", RATE, aim=0.5, beside="peer").holds is True
    assert found.figure("a job", P99_MS).value == 5.0


def test_an_aim_beside_a_peer_that_is_not_installed_is_left_open() -> None:
    """It is neither met nor missed; an aim about the value itself is judged without peers."""
    found = pairs(side("ours", [1.0] * 5, []))
    assert found.figure("a job", CPU_US, aim=1.0, beside="peer").holds is None
    assert found.figure("a job", RATE, aim=10.0).holds is True
    with pytest.raises(LookupError, match="peer"):
        _ = Figure("a job", 1.0, "s", aim=1.0, aim_beside="peer").holds


def test_fewer_rounds_are_refused() -> None:
    """A median of three would flatter."""
    with pytest.raises(ValueError, match="at least 5"):
        pairs(side("ours", [1.0] * 4, []), count=4)


def test_cpu_of_a_process_includes_the_children_it_has_waited_for() -> None:
    """Work that is passed to a child process is not free."""
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(8_000_000))']); print(flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", work + "; input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        with metered(process.pid) as meter:
            assert process.stdout is not None
            process.stdout.readline()
        assert meter.cpu_s > 0.05
        process.communicate(b"\n")
