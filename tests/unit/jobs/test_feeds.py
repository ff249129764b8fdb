"""When feeds are checked, and what of a new one's entries is its past."""

from datetime import UTC, datetime

import pytest

from app.jobs.feeds import (
    CheckOutcome,
    Feed,
    FeedKind,
    Found,
    Listing,
    Schedule,
    next_check_ms,
    of_the_past,
    renamed,
    slid_in,
)

NOON_MS = int(datetime(2026, 6, 1, 12, 0, tzinfo=UTC).timestamp() * 1000)
HOUR_MS = 3_600_000


def never() -> float:
    return 0.0


def always() -> float:
    return 1.0


def feed(schedule: Schedule, failures: int = 0) -> Feed:
    return Feed("id", "name", FeedKind.PODCAST, "https://e.example/", schedule, failures=failures)


def test_an_interval_is_kept_and_never_shortened_by_chance() -> None:
    """Up to a tenth later, and ten minutes at most."""
    assert Schedule(3600).next_ms(NOON_MS, never) == NOON_MS + HOUR_MS
    assert Schedule(3600).next_ms(NOON_MS, always) == NOON_MS + HOUR_MS + 360_000
    assert Schedule(86_400 * 7).next_ms(NOON_MS, always) == NOON_MS + 7 * 24 * HOUR_MS + 600_000


@pytest.mark.parametrize(
    ("now", "at", "zone", "due"),
    [
        ((2026, 6, 1, 12, 0), "13:30", "UTC", (2026, 6, 1, 13, 30)),
        ((2026, 6, 1, 13, 30), "13:30", "UTC", (2026, 6, 2, 13, 30)),
        ((2026, 6, 1, 12, 0), "13:30", "Europe/Berlin", (2026, 6, 2, 11, 30)),  # it is 14:00 there
        ((2026, 6, 1, 23, 0), "00:30", "Europe/Berlin", (2026, 6, 2, 22, 30)),  # it is the next day there
        ((2026, 3, 29, 0, 30), "02:30", "Europe/Berlin", (2026, 3, 29, 1, 30)),  # a time that the clocks skip
        ((2026, 10, 25, 0, 45), "02:30", "Europe/Berlin", (2026, 10, 26, 1, 30)),  # one that comes twice: once
    ],
)
def test_a_time_of_day_is_that_of_its_place(now: tuple[int, ...], at: str, zone: str, due: tuple[int, ...]) -> None:
    """Also where the clocks change."""
    now_ms, due_ms = (int(datetime(*moment, tzinfo=UTC).timestamp() * 1000) for moment in (now, due))
    assert Schedule(at=at, time_zone=zone).next_ms(now_ms, never) == due_ms


def test_failures_in_a_row_are_paused_for_longer_and_longer() -> None:
    """A daily feed is tried again before its next time, one with an interval never sooner than that."""
    failed = CheckOutcome("the site is away")
    daily = Schedule(at="03:00")
    waits = [(next_check_ms(feed(daily, n), failed, NOON_MS, never) - NOON_MS) // 60_000 for n in range(1, 12)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]
    often = [(next_check_ms(feed(Schedule(300), n), failed, NOON_MS, never) - NOON_MS) // 60_000 for n in (1, 5)]
    assert often == [5, 16]
    asked = CheckOutcome("slower", retry_after_s=1800)
    assert next_check_ms(feed(daily, 1), asked, NOON_MS, never) == NOON_MS + HOUR_MS // 2
    rude = CheckOutcome("never again", retry_after_s=1e9)
    assert next_check_ms(feed(daily, 1), rude, NOON_MS, never) == NOON_MS + 6 * HOUR_MS


def test_files_that_may_grow_are_looked_at_again_soon() -> None:
    """Whatever the schedule."""
    soon = CheckOutcome(again_s=10)
    assert next_check_ms(feed(Schedule(at="03:00")), soon, NOON_MS, never) == NOON_MS + 10_000


def test_the_past_is_left_out_but_for_its_newest() -> None:
    """What was published since the feed was created is not the past; a date in the future says nothing."""
    entries = [
        Found(str(n), f"https://e.example/{n}", published_ms=at)
        for n, at in enumerate((None, NOON_MS + 1, NOON_MS - 1, NOON_MS + 99, None))
    ]
    listing = Listing(FeedKind.PODCAST, None, entries)
    assert of_the_past(listing, last=0, since_ms=NOON_MS, now_ms=NOON_MS + 50) == [True, False, True, True, True]
    assert of_the_past(listing, last=2, since_ms=NOON_MS, now_ms=NOON_MS + 50) == [True, False, True, False, False]
    assert of_the_past(listing, last=9, since_ms=NOON_MS, now_ms=NOON_MS + 50) == [False] * 5


def test_what_follows_an_empty_list_is_new_unless_it_was_published_before() -> None:
    """The site had it all the while, and did not list it for a moment."""
    entries = [Found(str(n), f"/{n}", published_ms=at) for n, at in enumerate((NOON_MS - 9, NOON_MS - 1, None))]
    listing = Listing(FeedKind.PODCAST, None, entries)
    values = {"since_ms": NOON_MS, "now_ms": NOON_MS + 50, "was_empty": True}
    assert of_the_past(listing, last=0, **values) == [True, True, False]
    assert of_the_past(listing, last=2, **values) == [True, False, False]


def test_an_entry_with_another_key_and_link_is_known_by_title_and_time() -> None:
    """Not by one of them alone: each of a series may have the same title."""
    entries = [
        Found(str(n), f"/{n}", title, published_ms=at)
        for n, (title, at) in enumerate(((None, 1), ("a", 1), ("a", 2), ("b", None)))
    ]
    before = {("a", 1), (None, 1), ("b", None)}
    assert renamed(Listing(FeedKind.PODCAST, None, entries), before) == [False, True, False, False]


@pytest.mark.parametrize(
    ("cut", "listed", "older"),
    [(True, "bcdef", 0), (True, "xbcdg", 1), (True, "xybdg", 2), (True, "xyz", 0), (False, "xbcdg", 0)],
)
def test_what_slides_into_a_cut_list_is_of_the_past(cut: bool, listed: str, older: int) -> None:
    """When newer entries have left it; a list that is whole has new ones at either end."""
    listing = Listing(FeedKind.PLAYLIST, None, [Found(name, f"/{name}") for name in listed], cut=cut)
    assert slid_in(listing, lambda one: one.key in "bcdef") == older
