"""Counts what yt-dlp downloads: reports the progress, and stops a transfer that is larger than allowed.

yt-dlp's own limit skips a file silently and does not apply to streams without a stated length, so the bytes are counted
here as they arrive. An exception in a progress hook ends the transfer at once.
"""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from app.core.errors import ErrorCode, JobFailure

#: A fragment of a stream is assembled in memory, so a hostile one must not be as large as a whole video.
MAX_FRAGMENT_BYTES: Final = 512_000_000
UNITS: Final = ("B/s", "kB/s", "MB/s", "GB/s")


class Reached(Protocol):
    """The progress callback of a stage's tools: a fraction 0..1, and a speed as text."""

    def __call__(self, fraction: float, *, speed: str | None = None) -> None: ...


class Transfer:
    """Progress of one or two files (picture and sound) in sequence; `weights` are their shares of the whole."""

    def __init__(self, weights: list[float], *, max_bytes: int, reached: Reached) -> None:
        whole = sum(weights)
        self._parts = [weight / whole for weight in weights]
        self._max_bytes = max_bytes
        self._reached = reached
        self._index = 0
        self._bytes_before = 0
        self._reported = 0.0
        self._fragment = 0
        self._fragment_start = 0

    def hook(self, status: Mapping[str, Any]) -> None:
        """Count and report progress, as one of yt-dlp's `progress_hooks`. Raises JobFailure (`too_large`)."""
        done_bytes = int(status.get("downloaded_bytes") or 0)
        whole_bytes = int(status.get("total_bytes") or 0)
        refuse_too_large(self._bytes_before + max(done_bytes, whole_bytes), self._max_bytes)
        if "fragment_index" in status:
            self._watch_fragment(int(status["fragment_index"] or 0), done_bytes)
        if status.get("status") != "downloading":
            return
        fraction = _fraction(status, done_bytes)
        if fraction is not None:
            overall = sum(self._parts[: self._index]) + self._parts[self._index] * fraction
            self._reported = max(self._reported, min(overall, 1.0))
        self._reached(self._reported, speed=spoken_speed(status.get("speed")))

    def _watch_fragment(self, fragment: int, done_bytes: int) -> None:
        if fragment != self._fragment:
            self._fragment, self._fragment_start = fragment, done_bytes
        if done_bytes - self._fragment_start > MAX_FRAGMENT_BYTES:
            raise JobFailure(ErrorCode.TOO_LARGE, "The stream comes in pieces that are larger than allowed here.")

    def part_done(self, size_bytes: int) -> None:
        """Record that the current file is complete; the next one follows."""
        self._bytes_before += size_bytes
        refuse_too_large(self._bytes_before, self._max_bytes)
        self._index += 1
        self._reported = max(self._reported, min(sum(self._parts[: self._index]), 1.0))
        self._reached(self._reported)


def refuse_too_large(size_bytes: float, max_bytes: int) -> None:
    """Raise JobFailure (`too_large`) above the limit."""
    if size_bytes > max_bytes:
        raise JobFailure(
            ErrorCode.TOO_LARGE,
            f"The video has more than {max_bytes / 1e6:,.1f} MB, which is the limit of this server for downloads.",
        )


def spoken_speed(bytes_per_s: float | None) -> str | None:
    """Format a speed as "3.1 MB/s"; None if it is not known."""
    if not bytes_per_s:
        return None
    value, unit = float(bytes_per_s), 0
    while value >= 1000 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {UNITS[unit]}"


def _fraction(status: Mapping[str, Any], done_bytes: int) -> float | None:
    """The fraction of the current file that has arrived; for fragmented streams an estimate. None if unknown."""
    fragments = status.get("fragment_count")
    if fragments:
        return min(1.0, int(status.get("fragment_index") or 0) / int(fragments))
    whole_bytes = status.get("total_bytes") or status.get("total_bytes_estimate")
    return min(1.0, done_bytes / float(whole_bytes)) if whole_bytes else None
