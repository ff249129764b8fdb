"""Damages media in every way that bytes can be damaged, and has each probed in a process of its own.

    python -m tests.mutated_media --count 10000 [--seed 1]

makes a small file of each container (`make fuzz-media`) and prints what became of their mutants; a test probes some.
A mutant is accepted or refused by a JobFailure. Anything else is a fault: another exception, the death of the process,
or more than `SECONDS` of processor time. `--keep FOLDER` stores the mutants that were faults.
"""

import argparse
import faulthandler
import os
import random
import resource
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import imageio_ffmpeg

from app.core.errors import JobFailure
from app.media.probe import examine

#: Bounds of one probe: processor time, and memory beyond what the process had, bytes.
SECONDS, MEMORY = 20, 1_500_000_000
#: Ends of files and how ffmpeg makes them, a second each.
PICTURE = ("-c:v", "mpeg4", "-c:a", "aac")
KINDS: dict[str, tuple[str, ...]] = {
    "mp4": ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"),
    "mov": PICTURE,
    "3gp": ("-c:v", "mpeg4", "-c:a", "aac"),
    "mkv": PICTURE,
    "webm": ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus"),
    "ts": ("-c:v", "mpeg2video", "-c:a", "mp2"),
    "mpg": ("-c:v", "mpeg1video", "-c:a", "mp2"),
    "avi": ("-c:v", "mpeg4", "-c:a", "pcm_s16le"),
    "flv": ("-c:v", "flv", "-c:a", "aac", "-ar", "44100"),
    "wmv": ("-c:v", "wmv2", "-c:a", "wmav2"),
    "ogv": ("-vn", "-c:a", "libvorbis"),
    "mxf": ("-c:v", "mpeg2video", "-c:a", "pcm_s16le", "-ar", "48000"),
    "y4m": ("-an", "-s", "32x18"),
    "mp3": ("-vn",),
    "aac": ("-vn",),
    "m4a": ("-vn",),
    "ac3": ("-vn",),
    "wav": ("-vn",),
    "w64": ("-vn",),
    "aiff": ("-vn",),
    "caf": ("-vn",),
    "au": ("-vn",),
    "flac": ("-vn",),
    "tta": ("-vn",),
    "wv": ("-vn",),
}
#: Values that break arithmetic.
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)


def originals(folder: Path, kinds: Sequence[str] = tuple(KINDS)) -> list[Path]:
    """A healthy file of each kind."""
    tone = "sine=f=440:r=48000:d=1"
    sources = ("-f", "lavfi", "-i", "testsrc=s=64x36:r=25:d=1", "-f", "lavfi", "-i", tone, "-pix_fmt", "yuv420p")
    files = [folder / f"original.{kind}" for kind in kinds]
    for file in files:
        command = (imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *sources, *KINDS[file.suffix[1:]])
        subprocess.run((*command, str(file)), check=True)
    return files


def mutant(data: bytes, chance: random.Random) -> bytes:
    """A copy with one to eight injuries, most of them near the beginning, where headers are."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        size = len(found)
        if size < 16:
            break
        at = chance.randrange(size) if chance.random() < 0.4 else chance.randrange(min(size, 1024))
        kind = chance.randrange(7)
        length = chance.choice((1, 2, 4, 8, 64, 512))
        if kind == 0:
            found[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            width = chance.choice((1, 2, 4, 8))
            value = chance.choice(EXTREMES) % 256**width
            found[at : at + width] = value.to_bytes(width, chance.choice(("big", "little")))
        elif kind == 2:
            found[at : at + length] = chance.randbytes(length)
        elif kind == 3:
            del found[at : at + length]
        elif kind == 4:
            start = chance.randrange(size)
            found[at:at] = found[start : start + length]
        elif kind == 5:
            start = chance.randrange(size)
            found[at : at + length] = found[start : start + length]
        else:
            del found[max(16, at) :]
    return bytes(found)


def outcome(path: Path) -> str:
    """What a probe in a process of its own makes of a file: `accepted`, the code of a refusal, or a fault."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _probe_and_exit(path, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    _, status = os.waitpid(pid, 0)
    return f"fault: signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else said or "fault: no answer"


def _probe_and_exit(path: Path, writing: int) -> None:
    """Probe within the bounds, write the outcome, and end this process."""
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    try:
        probed = examine(path, max_seconds=3600.0, max_pixels=8192 * 8192)
        healthy = 0 < probed.media.duration_s <= 3600
        said = "accepted" if healthy else f"fault: {probed.media}"
    except JobFailure as failure:
        said = failure.code.value
    except BaseException:
        said = "fault: " + traceback.format_exc()
    os.write(writing, said.encode()[:60_000])
    os._exit(0)


def probes(files: Sequence[Path], count: int, seed: int, keep: Path | None = None) -> Iterator[tuple[str, str]]:
    """Yield the names and outcomes of so many mutants, in turn of each file."""
    contents = [file.read_bytes() for file in files]
    for number in range(count):
        file = files[number % len(files)]
        chance = random.Random(f"{seed} {number}")
        path = file.with_stem(f"mutant-{number}")
        path.write_bytes(mutant(contents[number % len(files)], chance))
        found = outcome(path)
        if keep is not None and found.startswith("fault"):
            (keep / path.name).write_bytes(path.read_bytes())
        path.unlink()
        yield path.name, found


def main() -> int:
    """Probe mutants and print the outcomes; returns 1 if there was a fault."""
    parser = argparse.ArgumentParser(description="Probe damaged media.")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for name, found in probes(originals(Path(folder)), chosen.count, chosen.seed, chosen.keep):
            counts[found] += 1
            if found.startswith("fault"):
                print(name, found, flush=True)
    for found, times in counts.most_common():
        print(f"{times:6} {found.splitlines()[-1]}")
    return int(any(found.startswith("fault") for found in counts))


if __name__ == "__main__":
    sys.exit(main())
