"""A router as another product would bring it: below `/v2`, by forms, with errors in that product's shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, WebSocket
from starlette.responses import Response
from starlette.types import Message

from app.api.declared_bodies import FormBody, NoBody, RawBody
from app.api.dependencies import IntakeDep, Json, SettingsDep
from app.api.error_shapes import Failure
from app.api.json_text import dump
from app.api.policy import Access, PolicyRouter, RoutePolicy, declares
from app.api.uploads import received
from app.core.errors import WrongState


@dataclass(frozen=True, slots=True)
class ToyErrors:
    """`{"error": {"message", "type", "code"}}`; on sockets the same as a message, and then a close frame."""

    media_type: str = "application/json"

    def answer(self, failure: Failure) -> Response:
        """One object below `error`."""
        return Response(self._text(failure), failure.status, dict(failure.headers), self.media_type)

    def closing(self, failure: Failure) -> Sequence[Message]:
        """The error, then the end."""
        told = {"type": "websocket.send", "text": self._text(failure)}
        return [told, {"type": "websocket.close", "code": 3000, "reason": failure.code}]

    def _text(self, failure: Failure) -> str:
        kind = "server_error" if failure.status >= 500 else "invalid_request_error"
        return dump({"error": {"message": failure.message, "type": kind, "code": failure.code}})


SPEECH = FormBody(file="file", fields=("model", "granularities[]"), raw=("audio/*",), limit=None)
router = PolicyRouter(prefix="/v2", tags=["jobs"], policy=RoutePolicy(body=SPEECH, errors=ToyErrors()))


@router.post("/audio/transcriptions")
async def transcribe(request: Request, intake: IntakeDep, settings: SettingsDep) -> Any:
    """Receive a file and fields, and say what came."""
    folder = settings.data_dir / "work" / "uploads"
    async with received(request, SPEECH, folder=folder, limit=1000, intake=intake) as upload:
        size = upload.path.stat().st_size
    return Json({"name": upload.name, "size": size, "fields": upload.fields})


@router.post("/small")
@declares(body=FormBody(fields=("model",), limit=2000))
async def small(request: Request) -> Any:
    """Read a form that has no file, by the framework's own means."""
    async with request.form() as form:
        return Json(dict(form))


@router.post("/raw")
@declares(body=RawBody(("text/plain",), limit=10))
async def raw(request: Request) -> Any:
    """Read a body of text."""
    return Json({"size": len(await request.body())})


@router.post("/bare")
@declares(body=NoBody(), access=Access.KEYLESS)
async def bare(request: Request) -> Any:
    """Read a body that must be empty."""
    return Json({"size": len(await request.body())})


@router.get("/models/{number}")
async def model(number: int) -> Any:
    """Fail in one of two ways."""
    if number:
        raise WrongState("The model is busy.")
    return number // number


@router.websocket("/listen")
async def listen(socket: WebSocket) -> None:
    """Stay until the client leaves."""
    await socket.accept()
    await socket.send_text('{"type": "hello"}')
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


@router.websocket("/realtime")
async def realtime(socket: WebSocket) -> None:
    """Refuse after the socket was accepted."""
    await socket.accept()
    raise WrongState("The model is busy.")
