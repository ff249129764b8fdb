"""Limits a server's connections by address, and chooses which one is closed if there are too many.

A connection either waits for a client to finish a request's header, or works on a request (an open socket works too).
Only waiting ones are evicted, the oldest first: a client that opens thousands and finishes none evicts its own. If none
waits, a new connection is crowded: its request is read, but only health requests are served.
"""

import asyncio
from collections.abc import Container, Mapping
from typing import Protocol

from app.core.client_addresses import address_key
from app.core.incidents import Incidents
from app.serving.bounds import ALL_HEADS_BYTES, Bounds

#: Connections above a limit that are still accepted, to send them a refusal.
RESERVE = 32
#: Seconds between two checks of all connections.
CHECK_EVERY_S = 1.0


class Connection(Protocol):
    """The interface of a connection for the table."""

    head_bytes: int

    def abort(self) -> None:
        """Close at once."""

    def check(self, now: float) -> None:
        """Close if a time limit has passed. `now` is the loop's time, seconds."""


class _Place:
    """The connections of one address."""

    def __init__(self) -> None:
        self.count = 0
        self.waiting: dict[Connection, None] = {}


class ConnectionTable:
    """The connections of one server. `exempt` are addresses of proxies: only the total limit applies to them.

    Clients behind a proxy are counted elsewhere, by forwarded address.
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
        """The number of refused or aborted connections since the start, by reason."""
        return self.incidents.counts

    def admit(self, connection: Connection, host: str) -> bool | None:
        """Add a new, waiting connection of this address. True: accepted; False: accepted as crowded; None: refused."""
        key = address_key(host)
        place = self._places.setdefault(key, _Place())
        limit = self.bounds.total if host in self._exempt else self.bounds.per_address
        crowded = self._is_over(place, limit, 0) and not self._evicts_one(place, limit, key)
        if (
            crowded
            and self._is_over(place, limit, RESERVE)
            and not self._evicts_one(place, limit, key, also_crowded=True)
        ):
            self.incidents.note("connection_refused", key)
            return None
        place = self._places.setdefault(key, place)  # the evicted one may have been its only connection
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

    def _evicts_one(self, place: _Place, limit: int, key: str, *, also_crowded: bool = False) -> bool:
        """Evict the oldest waiting connection, of this address if it is over its limit; False if there is none."""
        waiting = place.waiting if place.count >= limit else self._waiting
        oldest = next((one for one in waiting if also_crowded or one not in self._crowded), None)
        if oldest is None:
            return False
        self.incidents.note("unfinished_gave_way", self._keys.get(oldest, key))
        self._evict(oldest)
        return True

    def _evict(self, connection: Connection) -> None:
        self.leave(connection)
        connection.abort()

    def waits(self, connection: Connection) -> None:
        """Record that a connection waits for its client's next request; it becomes the newest."""
        if (key := self._keys.get(connection)) is not None:
            for line in (self._places[key].waiting, self._waiting):
                line.pop(connection, None)
                line[connection] = None

    def works(self, connection: Connection) -> None:
        """Record that a connection works: its request's header is complete, or it is a socket."""
        if (key := self._keys.get(connection)) is not None:
            self._places[key].waiting.pop(connection, None)
            self._waiting.pop(connection, None)

    def replace(self, old: Connection, new: Connection) -> None:
        """Replace a connection whose protocol changes; the new one works."""
        self.works(old)
        if (key := self._keys.pop(old, None)) is not None:
            self._keys[new] = key
            if old in self._crowded:
                self._crowded.remove(old)
                self._crowded.add(new)

    def leave(self, connection: Connection) -> None:
        """Remove a closed connection, if it is still in the table."""
        self.works(connection)
        self._crowded.discard(connection)
        key = self._keys.pop(connection, None)
        if key is not None:
            self._heads_bytes -= connection.head_bytes
            self._places[key].count -= 1
            if not self._places[key].count:
                del self._places[key]

    def set_head_bytes(self, connection: Connection, size: int) -> None:
        """Record the bytes of a connection's unfinished header; evicts the oldest if all together are too many."""
        if connection not in self._keys:
            return
        self._heads_bytes += size - connection.head_bytes
        connection.head_bytes = size
        if self._heads_bytes > ALL_HEADS_BYTES:
            oldest = next((one for one in self._waiting if one.head_bytes), None)
            if oldest is not None:
                self.incidents.note("too_many_unfinished_headers", self._keys[oldest])
                self._evict(oldest)

    def address_of(self, connection: Connection) -> str:
        """The address under which a connection is counted; empty once it is removed."""
        return self._keys.get(connection, "")

    def _keep_checking(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(CHECK_EVERY_S, self._check_all)

    def _check_all(self) -> None:
        self._timer = None
        now = asyncio.get_running_loop().time()
        for connection in list(self._keys):
            connection.check(now)
        self.incidents.flush()
        if self._keys:
            self._keep_checking()
