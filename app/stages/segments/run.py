"""Stage `segments`: cuts all scenes of a film in one decoding.

Each file is committed when it is complete, so a run after a crash continues with the first scene of each kind that has
none. Files of two kinds are committed in the order in which they are completed.
"""

import shutil
import threading
from collections.abc import Mapping
from fractions import Fraction

from app.core.errors import ErrorCode, JobFailure
from app.jobs.scenes import SegmentKind
from app.media.scene_cutting import From, SceneCutting, cut_scenes
from app.media.scene_formats import expected_bytes
from app.media.scene_source import picture_of, sound_of, timing_of
from app.media.scene_writer import SceneMade
from app.stages.segments.contract import SceneFile, SegmentsInput, SegmentsOutput
from app.stages.tools import Tools
from app.stages.wanted_track import with_track

#: Time until the disk is checked again, seconds.
RECHECK_S = 60.0


def run(params: SegmentsInput, tools: Tools) -> SegmentsOutput:
    """Write the files of the scenes. Audio alone has none. Raises JobFailure."""
    if not params.starts:
        tools.reached(1.0)
        return SegmentsOutput(scenes=0, frames=0)
    params = with_track(params, tools)
    left = _left(params)
    frames = params.frames
    if left:
        _check_disk(params, tools, left)
        files = _Files(params, tools)
        frames = cut_scenes(
            tools.ffmpeg, tools.path_of(params.source), _cutting(params, tools, left), files.add, reached=tools.reached
        )
        if frames != params.frames:
            tools.warn(
                "frames_differ",
                f"The film had {frames} frames when its scenes were cut, and {params.frames} when they were found: it "
                "is damaged.",
            )
    tools.reached(1.0)
    return SegmentsOutput(scenes=len(params.starts), frames=frames)


class _Files:
    """Commits files as pieces, one after the other. Several threads may add."""

    def __init__(self, params: SegmentsInput, tools: Tools) -> None:
        self._tools = tools
        self._lock = threading.Lock()
        self._count = len(params.done)

    def add(self, kind: SegmentKind, made: SceneMade) -> None:
        file = self._tools.keep(made.path, made.path.suffix)
        with self._lock:
            self._tools.piece(
                self._count,
                SceneFile(
                    kind=kind,
                    index=made.index,
                    start_s=float(made.start_s),
                    end_s=float(made.end_s),
                    frames=made.frames,
                    width=made.width,
                    height=made.height,
                    file=file,
                ),
            )
            self._count += 1


def _left(params: SegmentsInput) -> dict[SegmentKind, From]:
    """Where each kind continues that is not complete; the files of a kind are committed in the order of the scenes."""
    left: dict[SegmentKind, From] = {}
    for kind in params.kinds:
        done = [file for file in params.done if file.kind == kind]
        if len(done) < len(params.starts):
            left[kind] = From(len(done), Fraction(done[-1].end_s)) if done else From()
    return left


def _cutting(params: SegmentsInput, tools: Tools, left: Mapping[SegmentKind, From]) -> SceneCutting:
    media, source = params.media, tools.path_of(params.source)
    timing = timing_of(source, media, max_pixels=params.max_pixels)
    return SceneCutting(
        starts=params.starts,
        kinds=left,
        picture=picture_of(source, media, max_pixels=params.max_pixels),
        duration_s=media.duration_s,
        timing=timing,
        folder=tools.work_dir,
        video_track=media.video_track,
        sound=sound_of(source, media),
        mezzanine=params.mezzanine_format,
        max_pixels=params.max_pixels,
    )


def _check_disk(params: SegmentsInput, tools: Tools, left: Mapping[SegmentKind, From]) -> None:
    """Raise JobFailure, without spending a retry, if the disk has too little space for the files that are missing."""
    media = params.media
    pixels = (media.width or 0) * (media.height or 0)
    share = {kind: 1 - params.starts[begin.scene] / max(1, params.frames) for kind, begin in left.items()}
    need = sum(
        expected_bytes(
            pixels=pixels,
            frames=params.frames,
            seconds=media.duration_s,
            proxies=kind == "proxy",
            mezzanines=params.mezzanine_format if kind == "mezzanine" else None,
        )
        * share[kind]
        for kind in left
    )
    free = shutil.disk_usage(tools.work_dir).free
    if free < need + params.reserve_bytes:
        raise JobFailure(
            ErrorCode.DISK_FULL,
            f"The files of the scenes need about {need / 1e6:.0f} MB of disk, beside the reserve, and {free / 1e6:.0f} "
            "MB are free. It goes on by itself when there is room; with MEZZANINE=on_demand only proxies are made.",
            retry_after_s=RECHECK_S,
            counts=False,
        )
