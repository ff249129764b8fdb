"""The messages between server and child: one JSON object a line, orders down, messages up."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.core.errors import ErrorCode, JobFailure
from app.jobs.stage_messages import Line, Log, Progress, Refused, StageWarning, Text
from app.processes.reach import Reach
from app.processes.sandbox import Bounds

#: The longest line in either direction; a transcript of a day with word times is far below it.
LINE_BYTES = 256 * 1024 * 1024


class PieceMessage(Line):
    """A partial result, as JSON of the stage's own model. Indexes count from 0 without a gap.

    With `confirm` the child waits for `Committed`.
    """

    kind: Literal["piece"] = "piece"
    index: int
    piece: dict[str, Any]
    confirm: bool = False


class ResultMessage(Line):
    """The stage is finished. `output` is JSON of the stage's own model. The child waits for its next order."""

    kind: Literal["result"] = "result"
    output: dict[str, Any]


class Failure(Line):
    """The stage ended without an output; see `JobFailure`. The child waits for its next order.

    `traceback` is set for a fault of ours: for the server's log, never for clients.
    """

    kind: Literal["failure"] = "failure"
    code: ErrorCode
    message: Text
    retryable: bool
    retry_after_s: float | None = None
    host: Text | None = None
    counts: bool = True
    traceback: Text | None = None

    @classmethod
    def of(cls, failure: JobFailure, *, traceback: str | None = None) -> "Failure":
        """The message that carries `failure`."""
        return cls(
            code=failure.code,
            message=failure.message,
            retryable=failure.retryable,
            retry_after_s=failure.retry_after_s,
            host=failure.host,
            counts=failure.counts,
            traceback=traceback,
        )

    def to_error(self) -> JobFailure:
        """The failure, to be raised on the server's side."""
        return JobFailure(
            self.code,
            self.message,
            retryable=self.retryable,
            retry_after_s=self.retry_after_s,
            host=self.host,
            counts=self.counts,
        )


#: The messages of a child while its stage works.
WorkMessage = Progress | PieceMessage | Log | StageWarning
#: All messages of a child.
ChildMessage = WorkMessage | ResultMessage | Failure

_CHILD_MESSAGES: TypeAdapter[ChildMessage] = TypeAdapter(Annotated[ChildMessage, Field(discriminator="kind")])


def parse_child_message(line: bytes) -> ChildMessage:
    """Parse one line of a child. Raises pydantic's ValidationError for anything else than a message."""
    return _CHILD_MESSAGES.validate_json(line)


class StageOrder(Line):
    """One stage to run: "module:function", its input as JSON, and its folders on this machine.

    `blobs` is the spec of the store: see `BlobStore.spec`. With `reach` the process holds itself to it before it runs
    the stage, and for good. `inputs` are the paths of the files that it reads, by their names in the store, if it does
    not read them there.
    """

    entry: str
    input_json: str
    work_dir: str
    blobs: str
    ffmpeg: str
    reach: Reach | None = None
    inputs: dict[str, str] | None = None


class Committed(Line):
    """The server's answer to a piece that was to be confirmed: it is committed, unless it was `refused`."""

    index: int
    refused: Refused | None = None


class Birth(BaseModel):
    """A child's parameters on its command line.

    `owner_tag` is the mark of its server, by which a restart finds it: no other process can read its environment.
    `copies`: it runs each order in a copy of itself. `reach` is what it may reach from its birth on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    server_pid: int
    owner_tag: str
    bounds: Bounds
    copies: bool = False
    reach: Reach | None = None


def line_of(message: Line) -> bytes:
    """The message as one line, with its line feed."""
    return message.model_dump_json().encode() + b"\n"
