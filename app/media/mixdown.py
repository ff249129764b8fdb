"""Mixes channels down to one or two without losing content. In children only (numpy).

A mix adds channels up, and what two of them contain with opposite signs cancels: a microphone with inverted polarity, a
phone's "noise" channel. Others are left out of mixes by convention, such as the LFE channel, where a recorder with
three inputs puts its third. So the mix is compared with its inputs, in short blocks and frequency bands: where next to
nothing of the speech is left, the channels are combined by their content instead, each with the sign of those that it
correlates with most, and weighted by its share of the power. Everywhere else the standard mix is used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Block = npt.NDArray[np.float32]
"""Samples [n, channels], −1..1."""
Spectra = npt.NDArray[np.complex64]
"""[channels, frames, bins]."""
Powers = npt.NDArray[np.float64]
"""[channels, bands]."""

#: Weights of channels in a standard mix by position; others count as 1. A film's dialogue is in its centre.
SHARES: Final = {"FC": 1.0, "FL": 0.7, "FR": 0.7, "LFE": 0.0, "LFE2": 0.0} | dict.fromkeys(
    ("BL", "BR", "SL", "SR", "BC", "FLC", "FRC", "TFL", "TFR", "TBL", "TBR", "TC", "TFC", "TBC"), 0.5
)
LEFT: Final = frozenset({"FL", "BL", "SL", "FLC", "TFL", "TBL", "DL", "WL"})
RIGHT: Final = frozenset({"FR", "BR", "SR", "FRC", "TFR", "TBR", "DR", "WR"})
#: About how long a frame of the transform is, and a block of frames that is judged together, seconds.
FRAME_S: Final = 0.032
BLOCK_S: Final = 0.5
#: Band edges, hertz; speech is between the second and the last but one.
BANDS_HZ: Final = (0, 150, 300, 500, 750, 1050, 1450, 2000, 2700, 3700, 5000, 1_000_000)
#: Channels cancel if the power of the mix is below this share of the sum of their powers.
CANCELLED: Final = 0.1
#: Channels are left out if the power of the mixed ones is below this share of the loudest channel's.
LEFT_OUT: Final = 0.01
#: The share of the speech's power that must be lost before the mix is changed.
SHARE_LOST: Final = 0.3
#: Least correlation, with the opposite sign, of a channel and its inverted copy.
IN_COMMON: Final = 0.3
#: A block is silent below this mean square, of full scale (−100 dB): less than 16 bits can hold.
SILENT: Final = 1e-10


@dataclass(slots=True)
class Findings:
    """Seconds in which channels cancelled, in which the mix left out the sound, and in which there was sound at all."""

    cancelled_s: float = 0.0
    left_out_s: float = 0.0
    sound_s: float = 0.0


class Mixdown:
    """Mixes blocks of all channels, in order, to blocks of the same length with a delay of one frame; `finish` ends it.

    `places` names the channels ("FL"), one each; empty if they are unknown. `outputs` is 1 or 2.
    """

    def __init__(self, channels: int, places: Sequence[str], rate_hz: int, outputs: int) -> None:
        self.findings = Findings()
        self._outputs = outputs
        self._half = 2 ** round(np.log2(FRAME_S * rate_hz)) // 2
        self._rate_hz = rate_hz
        self._window = np.sqrt(np.hanning(2 * self._half + 1)[:-1]).astype(np.float32)
        self._usual = _usual(channels, places if len(places) == channels else (), outputs)
        edges = np.searchsorted(np.fft.rfftfreq(2 * self._half, 1 / rate_hz), BANDS_HZ[:-1])
        self._edges = np.unique(np.minimum(edges, self._half))
        hertz = self._edges * rate_hz / (2 * self._half)
        self._speech = (hertz >= BANDS_HZ[1] - 40) & (hertz < BANDS_HZ[-2] - 40)
        self._per_block = max(4, round(BLOCK_S * rate_hz / self._half))
        self._waiting = np.zeros((self._half, channels), np.float32)  # half a frame of silence before the first sample
        self._tail = np.zeros((self._half, outputs), np.float32)
        self._to_drop = self._half
        self._taken = self._returned = 0
        self._first: int | None = None

    def add(self, samples: Block) -> Block:
        """Add samples and return the mix of what is now complete."""
        self._taken += len(samples)
        self._waiting = np.concatenate([self._waiting, samples])
        whole = (len(self._waiting) - self._half) // self._half // self._per_block * self._per_block
        return self._mixed(whole)

    def finish(self) -> Block:
        """Return the rest of the mix, up to the last sample that was added."""
        missing = self._taken - self._returned
        frames = -(-(len(self._waiting) - self._half) // self._half) + 1
        short = (frames + 1) * self._half - len(self._waiting)
        self._waiting = np.concatenate([self._waiting, np.zeros((short, self._waiting.shape[1]), np.float32)])
        return self._mixed(frames)[:missing]

    def _mixed(self, frames: int) -> Block:
        if frames <= 0:
            return np.zeros((0, self._outputs), np.float32)
        step = self._half
        pieces = [np.zeros((0, self._outputs), np.float32)]
        for first in range(0, frames, self._per_block):
            count = min(self._per_block, frames - first)
            samples = self._waiting[first * step : (first + count + 1) * step]
            pieces.append(self._block(samples, count))
        self._waiting = self._waiting[frames * step :]
        out = np.concatenate(pieces)[self._to_drop :]
        self._to_drop = 0
        self._returned += len(out)
        return out

    def _block(self, samples: Block, count: int) -> Block:
        step = self._half
        frames = np.stack([samples[n * step : (n + 2) * step] for n in range(count)])
        spectra = np.fft.rfft(frames * self._window[:, None], axis=1).transpose(2, 0, 1).astype(np.complex64)
        mixed = np.fft.irfft(self._mix(spectra, count), 2 * step, axis=2).astype(np.float32) * self._window
        out = np.zeros(((count + 1) * step, self._outputs), np.float32)
        out[:step] = self._tail
        for n in range(count):
            out[n * step : (n + 2) * step] += mixed[:, n].T
        self._tail = out[count * step :].copy()
        return out[: count * step]

    def _mix(self, spectra: Spectra, count: int) -> Spectra:
        """The mix of a block: the standard one, unless that loses the speech."""
        usual: Spectra = np.einsum("oc,cfk->ofk", self._usual, spectra)
        powers = self._powers(spectra)
        seconds = count * self._half / self._rate_hz
        if powers[:, self._speech].sum() / (count * self._half**2) < SILENT:
            return usual
        self.findings.sound_s += seconds
        parts, left = ((self._usual**2) @ powers).sum(axis=0), self._powers(usual).sum(axis=0)
        loudest = powers.max(axis=0)
        cancelled, left_out = left < CANCELLED * parts, parts < LEFT_OUT * loudest
        speech = np.where(self._speech, loudest, 0.0)
        if speech[cancelled | left_out].sum() < SHARE_LOST * speech.sum():
            return usual
        order = self._order(powers)
        if speech[cancelled].sum() >= speech[left_out].sum():
            self.findings.cancelled_s += seconds
        elif not self._usual[:, order[0]].any():  # the loudest channel is not in the standard mix at all
            self.findings.left_out_s += seconds
        return np.repeat(self._aligned(spectra, powers, order)[None], self._outputs, axis=0)

    def _powers(self, spectra: Spectra) -> Powers:
        """The power of each channel and band [channels, bands]."""
        square = (spectra.real.astype(np.float64) ** 2 + spectra.imag.astype(np.float64) ** 2).sum(axis=1)
        return np.add.reduceat(square, self._edges, axis=1)

    def _order(self, powers: Powers) -> list[int]:
        """Channels by their power of speech, loudest first; the first stays first while no other is twice as loud."""
        speech = powers[:, self._speech].sum(axis=1)
        order = [int(n) for n in np.argsort(-speech, kind="stable")]
        if self._first is not None and 2 * speech[self._first] > speech[order[0]]:
            order.remove(self._first)
            order.insert(0, self._first)
        self._first = order[0]
        return order

    def _aligned(self, spectra: Spectra, powers: Powers, order: list[int]) -> Spectra:
        """The channels combined by their content; the first one keeps its sign."""
        signs = np.ones_like(powers)
        known = np.sqrt(powers) + 1e-9
        for place, channel in enumerate(order[1:], start=1):
            before = order[:place]
            products = (spectra[channel] * spectra[before].conj()).real.sum(axis=1)
            common = np.add.reduceat(products, self._edges, axis=1) / (known[channel] * known[before])
            most = np.abs(common).argmax(axis=0)
            bands = np.arange(len(most))
            agrees = np.where(common[most, bands] < 0, -1.0, 1.0) * signs[np.array(before)[most], bands]
            signs[channel] = np.where(np.abs(common[most, bands]) > IN_COMMON, agrees, 1.0)
        shares = signs * powers / (powers.sum(axis=0) + 1e-12)
        widths = np.diff([*self._edges, spectra.shape[2]])
        mixed: Spectra = (spectra * np.repeat(shares, widths, axis=1)[:, None, :]).sum(axis=0).astype(np.complex64)
        return mixed


def _usual(channels: int, places: Sequence[str], outputs: int) -> Any:
    """Weights [outputs, channels] of a standard mix; they add up to 1 for each output, so that nothing is clipped."""
    if not places or not any(SHARES.get(place, 1.0) for place in places):
        matrix = np.ones((outputs, channels))
        if outputs == 2 and channels == 2:
            matrix = np.eye(2)
    else:
        shares = np.array([SHARES.get(place, 1.0) for place in places])
        matrix = np.repeat(shares[None], outputs, axis=0)
        if outputs == 2:
            matrix[0, [place in RIGHT for place in places]] = 0.0
            matrix[1, [place in LEFT for place in places]] = 0.0
    return (matrix / matrix.sum(axis=1, keepdims=True)).astype(np.float32)
