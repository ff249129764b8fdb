"""Finding lines in a map of probabilities."""

import numpy as np
import pytest

from app.inference.text_regions import GROWTH, MOST_REGIONS, find_regions


def _map(*boxes: tuple[int, int, int, int], score: float = 0.9) -> np.ndarray:
    heat = np.zeros((200, 400), np.float32)
    for left, top, width, height in boxes:
        heat[top : top + height, left : left + width] = score
    return heat


def test_a_line_is_a_grown_rectangle() -> None:
    """The core and a margin around it, by its area and circumference."""
    (region,) = find_regions(_map((100, 50, 120, 20)))
    margin = 120 * 20 * GROWTH / (2 * (120 + 20))
    left, top = region.corners[0]
    assert (left, top) == pytest.approx((100 - margin, 50 - margin))
    assert (region.width, region.height) == pytest.approx((120 + 2 * margin, 20 + 2 * margin))
    assert region.score == pytest.approx(0.9, abs=1e-4)


def test_lines_are_apart_unless_their_pixels_touch() -> None:
    """Also at corners, around gaps and holes; what is faint, thin or nothing is no line."""
    assert len(find_regions(_map((10, 10, 60, 12), (10, 40, 60, 12), (200, 10, 60, 12)))) == 3
    assert len(find_regions(_map((10, 10, 60, 12), (70, 22, 60, 12)))) == 1  # at a corner
    comb = _map((10, 10, 100, 10), *((10 + 20 * n, 20, 8, 20) for n in range(5)), (10, 40, 100, 10))
    assert len(find_regions(comb)) == 1
    assert find_regions(_map((10, 10, 60, 12), score=0.5)) == []
    assert find_regions(_map((10, 10, 60, 2))) == []
    assert find_regions(_map()) == []


@pytest.mark.parametrize("degrees", [-40, -20, 10, 30])
def test_a_turned_line_is_a_turned_rectangle(degrees: float) -> None:
    """Its sides are as long as the line's, whatever its direction, and its first corner is the one at the top left."""
    y, x = np.mgrid[0:200, 0:400].astype(np.float64)
    angle = np.deg2rad(degrees)
    along = (x - 200) * np.cos(angle) + (y - 100) * np.sin(angle)
    across = -(x - 200) * np.sin(angle) + (y - 100) * np.cos(angle)
    heat = ((np.abs(along) < 60) & (np.abs(across) < 10)).astype(np.float32)
    (region,) = find_regions(heat)
    margin = 120 * 20 * GROWTH / (2 * (120 + 20))
    assert (region.width, region.height) == pytest.approx((120 + 2 * margin, 20 + 2 * margin), abs=4)
    (ax, ay), (bx, by) = region.corners[:2]
    assert np.rad2deg(np.arctan2(by - ay, bx - ax)) == pytest.approx(degrees, abs=2)
    middle = np.mean(region.corners, axis=0)
    assert middle == pytest.approx((200, 100), abs=1.5)


def test_a_picture_full_of_specks_is_bounded() -> None:
    """The surest ones count."""
    heat = np.zeros((200, 400), np.float32)
    for row in range(40):
        for column in range(40):
            heat[5 * row : 5 * row + 4, 10 * column : 10 * column + 8] = 0.6 + 0.0002 * (40 * row + column)
    found = find_regions(heat)
    assert len(found) == MOST_REGIONS
    assert min(region.score for region in found) > 0.8
