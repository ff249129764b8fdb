"""Messages of a stage while it works, whatever runs it: values that cross processes as JSON."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.core.errors import AppError
from app.jobs.results import Result


def _encodable(value: Any) -> Any:
    """Make a text encodable: file names may contain bytes that are no text, and must not lose the message."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _scalar(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


Text = Annotated[str, BeforeValidator(_encodable)]
#: A value in the log of a job; values other than numbers and texts become text.
LogValue = Annotated[Text | bool | int | float | None, BeforeValidator(_scalar)]


class Line(BaseModel):
    """Base of everything that is one line of JSON between two processes."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants", hide_input_in_errors=True)


class Progress(Line):
    """`fraction` (0..1) of the stage is done; `speed` is for people ("3.1 MB/s", "12×")."""

    kind: Literal["progress"] = "progress"
    fraction: float
    speed: str | None = None


class Log(Line):
    """A line for the job's live log."""

    kind: Literal["log"] = "log"
    message: Text
    fields: dict[str, LogValue] = Field(default_factory=dict)


class StageWarning(Line):
    """Information for the client about a problem that did not fail the job."""

    kind: Literal["warning"] = "warning"
    code: str
    message: Text


@dataclass(frozen=True, slots=True)
class Piece:
    """A partial result, as the stage's own model. Indexes have no gap, from 0 or from the resumed ones on."""

    index: int
    piece: Result


class Refused(Line):
    """Why a piece was not committed, by a `code` and for people; `again_ms` is when it may be, Unix milliseconds."""

    code: str
    message: Text
    again_ms: int | None = None


class PieceRefused(AppError):
    """A piece was not committed; its index is free. A stage that waits for it goes on without it."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.message)
        self.refused = refused


#: All messages of a stage before its output.
StageMessage = Progress | Piece | Log | StageWarning
