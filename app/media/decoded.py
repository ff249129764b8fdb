"""Tracks decoded into one form, for filters that count from the start of what they get.

Where a track changes its form on the way (sound from stereo to 5.1 as advertisements begin, a picture that adapts to
the line) ffmpeg builds its filters anew: what they hold is lost, and all that counts from the start counts anew from
there. So there are two steps: filters that hold and count nothing bring the track into the form that it begins with,
and those that count see nothing else. Between them ffmpeg decodes its own output ("loopback decoder", ffmpeg 7). One
track in a run: with two, each may wait for the other to be read, for ever.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LAYOUTS: Final = {1: "mono", 2: "stereo"}
#: Holes in the sound (a late start, lost packets) become silence: else all that follows one would be too early.
ON_THE_CLOCK: Final = "aresample=async=1:first_pts=0"


@dataclass(frozen=True, slots=True)
class SoundForm:
    """What every sample is brought to: one or two channels, or those of `layout` as ffmpeg names it ("5.1", "16c")."""

    rate_hz: int
    channels: int
    layout: str = ""


def decoded_sound(
    track: int, form: SoundForm, chain: str, *, start_s: float = 0.0, end_s: float | None = None
) -> tuple[str, ...]:
    """The arguments, between a `film_input` and the outputs, that decode audio track `track` (from 0).

    `chain` is what follows in the graph, up to its labels: it gets the sound from `start_s` to `end_s` of the film, its
    times counted from `start_s`, in `form` from beginning to end. It may count, pad and cut as it likes. The sound ends
    with one silent sample, also where there is none at all.
    """
    stretch = f"atrim=start={start_s:.6f}" + ("" if end_s is None else f":end={end_s:.6f}")
    uniform = (
        f"aformat=sample_fmts=flt:sample_rates={form.rate_hz}:channel_layouts={form.layout or LAYOUTS[form.channels]}"
    )
    some = "apad=pad_len=1"  # of a stretch without any sample nothing could be built behind it
    decoded = ("-map", f"0:a:{track}", "-af", f"{stretch},{uniform},{some}", "-c:a", "pcm_f32le")
    # A muxer that mends times, where "null" complains of those that are not in order.
    output = ("-f", "nut", os.devnull, "-dec", "0:0")
    return (*decoded, *output, "-filter_complex", f"[dec:0]asetpts=PTS-{start_s:.6f}/TB,{ON_THE_CLOCK},{chain}")


def decoded_picture(track: int, chains: Sequence[str], *, end_s: float | None = None) -> tuple[str, ...]:
    """The arguments, between a `film_input` and the outputs, that decode video track `track` (from 0).

    `chains` are the parts of the graph that follows, of which the first gets the pictures, up to `end_s`, with their
    times on the film, and in the size and form of the first one.
    """
    stretch = "null" if end_s is None else f"trim=end={end_s:.6f}"
    # Frames as they are, each with its own time and all that it says of itself; nothing is copied.
    decoded = ("-map", f"0:v:{track}", "-vf", stretch, "-c:v", "wrapped_avframe")
    output = ("-fps_mode", "passthrough", "-enc_time_base", "filter", "-f", "null", "-", "-dec", "0:0")
    return (*decoded, *output, "-filter_complex", f"[dec:0]{';'.join(chains)}")
