"""How the checks of measures join stretches and write figures."""

from collections.abc import Iterable
from typing import Final

from app.jobs.measures import Span

#: Times are rounded to microseconds.
ROUNDING_S: Final = 1e-5


def lasts(span: Span, least_s: float) -> bool:
    """Whether a stretch is at least so long, but for the rounding of its ends."""
    return span.end_s - span.start_s >= least_s - ROUNDING_S


def overlap_s(one: Span, other: Span) -> float:
    """Seconds that two stretches have in common."""
    return max(0.0, min(one.end_s, other.end_s) - max(one.start_s, other.start_s))


def joined(spans: Iterable[Span], gap_s: float) -> list[Span]:
    """The stretches in order; those with no more than `gap_s` between them as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start_s):
        if found and span.start_s <= found[-1].end_s + gap_s:
            last = found.pop()
            span = Span(start_s=last.start_s, end_s=max(last.end_s, span.end_s))
        found.append(span)
    return found


def seconds(span: Span) -> str:
    """Its length, to a tenth of a second."""
    return f"{span.end_s - span.start_s:.1f} s"


def figure(value: float) -> str:
    """A figure to one place, as programs read it."""
    return f"{value:.1f}"


def signed(value: float) -> str:
    """A figure to one place, with a minus sign as it is printed."""
    return f"{value:.1f}".replace("-", "−")
