"""Engines in processes of their own, as copies of the tests' template: each prints lines, some of which are words."""

import os
import sys
from typing import IO

from tests.forked_python import ROOT, Process
from tests.programs import TEMPLATE

#: How a line begins that is for the test; the others are the log's.
WORD = "word: "


def begun(module: str, *arguments: str) -> tuple[Process, IO[str]]:
    """Start the module's program; returns its process and what it prints."""
    ours, theirs = os.pipe()
    try:
        process = TEMPLATE.start([sys.executable, "-m", module, *arguments], cwd=ROOT, env=os.environ, log=theirs)
    finally:
        os.close(theirs)
    return process, os.fdopen(ours, encoding="utf-8")


def next_word(told: IO[str]) -> str:
    """The next word of a program. Raises EOFError, with what it printed, if it ended before."""
    lines = []
    for line in told:
        if line.startswith(WORD):
            return line.removeprefix(WORD).strip()
        lines.append(line)
    raise EOFError("".join(lines))
