"""Decodes sound to segments with any engine, from where an earlier run ended.

The audio is decoded in parts of some minutes, cut where it is quiet: memory stays bounded for media of any length, and
the first words come soon. With several workers, later parts are decoded while the segments of earlier ones are
committed, so the order never changes. A run after a crash decodes the window of the last committed segment again and
continues after it, so that the windows, and with them the text, are those of a run that nothing interrupted.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from app.inference.quality_flags import flags_of
from app.inference.word_times import apart, fitted, mended
from app.jobs.results import DecodedAt, Segment, Word
from app.media.pcm import SAMPLE_RATE_HZ, Cuts, PcmFile, Stretch
from app.ports.transcriber import DecodedSegment, Transcriber
from app.stages.tools import Tools
from app.stages.transcribe.in_order import in_order

#: The first stretch of long audio: at least so many seconds, and windows of the model.
FIRST_S, FIRST_WINDOWS = 30.0, 2
#: Audio of less than twice this is not shared among workers, seconds.
LEAST_S = 20.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch to decode from `window` on, of whose first segments these are `known`: committed by an earlier run."""

    stretch: Stretch
    window: int = 0
    known: Sequence[Segment] = ()


@dataclass(frozen=True, slots=True)
class _Held:
    """A segment that waits for the next one, which may begin before its end; `spoken_end_s` is as decoded."""

    decoded: DecodedSegment
    spoken_end_s: float


def segments_after(
    done: Sequence[Segment], engine: Transcriber, pcm: PcmFile, language: str, *, words: bool, tools: Tools
) -> Iterator[Segment]:
    """Yield the segments after those that are `done`, by their start; none begins before the one before it ends."""
    progress = _Progress(tools, pcm.duration_s, done[-1].end_s if done else 0.0)

    def decoded_of(part: _Part) -> Iterator[DecodedSegment]:
        samples = part.stretch.sound.samples
        return engine.transcribe(samples, language=language, words=words, window=part.window)

    line = _Line(done)
    for part, decoded in in_order(_parts(done, engine, pcm), decoded_of, workers=engine.workers):
        segment = line.end_of(part) if decoded is None else line.next_of(part, decoded)
        if segment is not None:
            yield segment
            progress.report(segment.end_s)
        if decoded is None:
            progress.report(part.stretch.end_s)


class _Line:
    """The segments in the order of time. Those that an earlier run committed are decoded again, but not returned."""

    def __init__(self, done: Sequence[Segment]) -> None:
        self._done = done
        self._earlier = [segment.text for segment in done[-2:]]
        self._reached_s = done[-1].end_s if done else 0.0
        self._count = 0  # of this stretch
        self._held: _Held | None = None

    def next_of(self, part: _Part, decoded: DecodedSegment) -> Segment | None:
        """Add a segment; returns the one before it, which is final now."""
        held = self._held
        floor_s = held.decoded.end_s if held is not None else self._end_before(part) - part.stretch.start_s
        current, found = mended(decoded, part.stretch.sound, floor_s), None
        if held is not None:
            final, current = apart(held.decoded, current, held.spoken_end_s)
            found = self._final(part, final)
        self._held = _Held(current, decoded.end_s)
        return found

    def end_of(self, part: _Part) -> Segment | None:
        """End the stretch; returns its last segment."""
        found = None if self._held is None else self._final(part, self._held.decoded)
        if part.known:  # however many of them came again
            self._reached_s = max(self._reached_s, part.known[-1].end_s)
        self._held, self._count = None, 0
        return found

    def _end_before(self, part: _Part) -> float:
        """The end of the segment before a part, seconds of the media."""
        before = self._done[: len(self._done) - len(part.known)]
        return self._reached_s if not part.known else before[-1].end_s if before else 0.0

    def _final(self, part: _Part, decoded: DecodedSegment) -> Segment | None:
        self._count += 1
        if self._count <= len(part.known):
            self._reached_s = part.known[self._count - 1].end_s
            return None
        segment = _segment(decoded, part.stretch, self._earlier, self._reached_s)
        self._earlier, self._reached_s = [*self._earlier[-1:], segment.text], segment.end_s
        return segment


def _parts(done: Sequence[Segment], engine: Transcriber, pcm: PcmFile) -> Iterator[_Part]:
    """What is to be decoded after the committed segments."""
    cuts = Cuts(
        longest_s=engine.stretch_s,
        first_s=max(FIRST_S, FIRST_WINDOWS * engine.window_s),
        shares=engine.workers,
        least_s=max(LEAST_S, engine.window_s),
    )
    if done and (place := done[-1].decoded_at) is not None:
        extents = dropwhile(lambda extent: extent != (place.first, place.end), pcm.extents(0.0, cuts))
        if (begun := next(extents, None)) is not None:
            yield _Part(pcm.stretch(*begun), place.window, [one for one in done if one.decoded_at == place])
            yield from (_Part(pcm.stretch(*extent)) for extent in extents)
            return
    # nothing is known of how the end of what is done was decoded, or the settings have changed since
    resumed_s = pcm.silence_after(done[-1].end_s) if done else 0.0
    yield from (_Part(pcm.stretch(*extent)) for extent in pcm.extents(resumed_s, cuts))


def _segment(decoded: DecodedSegment, stretch: Stretch, earlier: list[str], reached_s: float) -> Segment:
    """The segment at its place in the media, with its quality flags."""
    first_s, last_s = reached_s - stretch.start_s, stretch.end_s - stretch.start_s
    start_s = max(first_s, min(decoded.start_s, last_s))
    decoded = fitted(decoded, start_s, max(start_s, min(decoded.end_s, last_s)))
    return Segment(
        start_s=round(stretch.start_s + decoded.start_s, 3),
        end_s=round(stretch.start_s + decoded.end_s, 3),
        text=decoded.text,
        confidence=round(decoded.confidence, 4),
        no_speech_probability=round(decoded.no_speech_probability, 4),
        words=tuple(
            Word(
                start_s=round(stretch.start_s + word.start_s, 3),
                end_s=round(stretch.start_s + word.end_s, 3),
                text=word.text,
                probability=round(word.probability, 4),
            )
            for word in decoded.words
        ),
        flags=flags_of(
            decoded.text,
            earlier,
            confidence=decoded.confidence,
            no_speech_probability=decoded.no_speech_probability,
            compression_ratio=decoded.compression_ratio,
            retried=decoded.retried,
            level=stretch.sound.level(decoded.start_s, decoded.end_s),
            speech_level=stretch.sound.speech_level,
        ),
        decoded_at=DecodedAt(
            first=round(stretch.start_s * SAMPLE_RATE_HZ),
            end=round(stretch.end_s * SAMPLE_RATE_HZ),
            window=decoded.window,
        ),
    )


class _Progress:
    """Reports how far the work has come, and its speed since it began at `from_s`."""

    def __init__(self, tools: Tools, duration_s: float, from_s: float) -> None:
        self._tools = tools
        self._duration_s = duration_s
        self._from_s = from_s
        self._started = time.monotonic()

    def report(self, at_s: float) -> None:
        """Report that everything before `at_s` is decoded."""
        elapsed_s = max(time.monotonic() - self._started, 1e-3)
        speed = f"{max(0.0, at_s - self._from_s) / elapsed_s:.1f}×"
        self._tools.reached(min(1.0, at_s / self._duration_s), speed=speed)
