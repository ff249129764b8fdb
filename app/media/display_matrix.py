"""How far a picture is to be turned when it is shown, read from an mp4's or QuickTime file's track headers.

Phones store portrait video lying down and write a matrix beside it. PyAV tells of that matrix only with decoded
frames; this reads it from the boxes `moov/trak/tkhd` (ISO/IEC 14496-12, 8.3.2), so that nothing has to be decoded.
"""

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

MAX_BOXES: Final = 10_000


def rotations_deg(path: Path) -> dict[int, int]:
    """Per track id: 0, 90, 180 or 270 degrees clockwise. Of a damaged file what can be read, of no mp4 nothing."""
    found: dict[int, int] = {}
    with path.open("rb") as file:
        end = path.stat().st_size
        for moov_start, moov_end in _boxes(file, 0, end, b"moov"):
            for trak_start, trak_end in _boxes(file, moov_start, moov_end, b"trak"):
                for tkhd_start, _ in _boxes(file, trak_start, trak_end, b"tkhd"):
                    found.update(_track_rotation(file, tkhd_start))
    return found


def _boxes(file: BinaryIO, start: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """Where the content of each box of this kind starts and ends, among the boxes between `start` and `end`."""
    for _ in range(MAX_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        header = file.read(16)
        if len(header) < 8:
            return
        size, kind = struct.unpack(">I4s", header[:8])
        content = start + 8
        if size == 1 and len(header) == 16:
            (size,) = struct.unpack(">Q", header[8:])
            content = start + 16
        elif size == 0:  # up to the end of the file
            size = end - start
        if size < content - start:
            return
        if kind == wanted:
            yield content, min(start + size, end)
        start += size


def _track_rotation(file: BinaryIO, start: int) -> dict[int, int]:
    file.seek(start)
    header = file.read(88)
    if len(header) < 76:
        return {}
    id_at, matrix_at = (20, 52) if header[0] == 1 else (12, 40)
    if len(header) < matrix_at + 36:
        return {}
    (track_id,) = struct.unpack_from(">I", header, id_at)
    a, b = struct.unpack_from(">ii", header, matrix_at)
    quarter_turns = round(math.degrees(math.atan2(b, a)) / 90) % 4
    return {track_id: quarter_turns * 90}
