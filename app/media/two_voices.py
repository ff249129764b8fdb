"""Detects recordings whose two channels contain different speech at the same time. In children only (numpy).

Some broadcasts and discs have one language per channel, and a mix of both is unintelligible. Two people with a
microphone each take turns, and a room or a mixing desk makes the channels correlate; so the criterion is that both
channels have speech most of the time and hardly correlate.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

#: How much of the beginning is analysed, and how much of it must be sound, seconds.
ANALYSED_S: Final = 120.0
LEAST_S: Final = 6.0
FRAME_S, BLOCK_S = 0.032, 0.5
SPEECH_HZ: Final = (200.0, 3500.0)
#: A channel has speech where its power is at least this share of its loud parts', and above this of full scale.
QUIETER, SILENT = 0.01, 1e-7
#: Both have speech for at least this share of the time in which either does; greatest correlation of the two.
AT_ONCE, IN_COMMON = 0.5, 0.25
#: Speech has pauses: the power of its quiet moments is below this share of its loud ones'. Music's is not.
PAUSES: Final = 0.03


def two_voices(samples: "npt.NDArray[np.float32]", rate_hz: int) -> bool:
    """Whether samples [n, 2] contain a different voice in each channel."""
    half = 2 ** round(np.log2(FRAME_S * rate_hz)) // 2
    count = len(samples) // half - 1
    per_block = max(4, round(BLOCK_S * rate_hz / half))
    blocks = count // per_block
    if blocks * BLOCK_S < LEAST_S:
        return False
    hertz = np.fft.rfftfreq(2 * half, 1 / rate_hz)
    speech = (hertz >= SPEECH_HZ[0]) & (hertz < SPEECH_HZ[1])
    window = np.hanning(2 * half)[:, None]
    powers, common = np.zeros((blocks * per_block, 2)), np.zeros(blocks)
    for block in range(blocks):
        first = block * per_block
        frames = np.stack([samples[n * half : (n + 2) * half] for n in range(first, first + per_block)])
        spectra = np.fft.rfft(frames * window, axis=1)[:, speech]
        powers[first : first + per_block] = (np.abs(spectra) ** 2).sum(axis=1) / half**2
        # Per frequency, not over all of them, so that a delay between the channels does not lower it.
        cross = np.abs((spectra[..., 0] * spectra[..., 1].conj()).sum(axis=0))
        alone = np.sqrt((np.abs(spectra) ** 2).sum(axis=0).prod(axis=1)) + 1e-12
        common[block] = (cross * cross).sum() / (alone * alone).sum()
    of_blocks = powers.reshape(blocks, per_block, 2).mean(axis=1)
    loud = np.percentile(of_blocks, 90, axis=0)
    speaks = (of_blocks > QUIETER * loud) & (of_blocks > SILENT)
    both, any_of = speaks.all(axis=1), speaks.any(axis=1)
    if any_of.sum() * BLOCK_S < LEAST_S or both.sum() < AT_ONCE * any_of.sum() or loud.min() < 0.03 * loud.max():
        return False
    pauses = np.percentile(powers, 5, axis=0) < PAUSES * np.percentile(powers, 95, axis=0)
    return bool(pauses.all() and np.median(common[both]) < IN_COMMON)
