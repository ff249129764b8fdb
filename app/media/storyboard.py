"""Plans a film's stills and their layout on the sheet, and chooses its poster."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.jobs.results import Cut
from app.media.frame_features import Features
from app.media.picture_pass import Stills

MOST_TILES, COLUMNS = 100, 10
LEAST_INTERVAL_S = 1.0
STILL_BOX = (640, 360)
TILE_BOX = (160, 90)
#: Stills this close to a change of picture may show two pictures at once.
NEAR_CHANGE_S = 0.3


def plan_stills(duration_s: float, width: int, height: int, folder: Path) -> Stills:
    """Plan at most 100 stills, at least a second apart (four in a film of less than four seconds), never scaled up."""
    interval_s = max(min(LEAST_INTERVAL_S, duration_s / 4), duration_s / MOST_TILES, 0.04)
    count = min(MOST_TILES, math.ceil(duration_s / interval_s - 1e-6)) or 1
    columns = min(COLUMNS, count)
    still, tile = (fitted(width, height, box) for box in (STILL_BOX, TILE_BOX))
    return Stills(interval_s, *still, *tile, columns, math.ceil(count / columns), folder)


def poster_index(features: Features, cuts: Sequence[Cut], interval_s: float, count: int) -> int:
    """The index of the best still: high contrast, little change, not near a cut; of equals the earliest."""
    wanted_s = np.arange(count) * interval_s
    at = np.clip(np.searchsorted(features.times_s, wanted_s + 1e-6, side="right") - 1, 0, len(features.times_s) - 1)
    worth = np.minimum(features.spread[at], 60) / 60 - np.minimum(features.change[at], 20) / 40
    shown_s = features.times_s[at]
    for cut in cuts:
        near = (shown_s > cut.start_s - NEAR_CHANGE_S) & (shown_s < cut.end_s + NEAR_CHANGE_S)
        worth = np.where(near, worth - 0.5, worth)
    return int(np.argmax(np.round(worth, 2)))


def fitted(width: int, height: int, box: tuple[int, int]) -> tuple[int, int]:
    """The largest even size that fits the box (rotated for portrait films) and is not larger than the film."""
    most_w, most_h = box if width >= height else (box[1], box[0])
    scale = min(1.0, most_w / width, most_h / height)
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)
