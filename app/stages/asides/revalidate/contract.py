"""Aside `revalidate`: whether a link still leads to the file that was fetched from it."""

from app.jobs.results import Result, Validators
from app.stages.asides.aside import Aside


class RevalidateInput(Result):
    """`validators` is what the site told of the file that was fetched."""

    url: str
    validators: Validators
    allow_private_networks: bool = False
    allowed_private_hosts: tuple[str, ...] = ()


class RevalidateOutput(Result):
    """`same` is None where the site tells nothing by which one could see it."""

    same: bool | None


REVALIDATE = Aside(
    name="revalidate", input=RevalidateInput, output=RevalidateOutput, entry="app.stages.asides.revalidate.run:run"
)
