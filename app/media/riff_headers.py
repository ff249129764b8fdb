"""Reads the size that wav and avi headers claim: the library silently corrects a length that the file does not reach.

So it reports a truncated recording as whole. The chunks are read here (RIFF: `fmt ` and `data` of a wav, `avih` of an
avi), without decoding anything.
"""

import struct
from pathlib import Path
from typing import BinaryIO, Final

MAX_CHUNKS: Final = 1000
#: Placeholder sizes of writers that do not know the size: a pipe, a recording in progress.
UNKNOWN: Final = frozenset({0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000, 0x80000000})


def missing_s(path: Path) -> float:
    """Seconds of media that the headers claim and the file lacks; 0 if they do not claim any size, or it is right."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] != b"RIFF" or len(head) < 12:
            return 0.0
        if head[8:] == b"WAVE":
            return _missing_of_wav(file, size)
        return _missing_of_avi(file, head, size) if head[8:] == b"AVI " else 0.0


def _missing_of_wav(file: BinaryIO, size: int) -> float:
    bytes_per_s = 0
    for _ in range(MAX_CHUNKS):
        header = file.read(8)
        if len(header) < 8:
            return 0.0
        kind, length = header[:4], struct.unpack("<I", header[4:])[0]
        if kind == b"data":
            missing = length - (size - file.tell())
            return missing / bytes_per_s if length not in UNKNOWN and missing > 0 and bytes_per_s else 0.0
        content = file.tell()
        if kind == b"fmt " and length >= 12:
            (bytes_per_s,) = struct.unpack_from("<I", file.read(12), 8)
        file.seek(content + length + length % 2)
    return 0.0


def _missing_of_avi(file: BinaryIO, head: bytes, size: int) -> float:
    """Estimate from the share of missing bytes: the index, which would be exact, is at the missing end."""
    claimed = struct.unpack("<I", head[4:8])[0] + 8
    file.seek(12)
    start = file.read(64)
    at = start.find(b"avih")
    if claimed - 8 in UNKNOWN or claimed <= size or at < 0 or len(start) < at + 28:
        return 0.0
    frame_us, frames = struct.unpack_from("<I", start, at + 8)[0], struct.unpack_from("<I", start, at + 24)[0]
    return float(frame_us * frames / 1_000_000 * (claimed - size) / claimed)
