"""Captions and transcripts as text: SubRip, WebVTT, plain, and ASS for burning in. Pure; the server uses it too."""

from collections.abc import Iterable, Sequence

from app.jobs.results import Segment
from app.media.cues import MAX_LINE_CHARACTERS, Cue, Token, cues, within

__all__ = ["Cue", "Token", "ass", "cues", "srt", "txt", "vtt", "within"]

#: A silence that ends a paragraph of the plain text.
PARAGRAPH_SECONDS = 1.5
STYLE_FIELDS = (
    "Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, "
    "Alignment, MarginL, MarginR, MarginV"
)


def srt(shown: Sequence[Cue]) -> str:
    """SubRip."""
    blocks = (
        f"{number}\n{_clock(cue.start_s, ',')} --> {_clock(cue.end_s, ',')}\n"
        + "\n".join(cue.texts).replace("-->", "→")
        for number, cue in enumerate(shown, 1)
    )
    return "".join(f"{block}\n\n" for block in blocks)


def vtt(shown: Sequence[Cue]) -> str:
    """WebVTT, for the browser's `<track>`."""
    blocks = (
        f"{_clock(cue.start_s, '.')} --> {_clock(cue.end_s, '.')}\n"
        + "\n".join(cue.texts).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for cue in shown
    )
    return "WEBVTT\n\n" + "".join(f"{block}\n\n" for block in blocks)


def txt(segments: Iterable[Segment]) -> str:
    """Plain text; a longer silence begins a new paragraph."""
    paragraphs: list[list[str]] = []
    end_s = float("-inf")
    for segment in segments:
        if segment.start_s - end_s >= PARAGRAPH_SECONDS:
            paragraphs.append([])
        paragraphs[-1].append(segment.text.strip())
        end_s = segment.end_s
    return "".join(" ".join(paragraph) + "\n\n" for paragraph in paragraphs).rstrip("\n") + "\n" if paragraphs else ""


def ass(
    shown: Sequence[Cue],
    width: int,
    height: int,
    font: str,
    *,
    max_line_characters: int = MAX_LINE_CHARACTERS,
    highlight: bool = False,
) -> str:
    """Advanced SubStation for burning into a picture of that size; `highlight` colours each word while it is said.

    Letters are as large as lines of `max_line_characters` allow: shorter lines are for narrow pictures.
    """
    size = max(10, round(min(height * 0.065, width * 1.76 / max_line_characters)))
    margin = round(height * 0.06)
    events = []
    for cue in shown:
        for start_s, end_s, spoken in _moments(cue) if highlight else [(cue.start_s, cue.end_s, None)]:
            text = r"\N".join(_ass_line(line, spoken) for line in cue.lines)
            events.append(f"Dialogue: 0,{_ass_clock(start_s)},{_ass_clock(end_s)},Default,,0,0,0,,{text}")
    style = f"Default,{font},{size},&H00FFFFFF,&H00101010,&H80000000,1,1,{max(1, size // 14)},0,2"
    return "\n".join(
        (
            "[Script Info]",
            "ScriptType: v4.00+",
            f"PlayResX: {width}",
            f"PlayResY: {height}",
            "WrapStyle: 2",
            "ScaledBorderAndShadow: yes",
            "",
            "[V4+ Styles]",
            STYLE_FIELDS,
            f"Style: {style},{round(width * 0.04)},{round(width * 0.04)},{margin}",
            "",
            "[Events]",
            "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
            *events,
            "",
        )
    )


def _moments(cue: Cue) -> list[tuple[float, float, Token]]:
    """The times of a cue word by word, without a gap."""
    tokens = [token for line in cue.lines for token in line]
    starts = [cue.start_s, *(min(max(token.start_s, cue.start_s), cue.end_s) for token in tokens[1:]), cue.end_s]
    return [(starts[n], starts[n + 1], token) for n, token in enumerate(tokens) if starts[n + 1] > starts[n]]


def _ass_line(line: Sequence[Token], spoken: Token | None) -> str:
    words = []
    for n, token in enumerate(line):
        text = token.text.replace("\\", "\\\u2060").replace("{", r"\{").replace("}", r"\}")
        coloured = rf"{{\c&H0000D7FF&}}{text}{{\c}}" if token is spoken else text
        words.append((" " if token.spaced and n else "") + coloured)
    return "".join(words)


def _clock(seconds: float, mark: str) -> str:
    """`00:01:02,345` with the format's own mark before the milliseconds."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{thousandths:03}"


def _ass_clock(seconds: float) -> str:
    """`0:01:02.34`: ASS counts hundredths."""
    whole, hundredths = divmod(round(seconds * 100), 100)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}.{hundredths:02}"
