"""OpenAI's list: an order whose answer was lost is found by its words and its time."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.providers.film_catalog import CATALOG
from app.providers.films import FilmAccess, FilmOrder, FilmPlace, FilmProvider
from app.providers.openai_films import open_films
from app.providers.orders import NotListed, OrderStep
from app.sources.netguard import intranet_judge
from tests.film_apis import KEY, FilmFault, OpenAIService

ORDER = CATALOG["openai"].settled(FilmOrder(prompt="A red boat"))
OTHER = ORDER.model_copy(update={"prompt": "A blue boat"})


@pytest.fixture
def service(tmp_path: Path) -> Iterator[OpenAIService]:
    """The service."""
    film = tmp_path / "made.mp4"
    film.write_bytes(b"film")
    with OpenAIService(film) as running:
        yield running


@pytest.fixture
def films(service: OpenAIService, tmp_path: Path) -> Iterator[FilmProvider]:
    """The provider."""
    access = FilmAccess(base_url=service.url, key=KEY)
    judge = intranet_judge(allow_private_networks=False)
    with closing(open_films(FilmPlace(access, judge, 10**6, tmp_path, Path("ffmpeg"), 2.0))) as opened:
        yield opened


def intent() -> OrderStep:
    """The intent of an order that is placed now."""
    return OrderStep(state="intended", mark="mark", at_ms=time.time_ns() // 1_000_000)


@pytest.mark.parametrize("ahead_s", [0, 7200, -7200])
def test_a_lost_order_is_found_whatever_the_clock(service: OpenAIService, films: FilmProvider, ahead_s: float) -> None:
    """Older orders with the same words are another's; the clock of the service may be hours off."""
    service.clock_ahead_s, service.page = ahead_s, 2
    films.submit(ORDER, "before")
    service.accepted[0].created_s -= 60
    now = intent()
    assert films.find(ORDER, now) is None
    lost = films.submit(ORDER, "mark")
    for _ in range(3):
        films.submit(OTHER, "later")
    assert films.find(ORDER, now) == lost


def test_several_orders_with_the_same_words_are_not_told_apart(service: OpenAIService, films: FilmProvider) -> None:
    """Rather none is taken than that of another job."""
    now = intent()
    films.submit(ORDER, "one")
    films.submit(ORDER, "two")
    with pytest.raises(NotListed):
        films.find(ORDER, now)
    service.faults = [FilmFault("list", 200, "<html>")]
    with pytest.raises(Exception, match="cannot read"):
        films.find(ORDER, now)
