"""Decoding with faster-whisper."""

import json
import shutil
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.inference.guidance import Guidance
from app.inference.layouts import Kind
from app.inference.weights import SHIPPED, Weights, resolve
from app.inference.whisper import PREFERENCES, Decoding, Mode, Whisper, out_of_memory_reported, usable_device
from tests.speech import HELLO, demo, hello_samples
from tests.unit.inference.multilingual import write_multilingual


def loaded(weights: Weights) -> Whisper:
    return Whisper.load(weights, device="cpu", threads=1)


@pytest.fixture(scope="module")
def shipped() -> Whisper:
    """The shipped model."""
    return loaded(demo(Kind.WHISPER))


@pytest.fixture(scope="module")
def multilingual(tmp_path_factory: pytest.TempPathFactory) -> Whisper:
    """A model with all languages, and random weights."""
    folder = write_multilingual(tmp_path_factory.mktemp("models") / "multilingual")
    return loaded(resolve(Kind.WHISPER, str(folder), folder))


def folder_of_shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    shutil.copytree(SHIPPED / "demo" / "whisper", folder)
    return folder


def test_a_sentence_is_heard_with_its_words(shipped: Whisper) -> None:
    """Text, confidence and words, in seconds from the start of what was handed over."""
    (segment,) = shipped.decode(hello_samples(), language="en", mode="batched", words=True, batch_size=1)
    assert segment.text == HELLO
    assert 0.5 < segment.confidence <= 1
    assert [word.text.strip() for word in segment.words] == HELLO.split()
    assert 0 <= segment.start_s < segment.end_s <= 3


def test_the_model_says_how_it_wants_to_be_decoded(shipped: Whisper, tmp_path: Path) -> None:
    """`auto` follows the folder's decoding.json; without one it is sequential on a CPU, in windows of 30 s or so."""
    assert (shipped.mode("auto"), shipped.window_s) == ("batched", 5)
    assert shipped.mode("sequential") == "sequential"
    folder = folder_of_shipped(tmp_path)
    (folder / PREFERENCES).unlink()
    assert loaded(resolve(Kind.WHISPER, str(folder), tmp_path)).mode("auto") == "sequential"
    assert Decoding.of(folder) == Decoding()


@pytest.mark.parametrize("text", ["{", '{"mode": "batched", "beams": 5}'])
def test_preferences_that_cannot_be_read_are_said(tmp_path: Path, text: str) -> None:
    """A decoding.json with a slip fails the load by name instead of decoding otherwise than meant."""
    folder = folder_of_shipped(tmp_path)
    (folder / PREFERENCES).write_text(text)
    with pytest.raises(JobFailure, match=r"decoding\.json of the whisper model in mine/"):
        loaded(resolve(Kind.WHISPER, str(folder), tmp_path))


def test_a_damaged_model_is_said(tmp_path: Path) -> None:
    """A truncated model.bin fails as `model_unavailable`, with what CTranslate2 says of it."""
    folder = folder_of_shipped(tmp_path)
    with (folder / "model.bin").open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(JobFailure) as caught:
        loaded(resolve(Kind.WHISPER, str(folder), tmp_path))
    assert caught.value.code is ErrorCode.MODEL_UNAVAILABLE
    assert "cannot be loaded" in caught.value.message


def test_an_english_model_knows_english_only(shipped: Whisper) -> None:
    """There is nothing to detect."""
    assert not shipped.multilingual
    assert shipped.languages == ("en",)
    assert shipped.detect_language(hello_samples()) == ("en", 1.0)


def test_a_multilingual_model_detects_a_language(multilingual: Whisper) -> None:
    """It says one of its languages, with its probability; silence has no language, and that is no error."""
    import numpy as np

    assert multilingual.multilingual
    assert {"en", "de", "zh"} <= set(multilingual.languages)
    for samples in (hello_samples(), np.zeros(32_000, dtype=np.float32)):
        language, probability = multilingual.detect_language(samples)
        assert language in multilingual.languages
        assert 0 < probability <= 1


def test_a_multilingual_model_hears_in_the_language_it_is_told(multilingual: Whisper) -> None:
    """Any of its languages can be decoded (with random weights it hears noise, and its confidence says so)."""
    for language in ("de", "zh"):
        found = list(multilingual.decode(hello_samples(), language=language, mode="batched", words=False, batch_size=1))
        assert all(segment.confidence < 0.37 for segment in found)


def test_a_client_guides_the_decoding(shipped: Whisper, multilingual: Whisper) -> None:
    """What it does not wish is left as it is; a temperature is where the ladder of them begins."""
    assert Guidance().options() == {"task": "transcribe"}
    assert Guidance("translate", "Maria, Lisbon", 0.5).options() == {
        "task": "translate",
        "initial_prompt": "Maria, Lisbon",
        "temperature": [0.5, 0.6, 0.8, 1.0],
    }
    assert (shipped.takes_prompts, multilingual.takes_prompts) == (False, True)
    found = {
        guided: [
            segment.text
            for segment in multilingual.decode(
                hello_samples(), language="de", mode="batched", words=False, batch_size=1, guidance=guided
            )
        ]
        for guided in (
            Guidance(),
            Guidance("translate"),
            Guidance(prompt="Maria, Lisbon"),
            Guidance(hotwords=("w7", "w8")),
        )
    }
    assert len({tuple(texts) for texts in found.values()}) == len(found), "the model was not guided"


@pytest.mark.parametrize("mode", ["sequential", "batched"])
def test_long_hotwords_and_a_long_prompt_leave_room_for_the_text(multilingual: Whisper, mode: Mode) -> None:
    """Each by itself may fill half of the model's window; both together would leave nothing, or fail."""
    wished = Guidance(prompt="w1 " * 300, hotwords=tuple(f"w{n}" for n in range(10, 100)) * 3)
    fitted = multilingual.fitted(wished)
    assert 0 < len(fitted.hotwords) < len(wished.hotwords)
    assert fitted.prompt in {" ".join(["w1"] * count) for count in (111, 112)}
    assert list(
        multilingual.decode(hello_samples(), language="de", mode=mode, words=False, batch_size=1, guidance=fitted)
    )


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("std::bad_alloc")], ids=str)
def test_to_run_out_of_memory_is_a_failure(error: Exception) -> None:
    """The job fails as `out_of_memory`, which is tried again with a smaller batch."""
    with pytest.raises(JobFailure) as caught, out_of_memory_reported("batched decoding"):
        raise error
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
    assert caught.value.retryable
    with pytest.raises(RuntimeError, match="something else"), out_of_memory_reported("loading"):
        raise RuntimeError("something else")


def test_the_cpu_is_used_where_it_is_wanted() -> None:
    """Whatever hardware there is."""
    assert usable_device("cpu") == "cpu"


def test_every_preference_of_the_shipped_model_is_known() -> None:
    """Its decoding.json has no key that the product would not follow."""
    preferences = json.loads((SHIPPED / "demo" / "whisper" / PREFERENCES).read_text())
    assert set(preferences) <= set(Decoding.__dataclass_fields__)
