"""Reports stretches in which the picture stands still; those that are black are reported as such alone."""

from collections.abc import Iterator

from app.checks.hit import Hit
from app.checks.measured import lasts, overlap_s, seconds
from app.jobs.measures import Freeze, PictureMeasures

#: A stretch that is black for this share of it is a black one.
MOSTLY = 0.9


def check(picture: PictureMeasures, least_s: float) -> Iterator[Hit]:
    """One hit for each stretch of at least `least_s`; a slide is only remarked on."""
    for span in picture.freeze:
        length_s = span.end_s - span.start_s
        if lasts(span, least_s) and sum(overlap_s(span, black) for black in picture.black) < MOSTLY * length_s:
            yield _hit(span)


def _hit(span: Freeze) -> Hit:
    stops = f"The picture stops moving and stands still for {seconds(span)}."
    return Hit(
        rule="freeze" if span.stopped else "still_picture",
        category="freeze",
        severity="warning" if span.stopped else "info",
        start_s=span.start_s,
        end_s=span.end_s,
        message=stops if span.stopped else f"A still picture, as a slide is, stays for {seconds(span)}.",
        evidence=seconds(span),
        source="picture",
        confidence=0.9 if span.stopped else 0.7,
    )
