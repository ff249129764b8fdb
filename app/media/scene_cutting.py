"""Cuts all scenes of a film into files of their own, with one decoding of it.

ffmpeg decodes the film once and encodes it once in each form, without a seam but with a keyframe at the first frame of
every scene, to a pipe. Here the packets are counted: that with the number of a scene's first frame begins its file. So
the frames of all scenes are those of the film, none twice, none missing, whatever their times are. The sound is cut at
the times of these frames.

A thread per form writes its files; each file is passed on when it is complete. In children only (PyAV).
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Final

from app.jobs.scenes import SegmentKind
from app.media.decoded import decoded_picture
from app.media.ffmpeg import MOST_PIXELS, Reached, Running, running
from app.media.ffmpeg_failure import failure_of
from app.media.film_clock import film_input
from app.media.frame_grid import FrameGrid, Timing
from app.media.scene_codecs import (
    Picture,
    keyframe_condition,
    keyframe_distance_s,
    mezzanine_codec,
    mezzanine_filters,
    proxy_codec,
    proxy_filters,
)
from app.media.scene_formats import MezzanineFormat
from app.media.scene_sound import LEAD, AacSound, PcmSound, SceneSound
from app.media.scene_writer import CLOCK_LEAD_S, SceneMade, SceneWriter
from app.media.sound_feed import Sound, SoundFeed, sound_feed

TASK: Final = "cutting scenes"
#: Progress is reported so often, seconds.
REPORT_S: Final = 0.5
#: The files' names by their scene's number, from 0.
PATTERNS: Final[Mapping[SegmentKind, str]] = {
    "proxy": "scene-{:04}-proxy.mp4",
    "mezzanine": "scene-{:04}-mezzanine.mov",
}


@dataclass(frozen=True, slots=True)
class From:
    """Where writing begins: the number of the first scene, and when it begins, seconds of the film."""

    scene: int = 0
    start_s: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class SceneCutting:
    """How a film is cut. `starts` are the numbers of the first frames of its scenes, from 0; `kinds` are written.

    Tables and files are written to `folder`. No picture of more than `max_pixels` is decoded.
    """

    starts: Sequence[int]
    kinds: Mapping[SegmentKind, From]
    picture: Picture
    duration_s: float
    timing: Timing
    folder: Path
    video_track: int = 0
    sound: Sound | None = None
    mezzanine: MezzanineFormat = "h264"
    max_pixels: int = MOST_PIXELS


def cut_scenes(
    ffmpeg: Path,
    source: Path,
    wanted: SceneCutting,
    made: Callable[[SegmentKind, SceneMade], None],
    *,
    reached: Reached,
) -> int:
    """Write the files of all scenes of these kinds; returns how many frames the film has.

    `made` is called with each file, by one thread a kind. Raises JobFailure.
    """
    kinds = list(wanted.kinds)
    with ExitStack() as stack:
        pipes = [_Pipe(stack) for _ in kinds]
        arguments = _arguments(source, wanted, {kind: pipe.far_end for kind, pipe in zip(kinds, pipes, strict=True)})
        feed = None
        if wanted.sound:
            starts = _sound_starts(wanted, wanted.sound)
            reading = sound_feed(ffmpeg, source, wanted.sound, starts, max_pixels=wanted.max_pixels)
            feed = stack.enter_context(reading)
        process = stack.enter_context(running(ffmpeg, arguments, task=TASK, pass_fds=[pipe.far_end for pipe in pipes]))
        for pipe in pipes:
            pipe.hand_over()
        writers = [_writer(wanted, kind, feed, number, partial(made, kind)) for number, kind in enumerate(kinds)]
        with ThreadPoolExecutor(len(kinds), thread_name_prefix="cutting") as threads:
            work = [
                threads.submit(writer.write, pipe.near_end, partial(_ended, process), wanted.duration_s)
                for writer, pipe in zip(writers, pipes, strict=True)
            ]
            try:
                _follow(work, writers, wanted.duration_s, reached)
            except BaseException:
                process.process.kill()  # so that the other threads come to their ends
                if feed is not None:
                    feed.stop()
                raise
    return max(writer.frames for writer in writers)


def _arguments(source: Path, wanted: SceneCutting, ends: Mapping[SegmentKind, int]) -> list[str]:
    """ffmpeg's arguments: `ends` are the pipes by the kind of files that are made of what is written to them."""
    ticks = FrameGrid(wanted.timing).ticks_per_s
    # Each picture later than the one before, as muxers need it; without a time it follows at once.
    later = f"if(N\\,max(PTS+{CLOCK_LEAD_S * ticks}\\,PREV_OUTPTS+1)\\,PTS+{CLOCK_LEAD_S * ticks})"
    begin = f"settb=1/{ticks},setpts={later}"
    graph = [f"{begin},split={len(ends)}" + "".join(f"[all-{kind}]" for kind in ends)]
    outputs: list[str] = []
    for kind, end in ends.items():
        first = wanted.starts[wanted.kinds[kind].scene]
        proxy = kind == "proxy"
        own = proxy_filters(wanted.picture, wanted.folder) if proxy else mezzanine_filters(wanted.picture)
        graph.append(f"[all-{kind}]{','.join([f'trim=start_frame={first}', *own])}[{kind}]")
        outputs += ["-map", f"[{kind}]", "-fps_mode", "passthrough", "-enc_time_base", "filter"]
        outputs += [*_codec(wanted, kind, first), "-f", "mov", "-movflags", "frag_every_frame+delay_moov"]
        outputs += [f"pipe:{end}"]
    decoded = decoded_picture(wanted.video_track, graph)
    return [*film_input(source, max_pixels=wanted.max_pixels), *decoded, *outputs]


def _codec(wanted: SceneCutting, kind: SegmentKind, first: int) -> Sequence[str]:
    """The encoder of a kind of files; its keyframes are written to a file, as an argument would be too long."""
    starts = [start - first for start in wanted.starts if start >= first]
    keyframes = wanted.folder / f"keyframes-{kind}.txt"
    steady = wanted.timing.fps if wanted.timing.steady else None
    every_s = keyframe_distance_s(steady) if kind == "proxy" else None
    keyframes.write_text(keyframe_condition(starts, every_s=every_s), encoding="ascii")
    if kind == "proxy":
        return proxy_codec(keyframes, steady)
    return mezzanine_codec(wanted.mezzanine, wanted.picture, keyframes, wanted.timing.fps)


def _sound_starts(wanted: SceneCutting, sound: Sound) -> list[int]:
    """The first samples that each kind of files needs."""
    firsts = {kind: round(begin.start_s * sound.cut_rate_hz) for kind, begin in wanted.kinds.items()}
    return [max(0, first - LEAD) if kind == "proxy" else first for kind, first in firsts.items()]


def _writer(
    wanted: SceneCutting, kind: SegmentKind, feed: SoundFeed | None, reader: int, made: Callable[[SceneMade], None]
) -> SceneWriter:
    begin = wanted.kinds[kind]
    return SceneWriter(
        wanted.starts,
        begin.scene,
        begin.start_s,
        grid=FrameGrid(wanted.timing, begins_s=begin.start_s if begin.scene else None),
        sound=None if feed is None or wanted.sound is None else _sound(wanted.sound, kind, feed, reader, begin),
        feed=feed,
        reader=reader,
        folder=wanted.folder,
        pattern=PATTERNS[kind],
        made=made,
    )


def _sound(sound: Sound, kind: SegmentKind, feed: SoundFeed, reader: int, begin: From) -> SceneSound:
    if kind == "mezzanine":
        return PcmSound(feed, reader, sound.bits)
    return AacSound(feed, reader, round(begin.start_s * feed.rate_hz))


def _ended(process: Running) -> None:
    """Wait for the encoder. Raises JobFailure if it failed."""
    if (code := process.wait()) != 0:
        raise failure_of(code, process.printed, TASK)


def _follow(work: Sequence[Future[None]], writers: Sequence[SceneWriter], duration_s: float, reached: Reached) -> None:
    """Report progress until all is written. Raises the first failure."""
    began, from_s = monotonic(), min(writer.reached_s for writer in writers)
    left: Iterable[Future[None]] = work
    while left:
        done, left = wait(left, timeout=REPORT_S, return_when=FIRST_EXCEPTION)
        for finished in done:
            finished.result()
        at_s = min(writer.reached_s for writer in writers)
        speed = (at_s - from_s) / max(monotonic() - began, 1e-3)
        reached(min(1.0, at_s / max(duration_s, 1e-3)), speed=f"{speed:.3g}×")


class _Pipe:
    """A pipe from ffmpeg, which gets the descriptor `far_end`; both are closed with `stack`."""

    def __init__(self, stack: ExitStack) -> None:
        self.near_end, self.far_end = os.pipe()
        self._far_end_open = True
        stack.callback(self._close)

    def hand_over(self) -> None:
        """Close our copy of ffmpeg's end, so that the pipe ends with ffmpeg."""
        os.close(self.far_end)
        self._far_end_open = False

    def _close(self) -> None:
        os.close(self.near_end)
        if self._far_end_open:
            os.close(self.far_end)
