"""Settings: the processes that do the work of stages."""

from typing import Annotated, Literal

from pydantic import BaseModel

from app.core.setting_types import Bytes, Lower, OptionalFolder, setting


class ChildSettings(BaseModel):
    """The processes that do the work of stages."""

    caption_fonts_dir: OptionalFolder = setting(
        "",
        "Children",
        "Folder of fonts (.ttf, .otf, .ttc) for burned captions in scripts that the shipped one lacks; searched "
        "before those of the system",
    )
    ffmpeg_path: str = setting(
        "", "Children", "ffmpeg binary; version 7 or newer; empty takes the one that came with the Python packages"
    )
    child_memory_bytes: Bytes = setting(
        0,
        "Children",
        "Address space that one child process may take; 0: no cap on that, but on its own data half of the machine's "
        "memory (or of the control group's), 2 GiB at least",
        unit="bytes",
        ge=0,
    )
    child_cpu_seconds: int = setting(
        0,
        "Children",
        "Processor time, all threads together, that one process may use in one stage before it is ended as `timeout`; "
        "0 sets no cap: what is needed grows with the media, and STAGE_TIMEOUT bounds the time on the clock",
        unit="s",
        ge=0,
    )
    child_sandbox: Annotated[Literal["auto", "required", "off"], Lower] = setting(
        "auto",
        "Children",
        "Confines children by Landlock and seccomp to their own files, and to no network but for downloads and orders: "
        "`auto` with what the system has of it, `required` refuses to start where it lacks some, `off` for none",
    )
    child_nice: int = setting(
        10, "Children", "Niceness of the children; higher keeps the server quicker under load", unit="nice", ge=0, le=19
    )
