"""What a service can make and what it costs, as the server reckons it before anything is ordered."""

import pytest

from app.core.errors import SettingsInvalid
from app.core.settings import load_settings
from app.providers.film_catalog import CATALOG, DEMO
from app.providers.film_choice import specs_of
from app.providers.films import FilmModel, FilmOrder, ProviderSpec

SPEC = ProviderSpec(
    name="toy",
    title="Toy",
    models=(
        FilmModel(
            name="quick",
            durations_s=(4.0, 8.0),
            aspects=("16:9",),
            resolutions=("720p", "1080p"),
            longest_prompt=10,
            usd_per_s={"720p": 0.1, "1080p": 0.3},
        ),
        FilmModel(
            name="long",
            durations_s=(5.0, 2.0),
            longest_s=20.0,
            aspects=("1:1",),
            resolutions=("360p",),
            longest_prompt=10,
            usd_per_s={},
        ),
    ),
    entry="toy:open_films",
)


@pytest.mark.parametrize(
    ("order", "why"),
    [
        (FilmOrder(prompt="a"), None),
        (FilmOrder(prompt="a", duration_s=8), None),
        (FilmOrder(prompt="a" * 11), "its prompts have at most 10 characters, this one has 11"),
        (FilmOrder(prompt="a", duration_s=5), "its films last 4 or 8 s, not 5"),
        (FilmOrder(prompt="a", aspect="9:16"), "its shapes are 16:9, not 9:16"),
        (FilmOrder(prompt="a", resolution="360p"), "its resolutions are 720p, 1080p, not 360p"),
        (FilmOrder(prompt="a", model="sora"), "it has no model sora, but quick, long"),
        (FilmOrder(prompt="a", model="long", duration_s=7.5), None),
        (FilmOrder(prompt="a", model="long", duration_s=1), "its films last 2 to 20 s, not 1"),
    ],
)
def test_limits_of_the_ordered_model(order: FilmOrder, why: str | None) -> None:
    """The reason names the limit and what was wanted."""
    assert SPEC.why_not(order) == why


def test_what_is_left_open_is_the_default_and_priced() -> None:
    """The first of each list; the price is that of the film as it will be ordered."""
    assert SPEC.settled(FilmOrder(prompt="a", seed=3)) == FilmOrder(
        prompt="a", duration_s=4, aspect="16:9", resolution="720p", seed=3, model="quick"
    )
    assert SPEC.price_usd(FilmOrder(prompt="a")) == pytest.approx(0.4)
    assert SPEC.price_usd(FilmOrder(prompt="a", duration_s=8, resolution="1080p")) == pytest.approx(2.4)
    assert SPEC.price_usd(FilmOrder(prompt="a", model="long")) == 0
    assert not SPEC.free
    assert DEMO.free


@pytest.mark.parametrize("spec", CATALOG.values(), ids=CATALOG)
def test_every_service_can_make_its_defaults(spec: ProviderSpec) -> None:
    """A prompt alone is enough, and each name has one meaning."""
    order = FilmOrder(prompt="a lighthouse at dusk")
    assert spec.why_not(order) is None
    assert spec.why_not(spec.settled(order)) is None
    assert len({model.name for model in spec.models}) == len(spec.models)


def test_models_are_those_that_are_set() -> None:
    """A new one costs what is written, a known one keeps its price and limits; the first is the default."""
    specs = specs_of(load_settings(openai_models="sora-3 = 0.5, sora-2-pro", runway_models="gen4.5=0"))
    first, pro = specs["openai"].models
    built_in = CATALOG["openai"].models
    assert (first.name, first.durations_s, pro) == ("sora-3", built_in[0].durations_s, built_in[1])
    assert specs["openai"].price_usd(FilmOrder(prompt="a", duration_s=8)) == 4.0
    why = specs["openai"].why_not(FilmOrder(prompt="a", model="sora-2"))
    assert why == "it has no model sora-2, but sora-3, sora-2-pro"
    assert specs["runway"].free
    assert specs["google"] == CATALOG["google"]


@pytest.mark.parametrize("models", ["sora-9", "=1", "a=x", "a=-1", "a=inf", "a=nan", "sora-2,sora-2=1"])
def test_models_that_make_no_sense_are_refused(models: str) -> None:
    """The setting is named."""
    with pytest.raises(SettingsInvalid, match=r"^OPENAI_MODELS: "):
        specs_of(load_settings(openai_models=models))
