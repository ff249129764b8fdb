"""Receives files as a form or as the body: streams them to disk and counts bytes; on any error nothing is left."""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from app.api.declared_bodies import FORM, FormBody
from app.core.errors import InvalidRequest, NotMedia
from app.service.intake import Intake
from app.service.upload_limits import CHECK_BYTES, NO_SPACE, WRITE_BYTES, check_disk_space, disk_full, too_large
from app.text.scripts import JOINERS, clipped

NAME_LENGTH = 200
#: What a form may contain beside its file: bytes, and parts.
BESIDE_BYTES = 1 << 20
PARTS = 1000
#: What browsers write in a form for characters that would end the name (HTML standard, "multipart form data").
ESCAPED = {"%22": '"', "%0D": "\r", "%0A": "\n"}
#: Older clients send a name that is not ASCII like this (RFC 5987), in place of the plain one.
EXTENDED_NAME = re.compile(rb"""filename\*=utf-8'[^']*'([^;\s]+)""", re.IGNORECASE)


class Receiver:
    """A file that is being received. Raises TooLarge, or Unavailable if the disk is full."""

    def __init__(self, path: Path, *, limit: int, intake: Intake) -> None:
        self._path = path
        self._limit = limit
        self._intake = intake
        self._pending = bytearray()
        self._checked_at = 0
        self.size = 0
        self.filename = ""

    def take(self, data: bytes) -> None:
        """Buffer some bytes; they are on disk after the next `flush`."""
        self.size += len(data)
        if self.size > self._limit:
            raise too_large(self._limit)
        self._pending += data

    async def flush(self, *, least: int = WRITE_BYTES) -> None:
        """Write the buffer if it has at least `least` bytes."""
        if len(self._pending) < least:
            return
        if self.size - self._checked_at >= CHECK_BYTES:
            await check_disk_space(self._intake, len(self._pending))
            self._checked_at = self.size
        pending, self._pending = bytes(self._pending), bytearray()
        await asyncio.to_thread(self._append, pending)

    def _append(self, data: bytes) -> None:
        with self._path.open("ab") as file:
            file.write(data)


@dataclass(frozen=True, slots=True)
class Upload:
    """A received file, and the values of the form's declared fields; those of one name in their order."""

    path: Path
    name: str
    fields: Mapping[str, Sequence[str]]


@asynccontextmanager
async def received(
    request: Request, declared: FormBody, *, folder: Path, limit: int, intake: Intake
) -> AsyncIterator[Upload]:
    """Receive the file of a form or a body as the route declares it. In every case its path is gone afterwards.

    Raises TooLarge, NotMedia (empty), InvalidRequest (broken form), Unavailable (disk full), and ClientDisconnect.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    length = request.headers.get("content-length", "")
    expected = int(length) if length.isascii() and length.isdigit() else 0
    is_form = kind == FORM.encode()
    if expected > limit + (BESIDE_BYTES if is_form else 0):
        raise too_large(limit)
    await check_disk_space(intake, expected)
    path = folder / f"{uuid.uuid4().hex}.part"
    receiver = Receiver(path, limit=limit, intake=intake)
    form = _Form(receiver, declared)
    try:
        await asyncio.to_thread(folder.mkdir, exist_ok=True)
        if is_form:
            await _read_form(request, options.get(b"boundary", b""), form)
        else:
            await _read_raw(request, receiver)
        await receiver.flush(least=1)
        if receiver.size == 0:
            raise NotMedia("The file is empty.")
        name = safe_name(request.query_params.get("filename") or receiver.filename)
        yield Upload(path, name, form.fields)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise disk_full() from error
        raise
    finally:
        await asyncio.shield(asyncio.to_thread(path.unlink, missing_ok=True))


async def _read_raw(request: Request, receiver: Receiver) -> None:
    async for chunk in request.stream():
        receiver.take(chunk)
        await receiver.flush()


async def _read_form(request: Request, boundary: bytes, form: "_Form") -> None:
    receiver = form.receiver
    try:
        parser = MultipartParser(boundary, form.callbacks)
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            parser.write(chunk)
            if size - receiver.size > BESIDE_BYTES or form.parts > PARTS:
                raise form.broken(f"The form has too much beside its field `{form.file}`.")
            await receiver.flush()
        parser.finalize()
    except FormParserError as error:
        raise form.broken(f"The form is broken: {error}") from error
    if not boundary or not form.complete:
        raise form.broken(f"The form has no file in its field `{form.file}`.")


class _Form:
    """Receives the parser's parts: the file goes to its receiver, declared fields are stored, others are skipped."""

    def __init__(self, receiver: Receiver, declared: FormBody) -> None:
        self.receiver = receiver
        self.file = declared.file or ""
        self._declared = {name.encode(): name for name in declared.fields}
        self._name = bytearray()
        self._value = bytearray()
        self._is_file = False
        self._field: str | None = None
        self._text = bytearray()
        self.fields: dict[str, list[str]] = {}
        self.complete = False
        self.parts = 0
        self.callbacks: Any = {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def broken(self, message: str) -> InvalidRequest:
        """The refusal of this form."""
        return InvalidRequest(message, errors=[{"loc": ["body", self.file], "msg": message}])

    def _begin(self) -> None:
        self._is_file, self._field = False, None
        self._text.clear()
        self.parts += 1

    def _header(self) -> None:
        if self._name.lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._value))
            name = options.get(b"name", b"")
            if name == self.file.encode() and not self.complete:
                self._is_file = True
                self.receiver.filename = name_in_form(bytes(self._value), options.get(b"filename", b""))
            else:
                self._field = self._declared.get(name)
        self._name.clear()
        self._value.clear()

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self.receiver.take(data[start:end])
        elif self._field is not None:
            self._text += data[start:end]

    def _end(self) -> None:
        self.complete = self.complete or self._is_file
        if self._field is not None:
            self.fields.setdefault(self._field, []).append(self._text.decode("utf-8", "replace"))
        self._is_file, self._field = False, None


def name_in_form(header: bytes, plain: bytes) -> str:
    """The true name of a form's file: `plain` is the value of `filename` in its Content-Disposition `header`."""
    if not plain and (extended := EXTENDED_NAME.search(header)):
        return unquote_to_bytes(extended[1]).decode("utf-8", "replace")
    name = plain.decode("utf-8", "replace")
    for written, meant in ESCAPED.items():
        name = name.replace(written, meant)
    return name


def safe_name(filename: str) -> str:
    """A file name without folders and control characters; `upload` if nothing is left of it."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    kept = "".join(char for char in name if char.isprintable() or char in JOINERS)
    name = kept.encode("utf-8", "ignore").decode().strip(" .")
    if len(name) > NAME_LENGTH:
        stem, dot, suffix = name.rpartition(".")
        if dot and len(suffix) < 10:
            return f"{clipped(stem, NAME_LENGTH - 10)}{dot}{suffix}"
        return clipped(name, NAME_LENGTH)
    return name or "upload"
