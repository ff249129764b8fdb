"""Runs a server in a separate process for the duration of a `with` block."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from app.cli.listening import address_of, listen
from app.client.api_client import ApiClient
from app.core.errors import AppError
from app.core.lifeline import tied_to
from app.core.settings import Settings

PROJECT_DIR = Path(__file__).parents[2]
START_TIMEOUT_S = 30.0


class ServerFailed(AppError):
    """The server did not start, or ended unexpectedly; the message is the end of its log."""


class ServerProcess:
    """`main.py serve` with the address in `settings` and `environment` added to ours; its log is written to `log`.

    The socket listens before the process starts, so no other program can take the port in between. The process has its
    own session: Ctrl-C in the terminal reaches only us, and we end the server in order.
    """

    def __init__(self, settings: Settings, environment: Mapping[str, str], log: Path) -> None:
        self._settings = settings
        self._environment = environment
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ""

    def __enter__(self) -> Self:
        with listen(self._settings) as listener, self._log.open("wb") as log:
            self.address = address_of(listener)
            self._process = subprocess.Popen(
                [sys.executable, str(PROJECT_DIR / "main.py"), "serve", "--fd", str(listener.fileno())],
                env={**os.environ, **self._environment},
                pass_fds=(listener.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=tied_to(os.getpid()),  # noqa: PLW1509 - system calls alone, no lock, no import
            )
        try:
            self._await_health()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    def wait(self) -> None:
        """Wait until the server ends. Raises ServerFailed if its exit code is not 0."""
        assert self._process is not None
        if self._process.wait() != 0:
            raise ServerFailed(self._last_words())

    def stop(self) -> None:
        """Stop the server in order; kill it after its grace."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(self._settings.shutdown_grace + 10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _await_health(self) -> None:
        assert self._process is not None
        client = ApiClient(self.address, self._settings.api_key.get_secret_value())
        deadline = time.monotonic() + START_TIMEOUT_S
        while not client.is_healthy():
            if self._process.poll() is not None:
                raise ServerFailed(self._last_words())
            if time.monotonic() > deadline:
                raise ServerFailed(f"the server did not answer within {START_TIMEOUT_S:.0f} s; its log is {self._log}")
            time.sleep(0.05)

    def _last_words(self) -> str:
        """The line of a refused start, or the end of the log."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        refused = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
        return refused[-1] if refused else "the server ended:\n" + "\n".join(lines[-15:])
