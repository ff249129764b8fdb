"""How many connections may be, and which gives way."""

import pytest

from app.core.client_addresses import Proxies
from app.core.incidents import Incidents
from app.core.logging import logger
from app.serving import bounds
from app.serving.bounds import Bounds
from app.serving.connections import RESERVE, ConnectionTable

pytestmark = pytest.mark.asyncio


class Line:
    """A connection, for the table."""

    def __init__(self) -> None:
        self.head_bytes = 0
        self.open = True

    def abort(self) -> None:
        """Close."""
        self.open = False

    def look(self, now: float) -> None:
        """Time does not matter here."""


def table(*, per_address: int = 3, total: int = 100, exempt: tuple[str, ...] = ()) -> ConnectionTable:
    """A table with these limits."""
    limits = Bounds(head_s=1, answer_s=1, per_address=per_address, total=total)
    return ConnectionTable(limits, Incidents(logger(__name__), "cut off"), exempt=Proxies(exempt))


def opened(connections: ConnectionTable, count: int, host: str = "192.0.2.1", *, working: bool = False) -> list[Line]:
    """So many new connections of an address."""
    lines = []
    for _ in range(count):
        line = Line()
        if connections.admit(line, host) is None:
            line.open = False
        if working:
            connections.works(line)
        lines.append(line)
    return lines


async def test_the_oldest_that_waits_gives_way() -> None:
    """Of the same address; one that works does not."""
    connections = table()
    (working,) = opened(connections, 1, working=True)
    others = opened(connections, 10)
    elsewhere = opened(connections, 3, "192.0.2.2")
    assert working.open
    assert [line.open for line in others] == [False] * 8 + [True] * 2
    assert all(line.open for line in elsewhere)
    assert len(connections) == 6
    assert connections.cut_off == {"unfinished_gave_way": 8}


async def test_whoever_waits_anew_is_the_newest() -> None:
    """A connection that is used stays, one that never says anything goes."""
    connections = table()
    first, second, third = opened(connections, 3)
    connections.works(first)
    connections.waits(first)
    opened(connections, 1)
    assert (first.open, second.open, third.open) == (True, False, True)


async def test_where_all_work_newcomers_are_crowded() -> None:
    """Some are taken, to be told so or asked for health; beyond that they push out each other, or are refused."""
    connections = table()
    opened(connections, 3, working=True)
    crowded = Line()
    assert connections.admit(crowded, "192.0.2.1") is False
    lines = opened(connections, RESERVE - 1)
    assert crowded.open
    assert all(line.open for line in lines)
    assert connections.admit(Line(), "192.0.2.1") is False
    assert not crowded.open
    for line in lines:
        connections.works(line)
    assert connections.admit(Line(), "192.0.2.1") is False
    (last,) = opened(connections, 1, working=True)
    assert last.open
    assert connections.admit(Line(), "192.0.2.1") is None
    assert connections.admit(Line(), "192.0.2.2") is True


async def test_all_together_have_a_limit() -> None:
    """However many addresses they come from."""
    connections = table(per_address=10, total=20)
    lines = [line for number in range(50) for line in opened(connections, 5, f"192.0.2.{number}")]
    assert sum(line.open for line in lines) == len(connections) == 20
    assert all(line.open for line in lines[-20:])


async def test_a_proxy_is_bound_by_the_total_alone() -> None:
    """It speaks for many."""
    connections = table(total=50, exempt=("192.0.2.1",))
    assert all(line.open for line in opened(connections, 40, working=True))
    assert sum(line.open for line in opened(connections, 60, working=True)) == 10 + RESERVE


async def test_places_are_free_again() -> None:
    """After a close, and after it was pushed out and then closed; a socket keeps the place of its handshake."""
    connections = table()
    lines = opened(connections, 6, working=True)
    socket = Line()
    connections.replace(lines[0], socket)
    connections.leave(lines[0])
    assert len(connections) == 6
    for line in (*lines[1:], socket, socket):
        connections.leave(line)
    assert len(connections) == 0
    assert connections.admit(Line(), "192.0.2.1") is True


async def test_unfinished_headers_have_a_limit_together() -> None:
    """The oldest of them gives way."""
    connections = table(per_address=10_000, total=10_000)
    fitting = bounds.ALL_HEADS_BYTES // 60_000
    lines = opened(connections, fitting + 5)
    for line in lines:
        connections.set_head_bytes(line, 60_000)
    assert [line.open for line in lines] == [False] * 5 + [True] * fitting
    for line in lines:
        connections.set_head_bytes(line, 0)
        connections.leave(line)
    again = opened(connections, fitting)
    for line in again:
        connections.set_head_bytes(line, 60_000)
    assert all(line.open for line in again)
