"""Writes edit decision lists (CMX 3600): one picture at a time, sounds in pairs, every time as timecode.

All labels of a list count at one rate, its own. A source of another rate is labelled by the hour, minute and second of
its own timecode with its frames counted at the list's rate, and a comment has its own timecode. What the form has no
word for (levels, slides) is a comment too, so that nothing is lost silently.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePath
from typing import Final

from app.interchange.edl_strands import Piece, strands
from app.interchange.footage import Footage, file_name, footages
from app.jobs.timecode import Counting, nominal_of, parts_of
from app.text.scripts import one_line
from app.timeline.layout import Layout, exact, nearest

#: Longest title, and name of a reel, characters.
TITLE_LENGTH: Final = 70
REEL_LENGTH: Final = 8
BLACK: Final = "BL"
#: Names of reels that mean something else than a file.
_RESERVED: Final = frozenset({"AX", "BL", "BLACK", "BARS", "NONE"})
#: The form's words for transitions: a dissolve, and a wipe by its number in SMPTE 258M.
_WORDS: Final[Mapping[str, str]] = {"crossfade": "D", "dip_to_black": "D", "wipe_left": "W001", "slide_left": "D"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What an event plays: a reel from a label on, for frames `first` to `end` of the list."""

    reel: str
    source_in: str
    source_out: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """One or two lines of a list: a cut, or with `before` a transition of `frames` from that stretch."""

    channels: str
    stretch: Stretch
    comments: tuple[str, ...] = ()
    before: Stretch | None = None
    word: str = "C"
    frames: int = 0


def edl(layout: Layout, title: str, counting: Counting, *, start: int = 0) -> str:
    """Write the list. `start` is the number, by its timecode, of the timeline's first frame."""
    writer = _Writer(layout, counting)
    events = [event for pieces in strands(layout) for event in writer.events(pieces)]
    events.sort(key=lambda event: event.stretch.first)  # stable: pictures before sounds
    mode = "DROP FRAME" if counting.drop else "NON-DROP FRAME"
    lines = [f"TITLE: {one_line(title, TITLE_LENGTH) or 'Untitled'}", f"FCM: {mode}", ""]
    for number, event in enumerate(events, 1):
        lines += _written(number, event, counting, start)
    return "\n".join(lines) + "\n"


def _written(number: int, event: Event, counting: Counting, start: int) -> Iterator[str]:
    rows = [(event.before, "C", "")] if event.before is not None else []
    for stretch, word, length in [*rows, (event.stretch, event.word, f"{event.frames:03}" if event.frames else "")]:
        record = f"{counting.label(start + stretch.first)} {counting.label(start + stretch.end)}"
        labels = f"{stretch.source_in} {stretch.source_out} {record}"
        yield f"{number:03}  {stretch.reel:<{REEL_LENGTH}} {event.channels:<5} {word:<4} {length:<3} {labels}"
    yield from event.comments


class _Writer:
    """Makes the events of one list."""

    def __init__(self, layout: Layout, counting: Counting) -> None:
        self._fps = layout.fps
        self._counting = counting
        self._footages = footages(layout)
        self._reels = _reels(self._footages)

    def events(self, pieces: list[Piece]) -> Iterator[Event]:
        """The events of a strand, in order of time."""
        for number, piece in enumerate(pieces):
            following = pieces[number + 1] if number + 1 < len(pieces) else None
            lead = following.blend[0] if following is not None and following.first == piece.end else 0
            yield from self._events(pieces[number - 1] if piece.joined else None, piece, piece.end - lead)

    def _events(self, before: Piece | None, piece: Piece, end: int) -> Iterator[Event]:
        clip, kind = piece.placed.clip, None
        lead, after = piece.blend
        fades_out = piece.end == piece.placed.end == end
        out = min(self._fade(clip.fade_out), end - piece.first - max(1, after)) if fades_out else 0
        comments = tuple(self._comments(before, piece))
        if lead + after:
            assert clip.transition_in is not None
            kind = clip.transition_in.kind
        fade = min(self._fade(clip.fade_in), end - out - piece.first) if piece.first == piece.placed.first else 0
        if kind is None and fade:
            yield self._into(piece, end - out, self._black(piece.first, 0), "D", fade, comments)
        elif kind is None:
            yield Event(piece.channels, self._stretch(piece, piece.first, end - out), comments)
        elif kind == "dip_to_black" and before is not None:
            if lead:
                left = self._stretch(before, piece.first - lead, piece.first - lead)
                yield Event(piece.channels, self._black(piece.first - lead, lead), (), left, "D", lead)
            if after:
                yield self._into(piece, end - out, self._black(piece.first, 0), "D", after, comments)
            else:
                yield Event(piece.channels, self._stretch(piece, piece.first, end - out), comments)
        else:
            first = piece.first - lead
            left = self._black(first, 0) if before is None else self._stretch(before, first, first)
            yield self._into(piece, end - out, left, _WORDS[kind], lead + after, comments, first)
        if out:
            left = self._stretch(piece, end - out, end - out)
            yield Event(piece.channels, self._black(end - out, out), (), left, "D", out)

    def _into(
        self,
        piece: Piece,
        end: int,
        before: Stretch,
        word: str,
        frames: int,
        comments: tuple[str, ...],
        first: int | None = None,
    ) -> Event:
        """A transition to a piece, which begins at `first`."""
        begins = piece.first if first is None else first
        return Event(piece.channels, self._stretch(piece, begins, end), comments, before, word, frames)

    def _fade(self, length_s: float) -> int:
        return nearest(exact(length_s) * self._fps)

    def _black(self, first: int, length: int) -> Stretch:
        label = self._counting.label
        return Stretch(BLACK, label(0), label(length), first, first + length)

    def _stretch(self, piece: Piece, first: int, end: int) -> Stretch:
        """What a piece plays between two frames of the list, which may be a transition's before its first one."""
        footage = self._footages[piece.placed.material.blob.sha256]
        at = self._source_frame(footage, piece.placed.time_of(first, self._fps))
        length = nearest((end - first) * piece.placed.speed)
        counting = self._labels_of(footage)
        return Stretch(
            self._reels[piece.placed.material.blob.sha256], counting.label(at), counting.label(at + length), first, end
        )

    def _labels_of(self, footage: Footage) -> Counting:
        """How a source is labelled: as its own timecode is where rates are equal, else as the list is."""
        return footage.counting if footage.rate == self._fps else Counting(self._fps, self._counting.drop)

    def _source_frame(self, footage: Footage, time_s: Fraction) -> int:
        """The number of a source's frame, by its label at the list's rate."""
        frame = footage.frame_at(time_s)
        if footage.rate == self._fps:
            return frame
        hour, minute, second, _, frames = parts_of(footage.counting.label(frame))
        scaled = frames * nominal_of(self._fps) // footage.counting.nominal
        return self._labels_of(footage).frame(f"{hour:02}:{minute:02}:{second:02}:{scaled:02}")

    def _comments(self, before: Piece | None, piece: Piece) -> Iterator[str]:
        placed, footage = piece.placed, self._footages[piece.placed.material.blob.sha256]
        if placed.speed != 1:
            reel = self._reels[placed.material.blob.sha256]
            label = self._stretch(piece, piece.first, piece.first).source_in.replace(";", ":")
            yield f"M2   {reel:<{REEL_LENGTH}}       {float(self._fps * placed.speed):05.1f}                {label}"
        if before is not None and piece.blend != (0, 0):
            yield f"* FROM CLIP NAME: {file_name(before.placed.material)}"
            yield f"* TO CLIP NAME: {file_name(piece.placed.material)}"
        else:
            yield f"* FROM CLIP NAME: {file_name(piece.placed.material)}"
        yield f"* SOURCE FILE: {file_name(piece.placed.material)}"
        if placed.clip.name:
            yield f"* COMMENT: {one_line(placed.clip.name, TITLE_LENGTH)}"
        if footage.rate != self._fps:
            label = footage.counting.label(footage.frame_at(placed.time_of(piece.first, self._fps)))
            yield f"* SOURCE RATE: {footage.rate} FROM {label}"
        if placed.clip.volume_db and piece.channels != "V":
            yield f"* AUDIO LEVEL: {placed.clip.volume_db:+.2f} DB"
        transition = placed.clip.transition_in
        if transition is not None and (transition.kind != "crossfade" or piece.blend == (0, 0)):
            yield f"* TRANSITION: {transition.kind.upper()} OF {placed.lead_in} FRAMES"


def _reels(files: Mapping[str, Footage]) -> dict[str, str]:
    """A name of at most eight letters for each file: the first ones of its own, with a number where two are alike."""
    found: dict[str, str] = {}
    for key, footage in files.items():
        stem = re.sub(r"[^A-Z0-9_]", "", PurePath(footage.material.name).stem.upper()) or "REEL"
        reel, number = stem[:REEL_LENGTH], 1
        while reel in _RESERVED or reel in found.values():
            number += 1
            reel = f"{stem[: REEL_LENGTH - len(str(number))]}{number}"
        found[key] = reel
    return found
