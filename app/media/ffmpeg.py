"""Finds and runs ffmpeg, with argument lists only, and translates its errors.

This code runs in a child process that the server can kill with its whole group, so a plain subprocess is enough; if
only this process dies, the kernel kills ffmpeg too. Input is hostile: ffmpeg opens it with `INPUT_OPTIONS`.
"""

import os
import subprocess
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO

import imageio_ffmpeg

from app.core.errors import ErrorCode, JobFailure
from app.core.lifeline import tied_to
from app.media.decoders import DECODER_LIST
from app.media.ffmpeg_failure import OVERSIZED, complaints_of, failure_of, without_paths
from app.media.formats import FORMATS

PROTOCOLS = "file,crypto,data,pipe"
#: Allow lists for hostile input, for ffmpeg and PyAV alike: only files and pipes, only containers that hold their own
#: media (a playlist could name any file of this machine), only the decoders that users' files need.
INPUT_OPTIONS = {"protocol_whitelist": PROTOCOLS, "format_whitelist": FORMATS, "codec_whitelist": DECODER_LIST}
KEPT_LINES = 40
#: Pixels of the largest picture where no setting is passed; the default of MAX_PIXELS.
MOST_PIXELS = 8192 * 4320
#: Pixels of all pictures of a film together: four hours of 4K at 60 a second take 7e12. The default of MAX_FILM_PIXELS.
MOST_FILM_PIXELS = 10**13

#: The progress callback `reached(fraction, speed="12×")`, as in a stage's tools.
Reached = Callable[..., None]


def find_ffmpeg(override: str = "") -> Path:
    """The path of the binary: `override` (the setting FFMPEG_PATH) or the one in the imageio-ffmpeg package.

    Raises FileNotFoundError with a sentence on how to fix it.
    """
    if override:
        path = Path(override)
        if not (path.is_file() and os.access(path, os.X_OK)):
            raise FileNotFoundError(f"FFMPEG_PATH is {override}, and no program is there")
        return path

    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise FileNotFoundError("no ffmpeg: pip install imageio-ffmpeg, or set FFMPEG_PATH") from error


def input_of(path: Path, *before: str, max_pixels: int = MOST_PIXELS) -> tuple[str, ...]:
    """The arguments that open `path` as hostile input; `before` are input options such as `-ss`.

    Decoders refuse pictures of more than about `max_pixels`, whatever the headers claim and wherever the size changes.
    """
    options = INPUT_OPTIONS | {"max_pixels": str(decode_bound(max_pixels))}
    written = (argument for name, value in options.items() for argument in (f"-{name}", value))
    return (*written, *before, "-i", f"file:{path}")


def decode_bound(max_pixels: int) -> int:
    """The `max_pixels` option for decoders: they count padding at the edges and rows of up to 64 pixels too."""
    return max_pixels + max_pixels // 4 + 65_536


def run_ffmpeg(
    binary: Path,
    arguments: Sequence[str],
    *,
    task: str,
    expected_s: float | None = None,
    reached: Reached | None = None,
) -> tuple[str, ...]:
    """Run ffmpeg to its end. Returns the last of its complaints; empty if there were none.

    With `expected_s`, the length of the output, `reached(fraction, speed=…)` is called about twice a second. `task`
    names the work in messages. Raises JobFailure. An exit code of 0 does not mean that the output is usable: check it.
    """
    if reached is None or not expected_s:
        with running(binary, arguments, task=task) as process:
            process.wait()
        return process.complaints
    with _pipe() as (reading, writing):
        watched = ("-progress", f"pipe:{writing.fileno()}", "-stats_period", "0.5", *arguments)
        with running(binary, watched, task=task, pass_fds=(writing.fileno(),)) as process:
            writing.close()  # ours: so that the pipe ends with ffmpeg
            _follow(reading, expected_s, reached)
    return process.complaints


class Running:
    """A running ffmpeg. A thread drains its standard error, so that it never blocks."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self._printed: deque[str] = deque(maxlen=KEPT_LINES)
        #: Position of its output, seconds of the film, if the caller counts it; and the position at its last line.
        self.reached_s = self.last_line_s = 0.0
        #: Number of pictures that a decoder refused as too large.
        self.oversized = 0
        self._drain = Thread(target=self._read_errors, args=(process.stderr,), name="ffmpeg-stderr", daemon=True)
        self._drain.start()

    @property
    def stdout(self) -> IO[bytes]:
        """Its standard output. ValueError if it was started without `stdout=True`."""
        if self.process.stdout is None:
            raise ValueError("ffmpeg was started without stdout")
        return self.process.stdout

    @property
    def complaints(self) -> tuple[str, ...]:
        """The last lines of its standard error that may mean damage, without paths."""
        return tuple(without_paths(line) for line in complaints_of(self._printed))

    @property
    def printed(self) -> tuple[str, ...]:
        """The last lines of its standard error, without paths."""
        return tuple(without_paths(line) for line in self._printed)

    def wait(self) -> int:
        """Wait for its end and its last line; returns the exit code."""
        code = self.process.wait()
        self._drain.join()
        return code

    def _read_errors(self, errors: IO[bytes]) -> None:
        with errors:
            for line in errors:
                self._printed.append(line.decode(errors="replace").rstrip())
                if complaints_of([self._printed[-1]]):
                    self.last_line_s = self.reached_s
                self.oversized += OVERSIZED.encode() in line


@contextmanager
def running(
    binary: Path, arguments: Sequence[str], *, task: str, stdout: bool = False, pass_fds: Sequence[int] = ()
) -> Iterator[Running]:
    """Start ffmpeg for a block that reads from its pipes, and wait for it at the block's end.

    Raises JobFailure when ffmpeg fails. When the block raises, ffmpeg is killed.
    """
    command = [str(binary), "-nostdin", "-hide_banner", "-loglevel", "repeat+error", "-nostats", "-y", *arguments]
    running = Running(_started(command, stdout, pass_fds))
    try:
        yield running
        if stdout:
            running.stdout.close()
        code = running.wait()
    finally:
        if running.process.poll() is None:
            running.process.kill()
            running.wait()
        if running.process.stdout is not None:
            running.process.stdout.close()
    if code != 0:
        raise failure_of(code, running.printed, task)


def _started(command: list[str], stdout: bool, pass_fds: Sequence[int]) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if stdout else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=pass_fds,
            preexec_fn=tied_to(os.getpid()),  # noqa: PLW1509 -- one system call, see there
        )
    except OSError as error:
        raise JobFailure(
            ErrorCode.INTERNAL, f"ffmpeg could not be started: {error.strerror}. See `python main.py doctor`."
        ) from error


@contextmanager
def _pipe() -> Iterator[tuple[IO[str], IO[bytes]]]:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "r", encoding="ascii", errors="replace") as reading:
        writing = os.fdopen(write_end, "wb", buffering=0)
        try:
            yield reading, writing
        finally:
            writing.close()


def _follow(lines: IO[str], expected_s: float, reached: Reached) -> None:
    """Parse ffmpeg's progress report (`key=value` lines, blocks end with `progress=`) and call `reached`."""
    done_s, speed = 0.0, None
    for line in lines:
        key, _, value = line.strip().partition("=")
        if key == "out_time_us" and value.lstrip("-").isdigit():
            done_s = max(done_s, int(value) / 1_000_000)
        elif key == "speed" and value.endswith("x"):
            speed = f"{value.strip('x ')}×"
        elif key == "progress":
            reached(min(done_s / expected_s, 1.0), speed=speed)
