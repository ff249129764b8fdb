"""Compares the versions of outside libraries with the oldest ones without known vulnerabilities.

Decoders parse hostile bytes, in the ffmpeg binary and in the libraries bundled with PyAV, so both are checked:
CVE-2026-8461 (code execution by a small file) is fixed in FFmpeg 7.1.5, 8.0.3 and 8.1.2. yt-dlp's floor is the release
after its last known CVEs. `doctor` shows the result; the server starts with any version.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

#: Branch → oldest safe patch release. Branches above the newest one listed are safe, those below the oldest are not.
FFMPEG_FLOORS: Final[Mapping[tuple[int, int], tuple[int, int, int]]] = {
    (7, 1): (7, 1, 5),
    (8, 0): (8, 0, 3),
    (8, 1): (8, 1, 2),
}
YT_DLP_FLOOR: Final = (2026, 7, 4)


@dataclass(frozen=True, slots=True)
class LibraryVersion:
    """A library's version. `safe` is None if the version does not say: a build of a development snapshot."""

    name: str
    version: str
    floor: str
    safe: bool | None


def library_versions() -> tuple[LibraryVersion, ...]:
    """The versions of PyAV's bundled FFmpeg and of yt-dlp. Imports PyAV, so not for the server process."""
    import av

    bundled = str(av.ffmpeg_version_info)
    fetcher = version("yt-dlp")
    return (
        LibraryVersion(f"FFmpeg in PyAV {av.__version__}", bundled, ffmpeg_floor(), is_safe_ffmpeg(bundled)),
        LibraryVersion("yt-dlp", fetcher, ".".join(map(str, YT_DLP_FLOOR)), numbers(fetcher) >= YT_DLP_FLOOR),
    )


def ffmpeg_floor() -> str:
    """The floors of all branches as text."""
    return ", ".join(".".join(map(str, floor)) for floor in FFMPEG_FLOORS.values())


def is_safe_ffmpeg(printed: str) -> bool | None:
    """Whether an FFmpeg version ("8.1.2", "n9.0.2-17-g2a5") is at or above its branch's floor; None if unreadable."""
    found = re.match(r"n?(\d+(?:\.\d+)+)", printed)
    if found is None:
        return None
    release = numbers(found[1])
    if release[:2] > max(FFMPEG_FLOORS):
        return True
    floor = FFMPEG_FLOORS.get((release[0], release[1]))
    return floor is not None and release >= floor


def numbers(version_text: str) -> tuple[int, ...]:
    """The numbers of a version, in a form that can be compared."""
    return tuple(int(part) for part in re.findall(r"\d+", version_text))
