"""What the scenes of a film cost beside decoding the same film with bare ffmpeg."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.media.ffmpeg import find_ffmpeg
from app.stages.scenes.contract import ScenesInput
from app.stages.scenes.run import run as find_scenes
from benchmarks.frame.figure import Figure
from benchmarks.frame.films import large_film
from benchmarks.frame.pairs import CPU_S, WALL_S, Run, Side, pairs
from benchmarks.frame.processes import cpu_of_work
from tests.media import described
from tests.tools import LocalTools

DECODE = "ffmpeg -f null"
#: Height and length (seconds) of the films.
FILMS = ((720, 120), (1080, 60))


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for height, length_s in FILMS:
            path = large_film(Path(folder), height, length_s)
            tools = LocalTools(Path(folder) / str(height))
            params = ScenesInput(source=tools.stored(path), media=described(path))
            found = pairs(
                Side("ours", measured(lambda params=params, tools=tools: find_scenes(params, tools))),
                Side(DECODE, measured(lambda path=path: decode(path))),
            )
            name = f"scenes of {length_s} s of {height}p"
            yield found.figure(name, CPU_S, aim=1.05, beside=DECODE)
            yield found.figure(name, WALL_S, aim=1.05, beside=DECODE)


def measured(work: Callable[[], object]) -> Callable[[], Run]:
    """The run of work whose processes all end with it."""

    def once() -> Run:
        began = time.perf_counter()
        cpu_s = cpu_of_work(work)
        return Run(1, time.perf_counter() - began, cpu_s)

    return once


def decode(path: Path) -> None:
    """Decode picture and sound with bare ffmpeg and drop them."""
    command = [find_ffmpeg(), "-nostdin", "-loglevel", "error", "-i", path, "-f", "null", "-"]
    subprocess.run(command, check=True)
