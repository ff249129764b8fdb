"""Asides of services that make films: check one without costs, and end an order that nobody waits for any more."""

from pydantic import Field

from app.jobs.results import Result
from app.stages.asides.aside import Aside
from app.stages.stage import ChildKind


class FilmServiceInput(Result):
    """A service, by the entry and package of its spec, and for what it is used: its answer within `timeout_s`.

    With an `order_id` that order is ended, else the service is checked.
    """

    entry: str
    base_url: str
    key: str | None = Field(default=None, repr=False)
    timeout_s: float
    order_id: str | None = None


class FilmServiceOutput(Result):
    """Whether that went well, and after which time; `error` is for people. `may_pass`: it could go well later."""

    ok: bool
    took_ms: int
    error: str | None = None
    may_pass: bool = False


FILM_SERVICE = Aside(
    name="film_service",
    input=FilmServiceInput,
    output=FilmServiceOutput,
    entry="app.stages.asides.film_service.run:run",
    child_kind=ChildKind.REMOTE,
    connects=True,
)
