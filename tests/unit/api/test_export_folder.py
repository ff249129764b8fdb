"""Files of completed jobs in the export folder: once each, over crashes, and never at a job's cost."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.clock import unix_ms
from app.core.errors import SettingsInvalid
from app.db import exported_files, job_exports, job_parts, stage_log
from app.db.job_parts import JobParts
from app.jobs.record import OutputRecord
from app.jobs.states import Cause
from app.service import export_renewals
from app.service.export_folder import ExportFolder
from app.storage.blobs import BlobFolder
from tests.asgi import App, app_in, segment
from tests.unit.api.test_transcripts import DONE


def folder_of(app: App, target: Path) -> ExportFolder:
    """The exports of an application that has none of its own at work."""
    settings = app.settings.model_copy(update={"export_dir": str(target)})
    return ExportFolder(settings, app.store, BlobFolder(app.settings.data_dir / "blobs"))


async def completed(app: App, *, cause: Cause = Cause.COMPLETE, title: str = "A/B: talk") -> str:
    """A job with a transcript and a clip that has ended; its id."""
    job = await app.create(job_type="transcription")
    running = await app.claim(job["id"])
    await app.publish_segments(running, [segment(0, "We have a landing.")], key=f"transcribe-{job['id']}")
    key = f"transcribe-{job['id']}"
    await app.store.write(stage_log.record_output, OutputRecord(key, "transcribe", DONE, [], 1.5), [])
    await app.keep(job["id"], b"film", "x clip 1.mp4")
    await app.finish(running, cause, video_title=title)
    return str(job["id"])


async def waiting(app: App) -> list[str]:
    return [one.job_id for one in await app.store.read(job_exports.waiting)]


def files(target: Path) -> Iterable[str]:
    return sorted(str(file.relative_to(target)) for file in target.rglob("*") if file.is_file())


async def job_of(app: App, job_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await app.http.get(f"/api/v1/jobs/{job_id}")).json()
    return found


@pytest.fixture
def no_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application's own exports wait; a test has them in hand."""

    async def idle(_: ExportFolder) -> None:
        return

    monkeypatch.setattr(ExportFolder, "_watch", idle)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The export folder."""
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


@pytest.mark.usefixtures("no_loop")
async def test_files_of_completed_jobs_are_in_the_folder_once(tmp_path: Path, target: Path) -> None:
    """Requested in the transaction that completes the job, so that no crash loses them, or has them written twice."""
    named = {
        "export_template": "{user}/{title}.{ext}",
        "export_files": "txt,docx,clip",
        "export_dir": str(tmp_path / "no"),
    }
    async with app_in(tmp_path, **named) as app:
        job_id = await completed(app)
        await completed(app, cause=Cause.FAIL)
        exports = folder_of(app, target)
        assert await waiting(app) == [job_id]
        await exports.export_due()
        assert files(target) == ["all/A B talk.clip-1.mp4", "all/A B talk.docx", "all/A B talk.txt"]
        assert (target / "all" / "A B talk.txt").read_text() == "We have a landing.\n"
        assert (target / "all" / "A B talk.clip-1.mp4").read_bytes() == b"film"
        assert await waiting(app) == []
        await app.store.write(job_exports.put, job_exports.JobExport(job_id))  # as if a crash came before its end
        await exports.export_due()
        assert len(list(files(target))) == 3
        assert await waiting(app) == []


@pytest.mark.usefixtures("no_loop")
async def test_a_folder_that_is_away_costs_a_warning_alone(tmp_path: Path, target: Path) -> None:
    """Told once, tried later, and taken back when the files are there; a deleted job is forgotten."""
    async with app_in(tmp_path, export_dir=str(tmp_path / "away")) as app:
        job_id, gone = await completed(app), await completed(app)
        away = folder_of(app, tmp_path / "away")
        await away.export_due()
        pauses = {one.next_ms - unix_ms() for one in await app.store.read(job_exports.waiting)}
        assert max(pauses) <= 60_000, "a folder that is away is looked for each minute"
        await folder_of(app, target).export_due()
        assert list(files(target)) == [], "it was tried again at once"
        for one in await app.store.read(job_exports.waiting):
            await app.store.write(job_exports.put, replace(one, next_ms=0))
        before = await app.store.read(job_exports.waiting)
        await away.export_due()
        assert await app.store.read(job_exports.waiting) == before, "nothing was read or written for it"
        job = await job_of(app, job_id)
        assert (job["status"], [one["code"] for one in job["warnings"]]) == ("completed", ["export_failed"])
        assert "EXPORT_DIR yet (the folder is not there)." in job["warnings"][0]["message"]
        assert str(tmp_path) not in job["warnings"][0]["message"]
        assert set(await waiting(app)) == {job_id, gone}
        assert (await app.http.delete(f"/api/v1/jobs/{gone}")).status_code == 204
        await folder_of(app, target).export_due()
        assert [Path(name).name for name in files(target)] == ["A B talk.srt", "A B talk.txt"]
        assert (await job_of(app, job_id))["warnings"] == []
        assert await waiting(app) == []


async def test_a_job_is_exported_as_soon_as_it_completes(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And at the start what waited then; its text follows once corrections have settled."""
    monkeypatch.setattr(job_exports, "SETTLE_MS", 0)
    async with app_in(tmp_path, export_dir=str(target), export_files="md", export_template="{title}.{ext}") as app:
        job_id = await completed(app)
        async with asyncio.timeout(30):
            while list(files(target)) != ["A B talk.md"]:
                await asyncio.sleep(0.01)
        assert "`0:00` We have a landing." in (target / "A B talk.md").read_text()
        await corrected(app, job_id, "It landed.")
        async with asyncio.timeout(30):
            while "`0:00` It landed." not in (target / "A B talk.md").read_text():
                await asyncio.sleep(0.01)


async def test_without_a_folder_nothing_waits(app: App, tmp_path: Path) -> None:
    """And one within DATA_DIR is refused: there, files that no job refers to are deleted."""
    await completed(app)
    assert await waiting(app) == []
    with pytest.raises(SettingsInvalid, match="outside of DATA_DIR"):
        folder_of(app, app.settings.data_dir / "exports")


async def corrected(app: App, job_id: str, text: str) -> None:
    """Correct the line of a job's transcript."""
    answer = await app.http.patch(f"/api/v1/transcripts/{job_id}/segments/0", json={"text": text})
    assert answer.status_code == 200, answer.text


async def due(app: App, exports: ExportFolder) -> None:
    """Export what waits, as if it had waited long enough."""
    for one in await app.store.read(job_exports.waiting):
        await app.store.write(job_exports.put, replace(one, next_ms=0))
    await exports.export_due()


RENEWED = {"export_template": "{title}.{ext}", "export_files": "txt,md,clip"}


@pytest.mark.usefixtures("no_loop")
async def test_exported_texts_follow_corrections(tmp_path: Path, target: Path) -> None:
    """Once for several of them, in the same files, with their rights; what people have removed stays away."""
    async with app_in(tmp_path, **RENEWED, export_dir=str(target)) as app:
        job_id, exports = await completed(app), folder_of(app, target)
        await exports.export_due()
        text = target / "A B talk.txt"
        text.chmod(0o640)
        (target / "A B talk.md").unlink()
        before = unix_ms()
        for words in ("We have a handing.", "We have a landed."):
            await corrected(app, job_id, words)
        [one] = await app.store.read(job_exports.waiting)
        assert 0 < one.next_ms - before <= 60_000
        await exports.export_due()
        assert text.read_text() == "We have a landing.\n", "people may go on"
        await due(app, exports)
        assert text.read_text() == "We have a landed.\n"
        assert text.stat().st_mode & 0o777 == 0o640
        assert files(target) == ["A B talk.clip-1.mp4", "A B talk.txt"]
        assert await waiting(app) == []
        assert (await app.http.put(f"/api/v1/jobs/{job_id}/chapters", json={"chapters": []})).status_code == 200
        assert await waiting(app) == [job_id]
        await due(app, exports)
        assert (await app.http.delete(f"/api/v1/jobs/{job_id}")).status_code == 204
        assert await app.store.read(exported_files.of_job, job_id) == []
        assert text.exists()


@pytest.mark.usefixtures("no_loop")
async def test_a_file_that_people_changed_is_theirs(tmp_path: Path, target: Path) -> None:
    """The corrected text is put beside it, and that file follows from then on; the job's log says so."""
    async with app_in(tmp_path, **RENEWED, export_dir=str(target)) as app:
        job_id, exports = await completed(app), folder_of(app, target)
        await exports.export_due()
        text, beside = target / "A B talk.txt", target / "A B talk (corrected).txt"
        text.write_text("Mine.\n")
        for words in ("We have a handing.", "We have a landed."):
            await corrected(app, job_id, words)
            await due(app, exports)
            assert (text.read_text(), beside.read_text()) == ("Mine.\n", f"{words}\n")
        beside.write_text("Mine, too.\n")
        await corrected(app, job_id, "It landed.")
        await due(app, exports)
        assert beside.read_text() == "Mine, too.\n"
        assert (target / "A B talk (corrected 2).txt").read_text() == "It landed.\n"
        assert len(list(files(target))) == 5
        log = (await app.http.get(f"/api/v1/jobs/{job_id}/events")).json()["items"]
        told = [event["data"]["message"] for event in log if event["type"] == "log"]
        assert sum("“A B talk.txt” in EXPORT_DIR was changed by hand" in line for line in told) == 1


@pytest.mark.usefixtures("no_loop")
@pytest.mark.parametrize("written", [False, True])
async def test_a_crash_while_texts_are_written_changes_nothing(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    """Before or after the file has its new text, even if another correction follows: it is known as ours."""
    async with app_in(tmp_path, **RENEWED, export_dir=str(target)) as app:
        job_id, exports = await completed(app), folder_of(app, target)
        await exports.export_due()
        await corrected(app, job_id, "We have a handing.")
        write = export_renewals.write

        def killed(*order: Any) -> None:
            if written:
                write(*order)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(export_renewals, "write", killed)
            await exports._renewed(*await _read(app, job_id))
        await corrected(app, job_id, "We have a landed.")
        await due(app, exports)
        assert (target / "A B talk.txt").read_text() == "We have a landed.\n"
        assert len(list(files(target))) == 3
        assert await waiting(app) == []


async def _read(app: App, job_id: str) -> tuple[JobParts, list[exported_files.ExportedFile]]:
    parts = await app.store.read(job_parts.job_parts, job_id)
    return parts, await app.store.read(exported_files.of_job, job_id)


@pytest.mark.usefixtures("no_loop")
async def test_a_correction_while_texts_are_written_is_not_lost(
    tmp_path: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is stored while an export is at work waits for the next one."""
    async with app_in(tmp_path, **RENEWED, export_dir=str(target)) as app:
        job_id, exports = await completed(app), folder_of(app, target)
        await exports.export_due()
        await corrected(app, job_id, "We have a handing.")
        renewed = exports._renewed

        async def slow(*order: Any) -> Any:
            result = await renewed(*order)
            await corrected(app, job_id, "We have a landed.")
            return result

        with monkeypatch.context() as patch:
            patch.setattr(exports, "_renewed", slow)
            await due(app, exports)
        assert (target / "A B talk.txt").read_text() == "We have a handing.\n"
        assert await waiting(app) == [job_id]
        await due(app, exports)
        assert (target / "A B talk.txt").read_text() == "We have a landed.\n"
