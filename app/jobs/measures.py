"""What is measured in picture and sound for findings: stretches of time and figures, without judgement."""

from app.jobs.results import Result


class Span(Result):
    """From `start_s` to `end_s` of the film, seconds."""

    start_s: float
    end_s: float


class Flashes(Span):
    """A stretch in which the picture flashes: the most flashes in any second, and their largest share of the picture.

    A flash that has begun counts. `red` is whether the flashes are between saturated red and another colour.
    """

    most_per_s: int
    area: float
    red: bool


class Freeze(Span):
    """A stretch in which the picture stands still.

    `stopped` is whether it moved until then: a slide stands still from its first moment on.
    """

    stopped: bool


class PictureMeasures(Result):
    """Of the whole film. Black and still stretches shorter than half a second are left out."""

    flashes: tuple[Flashes, ...] = ()
    black: tuple[Span, ...] = ()
    freeze: tuple[Freeze, ...] = ()


class SoundMeasures(Result):
    """Of the whole sound by EBU R128: LUFS, LU, dBTP; None if it is silent throughout.

    Silent stretches shorter than half a second are left out. `clipped` are stretches at full scale.
    """

    integrated_lufs: float | None
    range_lu: float | None
    true_peak_dbtp: float | None
    silence: tuple[Span, ...] = ()
    clipped: tuple[Span, ...] = ()
