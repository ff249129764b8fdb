"""Tickets for sockets: a page of another origin cannot send a key with a socket, and must not put one into a URL.

It requests a ticket with its key and puts that into the socket's URL instead. A ticket is a random number that opens
one socket within 30 seconds, with the rights of the key; URLs are stored in logs, where it is worth nothing any more.
Tickets are kept in memory alone: after a restart a page requests another one.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import QueryParams
from starlette.types import Scope

from app.api.sessions import Admission
from app.core.caller import EVERYBODY, Caller
from app.core.errors import TooManyRequests

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


class Tickets:
    """The unused tickets of a server."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._unused: dict[str, _Ticket] = {}

    def issue(self, admission: Admission) -> str:
        """Make a ticket with the rights of this admission. Raises TooManyRequests if its caller has too many.

        While no key is needed a ticket is only a number: sockets open without. Once one is, it opens nothing.
        """
        self._forget_old()
        if self._count(admission.caller) >= UNUSED:
            raise TooManyRequests(f"{UNUSED} of your tickets are not used yet.", retry_after_s=VALID_S)
        ticket = secrets.token_urlsafe(TICKET_BYTES)
        if admission.caller is not EVERYBODY:
            self._unused[_digest(ticket)] = _Ticket(admission, self._clock() + VALID_S)
        return ticket

    def use(self, ticket: str) -> Admission | None:
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


def ticket_in(scope: Scope) -> str:
    """The ticket in the URL of a socket; empty if there is none, and for requests, which can send a key."""
    if scope["type"] != "websocket" or b"ticket=" not in scope["query_string"]:
        return ""
    return QueryParams(scope["query_string"]).get("ticket", "")


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode("utf-8", "surrogateescape")).hexdigest()
