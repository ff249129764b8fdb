"""Records orders at services that make films, and how these fare, in the transaction that commits a step of an order.

So a budget and a circuit hold over crashes and restarts, and for several jobs at once: the units of one server run one
after another, those of several servers take turns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from app.db.conflicts import insert_or_replace
from app.db.records import JOBS, PROVIDER_HEALTH, PROVIDER_ORDERS
from app.db.transaction import Transaction
from app.jobs.circuits import Circuit, CircuitPolicy
from app.jobs.spending import OrderMove, OrderState, affords, day_of, next_day_ms
from app.jobs.stage_messages import PieceRefused, Refused
from app.jobs.states import JobState

#: Held to the end of the transaction.
TAKE_TURN = "SELECT pg_advisory_xact_lock(1886548836)"
#: The weight of the newest answer in the mean time of answers.
NEWEST = 0.2
#: Codes of refused orders.
BUDGET, CIRCUIT = "budget", "circuit"


@dataclass(frozen=True, slots=True)
class SpendingLimits:
    """What orders may cost on one day (UTC), US dollars, 0 without a limit; and when circuits open."""

    budget_usd: float
    circuit: CircuitPolicy


#: No budget, and circuits that open late: for jobs without paid orders.
UNLIMITED = SpendingLimits(0.0, CircuitPolicy(failures=100, cooldown_ms=60_000))


@dataclass(frozen=True, slots=True)
class Health:
    """How a service fares. `answer_ms` is the mean time of its answers, `checked_ms` when it was last used."""

    circuit: Circuit = field(default_factory=Circuit)
    answer_ms: float | None = None
    checked_ms: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order at a service that nobody waits for any more."""

    mark: str
    job_id: str
    provider: str
    order_id: str


def record(tx: Transaction, job_id: str, move: OrderMove, limits: SpendingLimits) -> None:
    """Record a step of an order. Raises PieceRefused for an intent that the budget or the circuit forbids."""
    if tx.conn.dialect.name == "postgresql":
        tx.conn.exec_driver_sql(TAKE_TURN)
    if move.state is OrderState.INTENDED:
        _intend(tx, job_id, move, limits)
        return
    values: dict[str, Any] = {} if move.state is OrderState.SILENT else {"state": move.state.value}
    if move.state is OrderState.PLACED:
        values["order_id"] = move.order_id
    elif move.state is OrderState.REFUSED:
        values["usd"] = 0.0
    if values:
        tx.conn.execute(update(PROVIDER_ORDERS).where(PROVIDER_ORDERS.c.mark == move.mark).values(values))
    _learn(tx, move, limits.circuit)


def _intend(tx: Transaction, job_id: str, move: OrderMove, limits: SpendingLimits) -> None:
    health = healths(tx.conn).get(move.provider, Health())
    admitted = health.circuit.admitting(tx.now_ms)
    if admitted is None:
        message = f"{move.provider} failed {health.circuit.failures} times in a row and is left alone for a while"
        raise PieceRefused(Refused(code=CIRCUIT, message=message, again_ms=health.circuit.next_try_ms(tx.now_ms)))
    if not affords(spent_usd(tx.conn, day_of(tx.now_ms)), move.price_usd, limits.budget_usd):
        message = (
            f"it costs {move.price_usd:.2f} US dollars, more than is left of today's {limits.budget_usd:.2f} "
            "(PROVIDER_DAILY_BUDGET_USD)"
        )
        raise PieceRefused(Refused(code=BUDGET, message=message, again_ms=next_day_ms(tx.now_ms)))
    tx.conn.execute(
        insert(PROVIDER_ORDERS).values(
            mark=move.mark,
            job_id=job_id,
            provider=move.provider,
            model=move.model,
            state=move.state.value,
            usd=move.price_usd,
            day=day_of(tx.now_ms),
            order_id="",
            created_ms=tx.now_ms,
        )
    )
    if admitted != health.circuit:
        _write(tx, move.provider, Health(admitted, health.answer_ms, health.checked_ms))


def _learn(tx: Transaction, move: OrderMove, policy: CircuitPolicy) -> None:
    """Record how a service fared with a step."""
    health = healths(tx.conn).get(move.provider, Health())
    circuit = health.circuit
    if move.state is OrderState.DONE:
        circuit = circuit.succeeded()
    elif move.fault:
        circuit = circuit.failed(tx.now_ms, policy)
    elif move.state is not OrderState.PLACED:
        circuit = circuit.answered()
    _write(tx, move.provider, Health(circuit, _mean(health.answer_ms, move.took_ms), tx.now_ms))


def checked(tx: Transaction, provider: str, took_ms: int, policy: CircuitPolicy, *, ok: bool) -> None:
    """Record the outcome of a check of a service, which costs nothing."""
    health = healths(tx.conn).get(provider, Health())
    circuit = health.circuit.succeeded() if ok else health.circuit.failed(tx.now_ms, policy)
    _write(tx, provider, Health(circuit, _mean(health.answer_ms, took_ms if ok else None), tx.now_ms))


def _mean(mean_ms: float | None, took_ms: int | None) -> float | None:
    if took_ms is None:
        return mean_ms
    return float(took_ms) if mean_ms is None else (1 - NEWEST) * mean_ms + NEWEST * took_ms


def _write(tx: Transaction, provider: str, health: Health) -> None:
    circuit = health.circuit
    row = {
        "provider": provider,
        "failures": circuit.failures,
        "open_until_ms": circuit.open_until_ms,
        "open_ms": circuit.open_ms,
        "probe_until_ms": circuit.probe_until_ms,
        "answer_ms": health.answer_ms,
        "checked_ms": health.checked_ms,
    }
    insert_or_replace(tx.conn, PROVIDER_HEALTH, row)


def healths(conn: Connection) -> dict[str, Health]:
    """How the services fare that were used before, by name."""
    return {
        row.provider: Health(
            Circuit(row.failures, row.open_until_ms, row.open_ms, row.probe_until_ms), row.answer_ms, row.checked_ms
        )
        for row in conn.execute(select(PROVIDER_HEALTH))
    }


def spent_usd(conn: Connection, day: str) -> float:
    """What the orders of a day cost in all, US dollars."""
    return sum(spent_by_provider(conn, day).values())


def spent_by_provider(conn: Connection, day: str, user_id: str | None = None) -> dict[str, float]:
    """What the orders of a day cost, US dollars, by provider; of a user, those of the jobs that there still are."""
    cost = func.sum(PROVIDER_ORDERS.c.usd)
    query = select(PROVIDER_ORDERS.c.provider, cost).where(PROVIDER_ORDERS.c.day == day)
    if user_id is not None:
        query = query.join(JOBS, JOBS.c.id == PROVIDER_ORDERS.c.job_id).where(JOBS.c.user_id == user_id)
    return {provider: float(usd) for provider, usd in conn.execute(query.group_by(PROVIDER_ORDERS.c.provider))}


def abandoned(conn: Connection, limit: int = 100) -> Sequence[PlacedOrder]:
    """Placed orders of jobs that were cancelled or deleted, which were not cancelled at the service yet."""
    query = (
        select(
            PROVIDER_ORDERS.c.mark,
            PROVIDER_ORDERS.c.job_id,
            PROVIDER_ORDERS.c.provider,
            PROVIDER_ORDERS.c.order_id,
        )
        .outerjoin(JOBS, JOBS.c.id == PROVIDER_ORDERS.c.job_id)
        .where(
            PROVIDER_ORDERS.c.state == OrderState.PLACED.value,
            PROVIDER_ORDERS.c.ended_ms.is_(None),
            or_(JOBS.c.id.is_(None), JOBS.c.status == JobState.CANCELLED.value),
        )
        .limit(limit)
    )
    return [PlacedOrder(*row) for row in conn.execute(query)]


def end(tx: Transaction, mark: str) -> None:
    """Record that an abandoned order was cancelled at the service, or cannot be."""
    tx.conn.execute(update(PROVIDER_ORDERS).where(PROVIDER_ORDERS.c.mark == mark).values(ended_ms=tx.now_ms))
