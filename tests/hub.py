"""A fake model hub on loopback with the part of the hub's HTTP API that a fetch needs; it can misbehave."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

#: Files of at least this size are large ones, identified by their SHA-256.
LARGE_BYTES = 100_000


@dataclass
class FakeHub:
    """The hub's repositories and the requests it received. `url` is for HF_ENDPOINT."""

    repositories: dict[str, dict[str, bytes]] = field(default_factory=dict)
    commit: str = "1" * 40
    #: Bytes of a file after which the connection breaks, once; and whether the hub is down.
    breaks_after: int | None = None
    down: bool = False
    #: Whether its terms must be accepted first; whether it omits its files' hashes.
    gated: bool = False
    secretive: bool = False
    #: Content that is sent in place of a file's, by name.
    replaced: dict[str, bytes] = field(default_factory=dict)
    requests: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""

    def holds(self, repo_id: str, folder: Path) -> None:
        """Add a folder's files to a repository, with some that must not be fetched."""
        files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        self.repositories[repo_id] = {**files, "pytorch_model.bin": b"pickle", "README.md": b"# A model"}

    def fetched(self) -> list[str]:
        """The names of the requested files, in order."""
        return [path.split("/resolve/")[1].split("/", 1)[1] for path, _ in self.requests if "/resolve/" in path]

    def described(self, repo_id: str) -> bytes:
        """The response of the models API."""
        siblings = []
        for name, content in self.repositories[repo_id].items():
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            entry: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": blob}
            if self.secretive:
                del entry["blobId"]
            elif len(content) >= LARGE_BYTES:
                digest = hashlib.sha256(content).hexdigest()
                entry["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 134}
            siblings.append(entry)
        card = {"license": "mit", "language": ["en", "de"]}
        return json.dumps({"id": repo_id, "sha": self.commit, "siblings": siblings, "cardData": card}).encode()


class _Handler(BaseHTTPRequestHandler):
    hub: FakeHub

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def do_GET(self) -> None:
        hub, path = self.hub, urlsplit(self.path).path
        hub.requests.append((path, self.headers.get("Range")))
        if hub.down:
            self._respond(503, b"")
        elif path.startswith("/api/models/"):
            self._describe(path.removeprefix("/api/models/"))
        else:
            repo_id, rest = path.lstrip("/").split("/resolve/")
            revision, name = rest.split("/", 1)
            assert revision == hub.commit
            self._send(hub.replaced.get(name, hub.repositories[repo_id][name]))

    def _describe(self, path: str) -> None:
        repo_id, _, revision = path.partition("/revision/")
        if repo_id not in self.hub.repositories:
            self._respond(404, b"", {"X-Error-Code": "RepoNotFound"})
        elif self.hub.gated:
            self._respond(403, b"", {"X-Error-Code": "GatedRepo"})
        elif revision not in {"", "main", self.hub.commit}:
            self._respond(404, b"", {"X-Error-Code": "RevisionNotFound"})
        else:
            self._respond(200, self.hub.described(repo_id), {"Content-Type": "application/json"})

    def _send(self, content: bytes) -> None:
        first = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
        rest = content[first:]
        headers = {"Content-Range": f"bytes {first}-{len(content) - 1}/{len(content)}"} if first else {}
        breaks_after, self.hub.breaks_after = self.hub.breaks_after, None
        if breaks_after is None or breaks_after >= len(rest):
            self.hub.breaks_after = breaks_after
            self._respond(206 if first else 200, rest, headers)
            return
        self.hub.down = True
        self.send_response(200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[:breaks_after])
        self.close_connection = True

    def _respond(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """A hub for one test; HF_ENDPOINT is its URL."""
    fake = FakeHub()
    handler = type("Handler", (_Handler,), {"hub": fake})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", fake.url)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    yield fake
    server.shutdown()
    thread.join()
    server.server_close()
