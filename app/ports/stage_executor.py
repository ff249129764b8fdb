"""The port to the executor of stages: processes of this machine, or of others."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from app.jobs.results import Result
from app.jobs.stage_messages import StageMessage

#: Awaited for each message of a stage.
Receive = Callable[[StageMessage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class StageTask:
    """A stage to run: its name, its input as JSON, and the key of its output.

    It contains nothing of the machine that runs it; files are named by their content.
    """

    stage: str
    input_json: str
    key: str


def _ignored() -> None:
    """The default for callers that need no signs of life."""


class StageExecutor(Protocol):
    """Runs stages concurrently, each task in a work folder of its own. Callers run one task of a key at a time.

    Afterwards only the files that a stage kept in the blob store, and its messages, remain. A `resumable` stage
    may leave partial work for a later task of its key: until that has ended well, or until `discard`.
    """

    async def execute(self, task: StageTask, receive: Receive, *, alive: Callable[[], None] = _ignored) -> Result:
        """Run the stage of `task`; returns its output, as the stage's own model.

        `receive` is awaited for one message after another, in the order in which they were sent, and has returned for
        all of them when this does. A slow receiver makes the stage wait, never lose a message; what it raises ends the
        stage and is raised here, except PieceRefused for a piece that the stage waits for, which it receives. `alive`
        is called every few seconds in which the stage was seen to work although it sent nothing; it must not wait.

        Raises JobFailure: the stage's own, `internal` for anything else that it raises (its details go to the log, not
        into the message), `crashed`, `timeout` or `out_of_memory` for one that was ended. When this raises, or is
        cancelled, the stage has stopped before it returns, and no message comes later. A cancel takes
        effect at once, however busy the stage is where it can be killed, else at its next message.
        """

    async def can_resume(self, task: StageTask) -> bool:
        """Whether an earlier task of the key left partial work that this one would resume."""

    async def discard(self, keys: Collection[str]) -> None:
        """Remove the partial work of these keys. A task that begins meanwhile begins without any."""
