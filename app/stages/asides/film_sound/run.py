"""Probe a film where it is, and store its sound. Not a stage of a plan: the film itself is never copied."""

from pathlib import Path

from app.jobs.results import Blob, MediaInfo
from app.media.ffmpeg import input_of, run_ffmpeg
from app.media.picture_track import opened
from app.media.probe import probe
from app.media.speech_audio import extract_speech
from app.stages.asides.film_sound.contract import FilmSoundInput, FilmSoundOutput, SubtitleTrack
from app.stages.tools import Tools

#: Codecs of subtitles that are text; those of others are pictures.
TEXTS = frozenset({"subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text", "ttml", "stl", "subviewer"})


def run(params: FilmSoundInput, tools: Tools) -> FilmSoundOutput:
    """Probe the film and extract its sound. Raises JobFailure as the upload of the film would."""
    path = Path(params.path)
    media = probe(
        path,
        max_seconds=params.max_seconds,
        max_pixels=params.max_pixels,
        max_film_pixels=params.max_film_pixels,
    )
    wanted = params.extract and media.audio_codec is not None
    sound = _sound(path, media, tools) if wanted else None
    tools.reached(1.0)
    return FilmSoundOutput(media=media, subtitles=_subtitles(path), sound=sound)


def _subtitles(path: Path) -> tuple[SubtitleTrack, ...]:
    with opened(path) as container:
        return tuple(
            SubtitleTrack(
                language=(stream.language or "")[:20] or None,
                is_text=getattr(stream.codec_context, "name", None) in TEXTS,
                forced="forced" in str(stream.disposition).lower(),
            )
            for stream in container.streams.subtitles
        )


def _sound(path: Path, media: MediaInfo, tools: Tools) -> Blob:
    plain, packed = tools.work_dir / "sound.wav", tools.work_dir / "sound.flac"
    extract_speech(
        tools.ffmpeg, path, plain, track=media.audio_track, expected_s=media.duration_s, reached=tools.reached
    )
    run_ffmpeg(tools.ffmpeg, (*input_of(plain), "-c:a", "flac", f"file:{packed}"), task="packing the sound")
    plain.unlink()
    return tools.keep(packed, ".flac")
