"""`kill -9` at every moment of an order, and at random ones: it is submitted once, and ends well.

`FAULT_KILLS=200` takes more of the random ones.
"""

import multiprocessing
import os
import random
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from app.stages.dictation.contract import lines_in
from tests.assemblyai_service import MOMENTS, AssemblyAIService
from tests.tools import LocalTools
from tests.unit.stages.dictation.killed import committed, work
from tests.unit.stages.dictation.test_run import given

KILLS = int(os.environ.get("FAULT_KILLS", "10"))
#: Pieces of the whole run: the intent, the id, two lines.
PIECES = 4


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Starts processes that have loaded the stage and the SDK already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.unit.stages.dictation.killed", "app.providers.assemblyai"])
    return context


@pytest.fixture
def service() -> Iterator[AssemblyAIService]:
    """The service."""
    with AssemblyAIService() as running:
        yield running


class Runs:
    """Runs of the stage on one sound."""

    def __init__(self, processes: ForkServerContext, service: AssemblyAIService, folder: Path) -> None:
        self.folder = folder
        self._processes = processes
        params = given(LocalTools(folder), service)
        self._params_json = params.model_dump_json()

    def start(self, **dies: int) -> BaseProcess:
        """Start a run."""
        process = self._processes.Process(target=work, args=(self.folder, self._params_json), kwargs=dies)
        process.start()
        return process

    def end_well(self, service: AssemblyAIService) -> None:
        """The next run completes, with one order for one sound in all."""
        process = self.start()
        process.join(30)
        assert process.exitcode == 0
        assert len(service.accepted) == 1
        assert [line.text for line in lines_in(committed(self.folder))] == ["Good morning, everybody.", "Hello."]


@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if not moment.startswith("list")])
def test_a_kill_at_a_moment_of_the_service(
    processes: ForkServerContext, service: AssemblyAIService, tmp_path: Path, moment: str
) -> None:
    """Before and after each of its answers."""
    runs = Runs(processes, service, tmp_path)
    with service.holding(moment) as hold:
        process = runs.start()
        assert hold.reached.wait(30)
        process.kill()
        process.join(30)
        if moment == "order begun":  # of a client that is gone, the service sees nothing
            hold.drop()
    runs.end_well(service)


@pytest.mark.parametrize("dies", ["dies_before", "dies_after"])
@pytest.mark.parametrize("number", range(PIECES))
def test_a_kill_at_a_commit(
    processes: ForkServerContext, service: AssemblyAIService, tmp_path: Path, dies: str, number: int
) -> None:
    """Before and after the intent, the id, and each line."""
    runs = Runs(processes, service, tmp_path)
    process = runs.start(**{dies: number})
    process.join(30)
    assert process.exitcode == -9
    runs.end_well(service)


def test_a_kill_while_the_order_is_looked_up(
    processes: ForkServerContext, service: AssemblyAIService, tmp_path: Path
) -> None:
    """The next run looks it up again."""
    runs = Runs(processes, service, tmp_path)
    process = runs.start(dies_before=1)
    process.join(30)
    with service.holding("list begun") as hold:
        process = runs.start()
        assert hold.reached.wait(30)
        process.kill()
        process.join(30)
    runs.end_well(service)


def test_an_order_that_arrives_late_is_found(
    processes: ForkServerContext, service: AssemblyAIService, tmp_path: Path
) -> None:
    """It was on its way while the client was killed and the next one read the list for the first time."""
    runs = Runs(processes, service, tmp_path)
    hold = service.holding
    with hold("order begun") as order, hold("order accepted") as accepted, hold("list read") as empty:
        process = runs.start()
        assert order.reached.wait(30)
        process.kill()
        process.join(30)
        following = runs.start()
        assert empty.reached.wait(30)
        order.gate.set()
        assert accepted.reached.wait(30)
        empty.gate.set()
        following.join(30)
        assert following.exitcode == 0
    runs.end_well(service)
    assert service.count("POST /v2/transcript") == 1


def test_kills_at_random_moments(processes: ForkServerContext, service: AssemblyAIService, tmp_path: Path) -> None:
    """Ten of them; after each the order goes on where it was, and some are hit more than once."""
    chance, kills, sounds = random.Random(20_26), 0, 0
    while kills < KILLS:
        folder = tmp_path / str(sounds)
        folder.mkdir()
        service.accepted.clear()
        runs, sounds = Runs(processes, service, folder), sounds + 1
        while kills < KILLS:
            process = runs.start()
            process.join(chance.uniform(0.0, 0.25))
            if not process.is_alive():
                break
            process.kill()
            process.join(30)
            kills += 1
        runs.end_well(service)
