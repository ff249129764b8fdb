"""The HTTP services of OpenAI, Runway and Google on loopback, as their SDKs speak to them, with their faults.

Requests are named alike at all of them: `order`, `poll`, `film`, `list`, `cancel`, `check`.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.assemblyai_service import Hold

KEY = "key-of-the-tests"
#: The moments at which a request can be held: name → what has happened by then.
MOMENTS = {
    "order begun": "the order is not accepted yet",
    "order accepted": "its answer is not sent",
    "poll begun": "the film is being made",
    "poll answered": "the film is ready, its answer is not sent",
    "list begun": "the orders are about to be listed",
    "list read": "its answer is not sent",
    "film begun": "no byte of the film is sent",
    "film half": "half of the film is sent",
}


@dataclass
class FilmFault:
    """How the next requests of a kind are answered.

    `status` None: the connection is closed in silence. `body` may be text, which is no JSON then. With `after` the
    request is carried out before. `hang`: nothing is answered until the client is gone.
    """

    request: str
    status: int | None = None
    body: Any = field(default_factory=lambda: {"error": {"message": "no luck", "code": "x", "type": "y"}})
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    after: bool = False
    hang: bool = False


@dataclass
class Ordered:
    """An order that the service has accepted, and so would be paid for. `cancelled` by a client."""

    id: str
    body: dict[str, Any]
    created_s: float
    polls: int = 0
    cancelled: bool = False


class FilmService:
    """A service in a thread. `polls` polls find a film unfinished; `ending` is what an order comes to.

    `ending`: None for the film, else what the service answers instead, in its own words. `link`: where the film is,
    instead of the service's own place.
    """

    api = ""

    def __init__(self, film: Path, *, polls: int = 1) -> None:
        self.film = film.read_bytes()
        self.polls = polls
        self.ending: dict[str, Any] | None = None
        self.link: str | None = None
        self.clock_ahead_s = 0.0
        self.accepted: list[Ordered] = []
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.faults: list[FilmFault] = []
        self.page = 100
        self._holds: list[Hold] = []
        self._lock = threading.Lock()
        self._gone = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="films")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._gone.set()
        for hold in self._holds:
            hold.gate.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def root(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """Its base URL, as its SDK wants it."""
        return self.root

    def count(self, request: str) -> int:
        """How many requests of a kind came."""
        return sum(name == request for name, _ in self.requests)

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

    def fault(self, request: str, *, after: bool) -> FilmFault | None:
        """The fault that a request is to have now."""
        with self._lock:
            for fault in self.faults:
                if fault.request == request and fault.after is after and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def wait_gone(self) -> None:
        """Wait until the service ends, for requests that hang."""
        self._gone.wait(60)

    def authorized(self, headers: Any) -> bool:
        """Whether a request has the key."""
        return bool(headers.get("Authorization") == f"Bearer {KEY}")

    def accept(self, body: dict[str, Any]) -> Ordered:
        """Accept an order."""
        with self._lock:
            order = Ordered(self.new_id(len(self.accepted)), body, time.time() + self.clock_ahead_s)
            self.accepted.append(order)
            return order

    def found(self, order_id: str) -> Ordered | None:
        """An order that is there."""
        return next((order for order in self.accepted if order.id == order_id and not order.cancelled), None)

    def polled(self, order_id: str) -> dict[str, Any] | None:
        """The answer to a poll; None for an order that is unknown."""
        order = self.found(order_id)
        if order is None:
            return None
        order.polls += 1
        return self.shown(order, finished=order.polls > self.polls)

    def new_id(self, number: int) -> str:
        """The id of an order."""
        return f"order-{number}"

    def route(self, method: str, path: str) -> tuple[str, str]:
        """The kind of a request, and the id that it names."""
        raise NotImplementedError

    def shown(self, order: Ordered, *, finished: bool) -> dict[str, Any]:
        """An order as the service shows it."""
        raise NotImplementedError

    def listed(self, query: dict[str, list[str]]) -> dict[str, Any]:
        """The answer to a list of orders or to a check."""
        raise NotImplementedError


class OpenAIService(FilmService):
    """OpenAI's `/v1/videos`."""

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    def new_id(self, number: int) -> str:
        return f"video_{number:08x}"

    def route(self, method: str, path: str) -> tuple[str, str]:
        parts = path.removeprefix("/v1/videos").strip("/").split("/")
        if method == "POST":
            return "order", ""
        if parts[0] == "":
            return "list", ""
        return ("film", parts[0]) if parts[1:] == ["content"] else ("poll", parts[0])

    def shown(self, order: Ordered, *, finished: bool) -> dict[str, Any]:
        status = "in_progress" if not finished else "completed" if self.ending is None else "failed"
        return {
            "id": order.id,
            "object": "video",
            "created_at": int(order.created_s),
            "status": status,
            "progress": 100 if finished else 40,
            "model": order.body["model"],
            "prompt": order.body["prompt"],
            "seconds": order.body["seconds"],
            "size": order.body["size"],
            "error": self.ending if status == "failed" else None,
        }

    def listed(self, query: dict[str, list[str]]) -> dict[str, Any]:
        orders = self.accepted[::-1]
        if after := query.get("after"):
            orders = orders[[order.id for order in orders].index(after[0]) + 1 :]
        size = min(self.page, int(query.get("limit", ["20"])[0]))
        page = [self.shown(order, finished=False) for order in orders[:size]]
        last = page[-1]["id"] if page else None
        return {"object": "list", "data": page, "has_more": len(orders) > size, "last_id": last}


class RunwayService(FilmService):
    """Runway's `/v1/text_to_video` and `/v1/tasks`."""

    def new_id(self, number: int) -> str:
        return f"17f20503-6c24-4c16-946b-{number:012x}"

    def route(self, method: str, path: str) -> tuple[str, str]:
        if path == "/v1/text_to_video":
            return "order", ""
        if path == "/v1/organization":
            return "list", ""
        if path.startswith("/films/"):
            return "film", path.removeprefix("/films/")
        return ("cancel" if method == "DELETE" else "poll"), path.removeprefix("/v1/tasks/")

    def authorized(self, headers: Any) -> bool:
        return super().authorized(headers) and headers.get("X-Runway-Version") == "2024-11-06"

    def shown(self, order: Ordered, *, finished: bool) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": order.id, "createdAt": "2026-11-26T00:00:00.000Z"}
        if order.polls == 0:
            return shown | {"estimatedCost": {"credits": 60}}
        if not finished:
            return shown | {"status": "RUNNING", "progress": 0.4, "estimatedCost": {"credits": 60}}
        if self.ending is not None:
            return shown | {"status": "FAILED", "cost": {"credits": 0}, **self.ending}
        link = self.link or f"{self.root}/films/{order.id}"
        return shown | {"status": "SUCCEEDED", "output": [link], "cost": {"credits": 60}}

    def listed(self, query: dict[str, list[str]]) -> dict[str, Any]:
        return {
            "creditBalance": 1000,
            "tier": {"maxMonthlyCreditSpend": 1, "models": {}},
            "usage": {"models": {}},
        }


class GoogleService(FilmService):
    """Google's `/v1beta/models/{model}:predictLongRunning`, its operations and its files."""

    def new_id(self, number: int) -> str:
        return f"models/veo/operations/op{number}"

    def route(self, method: str, path: str) -> tuple[str, str]:
        if path.endswith(":predictLongRunning"):
            return "order", path.removeprefix("/v1beta/models/").removesuffix(":predictLongRunning")
        if path == "/v1beta/models":
            return "list", ""
        if path.startswith("/v1beta/files/"):
            return "film", f"models/veo/operations/{path.removeprefix('/v1beta/files/').removesuffix(':download')}"
        return "poll", path.removeprefix("/v1beta/")

    def authorized(self, headers: Any) -> bool:
        return bool(headers.get("x-goog-api-key") == KEY)

    def shown(self, order: Ordered, *, finished: bool) -> dict[str, Any]:
        if not finished:
            return {"name": order.id}
        if self.ending is not None:
            return {"name": order.id, "done": True, **self.ending}
        name = order.id.rpartition("/")[2]
        link = self.link or f"https://generativelanguage.googleapis.com/v1beta/files/{name}:download?alt=media"
        made = {"generateVideoResponse": {"generatedSamples": [{"video": {"uri": link}}]}}
        return {"name": order.id, "done": True, "response": made}

    def listed(self, query: dict[str, list[str]]) -> dict[str, Any]:
        return {"models": [{"name": "models/veo-3.1-generate-preview"}]}


def _body_of(handler: BaseHTTPRequestHandler) -> dict[str, Any]:
    """The body of an order: JSON, or a form."""
    data = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    kind = handler.headers.get_content_type()
    if kind == "multipart/form-data":
        boundary = str(handler.headers.get_param("boundary")).encode()
        fields = {}
        for part in data.split(b"--" + boundary)[1:-1]:
            head, _, value = part.strip(b"\r\n").partition(b"\r\n\r\n")
            fields[head.split(b'name="')[1].split(b'"')[0].decode()] = value.decode()
        return fields
    if kind == "application/x-www-form-urlencoded":
        return {name: values[0] for name, values in parse_qs(data.decode()).items()}
    return dict(json.loads(data or b"{}"))


class _Handler(BaseHTTPRequestHandler):
    """Answers, or fails to."""

    service: FilmService
    protocol_version = "HTTP/1.1"
    timeout = 60
    wbufsize = 65_536  # an answer in one packet, which no acknowledgement delays

    def do_POST(self) -> None:
        self._serve("POST")

    def do_GET(self) -> None:
        self._serve("GET")

    def do_DELETE(self) -> None:
        self._serve("DELETE")

    def _serve(self, method: str) -> None:
        parts = urlsplit(self.path)
        kind, name = self.service.route(method, parts.path)
        body = _body_of(self)
        self.service.requests.append((kind, dict(self.headers)))
        open_film = kind == "film" and isinstance(self.service, RunwayService)
        if not open_film and not self.service.authorized(self.headers):
            self._answer(401, {"error": {"message": f"Incorrect API key provided: {KEY}", "code": "bad_key"}})
        elif not self.service.at(f"{kind} begun"):
            self.close_connection = True
        elif (fault := self.service.fault(kind, after=False)) is not None:
            self._fail(fault)
        elif kind == "film":
            self._send_film(name)
        else:
            self._work(kind, name, body, parse_qs(parts.query))

    def _work(self, kind: str, name: str, body: dict[str, Any], query: dict[str, list[str]]) -> None:
        done = {"order": "order accepted", "poll": "poll answered", "list": "list read"}.get(kind)
        if kind == "order":
            made = self.service.shown(self.service.accept(body | ({"model": name} if name else {})), finished=False)
        elif kind == "list":
            made = self.service.listed(query)
        elif kind == "cancel":
            order = self.service.found(name)
            if order is not None:
                order.cancelled = True
            self._answer(204 if order is not None else 404, None if order is not None else {"error": "not found"})
            return
        else:
            found = self.service.polled(name)
            if found is None:
                self._answer(404, {"error": {"message": "no such order", "code": "not_found"}})
                return
            made = found
            if self.service.accepted and not any(
                o.id == name and o.polls > self.service.polls for o in self.service.accepted
            ):
                done = None
        if done and not self.service.at(done):
            self.close_connection = True
            return
        if (fault := self.service.fault(kind, after=True)) is not None:
            self._fail(fault)
            return
        self._answer(200, made)

    def _send_film(self, name: str) -> None:
        order = self.service.found(name)
        if order is None:
            self._answer(404, {"error": {"message": "no such film", "code": "not_found"}})
            return
        half = len(self.service.film) // 2
        try:
            self.send_response(200)
            self.send_header("Content-Type", "video/mp4")
            self.send_header("Content-Length", str(len(self.service.film)))
            self.end_headers()
            self.wfile.write(self.service.film[:half])
            self.wfile.flush()
            if not self.service.at("film half"):
                self.close_connection = True
                return
            self.wfile.write(self.service.film[half:])
            self.wfile.flush()
        except OSError:  # the client was killed, which is what these tests do
            self.close_connection = True

    def _fail(self, fault: FilmFault) -> None:
        if fault.hang:
            self.service.wait_gone()
        if fault.hang or fault.status is None:
            self.close_connection = True
            return
        self._answer(fault.status, fault.body, fault.headers)

    def _answer(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
        text = isinstance(answer, str)
        data = answer.encode() if text else b"" if answer is None else json.dumps(answer).encode()
        shown = {"Content-Type": "text/html" if text else "application/json", **(headers or {})}
        try:
            self.send_response(status)
            for name, value in shown.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            self.wfile.flush()
        except OSError:  # the client was killed, which is what these tests do
            self.close_connection = True

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate((timestamp or time.time()) + self.service.clock_ahead_s, usegmt=True)

    def log_message(self, *_: object) -> None:
        """Log nothing: tests read `requests`."""


def _handler(service: FilmService) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"service": service})
