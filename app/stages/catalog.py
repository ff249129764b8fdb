"""The stages as the server sees them: what each is given, under which key its output is kept, what is told of it.

A key is a hash of the stage, its version, what it is given and the revision of the model that it uses. Because a
given names files by their content, equal sources share results however they came in. What does not change the result
(threads, folders, what an earlier run left) is not part of the key.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.settings import Settings
from app.inference.weights import Kind, revision_of
from app.jobs.estimate import UNKNOWN_DURATION_S
from app.jobs.options import JobType
from app.jobs.plan import NEEDS
from app.jobs.record import JobRecord
from app.jobs.results import (
    AnalyseOutput,
    AudioOutput,
    Blob,
    Clip,
    ClipsOutput,
    FetchOutput,
    Result,
    ScenesOutput,
    Segment,
    SpeechOutput,
    TranscribeOutput,
)
from app.stages.analyse import AnalyseInput
from app.stages.audio import AudioInput
from app.stages.clips import ClipsInput
from app.stages.fetch import FetchInput
from app.stages.scenes import ScenesInput
from app.stages.speech import SpeechInput
from app.stages.stage import ChildKind, Resource, StageSpec
from app.stages.transcribe import TranscribeInput


def _spec(
    name: str, version: int, resource: Resource, host: ChildKind, input_of: type[Result], output: type[Result]
) -> StageSpec:
    return StageSpec(name, version, resource, host, f"app.stages.{name}:run", input_of, output, NEEDS[name])


STAGES: Mapping[str, StageSpec] = {
    spec.name: spec
    for spec in (
        _spec("fetch", 3, Resource.DOWNLOAD, ChildKind.MEDIA, FetchInput, FetchOutput),
        _spec("audio", 4, Resource.ENCODE, ChildKind.MEDIA, AudioInput, AudioOutput),
        _spec("speech", 4, Resource.ENCODE, ChildKind.MEDIA, SpeechInput, SpeechOutput),
        _spec("transcribe", 1, Resource.TRANSCRIBE, ChildKind.SPEECH, TranscribeInput, TranscribeOutput),
        _spec("analyse", 1, Resource.ANALYZE, ChildKind.TEXT, AnalyseInput, AnalyseOutput),
        _spec("scenes", 4, Resource.ENCODE, ChildKind.MEDIA, ScenesInput, ScenesOutput),
        _spec("clips", 4, Resource.ENCODE, ChildKind.MEDIA, ClipsInput, ClipsOutput),
    )
}
#: Pieces that a stage commits while it runs.
PIECES: Mapping[str, type[Result]] = {"transcribe": Segment, "clips": Clip}
#: Fields of a given that do not change the result; limits only say whether there is one.
NEUTRAL = frozenset(
    {"done", "models_dir", "device", "threads", "batch_size", "offline", "reserve_bytes"}
    | {"max_bytes", "max_seconds", "max_pixels", "max_film_pixels", "credentials"}
)
#: Jobs that can do without speech when the source has no audio.
PICTURE_IS_ENOUGH = frozenset({JobType.CLIP_GENERATION, JobType.FULL_PROCESSING})


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a stage can draw on: the job, the outputs of earlier stages by name, the transcript.

    `credentials` are what was taken out of the job's link.
    """

    job: JobRecord
    upload: Blob | None
    upload_name: str | None
    outputs: Mapping[str, Result]
    segments: Sequence[Segment] = ()
    credentials: str | None = field(default=None, repr=False)

    @property
    def fetched(self) -> FetchOutput:
        """The source."""
        output = self.outputs["fetch"]
        assert isinstance(output, FetchOutput)
        return output


def duration_of(job: JobRecord) -> float:
    """Length of the job's media in seconds, or an assumption while nobody has looked."""
    return job.video_duration or UNKNOWN_DURATION_S


class Catalog:
    """Builds what stages are given, from the settings and from what earlier stages found."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def skips(self, name: str, inputs: Inputs) -> bool:
        """Whether the source has nothing for this stage and the job can do without."""
        lacks_audio = name == "audio" and inputs.fetched.media.audio_codec is None
        return lacks_audio and inputs.job.job_type in PICTURE_IS_ENOUGH

    def input_of(self, name: str, inputs: Inputs) -> Result:
        """What the stage is given, without what an earlier run of it left."""
        build: Callable[[Inputs], Result] = {
            "fetch": self._fetch,
            "audio": self._audio,
            "speech": self._speech,
            "transcribe": self._transcribe,
            "analyse": self._analyse,
            "scenes": self._scenes,
            "clips": self._clips,
        }[name]
        return build(inputs)

    def key(self, name: str, input_of: Result, job: JobRecord, *, edition: int = 0) -> str:
        """Under which the output is kept.

        "name-<64 hex>". A link counts by what it leads to, not by how it is written. `edition` counts how often the
        file behind it has changed.
        """
        spec = STAGES[name]
        neutral = NEUTRAL | ({"title"} if name == "analyse" else set())
        content = input_of.model_dump(mode="json", exclude=set(neutral))
        if not content.get("allowed_private_hosts", True):
            del content["allowed_private_hosts"]  # so that keys from before there was this setting stay the same
        if content.get("url"):
            content["url"] = job.source_identity
        parts = [name, spec.version, content, self._revisions(input_of), *([edition] if edition else [])]
        text = json.dumps(parts, sort_keys=True)
        return f"{name}-{hashlib.sha256(text.encode()).hexdigest()}"

    def variant(self, name: str, job: JobRecord) -> str:
        """What the pace of a stage depends on besides the media: the model, the size of the clips."""
        if name == "transcribe":
            return job.options.model_size or self._settings.whisper_model
        if name == "analyse":
            return self._settings.sentiment_model
        if name == "clips":
            return f"{job.options.output_format} {job.options.resolution} {job.options.aspect}"
        return ""

    def work_s(self, name: str, job: JobRecord) -> float:
        """Seconds of media that the stage works through, which its pace is measured by."""
        duration_s = duration_of(job)
        if name == "clips":
            return min(duration_s, job.options.max_clips * job.options.clip_duration)
        return duration_s

    def _revisions(self, input_of: Result) -> list[str]:
        folder = self._settings.models_dir
        if isinstance(input_of, TranscribeInput):
            return [revision_of(Kind.WHISPER, input_of.model, folder)]
        if isinstance(input_of, AnalyseInput):
            return [
                revision_of(Kind.SENTIMENT, input_of.sentiment_model, folder),
                revision_of(Kind.SPACY, input_of.spacy_model, folder),
            ]
        return []

    def _fetch(self, inputs: Inputs) -> FetchInput:
        s = self._settings
        return FetchInput(
            url=inputs.job.url if inputs.upload is None else None,
            credentials=inputs.credentials,
            upload=inputs.upload,
            filename=inputs.upload_name,
            max_bytes=s.max_upload_bytes if inputs.upload else s.max_download_bytes,
            max_seconds=s.max_video_seconds,
            max_pixels=s.max_pixels,
            max_film_pixels=s.max_film_pixels,
            allow_private_networks=s.allow_private_networks,
            allowed_private_hosts=s.allowed_private_hosts,
            reserve_bytes=s.disk_reserve_bytes,
        )

    def _audio(self, inputs: Inputs) -> AudioInput:
        fetched, options = inputs.fetched, inputs.job.options
        return AudioInput(
            source=fetched.source,
            media=fetched.media,
            format=options.audio_format,
            quality=options.audio_quality,
            title=fetched.title,
        )

    def _speech(self, inputs: Inputs) -> SpeechInput:
        fetched = inputs.fetched
        # where there is audio it makes no difference, and jobs of all kinds share one extraction
        required = fetched.media.audio_codec is not None or inputs.job.job_type not in PICTURE_IS_ENOUGH
        return SpeechInput(source=fetched.source, media=fetched.media, required=required)

    def _transcribe(self, inputs: Inputs) -> TranscribeInput:
        s, options = self._settings, inputs.job.options
        speech = inputs.outputs["speech"]
        assert isinstance(speech, SpeechOutput)
        return TranscribeInput(
            pcm=speech.pcm,
            duration_s=speech.duration_s,
            model=options.model_size or s.whisper_model,
            models_dir=str(s.models_dir),
            language=options.language,
            word_timestamps=options.word_timestamps,
            decoding=s.whisper_decoding,
            device=s.whisper_device,
            threads=s.whisper_threads or max(1, (os.cpu_count() or 1) // s.transcribe_slots),
            batch_size=max(1, (s.whisper_batch_size or (16 if s.enable_gpu else 2)) >> inputs.job.memory_level),
            offline=s.hf_hub_offline,
        )

    def _sure_segments(self, inputs: Inputs) -> tuple[Segment, ...]:
        """The segments that are sure enough for what is built on them."""
        return tuple(s for s in inputs.segments if s.confidence >= inputs.job.options.min_confidence)

    def _analyse(self, inputs: Inputs) -> AnalyseInput:
        s, options = self._settings, inputs.job.options
        transcript = inputs.outputs["transcribe"]
        assert isinstance(transcript, TranscribeOutput)
        return AnalyseInput(
            segments=self._sure_segments(inputs),
            left_out=len(inputs.segments) - len(self._sure_segments(inputs)),
            language=transcript.language,
            title=inputs.fetched.title,
            sentiment=options.sentiment_analysis,
            topics=options.topic_modeling,
            keywords=options.keyword_extraction,
            sentiment_model=s.sentiment_model,
            spacy_model=s.spacy_model,
            models_dir=str(s.models_dir),
            offline=s.hf_hub_offline,
        )

    def _scenes(self, inputs: Inputs) -> ScenesInput:
        s, fetched = self._settings, inputs.fetched
        return ScenesInput(
            source=fetched.source, media=fetched.media, max_pixels=s.max_pixels, max_film_pixels=s.max_film_pixels
        )

    def _clips(self, inputs: Inputs) -> ClipsInput:
        options, fetched = inputs.job.options, inputs.fetched
        transcript, scenes = inputs.outputs["transcribe"], inputs.outputs["scenes"]
        assert isinstance(transcript, TranscribeOutput)
        assert isinstance(scenes, ScenesOutput)
        return ClipsInput(
            source=fetched.source,
            media=fetched.media,
            max_pixels=self._settings.max_pixels,
            segments=self._sure_segments(inputs),
            language=transcript.language,
            cuts=scenes.cuts,
            focus=scenes.focus,
            has_video=scenes.has_video,
            chapters=fetched.chapters,
            clip_duration_s=options.clip_duration,
            overlap_duration_s=options.overlap_duration,
            max_clips=options.max_clips,
            output_format=options.output_format,
            resolution=options.resolution,
            burn_captions=options.burn_captions,
            fonts_dir=self._settings.caption_fonts_dir if options.burn_captions else "",
            aspect=options.aspect,
        )


def output_of(name: str, output: Mapping[str, Any]) -> Result:
    """A recorded output as its model. Raises ValidationError when it was written by another version."""
    return STAGES[name].output.model_validate(output)


def with_done(input_of: Result, pieces: Sequence[Mapping[str, Any]], name: str) -> Result:
    """`given` with the pieces that an earlier run committed."""
    if name not in PIECES:
        return input_of
    done = tuple(PIECES[name].model_validate(piece) for piece in pieces)
    return input_of.model_copy(update={"done": done})
