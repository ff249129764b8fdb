"""How many changes of picture are found, on films whose changes are known because they are put together here.

Each film strings together moving test pictures and shots of the sample (panned, noisy, on few frames a second, with a
flash, with light that swells) by cuts, fades through black or white, and dissolves. Harder than most real film:
several of the pictures are nothing but motion. The seeds are not those that the detector was tuned on.
"""

import json
import random
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.jobs.results import Cut
from app.media.ffmpeg import find_ffmpeg
from app.media.frame_features import FeatureTrack
from app.media.picture_pass import Pass, run_pass
from app.media.scene_detection import find_cuts
from benchmarks.frame.figure import Figure
from tests.media import SAMPLE

SEEDS = range(300, 320)
SIZE = "320x180"
PICTURES = (
    "testsrc2=s={size}:r={fps}",
    "testsrc=s={size}:r={fps}",
    "mandelbrot=s={size}:r={fps}:start_scale=0.5:end_scale=0.01",
    "life=s={size}:r={fps}:mold=10:ratio=0.1:seed={seed}:death_color=#C83232:life_color=#00ff00",
    "sierpinski=s={size}:r={fps}:seed={seed}",
    "gradients=s={size}:r={fps}:speed=0.02:seed={seed}",
    "cellauto=s={size}:r={fps}:rule=30:seed={seed}",
    "smptebars=s={size}:r={fps}",
    "zoneplate=s={size}:r={fps}:xo=10:kt=10",
)
DISTURBANCES = (
    *("",) * 5,
    "eq=brightness='if(between(t,1,1.08),0.7,0)':eval=frame",
    "fps=5,fps={fps}",
    "noise=alls=20:allf=t",
    "eq=brightness='0.3*sin(t*2)':eval=frame",
)
#: Told within this of a change's extent, a change counts as found.
TOLERANCE_S = 0.3


@dataclass(frozen=True)
class Change:
    """A change that was put in: a cut has both times equal."""

    start_s: float
    end_s: float
    kind: str


def run() -> Iterator[Figure]:
    put, found, exact, invented = Counter[str](), Counter[str](), 0, Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            path, fps, changes = film(seed, Path(folder))
            told = list(detected(path, fps))
            for change in changes:
                put[change.kind] += 1
                match = next((cut for cut in told if meets(cut, change)), None)
                if match is not None:
                    told.remove(match)
                    found[change.kind] += 1
                    exact += (
                        change.kind == "cut"
                        and match.kind == "cut"
                        and abs(match.start_s - change.start_s) <= 0.51 / fps
                    )
            invented.update(cut.kind for cut in told)
    precision = found.total() / max(1, found.total() + invented.total())
    recall = found.total() / put.total()
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    yield Figure("F1 of all changes", f1, "", 0.93, "higher", f"precision {precision:.2f}, recall {recall:.2f}")
    for kind in sorted(put):
        yield Figure(f"{kind} found", 100 * found[kind] / put[kind], "%", note=f"{found[kind]} of {put[kind]}")
    yield Figure(
        "cuts to the very frame, of those found", 100 * exact / found["cut"], "%", note=f"{exact} of {found['cut']}"
    )
    note = f"{invented['cut']} cuts, {invented['fade']} fades, in {len(SEEDS)} films with {put.total()} changes"
    yield Figure("changes told where none is", float(invented.total()), "", note=note)


def meets(cut: Cut, change: Change) -> bool:
    return cut.start_s <= change.end_s + TOLERANCE_S and cut.end_s >= change.start_s - TOLERANCE_S


def detected(path: Path, fps: int) -> tuple[Cut, ...]:
    track = FeatureTrack(fps)
    run_pass(find_ffmpeg(), path, Pass(on_frames=track.add, folder=path.parent))
    return find_cuts(track.finished())


def film(seed: int, folder: Path) -> tuple[Path, int, list[Change]]:
    """The film of that seed, its rate, and what was put in."""
    chance = random.Random(seed)
    fps, lengths = chance.choice((24, 25, 30, 50)), [chance.randint(2, 5) for _ in range(chance.randint(4, 7))]
    shots = shots_of_the_sample()
    kinds = chance.sample(range(len(PICTURES) + 4), len(lengths))
    graph = [
        f"{scene(kind, length_s, fps, chance, shots)},format=yuv420p,settb=1/1000,setsar=1,fps={fps}[s{n}]"
        for n, (kind, length_s) in enumerate(zip(kinds, lengths, strict=True))
    ]
    changes, at_s, last = [], float(lengths[0]), "s0"
    for n, length_s in enumerate(lengths[1:], 1):
        kind = chance.choice(("cut", "cut", "cut", "fade", "fadeblack", "fadewhite"))
        takes_s = 0.0 if kind == "cut" else chance.choice((0.5, 1.0))
        join = (
            "concat=n=2:v=1:a=0"
            if kind == "cut"
            else f"xfade=transition={kind}:duration={takes_s}:offset={at_s - takes_s}"
        )
        graph.append(f"[{last}][s{n}]{join},settb=1/1000,fps={fps}[x{n}]")
        changes.append(Change(at_s - takes_s, at_s, {"fade": "dissolve"}.get(kind, kind)))
        at_s, last = at_s + length_s - takes_s, f"x{n}"
    path = folder / f"{seed}.mp4"
    command = [find_ffmpeg(), "-nostdin", "-loglevel", "error", "-filter_complex", ";".join(graph), "-map", f"[{last}]"]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", str(chance.choice((20, 28, 34))), path]
    subprocess.run(command, check=True)
    return path, fps, changes


def scene(kind: int, length_s: int, fps: int, chance: random.Random, shots: list[tuple[float, float]]) -> str:
    """A filter chain that makes one scene."""
    disturbance = chance.choice(DISTURBANCES)
    if kind < len(PICTURES):
        picture = PICTURES[kind].format(size=SIZE, fps=fps, seed=chance.randint(1, 999))
        parts = [picture, f"trim=duration={length_s}", "setpts=PTS-STARTPTS"]
    else:
        start_s, end_s = chance.choice([shot for shot in shots if shot[1] - shot[0] > length_s + 0.2])
        start_s = chance.uniform(start_s + 0.1, end_s - length_s - 0.1)
        parts = [
            f"movie={SAMPLE}",
            f"trim=start={start_s:.2f}:duration={length_s}",
            "setpts=PTS-STARTPTS",
            f"fps={fps}",
        ]
        parts += chance.choice(([], [f"crop=iw/2:ih/2:x='(iw-ow)*min(1,t/{length_s})':y=(ih-oh)/2"]))
        parts.append(f"scale={SIZE.replace('x', ':')}")
    return ",".join([*parts, *([disturbance.format(fps=fps)] if disturbance else [])])


def shots_of_the_sample() -> list[tuple[float, float]]:
    shots = json.loads(SAMPLE.with_suffix(".json").read_text())["shots"]
    return [(shot["start_s"], shot["end_s"]) for shot in shots]
