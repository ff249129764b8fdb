"""Calls the public API: JSON in and out, uploads, downloads, the messages of a job. The typed client is above it."""

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO
from urllib.parse import quote, urlencode, urlsplit

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect

from app.core.errors import AppError

#: How long a follower waits for a server that is gone, seconds.
TIMEOUT_S = 30.0


class ApiRefused(AppError):
    """The server responded with an error; `detail` is the server's own words, `status` that of HTTP.

    `code` is the error's stable name; None where something else responded, such as a proxy.
    """

    def __init__(
        self, message: str, detail: str | None = None, *, status: int | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.detail = detail or message
        self.status = status
        self.code = code


class ServerLost(ApiRefused):
    """The server that was followed is gone."""


class ApiClient:
    """Calls the server at `address` (`http://host:8000`, `https://host/prefix`). Blocking; threads may share it."""

    def __init__(self, address: str, api_key: str = "", *, timeout_s: float = 60) -> None:
        self.address = address
        self.api_key = api_key
        self._timeout_s = timeout_s
        parts = urlsplit(address)
        self._place, self._secure, self._prefix = parts.netloc, parts.scheme.lower() == "https", parts.path.rstrip("/")
        self._headers = {"X-API-Key": api_key} if api_key else {}

    def is_healthy(self) -> bool:
        """Whether the server responds and is healthy."""
        try:
            answer = self.call("GET", "/health")
        except (OSError, ApiRefused, HTTPException, ValueError):  # ValueError: a page of another program
            return False
        return isinstance(answer, dict) and answer.get("status") == "healthy"

    def is_admitted(self) -> bool:
        """Whether the server takes the key, or needs none."""
        try:
            self.get("/api/v1/jobs?limit=1")
        except (OSError, ApiRefused, HTTPException, ValueError):
            return False
        return True

    def upload(self, file: Path, stopped: Event | None = None, *, sent: Callable[[int], object] | None = None) -> str:
        """Upload a file; returns its video id. `sent` receives the sizes of its parts as they go, bytes.

        Raises ConnectionError when `stopped` is set meanwhile.
        """
        with file.open("rb") as content:
            answer = self.call(
                "POST",
                "/api/v1/videos",
                query={"filename": file.name},
                body=_Body(content, stopped or Event(), sent),
                headers={"Content-Type": "application/octet-stream", "Content-Length": str(file.stat().st_size)},
            )
        return str(answer["video_id"])

    def create_job(self, order: dict[str, Any], *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Create a job and return it."""
        body = json.dumps(order).encode()
        named = {"Content-Type": "application/json", **(headers or {})}
        job: dict[str, Any] = self.call("POST", "/api/v1/jobs", body=body, headers=named)
        return job

    def post(self, path: str) -> dict[str, Any]:
        """Send a request without a body; returns the JSON object that is answered."""
        found: dict[str, Any] = self.call("POST", path)
        return found

    def save(self, path: str, file: Path) -> None:
        """Download `path` to `file`."""
        connection = self._connection()
        try:
            connection.request("GET", self._target(path), headers=self._headers)
            response = connection.getresponse()
            if response.status != 200:
                raise _refused("GET", path, response, response.read())
            with file.open("wb") as out:
                shutil.copyfileobj(response, out)
            if response.length:  # what is missing of its Content-Length
                raise ConnectionError(f"GET {path} broke off")
        finally:
            connection.close()

    def get(self, path: str) -> dict[str, Any]:
        """Fetch the JSON object at `path`."""
        found: dict[str, Any] = self.call("GET", path)
        return found

    def content(self, path: str) -> bytes:
        """Fetch what is at `path`."""
        return self._answer("GET", path)

    def follow(self, job_id: str) -> Iterator[dict[str, Any]]:
        """Yield every message of the job's socket once, until the job is finished, also across lost connections.

        Raises ApiRefused if the server refuses the socket, ServerLost if it cannot be reached for half a minute.
        """
        seq, received_at = 0, time.monotonic()
        while True:
            url = f"{'wss' if self._secure else 'ws'}://{self._place}{self._prefix}/ws/{job_id}" + (
                f"?after={seq}" if seq else ""
            )
            code, reason = None, "the connection ended"
            try:
                with connect(url, additional_headers=self._headers, open_timeout=10, max_size=None) as socket:
                    for text in socket:
                        message = json.loads(text)
                        seq, received_at = max(seq, message.get("seq") or 0), time.monotonic()
                        yield message
                    code = socket.close_code
            except ConnectionClosed as error:
                code, reason = (error.rcvd.code if error.rcvd else None), str(error)
            except (OSError, WebSocketException) as error:
                reason = str(error)
            if code == 1000:
                return
            if code is not None and code >= 4000:
                raise ApiRefused(f"the server refused the socket with code {code}")
            if time.monotonic() - received_at > TIMEOUT_S:
                raise ServerLost(f"lost the server while following the job: {reason}")
            time.sleep(0.5)

    def _connection(self) -> HTTPConnection:
        kind = HTTPSConnection if self._secure else HTTPConnection
        return kind(self._place, timeout=self._timeout_s)

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Send a request; returns the JSON that is answered, None if there is none. A `query` of None is left out.

        Raises ApiRefused for a refusal, OSError or HTTPException where no answer comes.
        """
        named = {name: value for name, value in (query or {}).items() if value is not None}
        whole = f"{path}?{urlencode(named, quote_via=quote)}" if named else path
        answer = self._answer(method, whole, body=body, headers=headers)
        return json.loads(answer) if answer else None

    def _answer(self, method: str, path: str, *, body: Any = None, headers: Mapping[str, str] | None = None) -> bytes:
        return self.exchange(method, path, body=body, headers=headers)[1]

    def exchange(
        self, method: str, path: str, *, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> tuple[HTTPMessage, bytes]:
        """Send a request; returns the headers and the body of the response. Raises as `call`."""
        connection = self._connection()
        try:
            connection.request(method, self._target(path), body=body, headers={**self._headers, **(headers or {})})
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if response.status >= 300:
            raise _refused(method, path, response, answer)
        return response.headers, answer

    def _target(self, path: str) -> str:
        """A path on the server; those in its answers have its prefix already."""
        return path if self._prefix and path.startswith(f"{self._prefix}/") else self._prefix + path


def check_address(address: str) -> None:
    """Check that this may be the address of a server. Raises ServerLost."""
    try:
        parts = urlsplit(address)
        is_one = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # half a bracket, or a port that is no number or too large
        is_one = False
    if not is_one:
        raise ServerLost(f"{address or 'an empty address'} is no address of a server, such as http://127.0.0.1:8000")


def server_at(address: str, api_key: str) -> ApiClient:
    """A client of the server at this address. Raises ApiRefused if none answers there."""
    check_address(address)
    client = ApiClient(address, api_key)
    if not client.is_healthy():
        raise ApiRefused(f"no server answers at {address}")
    return client


class _Body:
    """A file that is sent until `stopped` is set."""

    def __init__(self, content: BinaryIO, stopped: Event, sent: Callable[[int], object] | None) -> None:
        self._content = content
        self._stopped = stopped
        self._sent = sent

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises ConnectionError when it was stopped."""
        if self._stopped.is_set():
            raise ConnectionError("interrupted")
        part = self._content.read(size)
        if self._sent is not None:
            self._sent(len(part))
        return part


def _refused(method: str, path: str, response: HTTPResponse, answer: bytes) -> ApiRefused:
    place = response.headers.get("location")
    detail = f"the server is at {place}" if response.status < 400 and place else _detail(answer)
    return ApiRefused(
        f"{method} {path}: {response.status} {detail}", detail, status=response.status, code=_code(answer)
    )


def _code(answer: bytes) -> str | None:
    """The code of a problem+json body; None in any other body."""
    try:
        code = json.loads(answer).get("code")
    except (ValueError, AttributeError):
        return None
    return code if isinstance(code, str) else None


def _detail(answer: bytes) -> str:
    """The detail of a problem+json body, or the beginning of any other body."""
    try:
        problem = json.loads(answer)
        return str(problem.get("detail") or problem.get("title") or problem)
    except (ValueError, AttributeError):
        return answer[:200].decode("utf-8", "replace")
