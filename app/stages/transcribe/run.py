"""Stage `transcribe`: PCM in, segments out, each committed as soon as it is decoded.

The language is always found at the start of the audio, so a run that resumes finds the same one.
"""

import logging
import math
from typing import TypedDict

from app.core.errors import ErrorCode, JobFailure
from app.editing.chapters import Said, chapters_of
from app.inference.quality_flags import doubtful
from app.jobs.results import Chapter, Segment
from app.media.pcm import PcmFile
from app.ports.transcriber import Transcriber
from app.stages import chapter_files
from app.stages.caption_files import captions_of
from app.stages.chapter_files import ChapterFiles
from app.stages.tools import Tools
from app.stages.transcribe.contract import (
    DOUBTFUL,
    HOTWORDS_NOT_COVERED,
    NOT_COVERED,
    Dictated,
    TranscribeInput,
    TranscribeOutput,
)
from app.stages.transcribe.engines import transcriber_for
from app.stages.transcribe.segments import segments_after

log = logging.getLogger(__name__)

#: How much of the start is used to detect the language.
LANGUAGE_S = 300.0
#: Sound that stays below this gets a warning that it is almost silent, decibels of full scale.
VERY_QUIET_DB = -50.0
#: ISO 639 code for "undetermined": there is no speech.
UNDETERMINED = "und"
#: The language of translations.
ENGLISH = "en"


def run(params: TranscribeInput, tools: Tools) -> TranscribeOutput:
    """Transcribe. Pieces: `Segment`, continuing after `done`. Raises JobFailure model_unavailable, out_of_memory."""
    if params.pcm is None:
        return _nothing(params)
    if params.dictated is not None:
        return _written_down(params, params.dictated, PcmFile(tools.path_of(params.pcm)), tools)
    try:
        engine = transcriber_for(params, tools)
    except JobFailure as failure:
        if params.required or failure.code is not ErrorCode.MODEL_UNAVAILABLE:
            raise
        tools.warn(failure.code, f"There is no transcript, and what is said was not checked. {failure.message}")
        return _nothing(params)
    return transcribe(params, PcmFile(tools.path_of(params.pcm)), tools, engine)


def _written_down(params: TranscribeInput, dictated: Dictated, pcm: PcmFile, tools: Tools) -> TranscribeOutput:
    """The lines that a service has heard, as segments."""
    if params.hotwords:
        tools.warn(HOTWORDS_NOT_COVERED, f"The engine {params.engine} takes no hotwords, so they were left out.")
    segments = list(params.done)
    for line in dictated.lines[len(segments) :]:
        segment = line if params.word_timestamps else line.model_copy(update={"words": ()})
        tools.piece(len(segments), segment)
        segments.append(segment)
    if not segments:
        tools.warn(*_why_nothing(pcm.peak()))
    tools.reached(1.0)
    return TranscribeOutput(
        language=dictated.language or params.language or UNDETERMINED,
        language_probability=1.0 if params.language else dictated.language_confidence,
        model=f"{params.engine}/{dictated.model}" if dictated.model else params.engine,
        decoding="remote",
        segment_count=len(segments),
        engine=params.engine,
        response_id=dictated.order_id,
        **captions_of(segments, tools),
        **_chapters(segments, params, tools),
    )


def _nothing(params: TranscribeInput) -> TranscribeOutput:
    """The output without a transcription."""
    return TranscribeOutput(
        language=params.language or UNDETERMINED,
        language_probability=0.0,
        model=params.model,
        decoding="none",
        segment_count=len(params.done),
    )


def transcribe(params: TranscribeInput, pcm: PcmFile, tools: Tools, engine: Transcriber) -> TranscribeOutput:
    """Transcribe with any engine."""
    language, probability = _language(engine, pcm, params, tools)
    tools.log(
        f"Transcribing with {params.model}, {engine.decoding}", language=language, probability=round(probability, 2)
    )
    segments = list(params.done)
    for segment in segments_after(params.done, engine, pcm, language, words=params.word_timestamps, tools=tools):
        tools.piece(len(segments), segment)
        segments.append(segment)
    if not segments:
        tools.warn(*_why_nothing(pcm.peak()))
    elif doubtful(segments):
        tools.warn(*_why_doubtful(params, engine, language))
    tools.reached(1.0)
    return TranscribeOutput(
        language=ENGLISH if params.task == "translate" else language,
        language_probability=probability,
        model=engine.model,
        decoding=engine.decoding,
        segment_count=len(segments),
        **captions_of(segments, tools),
        **_chapters(segments, params, tools),
    )


def _why_nothing(peak: float) -> tuple[str, str]:
    """Code and sentence of the warning about an empty transcript, by the loudest sample."""
    if peak == 0:
        return "silence", "The sound is silent from beginning to end, so there is nothing to write down."
    loudest_db = 20 * math.log10(peak)
    if loudest_db < VERY_QUIET_DB:
        text = f"The sound is almost silent: its loudest moment is at {loudest_db:.0f} dB of full scale."
        return "silence", f"{text} No speech was found in it."
    text = f"There is sound (up to {loudest_db:.0f} dB of full scale), but no speech was found in it."
    return "no_speech", f"{text} The transcript is empty."


def _why_doubtful(params: TranscribeInput, engine: Transcriber, language: str) -> tuple[str, str]:
    """Code and sentence of the warning that the engine hardly understood the sound."""
    text = f"The transcript is doubtful: the model “{params.model}” was unsure of what it heard as “{language}”."
    if engine.languages == (language,):
        return DOUBTFUL, f"{text} It knows no other language; is another one spoken?"
    return DOUBTFUL, f"{text} Is another language spoken, or is the sound poor?"


def _language(engine: Transcriber, pcm: PcmFile, params: TranscribeInput, tools: Tools) -> tuple[str, float]:
    """The language to decode, and its probability: 1.0 if it was requested or the model has only one."""
    if params.language in engine.languages:
        return params.language, 1.0
    language, probability = engine.detect_language(pcm.read(0, LANGUAGE_S))
    if params.language is not None:
        tools.warn(
            NOT_COVERED,
            f"The {params.engine} model “{params.model}” does not know the language “{params.language}”; "
            f"heard as “{language}”.",
        )
    return language, probability


class _Chapters(TypedDict, total=False):
    chapters: tuple[Chapter, ...]
    chapter_files: ChapterFiles | None


def _chapters(segments: list[Segment], params: TranscribeInput, tools: Tools) -> _Chapters:
    """The chapters that are found in a long recording, with their files. Their failure does not cost the transcript."""
    if not params.find_chapters:
        return {}
    try:
        lines = [Said(start_s=one.start_s, end_s=one.end_s, text=one.text) for one in segments]
        found = tuple(chapters_of(lines, params.duration_s))
    except Exception:
        log.exception("no chapters were found")
        tools.warn("chapters_failed", "The recording could not be divided into chapters; its transcript is complete.")
        return {}
    return {"chapters": found, "chapter_files": chapter_files.written(found, tools)}
