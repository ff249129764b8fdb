"""Whether the two channels of a recording say different things at the same time. Child processes only (numpy).

Broadcasts and discs put a language into each channel at times, and a mix of both is understood by nobody. Two people
with a microphone each take turns, and what a room or a mixing desk gives to both channels has much in common; so what
tells them apart is that both speak most of the time and have next to nothing in common.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

#: How much of the beginning is listened to, and how much of it must be sound, seconds.
LISTEN_S: Final = 120.0
LEAST_S: Final = 6.0
FRAME_S, BLOCK_S = 0.032, 0.5
SPEECH_HZ: Final = (200.0, 3500.0)
#: A channel speaks where it is at most this much quieter than where it is loud, and above this of full scale (power).
QUIETER, SILENT = 0.01, 1e-7
#: Both speak for at least this share of the time in which any does; so much of a room's sound is in both channels.
AT_ONCE, IN_COMMON = 0.5, 0.25
#: Speech has pauses: its quiet moments are at least so much quieter than its loud ones (power). Music's are not.
PAUSES: Final = 0.03


def two_voices(samples: "npt.NDArray[np.float32]", rate_hz: int) -> bool:
    """Whether samples [n, 2] are two voices of their own."""
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
        # By single pitch, not over all of them: a channel that is late has as much in common as one that is not.
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
