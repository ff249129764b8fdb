"""A whole job `video_analysis` on a warm server, beside the same job without what it finds beyond full processing."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from app.cli.server_process import ServerProcess
from app.client.api_client import ApiClient
from benchmarks.frame.figure import Figure
from benchmarks.frame.pairs import CPU_S, WALL_S, Run, Side, pairs
from benchmarks.frame.processes import metered
from benchmarks.frame.server import running
from benchmarks.full import variants
from tests.media import sample

WITHOUT = "full processing without clips"
LESS = {"vision": False, "findings": False, "metadata_extraction": False}


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        files = variants(sample(), folder)
        server = stack.enter_context(running())
        for options in ({}, LESS):
            processed(server, next(files), options)  # loads the models
        found = pairs(
            Side("ours", lambda: processed(server, next(files), {})),
            Side(WITHOUT, lambda: processed(server, next(files), LESS)),
        )
    note = "the sample: words on screen, findings and metadata more"
    yield found.figure("video_analysis: CPU", CPU_S, aim=1.25, beside=WITHOUT, note=note)
    yield found.figure("video_analysis: time", WALL_S, aim=1.25, beside=WITHOUT, note=note)


def processed(server: ServerProcess, film: Path, options: Mapping[str, bool]) -> Run:
    """One job from the request to its end; the upload comes before."""
    client = ApiClient(server.address)
    chosen = {"language": "en", **options}
    order = {"video_id": client.upload(film), "job_type": "video_analysis", "options": chosen}
    with metered(server.pid) as meter:
        job = client.create_job(order)
        for _ in client.follow(job["id"]):
            pass
    ended = client.get(f"/api/v1/jobs/{job['id']}")
    if ended["status"] != "completed":
        raise RuntimeError(f"the job ended as {ended['status']}: {ended['error']}")
    return meter.run(1)
