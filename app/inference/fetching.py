"""Downloads weights from the model hub: resumable, verified, pinned. For children and the command line only.

A model is downloaded to `MODELS_DIR/organisation--name.part/` and renamed when every file is complete and has the hash
that the hub states (SHA-256 of large files, the git blob hash of small ones). An interrupted download is resumed. The
revision is the manifest's; if that pins none, `main` is resolved to its commit at the first fetch and stored in
`revision.json`, and from then on the name refers to that commit.
"""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from huggingface_hub import HfApi, hf_hub_url
from huggingface_hub.errors import (  # type: ignore[attr-defined]
    GatedRepoError,
    HFValidationError,
    HTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.file_download import http_get
from huggingface_hub.utils import build_hf_headers, disable_progress_bars  # type: ignore[attr-defined]

from app.core.errors import ErrorCode, JobFailure
from app.core.removal import remove_tree
from app.inference.layouts import chosen, missing
from app.inference.weights import RECORD, Weights, resolve

#: Timeout for the hub's first response; short, so that a missing network is noticed soon.
HUB_TIMEOUT_S = 10.0
#: Seconds between two attempts to get the lock while another process fetches the model.
POLL_S = 0.5
#: Disk space that a fetch leaves free.
RESERVE_BYTES = 200_000_000
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """The progress of a fetch; `file` is the one in progress."""

    file: str
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository at a commit. `digest` is the SHA-256 of a large file, else the git blob's SHA-1."""

    name: str
    size_bytes: int
    digest: str


@dataclass(frozen=True, slots=True)
class RemoteModel:
    """The needed files of a repository at one commit."""

    repo_id: str
    revision: str
    licence: str | None
    languages: tuple[str, ...]
    files: tuple[RemoteFile, ...]

    @property
    def total_bytes(self) -> int:
        return sum(file.size_bytes for file in self.files)


def fetch(
    weights: Weights, on_progress: Callable[[FetchProgress], None], *, offline: bool = False, refresh: bool = False
) -> Weights:
    """Download missing weights and return them with their path. Blocks for as long as the network takes.

    Present weights are kept; `refresh` fetches a later pin of the manifest. Raises JobFailure `model_unavailable`
    (offline, unknown, no response, wrong hash) or `disk_full`. Of two processes that fetch the same model, the second
    waits and uses the result of the first.
    """
    if weights.path is not None and not refresh:
        return weights
    if weights.repo_id is None or weights.folder is None:
        raise weights.unavailable
    if offline or _is_offline():
        why = weights.why_absent.rstrip(".")
        message = f"{why}. HF_HUB_OFFLINE is set, so nothing is fetched now."
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message)
    folder, models_dir = weights.folder, weights.folder.parent
    if not models_dir.exists():
        models_dir.mkdir(parents=True, exist_ok=True)
        models_dir.chmod(0o755)  # may be shared, unlike the other folders
    with _locked(models_dir / f".{folder.name}.lock"), _hub_errors_reported(weights):
        found = resolve(weights.kind, weights.name, models_dir)
        if found.path is not None and not refresh:
            return found
        remote = _remote(weights)
        part = folder.with_name(f"{folder.name}.part")
        _gather(remote, part, on_progress)
        _publish(remote, part, folder)
    return resolve(weights.kind, weights.name, models_dir)


def _is_offline() -> bool:
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}


def _remote(weights: Weights) -> RemoteModel:
    """Request from the hub the files to fetch, their sizes and hashes, and the revision's commit."""
    info = HfApi(endpoint=_endpoint()).model_info(
        str(weights.repo_id), revision=weights.revision, files_metadata=True, timeout=HUB_TIMEOUT_S
    )
    siblings = {sibling.rfilename: sibling for sibling in info.siblings or []}
    files = tuple(_remote_file(siblings[name]) for name in chosen(weights.kind, list(siblings)))
    lacks = missing(weights.kind, {file.name for file in files}.__contains__)
    if lacks or info.sha is None:
        lacking = " and no ".join(lacks) or "commit"
        message = f"The hub's {weights.repo_id} is no {weights.kind} model that can be used here: it has no {lacking}."
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message)
    licence, language = (getattr(info.card_data, field, None) for field in ("license", "language"))
    return RemoteModel(
        repo_id=str(weights.repo_id),
        revision=info.sha,
        licence=licence if isinstance(licence, str) else None,
        languages=(language,) if isinstance(language, str) else tuple(language or ()),
        files=files,
    )


def _remote_file(sibling: Any) -> RemoteFile:
    digest = sibling.lfs.sha256 if sibling.lfs else sibling.blob_id
    if digest is None or sibling.size is None:
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, f"The hub states no hash for {sibling.rfilename}; not fetched.")
    return RemoteFile(sibling.rfilename, int(sibling.size), str(digest))


def _gather(remote: RemoteModel, part: Path, on_progress: Callable[[FetchProgress], None]) -> None:
    """Download every file to `part`. Files of an earlier attempt are reused if they are of the same revision."""
    if part.is_dir() and _begun(part) != remote.revision:
        _remove_ours(part)
    part.mkdir(exist_ok=True)
    (part / RECORD).write_text(json.dumps({"revision": remote.revision}), encoding="utf-8")
    left = sum(file.size_bytes - _have(part / file.name) for file in remote.files)
    if shutil.disk_usage(part).free < left + RESERVE_BYTES:
        raise JobFailure(ErrorCode.DISK_FULL, f"{remote.repo_id} needs {left // 1_000_000} MB more disk space.")
    before = 0
    for file in remote.files:
        reached = before

        def report(have: int, file: RemoteFile = file, reached: int = reached) -> None:
            on_progress(FetchProgress(file.name, reached + have, remote.total_bytes))

        _download(remote, file, part / file.name, report)
        before += file.size_bytes


def _begun(part: Path) -> str | None:
    try:
        revision = json.loads((part / RECORD).read_text(encoding="utf-8"))["revision"]
    except (FileNotFoundError, KeyError, ValueError):
        return None
    return str(revision)


def _have(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


class _CountedFile(FileIO):
    """A file that reports its length after every write."""

    def __init__(self, path: Path, report: Callable[[int], None]) -> None:
        super().__init__(path, "ab+")
        self._report = report

    def write(self, data: Any, /) -> int:
        view = memoryview(data)
        written = 0
        while written < len(view):
            written += super().write(view[written:]) or 0
        self._report(self.tell())
        return written


def _download(remote: RemoteModel, file: RemoteFile, path: Path, report: Callable[[int], None]) -> None:
    """Download or resume one file. A file with the wrong hash is removed, so that the next attempt starts over."""
    disable_progress_bars("huggingface_hub.http_get")
    path.parent.mkdir(parents=True, exist_ok=True)
    have = _have(path)
    report(have)
    if have < file.size_bytes:
        url = hf_hub_url(remote.repo_id, file.name, revision=remote.revision, endpoint=_endpoint())
        with _CountedFile(path, report) as target:
            http_get(url, target, resume_size=have, headers=build_hf_headers(), expected_size=file.size_bytes)
            os.fsync(target.fileno())
    if _digest(path, file) != file.digest:
        path.unlink()
        message = (
            f"{file.name} of {remote.repo_id} did not arrive as the hub describes it (wrong hash); fetch it again."
        )
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, message)


def _digest(path: Path, file: RemoteFile) -> str:
    """The hash of a file, of the kind that the hub states, recognised by its length."""
    digest = hashlib.sha256() if len(file.digest) == 64 else hashlib.sha1(usedforsecurity=False)
    if digest.name == "sha1":
        digest.update(f"blob {path.stat().st_size}\0".encode())
    with path.open("rb") as source:
        while block := source.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _publish(remote: RemoteModel, part: Path, folder: Path) -> None:
    record = {
        "repo_id": remote.repo_id,
        "revision": remote.revision,
        "licence": remote.licence,
        "languages": remote.languages,
        "fetched_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": {file.name: file.digest for file in remote.files},
    }
    (part / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    _readable_by_all(part)
    if os.path.lexists(folder):  # an older revision, or one that lacks files
        _remove_ours(folder)
    part.rename(folder)


def _remove_ours(folder: Path) -> None:
    """Remove a folder that was fetched, or a partial one. Raises JobFailure for a foreign folder."""
    ours = not folder.is_symlink() and ((folder / RECORD).is_file() or not any(folder.iterdir()))
    if not ours or not remove_tree(folder):
        raise JobFailure(
            ErrorCode.MODEL_UNAVAILABLE,
            f"{folder} is in the way of the model: it was not fetched by this program, and is left as it is. Move it "
            "away, or name it as the model.",
        )


def _readable_by_all(folder: Path) -> None:
    """Make the files readable by all users: weights are public, and MODELS_DIR may be shared."""
    folder.chmod(0o755)
    for at, folders, files in os.walk(folder):
        for name in folders:
            Path(at, name).chmod(0o755)
        for name in files:
            Path(at, name).chmod(0o644)


def _endpoint() -> str | None:
    return os.environ.get("HF_ENDPOINT") or None


@contextmanager
def _locked(lock: Path) -> Iterator[None]:
    """Hold a lock for the block; other processes poll for it, so that they do not look hung."""
    with lock.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(POLL_S)
        yield


@contextmanager
def _hub_errors_reported(weights: Weights) -> Iterator[None]:
    """Translate the hub's errors to job failures with a remedy."""
    try:
        yield
    except GatedRepoError as error:
        raise _unavailable(weights, "needs its terms accepted on the hub, and HF_TOKEN set.", then="Then") from error
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise _unavailable(weights, "is not on the hub, or needs HF_TOKEN.") from error
    except RevisionNotFoundError as error:
        raise _unavailable(weights, f"has no revision {weights.revision} on the hub.") from error
    except HTTPError as error:
        raise _unavailable(
            weights, f"could not be fetched from the hub ({type(error).__name__}).", then="Check the network, then"
        ) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise JobFailure(ErrorCode.DISK_FULL, f"The disk is full: “{weights.name}” was not fetched.") from error
        if error.errno is not None:
            raise
        raise _unavailable(weights, "came incomplete; what arrived is kept.", then="Go on with") from error


def _unavailable(weights: Weights, reason: str, *, then: str = "") -> JobFailure:
    """Build the failure; `then` introduces the command if fetching again may help."""
    remedy = f" {then}: python main.py models fetch {weights.name}" if then else ""
    return JobFailure(ErrorCode.MODEL_UNAVAILABLE, f"The {weights.kind} model “{weights.name}” {reason}{remedy}")
