"""Copies of a process that run one order each."""

import subprocess
import sys

import pytest

from app.processes.forked_order import CAN_COPY
from tests.forked_python import ROOT

pytestmark = pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")

PROGRAM = """
import os, signal, sys
from app.processes.forked_order import become_template, in_a_copy
become_template()
sys.stdout.buffer.write(in_a_copy(lambda: {answer}))
"""


def _ended(answer: str) -> subprocess.CompletedProcess[bytes]:
    program = [sys.executable, "-c", PROGRAM.format(answer=answer)]
    return subprocess.run(program, cwd=ROOT, capture_output=True, timeout=60, input=b"an order")


def test_the_last_message_of_a_copy_is_returned() -> None:
    """Also one that is larger than a pipe holds; the copy reads none of the orders."""
    assert _ended("b'x' * 1_000_000").stdout == b"x" * 1_000_000
    assert _ended("sys.stdin.buffer.read() or b'nothing'").stdout == b"nothing"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", -9),
        ("os.kill(os.getpid(), signal.SIGXCPU)", -24),
        ("os._exit(3)", 3),
        ("sys.exit(4)", 4),
        ("os._exit(0)", 0),
    ],
)
def test_the_process_dies_as_its_copy_did(answer: str, code: int) -> None:
    """So that whoever waits for it need not know of the copy."""
    ended = _ended(answer)
    assert (ended.returncode, ended.stdout) == (code, b"")


def test_an_unforeseen_exception_ends_the_copy_and_is_printed() -> None:
    """It never goes on as the process that was copied."""
    ended = _ended("1 / 0")
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"ZeroDivisionError" in ended.stderr
