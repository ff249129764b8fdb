"""Estimates how likely a picture shows nudity, with Yahoo's open_nsfw as ONNX. In children only."""

import numpy as np

from app.inference.layouts import weights_file
from app.inference.onnx_models import OnnxModel, unusable
from app.inference.pictures import Rgb, scaled
from app.inference.weights import Weights

#: The model sees the middle `CROP` pixels of a picture of `SIDE` × `SIDE`, less the means of its training pictures.
SIDE, CROP = 256, 224
MEANS = (104.0, 117.0, 123.0)  # blue, green, red


class NudityModel:
    """A loaded model."""

    def __init__(self, name: str, model: OnnxModel) -> None:
        self.name = name
        self._model = model

    @classmethod
    def load(cls, weights: Weights) -> "NudityModel":
        """Load the model from disk. Raises JobFailure `model_unavailable` if the file is no such model."""
        file = None if weights.path is None else weights_file(weights.kind, weights.path)
        if file is None:
            raise weights.unavailable
        title = f"nudity model “{weights.name}”"
        model = cls(weights.name, OnnxModel.load(file, title))
        try:
            model.probability(np.zeros((SIDE, SIDE, 3), np.uint8))
        except Exception as error:  # see `OnnxModel.load`
            raise unusable(title, error) from error
        return model

    def probability(self, picture: Rgb) -> float:
        """The probability 0..1."""
        edge = (SIDE - CROP) // 2
        middle = scaled(picture, SIDE, SIDE)[edge : edge + CROP, edge : edge + CROP, ::-1]
        values = middle.astype(np.float32) - np.array(MEANS, np.float32)
        return round(float(self._model.only(values[np.newaxis])[0, 1]), 4)
