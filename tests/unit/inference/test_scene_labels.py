"""Labels of scenes with a small model: a picture is its mean colour, a text the colours that it names."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.inference.layouts import Kind
from app.inference.scene_labels import SceneLabels
from tests.picture_models import COLOURS, label_model, weights


def _plain(*colour: int) -> np.ndarray:
    return np.full((36, 64, 3), colour, np.uint8)


def test_the_word_that_fits_has_the_largest_share(tmp_path: Path) -> None:
    """Each colour is called by its name; the shares add up to one; other words are read anew."""
    model = SceneLabels.load(weights(Kind.VISION, label_model(tmp_path / "model")))
    for index, colour in enumerate(((250, 10, 10), (10, 250, 10), (10, 10, 250))):
        shares = model.shares(_plain(*colour), COLOURS)
        assert int(shares.argmax()) == index
        assert float(shares.sum()) == pytest.approx(1.0, abs=1e-5)
        assert float(shares[index]) > 0.99
    assert model.shares(_plain(250, 10, 10), ("blue", "red")).argmax() == 1
    mixed = model.shares(_plain(200, 200, 10), COLOURS)
    assert mixed[0] == pytest.approx(mixed[1], rel=1e-3)
    assert mixed[2] < 1e-6


def test_only_the_middle_square_counts(tmp_path: Path) -> None:
    """A wide picture is cut at its sides, as the model was trained."""
    model = SceneLabels.load(weights(Kind.VISION, label_model(tmp_path / "model")))
    picture = _plain(10, 10, 250)
    picture[:, :10] = picture[:, -10:] = (250, 10, 10)
    assert model.shares(picture, COLOURS).argmax() == 2


def test_files_that_are_no_such_model_are_refused_with_the_reason(tmp_path: Path) -> None:
    """No picture sizes, a tokenizer of another kind, something that is no model, an output of another name."""
    for number, (name, content, reason) in enumerate(
        [
            ("preprocessor_config.json", json.dumps({"size": 8}), "image_mean"),
            ("tokenizer.json", "{}", "cannot be loaded"),
            ("vision_model.onnx", "nothing", "cannot be loaded"),
            ("text_model.onnx", None, "it has no output text_embeds"),
        ]
    ):
        folder = label_model(tmp_path / str(number))
        if content is None:
            (folder / name).write_bytes((folder / "vision_model.onnx").read_bytes())
        else:
            (folder / name).write_text(content)
        with pytest.raises(JobFailure, match=reason) as caught:
            SceneLabels.load(weights(Kind.VISION, folder))
        assert caught.value.code is ErrorCode.MODEL_UNAVAILABLE
