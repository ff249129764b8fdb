"""What server and child send to each other: one JSON object a line, orders down, messages up."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from app.core.errors import ErrorCode, JobFailure
from app.processes.sandbox import Bounds

#: The longest line in either direction; a transcript of a day with word times is far below it.
LINE_BYTES = 256 * 1024 * 1024


def _encodable(value: Any) -> Any:
    """Names of files may hold bytes that are no text: they must not cost the message that mentions them."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _scalar(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


Text = Annotated[str, BeforeValidator(_encodable)]
#: A value in the log of a job; what is no number and no text becomes text.
LogValue = Annotated[Text | bool | int | float | None, BeforeValidator(_scalar)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants", hide_input_in_errors=True)


class Progress(_Line):
    """`fraction` (0..1) of the stage is done; `speed` is for people ("3.1 MB/s", "12×")."""

    kind: Literal["progress"] = "progress"
    fraction: float
    speed: str | None = None


class PieceMessage(_Line):
    """A partial result, as JSON of the stage's own model. Indexes count from 0 without a gap."""

    kind: Literal["piece"] = "piece"
    index: int
    piece: dict[str, Any]


class Log(_Line):
    """A line for the job's live log."""

    kind: Literal["log"] = "log"
    message: Text
    fields: dict[str, LogValue] = Field(default_factory=dict)


class StageWarning(_Line):
    """Something for the client to know that did not cost the job."""

    kind: Literal["warning"] = "warning"
    code: str
    message: Text


class ResultMessage(_Line):
    """The stage is finished. `output` is JSON of the stage's own model. The child waits for its next order."""

    kind: Literal["result"] = "result"
    output: dict[str, Any]


class Failure(_Line):
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


#: What a stage sends while it works.
StageMessage = Progress | PieceMessage | Log | StageWarning
#: Everything that a child sends.
ChildMessage = Annotated[StageMessage | ResultMessage | Failure, Field(discriminator="kind")]

_CHILD_MESSAGES: TypeAdapter[StageMessage | ResultMessage | Failure] = TypeAdapter(ChildMessage)


def parse_child_message(line: bytes) -> StageMessage | ResultMessage | Failure:
    """One line of a child. Raises pydantic's ValidationError for what is no message."""
    return _CHILD_MESSAGES.validate_json(line)


class StageOrder(_Line):
    """One stage to run: "module:function", its input as JSON, and where on this machine it works."""

    entry: str
    input_json: str
    work_dir: str
    blobs_dir: str
    ffmpeg: str


class Birth(BaseModel):
    """What a child receives on its command line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    server_pid: int
    bounds: Bounds


def line_of(message: _Line) -> bytes:
    """The message as one line, with its end."""
    return message.model_dump_json().encode() + b"\n"
