"""Measures how a speech model runs fastest on this machine: the stage itself, in a child like those of the server."""

import os
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from time import monotonic

from app.core.errors import ErrorCode, JobFailure
from app.core.settings import Settings
from app.engines.children import make_reaches, open_children
from app.inference.layouts import Kind
from app.inference.model_catalog import shipped_speech
from app.inference.tuning import Circumstances, Measured, Split
from app.inference.weights import resolve
from app.jobs.results import Blob
from app.media.ffmpeg import find_ffmpeg, input_of, run_ffmpeg
from app.processes.child_pool import ChildPool
from app.processes.messages import PieceMessage, WorkMessage
from app.processes.workplace import Workplace
from app.stages.transcribe.contract import STAGE, TranscribeInput, cores_of
from app.storage.opening import open_blobs

SAMPLE_RATE_HZ = 16_000
#: Speech for each worker, seconds: enough for two stretches and the pauses between them.
SPEECH_S = 80.0
#: The owner tag in the children's environment.
OWNER_TAG = "models-tune"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where splits are measured: a sentence to load the model with, and speech for every split."""

    settings: Settings
    place: Workplace
    sentence: Blob
    speech: Blob


def circumstances(settings: Settings) -> Circumstances:
    """What a measurement with these settings holds for. Raises JobFailure `model_unavailable`."""
    weights = resolve(Kind.WHISPER, settings.whisper_model, settings.models_dir)
    if weights.path is None:
        raise weights.unavailable
    return Circumstances.of(weights, "cpu", cores_of(settings))


def prepare(settings: Settings, folder: Path, film: Path, *, most_workers: int) -> Ground:
    """Write speech for so many workers, the sound of `film` again and again, to `folder`. Raises JobFailure."""
    ffmpeg, sentence, speech = find_ffmpeg(settings.ffmpeg_path), folder / "sentence.wav", folder / "speech.wav"
    form = ("-vn", "-ac", "1", "-ar", str(SAMPLE_RATE_HZ), "-c:a", "pcm_s16le")
    endless = input_of(film, "-stream_loop", "-1")
    run_ffmpeg(ffmpeg, [*endless, *form, "-t", str(SPEECH_S * most_workers), str(speech)], task="extracting speech")
    copyfile(shipped_speech(), sentence)
    blobs = open_blobs(str(folder / "blobs"))
    kept = blobs.keep(sentence, ".wav"), blobs.keep(speech, ".wav")
    place = Workplace(blobs, folder / "work", str(ffmpeg), reaches=make_reaches(settings, ffmpeg))
    return Ground(settings, place, *kept)


async def measure(ground: Ground, split: Split) -> Measured:
    """Transcribe once with a split, on a model that is loaded already. Raises JobFailure, as jobs would fail."""
    async with AsyncExitStack() as stack:
        children = await open_children(stack, ground.settings, OWNER_TAG)
        await _run(children, ground, split, ground.sentence)  # loads the model
        (child,) = children.children()
        cpu_s, began = _cpu_s(child.pid), monotonic()
        words = await _run(children, ground, split, ground.speech)
        seconds = monotonic() - began
        return Measured(
            split.workers,
            split.threads,
            words=words,
            seconds=seconds,
            cpu_s=_cpu_s(child.pid) - cpu_s,
            peak_bytes=_peak_bytes(child.pid),
        )


async def _run(children: ChildPool, ground: Ground, split: Split, speech: Blob) -> int:
    """Run the stage on a file; returns the number of words. Raises JobFailure also if there are none."""
    settings, words = ground.settings, 0
    params = TranscribeInput(
        pcm=speech,
        duration_s=0.0,
        model=settings.whisper_model,
        models_dir=str(settings.models_dir),
        language="en",
        decoding=settings.whisper_decoding,
        workers=split.workers,
        threads=split.threads,
        batch_size=settings.whisper_batch_size or 2,
        offline=True,
    )

    async def receive(message: WorkMessage) -> None:
        nonlocal words
        if isinstance(message, PieceMessage):
            words += len(message.piece["words"])

    folder = ground.place.folder_of(f"tune-{speech.sha256}")
    reach = ground.place.reach_of_stage(STAGE, params, folder)
    order = ground.place.order(STAGE.entry, params.model_dump_json(), folder, reach)
    await children.run_order(STAGE.child_kind(params), order, receive, may_sleep=False)
    if not words:
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, f"The model “{settings.whisper_model}” heard nothing in speech.")
    return words


def _cpu_s(pid: int) -> float:
    """Processor time of a process, ended threads included; 0 where the system does not show it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_bytes(pid: int) -> int:
    """The most memory that a process has had resident; 0 where the system does not show it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
