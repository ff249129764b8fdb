"""Writes the words of scenes into the picture, word by word, and what the film is into its corner."""

from dataclasses import dataclass

from app.media.captions import ass_text
from app.providers.demo_film.canvas import Canvas, Colour, Span, box, tag
from app.providers.demo_film.story import names_something, units
from app.text.scripts import letters_by_direction, runs_right_to_left
from app.text.typeface import Typefaces

SHADE, WORDS, BADGE = 20, 21, 30
#: Width that words may take, share of the picture; letter sizes in units, from the largest.
WIDE = 0.86
SIZES = (30, 26, 22, 19, 16, 14, 12)
MOST_LINES = 3
#: Words of at least so many letters stand out.
TELLING = 6


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side, with where each begins, pixels from the line's left end."""

    words: tuple[tuple[float, str], ...]
    width: float

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(word for _, word in self.words).strip()


def write_words(canvas: Canvas, span: Span, text: str, accent: Colour, faces: Typefaces) -> None:
    """Let the words of a scene come one after another; they stand until it ends."""
    size, lines = _set(text, canvas, faces)
    high, foot = size * 1.28, canvas.height * (0.945 if canvas.width >= canvas.height else 0.86)
    rtl, joined = runs_right_to_left(text), letters_by_direction(text)[1] > 0
    count = sum(len(line.words) for line in lines)
    step_s = min(0.22, span.length_s * 0.4 / max(1, count))
    shown = Span(span.start_s + span.come_s / 2, span.end_s - span.go_s * 0.7)
    telling = _telling([word.strip() for line in lines for _, word in line.words])
    _shade(canvas, shown, foot - len(lines) * high, size)
    number = 0
    for row, line in enumerate(lines):
        y = foot - (len(lines) - 1 - row) * high
        left = (canvas.width - line.width) / 2
        if joined:  # words of both directions have no order by their widths alone
            _word(canvas, shown, ass_text(line.text, rtl, faces), (canvas.width / 2, y), size, 2, None)
            continue
        for x, word in line.words:
            begins = Span(shown.start_s + 0.2 + number * step_s, shown.end_s)
            stands_out = word.strip() == telling
            _word(
                canvas,
                begins,
                ass_text(word.rstrip(), False, faces),
                (left + x, y),
                size,
                1,
                accent if stands_out else None,
            )
            number += 1


def _telling(words: list[str]) -> str:
    """The word that stands out: one that is drawn, else a long one; empty if there is none."""
    drawn = [word for word in words if names_something(word)]
    longest = max(drawn or words, key=len, default="")
    return longest if drawn or len(longest) >= TELLING else ""


def _shade(canvas: Canvas, span: Span, top: float, size: float) -> None:
    """Darken the picture behind the words, without an edge."""
    area = box(-size * 4, 0, canvas.width + size * 8, canvas.height + size * 6 - top)
    shade = Span(span.start_s, span.end_s, 0.3, 0.3)
    canvas.draw(area, (8, 6, 14), shade, layer=SHADE, at=(0, top + size * 0.6), alpha=0.62, blur=size)


def _word(
    canvas: Canvas, span: Span, text: str, at: tuple[float, float], size: float, align: int, colour: Colour | None
) -> None:
    rise = canvas.unit * 12
    tint = rf"\1c{tag(colour)}" if colour else r"\1c&HFFFFFF&"
    edge = rf"\bord{size * 0.045:.1f}\3c&H141014&\3a&H40&\shad{size * 0.05:.1f}\4a&H70&"
    move = rf"\move({at[0]:.1f},{at[1] + rise:.1f},{at[0]:.1f},{at[1]:.1f},0,320)"
    canvas.write_placed(text, span, layer=WORDS, tags=rf"\an{align}{move}\fs{size:.1f}{tint}{edge}\fad(240,220)")


def _set(text: str, canvas: Canvas, faces: Typefaces) -> tuple[float, list[Line]]:
    """The largest letters with which the words fit, and the lines."""
    for units_high in SIZES:
        size = units_high * canvas.unit
        lines = _lines(text, canvas.width * WIDE, size, faces)
        if len(lines) <= MOST_LINES and all(line.width <= canvas.width * WIDE for line in lines):
            break
    return size, lines[:MOST_LINES]


def _lines(text: str, widest: float, size: float, faces: Typefaces) -> list[Line]:
    rows: list[list[str]] = [[]]
    for unit in units(text):
        if rows[-1] and faces.width("".join([*rows[-1], unit]).rstrip()) * size > widest:
            rows.append([])
        rows[-1].append(unit)
    return [_line(row, size, faces) for row in rows]


def _line(row: list[str], size: float, faces: Typefaces) -> Line:
    words, before = [], ""
    for unit in row:
        words.append((faces.width(before) * size, unit))
        before += unit
    return Line(tuple(words), faces.width(before.rstrip()) * size)


def write_badge(canvas: Canvas, length_s: float, faces: Typefaces) -> None:
    """Say in the corner that this is a demo, and show at the lower edge how far the film is."""
    span, size, text = Span(0.0, length_s), 11 * canvas.unit, "DEMO"
    wide, high, edge = faces.width(text) * size + 14 * canvas.unit, size * 1.7, 12 * canvas.unit
    x = canvas.width - edge - wide
    canvas.draw(box(0, 0, wide, high), (16, 14, 22), span, layer=BADGE, at=(x, edge), alpha=0.35)
    canvas.draw(box(0, 0, 3 * canvas.unit, high), (255, 255, 255), span, layer=BADGE, at=(x, edge), alpha=0.1)
    middle = rf"\an5\pos({x + wide / 2 + 1.5 * canvas.unit:.1f},{edge + high / 2:.1f})"
    canvas.write_placed(
        text, span, layer=BADGE + 1, tags=rf"{middle}\fs{size:.1f}\1c&HFFFFFF&\bord0\shad0\fsp{canvas.unit:.1f}"
    )
    bar = box(0, 0, canvas.width, 3 * canvas.unit)
    at = (-float(canvas.width), canvas.height - 3 * canvas.unit)
    canvas.draw(bar, (255, 255, 255), span, layer=BADGE, at=at, to=(0, at[1]), alpha=0.45)
