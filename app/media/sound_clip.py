"""Writes clips of sound: as a file of sound alone, or as a film of the waveform with captions ("audiogram").

What was played of the waveform is bright, the rest is dim. Its picture is drawn once, so that the film costs hardly
more than its encoding.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from app.core.errors import ErrorCode, JobFailure
from app.media.colour import escaped
from app.media.encoding import AUDIO_BLOCK_S, CODECS, FONTS, THUMBNAIL_WIDTH, ClipFormat, faded, write_part
from app.media.ffmpeg import Reached, run_ffmpeg
from app.media.output_check import Found, check_output

SoundFormat = Literal["m4a", "mp3"]

#: How long before its start a part is read, seconds.
LEAD_S = 10.0
FPS = Fraction(25)
SOUND_CODECS: dict[SoundFormat, tuple[str, ...]] = {
    "m4a": ("-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", "-f", "ipod"),
    "mp3": ("-c:a", "libmp3lame", "-b:a", "160k", "-id3v2_version", "3", "-f", "mp3"),
}
#: An encoder's first block is not always left out of the file's length.
SLACK_S = AUDIO_BLOCK_S + 0.05
BACKGROUND, WAVE = "0x16181d", "0x9a9df2"
#: The width of a bar with the gap after it, and of that gap, shares of the shorter side.
BAR, GAP = 1 / 60, 1 / 150
#: The height of the waveform, and where its middle is, shares of the height.
WAVE_HEIGHT, WAVE_MIDDLE = 0.3, 0.42


@dataclass(frozen=True, slots=True)
class SoundCut:
    """A part of audio track `track` (from 0), seconds."""

    start_s: float
    length_s: float
    track: int = 0


@dataclass(frozen=True, slots=True)
class Audiogram:
    """How a film of a waveform looks: its size, and an ASS file of captions with the folder of its fonts."""

    form: ClipFormat
    width: int
    height: int
    captions: Path | None = None
    fonts: Path | None = None


def cut_sound(
    ffmpeg: Path, source: Path, target: Path, cut: SoundCut, form: SoundFormat, *, reached: Reached
) -> tuple[str, ...]:
    """Write the part as a file of sound alone; returns ffmpeg's complaints. Raises JobFailure."""
    sound, complaints = _part(ffmpeg, source, target.parent, cut)
    arguments = ["-f", "wav", "-i", f"file:{sound}", "-af", faded(cut.length_s), "-map_metadata", "-1"]
    arguments += [*SOUND_CODECS[form], str(target)]
    run_ffmpeg(ffmpeg, arguments, task="cutting a clip", expected_s=cut.length_s, reached=reached)
    sound.unlink()
    _refuse_mismatch(check_output(target, video=False, audio=True), cut.length_s)
    return complaints


def cut_audiogram(
    ffmpeg: Path, source: Path, target: Path, thumbnail: Path, cut: SoundCut, look: Audiogram, *, reached: Reached
) -> tuple[Found, tuple[str, ...]]:
    """Write the part as a film of its waveform, and a still of it. Returns what it contains, and ffmpeg's complaints.

    Its length is a whole number of pictures. Raises JobFailure.
    """
    sound, complaints = _part(ffmpeg, source, target.parent, cut)
    wave = target.parent / "wave.png"
    _draw(ffmpeg, sound, wave, look)
    frames = max(1, round(cut.length_s * FPS))
    length_s = float(frames / FPS)
    video, audio, container = CODECS[look.form]
    chains = [*_moving(look, length_s, frames), f"[1:a]{faded(length_s)}[a]"]
    arguments = ["-framerate", str(FPS), "-i", f"file:{wave}", "-f", "wav", "-i", f"file:{sound}"]
    arguments += ["-filter_complex", ";".join(chains), "-map", "[v]", *video, "-g", str(2 * FPS)]
    arguments += ["-frames:v", str(frames), "-map", "[a]", *audio, "-map_metadata", "-1", *container, str(target)]
    arguments += ["-map", "[t]", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-update", "1", "-f", "image2"]
    run_ffmpeg(
        ffmpeg, [*arguments, str(thumbnail)], task="drawing a clip of sound", expected_s=length_s, reached=reached
    )
    sound.unlink()
    found = check_output(target, video=True, audio=True)
    _refuse_mismatch(found, length_s)
    if found.frames != frames:
        raise _mismatch(f"{found.frames} frames instead of {frames}")
    return found, complaints


def _moving(look: Audiogram, length_s: float, frames: int) -> list[str]:
    """The graph from the picture of the waveform to the film and its still.

    What is to come of the waveform lies over it as a dim strip that is ever shorter. Both pictures are converted once
    and then repeated: the strip is a crop of a picture twice as wide, which costs nothing.
    """
    high, top = _place(look)
    to_yuv, repeated = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", f"loop=loop=-1:size=1,fps={FPS}"
    at = f"2*trunc(W*t/{length_s:.6f}/2)"
    captions = ""
    if look.captions is not None:
        captions = f",subtitles=filename={escaped(look.captions)}:fontsdir={escaped(look.fonts or FONTS)}"
    dim = f"crop={look.width}:{high}:0:{top},drawbox=w=iw:h=ih:c={BACKGROUND}@0.7:t=fill"
    still = [f"select=gte(t\\,{length_s / 3:.3f})", "trim=end_frame=1", f"scale=w=min(iw\\,{THUMBNAIL_WIDTH}):h=-2"]
    tags = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    over = f"overlay=x='{at}':y={top}:shortest=1,trim=end_frame={frames}"
    return [
        "[0:v]format=rgb24,split=2[w][d]",
        f"[w]{to_yuv},{repeated}[whole]",
        f"[d]{dim},{to_yuv},pad=2*iw:ih,{repeated},crop=iw/2:ih:'{at.replace('W', 'iw/2')}':0[rest]",
        f"[whole][rest]{over},{tags}{captions},split=2[p][q]",
        "[p]format=yuv420p[v]",
        f"[q]{','.join(still)},format=yuvj420p[t]",
    ]


def _place(look: Audiogram) -> tuple[int, int]:
    """Height and top of the waveform, pixels, both even."""
    high = 2 * round(look.height * WAVE_HEIGHT / 2)
    return high, 2 * round((look.height * WAVE_MIDDLE - high / 2) / 2)


def _part(ffmpeg: Path, source: Path, folder: Path, cut: SoundCut) -> tuple[Path, tuple[str, ...]]:
    path = folder / "clip-sound.wav"
    before = ("-noaccurate_seek", "-ss", f"{cut.start_s - LEAD_S:.6f}") if cut.start_s > LEAD_S else ()
    return path, write_part(ffmpeg, source, path, cut.track, (cut.start_s, cut.start_s + cut.length_s), before)


def _draw(ffmpeg: Path, sound: Path, target: Path, look: Audiogram) -> None:
    """Draw the waveform as bars over the width of the picture."""
    short = min(look.width, look.height)
    bar = max(4, round(short * BAR))
    gap = max(1, round(short * GAP))
    bars, line = look.width // bar, max(2, gap)
    high, top = _place(look)
    wave = f"showwavespic=s={bars}x{high}:colors={WAVE}:scale=sqrt:filter=peak,format=rgba"
    base = f"color=c=black:s={look.width}x{look.height},format=rgba,drawbox=w=iw:h=ih:c={BACKGROUND}:t=fill"
    middle = f"drawbox=x=0:y={top + high // 2 - line // 2}:w=iw:h={line}:c={WAVE}:t=fill"
    grid = f"drawgrid=x=0:y=-1:w={bar}:h=ih+4:t={gap}:c={BACKGROUND}"
    chains = [
        f"[0:a]aformat=channel_layouts=mono,apad=pad_len=64,{wave},scale={bars * bar}:{high}:flags=neighbor[w]",
        f"{base},{middle}[b]",
        f"[b][w]overlay=x={(look.width - bars * bar) // 2}:y={top},{grid}[v]",
    ]
    arguments = ["-f", "wav", "-i", f"file:{sound}", "-filter_complex", ";".join(chains), "-map", "[v]"]
    run_ffmpeg(ffmpeg, [*arguments, "-frames:v", "1", "-update", "1", str(target)], task="drawing a waveform")


def _refuse_mismatch(found: Found, length_s: float) -> None:
    if abs(found.audio_s - length_s) > SLACK_S:
        raise _mismatch(f"{found.audio_s:.3f} s of sound instead of {length_s:.3f} s")


def _mismatch(what: str) -> JobFailure:
    return JobFailure(ErrorCode.INTERNAL, f"ffmpeg wrote a clip that is not as asked for: {what}")
