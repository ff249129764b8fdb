"""Finds how a film must be encoded: its pixels, its fields, the units of its times, its sound. In children only."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

import av

from app.jobs.results import MediaInfo
from app.media.ffmpeg import MOST_PIXELS
from app.media.frame_facts import frame_facts
from app.media.frame_grid import Timing
from app.media.picture_track import opened, packets_of
from app.media.scene_codecs import Picture
from app.media.sound_feed import Sound
from app.media.sound_mix import layout_of

#: Frames have one rate if their mean rate differs from the least common one by no more than this share.
STEADY: Final = Fraction(1, 100)
#: At these places of a film, fractions of its length, so many packets are read to see whether their steps are even.
PLACES: Final = (0.0, 0.5)
READ: Final = 240
#: Sample formats of sound that has more than 16 bits, unless its codec is lossy.
DEEP_SAMPLES: Final = frozenset({"s32", "s32p"})


def timing_of(path: Path, media: MediaInfo, *, max_pixels: int = MOST_PIXELS) -> Timing:
    """Read the headers and some packets of the film. Raises av.error.FFmpegError."""
    with opened(path, max_pixels=max_pixels) as container:
        stream = container.streams.video[media.video_track]
        mean, common = stream.average_rate, stream.base_rate
        steady = mean is not None and common is not None and abs(mean - common) <= STEADY * common
        for place in PLACES if steady else ():
            container.seek(round((container.start_time or 0) + place * media.duration_s * av.time_base))
            steady = steady and _even([packet.pts for packet in islice(packets_of(container, stream), READ)])
        return Timing(Fraction(media.fps) if media.fps else None, Fraction(stream.time_base or 1), steady)


def _even(times: Sequence[int | None]) -> bool:
    """Whether pictures with these times, in any order, follow each other in even steps."""
    known = sorted({at for at in times if at is not None})[: -READ // 8]  # of the last ones some are missing
    steps = [later - earlier for earlier, later in pairwise(known)]
    middle = sorted(steps)[len(steps) // 2] if steps else 0
    return all(abs(step - middle) <= middle / 4 + 2 for step in steps)


def picture_of(path: Path, media: MediaInfo, *, max_pixels: int = MOST_PIXELS) -> Picture:
    """Decode a few frames of the film."""
    with opened(path, max_pixels=max_pixels) as container:
        stream = container.streams.video[media.video_track]
        index, size = stream.index, (stream.width, stream.height)
    facts = frame_facts(path, [index], index, media.duration_s, max_pixels=max_pixels)[index]
    if media.rotation_deg % 180:
        size = (size[1], size[0])
    pixels = av.VideoFormat(facts.pix_fmt or "yuv420p")
    flagged = 2 * facts.flagged > facts.frames
    return Picture(
        colour=media.colour,
        size=size,
        rgb=pixels.is_rgb or pixels.has_palette,
        full_chroma=pixels.chroma_width(16) == 16 and len(pixels.components) > 1,
        deep=(facts.bit_depth or 8) > 8,
        interlaced=flagged and size[1] % 4 == 0,
    )


def sound_of(path: Path, media: MediaInfo) -> Sound | None:
    """The track of the film's sound; None without."""
    if media.audio_codec is None:
        return None
    with opened(path) as container:
        context = container.streams.audio[media.audio_track].codec_context
        deep = context.format.name in DEEP_SAMPLES or context.codec.canonical_name.startswith("pcm_f")
    layout = layout_of(path, media.audio_track)
    return Sound(media.audio_track, layout, media.audio_sample_rate_hz or 48_000, 24 if deep else 16)
