"""When live progress leaves: not too often, the newest always, and not after the outcome."""

import pytest

from app.execution.progress_publisher import PUBLISH_AGAIN_S, PUBLISH_EVERY_S, Throttle
from tests.fakes import FakeClock


class Source:
    """Figures that come, and those that were published."""

    def __init__(self, clock: FakeClock) -> None:
        self.newest = 0.0
        self.published: list[float] = []
        self.throttle = Throttle(lambda: self.published.append(self.newest), clock.monotonic)

    def reaches(self, figure: float) -> None:
        """One more."""
        self.newest = figure
        self.throttle.soon()


@pytest.fixture
def clock() -> FakeClock:
    """A clock that the test turns."""
    return FakeClock()


@pytest.fixture
def source(clock: FakeClock) -> Source:
    """Nothing was published yet."""
    return Source(clock)


async def test_figures_leave_five_times_a_second_at_most_and_the_newest_is_not_lost(
    source: Source, clock: FakeClock
) -> None:
    """What comes in between leaves a moment later, unless the outcome comes first."""
    for figure in (0.1, 0.2, 0.3):
        source.reaches(figure)
    assert source.published == [0.1]
    clock.advance(PUBLISH_EVERY_S)
    source.throttle.soon()
    assert source.published == [0.1, 0.3]
    source.reaches(0.4)
    source.throttle.stop()
    clock.advance(10)
    source.reaches(0.5)
    assert source.published == [0.1, 0.3]


async def test_what_the_database_did_not_take_leaves_later(source: Source, clock: FakeClock) -> None:
    """Not at once: it would not take that either."""
    source.reaches(0.1)
    source.throttle.later()
    clock.advance(PUBLISH_EVERY_S)
    source.reaches(0.2)
    assert source.published == [0.1]
    clock.advance(PUBLISH_AGAIN_S - PUBLISH_EVERY_S)
    source.reaches(0.3)
    assert source.published == [0.1, 0.3]
    source.throttle.stop()
