"""Plan a clip without cutting it. Not a stage of a plan: the API runs it while people choose how a clip looks."""

from app.media.captions import size_of, within
from app.media.framing import ASPECTS
from app.stages.asides.clip_preview.contract import ClipPreviewInput, ClipPreviewOutput, PreviewCue, PreviewMove
from app.stages.clips.clip_captions import complaint, laid_out
from app.stages.clips.clip_cutting import HEIGHTS, crop_path, faces_for, shape_of, spoken_text
from app.stages.tools import Tools


def run(params: ClipPreviewInput, tools: Tools) -> ClipPreviewOutput:
    """The path of the crop and the captions of a clip."""
    start_s, length_s = params.start_s, params.end_s - params.start_s
    axis, share, moves = crop_path(
        params.media, params.aspect, params.focus, params.cuts, params.position, start_s, length_s
    )
    said = tuple(within(params.segments, start_s, params.end_s)) if params.burn_captions else ()
    faces = faces_for(params.segments, params.fonts_dir)
    height = HEIGHTS.get(params.resolution) or params.media.height or 360
    shown = laid_out(said, ASPECTS.get(params.aspect) or shape_of(params.media), height, faces)
    lacking = faces.lacking(spoken_text(said))
    tools.reached(1.0)
    return ClipPreviewOutput(
        axis=axis,
        share=share,
        moves=tuple(
            PreviewMove(from_s=start_s + move.from_s, to_s=start_s + move.to_s, from_at=move.from_at, to_at=move.to_at)
            for move in moves
        ),
        bottom=shown.layout.bottom / height,
        cues=tuple(
            PreviewCue(
                start_s=start_s + cue.start_s,
                end_s=min(start_s + cue.end_s, params.end_s),
                lines=cue.texts,
                rtl=cue.rtl,
                size=size_of(cue, shown.layout, faces) / height,
            )
            for cue in shown.cues
        ),
        warning=complaint(lacking) if lacking else None,
    )
