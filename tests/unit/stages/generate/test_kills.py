"""`kill -9` at every moment of an order: no service gets two orders of a job, and the job gets its film."""

import multiprocessing
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from app.jobs.spending import OrderState
from tests.media import MediaShelf
from tests.toy_films import ToyService
from tests.unit.stages.generate.killed import committed, result, work
from tests.unit.stages.generate.test_run import given

#: Moment → the script of the first service, the commit around which the run dies, orders there, who makes the film.
MOMENTS: dict[str, tuple[dict[str, object], dict[str, int], int, str]] = {
    "before the intent": ({}, {"dies_before": 0}, 1, "a"),
    "after the intent": ({}, {"dies_after": 0}, 0, "b"),
    "after the intent, listed": ({"lists": True}, {"dies_after": 0}, 1, "a"),
    "as the order arrives": ({"submit": ["killed", "ok"]}, {}, 1, "b"),
    "as the order arrives, listed": ({"submit": ["killed", "ok"], "lists": True}, {}, 1, "a"),
    "before the id is committed, listed": ({"lists": True}, {"dies_before": 1}, 1, "a"),
    "after the id is committed": ({}, {"dies_after": 1}, 1, "a"),
    "while it is made": ({"poll": ["running", "killed", "ok"]}, {}, 1, "a"),
    "as the film is fetched": ({"fetch": ["killed", "ok"]}, {}, 1, "a"),
    "before the end is committed": ({}, {"dies_before": 2}, 1, "a"),
    "after the end is committed": ({}, {"dies_after": 2}, 1, "a"),
}


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Starts processes that have loaded the stage already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.unit.stages.generate.killed", "tests.toy_films"])
    return context


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_at_a_moment(processes: ForkServerContext, tmp_path: Path, media: MediaShelf, moment: str) -> None:
    """The next run goes on with the order, or with the next service where it is lost."""
    script, dies, orders, maker = MOMENTS[moment]
    first = ToyService.made(tmp_path / "a", media.video(), **script)
    second = ToyService.made(tmp_path / "b", media.video())
    params = given(("a", first), ("b", second)).model_dump_json()
    codes = []
    for kwargs in (dies, {}):
        process = processes.Process(target=work, args=(tmp_path, params), kwargs=kwargs)
        process.start()
        process.join(60)
        codes.append(process.exitcode)
    assert codes == [-9, 0]
    assert (len(first.accepted), len(second.accepted)) == (orders, int(maker == "b"))
    made, steps = result(tmp_path), committed(tmp_path)
    assert (made.provider, made.cost_usd) == (maker, 1.0 if maker == "b" else 0.5)
    assert sum(step.state is OrderState.INTENDED and step.provider == "a" for step in steps) <= 1 + (orders == 1)
    assert steps[-1].state is OrderState.DONE
