"""The children of an engine: their limits, what they may reach, and the detection of hangs."""

from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from app.core.errors import StartRefused
from app.core.setting_types import GIB
from app.core.settings import Settings
from app.inference.weights import SHIPPED, resolve
from app.processes import landlock, syscall_filter
from app.processes.child_pool import ChildPool
from app.processes.hang_detector import HangDetector
from app.processes.machine_memory import share_for_a_child
from app.processes.order_reach import Reaches
from app.processes.reach import can_limit
from app.processes.sandbox import Bounds
from app.stages.stage import Model
from app.storage.data_folder import TUNING

#: No child writes a larger file than this or the largest download; model weights are the largest other files.
FILE_BYTES = 8 * GIB


async def open_children(stack: AsyncExitStack, settings: Settings, owner_tag: str) -> ChildPool:
    """Open the pool of children, with hang detection, until the stack closes. `owner_tag` is in their environment."""
    pool = ChildPool(
        owner_tag=owner_tag,
        bounds=_bounds(settings),
        idle_s=settings.model_idle_seconds,
        stall_s=settings.stage_stall_timeout,
    )
    children = await stack.enter_async_context(pool)
    await stack.enter_async_context(HangDetector(children.children, limit_s=settings.stage_heartbeat))
    return children


def make_reaches(settings: Settings, ffmpeg: Path) -> Reaches | None:
    """What children may reach; None where nothing can hold them to it, or CHILD_SANDBOX is off.

    Raises StartRefused if it is required and this system lacks a part of it.
    """
    if settings.child_sandbox == "required" and not (landlock.usable() and syscall_filter.usable()):
        raise StartRefused(
            "CHILD_SANDBOX is `required`, and this system cannot confine children: see `python main.py doctor`."
        )
    if settings.child_sandbox == "off" or not can_limit():
        return None
    binary = ffmpeg.resolve()
    reads = (
        *(settings.models_dir, SHIPPED, settings.data_dir / TUNING, ffmpeg, binary, binary.parents[1] / "lib"),
        *((settings.caption_fonts_dir,) if settings.caption_fonts_dir else ()),
    )
    return Reaches(
        tuple(str(path) for path in reads),
        str(settings.models_dir),
        partial(_weights, settings.models_dir),
        settings.hf_hub_offline,
    )


def _weights(models_dir: Path, model: Model) -> Path | None:
    return resolve(model.kind, model.name, models_dir).path


def _bounds(settings: Settings) -> Bounds:
    return Bounds(
        settings.child_nice,
        memory_bytes=settings.child_memory_bytes,
        data_bytes=0 if settings.child_memory_bytes else share_for_a_child(),
        file_bytes=max(FILE_BYTES, settings.max_upload_bytes, settings.max_download_bytes),
        cpu_seconds=settings.child_cpu_seconds,
    )
