"""Creates real media for tests with ffmpeg, once a session, each in tens of milliseconds.

Tests get files from the `media` fixture (a `MediaShelf`) by their kind; their known properties are constants here, so
that a test can compare a result with the truth.
"""

import json
import subprocess
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest

from app.jobs.results import MediaInfo

SAMPLE = Path(__file__).parents[1] / "models" / "demo" / "sample.mp4"

#: `scenes()`: 320×180, 25 fps, 12 s. Hard cuts, and one fade through black (extent).
SCENES_DURATION_S = 12.0
SCENES_FPS = 25
SCENES_CUTS_S = (3.0, 6.0)
SCENES_FADE_S = (8.4, 9.6)

#: `talk()`: the number of its sentences.
TALK_LINES = 5

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50")
AAC = ("-c:a", "aac", "-b:a", "64k")


class MediaShelf:
    """Creates each file at its first use and returns the same path after that. Do not write to the files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def scenes(self) -> Path:
        """Four scenes with a tone: two hard cuts and a fade through black, at the times of the SCENES constants."""
        pictures = (
            "testsrc2=s=320x180:r=25:d=3,format=yuv420p[a]",
            "mandelbrot=s=320x180:r=25,trim=duration=3,setpts=PTS-STARTPTS,format=yuv420p[b]",
            "smptebars=s=320x180:r=25:d=3,format=yuv420p,fade=t=out:st=2.4:d=0.6[c]",
            "rgbtestsrc=s=320x180:r=25:d=3,format=yuv420p,fade=t=in:st=0:d=0.6[d]",
        )
        graph = ";".join((*pictures, "[a][b][c][d]concat=n=4:v=1:a=0[v]"))
        return self._made("scenes.mp4", "-filter_complex", graph, *_tone(12), "-map", "[v]", "-map", "0:a", *X264, *AAC)

    def scenes_silent(self) -> Path:
        """`scenes()` without its tone."""
        return self._made("scenes-silent.mp4", "-i", str(self.scenes()), "-an", "-c:v", "copy")

    def made_of(self, name: str, graph: str, *, fps: str = "25", pixels: str = "yuv420p") -> Path:
        """A film without sound from a filter graph that ends in [v], for a single test."""
        return self._made(name, "-filter_complex", graph, "-map", "[v]", "-r", fps, *X264, "-pix_fmt", pixels)

    def interlaced(self, graph: str) -> Path:
        """An interlaced film, flagged so, from a filter graph that ends in [v]."""
        flags = ("-flags", "+ilme+ildct", "-x264-params", "tff=1")
        return self._made("interlaced.mkv", "-filter_complex", graph, "-map", "[v]", *X264, *flags)

    def uneven(self) -> Path:
        """Frames at uneven times (10 a second, then 40), a hard cut at exactly 2.0 s, 4 s long."""
        graph = (
            "testsrc=s=160x90:r=10:d=2,settb=1/1000[a];rgbtestsrc=s=160x90:r=40:d=2,settb=1/1000[b];"
            "[a][b]concat=n=2:v=1:a=0[v]"
        )
        return self._made("uneven.mkv", "-filter_complex", graph, "-map", "[v]", "-fps_mode", "vfr", *X264)

    def numbered(self, chosen: str = "1", *, seconds: float = 10, ending: str = "mp4") -> Path:
        """25 frames a second that show their number (`frame_numbers`), filtered by `chosen`, with a tone.

        `chosen` is an expression of ffmpeg's `select`: `not(mod(n,25))` keeps one a second. Times are kept.
        """
        bits = "if(bitand(floor(N/pow(2,floor(X*8/W))),1),235,16)"
        picture = f"nullsrc=s=128x72:r=25:d={seconds},geq=lum='{bits}':cb=128:cr=128,select='{chosen}'[v]"
        codecs = ("-fps_mode", "vfr", *X264, "-crf", "10", *AAC)
        return self._made(
            f"numbered.{ending}", "-filter_complex", picture, *_tone(seconds), "-map", "[v]", "-map", "0:a", *codecs
        )

    def barcodes(
        self,
        name: str,
        *codecs: str,
        frames: int = 45,
        fps: str = "25",
        filters: str = "null",
        sound_s: float | None = None,
    ) -> Path:
        """So many frames that show their number (`frame_numbers`), with two tones in stereo for as long, or `sound_s`.

        There are B-frames unless `codecs` say otherwise.
        """
        bits = "if(bitand(floor(N/pow(2,floor(X*8/W))),1),200,16)"
        picture = f"nullsrc=s=128x72:r={fps},trim=end_frame={frames},geq=lum='{bits}':cb=128:cr=128,{filters}[v]"
        length_s = frames / float(Fraction(fps)) if sound_s is None else sound_s
        tones = f"aevalsrc=0.3*sin(2*PI*440*t)+0.1*sin(2*PI*1111*t)|0.3*sin(2*PI*300*t):s=48000:d={length_s}"
        usual = ("-c:v", "libx264", "-preset", "fast", "-bf", "3", "-g", "20", "-c:a", "pcm_s16le")
        sound = ("-f", "lavfi", "-i", tones) if length_s else ()
        maps = ("-map", "[v]", *(("-map", "0:a") if sound else ()), "-fps_mode", "passthrough")
        unit = ("-enc_time_base", "filter")
        return self._made(name, *sound, "-filter_complex", picture, *maps, *usual, *unit, *codecs)

    def two_pictures(self) -> Path:
        """A small red picture, then `numbered()`, which is marked as default."""
        small = ("-f", "lavfi", "-i", "color=red:s=64x36:r=5:d=10", "-i", str(self.numbered()))
        maps = ("-map", "0:v", "-map", "1:v", "-map", "1:a", *X264, "-c:v:1", "copy", "-c:a", "copy")
        return self._made("pictures.mkv", *small, *maps, "-disposition:v:0", "0", "-disposition:v:1", "default")

    def slides(self) -> Path:
        """Twelve seconds of tone with a picture every four seconds and none between: brightness 40, 80 and 120."""
        pictures = "nullsrc=s=64x36:r=1/4:d=12,geq=lum='40+40*N':cb=128:cr=128[v]"
        timing = ("-fps_mode", "vfr", *X264, *AAC)
        return self._made("slides.mkv", "-filter_complex", pictures, *_tone(12), "-map", "[v]", "-map", "0:a", *timing)

    def video(self, *, seconds: float = 2, size: str = "160x90", fps: str = "25", ending: str = "mp4") -> Path:
        """A moving test picture with a tone; `fps` may be a fraction like "30000/1001"."""
        name = f"video-{seconds}-{size}-{fps.replace('/', '_')}.{ending}"
        codecs = (
            ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libopus") if ending == "webm" else (*X264, *AAC)
        )
        return self._made(name, *_picture(seconds, size, fps), *_tone(seconds), *codecs, "-shortest")

    def video_only(self) -> Path:
        """Two seconds of picture, no audio stream."""
        return self._made("silent.mp4", *_picture(2), *X264)

    def counted(self, *, fps: str = "25", ending: str = "mp4", keyframe_every: int = 50) -> Path:
        """Six seconds in which frame n has the brightness `counted_level(n)`, with a tone; 64×36, few keyframes."""
        name = f"counted-{fps.replace('/', '_')}-{keyframe_every}.{ending}"
        picture = f"nullsrc=s=64x36:r={fps}:d=6,geq=lum='mod(N,16)*12+30':cb=128:cr=128"
        video = (
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "12",
            "-pix_fmt",
            "yuv420p",
            "-g",
            str(keyframe_every),
        )
        return self._made(name, "-f", "lavfi", "-i", picture, *_tone(6), *video, *AAC, "-shortest")

    def clapper(self) -> Path:
        """Six seconds of black and silence, but for a white flash and a beep of 0.2 s that begin together at 3.0 s."""
        picture = "color=black:s=64x36:r=25:d=6,drawbox=t=fill:c=white:enable='between(t,2.99,3.19)'"
        sound = "aevalsrc='if(between(t,3,3.2),sin(2*PI*880*t),0)':s=48000:d=6"
        return self._made("clapper.mp4", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, *X264, *AAC)

    def dolby(self, curve: str = "") -> Path:
        """A film marked as Dolby Vision, with an HDR curve or, like profile 5, without any."""
        options = "log-level=none" + (f":transfer={curve}" if curve else "")
        codec = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", options, "-tag:v", "dvh1")
        return self._made("dolby.mp4", *_picture(1), *codec, "-strict", "unofficial", "-pix_fmt", "yuv420p10le")

    def turned(self, path: Path, degrees: str) -> Path:
        """The film, marked to be rotated by so many degrees counter-clockwise."""
        return self._made(f"turned{path.stem}.mp4", "-display_rotation:v:0", degrees, "-i", str(path), "-c", "copy")

    def rotated(self) -> Path:
        """A film stored as 160×90 and marked to be rotated by 90 degrees: 90×160 on screen."""
        return self._made("rotated.mp4", "-display_rotation:v:0", "90", "-i", str(self.video()), "-c", "copy")

    def late_audio(self) -> Path:
        """Three seconds of film whose tone begins after one second."""
        maps = ("-map", "0:v", "-map", "1:a", *X264, *AAC)
        return self._made("late.mp4", *_picture(3), "-itsoffset", "1", *_tone(2), *maps)

    def two_tracks(self) -> Path:
        """Three seconds of film with a silent track, and a tone that is marked as default."""
        silence = ("-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono")
        maps = ("-map", "0:v", "-map", "1:a", "-map", "2:a", *X264, *AAC, "-t", "3")
        named = ("-metadata:s:a:0", "language=ger", "-metadata:s:a:1", "language=eng", "-metadata:s:a:1", "title=Live")
        marks = ("-disposition:a:0", "0", "-disposition:a:1", "default")
        return self._made("tracks.mkv", *_picture(3), *silence, *_tone(3), *maps, *named, *marks)

    def talk_of(self, *, seconds: float) -> Path:
        """The first `seconds` of the shipped sample, a separate file for each length."""
        return self._made(f"talk-{seconds:.2f}.mp4", "-i", str(sample()), "-t", f"{seconds:.2f}", "-c:v", "copy", *AAC)

    def talk(self) -> Path:
        """The first 16.5 seconds of the shipped sample: TALK_LINES sentences on one subject."""
        return self._made("talk.mp4", "-i", str(sample()), "-t", "16.5", "-c:v", "copy", *AAC)

    def mp3(self) -> Path:
        """Two seconds of tone, stereo 44.1 kHz, with a cover picture (which is no video)."""
        cover = ("-f", "lavfi", "-i", "color=red:s=64x64,trim=end_frame=1")
        maps = ("-map", "0:a", "-map", "1:v", "-c:v", "mjpeg", "-disposition:v", "attached_pic")
        return self._made("tone.mp3", *_tone(2), *cover, *maps, "-ac", "2", "-ar", "44100", "-c:a", "libmp3lame")

    def m4a(self) -> Path:
        """Two seconds of tone in AAC."""
        return self._made("tone.m4a", *_tone(2), *AAC)

    def wav(self, *, seconds: float = 2) -> Path:
        """A tone, 48 kHz stereo PCM."""
        return self._made(f"tone-{seconds}.wav", *_tone(seconds), "-ac", "2")

    def truncated(self) -> Path:
        """An mp4 with its index at the end, truncated half-way: nothing can be read."""
        return self._written("truncated.mp4", lambda: _first_half(self.video(seconds=4)))

    def truncated_stream(self) -> Path:
        """A Matroska file truncated half-way: it claims four seconds and contains about two."""
        return self._written("truncated.mkv", lambda: _first_half(self.video(seconds=4, ending="mkv")))

    def damaged_audio(self) -> Path:
        """Four seconds of mp3 with the bytes of its middle overwritten."""
        return self._written("damaged.mp3", lambda: _scarred(self._made("long.mp3", *_tone(4), "-c:a", "libmp3lame")))

    def text(self) -> Path:
        """A text with the name of an mp4."""
        return self._written("text.mp4", lambda: b"This is not a film.\n" * 200)

    def empty(self) -> Path:
        """Zero bytes."""
        return self._written("empty.mp4", lambda: b"")

    def html(self) -> Path:
        """A web page with the name of an mp4, as sites serve in place of media."""
        return self._written("page.mp4", lambda: b"<!doctype html><title>Sign in</title><p>Please sign in.</p>")

    def playlist(self) -> Path:
        """A playlist that refers to a local file."""
        text = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"
        return self._written("list.m3u8", lambda: text.encode())

    def made(self, name: str, *arguments: str) -> Path:
        """The file that ffmpeg writes for these arguments, for a single test."""
        return self._made(name, *arguments)

    def written(self, name: str, content: bytes) -> Path:
        """A file of these bytes, for a single test."""
        return self._written(name, lambda: content)

    def _made(self, name: str, *arguments: str) -> Path:
        """The file that ffmpeg writes for these arguments; other arguments with the same name yield another file."""
        stem, _, ending = name.rpartition(".")
        path = self.folder / f"{stem}-{zlib.crc32(repr(arguments).encode()):08x}.{ending}"
        if not path.exists():
            part = path.with_name(f"part-{path.name}")
            command = (imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y")
            done = subprocess.run(
                [*command, *arguments, "-bitexact", part], check=False, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
            part.rename(path)
        return path

    def _written(self, name: str, content: Callable[[], bytes]) -> Path:
        path = self.folder / name
        if not path.exists():
            path.write_bytes(content())
        return path


def counted_level(frame: int) -> int:
    """The brightness of that frame of `counted()`."""
    return frame % 16 * 12 + 30


def frame_numbers(path: Path) -> list[int]:
    """The numbers that the frames of a clip of `numbered()` show."""
    import av

    with av.open(str(path)) as container:
        return [_number(frame.to_ndarray(format="gray")) for frame in container.decode(video=0)]


def _number(picture: Any) -> int:
    height, width = picture.shape
    return sum(int(picture[height // 2, (2 * bit + 1) * width // 16] > 120) << bit for bit in range(8))


def sample() -> Path:
    """The shipped sample with real speech; skips the test if it is missing."""
    if not SAMPLE.exists():
        pytest.skip("models/demo/sample.mp4 is not here")
    return SAMPLE


def sample_truth() -> dict[str, Any]:
    """The known properties of the sample."""
    truth: dict[str, Any] = json.loads(sample().with_suffix(".json").read_text())
    return truth


def described(path: Path) -> MediaInfo:
    """The file's own metadata, read with PyAV; for stages whose input is a probe result."""
    import av

    with av.open(str(path)) as container:
        video = next(
            (s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic), None
        )
        tracks = list(container.streams.audio)
        main = (s for s in tracks if s.disposition & av.stream.Disposition.default)
        audio = next(main, tracks[0] if tracks else None)
        return MediaInfo(
            container=container.format.name,
            duration_s=(container.duration or 0) / 1_000_000,
            video_codec=video.codec_context.name if video else None,
            audio_codec=audio.codec_context.name if audio else None,
            width=video.width if video else None,
            height=video.height if video else None,
            fps=str(video.average_rate) if video and video.average_rate else None,
            audio_sample_rate_hz=audio.codec_context.sample_rate if audio else None,
            audio_channels=audio.codec_context.channels if audio else None,
            audio_track=tracks.index(audio) if audio else 0,
            streams=len(container.streams),
        )


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaShelf:
    """The session's media; put this module into `pytest_plugins` or import the fixture into a conftest."""
    return MediaShelf(tmp_path_factory.mktemp("media"))


def _picture(seconds: float, size: str = "160x90", fps: str = "25") -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"testsrc2=s={size}:r={fps}:d={seconds}")


def _tone(seconds: float) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"sine=f=440:r=48000:d={seconds}")


def _first_half(path: Path) -> bytes:
    content = path.read_bytes()
    return content[: len(content) // 2]


def _scarred(path: Path) -> bytes:
    content = bytearray(path.read_bytes())
    third = len(content) // 3
    content[third : 2 * third] = bytes(n * 37 % 251 for n in range(third))
    return bytes(content)
