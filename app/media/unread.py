"""Detects files in which films were concatenated although the format does not allow it: only the first is read.

Players do the same. It cannot be corrected without knowing where each film begins, but the user is warned: a shortened
result must state its reason.
"""

import struct
from pathlib import Path
from typing import Final

import av
from av.container import InputContainer

from app.media.picture_track import packets_of

MAX_BOXES: Final = 10_000
#: Formats that consist of packets only: if reading ends before the file does, something follows.
PACKETS_ALONE: Final = frozenset({"flv", "asf", "ogg"})
#: Less than this may follow: indexes, tags. Share of the file, bytes.
LEAST_SHARE, LEAST_BYTES = 0.1, 4096


def unread_share(path: Path, container: InputContainer) -> float:
    """The share of the file after the first film, which is not read; 0 if none. Raises av.error.FFmpegError."""
    size = path.stat().st_size
    if container.format.name.startswith("mov,"):
        rest = size - (_second_film(path, size) or size)
    elif container.format.name in PACKETS_ALONE:
        rest = size - _read_to(container)
    else:
        return 0.0
    return rest / size if rest > max(LEAST_BYTES, LEAST_SHARE * size) else 0.0


def _second_film(path: Path, size: int) -> int | None:
    """The offset of a second film in an mp4; None if there is none. Fragments repeat their header and do not count."""
    begins: list[int] = []
    headers, at = 0, 0
    with path.open("rb") as file:
        for _ in range(MAX_BOXES):
            file.seek(at)
            header = file.read(16)
            if len(header) < 8:
                break
            length, kind = struct.unpack(">I4s", header[:8])
            if length == 1 and len(header) == 16:
                (length,) = struct.unpack(">Q", header[8:])
            if kind == b"moof":
                return None
            if kind == b"ftyp":
                begins.append(at)
            headers += kind == b"moov"
            if length < 8:  # to the end of the file, or nonsense
                break
            at += length
    return begins[1] if headers > 1 and len(begins) > 1 else None


def _read_to(container: InputContainer) -> int:
    """The offset of the end of the last packet."""
    last = 0
    try:
        for packet in packets_of(container):
            last = max(last, (packet.pos or 0) + packet.size)
    except av.error.FFmpegError:
        return last
    return last
