"""What clips cost: choosing them, and cutting the shipped sample, plain and upright with captions."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.editing.selection import Material, Wish, choose_clips
from app.jobs.results import Segment
from app.stages.clips import run as clips
from app.stages.clips.contract import ClipsInput
from app.stages.scenes import run as scenes
from app.stages.scenes.contract import ScenesInput
from benchmarks.frame.figure import Figure, of_runs
from benchmarks.frame.processes import cpu_of_work
from benchmarks.scenes import decode
from tests.media import SAMPLE, described, sample_truth
from tests.tools import LocalTools

RUNS = 3
KINDS: dict[str, dict[str, Any]] = {
    "as they are": {},
    "9:16, captions": {"aspect": "9:16", "burn_captions": True},
    "webm": {"output_format": "webm"},
}


def run() -> Iterator[Figure]:
    yield of_runs("choosing 50 clips of 2 hours of speech", [choosing() for _ in range(RUNS)], "s", aim=5.0, part=True)
    with tempfile.TemporaryDirectory() as folder:
        whole_decode = min(cpu_of_work(lambda: decode(SAMPLE)) for _ in range(RUNS))
        for kind, options in KINDS.items():
            cost, speed = zip(*(cutting(Path(folder) / f"{kind}-{n}", options) for n in range(RUNS)), strict=True)
            yield of_runs(f"cutting clips of the sample, {kind}", speed, "× real time")
            yield of_runs(f"cutting, {kind}: x decode of as much film", [c / whole_decode for c in cost], "×")


def choosing() -> float:
    """Seconds to choose among 1,200 sentences."""
    said = tuple(
        Segment(start_s=at * 6.0, end_s=at * 6.0 + 5.4, text="The rocket flies to the moon again.", confidence=0.9)
        for at in range(1200)
    )
    began = time.perf_counter()
    choose_clips(Material(7_200, said), Wish(30, 2, 50))
    return time.perf_counter() - began


def cutting(folder: Path, options: dict[str, Any]) -> tuple[float, float]:
    """CPU seconds per film's length of clips, and seconds of clips cut in a second."""
    tools, media = LocalTools(folder), described(SAMPLE)
    source = tools.stored(SAMPLE)
    found = scenes.run(ScenesInput(source=source, media=media), tools)
    said = tuple(
        Segment(start_s=line["start_s"], end_s=line["end_s"], text=line["text"], confidence=0.9)
        for line in sample_truth()["lines"]
    )
    given = ClipsInput(
        source=source, media=media, segments=said, cuts=found.cuts, focus=found.focus, clip_duration_s=15, **options
    )
    began = time.perf_counter()
    cost_s = cpu_of_work(lambda: clips.run(given, tools))
    took_s = time.perf_counter() - began
    made_s = sum(clip.end_s - clip.start_s for clip in tools.pieces.values())  # type: ignore[attr-defined]
    return cost_s * media.duration_s / made_s, made_s / took_s
