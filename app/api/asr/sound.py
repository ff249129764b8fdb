"""Receives the sound of a request: a file, or bare samples (16 kHz, mono, 16 bits), which get a header."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from starlette.requests import Request

from app.api.declared_bodies import FormBody
from app.api.dependencies import Services
from app.api.uploads import received, safe_name
from app.core.errors import InvalidRequest, TooLarge
from app.jobs.record import Video
from app.service.intake import Intake
from app.service.upload_limits import check_disk_space

#: The form, of which MAX_UPLOAD_BYTES are counted while it is received.
FORM = FormBody(file="audio_file", limit=None)
SAMPLE_RATE_HZ, SAMPLE_BYTES = 16_000, 2
BYTES_PER_S = SAMPLE_RATE_HZ * SAMPLE_BYTES
#: What files of sound begin with, although the request states that there is no header.
CONTAINERS = (b"RIFF", b"RF64", b"OggS", b"fLaC", b"ID3", b"\x1aE\xdf\xa3")


@asynccontextmanager
async def received_sound(
    request: Request,
    services: Services,
    intake: Intake,
    *,
    encoded: bool,
    name: str | None,
    longest_s: float | None = None,
) -> AsyncIterator[tuple[Path, str]]:
    """The path and name of a received file that can be probed; it is gone afterwards.

    Bare samples are those that are not `encoded`; of them at most `longest_s` seconds are kept. Raises as `received`,
    and TooLarge for more than MAX_VIDEO_SECONDS.
    """
    settings = services.settings
    folder, limit = settings.data_dir / "work" / "uploads", settings.max_upload_bytes
    async with received(request, FORM, folder=folder, limit=limit, intake=intake) as upload:
        shown = title_of(name) or upload.name
        if encoded or await asyncio.to_thread(_has_header, upload.path):
            yield upload.path, shown
            return
        size = (await asyncio.to_thread(upload.path.stat)).st_size
        if size < SAMPLE_BYTES:
            raise InvalidRequest("There is not one sample in the file.")
        if size / BYTES_PER_S > settings.max_video_seconds:
            raise TooLarge(f"The sound is longer than {settings.max_video_seconds} seconds.", code="too_long")
        kept = size if longest_s is None else min(size, int(longest_s * SAMPLE_RATE_HZ) * SAMPLE_BYTES)
        await check_disk_space(intake, kept)
        path = upload.path.with_suffix(".wav.part")
        try:
            await asyncio.to_thread(_write_wav, upload.path, path, kept - kept % SAMPLE_BYTES)
            yield path, shown
        finally:
            await asyncio.shield(asyncio.to_thread(path.unlink, missing_ok=True))


def title_of(path: str | None) -> str | None:
    """The name of the film that a client states by its path, on its own system."""
    if not path:
        return None
    pure = PureWindowsPath(path) if "\\" in path else PurePosixPath(path)
    return safe_name(pure.name) if pure.name else None


def _has_header(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(12)
    return start.startswith(CONTAINERS) or start[4:8] == b"ftyp"


def _write_wav(source: Path, target: Path, size: int) -> None:
    """Write the first bytes of bare samples as a wav."""
    with source.open("rb") as samples, target.open("wb") as wav:
        wav.write(wav_header(size))
        left = size
        while left and (part := samples.read(min(left, 1 << 20))):
            wav.write(part)
            left -= len(part)


def wav_header(size: int) -> bytes:
    """The header of a wav with that many bytes of samples."""
    form = struct.pack("<HHIIHH", 1, 1, SAMPLE_RATE_HZ, BYTES_PER_S, SAMPLE_BYTES, 8 * SAMPLE_BYTES)
    whole = min(size + 36, 0xFFFFFFFF)
    return b"RIFF%bWAVEfmt %b%bdata%b" % (
        whole.to_bytes(4, "little"),
        len(form).to_bytes(4, "little"),
        form,
        min(size, 0xFFFFFFFF).to_bytes(4, "little"),
    )


def has_sound(video: Video) -> bool:
    """Whether a probed video has a track of sound."""
    return (video.media or {}).get("audio_codec") is not None
