"""The paths under which clients find what belongs to a job."""

from urllib.parse import quote


def files_path(job_id: str) -> str:
    """The URL path below which a job's files are."""
    return f"/api/v1/jobs/{job_id}/artifacts"


def segment_path(job_id: str, kind: str, filename: str) -> str:
    """The URL path of a scene's proxy or mezzanine."""
    return f"/api/segment/{job_id}/{kind}/{quote(filename, safe='')}"
