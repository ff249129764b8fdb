"""Every connection of a server, by address: how many may be, and which gives way when there are too many.

A connection either waits for a client to finish a request's header, or works on a request (an open socket works
too). Only waiting ones give way, the oldest first: whoever opens thousands and finishes nothing pushes out their own.
Where nothing waits, a newcomer is crowded: its request is read, and only health is answered.
"""

import asyncio
from collections.abc import Container, Mapping
from typing import Protocol

from app.core.client_addresses import address_key
from app.core.incidents import Incidents
from app.serving.bounds import ALL_HEADS_BYTES, Bounds

#: Connections above a limit that are still taken, to be told that it is reached.
RESERVE = 32
#: Seconds between two looks at all connections.
LOOK_EVERY_S = 1.0


class Connection(Protocol):
    """A connection as the table sees it."""

    head_bytes: int

    def give_way(self) -> None:
        """Close at once."""

    def check(self, now: float) -> None:
        """Close if a time limit has passed. `now` is the loop's time, seconds."""


class _Place:
    """What one address holds."""

    def __init__(self) -> None:
        self.count = 0
        self.waiting: dict[Connection, None] = {}


class ConnectionTable:
    """The connections of one server. `exempt` are addresses that speak for many (proxies): only the total binds them.

    A count of its own per forwarded address bounds those who come through one.
    """

    def __init__(self, bounds: Bounds, incidents: Incidents, *, exempt: Container[str] = ()) -> None:
        self.bounds = bounds
        self.incidents = incidents
        self._exempt = exempt
        self._keys: dict[Connection, str] = {}
        self._places: dict[str, _Place] = {}
        self._waiting: dict[Connection, None] = {}
        self._crowded: set[Connection] = set()
        self._heads_bytes = 0
        self._timer: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def cut_off(self) -> Mapping[str, int]:
        """How many were refused or cut off since the start, by reason."""
        return self.incidents.counts

    def admit(self, connection: Connection, host: str) -> bool | None:
        """Take a new connection of this address, waiting. True: it is welcome; False: crowded; None: not taken."""
        key = address_key(host)
        place = self._places.setdefault(key, _Place())
        limit = self.bounds.total if host in self._exempt else self.bounds.per_address
        crowded = self._is_over(place, limit, 0) and not self._makes_room(place, limit, key)
        if (
            crowded
            and self._is_over(place, limit, RESERVE)
            and not self._makes_room(place, limit, key, any_of_them=True)
        ):
            self.incidents.note("connection_refused", key)
            return None
        place = self._places.setdefault(key, place)  # whoever gave way may have been the only one
        place.count += 1
        self._keys[connection] = key
        if crowded:
            self._crowded.add(connection)
            self.incidents.note("too_many_connections", key)
        self.waits(connection)
        self._keep_checking()
        return not crowded

    def _is_over(self, place: _Place, limit: int, reserve: int) -> bool:
        return place.count >= limit + reserve or len(self._keys) >= self.bounds.total + reserve

    def _makes_room(self, place: _Place, limit: int, key: str, *, any_of_them: bool = False) -> bool:
        """Whether one could be pushed out: of the same address if that is over its limit. Crowded ones last."""
        waiting = place.waiting if place.count >= limit else self._waiting
        oldest = next((one for one in waiting if any_of_them or one not in self._crowded), None)
        if oldest is None:
            return False
        self.incidents.note("unfinished_gave_way", self._keys.get(oldest, key))
        self._push_out(oldest)
        return True

    def _push_out(self, connection: Connection) -> None:
        self.leave(connection)
        connection.give_way()

    def waits(self, connection: Connection) -> None:
        """It waits for its client's next request; the newest in line."""
        if (key := self._keys.get(connection)) is not None:
            for line in (self._places[key].waiting, self._waiting):
                line.pop(connection, None)
                line[connection] = None

    def works(self, connection: Connection) -> None:
        """Its client's request is complete, or it has become a socket."""
        if (key := self._keys.get(connection)) is not None:
            self._places[key].waiting.pop(connection, None)
            self._waiting.pop(connection, None)

    def replace(self, old: Connection, new: Connection) -> None:
        """The same connection speaks another protocol from now on, and works."""
        self.works(old)
        if (key := self._keys.pop(old, None)) is not None:
            self._keys[new] = key
            if old in self._crowded:
                self._crowded.remove(old)
                self._crowded.add(new)

    def leave(self, connection: Connection) -> None:
        """It is closed. What is not here any more is left alone."""
        self.works(connection)
        self._crowded.discard(connection)
        key = self._keys.pop(connection, None)
        if key is not None:
            self._heads_bytes -= connection.head_bytes
            self._places[key].count -= 1
            if not self._places[key].count:
                del self._places[key]

    def head_is(self, connection: Connection, size: int) -> None:
        """So much of an unfinished header it holds, bytes. The oldest gives way when all together hold too much."""
        if connection not in self._keys:
            return
        self._heads_bytes += size - connection.head_bytes
        connection.head_bytes = size
        if self._heads_bytes > ALL_HEADS_BYTES:
            oldest = next((one for one in self._waiting if one.head_bytes), None)
            if oldest is not None:
                self.incidents.note("too_many_unfinished_headers", self._keys[oldest])
                self._push_out(oldest)

    def address_of(self, connection: Connection) -> str:
        """The address that a connection counts for; empty once it has left."""
        return self._keys.get(connection, "")

    def _keep_checking(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._check_all)

    def _check_all(self) -> None:
        self._timer = None
        now = asyncio.get_running_loop().time()
        for connection in list(self._keys):
            connection.check(now)
        self.incidents.flush()
        if self._keys:
            self._keep_checking()
