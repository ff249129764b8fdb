"""Formats captions and transcripts: SubRip, WebVTT, plain text, and ASS for burning in. Used by the server too."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from app.jobs.results import Segment
from app.text.cues import MAX_LINE_CHARACTERS, Cue, Token, changes, cues, within
from app.text.line_breaks import written
from app.text.scripts import directed

if TYPE_CHECKING:
    from app.text.typeface import Typefaces

__all__ = ["Cue", "Layout", "Token", "ass", "cues", "srt", "transcript_files", "txt", "vtt", "within"]

#: A silence of at least this many seconds ends a paragraph of the plain text.
PARAGRAPH_SECONDS = 1.5
STYLE_FIELDS = (
    "Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, "
    "Alignment, MarginL, MarginR, MarginV, Encoding"
)
#: Share of the picture's width that burned-in captions leave free at each side.
EDGE = 0.05


def srt(shown: Sequence[Cue]) -> str:
    """Format the cues as SubRip, which has no speakers: request cues with their names."""
    blocks = (
        f"{number}\n{_clock(cue.start_s, ',')} --> {_clock(cue.end_s, ',')}\n" + _lines(cue).replace("-->", "→")
        for number, cue in enumerate(shown, 1)
    )
    return "".join(f"{block}\n\n" for block in blocks)


def vtt(shown: Sequence[Cue]) -> str:
    """Format the cues as WebVTT, for the browser's `<track>`, with voice tags for speakers."""
    blocks = (
        f"{_clock(cue.start_s, '.')} --> {_clock(cue.end_s, '.')}\n{_voice(cue)}" + _escaped(_lines(cue))
        for cue in shown
    )
    return "WEBVTT\n\n" + "".join(f"{block}\n\n" for block in blocks)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _voice(cue: Cue) -> str:
    """The tag of who speaks; it has no line break and ends with the cue."""
    return "" if cue.speaker is None else f"<v {_escaped(' '.join(cue.speaker.split()))}>"


def srt_of(segments: Sequence[Segment]) -> str:
    """A transcript as SubRip, with the speakers' names where another one begins."""
    return srt(cues(segments, names=True))


def vtt_of(segments: Sequence[Segment]) -> str:
    """A transcript as WebVTT."""
    return vtt(cues(segments))


def _lines(cue: Cue) -> str:
    """The cue's lines, marked with their direction: players take it from each line's first letter."""
    return "\n".join(directed(text, rtl=cue.rtl) for text in cue.texts)


def txt(segments: Iterable[Segment]) -> str:
    """Format the segments as plain text; a silence of `PARAGRAPH_SECONDS` begins a new paragraph.

    So does another speaker, with the name.
    """
    segments = list(segments)
    named = changes(segments)
    paragraphs: list[list[str]] = []
    end_s = float("-inf")
    for number, segment in enumerate(segments):
        if number in named or segment.start_s - end_s >= PARAGRAPH_SECONDS:
            paragraphs.append([f"{named[number]}:"] if number in named else [])
        paragraphs[-1].append(segment.text.strip())
        end_s = segment.end_s
    return "".join(" ".join(paragraph) + "\n\n" for paragraph in paragraphs).rstrip("\n") + "\n" if paragraphs else ""


def transcript_files(segments: Sequence[Segment]) -> dict[str, str]:
    """The contents of the files of a transcript, by their suffixes."""
    return {".srt": srt_of(segments), ".vtt": vtt_of(segments), ".txt": txt(segments)}


@dataclass(frozen=True, slots=True)
class Layout:
    """The letter size and line width for a picture of a certain size; pixels.

    Nothing is drawn within a twentieth of the picture's edges, the outline included (EBU R 95).
    """

    width: int
    height: int
    size: int
    outline: int
    side: int
    bottom: int

    @classmethod
    def of(cls, width: int, height: int, max_line_characters: int = MAX_LINE_CHARACTERS) -> Self:
        """The layout with the largest letters that still allow lines of `max_line_characters` average characters."""
        size = max(10, round(min(height * 0.065, width * 1.76 / max_line_characters)))
        outline = max(1, size // 14)
        return cls(width, height, size, outline, math.ceil(width * EDGE), math.ceil(height * 0.06))

    @property
    def line(self) -> float:
        """The widest line that fits, in units of the letter size."""
        return max(1, self.width - 2 * (self.side + self.outline)) / self.size


def ass(
    shown: Sequence[Cue],
    width: int,
    height: int,
    font: str,
    *,
    max_line_characters: int = MAX_LINE_CHARACTERS,
    highlight: bool = False,
    faces: "Typefaces | None" = None,
) -> str:
    """Format the cues as Advanced SubStation, for burning into a picture of that size.

    `highlight` colours each word while it is spoken. A cue with a line that is wider than the picture gets smaller
    letters. `faces` draw the characters that `font` lacks.
    """
    from app.text.typeface import shipped

    faces = faces or shipped()
    layout = Layout.of(width, height, max_line_characters)
    events = []
    for cue in shown:
        fitted = _fitted(cue, layout, faces)
        for start_s, end_s, spoken in _moments(cue) if highlight else [(cue.start_s, cue.end_s, None)]:
            text = r"\N".join(_ass_line(line, spoken, cue.rtl, faces) for line in cue.lines)
            events.append(f"Dialogue: 0,{ass_clock(start_s)},{ass_clock(end_s)},Default,,0,0,0,,{fitted}{text}")
    style = f"Default,{font},{layout.size},&H00FFFFFF,&H00101010,&H80000000,1,1,{layout.outline},0,2"
    return "\n".join(
        (
            "[Script Info]",
            "ScriptType: v4.00+",
            f"PlayResX: {width}",
            f"PlayResY: {height}",
            "WrapStyle: 2",
            "ScaledBorderAndShadow: yes",
            "Kerning: yes",
            "",
            "[V4+ Styles]",
            STYLE_FIELDS,
            f"Style: {style},{layout.side},{layout.side},{layout.bottom},-1",
            "",
            "[Events]",
            "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
            *events,
            "",
        )
    )


def size_of(cue: Cue, layout: Layout, faces: "Typefaces") -> float:
    """The size of a cue's letters, pixels: smaller if its widest line needs that."""
    widest = max((faces.width(text) for text in cue.texts), default=0.0)
    return layout.size * layout.line / widest if widest > layout.line else layout.size


def _fitted(cue: Cue, layout: Layout, faces: "Typefaces") -> str:
    """The ASS tag for smaller letters if the widest line of the cue needs them, else an empty string."""
    size = size_of(cue, layout, faces)
    return rf"{{\fs{size:.1f}}}" if size < layout.size else ""


def _moments(cue: Cue) -> list[tuple[float, float, Token]]:
    """Start, end and token of each word of a cue, without gaps."""
    tokens = [token for line in cue.lines for token in line]
    starts = [cue.start_s, *(min(max(token.start_s, cue.start_s), cue.end_s) for token in tokens[1:]), cue.end_s]
    return [(starts[n], starts[n + 1], token) for n, token in enumerate(tokens) if starts[n + 1] > starts[n]]


def _ass_line(line: Sequence[Token], spoken: Token | None, rtl: bool, faces: "Typefaces") -> str:
    """One line with its tags. libass detects the direction of each run between tags, so each gets a mark."""
    if spoken is None:
        return ass_text(written(line), rtl, faces)
    at = line.index(spoken) if spoken in line else len(line)
    before = written(line[:at]) + (" " if 0 < at < len(line) and line[at].spaced else "")
    after = (" " if line[at + 1 : at + 2] and line[at + 1].spaced else "") + written(line[at + 1 :])
    coloured = rf"{{\c&H0000D7FF&}}{ass_text(spoken.text, rtl, faces)}{{\c}}" if at < len(line) else ""
    return ass_text(before, rtl, faces) + coloured + ass_text(after, rtl, faces)


def ass_text(text: str, rtl: bool, faces: "Typefaces") -> str:
    """Text for an event of ASS: no character of it is a tag, and each is in a font that draws it."""
    runs = []
    for face, run in faces.runs(text):
        shown = directed(run, rtl=rtl).replace("\\", "\\\u2060").replace("{", r"\{").replace("}", r"\}")
        other = face is not None and face is not faces.usual
        runs.append(rf"{{\fn{face.family}}}{shown}{{\fn}}" if face is not None and other else shown)
    return "".join(runs)


def _clock(seconds: float, mark: str) -> str:
    """`00:01:02,345`, with `mark` before the milliseconds."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{thousandths:03}"


def ass_clock(seconds: float) -> str:
    """`0:01:02.34`: ASS times are in hundredths of a second."""
    whole, hundredths = divmod(round(seconds * 100), 100)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}.{hundredths:02}"
