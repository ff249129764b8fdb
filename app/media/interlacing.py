"""Finds whether pictures are interlaced: two fields of different times, woven line by line.

Decoders flag the frames of a stream that is coded so. Films that were woven before a careless encoding carry no flag;
there it shows in what moves. A line of one field lies between two lines of the other. In a progressive picture these
two fit it best, and where something else fits as well, it comes as often from the picture before as from the one after.
In a woven picture the lines of the earlier field are as near in time to the other field of the picture before as to
their own neighbours, and those of the later field to that of the picture after. So every line that moves is put to the
vote, if it shows the teeth of a comb: the lines beside it differ more from it than those of its own field. Noise, cuts
and patterns that move up or down vote for both sides alike.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

Luma = npt.NDArray[np.int32]

#: Columns of a picture that are compared; evenly spread, all lines of each.
COLUMNS: Final = 320
#: Least change of brightness, of 255, from the picture before to the one after of a place that moves, and the least
#: number of such places of a line that votes.
MOVED: Final = 12
LEAST_MOVED: Final = 4
#: Lines of another picture fit as well as the own neighbours up to this ratio of differences, and are told from those
#: of the third picture by this one.
AS_WELL: Final = 1.2
APART: Final = 1.25
#: Added to differences, so that those of dark noise do not count.
FLOOR: Final = 20.0
#: Least number of lines that vote for fields, the share by which one order of fields must win among them, and the least
#: share of this lead of all lines that vote.
LEAST_LINES: Final = 120
LEAST_LEAD: Final = 0.6
LEAST_SHARE: Final = 0.04


def strip_of(frame: Any) -> Luma:
    """The brightness, 0..255, of some columns of a decoded frame."""
    grey = frame.reformat(format="gray").to_ndarray()
    return np.asarray(grey[:, :: max(1, grey.shape[1] // COLUMNS)], dtype=np.int32)


class Votes(NamedTuple):
    """Numbers of lines that fit two fields, even lines first or odd lines first, and of those that fit one picture."""

    even_first: int = 0
    odd_first: int = 0
    whole: int = 0


class Weave:
    """Counts the votes of all pictures of a film that have neighbours, in runs of consecutive ones."""

    def __init__(self) -> None:
        self._run: list[Luma] = []
        self._votes = Votes()

    def begin(self) -> None:
        """Begin another run: the next picture does not follow the last one."""
        self._run.clear()

    def add(self, strip: Luma) -> None:
        """Add the next picture of the run."""
        if self._run and self._run[-1].shape != strip.shape:
            self._run.clear()
        self._run = [*self._run[-2:], strip]
        if len(self._run) == 3:
            more = votes_of(*self._run)
            self._votes = Votes(*(a + b for a, b in zip(self._votes, more, strict=True)))

    @property
    def found(self) -> bool:
        """Whether the lines show two fields."""
        fields = self._votes.even_first + self._votes.odd_first
        lead = abs(self._votes.even_first - self._votes.odd_first)
        return fields >= LEAST_LINES and lead >= LEAST_LEAD * fields and lead >= LEAST_SHARE * sum(self._votes)


def votes_of(before: Luma, picture: Luma, after: Luma) -> Votes:
    """The votes of the lines of `picture`; its first and last line have none."""
    moves = np.abs(after - before) > MOVED
    moves = moves[1:-1] | moves[:-2] | moves[2:]
    own, past, coming = (_bend(other[:-2], picture[1:-1], other[2:], moves) for other in (picture, before, after))
    nearer, farther = np.minimum(past, coming), np.maximum(past, coming)
    voting = moves.sum(axis=1) >= LEAST_MOVED
    combed = np.zeros_like(voting)
    combed[1:-1] = own[1:-1] >= _bend(picture[:-4], picture[2:-2], picture[4:], moves[1:-1])
    alike = (nearer <= AS_WELL * own) & combed
    fields = voting & alike & (farther >= APART * nearer)
    odd_line = np.arange(1, len(own) + 1) % 2 == 1
    odd_first = int((fields & ((past < coming) == odd_line)).sum())
    whole = int((voting & ~alike).sum())
    return Votes(int(fields.sum()) - odd_first, odd_first, whole)


def _bend(above: Luma, lines: Luma, below: Luma, moves: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """By line, how badly it fits between the lines `above` and `below` it where it moves."""
    return np.asarray((np.abs(above + below - 2 * lines) * moves).sum(axis=1) + FLOOR)
