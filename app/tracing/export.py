"""Sends ended spans to a collector, some at a time, from a thread of its own.

The SDK's own batches start a thread again in every forked process, which the server forks for each child; and their
shutdown waits for a collector that does not answer as long as the collector likes.
"""

import asyncio
import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from app.core.background_loop import BackgroundLoop

log = logging.getLogger(__name__)

#: Time between two requests to the collector, and at the end for the last one, seconds.
EVERY_S, LAST_S = 2.0, 3.0
#: Spans of one request; and that wait at most, beyond which the oldest are lost.
BATCH, MOST_WAITING = 512, 8192


class SpanQueue(SpanProcessor):
    """Receives ended spans, and drops the oldest if nobody takes them."""

    def __init__(self) -> None:
        self.waiting: deque[ReadableSpan] = deque(maxlen=MOST_WAITING)

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Ignore spans that only begin."""

    def on_end(self, span: ReadableSpan) -> None:
        """Keep a span, if it was chosen to be recorded."""
        if span.context is not None and span.context.trace_flags.sampled:
            self.waiting.append(span)


class SpanExports(BackgroundLoop):
    """Exports for the duration of the block, and what is left at its end."""

    def __init__(self, queue: SpanQueue, exporter: SpanExporter) -> None:
        self._queue = queue
        self._exporter = exporter
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spans")
        self._failing = False

    async def __aexit__(self, *failure: object) -> None:
        """Export what is left, for a moment at most."""
        await super().__aexit__(None, None, None)
        try:
            async with asyncio.timeout(LAST_S):
                await self._export_all()
        except TimeoutError:
            log.warning("%d spans or more are lost: the collector does not answer", len(self._queue.waiting))
        finally:
            self._exporter.shutdown()
            self._thread.shutdown(wait=False, cancel_futures=True)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            await self._export_all()

    async def _export_all(self) -> None:
        waiting = self._queue.waiting
        while waiting:
            batch = [waiting.popleft() for _ in range(min(BATCH, len(waiting)))]
            try:
                result = await asyncio.get_running_loop().run_in_executor(self._thread, self._exporter.export, batch)
                failed = result is not SpanExportResult.SUCCESS
            except Exception:
                log.exception("spans could not be exported")
                failed = True
            if failed and not self._failing:
                log.warning("the collector of traces takes nothing; spans are lost until it does")
            self._failing = failed
