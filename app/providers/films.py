"""Films by prompt: what is ordered, what a service can make and costs, and the protocol of its child side.

The server knows a `ProviderSpec` for each service (`film_catalog`), which imports no SDK. The child opens the service
by the spec's `entry` and orders through `FilmProvider`, one request a call, none of which it repeats by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol

from pydantic import Field

from app.jobs.results import Result
from app.providers.orders import OrderStep
from app.sources.netguard import Judge


class FilmOrder(Result):
    """What is ordered. None: the service's default."""

    prompt: str
    duration_s: float | None = None
    aspect: str | None = None
    resolution: str | None = None
    seed: int | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmModel:
    """A model of a service and its limits; the first of `durations_s`, `aspects` and `resolutions` is its default.

    `durations_s` are the only lengths in seconds, or, where `longest_s` is set, any from the shortest of them to it.
    `usd_per_s` are the prices of a second of film by resolution; one that is missing is free. `lengths_at` are the only
    lengths of a film in a resolution, where those are fewer.
    """

    name: str
    durations_s: tuple[float, ...]
    longest_s: float | None = None
    aspects: tuple[str, ...]
    resolutions: tuple[str, ...]
    longest_prompt: int
    usd_per_s: Mapping[str, float]
    lengths_at: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def why_not(self, order: FilmOrder) -> str | None:
        """Why it cannot make the film, with the limit; None if it can."""
        if len(order.prompt) > self.longest_prompt:
            return f"its prompts have at most {self.longest_prompt} characters, this one has {len(order.prompt)}"
        if order.duration_s is not None and not self._lasts(order.duration_s):
            return f"its films last {self._lengths()} s, not {order.duration_s:g}"
        for what, wanted, has in (
            ("shapes", order.aspect, self.aspects),
            ("resolutions", order.resolution, self.resolutions),
        ):
            if wanted is not None and wanted not in has:
                return f"its {what} are {', '.join(has)}, not {wanted}"
        at = self.lengths_at.get(order.resolution or self.resolutions[0])
        if at is not None and order.duration_s is not None and order.duration_s not in at:
            lengths = " or ".join(f"{length:g}" for length in at)
            return f"its films in {order.resolution} last {lengths} s, not {order.duration_s:g}"
        return None

    def usual_s(self, resolution: str) -> float:
        """The length of a film in a resolution where the order leaves it open, seconds."""
        return self.lengths_at.get(resolution, self.durations_s)[0]

    def _lasts(self, duration_s: float) -> bool:
        if self.longest_s is None:
            return duration_s in self.durations_s
        return min(self.durations_s) <= duration_s <= self.longest_s

    def _lengths(self) -> str:
        if self.longest_s is not None:
            return f"{min(self.durations_s):g} to {self.longest_s:g}"
        return " or ".join(f"{length:g}" for length in self.durations_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSpec:
    """A service as the server knows it. The first of its `models` is its default.

    `entry` is "module:function" of its child side: it takes a `FilmPlace` and returns a `FilmProvider`. `package` is
    the package on the registry that it needs, None if it needs none. `needs_key`: it is disabled without one.
    `can_list`: an order whose answer was lost is looked up. `can_cancel`: a running order can be ended.
    """

    name: str
    title: str
    models: tuple[FilmModel, ...]
    entry: str
    package: str | None = None
    needs_key: bool = True
    can_list: bool = False
    can_cancel: bool = False

    @property
    def free(self) -> bool:
        """Whether none of its films costs anything."""
        return not any(price for model in self.models for price in model.usd_per_s.values())

    def why_not(self, order: FilmOrder) -> str | None:
        """Why it cannot make the film, with the limit, for people; None if it can."""
        model = self._model(order.model)
        if model is None:
            return f"it has no model {order.model}, but {', '.join(each.name for each in self.models)}"
        return model.why_not(order)

    def settled(self, order: FilmOrder) -> FilmOrder:
        """The order with this service's defaults where it leaves something open; the seed stays as it is."""
        model = self._known(order)
        resolution = order.resolution or model.resolutions[0]
        return order.model_copy(
            update={
                "model": model.name,
                "duration_s": order.duration_s if order.duration_s is not None else model.usual_s(resolution),
                "aspect": order.aspect or model.aspects[0],
                "resolution": resolution,
            }
        )

    def price_usd(self, order: FilmOrder) -> float:
        """What the film costs, US dollars."""
        model, settled = self._known(order), self.settled(order)
        assert settled.duration_s is not None
        return settled.duration_s * model.usd_per_s.get(settled.resolution or "", 0.0)

    def _model(self, name: str | None) -> FilmModel | None:
        return next((model for model in self.models if name is None or model.name == name), None)

    def _known(self, order: FilmOrder) -> FilmModel:
        model = self._model(order.model)
        assert model is not None, "an order that `why_not` refuses"
        return model


class FilmAccess(Result):
    """Where a service is and the key to it. Without a `base_url` it is the SDK's own address."""

    base_url: str = ""
    key: str | None = Field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class FilmPlace:
    """The surroundings of a service's child side.

    Results' links are followed only to addresses that `judge` allows, and no more than `max_bytes` are fetched. Files
    are written below `work_dir`. `silence_s` is the time without a byte after which a request is given up.
    """

    access: FilmAccess
    judge: Judge
    max_bytes: int
    work_dir: Path
    ffmpeg: Path
    silence_s: float = 60.0


@dataclass(frozen=True, slots=True)
class FilmState:
    """How far an order is. `failed`: it will never have a film; `refused`: because of its content.

    `progress` is 0..1, None if the service reports none; `words` are the service's own, short and without secrets;
    `film` is what `fetch` needs, set when the state is `done`.
    """

    state: Literal["queued", "running", "done", "failed", "refused"]
    progress: float | None = None
    words: str = ""
    film: str = ""


class FilmProvider(Protocol):
    """A service that makes films, in a child process. One request a call; none is repeated.

    All methods raise JobFailure with a message for people, without secrets: `content_refused` for a refusal of the
    content, which is final; `rate_limited` (with `retry_after_s`), `source_unavailable` and `timeout` for what may
    pass; `model_unavailable` for a key that is refused; `provider_failed` for any other refusal.
    """

    def submit(self, order: FilmOrder, mark: str) -> str:
        """Send a settled order once; returns its id at the service.

        `mark` is unique to the order: it goes along where the service stores one, so that `find` can look for it.
        Raises JobFailure if nothing was ordered for sure, OrderLost if that is unknown.
        """

    def find(self, order: FilmOrder, intent: OrderStep) -> str | None:
        """The id of an order whose answer was lost; None if it is not listed. Raises NotListed if none can be."""

    def poll(self, order_id: str) -> FilmState:
        """The state of an order."""

    def fetch(self, order: FilmOrder, state: FilmState, path: Path, report: Callable[[float], None]) -> None:
        """Write the film of a `done` state to `path`; `report` receives the share that is there, often.

        A link of the service is fetched like a source: `FilmPlace.judge` decides on each address, redirects too.
        """

    def cancel(self, order_id: str) -> bool:
        """End a running order; returns whether the service does so. False where none can be cancelled."""

    def check(self, timeout_s: float) -> None:
        """Request something free of charge that needs the key; raises JobFailure if the service cannot be used."""

    def close(self) -> None:
        """Close its connections."""


def open_service(entry: str, place: FilmPlace) -> FilmProvider:
    """Open a service by the `entry` of its spec. Raises JobFailure, or ModuleNotFoundError without its package."""
    module, _, name = entry.partition(":")
    service: FilmProvider = getattr(import_module(module), name)(place)
    return service
