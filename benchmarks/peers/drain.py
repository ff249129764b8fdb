"""What the peers' processes share: report that the jobs wait, wait for the sign to run them, report the end."""

import sys


def sign() -> None:
    """Report that all jobs wait, and wait until they are to be run."""
    print("ready", flush=True)
    sys.stdin.readline()


def done() -> None:
    """Report that all jobs have ended, and wait until the CPU time of this process has been read."""
    print("done", flush=True)
    sys.stdin.read()
