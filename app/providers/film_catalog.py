"""The services that make films, by name, with their limits and prices. The server imports no SDK with it."""

from collections.abc import Mapping
from typing import Final

from app.providers.films import FilmModel, ProviderSpec

WIDE_OR_TALL: Final = ("16:9", "9:16")

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
    needs_key=False,
    can_list=True,
)

OPENAI: Final = ProviderSpec(
    name="openai",
    title="OpenAI",
    models=(
        FilmModel(
            name="sora-2",
            durations_s=(4.0, 8.0, 12.0),
            aspects=WIDE_OR_TALL,
            resolutions=("720p",),
            longest_prompt=4000,
            usd_per_s={"720p": 0.10},
        ),
        FilmModel(
            name="sora-2-pro",
            durations_s=(4.0, 8.0, 12.0),
            aspects=WIDE_OR_TALL,
            resolutions=("720p",),
            longest_prompt=4000,
            usd_per_s={"720p": 0.30},
        ),
    ),
    entry="app.providers.openai_films:open_films",
    package="openai",
    can_list=True,
)

RUNWAY: Final = ProviderSpec(
    name="runway",
    title="Runway",
    models=(
        FilmModel(
            name="gen4.5",
            durations_s=(5.0, 2.0, 3.0, 4.0, 6.0, 7.0, 8.0, 9.0, 10.0),
            aspects=WIDE_OR_TALL,
            resolutions=("720p",),
            longest_prompt=1000,
            usd_per_s={"720p": 0.12},
        ),
        FilmModel(
            name="veo3.1",
            durations_s=(4.0, 6.0, 8.0),
            aspects=WIDE_OR_TALL,
            resolutions=("720p", "1080p"),
            longest_prompt=1000,
            usd_per_s={"720p": 0.40, "1080p": 0.40},
        ),
        FilmModel(
            name="veo3.1_fast",
            durations_s=(4.0, 6.0, 8.0),
            aspects=WIDE_OR_TALL,
            resolutions=("720p", "1080p"),
            longest_prompt=1000,
            usd_per_s={"720p": 0.15, "1080p": 0.15},
        ),
    ),
    entry="app.providers.runway_films:open_films",
    package="runwayml",
    can_cancel=True,
)

GOOGLE: Final = ProviderSpec(
    name="google",
    title="Google",
    models=tuple(
        FilmModel(
            name=name,
            durations_s=(8.0, 4.0, 6.0),
            aspects=WIDE_OR_TALL,
            resolutions=("720p", "1080p"),
            longest_prompt=4000,
            usd_per_s={"720p": usd, "1080p": usd_large},
            lengths_at={"1080p": (8.0,)},
        )
        for name, usd, usd_large in (
            ("veo-3.1-fast-generate-preview", 0.15, 0.15),
            ("veo-3.1-generate-preview", 0.40, 0.40),
            ("veo-3.1-lite-generate-preview", 0.05, 0.08),
        )
    ),
    entry="app.providers.google_films:open_films",
    package="google-genai",
)

#: Prices are the services' list prices of 2026; where they were lowered meanwhile, the higher one, so that a budget is
#: kept rather than overspent.
CATALOG: Final[Mapping[str, ProviderSpec]] = {spec.name: spec for spec in (DEMO, OPENAI, RUNWAY, GOOGLE)}
