"""Stage `render`: a timeline becomes one film.

Its parts are pieces: first the sound of the whole, then its pictures section by section. So a run after a crash goes on
with the next section; what shows the same as an earlier section is a copy of it; and no more than one picture of each
clip that is seen is held at a time. In the end the parts are joined, and the sound is encoded.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Blob
from app.media.damage import first_damage
from app.media.output_check import check_output
from app.media.part_encoding import LOSSLESS, FilmForm, join_parts, lossless_writer, part_writer
from app.stages.render.contract import RenderInput, RenderOutput, RenderPart
from app.stages.render.pictures import Pictures
from app.stages.render.sound import Mix, mixed, sample_of, voices_of
from app.stages.render.spoken import Captions, captions_for
from app.stages.tools import Tools
from app.timeline.layout import Layout, Placed, laid_out
from app.timeline.material import Material
from app.timeline.picture_size import Size, output_size
from app.timeline.sections import Section, look, sections_of

#: Shares of the progress: of the sound, of the pictures, and of joining them, which gets the rest.
SOUND, PICTURES = 0.08, 0.88
#: Sound in files is longer or shorter than its pictures by at most a block of its codec, seconds.
BLOCK_S = 0.1


@dataclass(slots=True)
class _Render:
    """A render at work. `parts` are its finished parts."""

    params: RenderInput
    tools: Tools
    layout: Layout
    form: FilmForm
    paths: Mapping[str, Path]
    captions: Captions
    parts: list[RenderPart]
    copied: int = 0
    damaged: set[str] = field(default_factory=set)

    @property
    def size(self) -> Size:
        return Size(self.form.width, self.form.height)

    def path_of(self, clip: Placed) -> Path:
        return self.paths[clip.material.blob.sha256]

    def add(self, part: RenderPart) -> None:
        """Commit a finished part."""
        self.tools.piece(len(self.parts), part)
        self.parts.append(part)


def run(params: RenderInput, tools: Tools) -> RenderOutput:
    """Render. Raises JobFailure, also for a source that is gone, with its name."""
    fps = Fraction(params.fps) if params.fps else None
    layout = laid_out(params.resolved.timeline, params.resolved.of, fps)
    size = output_size(layout.width, layout.height, params.resolution)
    form = FilmForm(size.width, size.height, layout.fps, params.format, params.quality_preset)
    wanted = params.resolved.timeline.captions
    captions = captions_for(
        layout,
        size,
        params.transcripts,
        tools,
        burn=wanted is not None and wanted.burn,
        fonts_dir=params.fonts_dir,
    )
    render = _Render(params, tools, layout, form, _paths(params, tools), captions, list(params.done))
    tools.log("timeline placed", frames=layout.frames, clips=sum(1 for _ in layout.clips()), done=len(params.done))
    try:
        if not render.parts:
            render.add(RenderPart(kind="sound", file=_sound(render)))
        _pictures(render)
    except JobFailure as failure:
        gone = [one for one in params.resolved.materials if not render.paths[one.blob.sha256].exists()]
        raise (_gone(gone[0]) if gone else failure) from failure.__cause__
    return _output(render)


def _paths(params: RenderInput, tools: Tools) -> dict[str, Path]:
    """The file of each material. Raises JobFailure that names one that is gone."""
    found = {}
    for material in params.resolved.materials:
        try:
            found[material.blob.sha256] = tools.path_of(material.blob)
        except FileNotFoundError as error:
            raise _gone(material) from error
    return found


def _gone(material: Material) -> JobFailure:
    """The failure for a source that was deleted, perhaps while it was rendered."""
    message = f"The file {material.name}, which the timeline uses, is not kept any more. Add it again."
    return JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message, retryable=False)


def _sound(render: _Render) -> Blob | None:
    """Mix the sound of the whole timeline; None if nothing is heard."""
    tools, layout = render.tools, render.layout
    if not voices_of(layout):
        return None
    target, mix = tools.work_dir / f"sound{LOSSLESS[0]}", Mix()
    total, done = sample_of(layout.frames, layout.fps), 0
    blocks = mixed(tools.ffmpeg, layout, render.path_of, render.params.max_pixels, mix)
    with closing(blocks), lossless_writer(tools.ffmpeg, target) as write:
        for block in blocks:
            write(block)
            done += len(block)
            tools.reached(SOUND * done / total)
    if mix.clipped_s >= 0.01:
        message = (
            f"The sound of the tracks together is too loud for a file in {mix.clipped_s:.2f} s and is cut off there."
        )
        tools.warn("sound_clipped", message + " Lower the volume of some clips.")
    return tools.keep(target, LOSSLESS[0])


def _pictures(render: _Render) -> None:
    """Encode the sections that are not finished yet; each is a piece."""
    tools, layout = render.tools, render.layout
    sections = sections_of(layout, render.size)
    known: dict[Any, Blob | None] = {}
    pictures = Pictures(
        tools.ffmpeg,
        layout,
        render.size,
        tools.work_dir,
        render.params.max_pixels,
        render.path_of,
        lambda clip, _: _warn_damage(render, clip),
    )
    with closing(pictures):
        for number, section in enumerate(sections):
            seen = _look(render, section)
            if number + 1 < len(render.parts):
                known[seen] = render.parts[number + 1].file
                continue
            if seen in known:
                render.copied += section.count
            else:
                known[seen] = _encoded(render, pictures, section, number)
            render.add(RenderPart(kind="pictures", file=known[seen], frames=section.count))


def _look(render: _Render, section: Section) -> tuple[Any, ...]:
    first_s, end_s = (frame / render.layout.fps for frame in (section.first, section.first + section.count))
    return look(section, render.layout, render.captions.within(first_s, end_s))


def _encoded(render: _Render, pictures: Pictures, section: Section, number: int) -> Blob:
    tools, total = render.tools, render.layout.frames
    target, done = tools.work_dir / f"part-{number}.mp4", section.first
    drawn = render.captions.drawn
    with part_writer(
        tools.ffmpeg, target, render.form, first=section.first, count=section.count, subtitles=drawn
    ) as write:
        for span in section.spans:
            for picture in pictures.frames_of(span):
                write(picture)
                done += 1
                tools.reached(SOUND + PICTURES * done / total)
    found = check_output(target, video=True, audio=False)
    if found.frames != section.count:
        raise _mismatch(f"{found.frames} pictures instead of {section.count}")
    return tools.keep(target, ".mp4")


def _warn_damage(render: _Render, clip: Placed) -> None:
    """Warn about a source of which parts could not be decoded, once; a decoder also complains of its entry point."""
    material = clip.material
    if material.blob.sha256 in render.damaged:
        return
    damage = first_damage(
        render.path_of(clip),
        video=material.media.video_track,
        audio=None,
        from_s=float(clip.start_s),
        to_s=float(clip.end_s),
        max_pixels=render.params.max_pixels,
    )
    if damage:
        render.damaged.add(material.blob.sha256)
        render.tools.warn("media_damaged", f"{material.name} holds parts that could not be decoded ({damage}).")


def _output(render: _Render) -> RenderOutput:
    tools, layout, form = render.tools, render.layout, render.form
    sound, *pictures = render.parts
    target = tools.work_dir / f"film.{form.form}"
    begins = SOUND + PICTURES
    join_parts(
        tools.ffmpeg,
        [tools.path_of(part.file) for part in pictures if part.file is not None],
        None if sound.file is None else tools.path_of(sound.file),
        target,
        form,
        title=render.params.resolved.timeline.name or "",
        length_s=float(layout.length_s),
        reached=lambda fraction, **_: tools.reached(begins + (1 - begins) * fraction),
    )
    found = check_output(target, video=True, audio=sound.file is not None)
    if found.frames != layout.frames:
        raise _mismatch(f"{found.frames} pictures instead of {layout.frames}")
    if sound.file is not None and abs(found.audio_s - float(layout.length_s)) > BLOCK_S:
        raise _mismatch(f"{found.audio_s:.3f} s of sound instead of {float(layout.length_s):.3f} s")
    tools.reached(1.0)
    return RenderOutput(
        film=tools.keep(target, f".{form.form}"),
        frames=layout.frames,
        fps=str(layout.fps),
        width=form.width,
        height=form.height,
        duration_s=round(float(layout.length_s), 6),
        copied_frames=render.copied,
        srt=render.captions.srt,
        vtt=render.captions.vtt,
    )


def _mismatch(what: str) -> JobFailure:
    return JobFailure(ErrorCode.INTERNAL, f"ffmpeg wrote a film that is not as asked for: {what}")
