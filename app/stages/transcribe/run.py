"""Stage `transcribe`: PCM in, segments out, each committed as soon as it is decoded.

The audio is decoded in stretches of some minutes, cut where it is quiet: memory stays bounded however long the media
is, the first words come soon, and a run that was killed goes on after the last segment that was committed. The
language is always found at the start of the audio, so a run that resumes finds the same one.
"""

import math
import os
import time
from collections.abc import Iterator
from pathlib import Path

from app.inference.quality_flags import doubts
from app.inference.weights import Kind, Weights
from app.inference.whisper import DecodedSegment, Mode, Whisper, usable_device
from app.inference.word_times import mended
from app.jobs.results import Blob, Segment, TranscribeOutput, Word
from app.media import captions
from app.media.pcm import SAMPLE_RATE_HZ, PcmFile, Stretch, level, speech_level
from app.stages.models import at_hand
from app.stages.tools import Tools
from app.stages.transcribe.contract import TranscribeInput

#: Length of a stretch: at least so many seconds, and windows of the model (30 s for most), and a whole batch.
STRETCH_S, STRETCH_WINDOWS = 120.0, 10
#: How much of the start is listened to for the language.
LANGUAGE_S = 300.0
#: Sound that stays below this is told to be almost silent, decibels of full scale.
VERY_QUIET_DB = -50.0
#: ISO 639 code for "undetermined": nothing was heard.
UNDETERMINED = "und"


def run(params: TranscribeInput, tools: Tools) -> TranscribeOutput:
    """Pieces: `Segment`, counted on from `done`. Raises JobFailure model_unavailable, out_of_memory."""
    if params.pcm is None:
        return TranscribeOutput(
            language=params.language or UNDETERMINED,
            language_probability=0.0,
            model=params.model,
            decoding="none",
            segment_count=0,
        )
    weights = at_hand(Kind.WHISPER, params.model, Path(params.models_dir), offline=params.offline, tools=tools)
    whisper = _loaded(weights, params, tools)
    pcm = PcmFile(tools.path_of(params.pcm))
    language, probability = _language(whisper, pcm, params, tools)
    mode = whisper.mode(params.decoding)
    tools.log(f"Transcribing with {params.model}, {mode}", language=language, probability=round(probability, 2))
    segments = list(params.done)
    for segment in _segments(whisper, pcm, params, language, mode, tools):
        tools.piece(len(segments), segment)
        segments.append(segment)
    if not segments:
        tools.warn(*_why_nothing(pcm.peak()))
    tools.reached(1.0)
    return TranscribeOutput(
        language=language,
        language_probability=probability,
        model=params.model,
        decoding=mode,
        segment_count=len(segments),
        **_captions(segments, tools),
    )


def _why_nothing(peak: float) -> tuple[str, str]:
    """Code and sentence of why a transcript is empty, by the loudest sample that there is."""
    if peak == 0:
        return "silence", "The sound is silent from beginning to end, so there is nothing to write down."
    loudest_db = 20 * math.log10(peak)
    if loudest_db < VERY_QUIET_DB:
        text = f"The sound is almost silent: its loudest moment is at {loudest_db:.0f} dB of full scale."
        return "silence", f"{text} No speech was found in it."
    text = f"There is sound (up to {loudest_db:.0f} dB of full scale), but no speech was found in it."
    return "no_speech", f"{text} The transcript is empty."


def _loaded(weights: Weights, params: TranscribeInput, tools: Tools) -> Whisper:
    """The model, warm from an earlier run of this process where the same was loaded."""
    device = usable_device(params.device)
    if params.device == "cuda" and device == "cpu":
        tools.warn("gpu_unavailable", "No NVIDIA GPU was found, so the speech model runs on the CPU.")

    threads = params.threads or len(os.sched_getaffinity(0))

    def load() -> Whisper:
        tools.log(f"Loading the whisper model {weights.name}", device=device)
        return Whisper.load(weights, device=device, threads=threads)

    return tools.loaded(("whisper", str(weights.path), weights.revision, device, threads), load)


def _language(whisper: Whisper, pcm: PcmFile, params: TranscribeInput, tools: Tools) -> tuple[str, float]:
    """The language to hear, and how sure that is: 1.0 when it was given or the model knows only one."""
    if params.language in whisper.languages:
        return params.language, 1.0
    language, probability = whisper.detect_language(pcm.read(0, LANGUAGE_S))
    if params.language is not None:
        tools.warn(
            "language_not_covered",
            f"The whisper model “{params.model}” does not know the language “{params.language}”; "
            f"heard as “{language}”.",
        )
    return language, probability


def _segments(
    whisper: Whisper, pcm: PcmFile, params: TranscribeInput, language: str, mode: Mode, tools: Tools
) -> Iterator[Segment]:
    """Segments after `given.done`, by their start."""
    started, resumed_s = time.monotonic(), pcm.silence_after(params.done[-1].end_s) if params.done else 0.0
    earlier = [segment.text for segment in params.done[-2:]]
    floor_s = reached_s = resumed_s
    windows = max(STRETCH_WINDOWS, params.batch_size if mode == "batched" else 0)
    length_s = max(STRETCH_S, float(whisper.window_s * windows))
    for stretch in pcm.stretches(resumed_s, length_s):
        detected_in = whisper.decode(
            stretch.samples, language=language, mode=mode, words=params.word_timestamps, batch_size=params.batch_size
        )
        for decoded in detected_in:
            segment = _segment(mended(decoded, stretch.samples, reached_s - stretch.start_s), stretch, earlier, floor_s)
            earlier, floor_s, reached_s = [*earlier[-1:], segment.text], segment.start_s, segment.end_s
            yield segment
            _report(tools, segment.end_s, pcm.duration_s, resumed_s, started)
        _report(tools, stretch.end_s, pcm.duration_s, resumed_s, started)


def _segment(decoded: DecodedSegment, stretch: Stretch, earlier: list[str], floor_s: float) -> Segment:
    """The segment at its place in the media, with what speaks against it."""
    start_s = max(floor_s, min(stretch.start_s + decoded.start_s, stretch.end_s))
    end_s = max(start_s, min(stretch.start_s + decoded.end_s, stretch.end_s))
    first, last = ((at - stretch.start_s) * SAMPLE_RATE_HZ for at in (start_s, end_s))
    return Segment(
        start_s=round(start_s, 3),
        end_s=round(end_s, 3),
        text=decoded.text,
        confidence=round(decoded.confidence, 4),
        no_speech_probability=round(decoded.no_speech_probability, 4),
        words=tuple(
            Word(
                start_s=round(stretch.start_s + word.start_s, 3),
                end_s=round(stretch.start_s + word.end_s, 3),
                text=word.text,
                probability=round(word.probability, 4),
            )
            for word in decoded.words
        ),
        flags=doubts(
            decoded.text,
            earlier,
            confidence=decoded.confidence,
            no_speech_probability=decoded.no_speech_probability,
            compression_ratio=decoded.compression_ratio,
            level=level(stretch.samples[int(first) : int(last)]),
            speech_level=speech_level(stretch.samples),
        ),
    )


def _report(tools: Tools, at_s: float, duration_s: float, resumed_s: float, started: float) -> None:
    elapsed_s = max(time.monotonic() - started, 1e-3)
    tools.reached(min(1.0, at_s / duration_s), speed=f"{(at_s - resumed_s) / elapsed_s:.1f}×")


def _captions(segments: list[Segment], tools: Tools) -> dict[str, Blob]:
    """The transcript as files, for players and for people; none when nothing was said."""
    if not segments:
        return {}
    cues = captions.cues(segments)
    texts = {"srt": captions.srt(cues), "vtt": captions.vtt(cues), "txt": captions.txt(segments)}
    blobs = {}
    for name, text in texts.items():
        path = tools.work_dir / f"transcript.{name}"
        path.write_text(text, encoding="utf-8")
        blobs[name] = tools.keep(path, f".{name}")
    return blobs
