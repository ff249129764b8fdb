"""What looking at a film costs: the one pass of stage `scenes` against a plain decoding of the same file."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.media.ffmpeg import find_ffmpeg, input_of
from app.stages.scenes.contract import ScenesInput
from app.stages.scenes.run import run as look
from benchmarks.frame.figure import Figure, of_runs
from benchmarks.frame.processes import cpu_of_work
from tests.media import SAMPLE, described
from tests.tools import LocalTools

RUNS = 5
LARGE_S = 20


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        for name, path in (("sample 360p", SAMPLE), ("1080p", large(Path(folder)))):
            tools = LocalTools(Path(folder) / path.stem)
            given = ScenesInput(source=tools.stored(path), media=described(path))
            plain, whole, walls = [], [], []
            for _ in range(RUNS):
                plain.append(cpu_of_work(lambda path=path: decode(path)))
                began = time.perf_counter()
                whole.append(cpu_of_work(lambda given=given, tools=tools: look(given, tools)))
                walls.append(given.media.duration_s / (time.perf_counter() - began))
            yield of_runs(f"scenes, {name}: speed", walls, "× real time")
            yield of_runs(f"plain decoding, {name}", plain, "CPU s")
            yield of_runs(f"scenes, {name}", whole, "CPU s")
            ratios = [scenes / decoding for scenes, decoding in zip(whole, plain, strict=True)]
            yield of_runs(f"scenes, {name}: x decode", ratios, "×")


def decode(path: Path) -> None:
    command = [find_ffmpeg(), "-nostdin", "-loglevel", "error", *input_of(path), "-f", "null", "-"]
    subprocess.run(command, check=True)


def large(folder: Path) -> Path:
    """A noisy, moving 1080p film with sound, at a rate that cameras use (about 6 Mbit/s)."""
    path = folder / "large.mp4"
    picture = f"testsrc2=s=1920x1080:r=25:d={LARGE_S},noise=alls=12:allf=t"
    sound = f"sine=f=440:r=48000:d={LARGE_S}"
    command = [
        find_ffmpeg(),
        "-nostdin",
        "-loglevel",
        "error",
        "-f",
        "lavfi",
        "-i",
        picture,
        "-f",
        "lavfi",
        "-i",
        sound,
    ]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-b:v", "6M", "-pix_fmt", "yuv420p", "-c:a", "aac", str(path)]
    subprocess.run(command, check=True)
    return path
