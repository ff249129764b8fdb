"""Tickets for sockets: a page of another origin cannot send a key with a socket, and must not put one into a URL.

It requests a ticket with its key and puts that into the socket's URL instead. A ticket is a random number that opens
one socket within 30 seconds, with the rights of the key; URLs are stored in logs, where it is worth nothing any more.
Tickets of a server alone are kept in its memory: after a restart a page requests another one. Servers that share a
database keep them there, as hashes, so that the socket may be another's.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.datastructures import QueryParams
from starlette.types import Scope

from app.api.sessions import Admission, Sessions
from app.api.shared_access import SharedAccess
from app.core.caller import EVERYBODY, MASTER, Caller
from app.core.errors import TooManyRequests
from app.db import sessions as kept
from app.db.sessions import StoredTicket
from app.db.store import Store
from app.service.key_ring import KeyRing

#: Seconds for which a ticket is valid.
VALID_S = 30
#: Unused tickets of one caller.
UNUSED = 1000
#: Length of the random number, bytes.
TICKET_BYTES = 32


@dataclass(frozen=True, slots=True)
class _Ticket:
    """What let its request in, and until when it is valid, seconds of the clock."""

    admission: Admission
    until: float


class IssuesTickets(Protocol):
    """Issues tickets, each of which is used once."""

    async def issue(self, admission: Admission) -> str:
        """Make a ticket with the rights of this admission. Raises TooManyRequests if its caller has too many."""

    async def use(self, ticket: str) -> Admission | None:
        """What the ticket lets in, this once; None if it is unknown, used, old, or its key or session has ended."""


class SharedTickets:
    """The unused tickets of servers that share a database. See `IssuesTickets`."""

    def __init__(self, store: Store, ring: KeyRing, sessions: Sessions, access: SharedAccess) -> None:
        self._store = store
        self._ring = ring
        self._sessions = sessions
        self._access = access

    async def issue(self, admission: Admission) -> str:
        """See `IssuesTickets`."""
        ticket = secrets.token_urlsafe(TICKET_BYTES)
        if admission.caller is EVERYBODY:
            return ticket
        kind, holder = "session", admission.session
        if holder is None:
            kind, holder = ("key", key_id) if (key_id := admission.caller.key_id) else ("master", "")
        new = StoredTicket(self._store.now_ms() + VALID_S * 1000, kind, holder)
        if not await self._store.write(kept.add_ticket, _digest(ticket), new, most=UNUSED):
            raise _too_many()
        return ticket

    async def use(self, ticket: str) -> Admission | None:
        """See `IssuesTickets`."""
        found = await self._store.write(kept.take_ticket, _digest(ticket))
        if found is None:
            return None
        if found.kind == "master":
            return Admission(MASTER)
        if (admission := self._admission(found)) is None:
            await self._access.catch_up()
            admission = self._admission(found)
        return admission

    def _admission(self, ticket: StoredTicket) -> Admission | None:
        if ticket.kind == "session":
            return self._sessions.of_digest(ticket.holder)
        held = self._ring.by_id(ticket.holder)
        return None if held is None else Admission.of_key(held)


class Tickets:
    """The unused tickets of a server alone. See `IssuesTickets`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._unused: dict[str, _Ticket] = {}

    async def issue(self, admission: Admission) -> str:
        """Make a ticket with the rights of this admission. Raises TooManyRequests if its caller has too many.

        While no key is needed a ticket is only a number: sockets open without. Once one is, it opens nothing.
        """
        self._forget_old()
        if self._count(admission.caller) >= UNUSED:
            raise _too_many()
        ticket = secrets.token_urlsafe(TICKET_BYTES)
        if admission.caller is not EVERYBODY:
            self._unused[_digest(ticket)] = _Ticket(admission, self._clock() + VALID_S)
        return ticket

    async def use(self, ticket: str) -> Admission | None:
        """What the ticket lets in, this once; None if it is unknown, used, old, or its key or session has ended."""
        found = self._unused.pop(_digest(ticket), None)
        if found is None or found.until <= self._clock() or found.admission.ended:
            return None
        return found.admission

    def _count(self, caller: Caller) -> int:
        return sum(ticket.admission.caller == caller for ticket in self._unused.values())

    def _forget_old(self) -> None:
        now = self._clock()
        for digest in [digest for digest, ticket in self._unused.items() if ticket.until <= now]:
            del self._unused[digest]


def _too_many() -> TooManyRequests:
    return TooManyRequests(f"{UNUSED} of your tickets are not used yet.", retry_after_s=VALID_S)


def ticket_in(scope: Scope) -> str:
    """The ticket in the URL of a socket; empty if there is none, and for requests, which can send a key."""
    if scope["type"] != "websocket" or b"ticket=" not in scope["query_string"]:
        return ""
    return QueryParams(scope["query_string"]).get("ticket", "")


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode("utf-8", "surrogateescape")).hexdigest()
