"""The look at an upload before it is accepted."""

from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.stages.asides.inspect import run as inspect
from app.stages.asides.inspect.contract import InspectInput
from tests.media import MediaShelf
from tests.tools import LocalTools


def test_media_is_described(media: MediaShelf, tmp_path: Path) -> None:
    """What the upload's answer needs: length, size, rate, codecs."""
    given = InspectInput(path=str(media.scenes()), max_seconds=100, max_pixels=10**6)
    found = inspect.run(given, LocalTools(tmp_path))
    assert (found.duration_s, found.width, found.height, found.fps) == (12.0, 320, 180, "25")


@pytest.mark.parametrize(("max_seconds", "max_pixels", "code"), [(5, 10**6, "too_long"), (100, 10, "too_large")])
def test_limits_are_enforced(max_seconds: float, max_pixels: int, code: str, media: MediaShelf, tmp_path: Path) -> None:
    """Each limit has its code."""
    given = InspectInput(path=str(media.scenes()), max_seconds=max_seconds, max_pixels=max_pixels)
    with pytest.raises(JobFailure) as failure:
        inspect.run(given, LocalTools(tmp_path))
    assert failure.value.code == code


def test_no_media_is_refused_and_the_file_left_alone(media: MediaShelf, tmp_path: Path) -> None:
    """Who uploaded it decides what becomes of the file."""
    with pytest.raises(JobFailure) as failure:
        inspect.run(InspectInput(path=str(media.text()), max_seconds=9, max_pixels=9), LocalTools(tmp_path))
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA
    assert media.text().exists()
