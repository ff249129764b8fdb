"""Mixing channels without losing what is in them; on noise and on speech-like sound."""

from itertools import pairwise

import numpy as np
import pytest

from app.media.mixdown import Block, Findings, Mixdown

RATE_HZ = 16_000
SECONDS = 8


def voice(seed: int, seconds: float = SECONDS) -> "np.typing.NDArray[np.float32]":
    """Noise with the colour and the rhythm of speech: below 4 kHz, four syllables a second."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.standard_normal(int(seconds * RATE_HZ)))
    hertz = np.fft.rfftfreq(int(seconds * RATE_HZ), 1 / RATE_HZ)
    spectrum[(hertz < 150) | (hertz > 4000)] = 0
    sound = np.fft.irfft(spectrum)
    rhythm = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * np.arange(len(sound)) / RATE_HZ + seed)
    return (0.2 * sound / np.abs(sound).std() * rhythm).astype(np.float32)


def mixed(block: Block, places: tuple[str, ...] = (), outputs: int = 1) -> tuple[Block, Findings]:
    """The mix of all of it, given in uneven portions."""
    mixdown = Mixdown(block.shape[1], places, RATE_HZ, outputs)
    cuts = [0, 7, 5_000, 5_001, 60_000, len(block)]
    parts = [mixdown.add(block[first:last]) for first, last in pairwise(cuts)]
    out = np.concatenate([*parts, mixdown.finish()])
    assert out.shape == (len(block), outputs)
    return out, mixdown.findings


def level_db(sound: "np.typing.NDArray[np.float32]", reference: "np.typing.NDArray[np.float32]") -> float:
    """How much of `reference` is in `sound`, by correlation, decibels."""
    share = abs(float(np.dot(sound.ravel(), reference)) / float(np.dot(reference, reference)))
    return 20 * float(np.log10(share + 1e-9))


def likeness(sound: "np.typing.NDArray[np.float32]", reference: "np.typing.NDArray[np.float32]") -> float:
    return abs(float(np.corrcoef(sound.ravel(), reference)[0, 1]))


def test_a_usual_recording_is_mixed_as_usual() -> None:
    """To the sample: stereo with a common voice and different sounds beside it."""
    said, left, right = voice(1), 0.3 * voice(2), 0.3 * voice(3)
    out, findings = mixed(np.stack([said + left, said + right], axis=1))
    assert np.abs(out[:, 0] - (said + (left + right) / 2)).max() < 1e-5
    assert (findings.cancelled_s, findings.left_out_s) == (0, 0)
    assert findings.sound_s == pytest.approx(SECONDS, abs=0.6)


@pytest.mark.parametrize("gain", [-1.0, -0.98, -0.8])
def test_an_inverted_channel_does_not_cancel(gain: float) -> None:
    """The voice is there, about as loud as in one channel, and it is told for how long it would have been lost."""
    said = voice(1)
    out, findings = mixed(np.stack([said, gain * said], axis=1))
    assert level_db(out, said) > -3
    assert likeness(out, said) > 0.99
    assert findings.cancelled_s == pytest.approx(SECONDS, abs=0.6)


def test_a_quiet_voice_does_not_cancel_either() -> None:
    """Far from a microphone, 60 dB below a usual one."""
    said = 0.001 * voice(1)
    out, findings = mixed(np.stack([said, -said], axis=1))
    assert level_db(out, said) > -3
    assert findings.cancelled_s > SECONDS - 1


def test_hum_that_both_channels_have_hides_no_voice() -> None:
    """A loud hum adds up while the voice cancels: the mix is far from silent and says nothing."""
    said = voice(1)
    hum = (0.5 * np.sin(2 * np.pi * 50 * np.arange(len(said)) / RATE_HZ)).astype(np.float32)
    out, findings = mixed(np.stack([hum + said, hum - said], axis=1))
    assert level_db(out, said) > -3
    assert findings.cancelled_s > SECONDS - 1


def test_only_the_part_that_cancels_is_changed() -> None:
    """A plug that turns for two seconds in the middle."""
    said = voice(1)
    sign = np.ones(len(said), np.float32)
    sign[3 * RATE_HZ : 5 * RATE_HZ] = -1
    out, findings = mixed(np.stack([said, sign * said], axis=1))
    for first in range(SECONDS):
        part = slice(first * RATE_HZ + 2_000, (first + 1) * RATE_HZ - 2_000)
        assert level_db(out[part], said[part]) > -6
    assert findings.cancelled_s == pytest.approx(2, abs=1)


@pytest.mark.parametrize(
    "places",
    [
        ("FL", "FR", "FC", "LFE", "SL", "SR"),
        ("FL", "FR", "LFE"),
        ("FL", "FR", "BL", "BR"),
        (),
        ("FL", "FR", "FC", "BC"),
    ],
    ids=["5.1", "2.1", "quad", "loose", "4.0"],
)
@pytest.mark.parametrize("outputs", [1, 2])
def test_a_voice_in_any_one_channel_is_heard(places: tuple[str, ...], outputs: int) -> None:
    """Also in one that mixes leave out, and in one of sixteen that nothing is known of."""
    said = voice(1, 3)
    for nth in range(len(places) or 16):
        block = np.zeros((len(said), len(places) or 16), np.float32)
        block[:, nth] = said
        out, findings = mixed(block, places, outputs)
        assert max(level_db(out[:, side], said) for side in range(outputs)) > -18
        assert findings.cancelled_s == 0
        assert (findings.left_out_s > 0) == (bool(places) and places[nth] == "LFE")


def test_pairs_that_cancel_in_four_channels_are_heard() -> None:
    """Two voices, each inverted in another channel."""
    one, other = voice(1), voice(2)
    out, findings = mixed(np.stack([one, -one, 0.7 * other, -0.7 * other], axis=1), ("FL", "FR", "BL", "BR"))
    assert level_db(out, one) > -12
    assert level_db(out, other) > -18
    assert findings.cancelled_s > SECONDS - 1


def test_two_sides_stay_two_sides() -> None:
    """A film with a voice on the left is on the left, and the deep channel stays out as usual."""
    left, right, deep = voice(1), voice(2), voice(3)
    block = np.stack([left, right, np.zeros_like(left), 0.2 * deep, np.zeros_like(left), np.zeros_like(left)], axis=1)
    out, findings = mixed(block, ("FL", "FR", "FC", "LFE", "BL", "BR"), outputs=2)
    assert likeness(out[:, 0], left) > 0.99
    assert likeness(out[:, 1], right) > 0.99
    assert findings.cancelled_s == findings.left_out_s == 0


def test_silence_is_silence() -> None:
    """Nothing is found in it, however long it is."""
    out, findings = mixed(np.zeros((3 * RATE_HZ, 2), np.float32))
    assert not out.any()
    assert findings == Findings()


def test_a_few_samples_are_mixed() -> None:
    """Less than a frame."""
    mixdown = Mixdown(2, ("FL", "FR"), RATE_HZ, 1)
    out = np.concatenate([mixdown.add(np.full((5, 2), 0.5, np.float32)), mixdown.finish()])
    assert np.allclose(out, 0.5, atol=1e-4)
