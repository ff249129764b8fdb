"""Measures the sound of a film in one decoding: loudness by EBU R128, true peak, silence, clipping.

ffmpeg's `ebur128` measures the loudness and writes its figures to a pipe, ten times a second; the samples come through
another one.
"""

import math
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Final

import numpy as np

from app.jobs.measures import SoundMeasures
from app.media.branch import Branch
from app.media.decoded import SoundForm, decoded_sound
from app.media.ffmpeg import Reached, running
from app.media.film_clock import film_input
from app.media.sound_levels import SoundLevels
from app.media.sound_mix import layout_of

#: What `ebur128` reports where nothing is loud enough to be measured, LUFS.
NOT_LOUD: Final = -70.0
#: Figures a second, and how far the figure of the true peak is rounded.
FIGURES_PER_S, ROUNDING = 10, 0.0005
#: Samples of all channels that are read at once, and the rate where the file states none.
AT_ONCE, USUAL_RATE_HZ = 96_000, 48_000


@dataclass(slots=True)
class _Figures:
    """What `ebur128` reported: loudness and range at each tenth of a second, the true peak of all (1 is full scale)."""

    lufs: list[float] = field(default_factory=list)
    range_lu: list[float] = field(default_factory=list)
    true_peak: float = 0.0


def measure_sound(
    ffmpeg: Path, source: Path, *, track: int, rate_hz: int | None, film_s: float, reached: Reached
) -> SoundMeasures | None:
    """Measure audio track `track` (from 0) of a film of `film_s` seconds; None if nothing of it can be decoded.

    Times are on the film's clock. Raises JobFailure.
    """
    layout = layout_of(source, track)
    form = SoundForm(rate_hz or USUAL_RATE_HZ, layout.channels, layout.name)
    levels, figures = SoundLevels(form.rate_hz, form.channels), _Figures()
    with ExitStack() as stack:
        branch = Branch(stack)
        arguments = [*film_input(source), *decoded_sound(track, form, _chain(branch))]
        arguments += ["-map", "[samples]", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1", "-map", "[figures]"]
        process = stack.enter_context(
            running(
                ffmpeg,
                [*arguments, "-c:a", "pcm_s16le", "-f", "null", "-"],
                task="measuring the sound",
                stdout=True,
                pass_fds=[branch.far_end],
            )
        )
        branch.hand_over()
        branch.read_with(partial(_read_figures, figures=figures))
        _read_samples(process.stdout, levels, form.channels, film_s, reached)
        branch.finish()
    if levels.count <= 1:  # the silent sample that ends every track
        return None
    return _measures(levels, figures, film_s)


def _chain(branch: Branch) -> str:
    peaks = "ebur128=peak=true:metadata=1:framelog=quiet"
    return f"asplit[samples][all];[all]{peaks},ametadata=print:direct=1:file=pipe\\\\:{branch.far_end}[figures]"


def _read_figures(pipe: IO[bytes], figures: _Figures) -> None:
    for line in pipe:
        key, _, value = line.strip().partition(b"=")
        if key == b"lavfi.r128.I":
            figures.lufs.append(float(value))
        elif key == b"lavfi.r128.LRA":
            figures.range_lu.append(float(value))
        elif key == b"lavfi.r128.true_peak":
            figures.true_peak = max(figures.true_peak, float(value))


def _read_samples(pipe: IO[bytes], levels: SoundLevels, channels: int, film_s: float, reached: Reached) -> None:
    size = 4 * channels
    while content := pipe.read(max(1, AT_ONCE // channels) * size):
        count = len(content) // size
        samples = np.frombuffer(content, "<f4", count * channels).reshape(count, channels)
        levels.add(samples)
        reached(min(1.0, levels.duration_s / max(film_s, 1e-3)))


def _measures(levels: SoundLevels, figures: _Figures, film_s: float) -> SoundMeasures:
    # Figures at times after the last whole tenth of a second would include the silent sample at the end.
    last = min(len(figures.lufs), max(1, int(levels.duration_s * FIGURES_PER_S))) - 1
    lufs = figures.lufs[last] if last >= 0 else NOT_LOUD
    loud = lufs > NOT_LOUD
    exact = abs(levels.peak - figures.true_peak) <= ROUNDING  # as far as the figure says: quiet sound needs the digits
    peak = levels.peak if exact else max(figures.true_peak, levels.peak)
    return SoundMeasures(
        integrated_lufs=round(lufs, 2) if loud else None,
        range_lu=round(figures.range_lu[last], 2) if loud else None,
        true_peak_dbtp=round(20 * math.log10(peak), 2) if peak > 0 else None,
        silence=levels.silence(film_s),
        clipped=levels.clipped(),
    )
