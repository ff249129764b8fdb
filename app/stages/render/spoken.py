"""Places what is spoken in the sources of a timeline on its clock, and writes it as captions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from app.jobs.results import Blob, Segment
from app.media import captions
from app.media.part_encoding import Subtitles
from app.stages.clips.clip_captions import captions_of, complaint
from app.stages.render.contract import Transcript
from app.stages.tools import Tools
from app.text.cues import Cue, cues, within
from app.text.typeface import typefaces_for
from app.timeline.layout import Layout, Placed
from app.timeline.picture_size import Size

#: Below this a clip is not heard, decibels.
SILENT_DB = -60


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of a timeline: files beside it, and what is drawn into its pictures, if that is wanted."""

    cues: tuple[Cue, ...] = ()
    srt: Blob | None = None
    vtt: Blob | None = None
    drawn: Subtitles | None = None

    def within(self, first_s: Fraction, end_s: Fraction) -> list[tuple[object, ...]]:
        """What is drawn between two times, with times from the first."""
        if self.drawn is None:
            return []
        seen = (cue for cue in self.cues if cue.end_s > first_s and cue.start_s < end_s)
        return [
            (round(cue.start_s - float(first_s), 3), round(cue.end_s - float(first_s), 3), cue.texts) for cue in seen
        ]


def captions_for(
    layout: Layout, size: Size, transcripts: Iterable[Transcript], tools: Tools, *, burn: bool, fonts_dir: str
) -> Captions:
    """Write the captions of a timeline; none if nothing is spoken in it."""
    lines = spoken(layout, {one.transcript_id: one.lines for one in transcripts})
    shown = cues(lines, length_s=float(layout.length_s))
    if not shown:
        return Captions()
    srt, vtt = (tools.work_dir / f"captions.{form}" for form in ("srt", "vtt"))
    srt.write_text(captions.srt(shown), encoding="utf-8")
    vtt.write_text(captions.vtt(shown), encoding="utf-8")
    drawn = _drawn(lines, size, tools, fonts_dir) if burn else None
    return Captions(tuple(shown), tools.keep(srt, ".srt"), tools.keep(vtt, ".vtt"), drawn)


def _drawn(lines: Sequence[Segment], size: Size, tools: Tools, fonts_dir: str) -> Subtitles | None:
    text = " ".join(line.text for line in lines)
    faces = typefaces_for(text, Path(fonts_dir) if fonts_dir else None)
    if lacking := faces.lacking(text):
        tools.warn("caption_glyphs", complaint(lacking))
    found = captions_of(lines, Fraction(size.width, size.height), size.height, faces, tools.work_dir)
    return None if found is None else Subtitles(found.file, found.fonts)


def spoken(layout: Layout, transcripts: Mapping[str, Sequence[Segment]]) -> list[Segment]:
    """The lines of all clips that are heard, on the clock of the timeline, in order."""
    found: list[Segment] = []
    heard: set[tuple[str, float, float, float]] = set()
    for clip in layout.clips():
        material = clip.material
        lines = transcripts.get(material.transcript_id or "", ())
        if not lines or clip.clip.muted or not material.has_sound or clip.clip.volume_db <= SILENT_DB:
            continue
        once = (material.blob.sha256, float(clip.start_s), float(clip.at_s), float(clip.speed))
        if once not in heard:  # picture and sound of one stretch on two tracks
            heard.add(once)
            found += _placed(clip, lines)
    return sorted(found, key=lambda line: line.start_s)


def _placed(clip: Placed, lines: Sequence[Segment]) -> list[Segment]:
    shift_s, at_s, speed = clip.material.transcript_shift_s, float(clip.at_s), float(clip.speed)
    inside = within(lines, float(clip.start_s) + shift_s, float(clip.end_s) + shift_s)
    return [
        line.model_copy(
            update={
                "start_s": at_s + line.start_s / speed,
                "end_s": at_s + line.end_s / speed,
                "words": tuple(
                    word.model_copy(update={"start_s": at_s + word.start_s / speed, "end_s": at_s + word.end_s / speed})
                    for word in line.words
                ),
            }
        )
        for line in inside
    ]
