"""Runs `python main.py …` in separate processes, with their settings and logs; they can be killed and restarted."""

import os
import signal
import sys
from pathlib import Path

from tests.forked_python import ROOT, Process, Template

#: All programs of the tests are copies of one process, which has imported what they import.
TEMPLATE = Template()
#: Default settings of the tests' programs; a test may override some.
SETTINGS = {
    "WHISPER_MODEL": "demo",
    "SENTIMENT_MODEL": "demo",
    "SPACY_MODEL": "demo",
    "HF_HUB_OFFLINE": "true",
    "ALLOW_PRIVATE_NETWORKS": "true",
    "DISK_RESERVE_BYTES": "0",
    "SHUTDOWN_GRACE": "0",
    "CHILD_NICE": "0",
    "LOG_LEVEL": "INFO",
}


class Program:
    """A program, by its command line. The folder outlives the process, so that a start after `kill` is a restart.

    `real`: it gets an interpreter of its own, so that /proc shows its environment (see `forked_python`).
    """

    def __init__(self, folder: Path, command: list[str], *, real: bool = False, **settings: str) -> None:
        self.folder = folder
        self.log_file = folder / "server.log"
        self._command = command
        self._real = real
        self._settings = SETTINGS | settings
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """The process id."""
        assert self._process is not None
        return self._process.pid

    def command(self) -> list[str]:
        """The command that starts it."""
        return self._command

    def launch(self, **settings: str) -> None:
        """Start the process with these settings beside its own."""
        own = self._settings | settings
        environment = {name: value for name, value in os.environ.items() if name not in own} | own
        with self.log_file.open("ab") as log:
            self._process = TEMPLATE.start(
                self.command(), cwd=self.folder, env=environment, log=log.fileno(), real=self._real
            )

    def log(self) -> str:
        """The end of its log."""
        return self.log_file.read_text(errors="replace")[-8000:]

    def kill(self) -> None:
        """Kill it with SIGKILL and wait for it."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def terminate(self, number: int = signal.SIGTERM, *, within_s: float = 30.0) -> int:
        """Send it a signal to stop; returns its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(within_s)

    def hold(self) -> None:
        """Stop it as SIGSTOP does, until `let_go`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def let_go(self) -> None:
        """Continue it after `hold`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def alive(self) -> bool:
        """Whether the process is running."""
        return self._process is not None and self._process.poll() is None


def main_program(*arguments: str) -> list[str]:
    """The command line of `python main.py` with these arguments."""
    return [sys.executable, str(ROOT / "main.py"), *arguments]


def pytest_unconfigure() -> None:
    """End the process that programs are copies of."""
    TEMPLATE.close()
