"""What server and child say to each other: one JSON object a line, orders down, messages up."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.processes.sandbox import Bounds


class MessageKind(StrEnum):
    """Kinds of messages from a child."""

    PROGRESS = "progress"  # fraction, speed
    PIECE = "piece"  # index, piece
    LOG = "log"  # message, fields
    WARNING = "warning"  # code, message
    RESULT = "result"  # output: the stage is finished
    FAILURE = "failure"  # code, message, retryable, retry_after_s, host, counts, traceback: finished, badly


#: A message after which the child waits for its next order.
LAST_WORDS = frozenset({MessageKind.RESULT, MessageKind.FAILURE})

#: The longest line in either direction; a transcript of a day with word times is far below it.
LINE_BYTES = 256 * 1024 * 1024


class Order(BaseModel):
    """One stage to run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    entry: str
    params: dict[str, Any]
    work_dir: str
    blobs_dir: str
    ffmpeg: str


class Birth(BaseModel):
    """What a child is told on its command line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    server_pid: int
    bounds: Bounds
