"""Translates ffmpeg's exit code and standard error to a failure that a user can act on."""

import re
import resource
import signal
from collections.abc import Iterable, Sequence

from app.core.errors import ErrorCode, JobFailure

#: What a decoder prints for a picture above its bound.
OVERSIZED = "exceeds specified max pixel count"

#: Patterns of what ffmpeg prints, in order of precedence: a full disk also shows as errors further down.
SIGNS: tuple[tuple[ErrorCode, str, re.Pattern[str]], ...] = (
    (
        ErrorCode.DISK_FULL,
        "The disk is full. Free some space; the job goes on by itself.",
        re.compile(r"No space left on device|Disk quota exceeded|File too large", re.IGNORECASE),
    ),
    (
        ErrorCode.OUT_OF_MEMORY,
        "There was not enough memory to decode or encode this video.",
        # the second: no memory for a thread's stack; we read only files and our own pipes, which are never busy
        re.compile(r"Cannot allocate memory|Resource temporarily unavailable|Out of memory", re.IGNORECASE),
    ),
    (
        ErrorCode.TOO_LARGE,
        "The film holds a picture of more pixels than MAX_PIXELS allows.",
        re.compile(OVERSIZED),
    ),
    (
        ErrorCode.UNSUPPORTED_MEDIA,
        "The file is damaged, or no media that can be read here.",
        re.compile(
            r"Invalid data found|moov atom not found|not on whitelist|Format not allowed|Unknown decoder"
            r"|no decoder found|Decoder .* not found|could not find codec parameters|does not contain any stream"
            r"|matches no streams|Error splitting the input into NAL units|EBML header parsing failed",
            re.IGNORECASE,
        ),
    ),
)

#: Lines that ffmpeg prints as errors although nothing is damaged.
NO_DAMAGE = re.compile(
    r"not on whitelist"  # for unused streams whose decoders are not on our list
    r"|\[in#\d+/gxf[^]]*\] Error during demuxing"  # its demuxer ends every file like this
    r"|non.monoton|backward in time"  # two pictures with one time, where the rate varies: printed by the muxer
)

#: ffmpeg's exit code when a signal stops it. It handles SIGXCPU like that; we send it no other such signal.
STOPPED = 255


def failure_of(return_code: int, printed: Sequence[str], task: str) -> JobFailure:
    """The failure that ended ffmpeg. `printed` is the end of its standard error, `task` names its work."""
    if return_code < 0:
        return _killed(-return_code, task)
    for code, sentence, sign in SIGNS:
        matching = [line for line in printed if sign.search(line)]
        if matching:
            return JobFailure(code, f"{sentence} ({task}: {_last(matching)})")
    if return_code == STOPPED and resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY:
        return _killed(signal.SIGXCPU, task)
    # The same file and the same arguments would fail again.
    return JobFailure(ErrorCode.INTERNAL, f"ffmpeg failed at {task}: {_last(printed)}", retryable=False)


def complaints_of(printed: Iterable[str]) -> list[str]:
    """The lines of a successful run that may mean damage; see `NO_DAMAGE`."""
    return [line for line in printed if NO_DAMAGE.search(line) is None]


def _killed(number: int, task: str) -> JobFailure:
    if number == signal.SIGKILL:
        return JobFailure(ErrorCode.OUT_OF_MEMORY, f"ffmpeg was killed at {task}, most likely for lack of memory.")
    if number == signal.SIGXFSZ:
        return JobFailure(ErrorCode.TOO_LARGE, f"The file that ffmpeg wrote at {task} became larger than allowed.")
    if number == signal.SIGXCPU:
        return JobFailure(
            ErrorCode.TIMEOUT, f"ffmpeg used more processor time at {task} than CHILD_CPU_SECONDS allows."
        )
    name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
    return JobFailure(ErrorCode.CRASHED, f"ffmpeg crashed at {task} ({name}).")


def without_paths(line: str) -> str:
    """The line without this machine's folders and without ffmpeg's memory addresses."""
    return re.sub(r" @ 0x[0-9a-f]+", "", re.sub(r"(?<![\w:/])/(?:[^\s/:']+/)+", "", line))


def _last(printed: Sequence[str]) -> str:
    lines = [line.strip() for line in printed if line.strip()]
    # ffmpeg's last line is "Conversion failed!" or the like; the reason is in the lines before.
    matching = [
        line
        for line in lines
        if not re.match(r"Conversion failed|Error opening (input|output) files?\b|Error splitting the arg", line)
    ]
    return without_paths((matching or lines or ["it printed nothing"])[-1])[:300]
