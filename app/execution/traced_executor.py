"""Traces the work of stages in children: a `StageExecutor` around another one."""

from collections.abc import Callable, Collection

from app.jobs.results import Result
from app.ports.stage_executor import Receive, StageExecutor, StageTask
from app.ports.tracing import Tracer


class TracedExecutor:
    """See `StageExecutor`. Work that several jobs wait for is in the trace of the job that began it."""

    def __init__(self, inner: StageExecutor, tracer: Tracer) -> None:
        self._inner = inner
        self._tracer = tracer

    async def execute(self, task: StageTask, receive: Receive, *, alive: Callable[[], None] = lambda: None) -> Result:
        """See `StageExecutor.execute`."""
        with self._tracer.child(task.stage):
            return await self._inner.execute(task, receive, alive=alive)

    async def can_resume(self, task: StageTask) -> bool:
        """See `StageExecutor.can_resume`."""
        return await self._inner.can_resume(task)

    async def discard(self, keys: Collection[str]) -> None:
        """See `StageExecutor.discard`."""
        await self._inner.discard(keys)
