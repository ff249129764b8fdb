"""Stage `edit_list`: writes the kept stretches as clips of a timeline, in our own form and as OpenTimelineIO."""

import json
from fractions import Fraction

from app.interchange.otio_writing import Media, otio
from app.jobs.results import Blob
from app.stages.edit_list.contract import EditListInput, EditListOutput
from app.stages.tools import Tools
from app.timeline.document import MOST_CLIPS, ArtifactSource, Source, Timeline, Track, TrackClip, VideoSource
from app.timeline.layout import laid_out
from app.timeline.material import Material


def run(params: EditListInput, tools: Tools) -> EditListOutput:
    """Write the timeline. One of more clips than timelines have is left out, with a warning."""
    if len(params.kept) > MOST_CLIPS:
        tools.warn(
            "edit_list_too_long",
            f"The edit list has {len(params.kept)} clips, more than the {MOST_CLIPS} of a timeline, so it is left out.",
        )
        tools.reached(1.0)
        return EditListOutput(clips=len(params.kept), timeline=None, otio=None)
    timeline, source = _timeline(params), _source(params)
    material = Material(
        source=source, name=params.name, blob=params.source, media=params.media, to_s=params.media.duration_s
    )
    layout = laid_out(timeline, {source: material})
    document = otio(timeline, layout, params.name, {}, Media.FILES)
    output = EditListOutput(
        clips=len(params.kept),
        timeline=_kept(tools, json.dumps(timeline.as_json(), ensure_ascii=False, indent=1), ".json"),
        otio=_kept(tools, document, ".otio"),
    )
    tools.reached(1.0)
    return output


def _timeline(params: EditListInput) -> Timeline:
    fps, source, seen = Fraction(params.fps), _source(params), params.media.video_codec is not None
    clips = tuple(
        TrackClip(
            source=source,
            start=float(span.first / fps),
            end=min(float(span.last / fps), params.media.duration_s),
        )
        for span in params.kept
    )
    return Timeline(fps=params.fps if seen else None, tracks=(Track(kind="video" if seen else "audio", clips=clips),))


def _source(params: EditListInput) -> Source:
    if params.video_id is not None:
        return VideoSource(video_id=params.video_id)
    assert params.job_id is not None
    assert params.artifact_id is not None
    return ArtifactSource(job_id=params.job_id, artifact_id=params.artifact_id)


def _kept(tools: Tools, text: str, suffix: str) -> Blob:
    path = tools.work_dir / f"edit-list{suffix}"
    path.write_text(text, encoding="utf-8")
    return tools.keep(path, suffix)
