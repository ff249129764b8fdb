"""Films whose content shows the time, for tests of files with wrong times.

Frame n of the film shows the number n, and at each whole second k a pip of 0.2 s begins whose pitch encodes k. So the
time of any piece of picture or sound can be found from its content, whatever times its file has.
"""

import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import pytest

FILM_S, FILM_FPS, PIP_S = 10, 25, 0.2
H264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "10", "-pix_fmt", "yuv420p", "-g", "25", "-bf", "2")
AC3, AAC, MP2 = ("-c:a", "ac3", "-b:a", "192k"), ("-c:a", "aac", "-b:a", "128k"), ("-c:a", "mp2", "-b:a", "192k")
#: A filter for sound in six channels of which only the centre is not silent.
MIDDLE = "pan=5.1|FL=0*c0|FR=0*c0|FC=c0|LFE=0*c0|BL=0*c0|BR=0*c0"
_BITS = "if(bitand(floor(N/pow(2,floor(X*8/W))),1),235,16)"
_PICTURE = f"nullsrc=s=128x72:r={FILM_FPS}:d={FILM_S},geq=lum='{_BITS}':cb=128:cr=128"
_SOUND = f"aevalsrc='if(lt(mod(t,1),{PIP_S}),0.5*sin(2*PI*(400+80*floor(t))*t),0)':s=48000:d={FILM_S}"


@dataclass(frozen=True)
class ClockShelf:
    """Creates files at their first use. Do not write to them."""

    folder: Path

    def film(self) -> Path:
        """The whole film with right times: 10 s, 25 frames a second, mono."""
        return self.made("film.mkv", "-f", "lavfi", "-i", _PICTURE, "-f", "lavfi", "-i", _SOUND, *H264, "-c:a", "flac")

    def part(self, ending: str, start_s: float, end_s: float, *codecs: str, clock_s: float = 0.0) -> Path:
        """A part of the film as a file whose clock begins a second after `clock_s`; H.264 and AC-3 by default.

        A second, because times below 0 would be shifted.
        """
        stretch = ("-ss", str(start_s), "-t", str(end_s - start_s), "-i", str(self.film()))
        clock = ("-output_ts_offset", str(clock_s + 1), "-muxdelay", "0", "-muxpreload", "0")
        return self.made(f"part.{ending}", *stretch, *(codecs or (*H264, *AC3)), *clock)

    def grown(self) -> Path:
        """Four seconds of a film whose picture doubles in size after two, with continuous times."""
        sizes = ((0.0, "128x72"), (2.0, "256x144"))
        return self.joined(
            *(
                self.part("ts", at, at + 2, "-vf", f"scale={size.replace('x', ':')}", *H264, *AC3, clock_s=at)
                for at, size in sizes
            )
        )

    def joined(self, *parts: Path) -> Path:
        """The parts' bytes, concatenated."""
        content = b"".join(part.read_bytes() for part in parts)
        path = self.folder / f"joined-{zlib.crc32(content):08x}{parts[0].suffix}"
        path.write_bytes(content)
        return path

    def made(self, name: str, *arguments: str) -> Path:
        """The file that ffmpeg writes for these arguments; other arguments with the same name yield another file."""
        stem, _, ending = name.rpartition(".")
        path = self.folder / f"{stem}-{zlib.crc32(repr(arguments).encode()):08x}.{ending}"
        if not path.exists():
            command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", *arguments, "-bitexact", path]
            done = subprocess.run(command, check=False, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
        return path


@pytest.fixture(scope="session")
def clocks(tmp_path_factory: pytest.TempPathFactory) -> ClockShelf:
    """The session's films."""
    return ClockShelf(tmp_path_factory.mktemp("clocks"))


def samples_of(path: Path) -> Any:
    """float32[n]: the sound of a file, as one channel of 16 kHz, without corrections of times."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-vn", "-ac", "1", "-ar", "16000"]
    done = subprocess.run([*command, "-f", "f32le", "-"], check=True, capture_output=True)
    return np.frombuffer(done.stdout, "<f4")


def pips_of(path: Path) -> dict[int, float]:
    """The pips in the sound by number, with the start of each, seconds from the start of the file."""
    samples, width = samples_of(path), 160  # of 10 ms
    frames = samples[: len(samples) // width * width].reshape(-1, width)
    loud = np.sqrt((frames**2).mean(axis=1)) > 0.02
    begins = np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]]))
    found: dict[int, float] = {}
    for first in begins:
        pip = samples[(first + 2) * width : (first + 14) * width]
        if loud[first : first + 14].mean() > 0.9:
            number = _pitch(pip)
            assert number not in found, f"pip {number} is heard twice, at {found[number]} s and {first / 100} s"
            found[number] = float(first) / 100
    return found


def _pitch(pip: Any) -> int:
    spectrum = np.abs(np.fft.rfft(pip * np.hanning(len(pip)), 16_000))
    return round((float(np.argmax(spectrum)) - 400) / 80)
