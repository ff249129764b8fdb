"""A whole transcription job on a warm server, beside faster-whisper alone on the same file with the same settings."""

import os
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from app.cli.server_process import PROJECT_DIR, ServerProcess
from app.client.api_client import ApiClient
from app.inference.layouts import Kind
from app.inference.weights import SHIPPED, resolve
from app.media.ffmpeg import find_ffmpeg
from app.processes.sandbox import Bounds, environment_for
from benchmarks.frame.figure import Figure
from benchmarks.frame.pairs import CPU_S, WALL_S, Metric, Run, Side, pairs
from benchmarks.frame.processes import metered
from benchmarks.frame.server import running
from tests.media import SAMPLE

#: How often the sample of 80 s is repeated.
REPEATS = 8
AIM = 1.02
WORDS = Metric("words/s", "higher", lambda run: run.operations / run.wall_s)


def run() -> Iterator[Figure]:
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        files = variants(Path(name))
        sides = [Side("ours", Job(stack.enter_context(running(WHISPER_THREADS=str(cores))), files))]
        sides.append(Side("faster-whisper", stack.enter_context(alone(cores, files))))
        if cores > 1:
            split = running(WHISPER_WORKERS=str(cores), WHISPER_THREADS="1")
            sides.append(Side(f"ours, {cores} windows at once", Job(stack.enter_context(split), files)))
        for side in sides:
            side.run()  # loads the model
        found = pairs(*sides)
    note = f"{REPEATS} × the shipped sample of 80 s, the shipped model, {cores} threads"
    yield found.figure("transcription job: CPU", CPU_S, aim=AIM, beside="faster-whisper", note=note)
    yield found.figure("transcription job: time", WALL_S, aim=AIM, beside="faster-whisper")
    yield found.figure("transcription job: words", WORDS)


def variants(folder: Path) -> Iterator[Path]:
    """Files with the same speech that differ in a sample, so that no job finds another's result."""
    speech = folder / "speech.wav"
    form = ["-vn", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le"]
    loop = [find_ffmpeg(), "-loglevel", "error", "-stream_loop", str(REPEATS - 1), "-i", SAMPLE]
    subprocess.run([*loop, *form, speech], check=True)
    with wave.open(str(speech), "rb") as source:
        properties, sound = source.getparams(), source.readframes(source.getnframes())
    for number in count(1):
        path = folder / f"{number}.wav"
        with wave.open(str(path), "wb") as target:
            target.setparams(properties)
            target.writeframes(number.to_bytes(2, "little") + sound[2:])
        yield path


@dataclass(frozen=True)
class Job:
    """Transcribes a new file each time it is called, from the order of the job to its end; the upload comes before."""

    server: ServerProcess
    files: Iterator[Path]

    def __call__(self) -> Run:
        client = ApiClient(self.server.address)
        video_id = client.upload(next(self.files))
        with metered(self.server.pid) as meter:
            job = client.create_job({"video_id": video_id, "job_type": "transcription"})
            for _ in client.follow(job["id"]):
                pass
        transcript = client.get(f"/api/v1/jobs/{job['id']}")["transcript"]
        return meter.run(len(transcript.split()))


@contextmanager
def alone(threads: int, files: Iterator[Path]) -> Iterator["Alone"]:
    """faster-whisper in a process of its own, with the environment and the priority that ours has."""
    folder = resolve(Kind.WHISPER, "demo", SHIPPED).path
    program = [sys.executable, "-m", "benchmarks.peers.whisper", str(folder), str(threads)]
    with subprocess.Popen(
        ["nice", "-n", str(Bounds().nice), *program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT_DIR,
        env=environment_for("benchmark"),
    ) as process:
        peer = Alone(process, files)
        peer.read()
        yield peer
        process.stdin.close()  # type: ignore[union-attr]


@dataclass(frozen=True)
class Alone:
    """Transcribes a new file each time it is called."""

    process: "subprocess.Popen[str]"
    files: Iterator[Path]

    def __call__(self) -> Run:
        path = next(self.files)
        assert self.process.stdin is not None
        with metered(self.process.pid) as meter:
            print(path, file=self.process.stdin, flush=True)
            words = int(self.read())
        return meter.run(words)

    def read(self) -> str:
        """The next line of its answer. Raises EOFError if it has ended."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise EOFError("faster-whisper ended by itself; its complaint is above")
        return line.strip()
