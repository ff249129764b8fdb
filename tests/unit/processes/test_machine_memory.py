"""How much memory a child may take: of the machine and of its control group the smaller."""

from pathlib import Path

import psutil
import pytest

from app.processes import machine_memory
from app.processes.machine_memory import CHILD_AT_LEAST_BYTES, memory_bytes, share_for_a_child

MEMINFO = "MemTotal:       8000000 kB\nMemFree:  100 kB\n"


def _machine(folder: Path, monkeypatch: pytest.MonkeyPatch, cgroup: str, limits: dict[str, str]) -> None:
    (folder / "proc/self").mkdir(parents=True)
    (folder / "proc/meminfo").write_text(MEMINFO)
    (folder / "proc/self/cgroup").write_text(cgroup)
    for path, text in limits.items():
        place = folder / "groups" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    monkeypatch.setattr(machine_memory, "PROC", folder / "proc")
    monkeypatch.setattr(machine_memory, "CGROUPS", folder / "groups")


@pytest.mark.parametrize(
    ("cgroup", "limits", "expected"),
    [
        pytest.param("0::/a/b\n", {}, 8_192_000_000, id="no limit is the machine's"),
        pytest.param("0::/a/b\n", {"a/b/memory.max": "max\n"}, 8_192_000_000, id="max is no limit"),
        pytest.param("0::/a/b\n", {"a/b/memory.max": "5000000000\n"}, 5_000_000_000, id="its group's"),
        pytest.param(
            "0::/a/b\n",
            {"a/b/memory.max": "5000000000\n", "a/memory.max": "4000000000\n"},
            4_000_000_000,
            id="the group's above it",
        ),
        pytest.param(
            "4:cpu,memory:/x\n0::/\n", {"memory/x/memory.limit_in_bytes": "3000000000\n"}, 3_000_000_000, id="version 1"
        ),
    ],
)
def test_the_smallest_limit_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cgroup: str, limits: dict[str, str], expected: int
) -> None:
    """A container's limit is what there is, whatever the machine has."""
    _machine(tmp_path, monkeypatch, cgroup, limits)
    assert memory_bytes() == expected


def test_a_child_gets_half_but_never_too_little_to_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the memory; on a small machine what a model needs."""
    _machine(tmp_path, monkeypatch, "0::/a\n", {"a/memory.max": "6000000000"})
    assert share_for_a_child() == 3_000_000_000
    (tmp_path / "groups/a/memory.max").write_text("1000000000")
    assert share_for_a_child() == CHILD_AT_LEAST_BYTES


def test_this_machine_is_read() -> None:
    """Not more than the machine has, and not nothing."""
    assert 0 < memory_bytes() <= psutil.virtual_memory().total
