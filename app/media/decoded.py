"""Builds ffmpeg arguments that decode a track into one format, for filters that count from the start of their input.

Where a track changes its format half-way (sound from stereo to 5.1 as advertisements begin, a picture that adapts to
the bandwidth) ffmpeg rebuilds its filters: their buffers are lost, and counting restarts from there. So there are two
steps: stateless filters convert the track to the format that it begins with, and the filters that count see only that.
Between them ffmpeg decodes its own output ("loopback decoder", ffmpeg 7). One track per run: with two, each may wait
for the other to be read, for ever.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LAYOUTS: Final = {1: "mono", 2: "stereo"}
#: Gaps in the sound (a late start, lost packets) become silence; otherwise everything after one would be too early.
ON_THE_CLOCK: Final = "aresample=async=1:first_pts=0"


@dataclass(frozen=True, slots=True)
class SoundForm:
    """The target format of all samples: one or two channels, or those of `layout` as ffmpeg names it ("5.1", "16c")."""

    rate_hz: int
    channels: int
    layout: str = ""


def decoded_sound(
    track: int, form: SoundForm, chain: str, *, start_s: float = 0.0, end_s: float | None = None
) -> tuple[str, ...]:
    """The arguments, between a `film_input` and the outputs, that decode audio track `track` (from 0).

    `chain` is the rest of the graph, with its output labels: its input is the sound from `start_s` to `end_s` of the
    film, with times relative to `start_s`, all of it in `form`. It may count, pad and cut. The sound ends with one
    silent sample, so that the chain gets input even if there is no sound.
    """
    stretch = f"atrim=start={start_s:.6f}" + ("" if end_s is None else f":end={end_s:.6f}")
    uniform = (
        f"aformat=sample_fmts=flt:sample_rates={form.rate_hz}:channel_layouts={form.layout or LAYOUTS[form.channels]}"
    )
    some = "apad=pad_len=1"  # without any sample the chain behind it could not be built
    decoded = ("-map", f"0:a:{track}", "-af", f"{stretch},{uniform},{some}", "-c:a", "pcm_f32le")
    # This muxer corrects times that are out of order; "null" complains of them.
    output = ("-f", "nut", os.devnull, "-dec", "0:0")
    return (*decoded, *output, "-filter_complex", f"[dec:0]asetpts=PTS-{start_s:.6f}/TB,{ON_THE_CLOCK},{chain}")


def decoded_picture(track: int, chains: Sequence[str], *, end_s: float | None = None) -> tuple[str, ...]:
    """The arguments, between a `film_input` and the outputs, that decode video track `track` (from 0).

    `chains` are the parts of the graph that follows. The input of the first is the pictures up to `end_s`, with their
    times on the film, all in the size and format of the first picture.
    """
    stretch = "null" if end_s is None else f"trim=end={end_s:.6f}"
    # Frames are passed on uncopied, each with its own time and side data.
    decoded = ("-map", f"0:v:{track}", "-vf", stretch, "-c:v", "wrapped_avframe")
    output = ("-fps_mode", "passthrough", "-enc_time_base", "filter", "-f", "null", "-", "-dec", "0:0")
    return (*decoded, *output, "-filter_complex", f"[dec:0]{';'.join(chains)}")
