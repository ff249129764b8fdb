"""What a good script runs for the files that the product derives from a film: one ffmpeg each, with the least work.

The storyboard and the poster are made of keyframes alone; cuts are looked for in small pictures.
"""

import subprocess
from pathlib import Path

from app.media.encoding import CODECS
from app.media.ffmpeg import find_ffmpeg
from app.media.scene_codecs import MEZZANINE, PROXY, PROXY_HEIGHT

TILES = 100
#: JPEG takes the full range only.
FULL_RANGE = "scale=640:-2:out_range=pc,format=yuvj420p"
CLIP_CODECS = CODECS["mp4"]


def derive(film: Path, folder: Path, length_s: float) -> None:
    """Write speech and audio as wav files, a waveform, a storyboard and a poster; find cuts."""
    _ffmpeg("-i", film, "-map", "0:a:0", "-ac", "1", "-ar", "16000", folder / "speech.wav")
    _ffmpeg("-i", film, "-map", "0:a:0", "-ar", "48000", folder / "audio.wav")
    peaks = ["-ac", "1", "-ar", "8000", "-f", "s16le", folder / "waveform.raw"]
    _ffmpeg("-i", film, "-map", "0:a:0", *peaks)
    sheet = f"fps={TILES / length_s},scale=160:90:out_range=pc,format=yuvj420p,tile=10x10"
    _ffmpeg(
        "-skip_frame", "nokey", "-i", film, "-an", "-vf", sheet, "-frames:v", "1", "-q:v", "4", folder / "sheet.jpg"
    )
    still = ["-frames:v", "1", "-vf", FULL_RANGE, "-q:v", "4", folder / "poster.jpg"]
    _ffmpeg("-ss", str(length_s / 3), "-i", film, "-an", *still)
    cuts = f"scale=320:-2,scdet=threshold=10,metadata=print:file={folder / 'cuts.txt'}"
    _ffmpeg("-i", film, "-an", "-vf", cuts, "-f", "null", "-")


def cut(film: Path, folder: Path, start_s: float, length_s: float) -> None:
    """Write one clip, with the product's codecs, and its still, in one run."""
    video, audio, container = CLIP_CODECS
    clip = ["-map", "0:v:0", "-map", "0:a:0", "-t", str(length_s), *video, *audio, *container, folder / "clip.mp4"]
    still = ["-map", "0:v:0", "-ss", str(length_s / 3), "-frames:v", "1", "-vf", FULL_RANGE, "-q:v", "4"]
    _ffmpeg("-ss", str(start_s), "-i", film, *clip, *still, "-update", "1", folder / "clip.jpg")


def _ffmpeg(*arguments: str | Path) -> None:
    command = [str(find_ffmpeg()), "-nostdin", "-loglevel", "error", "-y", *map(str, arguments)]
    subprocess.run(command, check=True)


def scene(film: Path, target: Path, start_s: float, length_s: float, kind: str) -> None:
    """Write one file of a scene, with the product's codecs."""
    proxy = kind == "proxy"
    codec = PROXY if proxy else MEZZANINE
    keys = ["-vf", f"scale=-2:{PROXY_HEIGHT}", "-g", "12"] if proxy else ["-g", "25"]
    sound = ["-c:a", "aac", "-b:a", "128k"] if proxy else ["-c:a", "pcm_s16le"]
    index = ["-movflags", "+faststart"]
    _ffmpeg("-ss", str(start_s), "-i", film, "-t", str(length_s), *keys, *codec, *sound, *index, target)
