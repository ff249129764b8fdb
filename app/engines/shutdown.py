"""Passes the shutdown of a server to its engine."""

from app.execution.job_runner import Runner
from app.storage.data_folder import DataFolder
from app.storage.life_sign import LifeSign


class Shutdown:
    """The handlers of signals: `announce` for the first, `hurry` for a second one."""

    def __init__(self, sign: LifeSign | None, folder: DataFolder, runner: Runner) -> None:
        self._sign = sign
        self._folder = folder
        self._runner = runner

    def announce(self) -> None:
        """Record that the server was requested to stop: it soon ends or is killed, which is no fault of its jobs."""
        if self._sign is not None and self._folder.lost() is None:
            self._sign.stopping()

    def hurry(self) -> None:
        """Wait for no stage at the shutdown: running jobs are put back into the queue."""
        self._runner.hurry()
