"""Uploads a large file in several requests (tus 1.0), which go on at the byte that the server has stored."""

import base64
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import BinaryIO

from app.client.api_client import ApiClient, ApiRefused
from app.client.network import is_of_network

PATH = "/api/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
#: Files up to this size go in one request, bytes.
WHOLE_BYTES = 64 << 20
#: A piece, below what proxies take (often 100 MB); where one takes less it is made smaller, down to the least.
PIECE_BYTES, LEAST_BYTES = 32 << 20, 256 << 10
#: The time without a new byte after which it gives up, and the longest pause between two requests, seconds.
PATIENCE_S, PAUSE_S = 300.0, 10.0
#: Statuses that pass by themselves, and codes of such statuses that do not.
PASSING = frozenset({408, 423, 429, 502, 503, 504})
LASTING = frozenset({"disk_full", "storage_failed", "quota_exceeded"})


def upload_in_pieces(api: ApiClient, file: Path, *, sent: Callable[[int], object] | None = None) -> str | None:
    """Upload a large file; returns the id of its video. None if it is small, or an older server takes no pieces.

    `sent` receives the sizes of its parts as they go, bytes, and below 0 what a lost connection has lost.
    """
    size_bytes = file.stat().st_size
    if size_bytes <= WHOLE_BYTES:
        return None
    name = base64.b64encode(file.name.encode("utf-8", "replace")).decode()
    stated = {"Upload-Length": str(size_bytes), "Upload-Metadata": f"filename {name}"}
    try:
        begun, _ = api.exchange("POST", PATH, headers=TUS | stated)
    except ApiRefused as refused:
        if refused.status in (404, 405):
            return None
        raise
    upload_id = (begun.get("Location") or "").rpartition("/")[2]
    with file.open("rb") as content:
        _Sending(api, f"{PATH}/{upload_id}", content, size_bytes, sent).run()
    return upload_id


class _Sending:
    """An upload on its way."""

    def __init__(
        self, api: ApiClient, path: str, content: BinaryIO, size_bytes: int, sent: Callable[[int], object] | None
    ) -> None:
        self._api = api
        self._path = path
        self._content = content
        self._size_bytes = size_bytes
        self._sent = sent
        self._reported = 0
        self._piece_bytes = PIECE_BYTES

    def run(self) -> None:
        """Send all of it. When it fails what is left is deleted; if the network failed, it expires by itself."""
        try:
            self._send_all()
        except BaseException as error:
            if _is_of_way(error):
                raise
            with suppress(ApiRefused, OSError, HTTPException):  # it has become a video, is gone, or expires by itself
                self._api.exchange("DELETE", self._path, headers=TUS)
            raise

    def _send_all(self) -> None:
        offset: int | None = 0
        reached, reached_at, failures = 0, time.monotonic(), 0
        failed: Exception | None = None
        piece_failed = False
        while offset != self._size_bytes:
            try:
                offset = self._stored() if offset is None else self._send(offset)
            except (ApiRefused, OSError, HTTPException) as error:
                if not self._passes(error):
                    raise
                looked, offset, failed = offset is None, None, error
                piece_failed = not looked  # else nothing gets through at all
                if looked and time.monotonic() - reached_at > PATIENCE_S:
                    raise
                time.sleep(min(0.1 * 2**failures, PAUSE_S))
                failures += 1
                continue
            self._report(offset - self._reported)
            if offset > reached:  # also by a piece that was broken off
                reached, reached_at, failures = offset, time.monotonic(), 0
            elif failed is not None:
                if time.monotonic() - reached_at > PATIENCE_S:
                    raise failed
                if piece_failed:  # by its size perhaps: a proxy's refusal may be cut off
                    self._piece_bytes = max(self._piece_bytes // 4, LEAST_BYTES)
            failed = None

    def _stored(self) -> int:
        headers, _ = self._api.exchange("HEAD", self._path, headers=TUS)
        return self._offset_in(headers)

    def _send(self, offset: int) -> int:
        self._content.seek(offset)
        length = min(self._piece_bytes, self._size_bytes - offset)
        stated = {"Upload-Offset": str(offset), "Content-Length": str(length)}
        kind = {"Content-Type": "application/offset+octet-stream"}
        piece = _Piece(self._content, length, self._report)
        headers, _ = self._api.exchange("PATCH", self._path, body=piece, headers=TUS | kind | stated)
        return self._offset_in(headers)

    def _report(self, size_bytes: int) -> None:
        self._reported += size_bytes
        if size_bytes and self._sent is not None:
            self._sent(size_bytes)

    def _offset_in(self, headers: HTTPMessage) -> int:
        text = headers.get("Upload-Offset") or ""
        if not (text.isascii() and text.isdigit()):
            raise ApiRefused(f"what answers at {self._api.address} is not this API")
        return int(text)

    def _passes(self, error: Exception) -> bool:
        """Whether to go on after an error; with a smaller piece where a proxy takes none of this size."""
        if isinstance(error, OSError):
            return is_of_network(error)
        if not isinstance(error, ApiRefused):
            return True
        if error.status == 413 and error.code is None:
            return self._piece_bytes > LEAST_BYTES
        return error.code == "offset_mismatch" or (error.status in PASSING and error.code not in LASTING)


def _is_of_way(error: BaseException) -> bool:
    """Whether an error is about the way to the server, which may have stored much."""
    if isinstance(error, ApiRefused):
        return error.status in PASSING and error.code not in LASTING
    return isinstance(error, HTTPException) or (isinstance(error, OSError) and is_of_network(error))


class _Piece:
    """The next `length` bytes of a file, as the body of a request."""

    def __init__(self, content: BinaryIO, length: int, report: Callable[[int], object]) -> None:
        self._content = content
        self._left = length
        self._report = report

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises OSError if the file has become shorter."""
        part = self._content.read(self._left if size < 0 else min(size, self._left))
        if self._left and not part:
            raise OSError("the file became shorter while it was sent")
        self._left -= len(part)
        self._report(len(part))
        return part
