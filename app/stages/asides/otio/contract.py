"""Aside `otio`: read a document of OpenTimelineIO. Its library crashes on some, so it never runs in the server."""

from typing import Any

from app.jobs.results import Result
from app.stages.asides.aside import Aside


class OtioInput(Result):
    """The document as JSON text."""

    document: str


class OtioOutput(Result):
    """The timeline in the server's own form, but for its sources, which are `{"urls": [...]}`; or why there is none.

    `loc` is where the fault `message` is in it.
    """

    timeline: dict[str, Any] | None = None
    loc: tuple[str | int, ...] = ()
    message: str | None = None


OTIO = Aside(name="otio", input=OtioInput, output=OtioOutput, entry="app.stages.asides.otio.run:run")
