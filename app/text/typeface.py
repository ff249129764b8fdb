"""Chooses fonts for burned-in captions and measures texts in them. In children only.

Texts are shaped by HarfBuzz as libass does, so joined Arabic letters, marks and kerning have their drawn widths. The
shipped font has Latin, Greek, Cyrillic, Hebrew, Arabic and more; for other characters the operator's folder
(CAPTION_FONTS_DIR) is searched, then the system's folders.
"""

import struct
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from app.text.scripts import clusters

SHIPPED = Path(__file__).parent / "fonts"
SHIPPED_FILE = SHIPPED / "DejaVuSans-Bold.ttf"
SYSTEM_FOLDERS = (
    *(Path("/usr/share/fonts"), Path("/usr/local/share/fonts")),
    *(Path("/Library/Fonts"), Path("/System/Library/Fonts")),
)
EXTENSIONS = frozenset({".ttf", ".otf", ".ttc", ".otc"})
#: Files of a folder that are opened at most.
MOST_FILES = 3000
#: Categories of invisible characters, which need no glyph.
_UNSEEN = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})


@dataclass(slots=True)
class Typeface:
    """One font of a file. Widths are in units of the font size that is passed to libass."""

    path: Path
    family: str
    bold: bool
    characters: Any
    _font: Any
    _size: float
    _widths: dict[str, float] = field(default_factory=dict)

    @classmethod
    def all_of(cls, path: Path) -> "list[Typeface]":
        """The fonts of a file; none if it cannot be read as a font."""
        try:
            blob = hb.Blob.from_file_path(str(path))
        except (OSError, hb.HarfBuzzError):
            return []
        faces = [face for n in range(_count(path)) if (face := hb.Face(blob, n)).glyph_count]
        return [found for face in faces if (found := cls._of(path, face)) is not None]

    @classmethod
    def _of(cls, path: Path, face: Any) -> "Typeface | None":
        names = (hb.OTNameIdPredefined.FONT_FAMILY, hb.OTNameIdPredefined.FULL_NAME)
        family = next((name for one in names if (name := face.get_name(one))), None)
        if family is None:
            return None
        os2, head = (bytes(face.reference_table(tag).data) for tag in ("OS/2", "head"))
        bold = len(head) >= 46 and bool(struct.unpack_from(">H", head, 44)[0] & 1)
        return cls(path, family, bold, face.unicodes, hb.Font(face), float(_height(face, os2)))

    def draws(self, cluster: str) -> bool:
        """Whether the font has a glyph for every visible part of the character."""
        return all(ord(c) in self.characters for c in cluster if seen(c))

    def width(self, text: str) -> float:
        """The width of a text, in units of the font size."""
        known = self._widths.get(text)
        if known is None:
            known = self._widths[text] = sum(self._shaped(run) for run in _one_way(text))
        return known

    def _shaped(self, text: str) -> float:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        return float(sum(position.x_advance for position in buffer.glyph_positions or ())) / self._size


def seen(character: str) -> bool:
    """Whether the character is visible."""
    return unicodedata.category(character) not in _UNSEEN and not 0xFE00 <= ord(character) <= 0xFE0F


def _one_way(text: str) -> list[str]:
    """Split the text into runs of one direction, which are shaped separately."""
    found: list[str] = []
    before = False
    for character in text:
        kind = unicodedata.bidirectional(character)
        rtl = before if kind in ("NSM", "BN") else kind in ("R", "AL", "AN")
        if found and rtl == before:
            found[-1] += character
        else:
            found.append(character)
        before = rtl
    return found


def _count(path: Path) -> int:
    with path.open("rb") as file:
        head = file.read(12)
    return struct.unpack(">I", head[8:12])[0] if head[:4] == b"ttcf" and len(head) == 12 else 1


def _height(face: Any, os2: bytes) -> int:
    """The font size in font units: libass uses the ascent and descent for Windows, as ASS requires."""
    height = sum(struct.unpack_from(">HH", os2, 74)) if len(os2) >= 78 else 0
    return height or int(face.upem)


class Typefaces:
    """The fonts for one transcript, the shipped one first."""

    def __init__(self, faces: Sequence[Typeface]) -> None:
        self.faces = faces

    @property
    def usual(self) -> Typeface:
        """The default font, used for all characters that it has."""
        return self.faces[0]

    def runs(self, text: str) -> Iterator[tuple[Typeface | None, str]]:
        """Split the text into runs, each with the font that draws it; None if no font does."""
        for face, run in groupby(clusters(text), self._face_of):
            yield face, "".join(run)

    def _face_of(self, cluster: str) -> Typeface | None:
        return next((face for face in self.faces if face.draws(cluster)), None)

    def width(self, text: str) -> float:
        """The width of a text in units of the font size; characters without a font count as boxes."""
        return sum(face.width(run) if face is not None else float(sum(map(seen, run))) for face, run in self.runs(text))

    def lacking(self, text: str) -> set[str]:
        """The characters of the text that no font draws."""
        return {character for face, run in self.runs(text) if face is None for character in run if seen(character)}

    def linked_in(self, folder: Path) -> Path:
        """Fill `folder` with links to these fonts and no others, for libass; returns it."""
        folder.mkdir(exist_ok=True)
        for n, path in enumerate(dict.fromkeys(face.path for face in self.faces)):
            link = folder / f"{n}{path.suffix.lower()}"
            if not link.exists():
                link.symlink_to(path.resolve())
        return folder


def shipped() -> Typefaces:
    """The shipped font alone."""
    return Typefaces(Typeface.all_of(SHIPPED_FILE))


def typefaces_for(text: str, own_folder: Path | None = None, system: Iterable[Path] = SYSTEM_FOLDERS) -> Typefaces:
    """The shipped font, and others for characters that it lacks: from the operator's folder first, then the system's.

    Of several candidates the one with most of the lacking characters is chosen, of equals a bold one.
    """
    found = shipped()
    for folder in (*([own_folder] if own_folder else []), *system):
        lacking = found.lacking(text)
        if not lacking:
            break
        found = Typefaces([*found.faces, *_filling(lacking, _files(folder))])
    return found


def _filling(lacking: set[str], files: Iterable[Path]) -> list[Typeface]:
    offers = []
    for face in (face for path in files for face in Typeface.all_of(path)):
        drawn = {character for character in lacking if ord(character) in face.characters}
        if drawn:
            offers.append((drawn, face))
    taken: list[Typeface] = []
    while lacking and offers:
        drawn, face = max(offers, key=lambda offer: (len(offer[0] & lacking), offer[1].bold))
        if not drawn & lacking:
            break
        taken.append(face)
        lacking = lacking - drawn
    return taken


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(islice((path for path in folder.rglob("*") if path.suffix.lower() in EXTENSIONS), MOST_FILES))
