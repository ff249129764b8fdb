"""Rewrites a source whose clock restarts or jumps, so that all stages, and players, use one clock."""

from collections.abc import Sequence
from pathlib import Path

from app.media.clock_mending import mend_clock
from app.media.clock_sections import FileClock
from app.media.file_clock import broken_clocks, what_was_wrong
from app.media.probe import Probed
from app.stages.tools import Tools
from app.storage.free_disk import require_free_disk


def on_one_clock(
    parts: Sequence[Path], probed: Sequence[Probed], tools: Tools, *, max_pixels: int, reserve_bytes: int
) -> list[Path]:
    """The files with the tracks of one film; those with broken clocks are replaced by new ones in the work folder.

    Nothing is lost. A warning states where the clock was wrong. Raises JobFailure: `disk_full`, `unsupported_media`.
    """
    if all(each.clock is None for each in probed):
        return list(parts)

    used = [(part, each.used) for part, each in zip(parts, probed, strict=True)]
    clocks = broken_clocks(used, max_pixels=max_pixels)
    broken = [(part, clock) for part, clock in zip(parts, clocks, strict=True) if clock is not None]
    missing_bytes = sum(part.stat().st_size for part, _ in broken)
    there_bytes = sum(path.stat().st_size for path in tools.work_dir.iterdir() if path.is_file())
    require_free_disk(missing_bytes + there_bytes, tools.work_dir, reserve_bytes=reserve_bytes)
    mended = {part: tools.work_dir / f"mended-{part.name}" for part, _ in broken}
    for part, clock in broken:
        mend_clock(part, mended[part], clock, max_pixels=max_pixels)
    if broken:
        _warn(broken[0][1], min(each.begins_s for each in probed), tools)
    return [mended.get(part, part) for part in parts]


def _warn(clock: FileClock, begins_s: float, tools: Tools) -> None:
    tools.log("clock mended", joints=len(clock.joints), strays=clock.strays)
    if sentence := what_was_wrong(clock, begins_s):
        tools.warn("clock_mended", sentence)
