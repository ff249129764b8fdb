"""A transcript as OpenAI's server-sent events: each line as soon as it is recognised, then the whole.

Who speaks is known when all is said: lines with their speakers come then, before the whole.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.error_shapes import Failure
from app.api.held_jobs import HeldJob
from app.api.json_text import dump
from app.api.openai.errors import error_of
from app.api.openai.views import Speech, spoken_lines, token_usage
from app.core.errors import Refusal
from app.jobs.plan import Plans

STREAM = "text/event-stream; charset=utf-8"
#: A comment, which clients skip: it keeps proxies from closing the connection in a pause.
PAUSE = ": \n\n"


class SpeechStream(Response):
    """The response; what fails once it has begun is an event with the error. The job ends with the client."""

    media_type = STREAM

    def __init__(self, job: HeldJob, plans: Plans, *, with_speakers: bool, headers: dict[str, str]) -> None:
        super().__init__(headers=headers | {"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._job = job
        self._plans = plans
        self._with_speakers = with_speakers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events until the job has ended, or the client leaves."""
        await self._job.while_connected(Request(scope, receive), self._send(send))

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(self._events()) as events:
            async for text in events:
                await send({"type": "http.response.body", "body": text.encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _events(self) -> AsyncGenerator[str]:
        try:
            async with aclosing(self._lines()) as lines:
                async for text in lines:
                    yield text
        except Refusal as refusal:
            yield event({"error": error_of(Failure.of(refusal))})
            return
        yield "data: [DONE]\n\n"

    async def _lines(self) -> AsyncGenerator[str]:
        heard = ""
        async with aclosing(self._job.lines()) as lines:
            async for line in lines:
                if line is None:
                    yield PAUSE
                    continue
                if text := line["text"].strip():
                    delta = f" {text}" if heard else text
                    heard += delta
                    yield event({"type": "transcript.text.delta", "delta": delta})
        speech = await Speech.of_job(self._job, self._plans)
        if self._with_speakers:
            for row in spoken_lines(speech):
                yield event(row)
        text = await asyncio.to_thread(lambda: speech.text)
        yield event({"type": "transcript.text.done", "text": text, "usage": token_usage(speech)})


def event(data: dict[str, Any]) -> str:
    """One event of a stream."""
    return f"data: {dump(data)}\n\n"
