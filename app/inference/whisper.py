"""Recognises speech with faster-whisper: loads a model from a folder and decodes parts of PCM. Child processes only.

Nothing here connects to the hub: a folder without a tokenizer is refused before faster-whisper would fetch one. Audio
is float32[n], 16 kHz, mono, −1..1; PyAV decodes nothing here.
"""

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ctranslate2 import get_cuda_device_count
from faster_whisper import BatchedInferencePipeline, WhisperModel
from faster_whisper.vad import VadOptions

from app.core.errors import ErrorCode, JobFailure, is_out_of_memory
from app.inference.guidance import PLAIN, Guidance
from app.inference.speech_only import Speech
from app.inference.weights import Weights
from app.ports.transcriber import DecodedSegment, DecodedWord

Mode = Literal["sequential", "batched"]
SAMPLE_RATE_HZ = 16_000
#: The file in a model's folder with its preferred parameters of decoding; the keys are the fields of `Decoding`.
PREFERENCES = "decoding.json"


@dataclass(frozen=True, slots=True)
class Decoding:
    """Parameters of decoding. The defaults suit the models of the hub.

    The text before a window is not passed to the next one: it would spread repetition loops, and a resumed
    transcription would have to decode minutes again for it. With `mode` None the device decides.
    """

    mode: Mode | None = None
    chunk_length_s: int | None = None  # window of the model's training; None: 30 s
    beam_size: int = 5
    without_timestamps: bool = False
    condition_on_previous_text: bool = False
    prompts: bool = True  # whether it was trained with a text before the sound
    vad: dict[str, Any] = field(default_factory=dict)  # faster-whisper's VadOptions; empty: its defaults

    @classmethod
    def of(cls, folder: Path) -> "Decoding":
        """Read the preferences from the model's folder, else the defaults."""
        path = folder / PREFERENCES
        if not path.is_file():
            return cls()
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (TypeError, ValueError) as error:
            message = f"{PREFERENCES} of the whisper model in {folder.name}/ is no good: {_first_line(error)}"
            raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message) from error


class Whisper:
    """A loaded model. Keep it: loading takes from 0.2 s (demo) to tens of seconds (large)."""

    def __init__(self, model: Any, decoding: Decoding, *, device: str) -> None:
        self._model = model
        self._decoding = decoding
        self._device = device

    @classmethod
    def load(cls, weights: Weights, *, device: Literal["cpu", "cuda"], threads: int, workers: int = 1) -> "Whisper":
        """Load from disk. int8 on a CPU, int8 with float16 on a GPU. Raises JobFailure if the files are unusable."""
        if weights.path is None:
            raise weights.unavailable
        compute_type = "int8_float16" if device == "cuda" else "int8"
        with out_of_memory_reported(weights.name):
            try:
                model = WhisperModel(
                    str(weights.path),
                    device=device,
                    compute_type=compute_type,
                    cpu_threads=threads,
                    num_workers=workers,
                    local_files_only=True,
                )
            except (RuntimeError, ValueError) as error:
                if is_out_of_memory(error):
                    raise
                message = f"The whisper model “{weights.name}” cannot be loaded: {_first_line(error)}"
                raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message) from error
        return cls(model, Decoding.of(weights.path), device=device)

    @property
    def multilingual(self) -> bool:
        """Whether the model has other languages than English."""
        return bool(self._model.model.is_multilingual)

    @property
    def takes_prompts(self) -> bool:
        """Whether a text before the sound guides it; one that it was not trained for would spoil the transcript."""
        return self._decoding.prompts

    def fitted(self, guidance: Guidance) -> Guidance:
        """The guidance without what finds no room before a window, in the half of it that is there for it."""
        half = int(self._model.max_length) // 2 - 1
        encoder = _Encoder(self._model.hf_tokenizer)
        return guidance.fitted(encoder, half, conditioned=self._decoding.condition_on_previous_text)

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639 codes of the languages that can be requested."""
        return tuple(self._model.supported_languages)

    def mode(self, wanted: Literal["auto", "sequential", "batched"]) -> Mode:
        """`auto`: the preference in the model's folder, else batched on a GPU, and sequential on a CPU.

        On a CPU batching gains a tenth, and yields every segment only at the end of its batch.
        """
        if wanted != "auto":
            return wanted
        return self._decoding.mode or ("batched" if self._device == "cuda" else "sequential")

    @property
    def window_s(self) -> int:
        """Length of the model's windows."""
        return int(self._decoding.chunk_length_s or self._model.feature_extractor.chunk_length)

    def detect_language(self, audio: Any) -> tuple[str, float]:
        """Language and its probability, from the speech in the first windows of `audio`."""
        if not self.multilingual:
            return "en", 1.0
        with out_of_memory_reported("language detection"):
            language, probability, _ = self._model.detect_language(
                audio=audio, vad_filter=True, language_detection_segments=4
            )
        return str(language), float(probability)

    def decode(
        self,
        audio: Any,
        *,
        language: str,
        mode: Mode,
        words: bool,
        batch_size: int,
        guidance: Guidance = PLAIN,
        window: int = 0,
    ) -> Iterator[DecodedSegment]:
        """Yield segments in the order of time, each as soon as it is decoded. The wheel's VAD skips silence.

        From `window` on, a `DecodedSegment.window` of an earlier call. Memory grows with the length of `audio` (4 MiB a
        minute, in batched mode 2 MiB a window more): pass minutes, not hours. Raises JobFailure `out_of_memory`.
        """
        options: dict[str, Any] = {
            "language": language,
            "beam_size": self._decoding.beam_size,
            "without_timestamps": self._decoding.without_timestamps,
            "condition_on_previous_text": self._decoding.condition_on_previous_text,
            "word_timestamps": words,
            "chunk_length": self._decoding.chunk_length_s,
            **guidance.options(),
        }
        decode = self._batched if mode == "batched" else self._sequential
        with out_of_memory_reported(f"{mode} decoding"):
            for segment, at in decode(audio, options, batch_size, window):
                if segment.text.strip():
                    yield _decoded(segment, at, retried=segment.temperature > guidance.temperature)

    def _sequential(self, audio: Any, options: dict[str, Any], _: int, window: int) -> Iterator[tuple[Any, int]]:
        """Windows begin where the text before them ends: a window is its first frame in the joined speech."""
        speech = Speech.of(audio, VadOptions(**self._decoding.vad))
        if speech is None:
            return
        start_s = window / self._model.frames_per_second
        if window:
            options = options | {"initial_prompt": None}  # it stands before the first window alone
        found, _info = self._model.transcribe(speech.samples, clip_timestamps=[start_s], **options)
        for segment in speech.at_their_times(found):
            yield segment, 0 if self._decoding.condition_on_previous_text else segment.seek

    def _batched(self, audio: Any, options: dict[str, Any], batch_size: int, window: int) -> Iterator[tuple[Any, int]]:
        """Windows are pieces of the joined speech that do not depend on each other: a window is a batch's first."""
        vad = (self._decoding.vad or {"min_silence_duration_ms": 160}) | {"max_speech_duration_s": self.window_s}
        speech = Speech.of(audio, VadOptions(**vad), longest_s=self.window_s)
        if speech is None or not (pieces := speech.pieces(window)):
            return
        numbers = {
            int(int(piece["start"] * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ * self._model.frames_per_second): n
            for n, piece in enumerate(pieces)
        }
        pipeline = BatchedInferencePipeline(self._model)
        found, _info = pipeline.transcribe(speech.samples, batch_size=batch_size, clip_timestamps=pieces, **options)
        for segment in speech.at_their_times(found):
            yield segment, window + numbers[segment.seek] // batch_size * batch_size


@dataclass(frozen=True, slots=True)
class _Encoder:
    """The tokenizer of a loaded model."""

    tokenizer: Any

    def encode(self, text: str) -> list[int]:
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def decode(self, tokens: list[int]) -> str:
        return str(self.tokenizer.decode(tokens))


def _decoded(segment: Any, window: int, *, retried: bool) -> DecodedSegment:
    return DecodedSegment(
        start_s=float(segment.start),
        end_s=float(segment.end),
        text=segment.text.strip(),
        confidence=min(1.0, math.exp(segment.avg_logprob)),  # of the tokens, on average
        no_speech_probability=float(segment.no_speech_prob),
        compression_ratio=float(segment.compression_ratio),
        retried=retried,
        words=tuple(
            DecodedWord(float(word.start), float(word.end), word.word, float(word.probability))
            for word in segment.words or ()
        ),
        window=window,
    )


def usable_device(wanted: Literal["cpu", "cuda", "auto"]) -> Literal["cpu", "cuda"]:
    """The device to load on: a GPU if one is configured and present."""
    return "cuda" if wanted != "cpu" and get_cuda_device_count() > 0 else "cpu"


@contextmanager
def out_of_memory_reported(doing: str) -> Iterator[None]:
    """Convert the many errors of lacking memory to JobFailure `out_of_memory`."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if not is_out_of_memory(error):
            raise
        message = f"Memory ran out ({doing}). A smaller model or WHISPER_BATCH_SIZE needs less."
        raise JobFailure(ErrorCode.OUT_OF_MEMORY, message) from error


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
