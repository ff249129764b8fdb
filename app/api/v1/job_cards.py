"""Keeps jobs as JSON text, by version, so that a job that did not change is not serialised again.

What the server alone knows of a job, its place in the queue and its ETA, is put in at each response.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.api.declared_bodies import MIB
from app.api.json_text import encode
from app.db.job_versions import JobVersion
from app.jobs.record import JobRecord
from app.service.queue_view import Outlook

#: The most text of each kind that is kept, bytes.
SUMMARY_BYTES, WHOLE_BYTES = 8 * MIB, 16 * MIB
#: The names between the two texts of a card.
LIVE = ("eta_seconds", "queue_position")


@dataclass(frozen=True, slots=True)
class Card:
    """The JSON text of a job, around its outlook."""

    job: JobRecord
    head: bytes
    tail: bytes

    @classmethod
    def of(cls, job: JobRecord, view: Mapping[str, Any], more: bytes = b"") -> "Card":
        """Serialise a view of a job; `more` are further members, as text that begins with a comma."""
        names = list(view)
        at = names.index(LIVE[0])
        before, after = names[:at], names[at + len(LIVE) :]
        head = encode({name: view[name] for name in before})
        tail = encode({name: view[name] for name in after})
        return cls(job, head[:-1] + b',"eta_seconds":', b"," + tail[1:-1] + more + b"}")

    def text(self, outlook: Outlook) -> bytes:
        """The JSON of the job as it is now."""
        eta = b"null" if outlook.eta_s is None else b"%r" % round(outlook.eta_s, 1)
        position = b"null" if outlook.queue_position is None else b"%d" % outlook.queue_position
        return b'%b%b,"queue_position":%b%b' % (self.head, eta, position, self.tail)

    @property
    def size_bytes(self) -> int:
        """The length of the texts."""
        return len(self.head) + len(self.tail)


class Cards:
    """The cards that were used last, `room_bytes` of text in all; one larger than a sixteenth of it is not kept.

    Another thread may look for a version while the event loop adds cards.
    """

    def __init__(self, room_bytes: int) -> None:
        self._room_bytes = room_bytes
        self._cards: OrderedDict[JobVersion, Card] = OrderedDict()
        self._bytes = 0

    def __contains__(self, version: object) -> bool:
        return version in self._cards

    def find(self, version: JobVersion) -> Card | None:
        """The card of a version; None if it is not kept."""
        card = self._cards.get(version)
        if card is not None:
            self._cards.move_to_end(version)
        return card

    def add(self, version: JobVersion, card: Card) -> None:
        """Keep a card, instead of those that were not used for longest."""
        if card.size_bytes > self._room_bytes // 16 or version in self._cards:
            return
        self._cards[version] = card
        self._bytes += card.size_bytes
        while self._bytes > self._room_bytes:
            _, oldest = self._cards.popitem(last=False)
            self._bytes -= oldest.size_bytes


class JobCards:
    """The cards of a server: of jobs in lists, and of whole jobs."""

    def __init__(self) -> None:
        self.summary = Cards(SUMMARY_BYTES)
        self.whole = Cards(WHOLE_BYTES)
