"""Places a paid order with a service of somebody else so that a crash at any instant never pays for it twice.

An order goes in steps, each committed before the next one begins: the intent, then the id by which the service knows
it. A run that finds an intent without an id does not know whether the order arrived: the answer was lost, by a crash or
on the way, and the order counts as paid. So it looks the order up in the service's list, by the mark that the intent
has, and only an order that is not there is placed again. Where nothing can be listed it is not placed again by itself.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from app.core.errors import AppError, ErrorCode, JobFailure
from app.jobs.results import Result

ResultT_co = TypeVar("ResultT_co", covariant=True)

#: How often a list is read until an order that is missing in it counts as never arrived: after an answer that leaves it
#: open, and after none, when the order may still be on its way.
READS_AFTER_ANSWER, READS_AFTER_SILENCE = 2, 5


class OrderStep(Result):
    """A step of an order, for the record.

    `intended` at `at_ms` (Unix milliseconds) with the `mark` that the service lists it by; `placed` with its
    `order_id`; `ended` without a result for a `reason`, so that a later run may order anew.
    """

    state: Literal["intended", "placed", "ended"]
    mark: str = ""
    at_ms: int = 0
    order_id: str = ""
    reason: str = ""


class OrderLost(AppError):
    """Whether the order was accepted is unknown: there was no answer, or (`answered`) one that leaves it open."""

    def __init__(self, message: str, *, answered: bool = False) -> None:
        super().__init__(message)
        self.answered = answered


class NotListed(AppError):
    """The service cannot list its orders."""


class Service(Protocol[ResultT_co]):
    """A service that takes orders. All methods raise JobFailure, with what to do about it."""

    @property
    def name(self) -> str:
        """The service's name, for people."""

    def prepare(self) -> str:
        """Do what comes before the order and costs nothing, such as an upload; returns the order's mark."""

    def place(self, mark: str) -> str:
        """Send the order once; returns its id. Raises JobFailure if it was refused, OrderLost if that is unknown."""

    def find(self, intent: OrderStep) -> str | None:
        """The id of the order in the service's list; None if it is not there. Raises NotListed."""

    def result(self, order_id: str) -> ResultT_co:
        """Wait for the order's result. JobFailure `provider_failed` means that it will never have one."""


@dataclass(slots=True)
class Order(Generic[ResultT_co]):
    """One order, with the `steps` of earlier runs.

    `commit` returns when a step is committed; a list is read every `read_every_s` seconds.
    """

    service: Service[ResultT_co]
    steps: list[OrderStep]
    commit: Callable[[OrderStep], None]
    read_every_s: float
    sleep: Callable[[float], None] = time.sleep
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000

    def result(self) -> ResultT_co:
        """The order's result; it is placed first, unless it is known already. Raises JobFailure."""
        order_id = self._known() or self._placed()
        try:
            return self.service.result(order_id)
        except JobFailure as failure:
            if failure.code is ErrorCode.PROVIDER_FAILED:
                self._end(failure.message)
            raise

    def _known(self) -> str | None:
        """The id of the order of an earlier run; None if there was none, or it has ended."""
        last = self.steps[-1] if self.steps else None
        if last is None or last.state == "ended":
            return None
        if last.state == "placed":
            return last.order_id
        if (found := self._looked_up(last, READS_AFTER_SILENCE)) is not None:
            return self._place_known(found)
        self._end("the order never arrived")
        return None

    def _placed(self) -> str:
        """Place the order; returns its id."""
        mark = self.service.prepare()
        intent = self._step(OrderStep(state="intended", mark=mark, at_ms=self.now_ms()))
        try:
            order_id = self.service.place(mark)
        except JobFailure as refusal:
            self._end(refusal.message)
            raise
        except OrderLost as lost:
            found = self._looked_up(intent, READS_AFTER_ANSWER if lost.answered else READS_AFTER_SILENCE)
            if found is None:
                self._end(str(lost))
                message = f"{lost} It is not in the list of {self.service.name}, so the next attempt orders again."
                raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message) from lost
            order_id = found
        return self._place_known(order_id)

    def _looked_up(self, intent: OrderStep, reads: int) -> str | None:
        """The id of an order whose answer was lost; None if it never arrived. Raises JobFailure if that is unknown."""
        for read in range(reads):
            if read:
                self.sleep(self.read_every_s)
            try:
                found = self.service.find(intent)
            except NotListed as error:
                message = (
                    f"The answer of {self.service.name} to an order was lost, and it cannot be looked up ({error}). "
                    "It may have to be paid, so it was not sent again. A retry of this job orders anew."
                )
                self._end(message)
                raise JobFailure(ErrorCode.PROVIDER_FAILED, message) from error
            if found is not None:
                return found
        return None

    def _place_known(self, order_id: str) -> str:
        self._step(OrderStep(state="placed", order_id=order_id))
        return order_id

    def _end(self, reason: str) -> None:
        self._step(OrderStep(state="ended", reason=reason))

    def _step(self, step: OrderStep) -> OrderStep:
        self.commit(step)
        self.steps.append(step)
        return step
