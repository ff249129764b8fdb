"""Faces, with a small model of YuNet's form: a bright cell of 8 pixels is the middle of a face."""

from pathlib import Path

import numpy as np
import pytest

from app.core.errors import JobFailure
from app.inference.face_finder import FaceFinder
from app.inference.layouts import Kind
from tests.picture_models import FACE_SIDE, face_model, label_model, weights


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> FaceFinder:
    return FaceFinder.load(weights(Kind.FACES, face_model(tmp_path_factory.mktemp("faces") / "model")))


def test_a_face_is_found_where_it_is(finder: FaceFinder) -> None:
    """The box is a fraction of the picture, however large and whatever its shape."""
    for height, width in ((360, 640), (640, 360), (720, 1280), (180, 320)):
        picture = np.zeros((height, width, 3), np.uint8)
        cell = 8 * max(height, width) // 640
        top, left = height // 2 // cell * cell, width // 4 // cell * cell
        picture[top : top + cell, left : left + cell] = 255
        (face,) = finder.find(picture)
        side = FACE_SIDE * cell / 8
        middle = ((left + cell / 2) / width, (top + cell / 2) / height)
        assert 0.8 <= face.score <= 1
        assert (face.box[0] + face.box[2] / 2, face.box[1] + face.box[3] / 2) == pytest.approx(middle, abs=0.01)
        assert face.box[2:] == pytest.approx((side / width, side / height), abs=0.01)


def test_a_face_counts_once(finder: FaceFinder) -> None:
    """Neighbouring cells find the same one; another one further away is another one; darkness is none."""
    picture = np.zeros((640, 640, 3), np.uint8)
    assert finder.find(picture) == []
    picture[320:336, 160:176] = 255  # four cells
    picture[320:328, 480:488] = 255
    assert len(finder.find(picture)) == 2


def test_a_face_at_the_edge_stays_within_the_picture(finder: FaceFinder) -> None:
    """Its box is cut off there."""
    picture = np.zeros((640, 640, 3), np.uint8)
    picture[:8, :8] = 255
    (face,) = finder.find(picture)
    assert face.box[:2] == (0.0, 0.0)
    assert face.box[2] == pytest.approx((FACE_SIDE / 2 + 4) / 640, abs=1e-3)


def test_a_model_of_another_form_is_refused(tmp_path: Path) -> None:
    """The reason names what it lacks."""
    folder = label_model(tmp_path / "model")
    (folder / "vision_model.onnx").rename(folder / "model.onnx")
    with pytest.raises(JobFailure, match="it has no output bbox_16"):
        FaceFinder.load(weights(Kind.FACES, folder))
