"""Reading words in pictures, with the models that the install brings."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from app.core.errors import ErrorCode, JobFailure
from app.inference.layouts import Kind
from app.inference.pictures import written
from app.inference.text_reader import TextReader
from app.inference.weights import resolve
from tests.picture_models import weights


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader.load(resolve(Kind.OCR, "pp-ocrv5", Path("/nowhere")))


def _slide(*lines: tuple[str, int, int, int]) -> np.ndarray:
    """White words on blue, each with its size and place, after lossy compression as of a film's picture."""
    image = Image.new("RGB", (1280, 720), (20, 40, 90))
    for text, size, left, top in lines:
        ImageDraw.Draw(image).text((left, top), text, fill=(230, 230, 230), font=ImageFont.load_default(size))
    return np.asarray(image)


def test_words_are_read_where_they_are(reader: TextReader) -> None:
    """Large and small, signs and numbers, from top to bottom; boxes are fractions around the words."""
    slide = _slide(
        ("Quarterly report 2026", 64, 100, 80),
        ("Mail: jane.doe@example.com", 28, 100, 220),
        ("4111 1111 1111 1111", 40, 640, 330),
        ("IBAN DE89 3704 0044 0532 0130 00", 18, 100, 600),
    )
    lines = reader.read(slide)
    assert [line.text for line in lines] == [
        "Quarterly report 2026",
        "Mail: jane.doe@example.com",
        "4111 1111 1111 1111",
        "IBAN DE89 3704 0044 0532 0130 00",
    ]
    assert all(0.9 < line.score <= 1 for line in lines)
    title, _, card, _ = lines
    assert title.box[0] == pytest.approx(100 / 1280, abs=0.02)
    assert card.box[0] == pytest.approx(0.5, abs=0.02)
    assert card.box[1] < 340 / 720 < 360 / 720 < card.box[1] + card.box[3]


def test_turned_and_upright_lines_are_read(reader: TextReader) -> None:
    """At an angle, upwards and downwards."""
    for degrees in (15, 90, -90):
        line = Image.new("RGBA", (420, 60), (0, 0, 0, 0))
        ImageDraw.Draw(line).text((10, 5), "Turned by degrees", fill="white", font=ImageFont.load_default(40))
        line = line.rotate(degrees, expand=True)
        image = Image.new("RGB", (800, 600), (20, 40, 90))
        image.paste(line, (200, 80), line)
        assert [one.text for one in reader.read(np.asarray(image))] == ["Turned by degrees"], degrees


def test_a_picture_without_words_has_none(reader: TextReader) -> None:
    """Plain, of noise, of stripes, and one of a single pixel."""
    noise = np.random.default_rng(1).integers(0, 255, (360, 640, 3), np.uint8)
    stripes = np.zeros((360, 640, 3), np.uint8)
    stripes[:, ::8] = 255
    for picture in (np.zeros((360, 640, 3), np.uint8), noise, stripes, np.zeros((1, 1, 3), np.uint8)):
        assert reader.read(picture) == []


def test_a_folder_of_ones_own_models_is_read_and_refused_if_it_is_none(tmp_path: Path, reader: TextReader) -> None:
    """`det.onnx`, `rec.onnx`, and a list of letters without separator and blank, as PaddleOCR writes it."""
    packaged = resolve(Kind.OCR, "pp-ocrv5", tmp_path).path
    assert packaged is not None
    folder = tmp_path / "mine"
    folder.mkdir()
    shutil.copyfile(packaged / "ppocrv5_det.onnx", folder / "det.onnx")
    shutil.copyfile(packaged / "ppocrv5_rec.onnx", folder / "rec.onnx")
    letters = (packaged / "ppocr_keys_v5.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    (folder / "dict.txt").write_text("\n".join(letters[1:-1]) + "\n", encoding="utf-8")
    picture = written("Two words")
    assert TextReader.load(weights(Kind.OCR, folder)).read(picture) == reader.read(picture) != []
    (folder / "rec.onnx").write_bytes(b"nothing")
    with pytest.raises(JobFailure, match="OCR model") as caught:
        TextReader.load(weights(Kind.OCR, folder))
    assert caught.value.code is ErrorCode.MODEL_UNAVAILABLE
