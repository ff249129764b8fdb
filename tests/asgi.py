"""Runs the whole application in this process, without a network: HTTP by httpx, simulated sockets, a real engine."""

import asyncio
import json
import socket as socket_module
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import httpx
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from app.application import create_app
from app.core.settings import Settings, load_settings
from app.db import moves, stage_log
from app.db.store import Store
from app.db.transaction import Transaction
from app.jobs.events import LogLine
from app.jobs.progress import AttemptProgress, StageAtWork
from app.jobs.record import Artifact, JobRecord
from app.jobs.results import Clip, Segment, Word
from app.jobs.states import Cause
from app.live.hub import Hub
from app.service.jobs import Jobs
from app.service.queue_view import QueueView
from app.serving.guard import guard
from app.stages.registry import Registry
from app.stages.stage_artifacts import media_type_of
from app.storage.blobs import BlobFolder
from tests.current_schema import put_database
from tests.forked_children import import_stages
from tests.stages import PLANS, REGISTRY
from tests.stores import start_stage

HOST = "127.0.0.1:8000"
PATIENCE_S = 20.0


class Socket:
    """The client's side of a socket. If `slow`, messages are only read from the server on request."""

    def __init__(self, app: Any, path: str, headers: dict[str, str], *, slow: bool = False) -> None:
        bare, _, query = path.partition("?")
        named = {"host": HOST} | {name.lower(): value for name, value in headers.items()}
        self._scope: Scope = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": bare,
            "raw_path": bare.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
            "subprotocols": [],
            "extensions": {},
        }
        self._app = app
        self._from_client: asyncio.Queue[Message] = asyncio.Queue()
        self._from_server: asyncio.Queue[Message] = asyncio.Queue(1 if slow else 0)
        self._from_client.put_nowait({"type": "websocket.connect"})
        self.accepted = False
        self.close_code: int | None = None
        self.close_reason = ""

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._app(self._scope, self._from_client.get, self._from_server.put))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._from_client.put_nowait({"type": "websocket.disconnect", "code": 1005})
        async with asyncio.timeout(PATIENCE_S):
            while not self._task.done():
                if self._from_server.full():
                    self._from_server.get_nowait()
                await asyncio.wait({self._task}, timeout=0.01)
        self._task.result()

    def send(self, text: str) -> None:
        """Send a text message."""
        self._from_client.put_nowait({"type": "websocket.receive", "text": text})

    async def connected(self) -> None:
        """Wait until the server has accepted; call it first."""
        async with asyncio.timeout(PATIENCE_S):
            self.accepted = (await self._from_server.get())["type"] == "websocket.accept"

    async def receive(self) -> dict[str, Any] | None:
        """Receive the next message; None if the server has closed the socket."""
        text = await self.receive_text()
        parsed: dict[str, Any] | None = None if text is None else json.loads(text)
        return parsed

    async def receive_text(self) -> str | None:
        """Receive the next message as text; None if the server has closed the socket."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = await self._from_server.get()
                if message["type"] == "websocket.accept":
                    self.accepted = True
                elif message["type"] == "websocket.close":
                    self.close_code, self.close_reason = message["code"], message["reason"]
                    return None
                else:
                    text: str = message["text"]
                    return text

    async def rest(self) -> list[dict[str, Any]]:
        """Receive every message until the server closes the socket."""
        messages = []
        while (message := await self.receive()) is not None:
            messages.append(message)
        return messages


@dataclass
class App:
    """A running application. Its queue is paused until a test resumes it, so that jobs keep their state."""

    asgi: Any
    http: httpx.AsyncClient
    settings: Settings
    store: Store
    jobs: Jobs
    queue_view: QueueView
    hub: Hub

    def socket(self, path: str, *, slow: bool = False, **headers: str) -> Socket:
        """A socket, which connects when it is entered."""
        return Socket(self.asgi, path, headers, slow=slow)

    async def create(self, **body: Any) -> dict[str, Any]:
        """Create a job."""
        answer = await self.http.post("/api/v1/jobs", json={"url": "http://example.com/a.mp4"} | body)
        assert answer.status_code == 201, answer.text
        job: dict[str, Any] = answer.json()
        return job

    async def claim(self, job_id: str) -> JobRecord:
        """Take a job from the (paused) queue, as a worker would; its progress is then the test's."""
        job = await self.store.write(moves.claim, job_id, PLANS)
        assert job is not None
        return job

    async def publish_segments(
        self, job: JobRecord, segments: Sequence[Segment], *, key: str = "transcribe-test"
    ) -> None:
        """Commit and publish segments of a claimed job, as its transcription would."""
        stages = {stage.name: stage for stage in await self.store.read(stage_log.stages_of_job, job.id)}
        if stages["transcribe"].key is None:
            await self.store.write(start_stage, job.id, job.attempt, "transcribe", key, eta_s=5.0)
        first = stages["transcribe"].published
        pieces = [segment.model_dump(mode="json") for segment in segments]
        await self.store.write(stage_log.add_pieces, key, first, pieces, [], are_lines=True)
        show = REGISTRY["transcribe"].show_piece
        events = [event for n, one in enumerate(segments) for event in show(job.id, first + n, one, "").events]
        published = first + len(segments)
        await self.store.write(
            stage_log.publish_pieces,
            job.id,
            job.attempt,
            "transcribe",
            published=published,
            events=events,
            artifacts=[],
        )

    async def cut(self, job: JobRecord, clips: Sequence[Clip], title: str, *, key: str = "clips-test") -> None:
        """Commit and publish clips of a claimed job whose stage has begun, as the stage would."""
        await self.store.write(stage_log.add_pieces, key, 0, [clip.model_dump(mode="json") for clip in clips], [])
        shown = [REGISTRY["clips"].show_piece(job.id, n, clip, title) for n, clip in enumerate(clips)]
        await self.store.write(
            stage_log.publish_pieces,
            job.id,
            job.attempt,
            "clips",
            published=len(clips),
            events=[event for one in shown for event in one.events],
            artifacts=[artifact for one in shown for artifact in one.artifacts],
        )

    async def log(self, job: JobRecord, stage: str, message: str, **fields: Any) -> None:
        """Publish a log line of a claimed job's stage, as the stage would."""
        line = LogLine(level="info", message=message, stage=stage, fields=fields)
        await self.store.write(Transaction.append, job.id, [line])

    def progress(
        self,
        job: JobRecord,
        seq: int,
        *,
        progress: float,
        eta_s: float,
        stages: Mapping[str, tuple[float, str | None]],
    ) -> None:
        """Publish live progress of the job and of its running stages, each with its fraction (0..1) and speed."""
        at_work = {name: StageAtWork(fraction, speed) for name, (fraction, speed) in stages.items()}
        self.hub.progress(job.id, seq, AttemptProgress(job.attempt, progress, next(iter(stages)), eta_s, at_work))

    async def finish(self, job: JobRecord, cause: Cause = Cause.COMPLETE, **values: Any) -> None:
        """End a claimed job."""
        await self.store.write(moves.finish, job.id, job.attempt, cause, **values)

    async def keep(
        self, job_id: str, content: bytes, filename: str, *, kind: str = "clip", stage: str = "clips"
    ) -> Artifact:
        """Store a file as an artifact of a job."""
        path = self.settings.data_dir / "work" / filename.replace("/", "_")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        suffix = Path(filename).suffix
        blob = BlobFolder(self.settings.data_dir / "blobs").keep(path, suffix)
        artifact = Artifact(str(uuid.uuid4()), job_id, stage, kind, filename, media_type_of(suffix), blob)
        await self.store.write(stage_log.add_artifacts, [artifact])
        return artifact


def segment(start_s: float, text: str, *, confidence: float = 0.9) -> Segment:
    """A segment of two seconds, with its words."""
    words = text.split()
    step = 2.0 / len(words)
    timed = [
        Word(start_s=start_s + n * step, end_s=start_s + (n + 1) * step, text=f" {word}", probability=0.9)
        for n, word in enumerate(words)
    ]
    return Segment(start_s=start_s, end_s=start_s + 2.0, text=text, confidence=confidence, words=tuple(timed))


class Stream:
    """A stream of server-sent events, read while it is open."""

    def __init__(self, app: App, path: str, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        named = {"host": HOST, "accept": "text/event-stream"} | dict(headers)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
        }
        self._sent: asyncio.Queue[Message] = asyncio.Queue()
        received: asyncio.Queue[Message] = asyncio.Queue()
        received.put_nowait({"type": "http.request", "body": b"", "more_body": False})
        self._running = asyncio.create_task(app.asgi(scope, received.get, self._sent.put))

    async def until(self, word: str) -> None:
        """Read until a word has come."""
        body = b""
        while word.encode() not in body:
            body += (await self._sent.get()).get("body", b"")

    async def rest(self) -> None:
        """Wait for the end of the stream."""
        await self._running


@asynccontextmanager
async def app_in(
    folder: Path, *, paused: bool = True, registry: Registry | None = None, **settings: Any
) -> AsyncIterator[App]:
    """The application with its data in `folder`, and with other stages than the product's own if so wished."""
    import_stages()  # now, not while a child is awaited
    defaults: dict[str, Any] = {
        "data_dir": folder / "data",
        "database_url": f"sqlite:///{folder / 'jobs.db'}",
        "disk_reserve_bytes": 0,
        "shutdown_grace": 0.0,
        "child_nice": 0,
        "hf_hub_offline": True,
        "log_level": "WARNING",
    }
    loaded = load_settings(**(defaults | settings))
    if loaded.database_url == defaults["database_url"]:
        put_database(folder / "jobs.db")
    app = create_app(loaded, registry)
    async with app.router.lifespan_context(app) as state:

        async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
            await app(scope | {"state": dict(state)}, receive, send)

        if paused:
            await state["engine"].jobs.pause()
        transport = httpx.ASGITransport(with_state, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", timeout=PATIENCE_S) as client:
            engine = state["engine"]
            yield App(with_state, client, loaded, state["store"], engine.jobs, engine.queue_view, state["hub"])


class _QuietServer(uvicorn.Server):
    """A server without signal handlers, so that the test's stay."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(app: App) -> AsyncIterator[str]:
    """Serve the application on real sockets, as the product does; yields `127.0.0.1:PORT`."""
    # The protocol is named: asyncio turns Nagle's algorithm off for such sockets alone, and it costs 40 ms an answer.
    listener = socket_module.socket(proto=socket_module.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(100)
    config = uvicorn.Config(
        app.asgi,
        lifespan="off",
        log_config=None,
        access_log=False,
        ws="websockets-sansio",
        timeout_graceful_shutdown=2,
    )
    config.load()
    guard(config, app.settings)
    server = _QuietServer(config)
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        listener.close()
