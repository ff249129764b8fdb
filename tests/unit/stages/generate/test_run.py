"""A film from a prompt by services of a folder: what each of their answers leads to, and what a run after it does."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Result
from app.jobs.spending import OrderState
from app.jobs.stage_messages import PieceRefused, Refused
from app.providers.films import FilmOrder
from app.stages.generate.contract import FilmChoice, FilmStep, GenerateInput, GenerateOutput
from app.stages.generate.run import run
from tests.media import MediaShelf
from tests.tools import LocalTools
from tests.toy_films import ToyService

ORDER = FilmOrder(prompt="a lighthouse at dusk", duration_s=2.0, aspect="16:9", resolution="360p", model="m")


@dataclass
class Tools(LocalTools):
    """Tools that refuse the intents at these services."""

    refused: dict[str, Refused] = field(default_factory=dict)

    def commit(self, index: int, piece: Result) -> None:
        assert isinstance(piece, FilmStep)
        if piece.state is OrderState.INTENDED and piece.provider in self.refused:
            raise PieceRefused(self.refused[piece.provider])
        super().commit(index, piece)

    @property
    def steps(self) -> tuple[FilmStep, ...]:
        """What was committed."""
        return tuple(step for step in self.pieces.values() if isinstance(step, FilmStep))

    @property
    def states(self) -> list[str]:
        """The committed steps in short."""
        return [f"{step.provider} {step.state.value}" for step in self.steps]


@pytest.fixture(scope="module")
def film(media: MediaShelf) -> Path:
    """A film of two seconds."""
    return media.video()


def given(*services: tuple[str, ToyService], done: tuple[FilmStep, ...] = (), round_: int = 0) -> GenerateInput:
    """The input of a job that may order from these services, by name, in this order."""
    choices = tuple(
        FilmChoice(
            name=name,
            title=name.title(),
            entry="tests.toy_films:open_films",
            package=None,
            base_url=service.url,
            order=ORDER,
            usd=0.5,
            wanted=True,
            passed=None,
        )
        for name, service in services
    )
    return GenerateInput(
        order=ORDER,
        title="A lighthouse",
        choices=choices,
        round=round_,
        poll_s=0.001,
        max_bytes=10**8,
        max_seconds=60,
        done=done,
    )


def worked(params: GenerateInput, folder: Path, **refused: Refused) -> tuple[GenerateOutput, Tools]:
    """The output of a run, and its tools."""
    tools = Tools(folder, refused=refused)
    return run(params, tools), tools


def test_a_film_is_ordered_awaited_and_kept(tmp_path: Path, film: Path) -> None:
    """Each step is committed, the progress grows, and the film is what the service made."""
    service = ToyService.made(tmp_path / "a", film, poll=["running", "ok"])
    output, tools = worked(given(("a", service)), tmp_path)
    assert tools.states == ["a intended", "a placed", "a done"]
    assert tools.path_of(output.film).read_bytes() == film.read_bytes()
    assert (output.provider, output.model, output.order_id, output.cost_usd) == ("a", "m", "order-0", 0.5)
    assert (output.media.width, output.film.suffix) == (160, ".mp4")
    assert tools.progress == sorted(tools.progress)
    assert len(service.accepted) == 1


@pytest.mark.parametrize(
    ("script", "steps", "cost"),
    [
        ({"submit": ["down"]}, ["a intended", "a refused"], 0.5),
        ({"submit": ["busy"]}, ["a intended", "a refused"], 0.5),
        ({"submit": ["key"]}, ["a intended", "a refused"], 0.5),
        ({"submit": ["no"]}, ["a intended", "a refused"], 0.5),
        ({"submit": ["lost"]}, ["a intended", "a lost"], 1.0),
        ({"submit": ["dead"]}, ["a intended", "a lost"], 1.0),
        ({"submit": ["dead"], "lists": True}, ["a intended", "a refused"], 0.5),
        ({"poll": ["failed"]}, ["a intended", "a placed", "a failed"], 1.0),
        ({"fetch": ["nonsense"]}, ["a intended", "a placed", "a failed"], 1.0),
        ({"fetch": ["no"]}, ["a intended", "a placed", "a failed"], 1.0),
    ],
)
def test_the_next_service_steps_in(
    tmp_path: Path, film: Path, script: dict[str, object], steps: list[str], cost: float
) -> None:
    """Whatever the first one answers, it gets one order at most; what may be paid is counted."""
    first, second = ToyService.made(tmp_path / "a", film, **script), ToyService.made(tmp_path / "b", film)
    output, tools = worked(given(("a", first), ("b", second)), tmp_path)
    assert tools.states == [*steps, "b intended", "b placed", "b done"]
    assert (output.provider, output.cost_usd) == ("b", cost)
    assert len(first.accepted) <= 1
    assert any("a: passed over" in message for message, _ in tools.logs)


def test_a_lost_answer_is_looked_up(tmp_path: Path, film: Path) -> None:
    """Where orders are listed, the order goes on."""
    service = ToyService.made(tmp_path / "a", film, submit=["lost"], lists=True)
    output, tools = worked(given(("a", service)), tmp_path)
    assert tools.states == ["a intended", "a placed", "a done"]
    assert (output.order_id, len(service.accepted)) == ("order-0", 1)


@pytest.mark.parametrize(
    ("script", "ended"), [({"submit": ["content"]}, "a refused"), ({"poll": ["refused"]}, "a failed")]
)
def test_refused_content_is_final(tmp_path: Path, film: Path, script: dict[str, object], ended: str) -> None:
    """No other service is tried, no circuit is charged, and nothing is tried again."""
    first, second = ToyService.made(tmp_path / "a", film, **script), ToyService.made(tmp_path / "b", film)
    tools = Tools(tmp_path)
    with pytest.raises(JobFailure) as failed:
        run(given(("a", first), ("b", second)), tools)
    assert (failed.value.code, failed.value.retryable) == (ErrorCode.CONTENT_REFUSED, False)
    assert (tools.states[-1], tools.steps[-1].fault) == (ended, False)
    assert second.accepted == []


BUDGET = Refused(code="budget", message="too expensive for today", again_ms=4_000_000_000_000)
OPEN = Refused(code="circuit", message="it failed 3 times in a row", again_ms=None)


@pytest.mark.parametrize(
    ("scripts", "refused", "code", "retryable", "counts"),
    [
        ((["down"], ["busy"]), {}, ErrorCode.PROVIDER_FAILED, True, True),
        ((["lost"], ["no"]), {}, ErrorCode.PROVIDER_FAILED, False, True),
        ((["lost"], ["down"]), {}, ErrorCode.PROVIDER_FAILED, True, True),
        ((["ok"], ["ok"]), {"a": OPEN, "b": OPEN}, ErrorCode.PROVIDER_FAILED, True, False),
        ((["ok"], ["down"]), {"a": OPEN}, ErrorCode.PROVIDER_FAILED, True, True),
        ((["ok"], ["ok"]), {"a": BUDGET, "b": OPEN}, ErrorCode.BUDGET, True, False),
        ((["ok"], ["no"]), {"a": BUDGET}, ErrorCode.BUDGET, True, False),
    ],
)
def test_no_service_is_left(
    tmp_path: Path,
    film: Path,
    scripts: tuple[list[str], list[str]],
    refused: dict[str, Refused],
    code: ErrorCode,
    retryable: bool,
    counts: bool,
) -> None:
    """The failure says of each why; it waits for a day or a circuit without spending a retry."""
    services = [ToyService.made(tmp_path / name, film, submit=on) for name, on in zip("ab", scripts, strict=True)]
    with pytest.raises(JobFailure) as failed:
        worked(given(("a", services[0]), ("b", services[1])), tmp_path, **refused)
    assert (failed.value.code, failed.value.retryable, failed.value.counts) == (code, retryable, counts)
    assert "A: " in failed.value.message
    assert "B: " in failed.value.message
    if code is ErrorCode.BUDGET:  # another one whose circuit will be tried again does not wait for a day
        assert (
            failed.value.retry_after_s == 60 if OPEN in refused.values() else (failed.value.retry_after_s or 0) > 3600
        )


def test_a_service_beyond_its_limits_is_not_asked(tmp_path: Path, film: Path) -> None:
    """It is passed over with its limit; one that is not wanted is not even named."""
    services = [ToyService.made(tmp_path / name, film) for name in "abc"]
    params = given(*zip("abc", services, strict=True))
    first, second, third = params.choices
    choices = (
        first.model_copy(update={"passed": "its films last 4 s, not 2"}),
        second.model_copy(update={"wanted": False}),
        third.model_copy(update={"entry": "no_such_package:open_films"}),
    )
    with pytest.raises(JobFailure) as failed:
        run(params.model_copy(update={"choices": choices}), Tools(tmp_path))
    assert "A: its films last 4 s, not 2; C: the package no_such_package is not installed" in failed.value.message
    assert (failed.value.code, failed.value.retryable) == (ErrorCode.PROVIDER_FAILED, False)
    assert [service.accepted for service in services] == [[], [], []]


def test_an_open_order_is_waited_for_when_its_service_is_silent(tmp_path: Path, film: Path) -> None:
    """The attempt fails with what may pass; the next one goes on with the order, and nothing is ordered anew."""
    first = ToyService.made(tmp_path / "a", film, poll=["down"])
    second = ToyService.made(tmp_path / "b", film)
    tools = Tools(tmp_path)
    with pytest.raises(JobFailure) as failed:
        run(given(("a", first), ("b", second)), tools)
    assert (failed.value.code, failed.value.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, True)
    assert tools.states == ["a intended", "a placed", "a silent"]
    first.script()
    again = Tools(tmp_path / "again")
    output = run(given(("a", first), ("b", second), done=tools.steps), again)
    assert (output.provider, output.cost_usd) == ("a", 0.5)
    assert (len(first.accepted), second.accepted) == (1, [])


def test_what_failed_for_good_is_ordered_anew_only_when_people_retry(tmp_path: Path, film: Path) -> None:
    """A retry by itself could cost twice; and what was lost is never ordered again."""
    first = ToyService.made(tmp_path / "a", film, poll=["failed"])
    second = ToyService.made(tmp_path / "b", film, submit=["lost"])
    services, tools = (("a", first), ("b", second)), Tools(tmp_path)
    with pytest.raises(JobFailure):
        run(given(*services), tools)
    first.script()
    second.script()
    with pytest.raises(JobFailure) as failed:
        run(given(*services, done=tools.steps), Tools(tmp_path / "again"))
    assert (failed.value.code, failed.value.retryable) == (ErrorCode.PROVIDER_FAILED, False)
    assert (len(first.accepted), len(second.accepted)) == (1, 1)
    output = run(given(*services, done=tools.steps, round_=1), Tools(tmp_path / "once more"))
    assert (output.provider, len(first.accepted), len(second.accepted)) == ("a", 2, 1)


def test_an_order_that_was_cancelled_with_its_job_is_placed_anew_when_people_retry(tmp_path: Path, film: Path) -> None:
    """The retry finds that it has failed meanwhile, and orders at the same service."""
    service = ToyService.made(tmp_path / "a", film, poll=["down"])
    tools = Tools(tmp_path)
    with pytest.raises(JobFailure):
        run(given(("a", service)), tools)
    service.script(poll=["failed", "ok"])
    output = run(given(("a", service), done=tools.steps, round_=1), Tools(tmp_path / "again"))
    assert (output.order_id, output.cost_usd, len(service.accepted)) == ("order-1", 1.0, 2)
