"""A minimal client of the public API, for the commands that use a server."""

import json
import shutil
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect

from app.core.errors import AppError

#: How long a follower waits for a server that is gone, seconds.
TIMEOUT_S = 30.0


class ApiRefused(AppError):
    """The server responded with an error; `detail` is the server's own words."""

    def __init__(self, message: str, detail: str | None = None) -> None:
        super().__init__(message)
        self.detail = detail or message


class ServerLost(ApiRefused):
    """The server that was followed is gone."""


class ApiClient:
    """Calls the server at `address` (`http://127.0.0.1:8000`). Blocking; one call at a time."""

    def __init__(self, address: str, api_key: str = "", *, timeout_s: float = 60) -> None:
        self.address = address
        self.api_key = api_key
        self._timeout_s = timeout_s
        self._place, self._secure = urlsplit(address).netloc, address.lower().startswith("https:")
        self._headers = {"X-API-Key": api_key} if api_key else {}

    def is_healthy(self) -> bool:
        """Whether the server responds and is healthy."""
        try:
            return bool(self.get("/health")["status"] == "healthy")
        except (OSError, ApiRefused, HTTPException):
            return False

    def is_admitted(self) -> bool:
        """Whether the server takes the key, or needs none."""
        try:
            self.get("/api/v1/jobs?limit=1")
        except (OSError, ApiRefused, HTTPException):
            return False
        return True

    def upload(self, file: Path, stopped: Event | None = None) -> str:
        """Upload a file; returns its video id. Raises ConnectionError when `stopped` is set meanwhile."""
        with file.open("rb") as content:
            body = content if stopped is None else _Body(content, stopped)
            answer = self._call(
                "POST",
                f"/api/v1/videos?filename={quote(file.name)}",
                body=body,
                headers={"Content-Type": "application/octet-stream", "Content-Length": str(file.stat().st_size)},
            )
        return str(answer["video_id"])

    def create_job(self, order: dict[str, Any]) -> dict[str, Any]:
        """Create a job and return it."""
        body = json.dumps(order).encode()
        job: dict[str, Any] = self._call(
            "POST", "/api/v1/jobs", body=body, headers={"Content-Type": "application/json"}
        )
        return job

    def post(self, path: str) -> dict[str, Any]:
        """Send a request without a body; returns the JSON object that is answered."""
        found: dict[str, Any] = self._call("POST", path)
        return found

    def save(self, path: str, file: Path) -> None:
        """Download `path` to `file`."""
        connection = self._connection()
        try:
            connection.request("GET", path, headers=self._headers)
            response = connection.getresponse()
            if response.status != 200:
                raise ApiRefused(f"GET {path}: {response.status} {_detail(response.read())}")
            with file.open("wb") as out:
                shutil.copyfileobj(response, out)
            if response.length:  # what is missing of its Content-Length
                raise ConnectionError(f"GET {path} broke off")
        finally:
            connection.close()

    def get(self, path: str) -> dict[str, Any]:
        """Fetch the JSON object at `path`."""
        found: dict[str, Any] = self._call("GET", path)
        return found

    def follow(self, job_id: str) -> Iterator[dict[str, Any]]:
        """Yield every message of the job's socket once, until the job is finished, also across lost connections.

        Raises ApiRefused if the server refuses the socket, ServerLost if it cannot be reached for half a minute.
        """
        seq, received_at = 0, time.monotonic()
        while True:
            url = f"{'wss' if self._secure else 'ws'}://{self._place}/ws/{job_id}" + (f"?after={seq}" if seq else "")
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

    def _call(self, method: str, path: str, *, body: Any = None, headers: dict[str, str] | None = None) -> Any:
        connection = self._connection()
        try:
            connection.request(method, path, body=body, headers=self._headers | (headers or {}))
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if response.status >= 400:
            detail = _detail(answer)
            raise ApiRefused(f"{method} {path}: {response.status} {detail}", detail)
        return json.loads(answer)


class _Body:
    """A file that is sent until `stopped` is set."""

    def __init__(self, content: BinaryIO, stopped: Event) -> None:
        self._content = content
        self._stopped = stopped

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises ConnectionError when it was stopped."""
        if self._stopped.is_set():
            raise ConnectionError("interrupted")
        return self._content.read(size)


def _detail(answer: bytes) -> str:
    """The detail of a problem+json body, or the beginning of any other body."""
    try:
        problem = json.loads(answer)
        return str(problem.get("detail") or problem.get("title") or problem)
    except (ValueError, AttributeError):
        return answer[:200].decode("utf-8", "replace")
