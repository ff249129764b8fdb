"""Stage `generate`: a film from a prompt, by the first of several services that can and may make it."""

from typing import Any

from pydantic import Field

from app.core.errors import SettingsInvalid
from app.core.settings import Settings
from app.jobs.estimate import Rate
from app.jobs.generations import Generation, MadeFilm
from app.jobs.options import OF_PROMPTS, ProcessingOptions
from app.jobs.record import JobRecord
from app.jobs.results import Blob, MediaInfo, Result
from app.jobs.spending import OrderMove, OrderState
from app.media.ffmpeg import MOST_FILM_PIXELS, MOST_PIXELS
from app.providers.film_catalog import CATALOG
from app.providers.film_choice import access_of, may_order, order_for, specs_of, why_passed
from app.providers.films import FilmOrder
from app.stages.stage import ChildKind, OwnFilm, Resource, SourceFacts, Stage, StageContext, StageFile

#: Bytes per second of a film: 1080p at 16 Mbit/s.
BYTES_PER_S = 2_000_000
#: A film's expected length where the job does not say, seconds.
USUAL_S = 5.0
#: The kind of the artifact.
FILM = "film"


class FilmStep(Result):
    """A step of an order, for the record: `at_ms` is Unix milliseconds, `reason` for people.

    `round` is that of the job (`Generation`). `usd` is the price of an intended order.
    """

    provider: str
    state: OrderState
    mark: str
    at_ms: int
    round: int = 0
    model: str = ""
    usd: float = 0.0
    order_id: str = ""
    took_ms: int | None = None
    fault: bool = False
    reason: str = ""


class FilmChoice(Result):
    """A service as the child needs it. Only a `wanted` one may get the order, unless there is a reason in `passed`."""

    name: str
    title: str
    entry: str
    package: str | None
    base_url: str
    order: FilmOrder
    usd: float
    wanted: bool
    passed: str | None


class GenerateInput(Result):
    """The order, and the services in the order in which they are tried. `done` are the steps of earlier runs.

    An order is polled every `poll_s` seconds. `keys` are by the name of the service.
    """

    order: FilmOrder
    title: str
    choices: tuple[FilmChoice, ...]
    keys: dict[str, str] | None = Field(default=None, repr=False)
    round: int
    poll_s: float
    max_bytes: int
    max_seconds: float
    max_pixels: int = MOST_PIXELS
    max_film_pixels: int = MOST_FILM_PIXELS
    allow_private_networks: bool = False
    allowed_private_hosts: tuple[str, ...] = ()
    done: tuple[FilmStep, ...] = ()


class GenerateOutput(Result):
    """The film and who made it. `took_ms` is the time from the first order to the film, `cost_usd` that of all."""

    film: Blob
    media: MediaInfo
    title: str
    provider: str
    model: str
    order_id: str
    took_ms: int
    cost_usd: float


def _input(context: StageContext) -> GenerateInput:
    s, job = context.settings, context.job
    wanted = job.generation or Generation(prompt="")
    order = order_for(wanted, job.options)
    return GenerateInput(
        order=order,
        title=job.video_title or "",
        choices=tuple(_choices(s, wanted, order)),
        keys=_keys(s),
        round=wanted.round,
        poll_s=s.provider_poll_seconds,
        max_bytes=s.max_download_bytes,
        max_seconds=s.max_video_seconds,
        max_pixels=s.max_pixels,
        max_film_pixels=s.max_film_pixels,
        allow_private_networks=s.allow_private_networks,
        allowed_private_hosts=s.allowed_private_hosts,
    )


def _choices(settings: Settings, wanted: Generation, order: FilmOrder) -> list[FilmChoice]:
    """All services, those of PROVIDERS first: an order at another one may have to be waited for."""
    specs = specs_of(settings)
    names = [*settings.providers, *(name for name in specs if name not in settings.providers)]
    found = []
    for spec in (specs[name] for name in names):
        possible = spec.why_not(order) is None
        found.append(
            FilmChoice(
                name=spec.name,
                title=spec.title,
                entry=spec.entry,
                package=spec.package,
                base_url=access_of(settings, spec.name).base_url,
                order=spec.settled(order) if possible else order,
                usd=spec.price_usd(order) if possible else 0.0,
                wanted=spec in may_order(settings, wanted),
                passed=why_passed(settings, spec, order),
            )
        )
    return found


def _keys(settings: Settings) -> dict[str, str] | None:
    """The keys that there are; None without any, so that the child may live on."""
    keys = {name: access_of(settings, name).key for name in CATALOG}
    return {name: key for name, key in keys.items() if key is not None} or None


def _key_content(content: dict[str, Any], job: JobRecord) -> dict[str, Any]:
    """Each job has a film of its own: the same words make another one."""
    return {"order": content["order"], "job": job.id}


def _order_of(step: FilmStep) -> OrderMove:
    return OrderMove(
        mark=step.mark,
        provider=step.provider,
        state=step.state,
        model=step.model,
        price_usd=step.usd,
        order_id=step.order_id,
        took_ms=step.took_ms,
        fault=step.fault,
    )


def _made(output: GenerateOutput, artifact_id: str, video_id: str) -> OwnFilm:
    film = MadeFilm(
        provider=output.provider,
        model=output.model,
        artifact_id=artifact_id,
        video_id=video_id,
        duration_s=output.media.duration_s,
        width=output.media.width,
        height=output.media.height,
        took_ms=output.took_ms,
        cost_usd=output.cost_usd,
    )
    return OwnFilm(film, output.media.model_dump(mode="json"))


def _disk_bytes(_: ProcessingOptions, duration_s: float) -> float:
    return duration_s * BYTES_PER_S


def check_settings(settings: Settings) -> None:
    """Raises SettingsInvalid for a provider that does not exist or is named twice, and for models without a price."""
    specs_of(settings)
    unknown = [name for name in settings.providers if name not in CATALOG]
    if unknown:
        raise SettingsInvalid(f"PROVIDERS: there is no {unknown[0][:60]!r}, but {', '.join(CATALOG)}")
    if len(set(settings.providers)) < len(settings.providers):
        raise SettingsInvalid("PROVIDERS: must name each provider once")


STAGE = Stage(
    name="generate",
    title="Generate",
    doing="Generating",
    about="Make a film from the prompt",
    version=1,
    order=10,
    job_types=OF_PROMPTS,
    options=("duration_seconds", "aspect", "resolution", "seed"),
    input=GenerateInput,
    output=GenerateOutput,
    piece=FilmStep,
    order_of=_order_of,
    entry="app.stages.generate.run:run",
    resource=lambda _: Resource.REMOTE,
    child_kind=lambda _: ChildKind.REMOTE,
    connects=lambda params: params.keys is not None,  # what needs no key is on this machine
    prior=Rate(5.0, 2.0),
    build_input=_input,
    variant=lambda _, settings: settings.providers[0],
    work_s=lambda job: job.options.duration_seconds or USUAL_S,
    neutral_fields=frozenset(GenerateInput.model_fields) - {"order", "done"},
    key_content=_key_content,
    artifacts=lambda output: [StageFile(FILM, output.film.suffix, output.film)],
    source_facts=lambda output: SourceFacts(output.title, output.media.duration_s),
    made_film=_made,
    check_settings=check_settings,
    disk_bytes=_disk_bytes,
)
