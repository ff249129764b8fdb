"""Whether a client takes what is sent to it."""

import asyncio

from app.serving.write_watch import WriteWatch


class Transport(asyncio.Transport):
    """A transport that holds as much as a test says."""

    size = 0

    def get_write_buffer_size(self) -> int:
        """Bytes that wait."""
        return self.size


def test_a_client_that_takes_nothing_is_stuck() -> None:
    """Once the limit has passed; more that is sent to it meanwhile is no sign of life."""
    transport = Transport()
    watch = WriteWatch(transport)
    assert not watch.is_stuck(0.0, 10.0)
    transport.size = 1000
    assert not watch.is_stuck(1.0, 10.0)
    transport.size = 2000
    assert not watch.is_stuck(11.0, 10.0)
    assert watch.is_stuck(11.1, 10.0)


def test_a_client_that_takes_a_little_is_not() -> None:
    """A byte, or enough that more could be sent; nor is one for which nothing waits."""
    transport = Transport()
    watch = WriteWatch(transport)
    transport.size = 1000
    for now in range(0, 100, 9):
        transport.size -= 1
        assert not watch.is_stuck(now, 10.0)
    transport.size = 5000
    watch.moved(108.0)
    assert not watch.is_stuck(109.0, 10.0)
    assert not watch.is_stuck(118.0, 10.0)
    transport.size = 0
    assert not watch.is_stuck(200.0, 10.0)
    transport.size = 10
    assert not watch.is_stuck(300.0, 10.0)
    assert watch.is_stuck(311.0, 10.0)
