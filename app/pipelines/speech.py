"""Stage `speech`: 16 kHz mono PCM for the recogniser, on the film's own clock, and its waveform.

Extracted by ffmpeg rather than by the recogniser's own decoder, which has returned a fraction of a second of a damaged
file without a word where ffmpeg recovers nearly all of it. So durations are compared here, and a difference is told.
"""

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Blob, MediaInfo, Result, SpeechOutput
from app.pipelines.peaks import kept_waveform
from app.pipelines.stage import Tools

#: Audio that ends this much before the film does is told. Encoders pad and cut by tenths of a second.
TOLERANCE_S = 1.0


class SpeechGiven(Result):
    """`required`: a source without audio fails the job (a transcription) instead of having no speech (clips)."""

    source: Blob
    media: MediaInfo
    required: bool


def run(given: SpeechGiven, tools: Tools) -> SpeechOutput:
    """Extract the speech audio. Raises JobFailure `no_audio`, or `unsupported_media` when nothing of it decodes."""
    expected_s = given.media.duration_s
    if given.media.audio_codec is None:
        if given.required:
            raise JobFailure(ErrorCode.NO_AUDIO, "The source has no audio track, so there is no speech to write down.")
        tools.warn("no_audio", "The source has no audio track: clips are chosen by the picture alone.")
        tools.reached(1.0)
        return SpeechOutput(pcm=None, duration_s=expected_s, waveform=None)
    from app.media.damage import first_damage
    from app.media.speech_audio import extract_speech

    target = tools.work_dir / "speech.wav"
    audio = extract_speech(
        tools.ffmpeg,
        tools.path_of(given.source),
        target,
        track=given.media.audio_track,
        expected_s=expected_s,
        reached=tools.reached,
    )
    damage = first_damage(tools.path_of(given.source), audio=given.media.audio_track) if audio.complaints else None
    for code, message in audio.notes:
        tools.warn(code, message)
    _tell_damage(tools, damage, audio.duration_s, expected_s)
    waveform = kept_waveform(target, tools)
    tools.reached(1.0)
    return SpeechOutput(pcm=tools.keep(target, ".wav"), duration_s=audio.duration_s, waveform=waveform)


def _tell_damage(tools: Tools, damage: str | None, duration_s: float, expected_s: float) -> None:
    if damage:
        tools.warn("audio_damaged", f"Parts of the audio are damaged and were left silent ({damage}).")
    if duration_s < expected_s - TOLERANCE_S:
        tools.warn("audio_shorter", f"The audio ends at {duration_s:.1f} s of {expected_s:.1f} s.")
    tools.log("speech audio extracted", duration_s=round(duration_s, 3), expected_s=round(expected_s, 3))
