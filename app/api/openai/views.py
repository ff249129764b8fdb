"""A transcript in the formats of OpenAI's speech API."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from app.api.held_jobs import HeldJob
from app.api.job_outcome import refuse_incomplete
from app.api.openai.speech_form import SpeechForm
from app.api.whisper_rows import segment_row
from app.db import transcript_parts
from app.db.transcript_parts import TranscriptParts
from app.jobs.plan import Plans
from app.jobs.results import Segment
from app.jobs.transcripts import as_recognised, text_of
from app.media import captions
from app.text.languages import name_of

TEXT, JSON = "text/plain; charset=utf-8", "application/json"
#: Who speaks where nobody told the speakers apart.
UNKNOWN = "unknown"
#: The most characters of a token, on average, and the least seconds of sound: OpenAI's own rules of thumb.
TOKEN_CHARACTERS, TOKEN_S = 4, 0.1


@dataclass(frozen=True, slots=True)
class Speech:
    """What was recognised. `duration_s` is the length of the sound."""

    lines: Sequence[Segment]
    language: str
    duration_s: float
    temperature: float = 0.0

    @classmethod
    def of(cls, parts: TranscriptParts) -> Self:
        """The transcript of a job."""
        language = parts.output.get("language") or parts.job.options.language or ""
        duration_s = parts.job.video_duration or 0.0
        return cls(as_recognised(parts.lines), language, duration_s, parts.job.options.temperature)

    @classmethod
    async def of_job(cls, held: HeldJob, plans: Plans) -> Self:
        """The transcript of a job that has ended. Raises a Refusal if it did not complete."""
        parts = await held.services.store.read(transcript_parts.read, held.id, plans)
        refuse_incomplete(parts.job, "file")
        return cls.of(parts)

    @property
    def text(self) -> str:
        """All lines as one text."""
        return text_of(self.lines)


def rendered(speech: Speech, form: SpeechForm) -> tuple[str, str]:
    """The body in the wanted format, and its media type. Takes a second for a long transcript: call it in a thread."""
    match form.response_format:
        case "text":
            return f"{speech.text}\n", TEXT
        case "srt":
            return captions.srt_of(speech.lines), TEXT
        case "vtt":
            return captions.vtt_of(speech.lines), TEXT
        case "verbose_json":
            body = verbose(speech, form)
        case "diarized_json":
            body = diarized(speech)
        case _:
            body = {"text": speech.text} | usage(speech, form)
    return json.dumps(body, ensure_ascii=False), JSON


def is_translation(form: SpeechForm) -> bool:
    """Whether the form asks for English."""
    return "language" not in type(form).model_fields


def usage(speech: Speech, form: SpeechForm) -> dict[str, Any]:
    """The length in whole seconds, as OpenAI bills it; translations state none."""
    return {} if is_translation(form) else {"usage": _usage(speech)}


def _usage(speech: Speech) -> dict[str, Any]:
    return {"type": "duration", "seconds": math.ceil(speech.duration_s)}


def token_usage(speech: Speech) -> dict[str, Any]:
    """An estimate in tokens, by rules of thumb: the last event of a stream has no other form of usage."""
    heard = math.ceil(speech.duration_s / TOKEN_S)
    written = math.ceil(len(speech.text) / TOKEN_CHARACTERS)
    details = {"audio_tokens": heard, "text_tokens": 0}
    counts = {"input_tokens": heard, "output_tokens": written, "total_tokens": heard + written}
    return {"type": "tokens", **counts, "input_token_details": details}


def verbose(speech: Speech, form: SpeechForm) -> dict[str, Any]:
    """The transcript with times."""
    body: dict[str, Any] = {
        "task": "translate" if is_translation(form) else "transcribe",
        "language": name_of(speech.language),
        "duration": round(speech.duration_s, 3),
        "text": speech.text,
    }
    if "segment" in form.granularities:
        body["segments"] = [segment_row(n, line, temperature=speech.temperature) for n, line in enumerate(speech.lines)]
    if "word" in form.granularities:
        body["words"] = list(_words(speech.lines))
    return body | usage(speech, form)


def _words(lines: Iterable[Segment]) -> Iterator[dict[str, Any]]:
    for line in lines:
        for word in line.words:
            if text := word.text.strip():
                yield {"word": text, "start": word.start_s, "end": word.end_s}


class Speakers:
    """Names speakers by capital letters, in the order in which they speak; names that people gave stay."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def label(self, speaker: str | None) -> str:
        """The name of a line's speaker."""
        if speaker is None:
            return UNKNOWN
        if not speaker.upper().startswith("SPEAKER") and len(speaker) > 1:
            return speaker
        return self._letters.setdefault(speaker, _letter(len(self._letters)))


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"{_letter(number // 26 - 1)}{_letter(number % 26)}"


def spoken_lines(speech: Speech) -> list[dict[str, Any]]:
    """The lines with their speakers."""
    speakers = Speakers()
    return [
        {
            "type": "transcript.text.segment",
            "id": f"seg_{number:03}",
            "start": line.start_s,
            "end": line.end_s,
            "text": line.text.strip(),
            "speaker": speakers.label(line.speaker),
        }
        for number, line in enumerate(speech.lines)
    ]


def diarized(speech: Speech) -> dict[str, Any]:
    """The transcript with its speakers."""
    body = {"task": "transcribe", "duration": round(speech.duration_s, 3), "text": speech.text}
    return body | {"segments": spoken_lines(speech), "usage": _usage(speech)}
