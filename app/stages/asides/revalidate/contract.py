"""Aside `revalidate`: check whether a link still leads to the file that was fetched from it."""

from app.jobs.results import Result, Validators
from app.stages.asides.aside import Aside


class RevalidateInput(Result):
    """`validators` are those of the fetched file."""

    url: str
    validators: Validators
    allow_private_networks: bool = False
    allowed_private_hosts: tuple[str, ...] = ()


class RevalidateOutput(Result):
    """`same` is None if the site sends no validators."""

    same: bool | None


REVALIDATE = Aside(
    name="revalidate",
    input=RevalidateInput,
    output=RevalidateOutput,
    entry="app.stages.asides.revalidate.run:run",
    connects=True,
)
