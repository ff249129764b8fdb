"""`kill -9` of orders by the official SDKs, at moments of their services: never two orders, never a lost one."""

import multiprocessing
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from app.providers.film_catalog import CATALOG
from app.providers.films import FilmOrder
from app.stages.generate.contract import FilmChoice
from tests.film_apis import KEY, FilmService, OpenAIService, RunwayService
from tests.media import MediaShelf
from tests.toy_films import ToyService
from tests.unit.stages.generate.killed import result, work
from tests.unit.stages.generate.test_run import given

FAKES: dict[str, type[FilmService]] = {"openai": OpenAIService, "runway": RunwayService}
#: Service, moment at which the run is killed, who makes the film in the end.
KILLS = [
    pytest.param("openai", "order begun", "openai", marks=pytest.mark.long),
    ("openai", "order accepted", "openai"),
    ("openai", "poll answered", "openai"),
    pytest.param("openai", "film half", "openai", marks=pytest.mark.long),
    ("runway", "order accepted", "toy"),
    pytest.param("runway", "poll begun", "runway", marks=pytest.mark.long),
]


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Starts processes that have loaded the stage and the SDKs already."""
    context = multiprocessing.get_context("forkserver")
    modules = ["app.providers.openai_films", "app.providers.runway_films", "tests.toy_films"]
    context.set_forkserver_preload(["tests.unit.stages.generate.killed", *modules])
    return context


def choice_of(name: str, service: FilmService) -> FilmChoice:
    """A service as the stage gets it."""
    spec = CATALOG[name]
    order = spec.settled(FilmOrder(prompt="a lighthouse at dusk"))
    return FilmChoice(
        name=name,
        title=spec.title,
        entry=spec.entry,
        package=spec.package,
        base_url=service.url,
        order=order,
        usd=spec.price_usd(order),
        wanted=True,
        passed=None,
    )


@pytest.mark.parametrize(("name", "moment", "maker"), KILLS)
def test_a_kill_at_a_moment_of_the_service(
    processes: ForkServerContext, tmp_path: Path, media: MediaShelf, name: str, moment: str, maker: str
) -> None:
    """The next run finds the order, or leaves it as paid to the next service."""
    toy = ToyService.made(tmp_path / "toy", media.video())
    with FAKES[name](media.video()) as service:
        others = given(("toy", toy))
        params = others.model_copy(
            update={
                "choices": (choice_of(name, service), *others.choices),
                "keys": {name: KEY},
                "allow_private_networks": True,
                "poll_s": 0.02,
            }
        )
        with service.holding(moment) as hold:
            first = processes.Process(target=work, args=(tmp_path, params.model_dump_json()))
            first.start()
            assert hold.reached.wait(60)
            first.kill()
            first.join(60)
            if moment == "order begun":
                hold.drop()  # of a client that is gone, the service sees nothing
        second = processes.Process(target=work, args=(tmp_path, params.model_dump_json()))
        second.start()
        second.join(60)
        assert (first.exitcode, second.exitcode) == (-9, 0)
        assert (len(service.accepted), len(toy.accepted)) == (1, int(maker == "toy"))
    made = result(tmp_path)
    assert made.provider == maker
    assert made.cost_usd == pytest.approx(params.choices[0].usd + (0.5 if maker == "toy" else 0.0))
