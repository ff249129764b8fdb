"""Prepares captions of one clip for burning in: lines that fit the picture, in fonts that can draw them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from app.jobs.results import Segment
from app.media.captions import Cue, Layout, ass, cues
from app.media.encoding import FONT_FAMILY
from app.text.typeface import Typefaces

#: Characters per line in 16:9; fewer in narrower pictures: 20 in 9:16, 29 in 1:1.
WIDEST = 42


@dataclass(frozen=True, slots=True)
class ClipCaptions:
    """An ASS file and the folder of its fonts."""

    file: Path
    fonts: Path


@dataclass(frozen=True, slots=True)
class ShownCaptions:
    """The cues of a clip, and where and how large they are drawn; `characters` of a line are its most."""

    cues: tuple[Cue, ...]
    layout: Layout
    characters: int


def laid_out(segments: Sequence[Segment], shape: Fraction, height: int, faces: Typefaces) -> ShownCaptions:
    """The captions of a clip for a picture of that shape.

    Lines with letters that no font can draw are omitted, other characters that none can draw are removed from their
    lines, so that no boxes are shown.
    """
    characters = min(WIDEST, round(WIDEST * (float(shape) / (16 / 9)) ** 0.65))
    layout = Layout.of(round(height * shape), height, characters)
    found = cues([_drawable(segment, faces) for segment in segments], layout.line, measure=faces.width)
    shown = tuple(cue for cue in found if not faces.lacking(" ".join(cue.texts)))
    return ShownCaptions(shown, layout, characters)


def captions_of(
    segments: Sequence[Segment], shape: Fraction, height: int, faces: Typefaces, work_dir: Path
) -> ClipCaptions | None:
    """Write the captions of a clip for a picture of that shape; None if there is nothing to show."""
    shown = laid_out(segments, shape, height, faces)
    if not shown.cues:
        return None
    file = work_dir / "captions.ass"
    width, most = shown.layout.width, shown.characters
    text = ass(shown.cues, width, height, FONT_FAMILY, max_line_characters=most, faces=faces)
    file.write_text(text, encoding="utf-8")
    return ClipCaptions(file, faces.linked_in(work_dir / "fonts"))


def complaint(lacking: set[str]) -> str:
    """The warning about characters that no font can draw."""
    letters = sorted({_script(character) for character in lacking if _is_letter(character)})
    examples = " ".join(sorted(lacking)[:8])
    if not letters:
        return f"No font here draws these signs, so the captions are burned in without them: {examples}"
    return (
        f"No font here draws {' and '.join(letters)} letters ({examples}), so captions with them are not burned in. "
        "Install a font that has them on the server, or put it into the folder CAPTION_FONTS_DIR."
    )


def _drawable(segment: Segment, faces: Typefaces) -> Segment:
    words = tuple(word.model_copy(update={"text": _without_signs(word.text, faces)}) for word in segment.words)
    return segment.model_copy(update={"text": _without_signs(segment.text, faces), "words": words})


def _without_signs(text: str, faces: Typefaces) -> str:
    return "".join(run for face, run in faces.runs(text) if face is not None or any(map(_is_letter, run)))


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _script(character: str) -> str:
    """The first word of the character's name: Thai, Devanagari, CJK, Hangul."""
    name = unicodedata.name(character, "unknown").split()[0]
    return name if name == "CJK" else name.title()
