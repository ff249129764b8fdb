"""Colours as people see them: a known colour stays that colour, in clips and in picture files."""

import subprocess
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import imageio_ffmpeg
import numpy as np
import pytest

from app.jobs.results import Colour
from app.media.colour import screen_light
from app.media.encoding import Cutting, cut_clip
from app.media.ffmpeg import find_ffmpeg
from app.media.picture_pass import Pass, run_pass
from app.media.picture_track import shown
from app.media.storyboard import plan_stills

#: What a viewer of an ordinary screen should see, 0..255.
PATCHES = {
    "white": (255, 255, 255),
    "grey": (128, 128, 128),
    "red": (204, 26, 26),
    "green": (26, 178, 26),
    "blue": (26, 26, 204),
    "skin": (217, 158, 128),
    "dark": (26, 26, 26),
    "black": (0, 0, 0),
}
#: ITU-R BT.2087: from BT.709 to BT.2020, in light.
TO_2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
#: From BT.709 to P3 with D65.
TO_P3 = np.array([[0.8225, 0.1774, 0.0], [0.0332, 0.9669, 0.0], [0.0171, 0.0724, 0.9108]])
WEIGHTS = {"bt709": (0.2126, 0.7152, 0.0722), "bt601": (0.299, 0.587, 0.114), "bt2020": (0.2627, 0.678, 0.0593)}


def pq(nits: Any) -> Any:
    """SMPTE ST 2084."""
    power = np.clip(nits / 10000, 0, 1) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def hlg(nits: Any) -> Any:
    """ITU-R BT.2100, from the light of a screen of 1000 cd/m²."""
    luminance = np.maximum(nits @ np.array(WEIGHTS["bt2020"]), 1e-9) / 1000
    scene = nits / 1000 * (luminance ** (1 / 1.2 - 1))[..., None]
    logarithm = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * np.maximum(scene, 0)), logarithm)


def gamma(nits: Any) -> Any:
    """An ordinary screen."""
    return np.maximum(nits / 203, 0) ** (1 / 2.4)


@dataclass(frozen=True)
class Form:
    """How a film is coded. `tags` are those of its frames, in `setparams`; `light` is the step before the curve."""

    matrix: str
    bits: int = 8
    full: bool = False
    curve: Any = gamma
    light: Any = None
    tags: str = ""
    size: tuple[int, int] = (640, 96)


BT2020_TAGS = "color_primaries=bt2020:colorspace=bt2020nc"
FORMS = {
    "bt709": Form("bt709", tags="color_primaries=bt709:color_trc=bt709:colorspace=bt709"),
    "bt709 10 bit": Form("bt709", bits=10, tags="color_primaries=bt709:color_trc=bt709:colorspace=bt709"),
    "bt709 full": Form("bt709", full=True, tags="colorspace=bt709:range=pc"),
    "bt601": Form("bt601", tags="color_primaries=smpte170m:color_trc=smpte170m:colorspace=smpte170m"),
    "bt601 in HD": Form("bt601", tags="colorspace=bt470bg", size=(1280, 720)),
    "bt601 full": Form("bt601", full=True, tags="colorspace=smpte170m:range=pc"),
    "bt601 10 bit": Form("bt601", bits=10, tags="colorspace=bt470bg"),
    "small, no tags": Form("bt601"),
    "HD, no tags": Form("bt709", size=(1280, 720)),
    "bt2020 sdr": Form("bt2020", bits=10, light=TO_2020, tags=f"{BT2020_TAGS}:color_trc=bt2020-10"),
    "bt2020 sdr 12 bit": Form("bt2020", bits=12, light=TO_2020, tags=f"{BT2020_TAGS}:color_trc=bt2020-12"),
    "p3": Form("bt709", light=TO_P3, tags="color_primaries=smpte432:color_trc=bt709:colorspace=bt709"),
    "pq": Form("bt2020", bits=10, curve=pq, light=TO_2020, tags=f"{BT2020_TAGS}:color_trc=smpte2084"),
    "hlg": Form("bt2020", bits=10, curve=hlg, light=TO_2020, tags=f"{BT2020_TAGS}:color_trc=arib-std-b67"),
    "hlg full": Form(
        "bt2020", bits=10, full=True, curve=hlg, light=TO_2020, tags=f"{BT2020_TAGS}:color_trc=arib-std-b67:range=pc"
    ),
    "pq, matrix alone": Form(
        "bt2020", bits=10, curve=pq, light=TO_2020, tags="colorspace=bt2020nc:color_trc=smpte2084"
    ),
}


def planes(form: Form) -> bytes:
    """One frame, 4:4:4, of the patches side by side."""
    light = (np.array(list(PATCHES.values())) / 255) ** 2.4 * 203
    codes = form.curve(light if form.light is None else light @ form.light.T)
    red, green, blue = WEIGHTS[form.matrix]
    y = codes @ np.array([red, green, blue])
    cb, cr = (codes[:, 2] - y) / (2 - 2 * blue), (codes[:, 0] - y) / (2 - 2 * red)
    unit, most = 1 << (form.bits - 8), (1 << form.bits) - 1
    middle = 1 << (form.bits - 1)
    if form.full:
        numbers = [y * most, middle + cb * most, middle + cr * most]
    else:
        numbers = [(16 + 219 * y) * unit, middle + 224 * unit * cb, middle + 224 * unit * cr]
    width, height = form.size
    wide = width // len(PATCHES)
    kind = "<u2" if form.bits > 8 else "u1"
    rows = (np.tile(np.repeat(np.clip(np.round(n), 0, most).astype(kind), wide), (height, 1)) for n in numbers)
    return b"".join(row.tobytes() for row in rows)


def film(form: Form, path: Path, *extra: str) -> Path:
    """Twelve frames of it, without loss."""
    width, height = form.size
    pixels = "yuv444p" + (f"{form.bits}le" if form.bits > 8 else "")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", pixels]
    command += [
        "-s",
        f"{width}x{height}",
        "-r",
        "25",
        "-i",
        "-",
        *(("-vf", f"setparams={form.tags}") if form.tags else ()),
    ]
    command += [*extra, "-c:v", "ffv1", str(path)]
    subprocess.run(command, input=planes(form) * 12, check=True)
    return path


def made(source: Path, folder: Path, form: Any = "mp4") -> tuple[Path, Path]:
    """A clip of a film, and its thumbnail, made with what is found out about the film."""
    found = shown(source, 0, max_pixels=10**7)
    assert found is not None
    clip, still = folder / f"clip.{form}", folder / "still.jpg"
    wanted = Cutting(
        start_s=Fraction(0), frames=10, fps=Fraction(25), form=form, audio=False, title="T", colour=found.colour
    )
    cut_clip(find_ffmpeg(), source, clip, still, wanted, reached=lambda *_, **__: None)
    return clip, still


def first_frame(path: Path) -> Any:
    with av.open(str(path)) as container:
        return next(container.decode(video=0))


def seen(path: Path) -> dict[str, tuple[int, ...]]:
    """What a player or a viewer of pictures shows, by patch."""
    picture = first_frame(path).to_ndarray(format="rgb24")
    height, width, _ = picture.shape
    middles = [int((n + 0.5) * width / len(PATCHES)) for n in range(len(PATCHES))]
    return {name: tuple(map(int, picture[height // 2, x])) for name, x in zip(PATCHES, middles, strict=True)}


def assert_right(found: dict[str, tuple[int, ...]], tolerance: int) -> None:
    """Each patch as it was meant; white may be pressed a little where there is brighter light than white."""
    for name, colour in PATCHES.items():
        allowed = max(tolerance, 9) if name == "white" else tolerance
        np.testing.assert_allclose(found[name], colour, atol=allowed, err_msg=f"{name} in {found}")


@pytest.mark.parametrize("name", list(FORMS))
def test_colours_stay_what_they_are(tmp_path: Path, name: str) -> None:
    """In the clip and its thumbnail, whatever the film was coded in; the clip says that it is BT.709."""
    clip, still = made(film(FORMS[name], tmp_path / "film.mkv"), tmp_path)
    assert_right(seen(clip), 7)
    assert_right(seen(still), 10)
    frame = first_frame(clip)
    assert (frame.format.name, int(frame.color_range)) == ("yuv420p", 1)
    assert {int(frame.color_trc), int(frame.color_primaries), int(frame.colorspace)} == {1}


@pytest.mark.parametrize(
    ("light", "forward", "tags"),
    [
        (None, "zscale=m=ycgco:r=tv,format=yuv444p", "colorspace=ycgco"),
        (TO_2020, "zscale=tin=2020_10:t=2020_10:pin=2020:p=2020:m=2020_cl:r=tv,format=yuv444p10", "colorspace=bt2020c"),
        (TO_2020, "zscale=tin=smpte2084:t=smpte2084:pin=2020:p=2020:m=ictcp:r=tv,format=yuv444p12", "colorspace=ictcp"),
    ],
)
def test_rare_matrices_are_known(tmp_path: Path, light: Any, forward: str, tags: str) -> None:
    """Those that mix colours in their own way."""
    curve = pq if "ictcp" in tags else gamma
    codes = (np.array(list(PATCHES.values())) / 255) ** 2.4 * 203
    rgb = np.round(np.clip(curve(codes if light is None else codes @ light.T), 0, 1) * 65535).astype("<u2")
    frame = np.tile(np.repeat(rgb, 80, axis=0), (96, 1, 1)).tobytes()
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb48le"]
    command += ["-s", "640x96", "-r", "25", "-i", "-", "-vf", f"format=gbrp16,{forward},setparams={tags}"]
    primaries = "bt709" if light is None else "bt2020"
    command += ["-color_primaries", primaries, "-color_trc", "smpte2084" if curve is pq else "bt709"]
    subprocess.run([*command, "-c:v", "ffv1", str(tmp_path / "film.mkv")], input=frame * 12, check=True)
    clip, still = made(tmp_path / "film.mkv", tmp_path)
    assert_right(seen(clip), 8)
    assert_right(seen(still), 10)


@pytest.mark.parametrize(("transfer", "primaries"), [(9, 1), (10, 1), (12, 22), (3, 3)])
def test_reserved_and_odd_values_stop_nothing(tmp_path: Path, transfer: int, primaries: int) -> None:
    """Phones and recorders write such; the picture is taken for an ordinary one."""
    path = tmp_path / "film.mp4"
    odd = f"h264_metadata=transfer_characteristics={transfer}:colour_primaries={primaries}:matrix_coefficients=1"
    encoder = ("-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv444p", "-bsf:v", odd)
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-y",
        "-i",
        str(film(FORMS["bt709"], tmp_path / "a.mkv")),
    ]
    subprocess.run([*command, *encoder, str(path)], check=True)
    clip, still = made(path, tmp_path)
    assert_right(seen(clip), 7)
    assert_right(seen(still), 10)


@pytest.mark.parametrize("form", ["webm", "mov", "mkv"])
def test_every_format_says_what_its_colours_are(tmp_path: Path, form: str) -> None:
    """Players go by what the file says."""
    clip, _ = made(film(FORMS["hlg"], tmp_path / "film.mkv"), tmp_path, form)
    assert_right(seen(clip), 7)
    frame = first_frame(clip)
    assert {int(frame.color_trc), int(frame.color_primaries), int(frame.colorspace)} == {1}


@pytest.mark.parametrize("name", ["bt709", "bt601", "bt709 full", "HD, no tags", "pq", "hlg", "bt2020 sdr"])
def test_stills_and_sheet_are_picture_files(tmp_path: Path, name: str) -> None:
    """Viewers of JPEG take BT.601 in full range for granted."""
    source = film(FORMS[name], tmp_path / "film.mkv")
    found = shown(source, 0, max_pixels=10**7)
    assert found is not None
    stills = plan_stills(0.48, *FORMS[name].size, tmp_path)
    wanted = Pass(lambda *_: None, tmp_path, stills, colour=found.colour)
    assert run_pass(find_ffmpeg(), source, wanted).lines == ()
    assert_right(seen(stills.files()[0]), 10)
    sheet = first_frame(stills.sheet).to_ndarray(format="rgb24")
    x = int((list(PATCHES).index("red") + 0.5) * stills.tile_width / len(PATCHES))
    np.testing.assert_allclose(sheet[stills.tile_height // 2, x], PATCHES["red"], atol=12)


@pytest.mark.parametrize(
    ("pixels", "codec"),
    [("gbrp", "ffv1"), ("gbrp12le", "ffv1"), ("rgb24", "png"), ("bgra", "qtrle"), ("yuvj420p", "mjpeg")],
)
def test_red_green_and_blue_as_such_are_kept(tmp_path: Path, pixels: str, codec: str) -> None:
    """Recordings of screens are stored so, or as motion JPEG."""
    source = tmp_path / "film.mov" if codec == "qtrle" else tmp_path / "film.mkv"
    width, height = 640, 96
    patches = np.repeat(np.array(list(PATCHES.values()), np.uint8), width // len(PATCHES), axis=0)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    command += ["-s", f"{width}x{height}", "-r", "25", "-i", "-", "-pix_fmt", pixels, "-c:v", codec, "-q:v", "2"]
    subprocess.run([*command, str(source)], input=np.tile(patches, (height, 1, 1)).tobytes() * 12, check=True)
    clip, still = made(source, tmp_path)
    assert_right(seen(clip), 8)
    assert_right(seen(still), 8)


@pytest.mark.parametrize("kind", ["pq", "hlg"])
def test_brighter_light_than_white_keeps_its_steps(kind: Any) -> None:
    """Greys rise without a break, white is nearly white, and 400 cd/m² can be told from 203."""
    nits = np.array([0.0, 1, 10, 50, 100, 150, 203, 300, 400, 1000])
    curve = {"pq": pq, "hlg": hlg}[kind]
    light = screen_light(curve(np.repeat(nits[:, None], 3, axis=1)), Colour(kind=kind, primaries="bt2020"))
    shown_ = 255 * np.clip(light[:, 0], 0, 1) ** (1 / 2.4)
    np.testing.assert_allclose(shown_[:5], 255 * (nits[:5] / 203) ** (1 / 2.4), atol=1)
    assert np.all(np.diff(shown_) > 0)
    assert shown_[6] > 246
    assert shown_[8] - shown_[6] > 4


def test_a_pure_colour_of_a_wider_gamut_becomes_the_purest_one(tmp_path: Path) -> None:
    """What a screen cannot show is cut off at its edge, and takes no other hue."""
    light = screen_light(np.array([[0.5, 0.0, 0.0]]), Colour(kind="pq", primaries="bt2020"))[0]
    assert light[0] > 0.3
    assert max(light[1:]) <= 0
