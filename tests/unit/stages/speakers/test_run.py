"""Stage `speakers`, on the shipped sample: two synthetic voices who take turns."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ErrorCode
from app.inference.weights import SHIPPED
from app.jobs.results import Segment
from app.stages.speakers.contract import SpeakersInput, SpeakersOutput
from app.stages.speakers.run import run
from tests.media import sample_truth
from tests.speech import sample_pcm, write_pcm
from tests.tools import LocalTools

__all__ = ["sample_pcm"]
pytestmark = pytest.mark.slow
VOICES = [line["voice"] for line in sample_truth()["lines"]]
LINES = tuple(
    Segment(start_s=line["start_s"], end_s=line["end_s"], text=line["text"], confidence=0.9)
    for line in sample_truth()["lines"]
)


def _input(tools: LocalTools, pcm: Path, **values: Any) -> SpeakersInput:
    plain = {"segments": LINES, "count": None, "model": "d-vector", "models_dir": str(SHIPPED), "offline": True}
    return SpeakersInput(pcm=tools.stored(pcm), **(plain | values))


def _lines(tools: LocalTools) -> list[Segment]:
    return [piece for piece in tools.pieces.values() if isinstance(piece, Segment)]


@pytest.mark.parametrize("count", [None, 2])
def test_who_speaks_is_found(sample_pcm: Path, tmp_path: Path, count: int | None) -> None:
    """Each line has its voice, told how many there are or not; the files are those of the transcript."""
    tools = LocalTools(tmp_path)
    output = run(_input(tools, sample_pcm, count=count), tools)
    names = {voice: f"SPEAKER_{n + 1}" for n, voice in enumerate(dict.fromkeys(VOICES))}
    lines = _lines(tools)
    assert [line.speaker for line in lines] == [names[voice] for voice in VOICES]
    assert tuple(line.model_copy(update={"speaker": None}) for line in lines) == LINES
    assert (output.speaker_count, output.model, output.line_count) == (2, "d-vector", len(LINES))
    assert None not in (output.srt, output.vtt, output.txt)
    assert (tools.warned, tools.progress[-1]) == ([], 1.0)
    assert tools.progress == sorted(tools.progress)


def test_a_run_that_goes_on_adds_what_is_missing(sample_pcm: Path, tmp_path: Path) -> None:
    """The files have all lines."""
    from app.media.pcm import PcmFile

    part = write_pcm(tmp_path / "part.wav", PcmFile(sample_pcm).read(0.0, 28.0))
    first, rest = LocalTools(tmp_path / "a"), LocalTools(tmp_path / "b")
    whole = run(_input(first, part, segments=LINES[:9]), first)
    done = tuple(_lines(first)[:6])
    assert run(_input(rest, part, segments=LINES[:9], done=done), rest) == whole
    assert _lines(rest) == _lines(first)[6:]


def test_one_person_alone_and_silence(tmp_path: Path, sample_pcm: Path) -> None:
    """A monologue has one speaker; where no voice is found the lines stay without."""
    import numpy as np

    from app.media.pcm import PcmFile

    alone = write_pcm(tmp_path / "alone.wav", PcmFile(sample_pcm).read(0.0, 15.8))
    silent = write_pcm(tmp_path / "silent.wav", np.zeros(16_000 * 5))
    for path, speakers, count in ((alone, {"SPEAKER_1"}, 1), (silent, {None}, 0)):
        tools = LocalTools(tmp_path / path.stem)
        assert run(_input(tools, path, segments=LINES[:5]), tools).speaker_count == count
        assert {line.speaker for line in _lines(tools)} == speakers


@pytest.mark.parametrize("model", ["", "/nowhere", "damaged", "other"])
def test_without_a_model_there_is_a_warning(sample_pcm: Path, tmp_path: Path, model: str) -> None:
    """No lines: those of the transcription stay; also with a file that is no such model."""
    folder = tmp_path / "damaged"
    folder.mkdir()
    (folder / "model.onnx").write_bytes(b"\0" * 100)
    (tmp_path / "other").mkdir()
    shutil.copy(SHIPPED / "demo/sentiment/onnx/model_quantized.onnx", tmp_path / "other" / "model.onnx")
    tools = LocalTools(tmp_path / "tools")
    name = str(tmp_path / model) if model in ("damaged", "other") else model
    output = run(_input(tools, sample_pcm, model=name), tools)
    assert output == SpeakersOutput(speaker_count=0, model=None, line_count=0)
    assert tools.warned == [ErrorCode.MODEL_UNAVAILABLE]
    assert _lines(tools) == []
