"""What an earlier server left: processes by their mark, half-done work by its folder."""

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

from app.processes.sandbox import MARK
from app.processes.workplace import Workplace
from app.storage.blobs import BlobFolder
from app.upkeep.recovery import kill_leftovers, processes_of, sweep_work

SLEEP = (sys.executable, "-c", "import sys; print(flush=True); sys.stdin.read()")


def _marked(mark: str) -> subprocess.Popen[bytes]:
    """A process that carries the mark and waits for ever."""
    process = subprocess.Popen(
        SLEEP, env=os.environ | {MARK: mark}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_only_processes_with_our_mark_are_killed(tmp_path: Path) -> None:
    """Those of a server on another folder go on."""
    ours, theirs = _marked(f"{tmp_path.name}-a"), _marked(f"{tmp_path.name}-ab")
    try:
        assert processes_of(f"{tmp_path.name}-a") == [ours.pid]
        assert kill_leftovers(f"{tmp_path.name}-a") == 1
        assert ours.wait(10) == -9
        assert theirs.poll() is None
    finally:
        for process in (ours, theirs):
            process.kill()
            process.communicate()


def test_half_done_work_is_swept_but_for_downloads_that_go_on(tmp_path: Path) -> None:
    """Folders and received uploads alike; a folder that is not there is no fault, and other names are not ours."""
    download, clips = (f"{stage}-{'a' * 64}"[:40] for stage in ("fetch", "clips"))
    for name in (download, clips, "clips-of-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_bytes(b"x")
    (tmp_path / "uploads").mkdir()
    for name in (f"{'b' * 32}.part", "holiday.part"):
        (tmp_path / "uploads" / name).write_bytes(b"x")
    assert sweep_work(tmp_path, [download]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clips-of-mine", download, "uploads"]
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == ["holiday.part"]
    assert sweep_work(tmp_path / "nowhere", []) == 0


def test_work_of_other_processes_is_swept_when_it_is_old(tmp_path: Path) -> None:
    """A folder that several machines share: what was changed lately is at work, however old the folder itself is."""
    old, at_work, fresh = (f"aside-{digit * 32}" for digit in "abc")
    for name in (old, at_work, fresh):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_bytes(b"x")
    long_ago = time.time() - 7200
    for path in (tmp_path / old / "half", tmp_path / old, tmp_path / at_work):
        os.utime(path, (long_ago, long_ago))
    assert sweep_work(tmp_path, [], older_than_s=3600) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [at_work, fresh]


async def test_a_folder_that_others_discard_too_is_no_fault(tmp_path: Path) -> None:
    """Of several processes, each of which tidies up after the same job."""
    place = Workplace(BlobFolder(tmp_path / "blobs"), tmp_path / "work", "ffmpeg")
    await place.discard(["fetch-1"])
    (tmp_path / "work" / "fetch-1").mkdir(parents=True)
    await asyncio.gather(place.discard(["fetch-1"]), place.discard(["fetch-1"]))
    assert list((tmp_path / "work").iterdir()) == []


async def test_a_discarded_folder_loses_its_name_at_once(tmp_path: Path) -> None:
    """A stage that begins while gigabytes are removed gets a folder of its own."""
    (tmp_path / "fetch-1").mkdir()
    (tmp_path / "fetch-1" / "half").write_bytes(b"x")
    place = Workplace(BlobFolder(tmp_path / "blobs"), tmp_path, "ffmpeg")
    discarding = asyncio.ensure_future(place.discard({"fetch-1", "never-made"}))
    await asyncio.sleep(0)
    assert not (tmp_path / "fetch-1").exists()
    (tmp_path / "fetch-1").mkdir()
    await discarding
    assert [path.name for path in tmp_path.iterdir()] == ["fetch-1"]
