"""Reads from mp4 and QuickTime headers what PyAV does not expose: rotation of the picture, claimed lengths, timecode.

Phones store portrait video as landscape with a rotation matrix, which PyAV exposes only with decoded frames. And the
library corrects a length that a header merely claims, while other programs trust it. So the boxes are read here
(ISO/IEC 14496-12: `mvhd`, `tkhd`, `mdhd`, `mehd`; the `tmcd` entry of QuickTime), without decoding anything.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

MAX_BOXES: Final = 10_000
#: Boxes that are searched for wanted boxes.
FOLDERS: Final = frozenset({b"moov", b"trak", b"mdia", b"mvex", b"minf", b"stbl"})
WANTED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd", b"mehd", b"stsd"})
HEADER_BYTES: Final = 96


@dataclass(frozen=True, slots=True)
class Mp4Headers:
    """`rotations_deg`: per track id 0, 90, 180 or 270, clockwise. `claimed_s`: the longest claimed length, or 0.

    `timecode_labels`: how many labels of a second the timecode track has; 0 without one. Cameras at 50 and 60 frames a
    second often label pairs of frames, by 25 and 30.
    """

    rotations_deg: dict[int, int]
    claimed_s: float
    timecode_labels: int = 0


def read_mp4_headers(path: Path) -> Mp4Headers:
    """Read the boxes as far as possible; empty for a file that is no mp4."""
    turns: dict[int, int] = {}
    lengths_s = [0.0]
    movie_scale = labels = 0
    with path.open("rb") as file:
        for kind, content in _headers(file, 0, path.stat().st_size):
            if kind == b"tkhd":
                turns.update(_rotation(content))
                continue
            if kind == b"stsd":
                labels = labels or _labels(content)
                continue
            if kind == b"mehd":
                lengths_s.append(_length_s(content, movie_scale, 4))
                continue
            scale, at = _scale(content)
            movie_scale = scale if kind == b"mvhd" else movie_scale
            lengths_s.append(_length_s(content, scale, at))
    return Mp4Headers(turns, max(lengths_s), labels)


def _headers(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Kind and first bytes of each wanted box, in the order of the file. Invalid sizes end the search."""
    waiting, seen = [(start, end)], 0
    while waiting and seen < MAX_BOXES:
        seen += 1
        start, end = waiting.pop()
        file.seek(start)
        header = file.read(16)
        if start + 8 > end or len(header) < 8:
            continue
        size, kind = struct.unpack(">I4s", header[:8])
        content = start + 8
        if size == 1 and len(header) == 16:
            (size,) = struct.unpack(">Q", header[8:])
            content += 8
        elif size == 0:  # up to the end of the enclosing box
            size = end - start
        if size < content - start:
            continue
        waiting.append((start + size, end))
        if kind in FOLDERS:
            waiting.append((content, min(start + size, end)))
        elif kind in WANTED:
            file.seek(content)
            yield kind, file.read(min(HEADER_BYTES, start + size - content))


def _scale(content: bytes) -> tuple[int, int]:
    """Time units per second of an `mvhd` or `mdhd`, and the offset of its length; (0, 0) if it is too short."""
    at = 20 if content[:1] == b"\x01" else 12
    if len(content) < at + 4:
        return 0, 0
    (scale,) = struct.unpack_from(">I", content, at)
    return scale, at + 4


def _length_s(content: bytes, scale: int, at: int) -> float:
    """The length at offset `at`, seconds; 0 if it is unknown (all ones)."""
    wide = content[:1] == b"\x01"
    if scale == 0 or len(content) < at + (8 if wide else 4):
        return 0.0
    (length,) = struct.unpack_from(">Q" if wide else ">I", content, at)
    unknown = (1 << (64 if wide else 32)) - 1
    return 0.0 if length == unknown else float(length / scale)


def _rotation(content: bytes) -> dict[int, int]:
    id_at, matrix_at = (20, 52) if content[:1] == b"\x01" else (12, 40)
    if len(content) < matrix_at + 8:
        return {}
    (track_id,) = struct.unpack_from(">I", content, id_at)
    a, b = struct.unpack_from(">ii", content, matrix_at)
    return {track_id: round(math.degrees(math.atan2(b, a)) / 90) % 4 * 90}


def _labels(content: bytes) -> int:
    """Labels of a second by the first entry of an `stsd`; 0 if it is no timecode."""
    return content[40] if content[12:16] == b"tmcd" and len(content) > 40 else 0
