"""The children of an engine: their limits, and the detection of hangs."""

from contextlib import AsyncExitStack

from app.core.setting_types import GIB
from app.core.settings import Settings
from app.processes.child_pool import ChildPool
from app.processes.hang_detector import HangDetector
from app.processes.machine_memory import share_for_a_child
from app.processes.sandbox import Bounds

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


def _bounds(settings: Settings) -> Bounds:
    return Bounds(
        settings.child_nice,
        memory_bytes=settings.child_memory_bytes,
        data_bytes=0 if settings.child_memory_bytes else share_for_a_child(),
        file_bytes=max(FILE_BYTES, settings.max_upload_bytes, settings.max_download_bytes),
        cpu_seconds=settings.child_cpu_seconds,
    )
