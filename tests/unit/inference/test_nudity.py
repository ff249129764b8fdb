"""The model of nudity, on pictures that show none."""

from pathlib import Path

import numpy as np
import pytest

from app.core.errors import JobFailure
from app.inference.layouts import Kind
from app.inference.nudity import NudityModel
from app.inference.weights import resolve
from tests.picture_models import label_model, weights


def test_plain_pictures_show_none(tmp_path: Path) -> None:
    """A probability near 0, of any shape of picture, the same each time."""
    model = NudityModel.load(resolve(Kind.NSFW, "opennsfw", tmp_path))
    assert model.name == "opennsfw"
    for shape in ((360, 640, 3), (640, 360, 3)):
        picture = np.full(shape, (60, 120, 60), np.uint8)
        assert 0 <= model.probability(picture) < 0.2
        assert model.probability(picture) == model.probability(picture)


def test_a_model_of_another_form_is_refused_as_it_is_loaded(tmp_path: Path) -> None:
    """Not at the first picture of a job."""
    folder = label_model(tmp_path / "model")
    (folder / "vision_model.onnx").rename(folder / "model.onnx")
    with pytest.raises(JobFailure, match="nudity model"):
        NudityModel.load(weights(Kind.NSFW, folder))
