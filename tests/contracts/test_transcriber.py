"""The contract of `Transcriber`, held by Whisper with its small model and by an engine that follows a script."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.inference.layouts import Kind
from app.inference.whisper import Whisper
from app.inference.whisper_transcriber import WhisperTranscriber
from app.jobs.results import Result, Segment
from app.media.pcm import PcmFile
from app.ports.transcriber import Transcriber
from app.stages.transcribe.contract import TranscribeInput, TranscribeOutput
from app.stages.transcribe.run import transcribe
from tests.contracts.scripted_transcriber import ScriptedTranscriber
from tests.speech import HELLO, demo, hello_samples, write_pcm
from tests.tools import LocalTools

RATE_HZ = 16_000


@pytest.fixture(scope="module")
def whisper() -> Whisper:
    """The shipped model."""
    return Whisper.load(demo(Kind.WHISPER), device="cpu", threads=2)


@pytest.fixture(params=["sequential", "batched", "scripted"])
def engine(request: pytest.FixtureRequest) -> Transcriber:
    """Each implementation, in each of its ways."""
    if request.param == "scripted":
        return ScriptedTranscriber([HELLO] * 9)
    model: Whisper = request.getfixturevalue("whisper")
    return WhisperTranscriber(model, "demo", request.param, 2)


def _twice() -> Any:
    """float32[n]: a sentence, a pause, and the sentence again."""
    pause = np.zeros(2 * RATE_HZ, dtype=np.float32)
    return np.concatenate([hello_samples(), pause, hello_samples()])


def test_it_says_what_it_is(engine: Transcriber) -> None:
    """A result names the model; a stretch has some length."""
    assert engine.model
    assert engine.decoding in ("sequential", "batched")
    assert engine.stretch_s >= 30
    assert "en" in engine.languages


def test_the_language_is_one_that_can_be_asked_for(engine: Transcriber) -> None:
    """Silence is no error."""
    for samples in (hello_samples(), np.zeros(2 * RATE_HZ, dtype=np.float32)):
        language, probability = engine.detect_language(samples)
        assert language in engine.languages
        assert 0 <= probability <= 1


def test_segments_come_in_the_order_of_time_with_their_words(engine: Transcriber) -> None:
    """Inside the samples, sure to some degree; the words spell the text."""
    samples = _twice()
    segments = list(engine.transcribe(samples, language="en", words=True))
    assert " ".join(segment.text for segment in segments) == f"{HELLO} {HELLO}"
    starts = [segment.start_s for segment in segments]
    assert starts == sorted(starts)
    for segment in segments:
        assert 0 <= segment.start_s < segment.end_s <= len(samples) / RATE_HZ + 0.5
        assert 0 < segment.confidence <= 1
        assert 0 <= segment.no_speech_probability <= 1
        assert "".join(word.text for word in segment.words).strip() == segment.text
        begins = [word.start_s for word in segment.words]
        assert begins == sorted(begins)
        assert all(0 <= word.probability <= 1 for word in segment.words)


def test_words_are_left_out_where_nobody_wants_them(engine: Transcriber) -> None:
    """They cost time."""
    segments = list(engine.transcribe(hello_samples(), language="en", words=False))
    assert [(segment.text, segment.words) for segment in segments] == [(HELLO, ())]


def test_silence_has_no_segment(engine: Transcriber) -> None:
    """Nothing is made up."""
    assert list(engine.transcribe(np.zeros(5 * RATE_HZ, dtype=np.float32), language="en", words=True)) == []


def test_equal_samples_are_decoded_equally(engine: Transcriber) -> None:
    """Also after one whose segments nobody took to the end."""
    first = next(iter(engine.transcribe(_twice(), language="en", words=True)))
    again = [list(engine.transcribe(_twice(), language="en", words=True)) for _ in range(2)]
    assert again[0] == again[1]
    assert again[0][0] == first


def test_a_window_can_be_decoded_again(engine: Transcriber) -> None:
    """From a window on the same comes out as before; only times of its very first words may differ."""
    samples = np.concatenate([_twice(), np.zeros(2 * RATE_HZ, dtype=np.float32)] * 4)
    whole = list(engine.transcribe(samples, language="en", words=True))
    windows = sorted({segment.window for segment in whole})
    assert len(windows) > 1
    assert [segment.window for segment in whole] == sorted(segment.window for segment in whole)
    for window in (windows[0], windows[1], windows[-1]):
        first, *rest = engine.transcribe(samples, language="en", words=True, window=window)
        expected, *following = [segment for segment in whole if segment.window >= window]
        assert rest == following
        assert (first.text, first.window, first.end_s) == (expected.text, expected.window, expected.end_s)


def _transcribe(engine: Transcriber, tools: LocalTools, path: Path, **changes: Any) -> TranscribeOutput:
    params = TranscribeInput(pcm=tools.stored(path), duration_s=7.0, model=engine.model, models_dir="x", **changes)
    return transcribe(params, PcmFile(path), tools, engine)


def _segments(pieces: dict[int, Result]) -> list[Segment]:
    return [piece for piece in pieces.values() if isinstance(piece, Segment)]


def test_the_stage_goes_on_where_an_earlier_run_was_killed(engine: Transcriber, tmp_path: Path) -> None:
    """Whatever the engine: what was committed does not come again, and what comes after it is exactly the same."""
    path = write_pcm(tmp_path / "twice.wav", _twice())
    whole, rest = LocalTools(tmp_path / "whole"), LocalTools(tmp_path / "rest")
    output = _transcribe(engine, whole, path)
    done = tuple(_segments(whole.pieces)[:1])
    resumed = _transcribe(engine, rest, path, done=done)
    assert (output.model, output.decoding, output.language) == (engine.model, engine.decoding, "en")
    assert (output.segment_count, resumed.segment_count, list(rest.pieces)) == (2, 2, [1])
    (again,) = _segments(rest.pieces)
    assert again == _segments(whole.pieces)[1]
    assert (again.text, again.flags) == (HELLO, ())


def test_the_stage_gives_no_more_at_once_than_the_engine_wants(tmp_path: Path) -> None:
    """And puts the segments at their place in the media."""
    engine, tools = ScriptedTranscriber([HELLO] * 9, stretch_s=6.0), LocalTools(tmp_path)
    _transcribe(engine, tools, write_pcm(tmp_path / "twice.wav", _twice()))
    assert len(engine.lengths_s) == 2
    assert max(engine.lengths_s) <= 6.0
    first, second = _segments(tools.pieces)
    assert first.end_s < 3.0 < 4.0 < second.start_s


def test_what_the_engine_was_unsure_of_is_warned_of(tmp_path: Path) -> None:
    """It knows no other language, and the job does not look like one that went well."""
    path, warned = write_pcm(tmp_path / "x.wav", hello_samples()), []
    for languages, confidence in ((("en",), 0.44), (("en", "eo"), 0.44), (("en",), 0.53)):
        tools = LocalTools(tmp_path / f"{len(languages)}-{confidence}")
        _transcribe(ScriptedTranscriber([HELLO], languages=languages, confidence=confidence), tools, path)
        warned.append(tools.warnings)
    assert [[code for code, _ in warnings] for warnings in warned] == [["transcript_doubtful"]] * 2 + [[]]
    assert "knows no other language" in warned[0][0][1]
    assert "knows no other language" not in warned[1][0][1]


def test_a_language_that_the_engine_does_not_know_is_warned_of(engine: Transcriber, tmp_path: Path) -> None:
    """It goes on with one that it knows."""
    tools = LocalTools(tmp_path)
    output = _transcribe(engine, tools, write_pcm(tmp_path / "x.wav", hello_samples()), language="tlh")
    assert output.language == "en"
    assert tools.warned == ["language_not_covered"]
