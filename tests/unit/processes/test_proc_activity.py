"""What the kernel tells of processes, and what that means."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.processes.proc_activity import Pulse, Vitals, can_sample, pulse_of, sample

pytestmark = pytest.mark.skipif(not can_sample(), reason="this system has no /proc")

READY = "import os, sys, time, threading; print(flush=True); "
LEADER = 100


@contextmanager
def _running(code: str) -> Iterator[int]:
    """A process in a group of its own that has begun to do what `code` says."""
    command = [sys.executable, "-c", READY + code]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _until(pid: int, pulse: Pulse) -> None:
    """Look until two looks in a row tell this; the test's time limit ends it otherwise."""
    before = sample({pid})[pid]
    while pulse_of(pid, before, now := sample({pid})[pid]) is not pulse:
        before = now


def test_a_process_that_computes_moves_though_it_says_nothing() -> None:
    """Also inside one long call."""
    with _running("sum(iter(int, 1))") as pid:
        _until(pid, Pulse.MOVING)


def test_a_process_that_waits_is_asleep_and_one_that_wakes_moves() -> None:
    """A turn of its loop costs microseconds, which nanoseconds show."""
    with _running("sys.stdin.read()") as pid:
        _until(pid, Pulse.ASLEEP)
    with _running("[time.sleep(0.05) for _ in iter(int, 1)]") as pid:
        _until(pid, Pulse.ASLEEP)  # between two turns
        _until(pid, Pulse.MOVING)


def test_a_stopped_process_is_told_from_a_sleeping_one() -> None:
    """And lives again when it may go on."""
    with _running("sum(iter(int, 1))") as pid:
        os.kill(pid, signal.SIGSTOP)
        _until(pid, Pulse.STOPPED)
        os.kill(pid, signal.SIGCONT)
        _until(pid, Pulse.MOVING)


def test_what_a_program_of_its_does_counts_for_the_group() -> None:
    """A stage that waits for ffmpeg lives while ffmpeg does."""
    spin = "import subprocess; subprocess.run([sys.executable, '-c', 'sum(iter(int, 1))'])"
    with _running(spin) as pid:
        while len(sample({pid})[pid].states) < 2:
            pass
        _until(pid, Pulse.MOVING)


def test_a_group_that_is_gone_is_nobody() -> None:
    """Its end is told otherwise."""
    with _running("sys.stdin.read()") as pid:
        before = sample({pid})[pid]
    assert pulse_of(pid, before, sample({pid})[pid]) is Pulse.MOVING


@given(
    states=st.dictionaries(st.integers(LEADER, LEADER + 3), st.text("SRDTtZI", min_size=1, max_size=3), min_size=1),
    moved=st.booleans(),
)
def test_only_what_neither_runs_nor_moved_is_asleep(states: dict[int, str], moved: bool) -> None:
    """A thread that waits for a processor or a disk, or that somebody debugs, is no hanging one."""
    used = dict.fromkeys(states, (1, 1, 1))
    now = Vitals(states, dict.fromkeys(states, (2, 1, 1)) if moved else used)
    pulse, letters = pulse_of(LEADER, Vitals(states, used), now), set("".join(states.values()))
    if set(states.get(LEADER, "")) == {"T"}:
        assert pulse is Pulse.STOPPED
    elif moved or letters & set("RDt") or LEADER not in states:
        assert pulse is Pulse.MOVING
    else:
        assert pulse is (Pulse.STOPPED if "T" in letters else Pulse.ASLEEP)


def test_the_first_look_condemns_only_what_is_stopped() -> None:
    """Sleep shows between two."""
    assert pulse_of(LEADER, None, Vitals({LEADER: "SS"}, {LEADER: (1,)})) is Pulse.MOVING
    assert pulse_of(LEADER, None, Vitals({LEADER: "TT"}, {LEADER: (1,)})) is Pulse.STOPPED
