"""What stage `scenes` measures in the picture of real films: flashes, black, standing pictures."""

from fractions import Fraction
from pathlib import Path

import pytest

from app.jobs.measures import PictureMeasures
from app.stages.scenes.contract import ScenesInput
from app.stages.scenes.run import run
from tests.media import MediaShelf, described
from tests.tools import LocalTools


def measured(path: Path, tools: LocalTools) -> PictureMeasures:
    output = run(ScenesInput(source=tools.stored(path), media=described(path)), tools)
    assert output.picture is not None
    return output.picture


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


@pytest.mark.parametrize("rate", ["25", "30000/1001", "30", "50"])
def test_black_and_a_standing_picture_are_found_to_the_frame(media: MediaShelf, tools: LocalTools, rate: str) -> None:
    """Twenty frames that move, the last of which stands for forty more; thirty black; twenty that move."""
    moves = f"testsrc2=s=320x180:r={rate},trim=end_frame=20,format=yuv420p"
    graph = (
        f"{moves},tpad=stop_mode=clone:stop=40[a];color=black:s=320x180:r={rate},trim=end_frame=30,format=yuv420p[b];"
        f"{moves}[c];[a][b][c]concat=n=3:v=1:a=0[v]"
    )
    found = measured(media.made_of("stands.mp4", graph, fps=rate), tools)
    fps = float(Fraction(rate))
    (black,) = found.black
    assert (black.start_s * fps, black.end_s * fps) == pytest.approx((60, 90), abs=0.05)
    freeze = found.freeze[0]
    assert (freeze.start_s * fps, freeze.end_s * fps, freeze.stopped) == pytest.approx((19, 60, True), abs=0.05)
    assert found.flashes == ()


FLASHES = {  # colours, flashes a second, width, height; what is found: red or not
    "white": ("black", "white", 4, 320, 180, [False]),
    "slow": ("black", "white", 3, 320, 180, []),
    "small": ("black", "white", 10, 160, 88, []),
    "large": ("black", "white", 10, 240, 120, [False]),
    "grey": ("gray", "0x8c8c8c", 10, 320, 180, []),
    "red": ("black", "0xa00000", 4, 320, 180, [True]),
    "slow red": ("black", "0xa00000", 2, 320, 180, []),
}


@pytest.mark.parametrize("name", FLASHES)
def test_flashes_are_found_by_their_rate_area_and_colour(media: MediaShelf, tools: LocalTools, name: str) -> None:
    """Of encoded films, as in raw frames: more than three a second, more than a quarter, light or saturated red."""
    ground, colour, hertz, width, height, reds = FLASHES[name]
    box = f"drawbox=x=20:y=20:w={width}:h={height}:t=fill:c={colour}:enable='mod(floor(2*{hertz}*t+1e-6),2)'"
    if (width, height) == (320, 180):
        box = box.replace("x=20:y=20", "x=0:y=0")
    found = measured(media.made_of(f"{name}.mp4", f"color={ground}:s=320x180:r=25:d=2.4,{box}[v]"), tools)
    assert [one.red for one in found.flashes] == reds
    for one in found.flashes:
        assert one.most_per_s == hertz
        assert one.area == pytest.approx(width * height / (320 * 180), abs=0.03)
