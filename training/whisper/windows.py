"""Training batches: utterances laid out as the chunks that faster-whisper's VAD cuts, with their targets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.whisper.phones import Phones
from training.whisper.recordings import Recordings, Utterance
from training.whisper.tokenizer import special_tokens

IGNORED = -100
FLOOR = -10.0  #: log10 energy of digital silence
#: 10 ms frames in one batch, in one chunk (the 5 s of `decoding.json`), and of zeros that every window ends with.
BATCH_FRAMES, CHUNK_FRAMES, MARGIN_FRAMES = 9600, 500, 4
#: Windows drawn at a time, to be sorted by length into batches with little padding.
POOL = 160
#: Chances: timestamps in the target, no speech in the window, a start given as 0.00, no further utterance.
WITH_TIMESTAMPS, NO_SPEECH, ZERO_START, LAST_UTTERANCE = 0.75, 0.04, 0.5, 0.4
LN10 = np.float32(2.302585)


@dataclass(frozen=True)
class Batch:
    """Tensors of one step; `center` is where the alignment heads should look for each label, in positions, or -1."""

    mels: Tensor  #: (batch, frames, 80), normalised, zeros behind the audio
    inputs: Tensor  #: (batch, tokens)
    labels: Tensor  #: (batch, tokens), IGNORED where there is nothing to learn
    centers: Tensor  #: (batch, tokens), float
    phones: list[list[int]]  #: CTC targets
    linear_phones: Tensor  #: (batch, frames / 2), phonemes spread evenly over their utterance


@dataclass
class Window:
    """One chunk while it is laid out."""

    mel: np.ndarray
    placed: list[tuple[int, int, "Source"]]  #: first and last frame of each utterance
    end: int = 0  #: frame behind which there are only zeros


@dataclass(frozen=True)
class Source:
    """An utterance with what the targets need of it."""

    recordings: Recordings
    utterance: Utterance
    ids: list[int]
    token_words: list[tuple[int, float]]  #: per token its word and the place inside it, 0..1
    phones: list[int]
    phone_ends: np.ndarray  #: relative ends, 0..1
    spans: list[float] | None  #: word borders in positions from the utterance's start


def token_words(tokenizer: Tokenizer, text: str) -> tuple[list[int], list[tuple[int, float]]]:
    """Token ids of " text", and for each its word's index and the token's middle as a fraction of that word."""
    encoded = tokenizer.encode(" " + text)
    begins = [index for index, letter in enumerate(" " + text) if letter == " "] + [len(text) + 1]
    places = []
    for first, last in encoded.offsets:
        middle = (first + last) / 2
        word = max(index for index, begin in enumerate(begins[:-1]) if begin <= middle)
        places.append((word, (middle - begins[word]) / (begins[word + 1] - begins[word])))
    return encoded.ids, places


class WindowMaker:
    """Draws random windows; one random generator, so the same seed gives the same batches."""

    def __init__(
        self,
        sets: Mapping[str, Recordings],
        spans: Mapping[str, Sequence[list[float]] | None],
        tokenizer: Tokenizer,
        phones: Phones,
        seed: int,
    ) -> None:
        self._tokens, self._tokenizer, self._phones = special_tokens(tokenizer), tokenizer, phones
        self._rng = np.random.default_rng(seed)
        self._noise = 0.22 * self._rng.standard_normal((40_000, 80)).astype(np.float32)
        texts: dict[str, tuple] = {}
        self._sets = {
            name: [
                self._source(recordings, utterance, spans[name][index] if spans[name] else None, texts)
                for index, utterance in enumerate(recordings.utterances)
            ]
            for name, recordings in sets.items()
        }

    def _source(
        self, recordings: Recordings, utterance: Utterance, spans: list[float] | None, texts: dict[str, tuple]
    ) -> Source:
        if utterance.text not in texts:
            phones = [phone for word in self._phones.of(utterance.text) for phone in word]
            ends = np.cumsum([self._phones.weights[phone] for phone in phones])
            texts[utterance.text] = (*token_words(self._tokenizer, utterance.text), phones, ends / ends[-1])
        return Source(recordings, utterance, *texts[utterance.text], spans)

    def batches(self, count: int, *, demo_share: float, corruption: float) -> Iterator[Batch]:
        """`count` batches of about 96 s; each input token is replaced by a random one with chance `corruption`."""
        ready: list[list[Window]] = []
        for _ in range(count):
            if not ready:
                ready = self._sorted_groups([self._draw(demo_share) for _ in range(POOL)])
            yield self._batch(ready.pop(), corruption)

    def _sorted_groups(self, windows: list[Window]) -> list[list[Window]]:
        """Windows of similar length together, as many as fill a batch, in random order."""
        groups: list[list[Window]] = [[]]
        for window in sorted(windows, key=lambda window: window.end):
            if (len(groups[-1]) + 1) * window.end > BATCH_FRAMES:
                groups.append([])
            groups[-1].append(window)
        self._rng.shuffle(groups)
        return groups

    def _draw(self, demo_share: float) -> Window:
        window = Window(np.full((CHUNK_FRAMES + MARGIN_FRAMES, 80), FLOOR, np.float32), [])
        if self._rng.random() < NO_SPEECH:
            window.end = int(self._rng.integers(40, CHUNK_FRAMES + 1))
            return window
        at = int(self._rng.integers(2, 46))
        while (source := self._pick(CHUNK_FRAMES - at, demo_share)) is not None:
            mel = self._voice(source)
            window.mel[at : at + len(mel)] = mel
            window.placed.append((at, at + len(mel), source))
            at += len(mel)
            if self._rng.random() < LAST_UTTERANCE:
                break
            at += int(self._rng.integers(8, 91))
        last = window.placed[-1][1] if window.placed else 40
        window.end = min(CHUNK_FRAMES, last + int(self._rng.integers(2, 46)))
        return window

    def _pick(self, room: int, demo_share: float) -> Source | None:
        """An utterance that fits into `room` frames; None after a few tries."""
        pool = self._sets["demo" if self._rng.random() < demo_share else "general"]
        for _ in range(4):
            source = pool[self._rng.integers(len(pool))]
            if source.utterance.length <= room:
                return source
        return None

    def _voice(self, source: Source) -> np.ndarray:
        """The utterance's energies with another vocal tract length (one in three) and a little gain."""
        mel = source.recordings.mel(source.utterance).astype(np.float32)
        if self._rng.random() < 0.33:
            mel = _stretch_pitch_axis(mel, self._rng.uniform(0.88, 1.12))
        return mel + np.float32(self._rng.normal(0, 0.15))

    def _finish(self, window: Window) -> np.ndarray:
        """Noise, gain and faster-whisper's normalisation; small holes in time and pitch; zeros behind the end."""
        rng, mel = self._rng, window.mel
        if rng.random() < (0.3 if window.placed else 0.8):
            tilt = np.linspace(-1, 1, 80) * rng.normal(0, 0.6)
            level = rng.uniform(-4.5, -2.2) if window.placed else rng.uniform(-8, 1)
            at = rng.integers(len(self._noise) - len(mel))
            colour = (level + 0.7 - tilt + 0.25 * rng.standard_normal(80)).astype(np.float32)
            mel = np.logaddexp(mel * LN10, (colour + self._noise[at : at + len(mel)]) * LN10) / LN10
        mel = np.maximum(mel + np.float32(rng.uniform(-1.8, 0.7)), FLOOR)
        mel = (np.maximum(mel, mel[: window.end].max() - 8) + 4) / 4
        if rng.random() < 0.25:
            at = rng.integers(len(mel) - 15)
            mel[at : at + rng.integers(2, 15)] = 0
            low = rng.integers(70)
            mel[:, low : low + rng.integers(1, 10)] = 0
        mel[window.end :] = 0
        return mel

    def _targets(self, window: Window) -> tuple[list[int], list[int], list[float]]:
        """Inputs, labels and centers of one window."""
        tokens, timed = self._tokens, self._rng.random() < WITH_TIMESTAMPS
        start = tokens.first_timestamp if timed else tokens.no_timestamps
        if not window.placed:
            return [tokens.start_of_transcript, start], [tokens.no_speech, tokens.end_of_text], [-1.0, -1.0]
        out: list[int] = [] if timed else [start]
        centers: list[float] = [] if timed else [-1.0]
        for first, last, source in window.placed:
            begin, end = first // 2, (last + 1) // 2
            borders = source.spans or _even_spans(source, end - begin)
            places = [
                begin + borders[word] + share * (borders[word + 1] - borders[word])
                for word, share in source.token_words
            ]
            out += [tokens.first_timestamp + begin, *source.ids, tokens.first_timestamp + end] if timed else source.ids
            centers += [float(begin), *places, float(end - 1)] if timed else places
        inputs, labels = [tokens.start_of_transcript, *out], [*out, tokens.end_of_text]
        if not timed:
            labels[0] = IGNORED
        elif self._rng.random() < ZERO_START:  # the batched pipeline allows no other first timestamp
            inputs[1], labels[0], centers[0] = tokens.first_timestamp, IGNORED, -1.0
        return inputs, labels, [*centers, -1.0]

    def _batch(self, windows: Sequence[Window], corruption: float) -> Batch:
        targets = [self._targets(window) for window in windows]
        longest = max(len(inputs) for inputs, _, _ in targets)
        frames = max(window.end for window in windows) + MARGIN_FRAMES
        for window in windows:
            window.mel = window.mel[: frames - frames % 2]
        end = self._tokens.end_of_text

        def padded(column: int, filler: float) -> Tensor:
            return torch.tensor([[*row[column], *[filler] * (longest - len(row[column]))] for row in targets])

        inputs = padded(0, end)
        if corruption:
            hit = torch.from_numpy(self._rng.random(tuple(inputs.shape)) < corruption) & (inputs < end)
            inputs = torch.where(hit, torch.from_numpy(self._rng.integers(256, end, tuple(inputs.shape))), inputs)
        return Batch(
            mels=torch.from_numpy(np.stack([self._finish(window) for window in windows])),
            inputs=inputs,
            labels=padded(1, IGNORED),
            centers=padded(2, -1.0),
            phones=[[phone for _, _, source in window.placed for phone in source.phones] for window in windows],
            linear_phones=torch.from_numpy(np.stack([_linear_phones(window) for window in windows])),
        )


def _even_spans(source: Source, positions: int) -> list[float]:
    """Word borders when there is no alignment yet: by the number of tokens."""
    counts = np.bincount([word for word, _ in source.token_words])
    return [0.0, *(np.cumsum(counts) / counts.sum() * positions)]


def _linear_phones(window: Window) -> np.ndarray:
    """Phoneme per position if every utterance were spoken evenly."""
    row = np.zeros(len(window.mel) // 2, np.int64)
    for first, last, source in window.placed:
        begin, end = first // 2, min((last + 1) // 2, len(row))
        places = (np.arange(end - begin) + 0.5) / (end - begin)
        row[begin:end] = np.array(source.phones)[np.searchsorted(source.phone_ends[:-1], places)]
    return row


def _stretch_pitch_axis(mel: np.ndarray, factor: float) -> np.ndarray:
    """Energies as of a vocal tract longer or shorter by `factor`, by linear interpolation over the mel bands."""
    wanted = np.clip(np.arange(80) * factor, 0, 79)
    low = np.minimum(wanted.astype(int), 78)
    share = (wanted - low).astype(np.float32)
    return mel[:, low] * (1 - share) + mel[:, low + 1] * share
