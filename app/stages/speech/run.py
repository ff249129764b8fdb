"""Stage `speech`: 16 kHz mono PCM for the recogniser, on the film's own clock, and its waveform.

Extracted by ffmpeg instead of the recogniser's own decoder, which has returned a fraction of a second of a damaged
file without an error where ffmpeg recovers nearly all of it. So durations are compared, and a difference is a warning.
"""

from app.core.errors import ErrorCode, JobFailure
from app.media.damage import first_damage
from app.media.length import ends_of
from app.media.picture_track import opened
from app.media.speech_audio import extract_speech
from app.stages.peaks import store_waveform
from app.stages.speech.contract import SpeechInput, SpeechOutput
from app.stages.tools import Tools
from app.stages.wanted_track import with_track

#: Audio that ends this much before the film gets a warning. Encoders pad and cut by tenths of a second.
TOLERANCE_S = 1.0
#: A film that continues without sound for longer than both of these gets one in any case: seconds, share of the film.
LONG_SILENCE_S, LONG_SILENCE = 5.0, 0.05


def run(params: SpeechInput, tools: Tools) -> SpeechOutput:
    """Extract the speech audio. Raises JobFailure `no_audio`, or `unsupported_media` if nothing of it decodes."""
    expected_s = params.media.duration_s
    if params.media.audio_codec is None:
        if params.required:
            raise JobFailure(ErrorCode.NO_AUDIO, "The source has no audio track, so there is no speech to write down.")
        tools.warn("no_audio", "The source has no audio track: nothing is transcribed, and only the picture is used.")
        tools.reached(1.0)
        return SpeechOutput(pcm=None, duration_s=expected_s, waveform=None)

    params, target = with_track(params, tools), tools.work_dir / "speech.wav"
    audio = extract_speech(
        tools.ffmpeg,
        tools.path_of(params.source),
        target,
        track=params.media.audio_track,
        expected_s=expected_s,
        reached=tools.reached,
    )
    damage = first_damage(tools.path_of(params.source), audio=params.media.audio_track) if audio.complaints else None
    for code, message in audio.notes:
        tools.warn(code, message)
    if damage:
        tools.warn("audio_damaged", f"Parts of the audio are damaged and were left silent ({damage}).")
    if audio.duration_s < expected_s - TOLERANCE_S and not _ends_by_itself(params, tools, audio.duration_s):
        tools.warn("audio_shorter", f"The audio ends at {audio.duration_s:.1f} s of {expected_s:.1f} s.")
    tools.log("speech audio extracted", duration_s=round(audio.duration_s, 3), expected_s=round(expected_s, 3))
    waveform = store_waveform(target, tools)
    tools.reached(1.0)
    return SpeechOutput(pcm=tools.keep(target, ".wav"), duration_s=audio.duration_s, waveform=waveform)


def _ends_by_itself(params: SpeechInput, tools: Tools, duration_s: float) -> bool:
    """Whether the film continues for a moment after the end of its sound: a last picture, a fade, credits."""
    film_s = params.media.duration_s
    if film_s - duration_s > max(LONG_SILENCE_S, LONG_SILENCE * film_s):
        return False
    with opened(tools.path_of(params.source)) as container:
        sound_s, all_s = ends_of(container, params.media.audio_track)
    return sound_s <= duration_s + TOLERANCE_S and all_s >= film_s - TOLERANCE_S
