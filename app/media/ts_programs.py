"""Merges the tracks of transport streams whose parts come from different writers, with other PIDs and codecs each.

Advertisements in a stream and recordings of several channels are like that. Readers list the tracks once, at the start,
and miss later ones, or take them for others. So the tables of the stream (ISO/IEC 13818-1) are read, and the tracks of
all parts get the PIDs of the longest part's. Streams with several programmes side by side are left unchanged. In
children only (numpy).
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import IO, Final, cast

import numpy as np
import numpy.typing as npt
from av.container import InputContainer

from app.media.ffmpeg import MOST_PIXELS
from app.media.picture_track import opened

PACKET: Final = 188
SYNC: Final = 0x47
PACKETS_AT_ONCE: Final = 20_000
#: The PID of the programme table (PAT), and that of null packets.
PROGRAMMES, NOTHING = 0, 0x1FFF
#: Stream types of pictures and sounds; private ones (6) are identified by their descriptors.
PICTURES: Final = frozenset({0x01, 0x02, 0x10, 0x1B, 0x24, 0x33, 0xEA})
SOUNDS: Final = frozenset({0x03, 0x04, 0x0F, 0x11, 0x80, 0x81, 0x82, 0x84, 0x87})
PRIVATE: Final = 0x06
SOUND_TAGS: Final = frozenset({0x6A, 0x7A, 0x7B, 0x7C})
#: If more than this share of the tables differ from the one before, programmes run side by side.
BESIDE: Final = 0.2

Packets = npt.NDArray[np.uint8]
"""[n, 188]"""


@dataclass(frozen=True, slots=True)
class Track:
    """One track. `number` is its PID, `kind` "picture" or "sound", `form` its codec as the table states it."""

    number: int
    kind: str
    form: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The PIDs to change from packet `first` on: old → new, `NOTHING` for a track that is dropped."""

    first: int
    numbers: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Renumbering:
    """How to merge the tracks. All tables are replaced by `programmes` and `tracks`, packets of the longest part.

    `carriers` are the PIDs of the track tables. `unread` is, by kind, the share of the file in which that kind exists
    only in another codec, which is dropped.
    """

    parts: Sequence[Part]
    carriers: frozenset[int]
    programmes: bytes
    tracks: bytes
    unread: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Table:
    """A track table (PMT): the index of its packet, and the programme table before it."""

    place: int
    tracks: tuple[Track, ...]
    packet: bytes
    programmes: bytes


def renumbering_of(path: Path) -> Renumbering | None:
    """Plan how to merge the tracks of a transport stream; None if there is nothing to do, or the file is none."""
    tables, count, carriers = _tables(path)
    changes = sum(one.tracks != other.tracks for one, other in pairwise(tables))
    if not changes or changes > BESIDE * len(tables):
        return None
    firsts = [next(group) for _, group in groupby(tables, key=lambda table: table.tracks)]
    ends = [*(table.place for table in firsts[1:]), count]
    begins = [0, *ends[:-1]]
    lengths: dict[tuple[Track, ...], int] = {}
    for table, begin, end in zip(firsts, begins, ends, strict=True):
        lengths[table.tracks] = lengths.get(table.tracks, 0) + end - begin
    longest = max(firsts, key=lambda table: lengths[table.tracks])
    parts, unread = [], {"picture": 0.0, "sound": 0.0}
    for table, begin, end in zip(firsts, begins, ends, strict=True):
        numbers, lacking = _matched(table.tracks, longest.tracks)
        parts.append(Part(begin, numbers))
        for kind in lacking:
            unread[kind] += (end - begin) / count
    if not any(part.numbers for part in parts):
        return None
    shares = {kind: share for kind, share in unread.items() if share}
    return Renumbering(parts, frozenset(carriers), longest.programmes, longest.packet, shares)


def _matched(tracks: Sequence[Track], wanted: Sequence[Track]) -> tuple[dict[int, int], set[str]]:
    """New PIDs of a part's tracks, and the kinds that it has only in a codec other than the first wanted one's."""
    left = list(tracks)
    numbers: dict[int, int] = {}
    lacking = set()
    for place, want in enumerate(wanted):
        like = next((track for track in left if (track.kind, track.form) == (want.kind, want.form)), None)
        if like is not None:
            left.remove(like)
            numbers[like.number] = want.number
        elif want.kind not in {other.kind for other in wanted[:place]} and want.kind in {t.kind for t in tracks}:
            lacking.add(want.kind)
    numbers.update({track.number: NOTHING for track in left})
    return {old: new for old, new in numbers.items() if old != new}, lacking


@contextmanager
def opened_in_one(
    path: Path, renumbering: Renumbering | None, *, max_pixels: int = MOST_PIXELS
) -> Iterator[InputContainer]:
    """As `opened`, with the tracks merged by `renumbering`."""
    if renumbering is None:
        with opened(path, max_pixels=max_pixels) as container:
            yield container
        return
    with (
        Renumbered(path, renumbering) as content,
        opened(path, max_pixels=max_pixels, content=cast("IO[bytes]", content)) as container,
    ):
        yield container


class Renumbered(io.RawIOBase):
    """A transport stream as a readable file, with changed PIDs."""

    def __init__(self, path: Path, renumbering: Renumbering) -> None:
        self._file = path.open("rb")
        self._renumbering = renumbering
        self._at = 0
        self._size = path.stat().st_size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        size = max(0, self._size - self._at) if size < 0 else size
        first, last = self._at // PACKET, -(-(self._at + size) // PACKET)
        self._file.seek(first * PACKET)
        content = self._renumber(first, self._file.read((last - first) * PACKET))
        part = content[self._at - first * PACKET :][:size]
        self._at += len(part)
        return part

    def close(self) -> None:
        self._file.close()
        super().close()

    def _renumber(self, first: int, content: bytes) -> bytes:
        whole, plan = len(content) // PACKET, self._renumbering
        packets = np.frombuffer(content, np.uint8, whole * PACKET).reshape(whole, PACKET).copy()
        numbers, places = _numbers(packets), first + np.arange(whole)
        ends = [*(part.first for part in plan.parts[1:]), first + whole + 1]
        for part, end in zip(plan.parts, ends, strict=True):
            here = (places >= part.first) & (places < end)
            for old, new in part.numbers.items():
                which = here & (numbers == old)
                packets[which, 1] = packets[which, 1] & np.uint8(0xE0) | np.uint8(new >> 8)
                packets[which, 2] = new & 0xFF
        packets[numbers == PROGRAMMES] = np.frombuffer(plan.programmes, np.uint8)
        packets[np.isin(numbers, list(plan.carriers))] = np.frombuffer(plan.tracks, np.uint8)
        return packets.tobytes() + content[whole * PACKET :]


def _tables(path: Path) -> tuple[list[_Table], int, set[int]]:
    """All track tables in the order of the file, the number of packets, and the PIDs of track tables.

    Tables are repeated ten times a second, so each distinct one is parsed once.
    """
    tables: list[_Table] = []
    read: dict[bytes, tuple[Track, ...]] = {}
    carriers: set[int] = set()
    programmes, count = b"", 0
    for packets in _blocks(path):
        numbers = _numbers(packets)
        for packet in {_uncounted(packet) for packet in packets[numbers == PROGRAMMES]} - read.keys():
            carriers |= _carriers(_section(packet))
            read[packet] = ()
        for n in np.flatnonzero(np.isin(numbers, [PROGRAMMES, *carriers])):
            packet = _uncounted(packets[n])
            if numbers[n] == PROGRAMMES:
                programmes = packet
            elif packet not in read:
                read[packet] = tuple(_tracks(_section(packet)))
            if read[packet]:
                tables.append(_Table(count + int(n), read[packet], packet, programmes))
        count += len(packets)
    return tables, count, carriers


def _uncounted(packet: Packets) -> bytes:
    """The packet without its continuity counter."""
    content = packet.tobytes()
    return content[:3] + bytes((content[3] & 0xF0,)) + content[4:]


def _blocks(path: Path) -> Iterator[Packets]:
    """The packets, some thousands at a time; none if the file is no transport stream of 188-byte packets."""
    with path.open("rb") as file:
        while content := file.read(PACKETS_AT_ONCE * PACKET):
            whole = len(content) // PACKET
            packets = np.frombuffer(content, np.uint8, whole * PACKET).reshape(whole, PACKET)
            if not whole or (packets[:, 0] == SYNC).mean() < 0.9:
                return
            yield packets


def _numbers(packets: Packets) -> npt.NDArray[np.int64]:
    numbers: npt.NDArray[np.int64] = (packets[:, 1].astype(np.int64) & 0x1F) << 8 | packets[:, 2]
    return numbers


def _section(packet: bytes) -> bytes:
    """The table in this packet if it is complete in it, as nearly all are; else empty."""
    if not packet[1] & 0x40 or not packet[3] & 0x10:
        return b""
    at = 4 + (1 + packet[4] if packet[3] & 0x20 else 0)
    at += 1 + packet[at] if at < PACKET else 0
    if at + 3 > PACKET:
        return b""
    end = at + 3 + ((packet[at + 1] & 0x0F) << 8 | packet[at + 2])
    return packet[at:end] if end <= PACKET else b""


def _carriers(section: bytes) -> set[int]:
    """The PIDs of the track tables that a programme table lists."""
    if section[:1] != b"\x00":
        return set()
    rows = [section[at : at + 4] for at in range(8, len(section) - 7, 4)]
    return {(row[2] & 0x1F) << 8 | row[3] for row in rows if row[0] << 8 | row[1]}


def _tracks(section: bytes) -> list[Track]:
    """The picture and sound tracks that a track table lists."""
    if section[:1] != b"\x02" or len(section) < 16:
        return []
    found = []
    at = 12 + ((section[10] & 0x0F) << 8 | section[11])
    while at + 5 <= len(section) - 4:
        form, number = section[at], (section[at + 1] & 0x1F) << 8 | section[at + 2]
        size = (section[at + 3] & 0x0F) << 8 | section[at + 4]
        tags = SOUND_TAGS.intersection(_tags(section[at + 5 : at + 5 + size]))
        sound = form in SOUNDS or bool(form == PRIVATE and tags)
        if form in PICTURES or sound:
            found.append(Track(number, "sound" if sound else "picture", (form, *sorted(tags))))
        at += 5 + size
    return found


def _tags(descriptors: bytes) -> Iterator[int]:
    at = 0
    while at + 2 <= len(descriptors):
        yield descriptors[at]
        at += 2 + descriptors[at + 1]
