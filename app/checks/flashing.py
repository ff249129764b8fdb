"""Reports flashing that can provoke seizures (ITU-R BT.1702, WCAG 2.3.1), as it was measured."""

from collections.abc import Iterator

from app.checks.hit import Hit
from app.checks.measured import overlap_s
from app.jobs.measures import Flashes, PictureMeasures

#: Flashes that are mostly red ones too are reported as those.
MOSTLY = 0.5


def check(picture: PictureMeasures) -> Iterator[Hit]:
    """One hit for each stretch."""
    red = [one for one in picture.flashes if one.red]
    for flashes in picture.flashes:
        also_s = 0.0 if flashes.red else sum(overlap_s(flashes, other) for other in red)
        if also_s <= MOSTLY * (flashes.end_s - flashes.start_s):
            yield _hit(flashes)


def _hit(flashes: Flashes) -> Hit:
    kind = "flashes in saturated red" if flashes.red else "flashes"
    return Hit(
        rule="red_flashing" if flashes.red else "flashing",
        category="flashing",
        severity="critical",
        start_s=flashes.start_s,
        end_s=flashes.end_s,
        message=f"The picture {kind} {flashes.most_per_s} times a second over {flashes.area:.0%} of it. More than "
        "three times over more than a quarter can provoke seizures (ITU-R BT.1702, WCAG 2.3.1).",
        evidence=f"{flashes.most_per_s} flashes a second, {flashes.area:.0%} of the picture",
        source="picture",
    )
