"""A whole job `full_processing` on a warm server, beside the bare tools one after another; and its first line.

The tools are a script of ffmpegs for the derived files, faster-whisper on its speech, and an ffmpeg for each clip. The
analysis of the text has no bare tool beside it, so it counts against us.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count, repeat
from pathlib import Path

from app.cli.server_process import ServerProcess
from app.client.api_client import ApiClient
from app.media.ffmpeg import find_ffmpeg
from benchmarks.frame.figure import Figure
from benchmarks.frame.films import large_film
from benchmarks.frame.pairs import CPU_S, WALL_S, Run, Side, pairs
from benchmarks.frame.processes import cpu_of_work, metered
from benchmarks.frame.server import running
from benchmarks.peers.bare_tools import cut, derive
from benchmarks.speech import Alone, alone

HEIGHT, LENGTH_S = 720, 120
CLIPS, CLIP_S = 4, 15
TOOLS = "the bare tools"


def run() -> Iterator[Figure]:
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ExitStack() as stack:
        folder = Path(name)
        film = large_film(folder, HEIGHT, LENGTH_S)
        product = Product(stack.enter_context(running(WHISPER_THREADS=str(cores))), variants(film, folder))
        whisper = stack.enter_context(alone(cores, repeat(folder / "speech.wav")))
        product()  # loads the models
        product.first_lines_s.clear()
        found = pairs(Side("ours", product), Side(TOOLS, lambda: tools(film, folder, whisper)))
    note = f"{LENGTH_S} s of {HEIGHT}p, {CLIPS} clips of {CLIP_S} s"
    yield found.figure("full_processing: CPU", CPU_S, aim=0.7, beside=TOOLS, note=note)
    yield found.figure("full_processing: time", WALL_S, aim=0.7, beside=TOOLS, note=note)
    yield Figure("first transcript line after POST, the slowest of the jobs", max(product.first_lines_s), "s", 2.0)


def variants(film: Path, folder: Path) -> Iterator[Path]:
    """Files with the same film, whose sound is a little lower in each: no job finds another's result, of any stage."""
    for number in count(1):
        path = folder / f"variant-{number}.mp4"
        command = [str(find_ffmpeg()), "-nostdin", "-loglevel", "error", "-i", str(film), "-c:v", "copy"]
        subprocess.run([*command, "-af", f"volume={0.99**number:.6f}", "-c:a", "aac", str(path)], check=True)
        yield path


@dataclass(frozen=True)
class Product:
    """Processes a new file each time it is called, from the request to the job's end; the upload comes before."""

    server: ServerProcess
    files: Iterator[Path]
    first_lines_s: list[float] = field(default_factory=list)

    def __call__(self) -> Run:
        client = ApiClient(self.server.address)
        options = {"clip_duration": float(CLIP_S), "max_clips": CLIPS, "language": "en"}
        order = {"video_id": client.upload(next(self.files)), "job_type": "full_processing", "options": options}
        with metered(self.server.pid) as meter:
            began = time.perf_counter()
            job = client.create_job(order)
            first_s = None
            for message in client.follow(job["id"]):
                if first_s is None and message["type"] == "transcript_segment":
                    first_s = time.perf_counter() - began
        ended = client.get(f"/api/v1/jobs/{job['id']}")
        if ended["status"] != "completed" or first_s is None:
            raise RuntimeError(f"the job ended as {ended['status']}: {ended['error']}")
        self.first_lines_s.append(first_s)
        return meter.run(len(ended["generated_clips"]))


def tools(film: Path, folder: Path, whisper: Alone) -> Run:
    """One after another, as a script runs them."""

    def clips() -> None:
        for number in range(CLIPS):
            cut(film, folder, number * LENGTH_S / CLIPS, CLIP_S)

    began = time.perf_counter()
    cpu_s = cpu_of_work(lambda: derive(film, folder, LENGTH_S))
    cpu_s += whisper().cpu_s
    cpu_s += cpu_of_work(clips)
    return Run(CLIPS, time.perf_counter() - began, cpu_s)
