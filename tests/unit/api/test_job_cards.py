"""Kept texts of jobs: which are dropped, and what stands between their halves."""

import json
from typing import Any

from app.api.v1.job_cards import Card, Cards
from app.db.job_versions import JobVersion
from app.service.queue_view import Outlook
from tests.unit.api.test_job_view import record

VIEW: dict[str, Any] = {"id": "ü", "eta_seconds": 1.0, "queue_position": 9, "pinned": False, "last_seq": 3}


def version(number: int) -> JobVersion:
    """A version of a job that waits."""
    return JobVersion(f"{number}", "queued", 0, 1, 5, False, None)


def test_a_card_shows_the_outlook_of_the_moment() -> None:
    """Not the one of the view that it was made of."""
    card = Card.of(record(), VIEW, b',"segments":[]')
    for eta_s, position, shown in ((None, None, None), (12.3456, 2, 12.3), (0.0, 1, 0.0), (1e7, 7, 1e7)):
        now = VIEW | {"eta_seconds": shown, "queue_position": position, "segments": []}
        found = json.loads(card.text(Outlook(position, eta_s, ())))
        assert (found, list(found)) == (now, list(now))


def test_what_was_not_used_for_longest_is_dropped_and_what_is_large_is_not_kept() -> None:
    """By the bytes of the texts."""
    card = Card.of(record(), VIEW)
    cards = Cards(card.size_bytes * 20)
    for number in range(20):
        cards.add(version(number), card)
    assert cards.find(version(0)) is card
    cards.add(version(20), card)
    assert [number for number in range(21) if version(number) not in cards] == [1]
    cards.add(version(21), Card(card.job, b"x" * (card.size_bytes * 2), b""))
    assert version(21) not in cards


def test_results_of_an_expired_job_are_read_anew() -> None:
    """They last as long as another job needs them, which no column of the job shows."""
    completed = JobVersion("a", "completed", 1, 9, 5, False, None)
    assert completed.results_settled
    assert not completed._replace(expired_ms=6).results_settled
