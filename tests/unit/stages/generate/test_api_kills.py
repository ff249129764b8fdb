"""`kill -9` at ten moments of an order, by the SDKs against their services: never two orders, never a lost film."""

import multiprocessing
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from app.providers.film_catalog import CATALOG
from app.providers.films import FilmOrder
from app.stages.generate.contract import FilmChoice, GenerateInput
from tests.film_apis import KEY, FilmFault, FilmService, OpenAIService, RunwayService
from tests.media import MediaShelf
from tests.unit.stages.generate.killed import committed, result, work

PROMPT = FilmOrder(prompt="A lighthouse at dusk")


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Starts processes that have loaded the stage and the SDKs already."""
    context = multiprocessing.get_context("forkserver")
    modules = ("tests.unit.stages.generate.killed", "app.providers.openai_films", "app.providers.runway_films")
    context.set_forkserver_preload(list(modules))
    return context


@pytest.fixture
def openai(media: MediaShelf) -> Iterator[FilmService]:
    """A service that lists its orders."""
    with OpenAIService(media.video()) as running:
        yield running


@pytest.fixture
def runway(media: MediaShelf) -> Iterator[FilmService]:
    """A service that does not."""
    with RunwayService(media.video()) as running:
        yield running


class Runs:
    """Runs of the stage for one job, which orders from the services in this order."""

    def __init__(self, processes: ForkServerContext, folder: Path, **services: FilmService) -> None:
        self.folder = folder
        self._processes = processes
        choices = (
            FilmChoice(
                name=name,
                title=CATALOG[name].title,
                entry=CATALOG[name].entry,
                package=None,
                base_url=service.url,
                order=CATALOG[name].settled(PROMPT),
                usd=0.5,
                wanted=True,
                passed=None,
            )
            for name, service in services.items()
        )
        self._params_json = GenerateInput(
            order=PROMPT,
            title="A lighthouse",
            choices=tuple(choices),
            keys=dict.fromkeys(services, KEY),
            round=0,
            poll_s=0.02,
            max_bytes=10**8,
            max_seconds=60,
            allow_private_networks=True,
        ).model_dump_json()

    def start(self) -> BaseProcess:
        """Start a run."""
        process = self._processes.Process(target=work, args=(self.folder, self._params_json))
        process.start()
        return process

    def kill_at(self, service: FilmService, moment: str) -> None:
        """Kill a run at a moment of a service."""
        with service.holding(moment) as hold:
            process = self.start()
            assert hold.reached.wait(30)
            process.kill()
            process.join(30)
            if moment == "order begun":  # of a client that is gone, the service sees nothing
                hold.drop()

    def end(self, *, most: int = 2) -> str:
        """Run until there is a film, as the retries of a job do; returns who made it."""
        for _ in range(most):
            process = self.start()
            process.join(30)
            if process.exitcode == 0:
                return result(self.folder).provider
        pytest.fail(f"no film after {[step.model_dump_json() for step in committed(self.folder)]}")


def _long(moment: str) -> Any:
    return pytest.param(moment, marks=pytest.mark.long)


@pytest.mark.parametrize(
    "moment", ["order accepted", "poll answered", "film half", *map(_long, ("order begun", "poll begun", "film begun"))]
)
def test_a_service_that_lists_its_orders_gets_one(
    processes: ForkServerContext, openai: FilmService, tmp_path: Path, moment: str
) -> None:
    """The film is that of the only order, whenever the run that sent it was killed."""
    runs = Runs(processes, tmp_path, openai=openai)
    runs.kill_at(openai, moment)
    assert runs.end() == "openai"
    assert [order.id for order in openai.accepted] == [result(tmp_path).order_id]


def test_a_kill_while_an_order_is_looked_up(processes: ForkServerContext, openai: FilmService, tmp_path: Path) -> None:
    """Its answer was lost, and the run that looked it up was killed: the next one finds it."""
    runs = Runs(processes, tmp_path, openai=openai)
    openai.faults = [FilmFault("order", 502, after=True)]
    runs.kill_at(openai, "list begun")
    assert runs.end() == "openai"
    assert (len(openai.accepted), openai.count("order")) == (1, 1)


@pytest.mark.parametrize("moment", ["order accepted", "film half", _long("poll begun")])
def test_a_service_without_a_list_gets_one_and_the_next_one_may(
    processes: ForkServerContext, runway: FilmService, openai: FilmService, tmp_path: Path, moment: str
) -> None:
    """An order whose answer was lost is not sent again there; one whose id is known goes on."""
    runs = Runs(processes, tmp_path, runway=runway, openai=openai)
    runs.kill_at(runway, moment)
    lost = moment == "order accepted"
    assert runs.end() == ("openai" if lost else "runway")
    assert len(runway.accepted) == 1
    assert len(openai.accepted) == (1 if lost else 0)
    assert result(tmp_path).cost_usd == (1.0 if lost else 0.5)
