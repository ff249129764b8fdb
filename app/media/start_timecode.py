"""Finds the timecode of a film's first frame: of a `tmcd` track, or a tag of the picture or the file (PyAV)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from av.container import InputContainer

from app.jobs.timecode import Counting, can_drop, editing_rate, nominal_of, parts_of


def start_timecode(container: InputContainer, video: Any, fps: str | None, labels: int) -> str | None:
    """The label of the first frame, counted at the rate at which editors show the film; None if the file states none.

    `labels` is how many labels of a second its timecode track has, 0 if that is unknown. A label that is impossible at
    the rate is no timecode.
    """
    rate = editing_rate(None if fps is None else Fraction(fps))
    for text in _stated(container, video):
        try:
            return _counted(text, rate, labels)
        except ValueError:
            continue
    return None


def _stated(container: InputContainer, video: Any) -> Iterator[str]:
    for tags in (video.metadata, *(stream.metadata for stream in container.streams.data), container.metadata):
        yield from (value for name, value in tags.items() if name.lower() == "timecode")


def _counted(text: str, rate: Fraction, labels: int) -> str:
    hour, minute, second, drops, frames = parts_of(text)
    counting = Counting(rate, drops and can_drop(rate))
    if labels and frames >= labels:
        raise ValueError(f"no timecode of {labels} frames a second: {text!r}")
    if labels and nominal_of(rate) % labels == 0:
        frames *= nominal_of(rate) // labels
    separator = ";" if counting.drop else ":"
    return counting.label(counting.frame(f"{hour:02}:{minute:02}:{second:02}{separator}{frames:02}"))
