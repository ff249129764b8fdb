"""Finds recordings in folders of this machine, by their names."""

import os
from collections.abc import Iterator
from pathlib import Path

#: Endings of files in a folder that are taken for recordings.
RECORDINGS = frozenset(
    ".3gp .aac .aif .aiff .amr .avi .flac .flv .m2ts .m4a .m4b .m4v .mka .mkv .mov .mp3 .mp4 .mpeg .mpg .mts .mxf "
    ".oga .ogg .ogv .opus .ts .vob .wav .webm .wma .wmv".split()
)
#: Size in bytes and time of change in nanoseconds.
Shape = tuple[int, int]


def is_recording(file: Path) -> bool:
    """Whether a file's ending is that of a recording, and it is not hidden and not a clip that was written here."""
    return (
        file.suffix.lower() in RECORDINGS
        and not file.name.startswith(".")
        and not Path(file.stem).suffix.startswith((".clip-", ".sound"))
        and file.is_file()
    )


def recordings_below(folder: Path) -> Iterator[tuple[Path, Shape]]:
    """The recordings in a folder and in the folders below it that are not hidden, each with its size and time."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(place, name)
            try:
                if is_recording(file):
                    stat = file.stat()
                    yield file, (stat.st_size, stat.st_mtime_ns)
            except OSError:  # moved away meanwhile
                continue
