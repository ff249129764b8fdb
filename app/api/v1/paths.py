"""The paths under which clients find what belongs to a job."""


def files_path(job_id: str) -> str:
    """The URL path below which a job's files are."""
    return f"/api/v1/jobs/{job_id}/artifacts"
