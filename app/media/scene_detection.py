"""Where the picture changes: hard cuts, fades through a blank picture, dissolves.

A *cut* is one frame that differs from the one before by far more than its surroundings do: a fixed threshold would find
too many in a fight and too few at night, so what counts as much is learned from a second on either side. A
difference that is undone within a few frames is a flash, not a cut. A *fade* is a stretch of blank frames with a ramp
of contrast leading into it or out of it. A *dissolve* is a span whose frames are mixtures of its two ends, and
whose ends show different things (a lamp switched on changes the brightness, but not what is seen).
"""

import numpy as np
import numpy.typing as npt

from app.jobs.results import Cut
from app.media.frame_features import Features, Numbers

#: Least change of a cut, in grey levels (Y + U + V), for pictures with at least `FULL_SPREAD` of contrast.
CUT_CHANGE, FULL_SPREAD = 9.0, 30.0
#: Where both pictures are this much alike (a line of text appeared), a cut takes more.
ALIKE, ALIKE_CHANGE = 0.9, 25.0
#: A cut changes this many times as much as the quieter side of its surroundings, and as the busier one.
CUT_RATIO, CUT_PEAK_RATIO = 3.0, 1.7
SURROUNDINGS_S = 1.0
#: The first picture of a film lasts at least this long.
LEAST_SCENE_S = 0.15
#: Less change than this is a frame shown twice: it says nothing about how much moves.
REPEATED_CHANGE = 0.15
#: After a flash the picture is back to within this share of the change.
FLASH_SHARE = 0.4
#: A picture with less contrast is blank.
BLANK_SPREAD = 4.0
#: A ramp of contrast is at most this long, and loses at least this much of it (grey levels).
RAMP_S, RAMP_SPREAD = 3.0, 8.0
#: A blank stretch longer than this is a scene of its own, with a change before it and one after it.
BLANK_S = 1.0
#: A dissolve changes at least this much, strays at most this share of it from a straight mixture, between pictures at
#: most this much alike; before and after it less than this share of its own pace goes on (else things merely move).
DISSOLVE_CHANGE, DISSOLVE_ERROR, DISSOLVE_LIKENESS, DISSOLVE_CALM = 14.0, 0.16, 0.75, 0.5


def find_cuts(features: Features) -> tuple[Cut, ...]:
    """All changes of picture in order of time, none overlapping another."""
    if len(features.times_s) < 2:
        return ()
    fades = _fades(features)
    cuts = [Cut(start_s=t, end_s=t, kind="cut", score=s) for t, s in _hard_cuts(features)]
    cuts = [cut for cut in cuts if not _within(cut, fades)]
    dissolves = [span for span in _dissolves(features) if not any(_overlap(span, other) for other in [*fades, *cuts])]
    return tuple(sorted([*cuts, *fades, *dissolves], key=lambda cut: cut.start_s))


def _hard_cuts(features: Features) -> list[tuple[float, float]]:
    change, spread = features.change, features.spread
    contrast = np.maximum(spread, np.concatenate([spread[:1], spread[:-1]]))
    least = CUT_CHANGE * np.clip(contrast / FULL_SPREAD, 0.35, 1.0)
    least = np.where(features.likeness > ALIKE, ALIKE_CHANGE, least)
    return [
        (float(features.times_s[index]), _score(float(change[index])))
        for index in np.flatnonzero(change >= least).tolist()
        if features.times_s[index] - features.times_s[0] >= LEAST_SCENE_S
        and _is_sudden(features, index)
        and not _is_flash(features, index)
    ]


def _is_sudden(features: Features, index: int) -> bool:
    """Whether the change stands out from the quieter side by far, and from the busier side clearly.

    A picture that begins to move is as busy afterwards as at that frame; a cut into a busy picture is more than that.
    """
    change = float(features.change[index])
    before, after = _surroundings(features, index)
    neighbours = np.concatenate([features.change[max(index - 3, 1) : index], features.change[index + 1 : index + 4]])
    quiet, busy = max(min(before, after), 1.0), max(before, after, float(neighbours.max(initial=0)))
    return change >= CUT_RATIO * quiet and change >= CUT_PEAK_RATIO * busy


def _surroundings(features: Features, index: int) -> tuple[float, float]:
    """How much frames before and after this one usually change."""
    times = features.times_s
    left = int(np.searchsorted(times, times[index] - SURROUNDINGS_S))
    right = int(np.searchsorted(times, times[index] + SURROUNDINGS_S, side="right"))
    return _usual(features.change[max(left, 1) : index]), _usual(features.change[index + 1 : right])


def _usual(changes: Numbers) -> float:
    """The 80th percentile of the frames that are not mere repeats; fewer than one in ten are other cuts, not motion."""
    moving = changes[changes >= REPEATED_CHANGE]
    return float(np.percentile(moving, 80)) if len(moving) >= max(3, len(changes) / 10) else 0.0


def _is_flash(features: Features, index: int) -> bool:
    """Whether what frame `index` brought was gone again in a moment, or is itself the return from such a moment."""
    change, returned = features.change, features.returned
    if returned[index] <= FLASH_SHARE * change[index]:
        return True
    earlier = range(max(index - 6, 1), index)
    return any(
        returned[i] <= FLASH_SHARE * change[i] and change[i] >= CUT_CHANGE and change[i] >= 0.5 * change[index]
        for i in earlier
    )


def _fades(features: Features) -> list[Cut]:
    """Blank stretches with a ramp on at least one side and a picture on both; the extent includes the ramps."""
    fades: list[Cut] = []
    for first_blank, last_blank in _runs(features.spread < BLANK_SPREAD):
        if first_blank == 0 or last_blank == len(features.spread) - 1:
            continue  # the beginning or the end of the film, not a change from one scene to another
        start = _ramp(features, first_blank, -1)
        end = _ramp(features, last_blank, +1)
        if features.times_s[last_blank] - features.times_s[first_blank] > BLANK_S:
            parts = [(start, first_blank), (last_blank, end)]
        else:
            parts = [(start, end)] if max(first_blank - start, end - last_blank) >= 3 else []
        fades += [fade for part in parts if (fade := _fade(features, *part))]
    return fades


def _fade(features: Features, start: int, end: int) -> Cut | None:
    """The fade over these frames, or None where too little contrast comes or goes for one."""
    lost = float(max(features.spread[start], features.spread[end])) - BLANK_SPREAD
    if end - start < 3 or lost < RAMP_SPREAD:
        return None
    start_s, end_s = float(features.times_s[start]), float(features.times_s[end])
    return Cut(start_s=start_s, end_s=end_s, kind="fade", score=_score(lost))


def _ramp(features: Features, blank: int, step: int) -> int:
    """The frame at which the contrast that is lost (or found) next to the blank frame `blank` is complete.

    Walks away from the blank as long as the contrast grows by a visible share; two frames of doubt are forgiven.
    """
    spread, times = features.spread, features.times_s
    top = at = blank
    doubts = 0
    while 0 <= at + step < len(spread) and abs(times[at + step] - times[blank]) <= RAMP_S:
        at += step
        if spread[at] > spread[top] + max(0.2, 0.01 * float(spread[top])):
            top, doubts = at, 0
        elif (doubts := doubts + 1) > 2:
            break
    return top


def _dissolves(features: Features) -> list[Cut]:
    """Spans that slide from one picture into another; of overlapping ones the one that mixes most cleanly."""
    share = features.blend_error / np.maximum(features.blend_change, 1.0)
    likely = (
        (features.blend_change >= DISSOLVE_CHANGE)
        & (share <= DISSOLVE_ERROR)
        & (features.blend_likeness <= DISSOLVE_LIKENESS)
    )
    ends, spans = np.nonzero(likely)
    ranked = sorted(zip(ends.tolist(), spans.tolist(), strict=True), key=lambda at: float(share[at]))
    taken: list[Cut] = []
    for end, span in ranked:
        if not _is_mixture(features, end, span):
            continue
        start_s, end_s = float(features.times_s[end - features.spans[span]]), float(features.times_s[end])
        score = _score(float(features.blend_change[end, span]))
        found = Cut(start_s=start_s, end_s=end_s, kind="fade", score=score)
        if not any(_overlap(found, other) for other in taken):
            taken.append(found)
    return taken


def _is_mixture(features: Features, end: int, span: int) -> bool:
    """Whether the span's change is spread over its frames, and calm lies around it."""
    frames, whole = features.spans[span], float(features.blend_change[end, span])
    start, after = end - frames, end + frames // 4
    if features.change[start + 1 : end + 1].max() >= 0.5 * whole:
        return False  # one frame does most of it: a cut
    steps = features.blend_step[:, span]
    around = max(float(steps[start]), float(steps[after]) if after < len(steps) else 0.0)
    return around <= DISSOLVE_CALM * whole / 4


def _runs(marks: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of every stretch of true marks."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marks, [False]]).astype(np.int8)))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _within(cut: Cut, fades: list[Cut]) -> bool:
    return any(fade.start_s <= cut.start_s <= fade.end_s for fade in fades)


def _overlap(one: Cut, other: Cut) -> bool:
    return one.start_s <= other.end_s and other.start_s <= one.end_s


def _score(change: float) -> float:
    """0..1: how much of the picture changed; half at 40 grey levels."""
    return round(change / (change + 40.0), 3)
