"""Segments in their order, whatever an engine yields."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np
import pytest

from app.jobs.results import Segment
from app.media.pcm import PcmFile
from app.ports.transcriber import DecodedSegment, DecodedWord, Samples
from app.stages.transcribe.segments import segments_after
from tests.contracts.scripted_transcriber import ScriptedTranscriber
from tests.speech import write_pcm
from tests.tools import LocalTools


@dataclass
class Careless(ScriptedTranscriber):
    """Yields segments that overlap, with words that do too, or have no length; two of each window."""

    heard: Sequence[DecodedSegment] = field(default_factory=list)

    def transcribe(self, samples: Samples, *, language: str, words: bool, window: int = 0) -> Iterator[DecodedSegment]:
        """See `Transcriber.transcribe`."""
        yield from (segment for segment in self.heard if segment.window >= window)


def careless(seed: int) -> Careless:
    """An engine that is careless in one of many ways, in ten seconds."""
    random = Random(seed)
    starts = sorted(random.uniform(0.0, 9.0) for _ in range(8))
    heard = []
    for number, start_s in enumerate(starts):
        end_s = start_s + random.uniform(0.0, 2.5)
        times = [random.uniform(start_s - 0.2, end_s + 0.2) for _ in range(6)]
        times = times if random.random() < 0.3 else sorted(times)
        words = [DecodedWord(*times[2 * n : 2 * n + 2], " word", 0.9) for n in range(3)]
        words[1] = DecodedWord(times[1], times[1], " word", 0.9) if random.random() < 0.5 else words[1]
        heard.append(DecodedSegment(start_s, end_s, f"word word word {number}", 0.9, tuple(words), window=number // 2))
    return Careless([], heard=heard)


def sound(tmp_path: Path, random: Random) -> PcmFile:
    """Ten seconds of bursts."""
    loud = np.repeat([float(random.random() < 0.7) for _ in range(50)], 3200)
    return PcmFile(write_pcm(tmp_path / "sound.wav", 0.3 * loud * np.sin(np.arange(160_000) / 12)))


def found(engine: Careless, pcm: PcmFile, tmp_path: Path, done: Sequence[Segment] = ()) -> list[Segment]:
    return list(segments_after(done, engine, pcm, "en", words=True, tools=LocalTools(tmp_path)))


@pytest.mark.parametrize("seed", range(25))
def test_segments_do_not_overlap_and_hold_their_words(seed: int, tmp_path: Path) -> None:
    """In the order of the engine, none lost; words lie inside, one after the other, each of some length."""
    segments = found(careless(seed), sound(tmp_path, Random(seed)), tmp_path)
    assert len(segments) == 8
    times = [time for segment in segments for time in (segment.start_s, segment.end_s)]
    assert times == sorted(times)
    for segment in segments:
        inside = [time for word in segment.words for time in (word.start_s, word.end_s)]
        assert [segment.start_s, *inside, segment.end_s] == sorted([segment.start_s, *inside, segment.end_s])
        assert all(word.start_s < word.end_s for word in segment.words)
        assert len(segment.words) == 3


@pytest.mark.parametrize("seed", range(10))
def test_a_run_that_goes_on_agrees_with_the_one_before_it(seed: int, tmp_path: Path) -> None:
    """Wherever it was killed, within a window or between two; no segment comes twice, and none is missing."""
    engine, pcm = careless(seed), sound(tmp_path, Random(seed))
    whole = found(engine, pcm, tmp_path)
    for count in range(1, 9):
        again = found(engine, pcm, tmp_path, whole[:count])
        assert [one.text for one in again] == [one.text for one in whole[count:]]
        times = [time for one in [*whole[:count], *again] for time in (one.start_s, one.end_s)]
        assert times == sorted(times)
        assert max(shift(again, whole[count:]), default=0.0) < 0.7


def shift(some: Sequence[Segment], others: Sequence[Segment]) -> list[float]:
    """By how much the times of each differ, seconds."""
    return [max(abs(a.start_s - b.start_s), abs(a.end_s - b.end_s)) for a, b in zip(some, others, strict=True)]
