"""What a stage sends while it works, whatever runs it: values that cross processes as JSON."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.jobs.results import Result


def _encodable(value: Any) -> Any:
    """Names of files may hold bytes that are no text: they must not cost the message that mentions them."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _scalar(value: Any) -> Any:
    return value if value is None or isinstance(value, (str, int, float)) else str(value)


Text = Annotated[str, BeforeValidator(_encodable)]
#: A value in the log of a job; what is no number and no text becomes text.
LogValue = Annotated[Text | bool | int | float | None, BeforeValidator(_scalar)]


class Line(BaseModel):
    """Base of all that is one line of JSON between two processes."""

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
    """Something for the client to know that did not cost the job."""

    kind: Literal["warning"] = "warning"
    code: str
    message: Text


@dataclass(frozen=True, slots=True)
class Piece:
    """A partial result, as the stage's own model. Indexes count on without a gap, from 0 or from what was there."""

    index: int
    piece: Result


#: Everything that a stage sends before its output.
StageMessage = Progress | Piece | Log | StageWarning
