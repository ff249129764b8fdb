"""Machines with folders of their own, which share files by an object store."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.db import folders
from app.db.folders import Folder, FolderOther
from app.jobs.options import JobType
from app.jobs.states import JobState
from tests import postgres as databases
from tests.cluster import Cluster, Worker, lines_of, nap, running_cluster, until
from tests.media import MediaShelf
from tests.postgres import DURABLE
from tests.server import Server
from tests.workers import worker_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A database and a broker for machines that have no folder in common."""
    folder = tmp_path_factory.mktemp("apart")
    with databases.cluster(*DURABLE) as postgres, running_cluster(folder, postgres) as cluster:
        yield cluster


def _store(cluster: Cluster) -> dict[str, str]:
    return {"STORAGE_URL": f"file://{cluster.folder / 'store'}"}


def _worker(cluster: Cluster, name: str) -> Worker:
    return cluster.add_worker(data_dir=cluster.folder / name / "data", **_store(cluster)).await_ready()


def _stage(server: Server, job_id: str, name: str) -> dict[str, Any]:
    return next(stage for stage in server.job(job_id)["stages"] if stage["name"] == name)


def _files(data_dir: Path) -> set[str]:
    return {path.name[:64] for path in (data_dir / "blobs").glob("??/*")}


def test_a_machine_and_its_folder_are_lost_and_no_file_is(apart: Cluster, media: MediaShelf) -> None:
    """One server takes an upload, a worker dies with its folder after a stage, and another one goes on after it."""
    (apart.folder / "store").mkdir()
    accepting, serving = (
        apart.add_server(data_dir=apart.folder / name / "data", **_store(apart)) for name in ("accepting", "serving")
    )
    video_id = accepting.upload(media.video(seconds=2))
    accepting.kill()
    shutil.rmtree(accepting.data_dir)
    first = _worker(apart, "first")
    job_id = nap(serving, video_id, name="apart", count=12, seconds=0.3)
    until(lambda: _stage(serving, job_id, "audio")["status"] == "completed", "the sound is there")
    until(lambda: len(lines_of(serving, job_id)) >= 2, "it sleeps")
    apart.retire(first)
    shutil.rmtree(apart.folder / "first" / "data")
    second = _worker(apart, "second")
    done = serving.ended(job_id)
    assert (done["status"], done["attempt"]) == ("completed", 2)
    assert _stage(serving, job_id, "audio")["cached"]
    (artifact,) = [one for one in done["artifacts"] if one["kind"] == "audio"]
    with serving.client() as client:
        answer = client.get(f"/api/v1/jobs/{job_id}/artifacts/{artifact['id']}").raise_for_status()
        assert len(answer.content) == artifact["size_bytes"]
        archive = client.get(f"/api/v1/jobs/{job_id}/artifacts.zip").raise_for_status()
        assert archive.content[:2] == b"PK"
    assert answer.headers["etag"].strip('"') in _files(serving.data_dir)
    assert second.alive()


async def test_a_stage_whose_files_were_not_copied_when_its_worker_ended_is_not_run_again(
    postgres_url: str, tmp_path: Path, media: MediaShelf
) -> None:
    """The next worker on the folder copies and records them."""
    data, mounted, away = tmp_path / "data", tmp_path / "store", tmp_path / "away"
    resources, url = "download,transcribe,analyze,encode", f"file://{mounted}"
    async with worker_in(data, postgres_url, resources, storage_url=url) as first:
        await first.store.write(folders.join, Folder("another machine", "/"), store=url)
        video_id = await first.upload(media.video(seconds=2))
        mounted.rename(away)
        job_id = await first.submit(JobType.AUDIO_EXTRACTION, video_id)
        async with asyncio.timeout(60):
            while not list((data / "work").glob("*.ended")):
                await asyncio.sleep(0.05)
    away.rename(mounted)
    async with worker_in(data, postgres_url, resources, storage_url=url) as second:
        job, stages = await second.ended(job_id), await second.stages(job_id)
    assert (job.status, stages["fetch"].cached, stages["audio"].cached) == (JobState.COMPLETED, True, False)
    assert not list((data / "work").glob("*.ended"))


async def test_a_worker_that_would_not_reach_the_files_does_not_start(apart: Cluster, tmp_path: Path) -> None:
    """It says what is wrong and what to do."""
    with pytest.raises(FolderOther, match="set STORAGE_URL here too"):
        async with worker_in(tmp_path / "data", apart.database_url, "download"):
            pass
