"""Divides a timeline into the strands of a cut list: the pictures as they are seen, and each pair of sounds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from app.interchange.footage import blend, is_heard, pairs
from app.timeline.layout import Lane, Layout, Placed


@dataclass(frozen=True, slots=True)
class Piece:
    """What is seen or heard of a clip from frame `first` up to `end`, on the channels of that name.

    `blend` are the frames of its transition before its first one and from there on; (0, 0) without one.
    """

    placed: Placed
    first: int
    end: int
    channels: str
    blend: tuple[int, int] = (0, 0)
    joined: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the clip is covered."""
        return (self.first, self.end) == (self.placed.first, self.placed.end)


def strands(layout: Layout) -> Iterator[list[Piece]]:
    """Pictures first, with the sound of the first track that has some if both are cut alike; then other sounds.

    A cut list has one picture at a time, so of tracks over each other it has the uppermost.
    """
    sounding = [lane for lane in layout.lanes if any(map(is_heard, lane.clips))]
    pictures = _seen(layout)
    whole = {id(piece.placed) for piece in pictures if piece.is_whole}
    together = {id(clip) for clip in sounding[0].clips} if sounding else set()
    if not together <= whole:
        together = set()
    if pictures:
        yield [_with_sound(piece) if id(piece.placed) in together else piece for piece in pictures]
    for number, lane in enumerate(sounding):
        if number or not together:
            heard = [clip for clip in _whole(lane, layout.fps) if is_heard(clip.placed)]
            for channel in _channels(number, heard):
                yield [replace(piece, channels=channel) for piece in heard]


def _is_stereo(piece: Piece) -> bool:
    return (piece.placed.material.media.audio_channels or 1) > 1


def _channels(number: int, heard: list[Piece]) -> list[str]:
    """The channels of a pair of sounds: the first one has a name for both, others are written one by one."""
    stereo = any(map(_is_stereo, heard))
    if number == 0:
        return ["AA" if stereo else "A"]
    return [f"A{2 * number + 1}", *([f"A{2 * number + 2}"] if stereo else [])]


def _with_sound(piece: Piece) -> Piece:
    if not is_heard(piece.placed):
        return piece
    return replace(piece, channels="AA/V" if _is_stereo(piece) else "B")


def _whole(lane: Lane, fps: Fraction) -> list[Piece]:
    return [
        Piece(clip, clip.first, clip.end, "V", blend(before, clip, fps), before is not None)
        for before, clip in pairs(lane.clips)
    ]


def _seen(layout: Layout) -> list[Piece]:
    """The uppermost pictures in order of time. A transition stays where both of its clips are seen."""
    shown: list[Piece] = []
    for lane in (lane for lane in layout.lanes if lane.kind == "video"):
        over = _whole(lane, layout.fps)
        shown = [rest for piece in shown for rest in _uncovered(piece, over)] + over
    shown.sort(key=lambda piece: piece.first)
    return [_joined(before, piece) for before, piece in zip([None, *shown], shown, strict=False)]


def _uncovered(piece: Piece, over: list[Piece]) -> Iterator[Piece]:
    """The parts of a piece that none of the pieces over it covers."""
    at = piece.first
    for cover in over:
        if cover.end <= at or cover.first >= piece.end:
            continue
        if cover.first > at:
            yield replace(piece, first=at, end=cover.first)
        at = max(at, cover.end)
    if at < piece.end:
        yield replace(piece, first=at)


def _joined(before: Piece | None, piece: Piece) -> Piece:
    """The piece without a transition of which a part is covered."""
    meets = before is not None and before.end == piece.first and before.placed.track == piece.placed.track
    covered = piece.first != piece.placed.first or piece.end - piece.first < piece.blend[1]
    if before is not None and piece.joined and meets:
        covered = covered or before.end - before.first < before.blend[1] + piece.blend[0]
    if covered or (piece.joined and not meets):
        return replace(piece, blend=(0, 0), joined=False)
    return piece
