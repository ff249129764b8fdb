"""Divides a film into scenes while it is decoded: a border is known as soon as no later frame can change it.

Whether a picture changes at a frame depends on the frames around it only, but on a few seconds of them, and on what
overlaps it. So what is found in the last seconds is found again, in a window of frames that begins a little before all
that is not settled. The borders are those that the whole film has in the end.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.jobs.scenes import Segmentation, Transition
from app.media.frame_features import Features, FeatureTrack
from app.media.scene_detection import (
    BLANK_S,
    RAMP_S,
    SURROUNDINGS_S,
    SWING_S,
    Change,
    blank_runs,
    find_changes,
    find_fades,
    find_mixtures,
)

#: The kinds of changes at which a scene begins.
BORDERS: dict[Segmentation, frozenset[Transition]] = {
    "cut-based": frozenset({"cut"}),
    "fade-based": frozenset({"fade", "dissolve"}),
    "both": frozenset({"cut", "fade", "dissolve"}),
}
#: Changes are searched for once in so much of the film, seconds, and in such a share of what is not settled: that can
#: be long, such as a black stretch, which is no change if the film ends with it.
STEP_S, STEP_SHARE = 2.0, 0.25
#: Frames that are compared around one, beside those within a time.
NEAR_FRAMES = 8


class Border(NamedTuple):
    """The first frame of a scene, when it is shown, seconds, and how the picture changes to it."""

    frame: int
    at_s: float
    transition: Transition


class SceneDivision:
    """Finds the borders of a film's scenes in a `track` that grows. `settled_s`: all before it have been returned."""

    def __init__(self, track: FeatureTrack, segmentation: Segmentation) -> None:
        self._track = track
        self._kinds = BORDERS[segmentation]
        self._begins_s: float | None = None
        self._first = 0  # of the window
        self._next_s = STEP_S
        self.settled_s = -np.inf

    def grown(self, reached_s: float) -> list[Border]:
        """The borders that have become known, in order; call it after each batch, which reaches `reached_s`."""
        if reached_s < self._next_s:
            return []
        features = self._window()
        self._next_s = reached_s + max(STEP_S, STEP_SHARE * (reached_s - float(features.times_s[0])))
        settled = _settled(features, begins=self._first == 0)
        if settled <= 0:
            return []
        found = self._between(features, float(features.times_s[settled]))
        self._first += self._lead(features, settled)
        return found

    def finished(self) -> list[Border]:
        """The rest of the borders; call it once every frame is added."""
        return self._between(self._window(), np.inf)

    def _window(self) -> Features:
        features = self._track.since(self._first)
        if self._begins_s is None:
            self._begins_s = float(features.times_s[0])
        return features

    def _between(self, features: Features, until_s: float) -> list[Border]:
        """The borders after what is settled and up to `until_s`, which is settled from now on."""
        assert self._begins_s is not None
        changes = find_changes(features, self._begins_s)
        fresh = [one for one in changes if self.settled_s < one.start_s and one.end_s <= until_s]
        self.settled_s = until_s
        borders = [self._border(features, one) for one in fresh if one.kind in self._kinds]
        return [border for border in borders if border.frame > 0]

    def _border(self, features: Features, change: Change) -> Border:
        """The first frame after a cut, or of the second half of a fade."""
        middle_s = (change.start_s + change.end_s) / 2
        index = min(int(np.searchsorted(features.times_s, middle_s)), len(features.times_s) - 1)
        return Border(self._first + index, float(features.times_s[index]), change.kind)

    def _lead(self, features: Features, settled: int) -> int:
        """How many frames of the window nothing depends on that comes after frame `settled` of it."""
        needed_s = max(SURROUNDINGS_S, RAMP_S + BLANK_S, SWING_S) + 1.0
        by_time = int(np.searchsorted(features.times_s, float(features.times_s[settled]) - needed_s))
        return max(0, min(by_time, settled) - 2 * max(features.spans) - 2 * NEAR_FRAMES)


def _settled(features: Features, *, begins: bool) -> int:
    """The last frame of a window, perhaps 0, that no change crosses, and before which later frames change nothing."""
    times_s, longest = features.times_s, max(features.spans)
    newest_s = float(times_s[-1])
    ends = min(
        int(np.searchsorted(times_s, newest_s - max(SWING_S, SURROUNDINGS_S, RAMP_S))),
        len(times_s) - longest // 4 - NEAR_FRAMES,
    )
    settled_s = float(times_s[max(0, ends - longest - 1)])
    for first, last in blank_runs(features):
        if newest_s - times_s[last] > RAMP_S or (first == 0 and begins):
            continue  # what comes after it is known, or it is no change
        ended = last < len(times_s) - 1 and times_s[last] - times_s[first] > BLANK_S
        settled_s = min(settled_s, float(times_s[last]) if ended else float(times_s[first]) - RAMP_S)
    spans = [*find_fades(features, begins=begins), *find_mixtures(features)]
    return int(np.searchsorted(times_s, _before(spans, settled_s), side="right")) - 1


def _before(spans: Sequence[Change], at_s: float) -> float:
    """The last moment up to `at_s` that is within none of the spans."""
    for span in sorted(spans, key=lambda one: one.end_s, reverse=True):
        if span.start_s <= at_s <= span.end_s:
            at_s = float(np.nextafter(span.start_s, -np.inf))
    return at_s
