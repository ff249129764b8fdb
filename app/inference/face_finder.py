"""Finds faces in a picture, but not whose they are, with YuNet (Wu et al., 2023) as ONNX. In children only."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.inference.layouts import weights_file
from app.inference.onnx_models import Numbers, OnnxModel, unusable
from app.inference.pictures import Rgb, scaled
from app.inference.weights import Weights

#: The model's square input, pixels, and the sizes of its cells.
SIDE, STRIDES = 640, (8, 16, 32)
#: Least score of a face, and the overlap (intersection over union) above which two are the same.
SURE, SAME = 0.8, 0.3
#: The model's outputs for each size of cells: that there is a face, that it is one as learned, its box.
PARTS = ("cls", "obj", "bbox")


@dataclass(frozen=True, slots=True)
class Face:
    """A face; `box` is x, y, width, height as fractions 0..1 of the picture."""

    score: float
    box: tuple[float, float, float, float]


class FaceFinder:
    """A loaded model."""

    def __init__(self, name: str, model: OnnxModel) -> None:
        self.name = name
        self._model = model

    @classmethod
    def load(cls, weights: Weights) -> "FaceFinder":
        """Load the model from disk. Raises JobFailure `model_unavailable` if the file is no such model."""
        title = f"face model “{weights.name}”"
        file = None if weights.path is None else weights_file(weights.kind, weights.path)
        if file is None:
            raise weights.unavailable
        model = OnnxModel.load(file, title)
        if lacking := {f"{part}_{stride}" for part in PARTS for stride in STRIDES} - set(model.outputs):
            raise unusable(title, ValueError(f"it has no output {min(lacking)}"))
        return cls(weights.name, model)

    def find(self, picture: Rgb) -> list[Face]:
        """The faces, the surest first."""
        height, width = picture.shape[:2]
        scale = SIDE / max(height, width)
        wide, high = max(1, round(width * scale)), max(1, round(height * scale))
        values = np.zeros((1, 3, SIDE, SIDE), np.float32)
        values[0, :, :high, :wide] = scaled(picture, wide, high)[:, :, ::-1].transpose(2, 0, 1)
        found = self._model.run(**{self._model.inputs[0]: values})
        scores, boxes = (np.concatenate(parts) for parts in zip(*(_faces(found, s) for s in STRIDES), strict=True))
        return [_face(float(scores[index]), boxes[index] / (wide, high, wide, high)) for index in _apart(scores, boxes)]


def _faces(found: dict[str, Numbers], stride: int) -> tuple[Numbers, Numbers]:
    """Scores and boxes (x, y, width, height in pixels of the input) of the cells of one size that show a face."""
    present, learned, box = (found[f"{part}_{stride}"].reshape(-1, 4 if part == "bbox" else 1) for part in PARTS)
    scores = np.sqrt(np.clip(present, 0, 1) * np.clip(learned, 0, 1))[:, 0]
    (cells,) = np.nonzero(scores >= SURE)
    row, column = np.divmod(cells, SIDE // stride)
    offset, size = box[cells, :2], np.exp(box[cells, 2:]) * stride
    corner = (np.stack([column, row], axis=1) + offset) * stride - size / 2
    return scores[cells], np.concatenate([corner, size], axis=1).astype(np.float32)


def _apart(scores: Numbers, boxes: Numbers) -> list[int]:
    """The indexes of the boxes without those that a surer one overlaps, the surest first."""
    left = np.argsort(-scores)
    chosen: list[int] = []
    while len(left):
        best, left = int(left[0]), left[1:]
        chosen.append(best)
        left = left[_overlap(boxes[best], boxes[left]) <= SAME]
    return chosen


def _overlap(one: Numbers, others: Numbers) -> npt.NDArray[np.float32]:
    """Intersection over union of a box and each of the others."""
    low = np.maximum(one[:2], others[:, :2])
    high = np.minimum(one[:2] + one[2:], others[:, :2] + others[:, 2:])
    common = np.clip(high - low, 0, None).prod(axis=1)
    united: npt.NDArray[np.float32] = common / (one[2:].prod() + others[:, 2:].prod(axis=1) - common)
    return united


def _face(score: float, box: Numbers) -> Face:
    low = np.clip(box[:2], 0, 1)
    size = np.clip(box[:2] + box[2:], 0, 1) - low
    x, y, width, height = (round(float(value), 4) for value in (*low, *size))
    return Face(round(score, 4), (x, y, width, height))
