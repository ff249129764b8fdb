"""Stage `audio`: the source's audio track as a wav, mp3 or flac file, and its waveform, in one decoding."""

from app.core.errors import ErrorCode, JobFailure
from app.media.audio_files import MEDIA_TYPES, write_audio
from app.media.damage import first_damage
from app.media.output_check import audio_seconds
from app.stages.audio.contract import AudioInput, AudioOutput
from app.stages.peaks import store_waveform
from app.stages.tools import Tools
from app.stages.wanted_track import with_track


def run(params: AudioInput, tools: Tools) -> AudioOutput:
    """Extract the audio. Raises JobFailure `no_audio` when there is none."""
    media = with_track(params, tools).media
    if media.audio_codec is None:
        raise JobFailure(ErrorCode.NO_AUDIO, "The source has no audio track, so there is none to extract.")

    target, small = tools.work_dir / f"audio.{params.format}", tools.work_dir / "small.wav"
    written = write_audio(
        tools.ffmpeg,
        tools.path_of(params.source),
        target,
        small=small,
        form=params.format,
        quality=params.quality,
        title=params.title,
        track=media.audio_track,
        source_rate_hz=media.audio_sample_rate_hz,
        source_channels=media.audio_channels,
        film_s=media.duration_s if media.video_codec is not None else None,
        expected_s=media.duration_s,
        reached=tools.reached,
    )
    duration_s = audio_seconds(target)
    damage = first_damage(tools.path_of(params.source), audio=media.audio_track) if written.complaints else None
    for code, message in written.notes:
        tools.warn(code, message)
    if damage:
        tools.warn("audio_damaged", f"Parts of the audio could not be decoded ({damage}).")
    tools.log("audio extracted", format=params.format, quality=params.quality, duration_s=round(duration_s, 3))
    waveform = store_waveform(small, tools)
    small.unlink()
    tools.reached(1.0)
    audio = tools.keep(target, f".{params.format}")
    return AudioOutput(audio=audio, duration_s=duration_s, media_type=MEDIA_TYPES[params.format], waveform=waveform)
