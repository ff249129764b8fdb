"""Finds changes of picture: hard cuts, fades through a blank picture, dissolves.

A *cut* is one frame that differs from the one before by far more than its surroundings do: a fixed threshold would find
too many in a fight and too few at night, so the threshold is derived from a second on either side. A difference that is
undone within a few frames is a flash, not a cut, and neither is a picture that only gets brighter or darker. A *fade*
is a run of blank frames with a ramp of contrast on at least one side. A *dissolve* is a span whose frames are mixtures
of its two ends, and whose ends show different things (a lamp that is switched on changes the brightness, but not the
content) and are not shown again in a moment (a picture that swings).
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from app.jobs.results import Cut
from app.media.frame_features import Features, Numbers

#: Least change of a cut, in grey levels (Y + U + V), for pictures with at least `FULL_SPREAD` of contrast.
CUT_CHANGE, FULL_SPREAD = 9.0, 30.0
#: If both pictures are this much alike (a line of text appeared), a cut needs this much change.
ALIKE, ALIKE_CHANGE = 0.9, 25.0
#: Least ratio of a cut's change to that of the quieter side of its surroundings, and to that of the busier one.
CUT_RATIO, CUT_PEAK_RATIO = 3.0, 1.7
SURROUNDINGS_S = 1.0
#: The first picture of a film lasts at least this long.
LEAST_SCENE_S = 0.15
#: Less change than this is a repeated frame, which does not count for the motion around it.
REPEATED_CHANGE = 0.15
#: After a flash the picture returns to within this share of the change.
FLASH_SHARE = 0.4
#: The same for the brightness alone, of pictures that move meanwhile, and for how long before and after.
RETURN_SHARE, RETURN_S = 0.3, 0.25
#: A picture like the one before has only changed its light if what the light does not explain is at most this share.
LIGHT_SHARE = 0.35
#: A picture with less contrast is blank.
BLANK_SPREAD = 4.0
#: Greatest length of a ramp of contrast, and the least contrast that it loses (grey levels).
RAMP_S, RAMP_SPREAD = 3.0, 8.0
#: A blank stretch longer than this is a scene of its own, with a change before it and one after it.
BLANK_S = 1.0
#: A dissolve's least change, its greatest deviation from a linear mixture (share of the change), the greatest likeness
#: of its ends, and the greatest change rate around it as a share of its own (more would be mere motion).
DISSOLVE_CHANGE, DISSOLVE_ERROR, DISSOLVE_LIKENESS, DISSOLVE_CALM = 14.0, 0.16, 0.75, 0.5
#: If the deviation is at most the first of these, the change rate around may be the second.
EXACT_ERROR, EXACT_CALM = 0.12, 0.75
#: A picture that swings returns to within this share of the change, this long before or after.
SWING_SHARE, SWING_S = 0.4, 2.0


class Change(NamedTuple):
    """A change of picture; both times of a cut, seconds, are those of the first frame after it."""

    start_s: float
    end_s: float
    kind: Literal["cut", "fade", "dissolve"]
    score: float

    def overlaps(self, other: "Change") -> bool:
        """Whether they share a moment."""
        return self.start_s <= other.end_s and other.start_s <= self.end_s


def find_cuts(features: Features) -> tuple[Cut, ...]:
    """All changes of picture in order of time, none overlapping another."""
    changes = find_changes(features, float(features.times_s[0]))
    return tuple(
        Cut(start_s=one.start_s, end_s=one.end_s, kind="cut" if one.kind == "cut" else "fade", score=one.score)
        for one in changes
    )


def find_changes(features: Features, begins_s: float) -> list[Change]:
    """As `find_cuts`, with dissolves apart from fades. `begins_s`: when the first frame of the film is shown.

    Features of a part of a film have changes at their edges that it does not have; see `scene_division`.
    """
    if len(features.times_s) < 2:
        return []
    fades = find_fades(features, begins=begins_s == features.times_s[0])
    cuts = [cut for cut in _hard_cuts(features, begins_s) if not any(fade.overlaps(cut) for fade in fades)]
    dissolves = _chosen(find_mixtures(features))
    apart = [span for span in dissolves if not any(span.overlaps(other) for other in (*fades, *cuts))]
    return sorted([*cuts, *fades, *apart])


def _hard_cuts(features: Features, begins_s: float) -> list[Change]:
    change, spread = features.change, features.spread
    contrast = np.maximum(spread, np.concatenate([spread[:1], spread[:-1]]))
    least = CUT_CHANGE * np.clip(contrast / FULL_SPREAD, 0.35, 1.0)
    least = np.where(features.likeness > ALIKE, ALIKE_CHANGE, least)
    return [
        Change(at_s := float(features.times_s[index]), at_s, "cut", _score(float(change[index])))
        for index in np.flatnonzero(change >= least).tolist()
        if features.times_s[index] - begins_s >= LEAST_SCENE_S
        and _is_sudden(features, index)
        and not _is_flash(features, index)
        and not _returns(features, index - 1, index, RETURN_S, RETURN_SHARE)
        and not _is_light(features, index)
    ]


def _is_sudden(features: Features, index: int) -> bool:
    """Whether the change is far above that of the quieter side, and clearly above that of the busier side.

    A picture that starts to move changes as much afterwards as at that frame; a cut into a busy picture changes more.
    """
    change = float(features.change[index])
    before, after = _surroundings(features, index)
    neighbours = np.concatenate([features.change[max(index - 3, 1) : index], features.change[index + 1 : index + 4]])
    quiet, busy = max(min(before, after), 1.0), max(before, after, float(neighbours.max(initial=0)))
    return change >= CUT_RATIO * quiet and change >= CUT_PEAK_RATIO * busy


def _surroundings(features: Features, index: int) -> tuple[float, float]:
    """How much the frames before and after this one typically change."""
    times = features.times_s
    left = int(np.searchsorted(times, times[index] - SURROUNDINGS_S))
    right = int(np.searchsorted(times, times[index] + SURROUNDINGS_S, side="right"))
    return _usual(features.change[max(left, 1) : index]), _usual(features.change[index + 1 : right])


def _usual(changes: Numbers) -> float:
    """The 80th percentile of the changes without repeats; 0 if fewer than a tenth move: those are cuts, not motion."""
    moving = changes[changes >= REPEATED_CHANGE]
    return float(np.percentile(moving, 80)) if len(moving) >= max(3, len(changes) / 10) else 0.0


def _is_flash(features: Features, index: int) -> bool:
    """Whether the change at frame `index` is undone within a few frames, or is itself such a return."""
    change, returned = features.change, features.returned
    if returned[index] <= FLASH_SHARE * change[index]:
        return True
    earlier = range(max(index - 6, 1), index)
    return any(
        returned[i] <= FLASH_SHARE * change[i] and change[i] >= CUT_CHANGE and change[i] >= 0.5 * change[index]
        for i in earlier
    )


def _returns(features: Features, first: int, last: int, within_s: float, share: float) -> bool:
    """Whether the picture of `last` was there shortly before `first`, or that of `first` is there shortly after."""
    times, mosaic = features.times_s, features.mosaic
    start = int(np.searchsorted(times, times[first] - within_s))
    end = int(np.searchsorted(times, times[last] + within_s, side="right"))
    before, after = mosaic[start:first].astype(np.float32), mosaic[last + 1 : end].astype(np.float32)
    one, other = mosaic[first].astype(np.float32), mosaic[last].astype(np.float32)
    nearest = min(float(np.abs(part - picture).mean(axis=1).min(initial=np.inf))
                  for part, picture in ((before, other), (after, one)))  # fmt: skip
    return nearest <= share * float(np.abs(other - one).mean())


def _is_light(features: Features, index: int) -> bool:
    """Whether the picture is that of the frame before, brighter or darker, with more or less contrast."""
    alike = float(features.likeness[index])
    unexplained = float(features.spread[index]) * max(0.0, 1.0 - alike**2) ** 0.5
    return alike > ALIKE and unexplained <= LIGHT_SHARE * float(features.change[index])


def find_fades(features: Features, *, begins: bool = True) -> list[Change]:
    """Runs of blank frames with a ramp on at least one side and a picture on both; the extent includes the ramps.

    `begins`: these features begin with the film. Else a blank stretch at their beginning is longer than `BLANK_S`.
    """
    fades: list[Change] = []
    for first_blank, last_blank in blank_runs(features):
        if (first_blank == 0 and begins) or last_blank == len(features.spread) - 1:
            continue  # the start or end of the film, not a change of scene
        start = _ramp(features, first_blank, -1)
        end = _ramp(features, last_blank, +1)
        if first_blank == 0:
            parts = [(last_blank, end)]
        elif features.times_s[last_blank] - features.times_s[first_blank] > BLANK_S:
            parts = [(start, first_blank), (last_blank, end)]
        else:
            parts = [(start, end)] if max(first_blank - start, end - last_blank) >= 3 else []
        fades += [fade for part in parts if (fade := _fade(features, *part))]
    return fades


def blank_runs(features: Features) -> list[tuple[int, int]]:
    """The first and last frame of every run of blank frames."""
    return _runs(features.spread < BLANK_SPREAD)


def _fade(features: Features, start: int, end: int) -> Change | None:
    """The fade over these frames; None if the contrast changes too little."""
    lost = float(max(features.spread[start], features.spread[end])) - BLANK_SPREAD
    if end - start < 3 or lost < RAMP_SPREAD:
        return None
    start_s, end_s = float(features.times_s[start]), float(features.times_s[end])
    return Change(start_s, end_s, "fade", _score(lost))


def _ramp(features: Features, blank: int, step: int) -> int:
    """The frame at the full end of the ramp of contrast next to the blank frame `blank`.

    Walks away from the blank as long as the contrast grows by a visible share; two frames without growth are tolerated.
    """
    spread, times = features.spread, features.times_s
    top = at = blank
    flat = 0
    while 0 <= at + step < len(spread) and abs(times[at + step] - times[blank]) <= RAMP_S:
        at += step
        if spread[at] > spread[top] + max(0.2, 0.01 * float(spread[top])):
            top, flat = at, 0
        elif (flat := flat + 1) > 2:
            break
    return top


def find_mixtures(features: Features) -> list[Change]:
    """Spans that dissolve from one picture into another, the nearest to a linear mixture first; they may overlap."""
    share = features.blend_error / np.maximum(features.blend_change, 1.0)
    likely = (
        (features.blend_change >= DISSOLVE_CHANGE)
        & (share <= DISSOLVE_ERROR)
        & (features.blend_likeness <= DISSOLVE_LIKENESS)
    )
    ends, spans = np.nonzero(likely)
    ranked = sorted(zip(ends.tolist(), spans.tolist(), strict=True), key=lambda at: float(share[at]))
    return [
        Change(
            float(features.times_s[end - features.spans[span]]),
            float(features.times_s[end]),
            "dissolve",
            _score(float(features.blend_change[end, span])),
        )
        for end, span in ranked
        if end >= features.spans[span] and _is_mixture(features, end, span)
    ]


def _chosen(mixtures: Iterable[Change]) -> list[Change]:
    """Of overlapping mixtures the first."""
    taken: list[Change] = []
    for found in mixtures:
        if not any(found.overlaps(other) for other in taken):
            taken.append(found)
    return taken


def _is_mixture(features: Features, end: int, span: int) -> bool:
    """Whether the span's change is spread over its frames, with little change around it, and is not undone."""
    frames, whole = features.spans[span], float(features.blend_change[end, span])
    start, after = end - frames, end + frames // 4
    if min(features.spread[start], features.spread[end]) < BLANK_SPREAD:
        return False  # a fade, or the film's own beginning or end
    if features.change[start + 1 : end + 1].max() >= 0.5 * whole:
        return False  # one frame does most of it: a cut
    steps = features.blend_step[:, span]
    around = max(float(steps[start]), float(steps[after]) if after < len(steps) else 0.0)
    calm = EXACT_CALM if features.blend_error[end, span] <= EXACT_ERROR * whole else DISSOLVE_CALM
    return around <= calm * whole / 4 and not _returns(features, start, end, SWING_S, SWING_SHARE)


def _runs(marks: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of every run of true marks."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marks, [False]]).astype(np.int8)))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _score(change: float) -> float:
    """0..1: how much of the picture changed; half at 40 grey levels."""
    return round(change / (change + 40.0), 3)
