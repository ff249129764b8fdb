"""What a share page shows of a job, or of one of its clips: nothing that it does not need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.api.v1 import job_view, result_views
from app.api.v1.result_views import Results
from app.api.v1.wire import seconds
from app.core.errors import Expired
from app.db.job_parts import JobParts
from app.jobs.options import JobType, Operation
from app.jobs.record import Artifact
from app.jobs.results import Clip, Segment
from app.jobs.shares import Share, ShareState
from app.jobs.states import TERMINAL
from app.jobs.transcripts import Line, as_recognised
from app.stages.clips.contract import clip_cut
from app.stages.stage_artifacts import stem_of
from app.text.cues import within

#: Kinds of files that are played, the first one that is there: what an operation made rather than what it was made of.
PLAYED: Final = ("result", "source", "film", "audio")
POSTERS: Final = ("clip_thumbnail", "poster", "thumbnail")
#: Operations whose result has other times than the recording.
RETIMED: Final = (Operation.CUT_CLIP, Operation.REMOVE_SILENCE)


@dataclass(frozen=True, slots=True)
class SharedFiles:
    """The files of a page; None where there is none. `name` is what they are saved as, without its suffix."""

    media: Artifact | None
    poster: Artifact | None
    name: str


def files_of(parts: JobParts, share: Share) -> SharedFiles:
    """The files that the link opens. Raises Expired if its clip is gone.

    Their own names have the title of the whole recording, as its source gave it: neither is shown.
    """
    if share.clip is None:
        of_job = parts.job.job_type is JobType.MEDIA_OPERATION
        of_clip = parts.job.options.operation is Operation.CUT_CLIP
        media = _first(parts.artifacts, PLAYED[:1] if of_job else PLAYED)
        poster = _first(parts.artifacts, POSTERS[:1] if of_clip else POSTERS[1:])
        return SharedFiles(media, poster, stem_of(title_of(parts, share)))
    cut = clip_cut(parts.job.id, _clip(parts, share))
    of_id = {artifact.id: artifact for artifact in parts.artifacts}
    return SharedFiles(of_id.get(cut.artifact_id), of_id.get(cut.thumbnail_id or ""), f"Clip {share.clip + 1}")


def title_of(parts: JobParts, share: Share) -> str:
    """The name of the recording, or of its clip alone. Raises Expired if the clip is gone."""
    if share.clip is None:
        return (parts.clip_of and parts.clip_of.title) or parts.job.video_title or "Recording"
    index = _clip(parts, share).index
    return next(str(clip["title"]) for clip in job_view.clips(parts) if clip["index"] == index)


def is_clip(parts: JobParts, share: Share) -> bool:
    """Whether it is a clip of a recording, chosen by itself or made by people."""
    return share.clip is not None or parts.clip_of is not None


def length_s(parts: JobParts, share: Share) -> float | None:
    """The length, seconds; None while it is unknown. Raises Expired if the clip is gone."""
    span = _span(parts, share)
    return parts.job.video_duration if span is None else span[1] - span[0] or None


def segments_of(parts: JobParts, share: Share) -> Sequence[Segment]:
    """What is said, as people have corrected it; of a clip with times from its start. Parses all lines."""
    span = _span(parts, share)
    lines = as_recognised(Line.model_validate_json(line, extra="ignore") for line in parts.segments)
    return lines if span is None else within(lines, *span)


def _span(parts: JobParts, share: Share) -> tuple[float, float] | None:
    """The part of the recording that is shown, seconds; None for all of it. Raises Expired if the clip is gone.

    A job that cuts a clip has the words of all of the recording, for captions; nothing is shown before there is a clip.
    """
    if share.clip is not None:
        clip = _clip(parts, share)
        return clip.start_s, clip.end_s
    if parts.job.options.operation not in RETIMED:
        return None
    cut = parts.outputs.get(Operation.CUT_CLIP.value)
    return (0.0, 0.0) if cut is None else (cut["start_s"], cut["end_s"])


def view(parts: JobParts, share: Share) -> dict[str, Any]:
    """What the page reads. Raises Expired if the clip is gone. Parses all lines: call it in a thread."""
    results, files = Results.of(parts.outputs), files_of(parts, share)
    lines = segments_of(parts, share)
    transcribed, spoken = results.transcribed, bool(lines)
    whole = _span(parts, share) is None
    return {
        "title": title_of(parts, share),
        "duration": seconds(length_s(parts, share), 3),
        "language": result_views.language(transcribed, parts.job.options.language, spoken=spoken),
        "complete": parts.job.status in TERMINAL,
        "clip": is_clip(parts, share),
        "media": None if files.media is None else _kind(files.media, results),
        "poster": files.poster is not None,
        "chapters": result_views.chapters(results.fetched, transcribed, parts.chapters) if whole else [],
        "lines": list(map(_line, lines)),
    }


def _first(artifacts: Sequence[Artifact], kinds: Sequence[str]) -> Artifact | None:
    """The first artifact of the first of these kinds that is there."""
    of_kind = {artifact.kind: artifact for artifact in reversed(artifacts)}
    return next((of_kind[kind] for kind in kinds if kind in of_kind), None)


def _kind(media: Artifact, results: Results) -> str:
    """Whether the file is shown or only heard."""
    facts = result_views.media(results.fetched) if media.kind == "source" else None
    sound = not facts.get("video_codec") if facts else media.media_type.startswith("audio/")
    return "audio" if sound else "video"


def _clip(parts: JobParts, share: Share) -> Clip:
    found = share.clip_in(parts.clips)
    if found is None:
        raise Expired("The clip that this link was to is not there any more.", code=ShareState.CLIP_GONE.value)
    return Clip.model_validate(found)


def _line(segment: Segment) -> dict[str, Any]:
    return {
        "start": segment.start_s,
        "end": segment.end_s,
        "text": segment.text,
        "speaker": segment.speaker,
        "words": [{"start": word.start_s, "end": word.end_s, "text": word.text} for word in segment.words],
    }
