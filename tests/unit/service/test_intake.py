"""What comes in before there is a job, probed by real children."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.core.errors import InvalidRequest, NotMedia, TooLarge
from app.storage.blobs import BlobFolder
from tests.engines import Engine, engine_in
from tests.media import MediaShelf


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    """An engine that takes films of two seconds at most."""
    async with engine_in(tmp_path, max_video_seconds=2) as opened:
        yield opened


def _received(engine: Engine, film: Path) -> Path:
    return Path(shutil.copy(film, engine.settings.data_dir / "work" / "received"))


async def test_what_is_accepted_is_kept_under_its_content(engine: Engine, media: MediaShelf) -> None:
    """The same film twice is one file, whatever it is called; odd endings do not reach the disk."""
    film = media.video(seconds=1)
    first = await engine.intake.accept_upload(_received(engine, film), "Höhe / a'b.MP4")
    second = await engine.intake.accept_upload(_received(engine, film), "x.mp4/../../y.html")
    assert (first.filename, first.blob.suffix, second.blob.suffix) == ("Höhe / a'b.MP4", ".mp4", ".mp4")
    assert first.blob.sha256 == second.blob.sha256
    assert BlobFolder(engine.settings.data_dir / "blobs").path_of(first.blob).read_bytes() == film.read_bytes()


async def test_what_is_refused_leaves_nothing(engine: Engine, media: MediaShelf, tmp_path: Path) -> None:
    """Neither the received file nor a work folder."""
    words = tmp_path / "words.mp4"
    words.write_text("no film")
    for film, refusal in ((words, NotMedia), (media.video(seconds=4), TooLarge)):
        received = _received(engine, film)
        with pytest.raises(refusal):
            await engine.intake.accept_upload(received, film.name)
        assert list(received.parent.iterdir()) == []


async def test_room_is_judged_by_what_must_stay_free(tmp_path: Path) -> None:
    """DISK_RESERVE_BYTES counts on top of the upload."""
    free = shutil.disk_usage(tmp_path).free
    async with engine_in(tmp_path, disk_reserve_bytes=free // 2) as engine:
        assert await engine.intake.has_disk_space(free // 4)
        assert not await engine.intake.has_disk_space(free - free // 4)


async def test_a_document_that_its_reader_crashes_on_costs_one_child(engine: Engine) -> None:
    """It is refused, and the next one is read."""
    with pytest.raises(InvalidRequest, match="crashed"):
        await engine.intake.read_otio("[" * 200_000)
    found = await engine.intake.read_otio('{"OTIO_SCHEMA": "Clip.99"}')
    assert (found.timeline, found.loc) == (None, ())
    assert "no OpenTimelineIO document" in (found.message or "")
