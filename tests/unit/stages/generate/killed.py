"""A run of the stage in a process of its own, whose commits are on disk, and which can be killed at any of them."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from app.jobs.results import Result
from app.stages.generate.contract import FilmStep, GenerateInput, GenerateOutput
from app.stages.generate.run import run
from tests.tools import LocalTools


@dataclass
class DurableTools(LocalTools):
    """Tools whose pieces are lines of the file `pieces`; dies around the commit of a number, if it is to."""

    dies_before: int = -1
    dies_after: int = -1

    def piece(self, index: int, piece: Result) -> None:
        """Commit a piece."""
        if index == self.dies_before:
            os.kill(os.getpid(), signal.SIGKILL)
        with (self.folder / "pieces").open("a") as file:
            file.write(piece.model_dump_json() + "\n")
            file.flush()
            os.fsync(file.fileno())
        if index == self.dies_after:
            os.kill(os.getpid(), signal.SIGKILL)


def committed(folder: Path) -> tuple[FilmStep, ...]:
    """The pieces on disk."""
    path = folder / "pieces"
    lines = path.read_text().splitlines() if path.exists() else []
    return tuple(FilmStep.model_validate_json(line) for line in lines)


def result(folder: Path) -> GenerateOutput:
    """The output of the run that ended."""
    return GenerateOutput.model_validate_json((folder / "output").read_text())


def work(folder: Path, params_json: str, dies_before: int = -1, dies_after: int = -1) -> None:
    """One run; the process ends with 0 if the stage does."""
    params = GenerateInput.model_validate_json(params_json)
    tools = DurableTools(folder, dies_before=dies_before, dies_after=dies_after)
    output = run(params.model_copy(update={"done": committed(folder)}), tools)
    (folder / "output").write_text(output.model_dump_json())
