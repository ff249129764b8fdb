"""Stage `vision`, on real films and with real models: those of the install, and small ones where those are fetched."""

from pathlib import Path

import pytest

import app.text
from app.media.ffmpeg import find_ffmpeg
from app.media.scene_spans import scene_spans
from app.stages.scenes.contract import Sample, ScenesInput
from app.stages.scenes.run import run as find_scenes
from app.stages.vision.contract import ScenePictures, VisionInput
from app.stages.vision.run import run
from tests.media import MediaShelf, described
from tests.picture_models import COLOURS, face_model, label_model
from tests.tools import LocalTools

FONT = Path(app.text.__file__).parent / "fonts" / "DejaVuSans-Bold.ttf"
#: Red with a bright square of a face's cell, then blue with words: 4 s each.
FILM = (
    "color=red:s=640x360:r=5:d=4,drawbox=x=320:y=160:w=8:h=8:t=fill:c=white[a];"
    "color=blue:s=640x360:r=5:d=4,drawtext=text='Quarterly report':x=60:y=200:fontsize=40:fontcolor=0xa0a0a0:"
    "fontfile={font}[b];[a][b]concat=n=2:v=1:a=0[v]"
)


class CountingTools(LocalTools):
    """Counts how often ffmpeg is run."""

    @property
    def ffmpeg(self) -> Path:
        script = self.folder / "ffmpeg"
        if not script.exists():
            script.write_text(f'#!/bin/sh\necho run >> "{self.folder}/runs"\nexec "{find_ffmpeg()}" "$@"\n')
            script.chmod(0o755)
        return script

    def runs(self) -> int:
        runs = self.folder / "runs"
        return len(runs.read_text().splitlines()) if runs.exists() else 0


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def _input(tools: LocalTools, film: Path, **models: str) -> VisionInput:
    """The input that the contract builds after scene detection."""
    media = described(film)
    found = find_scenes(ScenesInput(source=tools.stored(film), media=media, samples=True), tools)
    return _of(found.samples, [tuple(span) for span in scene_spans(found.cuts, media.duration_s)], **models)


def _of(samples: tuple[Sample, ...], spans: list[tuple[float, float]], **models: str) -> VisionInput:
    scenes = (
        ScenePictures(
            index=index, start_s=start, end_s=end, frames=tuple(one for one in samples if start <= one.at_s < end)
        )
        for index, (start, end) in enumerate(spans)
    )
    return VisionInput(scenes=tuple(scenes), labels=COLOURS, offline=True, models_dir="/nowhere", **models)


@pytest.fixture(scope="module")
def film(media: MediaShelf) -> Path:
    return media.made_of("vision.mp4", FILM.format(font=FONT), fps="5")


def test_each_scene_has_what_it_shows(film: Path, tools: LocalTools, tmp_path: Path) -> None:
    """Labels, words with box and time, faces; the film has the labels of its scenes; parts name their models."""
    vision, faces = label_model(tmp_path / "labels"), face_model(tmp_path / "faces")
    models = {"vision_model": str(vision), "face_model": str(faces), "ocr_model": "pp-ocrv5", "nsfw_model": "opennsfw"}
    output = run(_input(tools, film, **models), tools)
    red, blue = output.scenes
    assert (red.start_s, red.end_s, blue.start_s, blue.end_s) == (0.0, 4.0, 4.0, 8.0)
    assert [label.label for scene in (red, blue) for label in scene.labels or ()] == ["red", "blue"]
    assert (red.faces, blue.faces) == (1, 0)
    assert red.text == ()
    (text,) = blue.text or ()
    assert (text.text, text.at_s) == ("Quarterly report", 4.0)
    assert text.box[:2] == pytest.approx((60 / 640, 200 / 360), abs=0.03)
    assert all(scene.nudity is not None and scene.nudity < 0.5 for scene in output.scenes)
    assert [(label.label, label.score) for label in output.labels or ()] == [("red", 0.5), ("blue", 0.5)]
    assert output.models == {"labels": str(vision), "text": "pp-ocrv5", "faces": str(faces), "nudity": "opennsfw"}
    assert tools.warnings == []
    assert tools.progress[-1] == 1.0
    assert type(output).model_validate_json(output.model_dump_json()) == output


def test_a_part_without_its_model_is_none_and_named(film: Path, tools: LocalTools) -> None:
    """Absent ones with the command that fetches them, empty ones with their setting; nudity is an extra, off."""
    models = {"vision_model": "clip-vit-base-patch32", "ocr_model": "", "nsfw_model": ""}
    output = run(_input(tools, film, **models), tools)
    for scene in output.scenes:
        assert (scene.labels, scene.text, scene.faces, scene.nudity) == (None, None, None, None)
    assert (output.labels, output.models) == (None, {})
    assert [code for code, _ in tools.warnings] == ["model_unavailable"] * 3
    messages = " ".join(message for _, message in tools.warnings)
    assert "python main.py models fetch clip-vit-base-patch32" in messages
    assert "OCR_MODEL is empty" in messages
    assert "python main.py models fetch yunet" in messages


def test_models_are_loaded_once_and_a_broken_one_costs_its_part(tools: LocalTools, tmp_path: Path) -> None:
    """A second job finds them in the child; what is no model is warned about as if it were absent."""
    folder = face_model(tmp_path / "faces")
    params = _of((), [(0.0, 4.0)], ocr_model="pp-ocrv5", face_model=str(folder), vision_model="")
    run(params, tools)
    readers = [value for key, value in tools.warm.items() if key[0] == "ocr"]
    (folder / "model.onnx").write_bytes(b"nothing")
    output = run(params, tools)
    assert [value for key, value in tools.warm.items() if key[0] == "ocr"] == readers
    assert (output.scenes[0].faces, output.scenes[0].text) == (None, ())
    assert "cannot be loaded" in tools.warnings[-1][1]


def test_no_picture_is_decoded_twice(film: Path, tmp_path: Path) -> None:
    """The pictures come from the one pass over the film that finds scenes, which also writes the poster; none later."""
    counted, plain = CountingTools(tmp_path / "counted"), CountingTools(tmp_path / "plain")
    params = _input(counted, film, vision_model="", ocr_model="", face_model="")
    find_scenes(ScenesInput(source=plain.stored(film), media=described(film)), plain)
    assert counted.runs() == plain.runs() > 0
    before = counted.runs()
    assert sum(len(scene.frames) for scene in params.scenes) == 2
    run(params, counted)
    assert counted.runs() == before
