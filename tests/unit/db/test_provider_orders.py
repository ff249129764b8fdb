"""Orders at services are charged with the intent, and circuits move with each step, in one transaction."""

import asyncio

import pytest

from app.db import moves, provider_orders
from app.db.provider_orders import SpendingLimits
from app.db.store import Store
from app.jobs.circuits import CircuitPolicy, CircuitState
from app.jobs.spending import OrderMove, OrderState, day_of
from app.jobs.stage_messages import PieceRefused
from tests.stores import new_job

LIMITS = SpendingLimits(2.0, CircuitPolicy(2, 60_000))


async def step(store: Store, mark: str, state: OrderState, *, usd: float = 0.0, fault: bool = False) -> None:
    """Record a step of an order of a job of the same name."""
    move = OrderMove(mark, "openai", state, price_usd=usd, order_id=f"id-{mark}", took_ms=100, fault=fault)
    await store.write(provider_orders.record, f"job-{mark}", move, LIMITS)


async def spent(store: Store) -> float:
    """What was spent today."""
    return await store.read(provider_orders.spent_usd, day_of(store.now_ms()))


async def test_orders_at_once_do_not_exceed_the_budget_over_a_restart(database_url: str) -> None:
    """Of ten that come together as many are recorded as it affords; the next server knows what was spent."""
    async with Store(database_url) as store:
        orders = [step(store, str(n), OrderState.INTENDED, usd=0.75) for n in range(10)]
        results = await asyncio.gather(*orders, return_exceptions=True)
        refused = [one for one in results if isinstance(one, PieceRefused)]
        assert (len(refused), {one.refused.code for one in refused}) == (8, {"budget"})
        assert await spent(store) == 1.5
    async with Store(database_url) as store:
        with pytest.raises(PieceRefused):
            await step(store, "more", OrderState.INTENDED, usd=0.75)
        await step(store, "cheap", OrderState.INTENDED, usd=0.5)
        await step(store, "free", OrderState.INTENDED)
        assert await spent(store) == 2.0


@pytest.mark.parametrize(
    ("state", "charged"), [(OrderState.REFUSED, 0.0), (OrderState.LOST, 1.0), (OrderState.FAILED, 1.0)]
)
async def test_only_what_was_never_placed_is_free_again(store: Store, state: OrderState, charged: float) -> None:
    """A lost order counts as paid."""
    await step(store, "a", OrderState.INTENDED, usd=1.0)
    await step(store, "a", state)
    assert await spent(store) == charged


async def test_a_user_sees_what_its_own_jobs_spent(store: Store) -> None:
    """The operator sees all of it; what others spend today is nobody else's affair."""
    for user, usd in (("ann", 0.5), ("ann", 0.25), ("bob", 1.0), (None, 0.125)):
        job, _ = await store.write(moves.submit, new_job(user_id=user))
        move = OrderMove(job.id, "openai", OrderState.INTENDED, price_usd=usd)
        await store.write(provider_orders.record, job.id, move, LIMITS)
    today = day_of(store.now_ms())
    seen = {user: await store.read(provider_orders.spent_by_provider, today, user) for user in ("ann", "bob", "eve")}
    assert seen == {"ann": {"openai": 0.75}, "bob": {"openai": 1.0}, "eve": {}}
    assert await store.read(provider_orders.spent_by_provider, today) == {"openai": 1.875}


async def test_a_circuit_opens_with_the_failures_of_any_job(store: Store) -> None:
    """And closes with a film; a refusal that is not the service's fault opens none."""
    for mark, fault in (("a", False), ("b", False), ("c", True), ("d", True)):
        await step(store, mark, OrderState.INTENDED)
        await step(store, mark, OrderState.REFUSED, fault=fault)
    with pytest.raises(PieceRefused) as refusal:
        await step(store, "e", OrderState.INTENDED)
    assert refusal.value.refused.code == "circuit"
    assert (refusal.value.refused.again_ms or 0) > store.now_ms()
    await store.write(provider_orders.checked, "openai", 40, LIMITS.circuit, ok=True)
    await step(store, "f", OrderState.INTENDED)
    await step(store, "f", OrderState.PLACED)
    await step(store, "f", OrderState.DONE)
    health = (await store.read(provider_orders.healths))["openai"]
    assert (health.circuit.state(store.now_ms()), health.circuit.failures) == (CircuitState.CLOSED, 0)


async def test_placed_orders_of_jobs_that_are_gone_are_found_once(store: Store) -> None:
    """Until they are ended; one that was never placed is not among them."""
    await step(store, "a", OrderState.INTENDED)
    await step(store, "b", OrderState.INTENDED)
    await step(store, "b", OrderState.PLACED)
    (order,) = await store.read(provider_orders.abandoned)
    assert (order.mark, order.order_id, order.job_id) == ("b", "id-b", "job-b")
    await store.write(provider_orders.end, "b")
    assert await store.read(provider_orders.abandoned) == []
