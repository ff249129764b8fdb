"""Which font draws what, and how wide: held against what libass really draws."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from app.media import captions
from app.media.ffmpeg import find_ffmpeg
from app.text.typeface import SHIPPED, SHIPPED_FILE, Typeface, shipped, typefaces_for
from tests.fonts import square_font

SIZE, WIDE, HIGH = 40, 1200, 100
STYLE = f"Default,DejaVu Sans,{SIZE},&H00FFFFFF,&H00101010,&H80000000,1,1,0,0,5,0,0,0,-1"
THAI = "".join(map(chr, range(0x0E01, 0x0E3B)))


def drawn(folder: Path, text: str, fonts: Path = SHIPPED) -> np.ndarray:
    """The picture of a line in the middle, drawn by libass."""
    script = (
        f"[Script Info]\nScriptType: v4.00+\nPlayResX: {WIDE}\nPlayResY: {HIGH}\nWrapStyle: 2\nKerning: yes\n\n"
        "[V4+ Styles]\n"
        f"{captions.STYLE_FIELDS}\nStyle: {STYLE}\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n"
        f"Dialogue: 0,0:00:00.00,0:00:02.00,Default,{text}\n"
    )
    file = folder / "line.ass"
    file.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [
            *(find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", f"color=black:s={WIDE}x{HIGH}:d=1"),
            *("-vf", f"subtitles=filename={file}:fontsdir={fonts},format=gray", "-frames:v", "1"),
            *("-f", "rawvideo", "-"),
        ],
        check=True,
        capture_output=True,
    )
    return np.frombuffer(done.stdout, np.uint8).reshape(HIGH, WIDE)


@pytest.mark.parametrize(
    "text",
    [
        "Wide women win money",
        "it will still fill it till",
        "Широкомасштабных мер поддержки",
        "Πληροφορίες σχετικά",
        "שלום לכולם, היום נדבר",
        "مرحبا بكم في هذا الفيديو",
        "AVATAR To Ye",
        "e\u0301te\u0301 nai\u0308ve",
        "(גרסה 2.5) Python",
    ],
)
def test_widths_are_as_drawn(tmp_path: Path, text: str) -> None:
    """Kerning, joined letters and marks included: the ink is as wide as measured, but for the room beside letters."""
    columns = np.where((drawn(tmp_path, text) > 100).any(0))[0]
    ink = (columns[-1] - columns[0] + 1) / SIZE
    assert ink - 0.05 <= shipped().width(text) <= ink + 0.2


def test_the_shipped_font_is_enough_for_many(tmp_path: Path) -> None:
    """Nothing is searched where nothing is lacking."""
    faces = typefaces_for("Ünï Ж Ω שלום مرحبا ♪ – “a” e\u0301 \u200f", tmp_path / "none", system=())
    assert [face.path for face in faces.faces] == [SHIPPED_FILE]
    assert faces.lacking("abc שלום") == set()
    assert faces.lacking("你 กา") == {"你", "ก", "า"}


def test_fonts_of_a_folder_fill_the_gap(tmp_path: Path) -> None:
    """The one that draws most is taken, a bold one before others; what is no font is passed over."""
    (tmp_path / "notes.ttf").write_bytes(b"no font")
    square_font(tmp_path / "a.ttf", "Some Thai", THAI[:10])
    square_font(tmp_path / "b.ttf", "All Thai", THAI)
    square_font(tmp_path / "c.ttf", "All Thai", THAI, bold=True)
    faces = typefaces_for("Hello ก ฮ", tmp_path, system=())
    assert [face.path.name for face in faces.faces] == ["DejaVuSans-Bold.ttf", "c.ttf"]
    assert [(face and face.family, run) for face, run in faces.runs("a กข 你")] == [
        ("DejaVu Sans", "a "),
        ("All Thai", "กข"),
        ("DejaVu Sans", " "),
        (None, "你"),
    ]


def test_what_is_in_a_folder_of_the_operator_comes_before_the_system(tmp_path: Path) -> None:
    """The system's folders are searched for the rest only."""
    own, system = tmp_path / "own", tmp_path / "system"
    own.mkdir()
    system.mkdir()
    square_font(own / "thai.ttf", "Own Thai", THAI)
    square_font(system / "more.ttf", "System", THAI + "你好")
    assert [face.family for face in typefaces_for("ก", own, system=(system,)).faces] == ["DejaVu Sans", "Own Thai"]
    both = [face.family for face in typefaces_for("ก你", own, system=(system,)).faces]
    assert both == ["DejaVu Sans", "Own Thai", "System"]


def test_a_found_font_is_used_and_measured(tmp_path: Path) -> None:
    """libass draws the letters with the font of the folder that is made for it: as many squares as letters."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    square_font(fonts / "thai.ttf", "Squares", THAI)
    text = "กขคงจ"
    faces = typefaces_for(text, fonts, system=())
    linked = faces.linked_in(tmp_path / "linked")
    picture = drawn(tmp_path, rf"{{\fnSquares}}{text}{{\fn}}", linked)
    assert faces.width(text) == pytest.approx(5 * 0.6)
    middle = (picture > 100)[(picture > 100).sum(1).argmax()]
    assert np.count_nonzero(np.diff(middle.astype(int)) == 1) == 5


def test_no_font_at_all(tmp_path: Path) -> None:
    """A file that is none gives none."""
    (tmp_path / "x.ttf").write_bytes(b"\x00\x01\x00\x00" + b"\xff" * 200)
    assert Typeface.all_of(tmp_path / "x.ttf") == []
    assert Typeface.all_of(tmp_path / "absent.ttf") == []
