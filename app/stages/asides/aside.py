"""Describes an aside for the server: work in a child that belongs to no job's plan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.jobs.results import Result
from app.stages.stage import ChildKind

InputT = TypeVar("InputT", bound=Result)
OutputT = TypeVar("OutputT", bound=Result)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside(Generic[InputT, OutputT]):
    """Short work in a child. `entry` is "module:function".

    `connects`: it needs other hosts, as all that orders from services of others do. `files` returns the paths in an
    input of files that it reads, besides blobs. `keeps`: its output may have files that it has stored.
    """

    name: str
    input: type[InputT]
    output: type[OutputT]
    entry: str
    child_kind: ChildKind = ChildKind.MEDIA
    connects: bool = False
    files: Callable[[InputT], tuple[str, ...]] = lambda _: ()
    keeps: bool = False

    @property
    def may_connect(self) -> bool:
        """Whether its child may open connections; else the system refuses them, where it can."""
        return self.connects or self.child_kind is ChildKind.REMOTE
