"""A blob store of another layout: one flat folder, contents without suffixes, and copies to read from."""

import hashlib
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from pathlib import Path

from app.jobs.results import Blob
from app.ports.blob_store import Swept

HEX = set("0123456789abcdef")


class FlatFolder:
    """A `BlobStore`; only one object knows the times of keeping.

    A content lies under its hash; beside it, an empty file for each suffix.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._root.mkdir(exist_ok=True)
        self._lock = threading.Lock()
        self._kept_at: dict[str, float] = {}

    @property
    def spec(self) -> str:
        """See `BlobStore`."""
        return str(self._root)

    def keep(self, path: Path, suffix: str) -> Blob:
        """See `BlobStore`."""
        if path.is_symlink():
            raise OSError(f"{path.name} is a symbolic link")
        content = path.read_bytes()
        blob = Blob(sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content), suffix=suffix)
        with self._lock:
            (self._root / f"{blob.sha256}.content").write_bytes(content)
            self._named(blob).touch()
            self._kept_at[blob.sha256] = time.time()
        path.unlink()
        return blob

    def exists(self, blob: Blob) -> bool:
        """See `BlobStore`."""
        return self._named(blob).exists()

    def has_content(self, sha256: str) -> bool:
        """See `BlobStore`."""
        return self._content(sha256).exists()

    @contextmanager
    def local_copy(self, blob: Blob) -> Iterator[Path]:
        """See `BlobStore`."""
        if not self.exists(blob):
            raise FileNotFoundError(blob.sha256)
        with tempfile.TemporaryDirectory(dir=self._root) as folder:
            yield Path(shutil.copyfile(self._content(blob.sha256), Path(folder, f"copy{blob.suffix}")))

    def held(self, _: Callable[[], Iterable[Blob]]) -> AbstractAsyncContextManager[None]:
        """See `BlobStore`."""
        return nullcontext()

    def recorded(self, _: Iterable[Blob]) -> None:
        """See `BlobStore`."""

    def link(self, _: Blob) -> str | None:
        """See `BlobStore`."""
        return None

    def local_bytes(self) -> int | None:
        """See `BlobStore`."""
        return None

    async def make_room(self, _: int) -> int:
        """See `BlobStore`."""
        return 0

    def delete(self, hashes: Iterable[str]) -> int:
        """See `BlobStore`."""
        with self._lock:
            return sum(self._delete(sha256) for sha256 in hashes)

    def sweep(self, referenced: set[str], older_than_s: float) -> Swept:
        """See `BlobStore`."""
        before = time.time() - older_than_s
        with self._lock:
            old = [sha256 for sha256, at in self._kept_at.items() if at < before and sha256 not in referenced]
            return Swept(files=len(old), size_bytes=sum(map(self._delete, old)))

    def age(self, sha256: str, by_s: float) -> None:
        """Let the content have been kept earlier."""
        self._kept_at[sha256] -= by_s

    def _delete(self, sha256: str) -> int:
        content = self._content(sha256)
        if not content.exists():
            return 0
        size_bytes = content.stat().st_size
        for path in self._root.glob(f"{sha256}.*"):
            path.unlink()
        del self._kept_at[sha256]
        return size_bytes

    def _content(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= HEX:
            raise ValueError(f"not a sha256: {sha256!r}")
        return self._root / f"{sha256}.content"

    def _named(self, blob: Blob) -> Path:
        return self._root / f"{blob.sha256}.as-{blob.suffix.removeprefix('.')}"
