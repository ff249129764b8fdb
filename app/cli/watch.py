"""Implements `python main.py watch`: processes the recordings that come into a folder.

The folder is polled, because network file systems report no changes of others. A recording is taken when its size and
time have not changed between two polls, and skipped when it has results already; so a restart needs no memory.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.cli.run import DONE, FAILED, INTERRUPTED, REFUSED, Run, interruptible
from app.cli.run_options import Wish
from app.cli.run_view import RunView
from app.core.errors import AppError, StartRefused
from app.core.settings import Settings
from app.media.recording_files import Shape, recordings_below

#: A recording that failed is tried again when it has changed.
Shapes = dict[Path, Shape]


class FolderMissing(StartRefused):
    """The folder to watch is not there."""


class Arrivals:
    """Which recordings of a folder are to be taken at a poll."""

    def __init__(self, folder: Path, is_done: Callable[[Path], bool]) -> None:
        self._folder = folder
        self._is_done = is_done
        self._seen: Shapes = {}
        self._taken: Shapes = {}
        self.growing = False  #: whether the last poll found one that may still grow

    def poll(self) -> list[Path]:
        """The recordings that have stopped to grow and have no results, oldest first."""
        found = dict(recordings_below(self._folder))
        new = {file: shape for file, shape in found.items() if self._taken.get(file) != shape}
        ready = [file for file, shape in new.items() if self._seen.get(file) == shape]
        self._seen = found
        wanted = [file for file in ready if not self._is_done(file)]
        self.growing = len(ready) < len(new)
        self._taken |= {file: found[file] for file in ready}
        return sorted(wanted, key=lambda file: (found[file][1], file))


def watch_folder(
    settings: Settings, folder: Path, wish: Wish, *, every_s: float, once: bool, server: str | None
) -> int:
    """Process what comes until Ctrl-C; returns the exit code. With `once`, until nothing is left: 1 if one failed."""
    if not folder.is_dir():
        raise FolderMissing(f"{folder} is no folder here")
    view = RunView()
    arrivals = Arrivals(folder, lambda file: bool(wish.outputs_of(str(file)).existing()))
    failed = False
    with interruptible():
        try:
            view.line(f"watching {folder}; Ctrl-C ends it")
            run = Run(settings, wish, view, server)
            with run.client():  # a server that is started here stays for all that comes
                while True:
                    if ready := arrivals.poll():
                        failed |= not all(each.is_good for each in run.process([str(file) for file in ready]))
                    elif once and not arrivals.growing:
                        return FAILED if failed else DONE
                    time.sleep(every_s)
        except KeyboardInterrupt:
            return INTERRUPTED
        except AppError as error:
            print(f"error: {error}", file=sys.stderr)
            return REFUSED
