"""What a day's budget affords."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from app.jobs.spending import affords, day_of, next_day_ms

PRICES = st.lists(st.integers(0, 500).map(lambda cents: cents / 100), max_size=30)


@settings(max_examples=150, deadline=None)
@given(PRICES, st.integers(1, 3000))
def test_no_sequence_of_orders_exceeds_the_budget(prices: list[float], budget_cents: int) -> None:
    """What is refused would exceed it; what is free is never refused."""
    spent, budget = 0.0, budget_cents / 100
    for price in prices:
        if affords(spent, price, budget):
            spent += price
        else:
            assert price > 0
            assert spent + price > budget
    assert spent < budget + 0.001


@given(PRICES)
def test_without_a_budget_everything_is_afforded(prices: list[float]) -> None:
    """0 is no limit."""
    assert all(affords(math.fsum(prices), price, 0) for price in prices)


@given(st.integers(0, 4_000_000_000_000))
def test_the_next_day_begins_when_this_one_ends(now_ms: int) -> None:
    """Within 24 h, in UTC."""
    following = next_day_ms(now_ms)
    assert 0 < following - now_ms <= 86_400_000
    assert (day_of(following - 1), day_of(following) > day_of(now_ms)) == (day_of(now_ms), True)
