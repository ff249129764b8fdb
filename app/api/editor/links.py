"""The addresses under which timelines of other programs name what this server has, and back."""

import re
from typing import Any
from urllib.parse import quote, unquote

from app.timeline.document import ArtifactSource, SegmentSource, Source, VideoSource

_VIDEO = re.compile(r"/api/v1/videos/([^/?#]+)")
_ARTIFACT = re.compile(r"/api/v1/jobs/([^/?#]+)/artifacts/([^/?#]+)")
_SEGMENT = re.compile(r"/api/segment/([^/?#]+)/(proxy|mezzanine)/([^/?#]+)")


def source_of(url: str) -> dict[str, Any] | None:
    """The source that an address of this server names, as it stands in a timeline; None for any other address."""
    path = url.partition("?")[0]
    if (found := _VIDEO.fullmatch(path)) is not None:
        return {"video_id": found[1]}
    if (found := _ARTIFACT.fullmatch(path)) is not None:
        return {"job_id": found[1], "artifact_id": found[2]}
    if (found := _SEGMENT.fullmatch(path)) is not None:
        return {"analysis_id": found[1], "segment": found[2], "filename": unquote(found[3])}
    return None


def link_of(source: Source) -> str | None:
    """The address of a source; None for a scene, which is a stretch of a file."""
    match source:
        case VideoSource(video_id=video_id):
            return f"/api/v1/videos/{video_id}"
        case ArtifactSource(job_id=job_id, artifact_id=artifact_id):
            return f"/api/v1/jobs/{job_id}/artifacts/{artifact_id}"
        case SegmentSource(analysis_id=analysis_id, segment=kind, filename=filename):
            return f"/api/segment/{analysis_id}/{kind}/{quote(filename, safe='')}"
    return None
