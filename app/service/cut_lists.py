"""Makes timelines of what was found in a film: its scenes, or the clips that were cut from it.

They name the film itself and stretches of it, so that other editors work with the original, in its own timecode.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.core.caller import Caller
from app.core.errors import NotFound, WrongState
from app.db.films import Film, FilmParts, Results, film_parts, films_of
from app.db.store import Store
from app.jobs.options import OF_TIMELINES, JobType, Operation
from app.jobs.results import MediaInfo
from app.jobs.scenes import SceneSpan
from app.jobs.states import TERMINAL
from app.jobs.timecode import editing_rate
from app.stages.stage_artifacts import stem_of
from app.text.scripts import one_line
from app.timeline.document import (
    ArtifactSource,
    SceneSource,
    SegmentSource,
    Source,
    Timeline,
    Track,
    TrackClip,
    VideoSource,
)
from app.timeline.material import Material, Resolved

#: Furthest that a scene may be from its frame number's time, in frames, in a film whose rate is even.
EVEN = Fraction(1, 2)
NAME_LENGTH = 200
#: Stretches of a film with their names, seconds.
Stretches = Sequence[tuple[str, float, float]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A timeline with its sources. `title` is for people, and `what` it lists of it.

    `files` are the files of its sources by the names that this server has for them; those that are not stored any more
    are missing.
    """

    title: str
    what: str
    resolved: Resolved
    files: Mapping[Source, Source]


@dataclass(frozen=True, slots=True)
class _Cutting:
    """The stage that a film is cut by, in words, and how its results are read."""

    stage: str
    what: str
    read: Callable[[Results, MediaInfo], Stretches]


async def of_job(store: Store, job_id: str, caller: Caller) -> Draft:
    """The cut list of a job: its timeline, scenes, clips, or what it left of the film.

    Raises NotFound, also for a job of another user than the caller's, or WrongState while those are made.
    """
    parts = await store.read(film_parts, job_id, STAGES)
    job = parts.job
    if not caller.sees(job.user_id):
        raise NotFound(f"There is no job {job_id}.")
    if job.job_type in OF_TIMELINES:
        if parts.timeline is None:
            raise NotFound("The timeline of this job is not stored any more.")
        resolved = Resolved.model_validate(parts.timeline)
        return Draft(job.video_title or job.id, "cut", resolved, await files_of(store, resolved))
    if job.job_type is JobType.SCENE_ANALYSIS:
        return _draft(parts, SCENES)
    return _draft(parts, KEPT if job.options.operation is Operation.REMOVE_SILENCE else CLIPS)


async def of_analysis(store: Store, analysis_id: str, caller: Caller) -> Draft:
    """The scenes of an analysis that its caller may see. Raises NotFound, or WrongState while they are being found."""
    try:
        parts = await store.read(film_parts, analysis_id, STAGES)
    except NotFound:
        parts = None
    if parts is None or parts.job.job_type is not JobType.SCENE_ANALYSIS or not caller.sees(parts.job.user_id):
        raise NotFound(f"There is no analysis {analysis_id}.")
    return _draft(parts, SCENES)


async def files_of(store: Store, resolved: Resolved) -> dict[Source, Source]:
    """The files of a timeline's sources: of a scene, or a segment of one, the film that it is a stretch of."""
    sources = [material.source for material in resolved.materials]
    analyses = {one.analysis_id.lower() for one in sources if isinstance(one, SceneSource | SegmentSource)}
    films = await store.read(films_of, analyses) if analyses else {}
    found: dict[Source, Source] = {}
    for material in resolved.materials:
        source = material.source
        film = films.get(source.analysis_id.lower()) if isinstance(source, SceneSource | SegmentSource) else None
        if film is not None and film.blob.sha256 == material.blob.sha256:
            if film.artifact_id is not None:
                found[source] = _source(film)
        elif not isinstance(source, SceneSource):
            found[source] = source
    return found


def retitled(draft: Draft, titles: Sequence[str]) -> Draft:
    """The list with other names of its clips, in their order, such as those of a corrected transcript."""
    (track,) = draft.resolved.timeline.tracks
    named = [
        clip.model_copy(update={"name": one_line(title, NAME_LENGTH)})
        for clip, title in zip(track.clips, titles, strict=True)
    ]
    timeline = draft.resolved.timeline.model_copy(
        update={"tracks": (track.model_copy(update={"clips": tuple(named)}),)}
    )
    return replace(draft, resolved=draft.resolved.model_copy(update={"timeline": timeline}))


def _draft(parts: FilmParts, cutting: _Cutting) -> Draft:
    """The results of a stage as a timeline of one track."""
    job, film = parts.job, parts.film
    results = parts.results.get(cutting.stage, Results([], None))
    if results.output is None and job.status not in TERMINAL:
        raise WrongState(f"This job is still at work on its {cutting.what}.")
    if film is None:
        raise NotFound(f"This job has no {cutting.what}.")
    media, source = MediaInfo.model_validate(film.media), _source(film)
    stretches = cutting.read(results, media)
    if not stretches:
        raise NotFound(f"This job has no {cutting.what}.")
    files = {source: source} if film.artifact_id else {}
    return Draft(film.title, cutting.what, _resolved(film, media, source, stretches), files)


def _source(film: Film) -> Source:
    if film.job.video_id is not None:
        return VideoSource(video_id=film.job.video_id)
    return ArtifactSource(job_id=film.job.id, artifact_id=film.artifact_id or film.job.id)


def _resolved(film: Film, media: MediaInfo, source: Source, stretches: Stretches) -> Resolved:
    clips = tuple(
        TrackClip(source=source, start=start, end=end, name=one_line(name, NAME_LENGTH))
        for name, start, end in stretches
        if end > start
    )
    # not validated: there may be more scenes than a client may order clips
    track = Track.model_construct(kind="audio" if media.video_codec is None else "video", clips=clips)
    timeline = Timeline.model_construct(fps=str(editing_rate(_rate(media))), tracks=(track,))
    to_s = max([media.duration_s, *(end for _, _, end in stretches)])
    name = film.filename or f"{stem_of(film.title)}{film.blob.suffix}"
    material = Material(source=source, name=name, blob=film.blob, media=media, to_s=to_s)
    return Resolved.model_construct(timeline=timeline, materials=(material,))


def _rate(media: MediaInfo) -> Fraction | None:
    return None if media.fps is None else Fraction(media.fps)


def _clips(results: Results, _: MediaInfo) -> Stretches:
    return [(one["title"], one["start_s"], one["end_s"]) for one in results.pieces]


def _kept(results: Results, _: MediaInfo) -> Stretches:
    """What an operation left of the film, by the numbers of frames."""
    if results.output is None:
        return []
    rate = Fraction(results.output["fps"])
    kept = [(float(one["first"] / rate), float(one["last"] / rate)) for one in results.output["kept"]]
    return [(f"Part {number}", start, end) for number, (start, end) in enumerate(kept, 1)]


def _scenes(results: Results, media: MediaInfo) -> Stretches:
    """Scenes by the numbers of their frames, as editors count them; by their times in a film whose rate is uneven."""
    spans = [SceneSpan.model_validate(piece) for piece in results.pieces]
    rate = _even_rate(spans, media) if spans else None
    if rate is None:
        return [(f"Scene {one.index + 1}", one.start_s, min(one.end_s, media.duration_s)) for one in spans]
    return [(f"Scene {one.index + 1}", float(one.start_frame / rate), float(one.end_frame / rate)) for one in spans]


def _even_rate(spans: Sequence[SceneSpan], media: MediaInfo) -> Fraction | None:
    """The rate at which the numbers of frames are times; None if it is uneven.

    The picture may begin later than the film's clock, so its times may be later than its numbers, but all alike.
    """
    stated = _rate(media)
    if stated is None:
        return None
    for rate in (editing_rate(stated), stated):
        late = [Fraction(one.start_s) - one.start_frame / rate for one in spans[1:]]
        late = late or [max(Fraction(0), Fraction(spans[0].end_s) - spans[0].end_frame / rate)]
        if max(late) - min(late) <= EVEN / rate and min(late) >= -EVEN / rate:
            return rate
    return None


SCENES = _Cutting("scenes", "scenes", _scenes)
CLIPS = _Cutting("clips", "clips", _clips)
KEPT = _Cutting("remove_silence", "parts without silence", _kept)
STAGES = frozenset(cutting.stage for cutting in (SCENES, CLIPS, KEPT))
