"""Reads a client's timeline; what is wrong with it is refused with the names of its track and clip."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from app.core.errors import InvalidRequest
from app.timeline.document import Timeline

#: Most rows of one refusal.
MOST_ROWS = 20
#: Words for what is missing or too much, instead of the library's.
_WORDS = {"missing": "is missing", "extra_forbidden": "is unknown"}
Loc = tuple[str | int, ...]


class Fault(Exception):
    """One thing that is wrong with a timeline, at `loc` in it. Faults are collected, and refused together."""

    def __init__(self, loc: Loc, message: str) -> None:
        super().__init__(message)
        self.loc = loc
        self.message = message


def read_timeline(value: Any, within: Loc = ("body", "timeline")) -> Timeline:
    """Parse a timeline in the server's own form. Raises InvalidRequest with a row for each fault.

    `within` is where the timeline stands in the request. Lengths of sources are unknown here.
    """
    try:
        return Timeline.model_validate(value)
    except ValidationError as error:
        faults = [_fault(row) for row in error.errors(include_url=False, include_input=False)]
        raise refusal(faults, within) from None


def refusal(faults: Sequence[Fault], within: Loc = ("body", "timeline")) -> InvalidRequest:
    """The refusal of a timeline: its message names the first fault, its rows all of them."""
    rows = [{"loc": [*within, *fault.loc], "msg": sentence(fault)} for fault in faults[:MOST_ROWS]]
    return InvalidRequest(f"The timeline cannot be used. {rows[0]['msg']}", errors=rows)


def sentence(fault: Fault) -> str:
    """The fault with the place where it is: "Track 1, clip 2 (tracks[0].clips[1]): …"."""
    place, rest = _place(fault.loc)
    field = ".".join(str(part) for part in rest)
    said = f"{field} {fault.message}" if field else fault.message
    return f"{place}: {said}" if place else said


def _place(loc: Loc) -> tuple[str, Loc]:
    """The track and the clip in words, and what follows them."""
    match loc:
        case ("tracks", int(track), "clips", int(clip), *rest):
            return f"Track {track + 1}, clip {clip + 1} (tracks[{track}].clips[{clip}])", tuple(rest)
        case ("tracks", int(track), *rest):
            return f"Track {track + 1} (tracks[{track}])", tuple(rest)
    return "", loc


def _fault(row: Any) -> Fault:
    loc: Loc = row["loc"]
    if len(loc) > 5 and loc[4] == "source":  # the library adds the kind of the source that it tried
        loc = (*loc[:5], *loc[6:])
    message = _WORDS.get(row["type"]) or str(row["msg"]).removeprefix("Value error, ")
    return Fault(loc, message[:1].lower() + message[1:])
