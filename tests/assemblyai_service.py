"""AssemblyAI's HTTP API on loopback, as its official SDK speaks to it, with the faults of a real service."""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

KEY = "key-of-the-tests"
#: The moments at which a request can be held: name → what has happened by then.
MOMENTS = {
    "upload begun": "nothing is stored",
    "upload stored": "its answer is not sent",
    "order begun": "the order is not accepted yet",
    "order accepted": "its answer is not sent",
    "poll begun": "the transcript is being made",
    "poll answered": "the transcript is ready, its answer is not sent",
    "list begun": "the orders are about to be listed",
    "list read": "its answer is not sent",
}
#: Two speakers, in milliseconds.
WORDS = (
    ("Good", 100, 300, 0.98, "A"),
    ("morning,", 320, 700, 0.97, "A"),
    ("everybody.", 720, 1200, 0.96, "A"),
    ("Hello.", 1500, 1900, 0.2, "B"),
)


@dataclass
class Accepted:
    """An order that the service has accepted, and so would be paid for."""

    id: str
    body: dict[str, Any]
    created: str
    polls: int = 0

    @property
    def audio_url(self) -> str:
        """The sound that was ordered."""
        return str(self.body["audio_url"])


@dataclass
class Hold:
    """A request that is held at a moment: `reached` when it is there, `gate` lets it go on, or come to nothing."""

    moment: str
    reached: threading.Event = field(default_factory=threading.Event)
    gate: threading.Event = field(default_factory=threading.Event)
    dropped: bool = False

    def drop(self) -> None:
        """Carry the request out no further."""
        self.dropped = True
        self.gate.set()


@dataclass
class Fault:
    """How the next requests to a path are answered: a status, or None for a connection that is closed in silence.

    With `after` the request is carried out before.
    """

    request: str
    status: int | None
    body: dict[str, Any] = field(default_factory=lambda: {"error": "no luck"})
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    after: bool = False


class AssemblyAIService:
    """The service in a thread. `polls` polls find a transcript unfinished; `words`, `error` are what it comes to."""

    def __init__(self, *, polls: int = 1, lists: bool = True) -> None:
        self.polls, self.lists = polls, lists
        self.words: tuple[tuple[str, int, int, float, str | None], ...] = WORDS
        self.extra: dict[str, Any] = {}
        self.error: str | None = None
        self.uploads: dict[str, str] = {}  # URL → SHA-256
        self.accepted: list[Accepted] = []
        self.requests: list[tuple[float, str]] = []
        self.faults: list[Fault] = []
        self.page = 100
        self._holds: list[Hold] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="assemblyai")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for hold in self._holds:
            hold.gate.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Its base URL, without a version."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def count(self, request: str) -> int:
        """How many requests of a kind came, such as `POST /v2/upload`."""
        return sum(name == request for _, name in self.requests)

    def sounds(self) -> list[str]:
        """The SHA-256 of the sound of each accepted order."""
        return [self.uploads[order.audio_url] for order in self.accepted]

    @contextmanager
    def holding(self, moment: str) -> Iterator[Hold]:
        """Hold the next request at a moment."""
        assert moment in MOMENTS
        hold = Hold(moment)
        self._holds.append(hold)
        try:
            yield hold
        finally:
            hold.gate.set()
            self._holds.remove(hold)

    def at(self, moment: str) -> bool:
        """Called by requests at their moments; returns whether to go on."""
        for hold in list(self._holds):
            if hold.moment == moment and not hold.reached.is_set():
                hold.reached.set()
                hold.gate.wait(60)
                return not hold.dropped
        return True

    def fault(self, request: str, *, after: bool) -> Fault | None:
        """The fault that a request is to have now."""
        with self._lock:
            for fault in self.faults:
                if fault.request == request and fault.after is after and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def store(self, body: bytes) -> dict[str, Any]:
        """Store an upload."""
        with self._lock:
            url = f"{self.url}/upload/{len(self.uploads)}"
            self.uploads[url] = hashlib.sha256(body).hexdigest()
            return {"upload_url": url}

    def accept(self, body: dict[str, Any]) -> dict[str, Any]:
        """Accept an order."""
        with self._lock:
            order = Accepted(f"t-{len(self.accepted)}", body, datetime.now(UTC).replace(tzinfo=None).isoformat())
            self.accepted.append(order)
            return self.shown(order, "queued")

    def polled(self, order_id: str) -> dict[str, Any] | None:
        """The answer to a poll; None for an order that is unknown."""
        order = next((order for order in self.accepted if order.id == order_id), None)
        if order is None:
            return None
        order.polls += 1
        if order.polls <= self.polls:
            return self.shown(order, "processing")
        return self.shown(order, "completed" if self.error is None else "error")

    def shown(self, order: Accepted, status: str) -> dict[str, Any]:
        """An order as the service shows it."""
        answer: dict[str, Any] = {"id": order.id, "status": status, "audio_url": order.audio_url}
        if status == "error":
            return answer | {"error": self.error}
        if status != "completed":
            return answer
        words = [
            {"text": text, "start": start, "end": end, "confidence": confidence, "speaker": speaker}
            for text, start, end, confidence, speaker in self.words
        ]
        return answer | {
            "text": " ".join(word["text"] for word in words),
            "words": words,
            "confidence": 0.9,
            "language_code": order.body.get("language_code", "en_us"),
            "audio_duration": 2,
            **self.extra,
        }

    def listed(self, query: dict[str, list[str]]) -> dict[str, Any]:
        """A page of the list, newest first."""
        orders = self.accepted[::-1]
        if before := query.get("before_id"):
            at = [order.id for order in orders].index(before[0])
            orders = orders[at + 1 :]
        page, older = orders[: self.page], len(orders) > self.page
        link = f"{self.url}/v2/transcript?before_id={page[-1].id}" if older else None
        return {
            "page_details": {
                "limit": self.page,
                "result_count": len(page),
                "current_url": f"{self.url}/v2/transcript",
                "prev_url": link,
                "next_url": None,
            },
            "transcripts": [
                {
                    "id": order.id,
                    "resource_url": f"{self.url}/v2/transcript/{order.id}",
                    "status": "processing",
                    "created": order.created,
                    "completed": None,
                    "audio_url": order.audio_url,
                    "error": None,
                }
                for order in page
            ],
        }


class _Handler(BaseHTTPRequestHandler):
    """Answers, or fails to."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    wbufsize = 65_536  # an answer in one packet, which no acknowledgement delays

    def fail(self, fault: Fault) -> None:
        if fault.status is None:
            self.close_connection = True
            return
        self.answer(fault.status, fault.body, fault.headers)

    def answer(self, status: int, answer: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        body = json.dumps(answer).encode()
        try:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
        except OSError:  # the client was killed, which is what these tests do
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Log nothing: tests read `requests`."""


def _handler(service: AssemblyAIService) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v2/upload":
                self._serve("POST /v2/upload", "upload begun", lambda: service.store(body), "upload stored")
            else:
                order = lambda: service.accept(json.loads(body))  # noqa: E731
                self._serve("POST /v2/transcript", "order begun", order, "order accepted")

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            order_id = parts.path.removeprefix("/v2/transcript").strip("/")
            if order_id:
                self._serve("GET /v2/transcript/{id}", "poll begun", lambda: service.polled(order_id), "poll answered")
            else:
                listed = lambda: service.listed(parse_qs(parts.query)) if service.lists else None  # noqa: E731
                self._serve("GET /v2/transcript", "list begun", listed, "list read")

        def _serve(self, request: str, begun: str, work: Callable[[], dict[str, Any] | None], done: str) -> None:
            service.requests.append((time.monotonic(), request))
            if self.headers["Authorization"] != KEY:
                self.answer(401, {"error": f"Authentication error, API token {self.headers['Authorization']} is wrong"})
                return
            if not service.at(begun):
                self.close_connection = True
                return
            if (fault := service.fault(request, after=False)) is not None:
                self.fail(fault)
                return
            made = work()
            if done and not (done == "poll answered" and (made or {}).get("status") != "completed"):
                service.at(done)
            if (fault := service.fault(request, after=True)) is not None:
                self.fail(fault)
                return
            self.answer(200 if made is not None else 404, made or {"error": "Not found."})

    return Handler
