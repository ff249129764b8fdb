"""Stage `generate`: order a film from the first service that takes the order, wait for it, fetch, probe and keep it.

The keys are in this process's order alone, and the process ends with it.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import MediaInfo
from app.media.file_extensions import extension_of
from app.media.probe import probe
from app.providers.films import FilmAccess, FilmPlace, FilmProvider, FilmState, open_service
from app.sources.netguard import intranet_judge
from app.stages.asides.inspect.contract import INSPECT, InspectInput
from app.stages.generate.contract import FilmChoice, FilmStep, GenerateInput, GenerateOutput
from app.stages.generate.orders import FilmOrders, NeverSent, Passed, Placed, cost_usd
from app.stages.tools import Tools

#: Shares of the progress: an accepted order, and its film once it is made; fetching it is the rest.
ACCEPTED, MADE = 0.05, 0.9
#: Failures of fetching a film, and of a film, which say that the service made nothing usable.
UNUSABLE = frozenset(
    {ErrorCode.UNSUPPORTED_MEDIA, ErrorCode.INVALID_SOURCE, ErrorCode.BLOCKED_ADDRESS, ErrorCode.PROVIDER_FAILED}
)

#: The least time after which a job that no budget is left for tries a provider again that has one, seconds.
OTHERS_AGAIN_S = 60.0


class _Film(NamedTuple):
    """A film that was fetched, with its order."""

    order: Placed
    path: Path
    media: MediaInfo


@dataclass(slots=True)
class _Generation:
    """A run of the stage. `tried` are the services that were passed over, with why."""

    params: GenerateInput
    tools: Tools
    orders: FilmOrders = field(init=False)
    tried: list[tuple[FilmChoice, Passed]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.orders = FilmOrders(
            steps=list(self.params.done),
            round=self.params.round,
            commit=self._commit,
            polled=self._polled,
            poll_s=self.params.poll_s,
        )

    def _commit(self, step: FilmStep) -> None:
        self.tools.commit(len(self.orders.steps), step)
        facts = step.model_dump(include={"order_id", "reason"}, exclude_defaults=True)
        self.tools.log(f"{step.provider}: order {step.state.value}", **facts)

    def _polled(self, choice: FilmChoice, state: FilmState) -> None:
        share = ACCEPTED + (MADE - ACCEPTED) * min(1.0, max(0.0, state.progress or 0.0))
        self.tools.reached(share, speed=f"{choice.title}: {state.words or state.state}")

    def pass_over(self, choice: FilmChoice, passed: Passed) -> None:
        """Note that a service is passed over, for the job's log and for its failure."""
        self.tried.append((choice, passed))
        self.tools.log(f"{choice.name}: passed over: {passed}")

    def film(self) -> _Film:
        """The film, by the order of an earlier run or by a new one. Raises JobFailure."""
        last = self.orders.open_step()
        if last is not None:
            choice = next(each for each in self.params.choices if each.name == last.provider)
            try:
                return self._finished(choice, last)
            except NeverSent:
                self.tools.log(f"{choice.name}: the order was not sent yet")
            except Passed as passed:
                if last.round == self.params.round:
                    self.pass_over(choice, passed)
                else:  # people retried the job since, so it may be ordered anew
                    self.tools.log(f"{choice.name}: the order of before: {passed}")
        for choice in self.params.choices:
            if not choice.wanted or any(choice is known for known, _ in self.tried):
                continue
            try:
                if (why := choice.passed or self.orders.why_never(choice)) is not None:
                    raise Passed(why, again_s=None)
                return self._finished(choice, None)
            except Passed as passed:
                self.pass_over(choice, passed)
        raise none_left(self.tried)

    def _finished(self, choice: FilmChoice, last: FilmStep | None) -> _Film:
        with self._opened(choice, is_under_way=last is not None) as service:
            orders = self.orders
            order = orders.placed(choice, service) if last is None else orders.resumed(choice, service, last)
            self.tools.reached(ACCEPTED)
            state = orders.awaited(order, service)
            return self._fetched(order, service, state)

    def _fetched(self, order: Placed, service: FilmProvider, state: FilmState) -> _Film:
        """Fetch and probe a film. Raises Passed if it is none."""
        path = self.tools.work_dir / "film"

        def report(share: float) -> None:
            self.tools.reached(MADE + (1 - MADE) * min(1.0, max(0.0, share)))

        try:
            service.fetch(order.choice.order, state, path, report)
            media = self._probed(path)
            if media.video_codec is None:
                raise JobFailure(ErrorCode.UNSUPPORTED_MEDIA, "There is no picture in it.")
        except JobFailure as failure:
            if failure.code not in UNUSABLE:
                raise
            why = f"its film cannot be used: {failure.message}"
            self.orders.failed(order, why, fault=True)
            raise Passed(why, again_s=None) from failure
        return _Film(order, path, media)

    def _probed(self, path: Path) -> MediaInfo:
        """The media information of a film. What may be hostile is read where there are no keys and no network."""
        params = self.params
        seconds, pixels, film_pixels = params.max_seconds, params.max_pixels, params.max_film_pixels
        if params.keys is None:
            return probe(path, max_seconds=seconds, max_pixels=pixels, max_film_pixels=film_pixels)
        wanted = InspectInput(path=str(path), max_seconds=seconds, max_pixels=pixels, max_film_pixels=film_pixels)
        return self.tools.apart(INSPECT, wanted)

    @contextmanager
    def _opened(self, choice: FilmChoice, *, is_under_way: bool) -> Iterator[FilmProvider]:
        """A service, open for the block. Raises Passed without its package; an order that is under way needs it."""
        params = self.params
        access = FilmAccess(base_url=choice.base_url, key=(params.keys or {}).get(choice.name))
        judge = intranet_judge(
            allow_private_networks=params.allow_private_networks, allowed_hosts=params.allowed_private_hosts
        )
        place = FilmPlace(access, judge, params.max_bytes, self.tools.work_dir, self.tools.ffmpeg)
        try:
            service = open_service(choice.entry, place)
        except ModuleNotFoundError as error:
            message = f"the package {error.name} is not installed (pip install -r requirements-providers.txt)"
            if is_under_way:
                text = f"An order is under way at {choice.title}, and {message}."
                raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, text) from error
            raise Passed(message, again_s=None) from error
        except JobFailure as failure:
            if is_under_way:
                raise
            raise Passed(failure.message, again_s=None) from failure
        with closing(service):
            yield service


def run(params: GenerateInput, tools: Tools) -> GenerateOutput:
    """Make a film. Pieces: `FilmStep`, continuing after `done`.

    Raises JobFailure content_refused, provider_failed, budget, and what may pass while an order is under way.
    """
    generation = _Generation(params, tools)
    film = generation.film()
    kept = tools.keep(film.path, extension_of(film.media, f"film{film.path.suffix}"))
    generation.orders.done(film.order)
    steps = generation.orders.steps
    tools.reached(1.0)
    return GenerateOutput(
        film=kept,
        media=film.media,
        title=params.title,
        provider=film.order.choice.name,
        model=film.order.intent.model,
        order_id=film.order.order_id,
        took_ms=max(0, steps[-1].at_ms - steps[0].at_ms),
        cost_usd=round(cost_usd(steps), 6),
    )


def none_left(tried: list[tuple[FilmChoice, Passed]]) -> JobFailure:
    """The failure when no service is left: it waits for the budget's next day or a circuit, or is tried again.

    A service within the budget that may take the order sooner is not left alone until the next day.
    """
    reasons = "; ".join(f"{choice.title}: {str(passed).rstrip('.')}" for choice, passed in tried)
    message = f"No provider could make the film. {reasons}."
    may_again = [passed for _, passed in tried if passed.again_s is not None]
    budget = [passed.again_s or 0.0 for passed in may_again if passed.on_budget]
    if budget:
        others = [passed.again_s or 0.0 for passed in may_again if not passed.on_budget]
        wait_s, until = max(1.0, *budget), "for the next day (UTC)"
        if others:
            wait_s, until = min(wait_s, max(OTHERS_AGAIN_S, min(others))), "for another provider"
        text = f"Today's budget for providers is spent, so the job waits {until}. {reasons}."
        return JobFailure(ErrorCode.BUDGET, text, retry_after_s=wait_s, counts=False)
    if not may_again:
        return JobFailure(ErrorCode.PROVIDER_FAILED, message, retryable=False)
    waits = all(passed.waits for passed in may_again)
    soonest_s = min(passed.again_s or 0.0 for passed in may_again)
    return JobFailure(
        ErrorCode.PROVIDER_FAILED, message, retryable=True, retry_after_s=soonest_s or None, counts=not waits
    )
