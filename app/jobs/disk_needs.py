"""How much disk a job is expected to need besides its source, by stated and generous rates."""

from app.jobs.options import JobType, ProcessingOptions
from app.jobs.plan import stages_of

#: Bytes per second of media: the sound that is transcribed (16 kHz, 16 bit, mono), and extracted audio at its best.
SPEECH_BYTES_PER_S = 32_000
AUDIO_BYTES_PER_S = {"wav": 192_000, "flac": 120_000, "mp3": 40_000}
#: Bytes per second of a clip: 1080p at 8 Mbit/s.
CLIP_BYTES_PER_S = 1_000_000


def room_bytes(job_type: JobType, options: ProcessingOptions, duration_s: float) -> int:
    """Expected bytes for media of this length; an unknown length (0) needs none."""
    stages = stages_of(job_type)
    bytes_per_s = 0
    if "speech" in stages:
        bytes_per_s += SPEECH_BYTES_PER_S
    if "audio" in stages:
        bytes_per_s += AUDIO_BYTES_PER_S[options.audio_format]
    clips_s = options.max_clips * min(options.clip_duration, duration_s) if "clips" in stages else 0.0
    return int(duration_s * bytes_per_s + clips_s * CLIP_BYTES_PER_S)
