"""Makes films for measurements: the shipped sample again and again, enlarged, with grain as cameras have it."""

import subprocess
from pathlib import Path

from app.media.ffmpeg import find_ffmpeg
from benchmarks.frame.conditions import ROOT

SAMPLE = ROOT / "models" / "demo" / "sample.mp4"


def large_film(folder: Path, height: int, length_s: int) -> Path:
    """Write a film in H.264 (x264, preset fast) with 25 frames a second and sound; returns its path."""
    path = folder / f"film-{height}p-{length_s}s.mp4"
    picture = f"scale=-2:{height}:flags=bicubic,noise=alls=6:allf=t,format=yuv420p"
    command = [str(find_ffmpeg()), "-nostdin", "-loglevel", "error", "-stream_loop", "-1", "-i", str(SAMPLE)]
    command += ["-t", str(length_s)]
    command += [
        "-vf",
        picture,
        "-c:v",
        "libx264",
        "-preset",
        "fast",
        "-crf",
        "23",
        "-c:a",
        "aac",
        "-b:a",
        "128k",
        str(path),
    ]
    subprocess.run(command, check=True)
    return path
