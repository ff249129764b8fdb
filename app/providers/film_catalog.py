"""The services that make films, by name, with their limits and prices. The server imports no SDK with it."""

from collections.abc import Mapping
from typing import Final

from app.providers.films import FilmModel, ProviderSpec

DEMO: Final = ProviderSpec(
    name="demo",
    title="Demo",
    models=(
        FilmModel(
            name="words",
            durations_s=(5.0, 1.0),
            longest_s=60.0,
            aspects=("16:9", "9:16", "1:1"),
            resolutions=("360p", "480p", "720p", "1080p"),
            longest_prompt=4000,
            usd_per_s={},
        ),
    ),
    entry="app.providers.demo:open_films",
)

CATALOG: Final[Mapping[str, ProviderSpec]] = {spec.name: spec for spec in (DEMO,)}
