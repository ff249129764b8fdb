"""Reports black stretches."""

from collections.abc import Iterator

from app.checks.hit import Hit
from app.checks.measured import lasts, seconds
from app.jobs.measures import PictureMeasures


def check(picture: PictureMeasures, least_s: float) -> Iterator[Hit]:
    """One hit for each stretch of at least `least_s`."""
    for span in picture.black:
        if lasts(span, least_s):
            yield Hit(
                rule="black",
                category="black",
                severity="warning",
                start_s=span.start_s,
                end_s=span.end_s,
                message=f"The picture is black for {seconds(span)}.",
                evidence=seconds(span),
                source="picture",
            )
