"""What clips cost: choosing them, and cutting ten of a film beside ten plain runs of ffmpeg.

The plain runs seek, encode with the same settings, and write a still each in the same run.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.editing.selection import Material, Wish, choose_clips
from app.jobs.results import Segment
from app.stages.clips.contract import ClipsInput
from app.stages.clips.run import run as cut_clips
from benchmarks.frame.figure import Figure, Spread
from benchmarks.frame.films import large_film
from benchmarks.frame.pairs import CPU_S, WALL_S, Run, Side, pairs
from benchmarks.frame.processes import cpu_of_work
from benchmarks.peers.bare_tools import cut
from benchmarks.scenes import measured
from tests.media import described
from tests.tools import LocalTools

RUNS = 3
CLIPS, CLIP_S = 10, 15
HEIGHT, LENGTH_S = 720, 180
PLAIN = "ffmpeg"


def run() -> Iterator[Figure]:
    taken = [choosing() for _ in range(RUNS)]
    spread = Spread.of(taken)
    yield Figure("choosing 50 clips of 2 hours of speech", spread.median, "s", aim=5.0, spread=spread, part=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        film = large_film(Path(folder), HEIGHT, LENGTH_S)
        rounds = iter(range(1000))
        found = pairs(
            Side("ours", lambda: ours(film, Path(folder) / f"ours-{next(rounds)}")),
            Side(PLAIN, lambda: plain(film, Path(folder))),
        )
    name = f"{CLIPS} clips of {CLIP_S} s with stills, {HEIGHT}p"
    yield found.figure(name, CPU_S, aim=0.95, beside=PLAIN)
    yield found.figure(name, WALL_S, aim=0.95, beside=PLAIN)


def choosing() -> float:
    """Seconds to choose among 1,200 sentences."""
    said = tuple(
        Segment(start_s=at * 6.0, end_s=at * 6.0 + 5.4, text="The rocket flies to the moon again.", confidence=0.9)
        for at in range(1200)
    )
    began = time.perf_counter()
    choose_clips(Material(7_200, said), Wish(30, 2, 50))
    return time.perf_counter() - began


def ours(film: Path, folder: Path) -> Run:
    """The stage, without the choice of what is best: the sentences of the film are spread over it."""
    tools = LocalTools(folder)
    said = tuple(
        Segment(start_s=at + 1.0, end_s=at + CLIP_S - 1.0, text="Ten clips are cut of this film.", confidence=0.9)
        for at in range(0, LENGTH_S - CLIP_S, LENGTH_S // CLIPS)
    )
    params = ClipsInput(
        source=tools.stored(film), media=described(film), segments=said, clip_duration_s=CLIP_S, max_clips=CLIPS
    )
    began = time.perf_counter()
    cpu_s = cpu_of_work(lambda: cut_clips(params, tools))
    wall_s = time.perf_counter() - began
    made_s = sum(clip.end_s - clip.start_s for clip in tools.pieces.values())  # type: ignore[attr-defined]
    share = made_s / (CLIPS * CLIP_S)  # a clip ends with a sentence, so that their lengths vary a little
    return Run(CLIPS, wall_s / share, cpu_s / share)


def plain(film: Path, folder: Path) -> Run:
    """One run of ffmpeg after another."""

    def work() -> None:
        for number in range(CLIPS):
            cut(film, folder, number * LENGTH_S / CLIPS, CLIP_S)

    return measured(work)()
