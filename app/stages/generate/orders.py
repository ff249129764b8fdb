"""Orders a film from the first of several services that takes the order, so that no crash orders twice.

An order goes in steps, each committed before the next one begins: the intent, then the id by which the service knows
it, then how it ended. An intent without an id may have arrived: it is looked up where the service lists its orders, and
else it is lost, which counts as paid. A service that lost an order gets no other one from this job.
"""

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.core.errors import ErrorCode, JobFailure
from app.jobs.spending import OrderState
from app.jobs.stage_messages import PieceRefused
from app.providers.films import FilmProvider, FilmState
from app.providers.orders import READS_AFTER_ANSWER, READS_AFTER_SILENCE, NotListed, OrderLost, OrderStep
from app.stages.generate.contract import FilmChoice, FilmStep

#: Failures that may pass, so that the service's circuit counts them.
FAULTS = frozenset(
    {ErrorCode.SOURCE_UNAVAILABLE, ErrorCode.RATE_LIMITED, ErrorCode.TIMEOUT, ErrorCode.MODEL_UNAVAILABLE}
)
#: After these an order has no film for good.
OVER = frozenset({OrderState.REFUSED, OrderState.LOST, OrderState.FAILED})
#: Polls in a row that may fail before the attempt does.
MOST_FAILED_POLLS = 3


class NeverSent(Exception):
    """The order of a run that was ended never arrived, so it can be sent now."""


class Passed(Exception):
    """A service was passed over. `again_s`: it may take an order after so long, None if it won't for this job.

    `waits`: it was not even tried. `on_budget`: it is too expensive for today.
    """

    def __init__(self, why: str, *, again_s: float | None, waits: bool = False, on_budget: bool = False) -> None:
        super().__init__(why)
        self.again_s = again_s
        self.waits = waits
        self.on_budget = on_budget


@dataclass(frozen=True, slots=True)
class Placed:
    """An order at a service, and the intent that it began with."""

    choice: FilmChoice
    intent: FilmStep
    order_id: str


@dataclass(slots=True)
class FilmOrders:
    """The orders of one job, with the `steps` of earlier runs.

    `commit` returns when a step is committed, or raises PieceRefused. An order is polled every `poll_s` seconds;
    `polled` receives its state each time.
    """

    steps: list[FilmStep]
    round: int
    commit: Callable[[FilmStep], None]
    polled: Callable[[FilmChoice, FilmState], None]
    poll_s: float
    sleep: Callable[[float], None] = time.sleep
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    _failed_polls: int = field(default=0, init=False)

    def open_step(self) -> FilmStep | None:
        """The newest step of an order whose film is still to be fetched; None if there is none."""
        last = next((step for step in reversed(self.steps) if step.state is not OrderState.SILENT), None)
        return last if last is not None and last.state not in OVER else None

    def intent_of(self, mark: str) -> FilmStep:
        """The intent of an order."""
        return next(step for step in self.steps if step.mark == mark and step.state is OrderState.INTENDED)

    def why_never(self, choice: FilmChoice) -> str | None:
        """Why this job orders nothing more from a service; None if it may."""
        for step in reversed(self.steps):
            if step.provider == choice.name and step.state is OrderState.LOST:
                return f"an order there was lost and may have to be paid ({step.reason})"
            if step.provider == choice.name and step.state is OrderState.FAILED and step.round == self.round:
                return step.reason
        return None

    def resumed(self, choice: FilmChoice, service: FilmProvider, last: FilmStep) -> Placed:
        """The order that an earlier run has begun. Raises Passed if it is lost, NeverSent if there is none."""
        intent = self.intent_of(last.mark)
        for step in self.steps:
            if step.mark == last.mark and step.state is OrderState.PLACED:
                return Placed(choice, intent, step.order_id)
        found = self._looked_up(choice, service, intent, "the run that sent it was ended", READS_AFTER_SILENCE)
        if found is None:
            self._step(intent, OrderState.REFUSED, reason="it was not sent: the run was ended before")
            raise NeverSent
        return found

    def placed(self, choice: FilmChoice, service: FilmProvider) -> Placed:
        """Order from a service. Raises Passed, or JobFailure for content that it refuses."""
        intent = self._intended(choice)
        began_ms = self.now_ms()
        try:
            order_id = service.submit(choice.order, intent.mark)
        except JobFailure as failure:
            self._step(intent, OrderState.REFUSED, reason=failure.message, fault=failure.code in FAULTS)
            if failure.code is ErrorCode.CONTENT_REFUSED:
                raise
            passing = failure.code in FAULTS - {ErrorCode.MODEL_UNAVAILABLE}
            again_s = (failure.retry_after_s or 0.0) if passing else None
            raise Passed(failure.message, again_s=again_s) from failure
        except OrderLost as lost:
            reads = READS_AFTER_ANSWER if lost.answered else READS_AFTER_SILENCE
            found = self._looked_up(choice, service, intent, str(lost), reads)
            if found is None:
                self._step(intent, OrderState.REFUSED, reason=f"it never arrived: {lost}", fault=True)
                raise Passed(f"an order never arrived: {lost}", again_s=0.0) from lost
            return found
        return self._known(choice, intent, order_id, self.now_ms() - began_ms)

    def _intended(self, choice: FilmChoice) -> FilmStep:
        """Commit the intent of an order. Raises Passed where the circuit or the budget forbids it."""
        step = FilmStep(
            provider=choice.name,
            state=OrderState.INTENDED,
            mark=uuid.uuid4().hex,
            at_ms=self.now_ms(),
            round=self.round,
            model=choice.order.model or "",
            usd=choice.usd,
        )
        try:
            self.commit(step)
        except PieceRefused as refusal:
            again_ms = refusal.refused.again_ms or step.at_ms
            raise Passed(
                refusal.refused.message,
                again_s=max(0.0, (again_ms - step.at_ms) / 1000),
                waits=True,
                on_budget=refusal.refused.code == ErrorCode.BUDGET,
            ) from refusal
        self.steps.append(step)
        return step

    def _looked_up(
        self, choice: FilmChoice, service: FilmProvider, intent: FilmStep, why: str, reads: int
    ) -> Placed | None:
        """The order whose answer was lost, by the service's list; None if it never arrived. Raises Passed."""
        about = OrderStep(state="intended", mark=intent.mark, at_ms=intent.at_ms)
        for read in range(reads):
            if read:
                self.sleep(self.poll_s)
            try:
                found = service.find(choice.order, about)
            except NotListed as error:
                self._step(intent, OrderState.LOST, reason=why, fault=True)
                message = f"the answer to an order was lost ({why}), and it cannot be looked up ({error})"
                raise Passed(f"{message}; it counts as paid", again_s=None) from error
            if found is not None:
                return self._known(choice, intent, found, None)
        return None

    def _known(self, choice: FilmChoice, intent: FilmStep, order_id: str, took_ms: int | None) -> Placed:
        self._step(intent, OrderState.PLACED, order_id=order_id, took_ms=took_ms)
        return Placed(choice, intent, order_id)

    def awaited(self, order: Placed, service: FilmProvider) -> FilmState:
        """Poll an order until it is done. Raises Passed if it failed, JobFailure if it was refused or is silent."""
        self._failed_polls = 0
        while True:
            state = self._poll(order, service)
            if state is None:
                pass
            elif state.state == "done":
                return state
            elif state.state == "refused":
                self.failed(order, state.words or "the content was refused", fault=False)
                raise JobFailure(ErrorCode.CONTENT_REFUSED, refusal_of(order.choice, state.words))
            elif state.state == "failed":
                why = state.words or "it gave no reason"
                self.failed(order, why, fault=True)
                raise Passed(f"the order failed: {why}", again_s=None)
            self.sleep(self.poll_s)

    def _poll(self, order: Placed, service: FilmProvider) -> FilmState | None:
        """The order's state; None if the service did not say. Raises JobFailure once that was so too often."""
        try:
            state = service.poll(order.order_id)
        except JobFailure as failure:
            if failure.code is ErrorCode.CONTENT_REFUSED:
                self.failed(order, failure.message, fault=False)
                raise
            if failure.code is ErrorCode.PROVIDER_FAILED:
                self.failed(order, failure.message, fault=True)
                raise Passed(failure.message, again_s=None) from failure
            self._failed_polls += 1
            if failure.code is ErrorCode.MODEL_UNAVAILABLE or self._failed_polls > MOST_FAILED_POLLS:
                self._step(order.intent, OrderState.SILENT, reason=failure.message, fault=True)
                raise
            self.polled(order.choice, FilmState("queued", words="no answer"))
            self.sleep(min(failure.retry_after_s or 0.0, 60.0))
            return None
        self._failed_polls = 0
        self.polled(order.choice, state)
        return state

    def failed(self, order: Placed, reason: str, *, fault: bool) -> None:
        """Commit that an order has no film for good."""
        self._step(order.intent, OrderState.FAILED, reason=reason, fault=fault)

    def done(self, order: Placed) -> None:
        """Commit that an order's film is here."""
        if self.steps[-1].state is not OrderState.DONE:
            self._step(order.intent, OrderState.DONE)

    def _step(
        self,
        intent: FilmStep,
        state: OrderState,
        *,
        order_id: str = "",
        took_ms: int | None = None,
        reason: str = "",
        fault: bool = False,
    ) -> None:
        step = FilmStep(
            provider=intent.provider,
            state=state,
            mark=intent.mark,
            at_ms=self.now_ms(),
            round=intent.round,
            model=intent.model,
            order_id=order_id,
            took_ms=took_ms,
            reason=reason,
            fault=fault,
        )
        self.commit(step)
        self.steps.append(step)


def refusal_of(choice: FilmChoice, words: str) -> str:
    """The message of a refusal of the content."""
    said = f": {words}" if words else ""
    return f"{choice.title} refuses to make a film of this prompt{said}. Write another one."


def cost_usd(steps: Sequence[FilmStep]) -> float:
    """What the orders cost in all: each that was intended, unless it was certainly never placed."""
    free = {step.mark for step in steps if step.state is OrderState.REFUSED}
    return sum(step.usd for step in steps if step.state is OrderState.INTENDED and step.mark not in free)
