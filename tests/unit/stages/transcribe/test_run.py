"""Stage `transcribe`, with the shipped speech model on the shipped sample."""

import sys
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.inference.layouts import Kind
from app.inference.tuning import Circumstances, Measured, Split, write
from app.inference.weights import SHIPPED
from app.jobs.results import Segment, Word
from app.stages.transcribe.contract import Dictated, TranscribeInput, TranscribeOutput
from app.stages.transcribe.run import run
from tests.media import sample_truth
from tests.speech import HELLO, demo, hello_samples, write_pcm
from tests.tools import LocalTools
from tests.unit.inference.multilingual import write_multilingual


def given(tools: LocalTools, path: Path | None, **changes: Any) -> TranscribeInput:
    return TranscribeInput(
        pcm=tools.stored(path) if path else None,
        **{"duration_s": 80.0, "model": "demo", "models_dir": str(SHIPPED), "threads": 2, "offline": True, **changes},
    )


def segments(tools: LocalTools) -> list[Segment]:
    return [piece for piece in tools.pieces.values() if isinstance(piece, Segment)]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory, sample_pcm: Path) -> tuple[LocalTools, TranscribeOutput]:
    """The sample, transcribed once."""
    tools = LocalTools(tmp_path_factory.mktemp("heard"))
    return tools, run(given(tools, sample_pcm), tools)


@pytest.fixture
def hello(tmp_path: Path) -> Path:
    """One sentence as a file."""
    return write_pcm(tmp_path / "hello.wav", hello_samples())


def test_the_sample_comes_back_word_for_word(heard: tuple[LocalTools, TranscribeOutput]) -> None:
    """Every sentence with its capitals and full stops, one segment each, in the decoding that the model prefers."""
    tools, output = heard
    assert [segment.text for segment in segments(tools)] == [line["text"] for line in sample_truth()["lines"]]
    assert (output.decoding, output.language, output.segment_count) == ("batched", "en", len(tools.pieces))


def test_segments_stand_where_the_sentence_does(heard: tuple[LocalTools, TranscribeOutput]) -> None:
    """Half of the starts and ends are within 0.1 s of the truth, all within 0.5 s, and starts rise."""
    found, lines = segments(heard[0]), sample_truth()["lines"]
    for edge in ("start_s", "end_s"):
        errors = sorted(abs(getattr(one, edge) - line[edge]) for one, line in zip(found, lines, strict=True))
        assert errors[len(errors) // 2] <= 0.1
        assert errors[-1] <= 0.5
    starts = [segment.start_s for segment in found]
    assert starts == sorted(starts)


def test_words_carry_their_times(heard: tuple[LocalTools, TranscribeOutput]) -> None:
    """The words of a segment spell its text, lie inside it and each lasts some time."""
    for segment in segments(heard[0]):
        assert "".join(word.text for word in segment.words).strip() == segment.text
        assert all(word.start_s < word.end_s and 0 < word.probability <= 1 for word in segment.words)
        assert segment.words[0].start_s >= segment.start_s - 0.001
        assert segment.words[-1].end_s <= segment.end_s + 0.001


def test_confidence_and_progress_are_told(heard: tuple[LocalTools, TranscribeOutput]) -> None:
    """Sure segments carry no flags; progress rises to 1 and says how fast it goes."""
    tools, _ = heard
    assert all(0.5 < segment.confidence <= 1 and segment.flags == () for segment in segments(tools))
    assert tools.progress == sorted(tools.progress)
    assert tools.progress[-1] == 1
    assert tools.speeds[-1].endswith("×")
    assert tools.warnings == []


def test_the_transcript_is_kept_as_files(heard: tuple[LocalTools, TranscribeOutput]) -> None:
    """SRT, VTT and plain text lie in the store."""
    tools, output = heard
    assert output.srt is not None
    assert output.vtt is not None
    assert output.txt is not None
    assert "There is water on Mars." in tools.path_of(output.srt).read_text()
    assert tools.path_of(output.vtt).read_text().startswith("WEBVTT")
    assert tools.path_of(output.txt).read_text().startswith(HELLO)


def test_a_killed_run_goes_on_after_its_last_segment(
    heard: tuple[LocalTools, TranscribeOutput], sample_pcm: Path, tmp_path: Path
) -> None:
    """With ten segments committed, the rest is to the letter what it is in one go, in the windows of one go."""
    whole = segments(heard[0])
    tools = LocalTools(tmp_path, warm=dict(heard[0].warm))
    run(given(tools, sample_pcm, done=tuple(whole[:10])), tools)
    assert min(tools.pieces) == 10
    assert segments(tools) == whole[10:]


def test_a_run_goes_on_after_segments_of_an_earlier_release(
    heard: tuple[LocalTools, TranscribeOutput], sample_pcm: Path, tmp_path: Path
) -> None:
    """Nothing is known of their windows: it begins in the silence after them, counts on, and the files hold all."""
    whole = segments(heard[0])
    tools = LocalTools(tmp_path, warm=dict(heard[0].warm))
    done = tuple(segment.model_copy(update={"decoded_at": None}) for segment in whole[:10])
    output = run(given(tools, sample_pcm, done=done), tools)
    assert min(tools.pieces) == 10
    assert [segment.text for segment in segments(tools)] == [segment.text for segment in whole[10:]]
    shifts = [abs(again.start_s - one.start_s) for again, one in zip(segments(tools), whole[10:], strict=True)]
    assert sorted(shifts)[len(shifts) // 2] < 0.1
    assert max(shifts) < 0.6
    assert output.segment_count == len(whole)
    assert output.srt is not None
    assert HELLO in tools.path_of(output.srt).read_text()


def test_nothing_is_left_after_the_last_segment(hello: Path, tmp_path: Path) -> None:
    """A run that was killed after its last segment but before its result has nothing to decode and gives the result."""
    tools = LocalTools(tmp_path)
    done = (Segment(start_s=0.2, end_s=2.9, text=HELLO, confidence=0.8),)
    output = run(given(tools, hello, done=done), tools)
    assert tools.pieces == {}
    assert output.segment_count == 1


@pytest.mark.parametrize("word_timestamps", [True, False])
def test_what_a_service_has_heard_is_written_down(hello: Path, tmp_path: Path, word_timestamps: bool) -> None:
    """As segments with their speakers, after those that are committed, and as files."""
    word = Word(start_s=1.0, end_s=1.5, text=" Hello", probability=0.9)
    lines = tuple(
        Segment(start_s=n, end_s=n + 1, text="Hello", confidence=0.9, words=(word,), speaker=speaker)
        for n, speaker in enumerate("AB")
    )
    heard = Dictated(order_id="t-1", model="best", language="de", language_confidence=0.7, lines=lines)
    tools = LocalTools(tmp_path)
    params = given(tools, hello, engine="assemblyai", model="assemblyai", dictated=heard, done=lines[:1])
    output = run(params.model_copy(update={"word_timestamps": word_timestamps}), tools)
    (segment,) = segments(tools)
    assert (segment.speaker, segment.words) == ("B", (word,) if word_timestamps else ())
    assert (output.engine, output.response_id, output.model) == ("assemblyai", "t-1", "assemblyai/best")
    assert (output.language, output.language_probability, output.segment_count) == ("de", 0.7, 2)
    assert output.srt is not None
    nothing = heard.model_copy(update={"lines": ()})
    assert run(params.model_copy(update={"dictated": nothing, "done": ()}), tools).srt is None
    assert tools.warned == ["no_speech"]


@pytest.mark.parametrize("decoding", ["sequential", "batched"])
def test_decoding_can_be_chosen(hello: Path, tmp_path: Path, decoding: str) -> None:
    """Either way hears the sentence, without word times when they are not wanted; the result says which way it was."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, hello, decoding=decoding, word_timestamps=False), tools)
    assert output.decoding == decoding
    assert "welcome to my channel" in " ".join(segment.text for segment in segments(tools))
    assert all(segment.words == () for segment in segments(tools))


def test_long_audio_is_decoded_in_stretches(hello: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences on both sides of a stretch's border come whole, at their own times."""
    import numpy as np

    from app.inference import whisper_transcriber

    monkeypatch.setattr(whisper_transcriber, "STRETCH_S", 6.0)
    monkeypatch.setattr(whisper_transcriber, "STRETCH_WINDOWS", 1)
    sentence, pause = hello_samples(), np.zeros(2 * 16_000, dtype=np.float32)
    path = write_pcm(tmp_path / "long.wav", np.concatenate([sentence, pause] * 4))
    tools = LocalTools(tmp_path)
    run(given(tools, path, batch_size=1), tools)
    assert [segment.text for segment in segments(tools)] == [HELLO] * 4
    period_s = len(sentence) / 16_000 + 2
    for n, segment in enumerate(segments(tools)):
        assert segment.start_s == pytest.approx(n * period_s + 0.2, abs=0.25)
        assert ("repetition" in segment.flags) == (n >= 2)


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        ("silence", "silent from beginning to end"),
        ("hiss", "almost silent: its loudest moment is at -6"),
        ("noise", "no speech was found"),
        ("tone", "up to -8 dB of full scale"),
    ],
)
def test_what_is_no_speech_gives_no_words_and_a_reason(tmp_path: Path, sound: str, reason: str) -> None:
    """Silence, noise and a tone: no segment, no files, no error; a warning says what there was instead."""
    import numpy as np

    seconds = np.arange(8 * 16_000) / 16_000
    samples = {
        "silence": np.zeros(8 * 16_000),
        "hiss": np.random.default_rng(7).normal(0, 0.0002, 8 * 16_000),
        "noise": np.random.default_rng(7).normal(0, 0.1, 8 * 16_000),
        "tone": 0.4 * np.sin(2 * np.pi * 440 * seconds),
    }[sound]
    for decoding in ("sequential", "batched"):
        tools = LocalTools(tmp_path / decoding)
        output = run(given(tools, write_pcm(tmp_path / "sound.wav", samples), decoding=decoding), tools)
        assert (output.segment_count, output.srt, tools.pieces) == (0, None, {})
        assert tools.warned == ["silence" if sound in ("silence", "hiss") else "no_speech"]
        assert reason in tools.warnings[0][1]


def test_no_audio_is_an_empty_transcript(tmp_path: Path) -> None:
    """A job that can do without speech goes on with nothing said, and no model is loaded for it."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, None, model="absent"), tools)
    assert (output.decoding, output.language, output.segment_count) == ("none", "und", 0)


def test_a_language_that_the_model_lacks_is_said(hello: Path, tmp_path: Path) -> None:
    """The shipped model knows English only: asked for French it says so, and says what it heard instead."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, hello, language="fr"), tools)
    assert output.language == "en"
    assert tools.warned == ["language_not_covered"]


def test_the_model_stays_warm(hello: Path, tmp_path: Path) -> None:
    """A second run in the same process loads nothing: no model of speech, none that finds speech, no module."""
    from faster_whisper.vad import get_vad_model

    tools = LocalTools(tmp_path)
    run(given(tools, hello), tools)
    assert [message for message, _ in tools.logs if "Loading" in message] == ["Loading the whisper model demo"]
    before = (get_vad_model.cache_info().misses, set(sys.modules))
    again = LocalTools(tmp_path / "again", warm=dict(tools.warm))
    run(given(again, hello, language="en"), again)
    assert (get_vad_model.cache_info().misses, set(sys.modules)) == before
    assert again.warm == tools.warm
    assert not any("Loading" in message for message, _ in again.logs)


def loaded_split(tools: LocalTools) -> Split:
    """With how many workers and threads the one model was loaded."""
    (key,) = tools.warm
    assert isinstance(key[-1], Split)
    return key[-1]


def test_what_was_measured_is_used(hello: Path, tmp_path: Path) -> None:
    """For the same model on as many cores; the operator's threads win over it, and a broken file is logged."""
    tuning, where = tmp_path / "tuning.json", Circumstances.of(demo(Kind.WHISPER), "cpu", 2)
    write(tuning, where, Measured(2, 1, words=9, seconds=1.0, cpu_s=1.0, peak_bytes=1))
    for name, changes, split in (
        ("tuned", {"cores": 2}, Split(2, 1)),
        ("other", {"cores": 3}, Split(1, 3)),
        ("told", {"cores": 2, "threads": 1}, Split(1, 1)),
    ):
        tools = LocalTools(tmp_path / name)
        run(given(tools, hello, **{"threads": 0, "tuning": str(tuning), **changes}), tools)
        assert loaded_split(tools) == split
        assert [segment.text for segment in segments(tools)] == [HELLO]
    tuning.write_text("{")
    tools = LocalTools(tmp_path / "broken")
    run(given(tools, hello, threads=0, cores=2, tuning=str(tuning)), tools)
    assert loaded_split(tools) == Split(1, 2)
    assert any("cannot be read" in message for message, _ in tools.logs)


def test_several_workers_keep_the_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines come in the order of the sound, each at its place, also after a run that was killed."""
    import numpy as np

    from app.stages.transcribe import segments as decoding

    monkeypatch.setattr(decoding, "LEAST_S", 4.0)
    sentence, pause = hello_samples(), np.zeros(2 * 16_000, dtype=np.float32)
    path = write_pcm(tmp_path / "long.wav", np.concatenate([sentence, pause] * 3))
    tools = LocalTools(tmp_path)
    run(given(tools, path, workers=2, threads=1), tools)
    assert [segment.text for segment in segments(tools)] == [HELLO] * 3
    period_s = len(sentence) / 16_000 + 2
    for n, segment in enumerate(segments(tools)):
        assert segment.start_s == pytest.approx(n * period_s + 0.2, abs=0.25)
    rest = LocalTools(tmp_path / "rest", warm=tools.warm)
    run(given(rest, path, workers=2, threads=1, done=tuple(segments(tools)[:1])), rest)
    assert [segment.text for segment in segments(rest)] == [HELLO] * 2
    assert list(rest.pieces) == [1, 2]


def test_a_missing_model_names_the_command(hello: Path, tmp_path: Path) -> None:
    """Offline, the failure says what to run; it is permanent, because waiting does not help."""
    tools = LocalTools(tmp_path)
    with pytest.raises(JobFailure) as caught:
        run(given(tools, hello, model="base", models_dir=str(tmp_path)), tools)
    assert caught.value.code is ErrorCode.MODEL_UNAVAILABLE
    assert "python main.py models fetch base" in caught.value.message
    assert not caught.value.retryable


def test_a_missing_model_costs_an_analysis_its_transcript_alone(hello: Path, tmp_path: Path) -> None:
    """Where the job has other parts it goes on, with a warning that names the command."""
    tools = LocalTools(tmp_path)
    output = run(given(tools, hello, model="base", models_dir=str(tmp_path), required=False), tools)
    assert (output.decoding, output.segment_count, tools.warned) == ("none", 0, ["model_unavailable"])
    assert "python main.py models fetch base" in tools.warnings[0][1]


def test_a_folder_without_a_tokenizer_is_refused(hello: Path, tmp_path: Path) -> None:
    """faster-whisper would ask the hub for one, so the folder is refused before it is loaded."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("model.bin", "config.json", "vocabulary.json", "preprocessor_config.json"):
        (folder / name).symlink_to(SHIPPED / "demo" / "whisper" / name)
    tools = LocalTools(tmp_path)
    with pytest.raises(JobFailure, match=r"no tokenizer\.json"):
        run(given(tools, hello, model=str(folder)), tools)


def test_a_gpu_that_is_not_there_is_said(hello: Path, tmp_path: Path) -> None:
    """Asked for a GPU on a machine without one, it runs on the CPU and the job carries a warning."""
    from app.inference.whisper import usable_device

    if usable_device("auto") == "cuda":
        pytest.skip("this machine has a GPU")
    tools = LocalTools(tmp_path)
    run(given(tools, hello, device="cuda"), tools)
    assert tools.warned == ["gpu_unavailable"]
    assert len(segments(tools)) == 1


def test_hotwords_reach_the_model(tmp_path: Path, hello: Path) -> None:
    """One that takes them hears otherwise, and what has no room is named; another one goes without, with a warning."""
    folder = write_multilingual(tmp_path / "multilingual")
    heard = {}
    for words in ((), ("w7", "w8"), tuple(f"w{n}" for n in range(10, 100)) * 3):
        tools = LocalTools(tmp_path / str(len(words)))
        run(given(tools, hello, model=str(folder), language="de", hotwords=words), tools)
        heard[words] = [segment.text for segment in segments(tools)]
        assert ("hotwords_cut" in tools.warned) == (len(words) > 2)
    assert len({tuple(texts) for texts in heard.values()}) == len(heard)
    tools = LocalTools(tmp_path / "demo")
    run(given(tools, hello, hotwords=("Maria",)), tools)
    assert (tools.warned, [segment.text for segment in segments(tools)]) == (["hotwords_not_covered"], [HELLO])
