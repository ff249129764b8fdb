"""Stage `stabilize`, on a film that shakes by known steps."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Colour
from app.stages.stabilize.contract import Stabilized, StabilizeInput
from app.stages.stabilize.run import run
from tests.media import AAC, MediaShelf, described
from tests.tools import LocalTools


def steadied(path: Path, tools: LocalTools, **options: object) -> Stabilized:
    values = {"source": tools.stored(path), "media": described(path), "title": "Walk", **options}
    return run(StabilizeInput.model_validate(values), tools)


def shake(path: Path) -> float:
    """How far neighbouring frames are apart, pixels: root mean square, by phase correlation of their middles."""
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray(format="gray").astype(np.float64) for frame in container.decode(video=0)]
    moves = []
    for one, other in pairwise(frames):
        height, width = one.shape
        part = (slice(height // 6, -(height // 6)), slice(width // 6, -(width // 6)))
        spectra = np.fft.fft2(one[part]) * np.conj(np.fft.fft2(other[part]))
        peak = np.fft.ifft2(spectra / (np.abs(spectra) + 1e-9)).real
        y, x = np.unravel_index(int(np.argmax(peak)), peak.shape)
        rows, columns = peak.shape
        moves.append(((y + rows // 2) % rows - rows // 2, (x + columns // 2) % columns - columns // 2))
    return float(np.sqrt((np.array(moves, np.float64) ** 2).sum(axis=1).mean()))


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def test_a_shaking_picture_stands_still(media: MediaShelf, tools: LocalTools) -> None:
    """It shakes less than a third as much, has the same frames, size and sound, and no black edges."""
    world = "mandelbrot=s=480x270:r=25:end_scale=0.28:end_pts=200,trim=end_frame=1,loop=loop=49:size=1,setpts=N/25/TB"
    path = media.made(
        "shaky.mp4",
        *("-f", "lavfi", "-i", f"{world},crop=w=320:h=180:x='80+9*sin(n*2.1)':y='45+6*cos(n*1.7)'"),
        *("-f", "lavfi", "-i", "sine=d=2", "-c:v", "libx264", "-crf", "14", "-pix_fmt", "yuv420p", *AAC, "-shortest"),
    )
    found = steadied(path, tools)
    result = tools.path_of(found.file)
    assert (found.width, found.height, found.duration_s) == (320, 180, 2.0)
    assert shake(result) < shake(path) / 3
    assert found.shake_after < found.shake_before / 3
    with av.open(str(result)) as container:
        for frame in container.decode(video=0):
            picture = frame.to_ndarray(format="gray")
            assert min(picture[:4].max(), picture[-4:].max(), picture[:, :4].max(), picture[:, -4:].max()) > 40
    assert tools.warnings == []
    assert tools.progress == sorted(tools.progress)


def test_a_still_film_stays_as_it_is(media: MediaShelf, tools: LocalTools) -> None:
    """Nothing shakes; its colours are converted as in clips."""
    picture = "color=gray:s=160x90:r=25:d=0.4,drawbox=x=20:y=20:w=40:h=30:c=white:t=fill"
    path = media.made("still.mkv", "-f", "lavfi", "-i", picture, "-c:v", "ffv1", "-pix_fmt", "yuv420p")
    small = described(path).model_copy(update={"colour": Colour(matrix="bt601", guessed=True)})
    found = steadied(path, tools, media=small)
    assert (found.shake_before, found.shake_after) == (0.0, 0.0)
    with av.open(str(tools.path_of(found.file))) as container:
        frame = next(container.decode(video=0))
        assert (int(frame.colorspace), frame.format.name) == (1, "yuv420p")


def test_sound_alone_is_refused(media: MediaShelf, tools: LocalTools) -> None:
    """There is no picture to steady."""
    with pytest.raises(JobFailure) as failure:
        steadied(media.m4a(), tools)
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA
