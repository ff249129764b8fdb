"""Draws every frame and pipes it into ffmpeg beside the soundtrack."""

import subprocess
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import numpy as np

from training.sample.canvas import HEIGHT, WIDTH, Canvas, Colour, Point
from training.sample.pictures import PICTURES, WHITE
from training.sample.script import Border, Voice
from training.sample.soundtrack import SAMPLE_RATE_HZ, Samples, loudness
from training.sample.timeline import FPS, PlacedShot, brightness

_VOICE_COLOURS: dict[Voice, Colour] = {Voice.ANNA: (255, 190, 70), Voice.TOM: (90, 210, 250)}
_STRIP: Colour = (18, 20, 28)


def write(path: Path, shots: tuple[PlacedShot, ...], track: Samples) -> None:
    """Encodes the film to `path` (H.264 and AAC in MP4, index first). The same input gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "track.wav"
        _write_wav(sound, track)
        encoder = subprocess.Popen(_command(sound, path), stdin=subprocess.PIPE)
        assert encoder.stdin is not None
        with encoder.stdin:
            for frame in _frames(shots, track):
                encoder.stdin.write(frame)
        if encoder.wait() != 0:
            raise RuntimeError(f"ffmpeg ended with {encoder.returncode}")


def subject_at(placed: PlacedShot, frame: int) -> Point:
    """Where the subject's centre is in `frame`, in pixels."""
    return _picture(placed, frame)[1]


def fade_centres_s(shots: tuple[PlacedShot, ...]) -> tuple[float, ...]:
    """The moments at which the picture is black."""
    return tuple(placed.first_frame / FPS for placed in shots if placed.shot.border is Border.FADE)


def _frames(shots: tuple[PlacedShot, ...], track: Samples) -> Iterator[bytes]:
    levels, fades_s = loudness(track, FPS), fade_centres_s(shots)
    for placed in shots:
        for frame in range(placed.first_frame, placed.end_frame):
            canvas, _ = _picture(placed, frame)
            _draw_strip(canvas, placed, frame, float(levels[frame]))
            yield canvas.pixels(brightness(frame / FPS, fades_s))


def _picture(placed: PlacedShot, frame: int) -> tuple[Canvas, Point]:
    passed = frame - placed.first_frame
    return PICTURES[placed.shot.picture](passed / (placed.end_frame - placed.first_frame), passed / FPS)


def _draw_strip(canvas: Canvas, placed: PlacedShot, frame: int, level: float) -> None:
    """The shot's title, and bars that beat in the colour of the voice that speaks."""
    canvas.box((0, HEIGHT - 44), (WIDTH, HEIGHT), _STRIP)
    canvas.text((24, HEIGHT - 22), placed.shot.title, 17, WHITE)
    voice = _voice_at(placed, frame / FPS)
    if voice is None:
        return
    for bar in range(7):
        height = 3 + 15 * level * abs(np.cos(frame * 0.55 + bar * 1.7))
        left = WIDTH - 96 + bar * 11
        canvas.box((left, HEIGHT - 22 - height), (left + 6, HEIGHT - 22 + height), _VOICE_COLOURS[voice], 3)


def _voice_at(placed: PlacedShot, time_s: float) -> Voice | None:
    return next((said.line.voice for said in placed.lines if said.start_s <= time_s < said.end_s), None)


def _write_wav(path: Path, track: Samples) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE_HZ)
        sound.writeframes((track * 32767).round().astype("<i2").tobytes())


def _command(sound: Path, path: Path) -> list[str]:
    picture = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "-"]
    video = ["-c:v", "libx264", "-preset", "slow", "-crf", "26", "-pix_fmt", "yuv420p", "-g", str(2 * FPS)]
    colours = ["-vf", "scale=out_color_matrix=bt709:out_range=tv"]
    colours += ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"]
    audio = ["-c:a", "aac", "-b:a", "64k", "-ac", "1"]
    same_bytes = ["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
    executable = imageio_ffmpeg.get_ffmpeg_exe()
    inputs = [executable, "-v", "error", "-y", *picture, "-i", str(sound)]
    return [*inputs, *video, *colours, *audio, *same_bytes, "-map_metadata", "-1", "-movflags", "+faststart", str(path)]
