"""How the end of a server reaches its engine."""

from app.execution.job_runner import Runner
from app.storage.data_folder import DataFolder
from app.storage.life_sign import LifeSign


class Shutdown:
    """What signals call: `announce` the first, `hurry` a second one."""

    def __init__(self, sign: LifeSign, folder: DataFolder, runner: Runner) -> None:
        self._sign = sign
        self._folder = folder
        self._runner = runner

    def announce(self) -> None:
        """The server was asked to end. It will, in a moment, or be killed; its jobs are not to blame for either."""
        if self._folder.lost() is None:
            self._sign.stopping()

    def hurry(self) -> None:
        """Let the end wait for no stage: what runs is put back into the queue."""
        self._runner.hurry()
