"""Runs one pass of ffmpeg over a source for everything that needs its frames.

Decoding is nearly all of the cost, so it happens once: the small frames for scene detection, the stills and the sprite
sheet are outputs of one decoder. Small frames and their times are read from two pipes; stills and sheet are files.

The decoder leaves out the loop filter of H.264 and HEVC, a sixth of its work: it smooths the edges of blocks of 4 to 16
pixels, which is lost anyway in pictures of 96×54 and 160×90. What is shown larger is decoded with it (`still`), and so
is a film of which larger pictures are written in the same pass.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Final

import numpy as np
import numpy.typing as npt

from app.jobs.results import Colour
from app.media.branch import Branch
from app.media.colour import COMPARED, JPEG, ORDINARY, input_tags, scaled
from app.media.decoded import decoded_picture
from app.media.ffmpeg import MOST_PIXELS, Running, running
from app.media.film_clock import film_input
from app.media.picture_track import too_many_pixels

SMALL_WIDTH, SMALL_HEIGHT = 96, 54
SMALL_BYTES = 3 * SMALL_WIDTH * SMALL_HEIGHT
FRAMES_AT_ONCE = 32
#: An input option; decoders of other formats than H.264 and HEVC ignore it.
NO_LOOP_FILTER: Final = ("-skip_loop_filter", "all")

Frames = npt.NDArray[np.uint8]
"""Small frames [n, 3, 54, 96], planes Y, U, V."""
Times = npt.NDArray[np.float64]
"""When each frame is shown, seconds from the start of the media."""
Clock = SimpleQueue[float | None]
"""Times of frames, passed from one thread to another; None ends them."""


@dataclass(frozen=True, slots=True)
class Stills:
    """Which stills to write: one every `interval_s` as a small file, and all of them as tiles on one sheet.

    `width` and `height` are the size of a still that is written on its own.
    """

    interval_s: float
    width: int
    height: int
    tile_width: int
    tile_height: int
    columns: int
    rows: int
    folder: Path

    @property
    def sheet(self) -> Path:
        return self.folder / "sheet.jpg"

    def files(self) -> list[Path]:
        """The written stills, in order of time."""
        return sorted(self.folder.glob("still-*.jpg"))


@dataclass(frozen=True, slots=True)
class Pass:
    """The parameters of one pass. `on_frames` is called with each batch and its times. `track` is the video track.

    `samples` are larger pictures, for recognition, without a sheet.

    No picture of more than `max_pixels` is decoded. The tables for converting `colour` are written to `folder`.
    """

    on_frames: Callable[[Frames, Times], None]
    folder: Path
    stills: Stills | None = None
    samples: Stills | None = None
    track: int = 0
    colour: Colour = ORDINARY
    max_pixels: int = MOST_PIXELS


@dataclass(frozen=True, slots=True)
class Complaints:
    """ffmpeg's complaints. `last_s` is the time of the newest picture at the last one, seconds; it may lag a little."""

    lines: tuple[str, ...]
    last_s: float


def run_pass(ffmpeg: Path, source: Path, wanted: Pass) -> Complaints:
    """Decode `source` once from start to end. Returns ffmpeg's complaints.

    Raises JobFailure; `too_large` if any picture is larger than allowed.
    """
    with ExitStack() as stack:
        times = Branch(stack)
        process = stack.enter_context(
            running(
                ffmpeg,
                _arguments(source, wanted, times),
                task="looking at the picture",
                stdout=True,
                pass_fds=[times.far_end],
            )
        )
        times.hand_over()
        clock: Clock = SimpleQueue()
        # Pictures that are refused before the first frame belong to other streams, such as a cover.
        before: list[int] = []
        times.read_with(partial(_read_times, clock=clock, on_first=lambda: before.append(process.oversized)))
        _read_frames(process, clock, wanted.on_frames)
        times.finish()
    if before and process.oversized > before[0]:
        raise too_many_pixels(wanted.max_pixels)
    return Complaints(process.complaints, process.last_line_s)


def _arguments(source: Path, wanted: Pass, times: "Branch") -> list[str]:
    # `metadata` prints the time only of frames that carry metadata, so each gets an entry.
    branches = ["all", *(["some"] if wanted.stills else []), *(["larger"] if wanted.samples else [])]
    begin = ",".join([*input_tags(wanted.colour), f"split={len(branches)}" + "".join(f"[{name}]" for name in branches)])
    small = scaled(f"{SMALL_WIDTH}:{SMALL_HEIGHT}", "area", COMPARED, wanted.colour, wanted.folder)
    small += ["metadata=add:key=k:value=v", f"metadata=print:direct=1:file=pipe\\\\:{times.far_end}"]
    graph = [begin, f"[all]{','.join(small)}[small]"]
    outputs = ["-map", "[small]", "-fps_mode", "passthrough", "-c:v", "rawvideo", "-f", "rawvideo", "pipe:1"]
    jpeg = ["-c:v", "mjpeg", "-q:v", "4", "-fps_mode", "vfr"]
    if wanted.samples:
        samples = wanted.samples
        picture = scaled(f"{samples.width}:{samples.height}", "bicubic", JPEG, wanted.colour, wanted.folder)
        graph.append(f"[larger]{_every(samples)},{','.join(picture)},setsar=1[sample]")
        outputs += ["-map", "[sample]", *jpeg, "-f", "image2", _numbered(samples)]
    if wanted.stills:
        graph.append(_stills_graph(wanted, wanted.stills))
        outputs += ["-map", "[still]", *jpeg, "-f", "image2", _numbered(wanted.stills)]
        outputs += ["-map", "[sheet]", *jpeg, "-frames:v", "1", "-update", "1", str(wanted.stills.sheet)]
    return [
        *film_input(source, *(() if wanted.samples else NO_LOOP_FILTER), max_pixels=wanted.max_pixels),
        *decoded_picture(wanted.track, graph),
        *outputs,
    ]


def _stills_graph(wanted: Pass, stills: Stills) -> str:
    """The graph for the stills; only those are scaled."""
    size = f"{stills.tile_width}:{stills.tile_height}"
    picture = scaled(size, "area", JPEG, wanted.colour, wanted.folder)
    return (
        f"[some]{_every(stills)},{','.join(picture)},setsar=1,split=2[still][tile];"
        f"[tile]tile={stills.columns}x{stills.rows}:color=black[sheet]"
    )


def _every(stills: Stills) -> str:
    """The filters that let through the picture shown at `k × interval_s`, for each k."""
    rate = (1 - 1e-7) / stills.interval_s  # slightly less, so that a picture that begins exactly then is taken
    return f"fps={rate:.12f}:start_time=0:round=up,estdif=mode=frame:deint=interlaced"


def _numbered(stills: Stills) -> str:
    return str(stills.folder).replace("%", "%%") + "/still-%05d.jpg"


def _read_times(pipe: IO[bytes], clock: Clock, on_first: Callable[[], None]) -> None:
    first = True
    try:
        for line in pipe:
            if line.startswith(b"frame:"):
                if first:
                    on_first()
                    first = False
                input_tags = line.rpartition(b"pts_time:")[2].strip()
                clock.put(float(input_tags) if input_tags != b"NOPTS" else 0.0)
    finally:
        clock.put(None)


def _read_frames(process: Running, clock: Clock, on_frames: Callable[[Frames, Times], None]) -> None:
    """Pass the frames on in batches, each with its time: ffmpeg writes the time before the frame."""
    while content := process.stdout.read(FRAMES_AT_ONCE * SMALL_BYTES):
        count = len(content) // SMALL_BYTES
        frames = np.frombuffer(content, np.uint8, count * SMALL_BYTES).reshape(count, 3, SMALL_HEIGHT, SMALL_WIDTH)
        shown = list(islice(iter(clock.get, None), count))
        if shown:
            on_frames(frames[: len(shown)], np.asarray(shown))
            process.reached_s = shown[-1]
        if len(shown) < FRAMES_AT_ONCE:
            return
