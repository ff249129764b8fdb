"""What the files of a film's scenes cost beside one run of ffmpeg for each scene and kind.

The runs of ffmpeg seek to the scene, and encode with the same settings.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.media.probe import probe
from app.stages.segments.contract import SegmentsInput
from app.stages.segments.run import run as cut_scenes
from benchmarks.frame.figure import Figure
from benchmarks.frame.films import large_film
from benchmarks.frame.pairs import CPU_S, WALL_S, Run, Side, pairs
from benchmarks.peers.bare_tools import scene
from benchmarks.scenes import measured
from tests.tools import LocalTools

PLAIN = "ffmpeg"
HEIGHT, LENGTH_S, RATE = 1080, 20, 25
#: Scenes of about two and a half seconds, as in a film that is cut fast, at no round places of it.
STEP = 61
STARTS = tuple(range(0, LENGTH_S * RATE, STEP))


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        film = large_film(Path(folder), HEIGHT, LENGTH_S)
        rounds = iter(range(1000))
        found = pairs(
            Side("ours", lambda: ours(film, Path(folder) / f"ours-{next(rounds)}")),
            Side(PLAIN, lambda: plain(film, Path(folder))),
        )
    name = f"proxies and mezzanines of {len(STARTS)} scenes, {HEIGHT}p"
    yield found.figure(name, CPU_S, aim=0.6, beside=PLAIN)
    yield found.figure(name, WALL_S, aim=0.6, beside=PLAIN)


def ours(film: Path, folder: Path) -> Run:
    """The stage, with the scenes known."""
    tools = LocalTools(folder)
    media = probe(film, max_seconds=1e5, max_pixels=10**8)
    params = SegmentsInput(
        source=tools.stored(film),
        media=media,
        starts=STARTS,
        frames=LENGTH_S * RATE,
        kinds=("proxy", "mezzanine"),
    )
    return measured(lambda: cut_scenes(params, tools))()


def plain(film: Path, folder: Path) -> Run:
    """One run of ffmpeg after another."""
    ends: Sequence[int] = (*STARTS[1:], LENGTH_S * RATE)

    def work() -> None:
        for start, end in zip(STARTS, ends, strict=True):
            for kind in ("proxy", "mezzanine"):
                scene(film, folder / "scene.mov", start / RATE, (end - start) / RATE, kind)

    return measured(work)()
