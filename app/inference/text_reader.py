"""Reads the words in a picture with PP-OCR models: a detector of lines, then a recogniser of each line's letters.

In children only. The models are PaddleOCR's, as ONNX; they run with onnxruntime, numpy and Pillow alone, so that the
install needs no OpenCV. Any folder with a detector, a recogniser and its list of letters is accepted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.inference.line_memory import LineMemory
from app.inference.onnx_models import Numbers, OnnxModel, unusable
from app.inference.pictures import Rgb, cut_out, scaled
from app.inference.text_regions import Region, find_regions
from app.inference.weights import Weights, needed_files

#: Longest side of a picture for the detector, pixels, and the step of its sizes.
LONGEST, STEP = 960, 32
#: Means and deviations of the detector's training pictures, by channel (blue, green, red).
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
#: Height of a line for the recogniser, its greatest width, and how many lines are read at once.
LINE_HEIGHT, LINE_WIDTH, LINES_AT_ONCE = 48, 2400, 8
#: A line that is this much taller than wide is written upwards or downwards.
TURNED = 1.5
#: Least score of a line, and of one with fewer letters than `FEW`: a pattern that looks like a letter.
SURE, SURE_OF_FEW, FEW = 0.6, 0.85, 3


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Words in a picture; `box` is x, y, width, height as fractions 0..1 of it."""

    text: str
    score: float
    box: tuple[float, float, float, float]


class TextReader:
    """A loaded pair of models."""

    def __init__(self, name: str, detector: OnnxModel, recogniser: OnnxModel, letters: Sequence[str]) -> None:
        self.name = name
        self._detector = detector
        self._recogniser = recogniser
        self._letters = letters

    @classmethod
    def load(cls, weights: Weights) -> "TextReader":
        """Load the models from disk. Raises JobFailure `model_unavailable` if the files are no such models."""
        recogniser, detector, letters = needed_files(weights)
        title = f"OCR model “{weights.name}”"
        return cls(
            weights.name, OnnxModel.load(detector, title), OnnxModel.load(recogniser, title), _letters(letters, title)
        )

    def read(self, picture: Rgb, memory: LineMemory | None = None) -> list[ReadLine]:
        """The lines in the picture, from top to bottom. `memory` has those of the picture before, then of this one."""
        memory = memory or LineMemory()
        height, width = picture.shape[:2]
        heat, scale_x, scale_y = self._heat(picture)
        regions = [_scaled(region, scale_x, scale_y) for region in find_regions(heat)]
        known = {index: memory.recalled(picture, region) for index, region in enumerate(regions)}
        best = {index: text for index, text in known.items() if text is not None}
        unread = [index for index, text in known.items() if text is None]
        views = [(index, view) for index in unread for view in _views(picture, regions[index])]
        for (index, _), found in zip(views, self._recognised([view for _, view in views]), strict=True):
            best[index] = max(found, best.get(index, ("", 0.0)), key=lambda one: one[1])
        memory.replace(picture, regions, [best[index] for index in range(len(regions))])
        read = []
        for index, region in enumerate(regions):
            text, score = best[index]
            if score >= (SURE if len(text) >= FEW else SURE_OF_FEW) and not _is_texture(text):
                read.append(ReadLine(text, round(score, 4), _box(region, width, height)))
        return sorted(read, key=lambda line: (round(line.box[1], 2), line.box[0]))

    def _heat(self, picture: Rgb) -> tuple[Numbers, float, float]:
        """The detector's map, and how many pixels of the picture each of its pixels is, across and down."""
        height, width = picture.shape[:2]
        scale = min(1.0, LONGEST / max(height, width))
        wide, high = (max(STEP, round(side * scale / STEP) * STEP) for side in (width, height))
        values = scaled(picture, wide, high)[:, :, ::-1].astype(np.float32) / 255
        values = (values - np.array(MEAN, np.float32)) / np.array(DEVIATION, np.float32)
        heat = self._detector.only(np.ascontiguousarray(values.transpose(2, 0, 1)[np.newaxis]))
        return heat[0, 0], width / wide, height / high

    def _recognised(self, lines: Sequence[Rgb]) -> list[tuple[str, float]]:
        """Text and score of each line; those of about equal width are read together, since the shorter are padded."""
        found: dict[int, tuple[str, float]] = {}
        order = sorted(range(len(lines)), key=lambda index: lines[index].shape[1])
        for start in range(0, len(order), LINES_AT_ONCE):
            batch = order[start : start + LINES_AT_ONCE]
            widest = max(lines[index].shape[1] for index in batch)
            values = np.zeros((len(batch), 3, LINE_HEIGHT, widest), np.float32)
            for place, index in enumerate(batch):
                line = lines[index][:, :, ::-1].astype(np.float32) / 127.5 - 1
                values[place, :, :, : line.shape[1]] = line.transpose(2, 0, 1)
            for index, steps in zip(batch, self._recogniser.only(values), strict=True):
                found[index] = self._text(steps)
        return [found[index] for index in range(len(lines))]

    def _text(self, steps: Numbers) -> tuple[str, float]:
        """The text of probabilities [steps, letters]: repeated letters count once, and 0 separates (CTC)."""
        best = steps.argmax(axis=1)
        fresh = (best != 0) & np.concatenate([[True], best[1:] != best[:-1]])
        if not fresh.any():
            return "", 0.0
        text = "".join(self._letters[index] for index in best[fresh].tolist())
        return " ".join(text.split()), float(steps.max(axis=1)[fresh].mean())


def _is_texture(text: str) -> bool:
    """Whether it is nothing, or one sign again and again, as fences and fabrics are read."""
    return not text or (len(text) > 1 and len(set(text)) == 1)


def _letters(file: Path, title: str) -> list[str]:
    """The letters by number, one a line of the file; 0 is the separator, the last one a blank."""
    try:
        letters = file.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise unusable(title, error) from error
    return letters if letters[0] == "blank" else ["blank", *letters, " "]


def _scaled(region: Region, x: float, y: float) -> Region:
    first, second, third, fourth = ((across * x, down * y) for across, down in region.corners)
    return Region((first, second, third, fourth), region.score)


def _views(picture: Rgb, region: Region) -> list[Rgb]:
    """The picture of a line, as high as the recogniser reads it; of one that is upright both ways to read it."""
    wide, high = max(1, round(region.width)), max(1, round(region.height))
    line = cut_out(picture, region.corners, wide, high)
    if high < TURNED * wide:
        return [_fitted(line)]
    return [_fitted(np.ascontiguousarray(np.rot90(line, turns))) for turns in (1, -1)]


def _fitted(line: Rgb) -> Rgb:
    high, wide = line.shape[:2]
    return scaled(line, min(LINE_WIDTH, max(16, round(LINE_HEIGHT * wide / high))), LINE_HEIGHT)


def _box(region: Region, width: int, height: int) -> tuple[float, float, float, float]:
    """The upright rectangle around a region, as fractions of the picture, within it."""
    x = np.clip([corner[0] / width for corner in region.corners], 0, 1)
    y = np.clip([corner[1] / height for corner in region.corners], 0, 1)
    left, top = round(float(x.min()), 4), round(float(y.min()), 4)
    return left, top, round(float(x.max()) - left, 4), round(float(y.max()) - top, 4)
