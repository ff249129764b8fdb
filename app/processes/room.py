"""A folder for one child that holds models: whatever order it runs, it can reach this folder and no other order's."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.core.linking import link_or_copy
from app.core.removal import remove_tree
from app.processes.messages import StageOrder
from app.processes.reach import Reach


@dataclass(frozen=True, slots=True)
class Room:
    """`folder` is the child's for its whole life; the content is that of the order that it runs."""

    folder: Path

    @classmethod
    def beside(cls, work_dir: Path) -> Self:
        """Create one beside the work folders."""
        work_dir.parent.mkdir(exist_ok=True)  # never the folders above it: their disk may be missing
        folder = work_dir.with_name(f"aside-{uuid.uuid4().hex}")  # a name that a restart removes
        folder.mkdir()
        return cls(folder)

    def reach(self, shared: Reach) -> Reach:
        """The reach of the child: what its orders share, and this folder."""
        return shared.model_copy(update={"writes": (str(self.folder), *shared.writes)})

    def with_inputs(self, order: StageOrder) -> StageOrder:
        """The order as the child can run it: in this folder, which gets links to the inputs. Raises OSError.

        Inputs that are gone are left out; the stage finds that out.
        """
        assert order.reach is not None
        inputs = self.folder / "inputs"
        inputs.mkdir()
        for path in order.reach.inputs:
            with suppress(FileNotFoundError):
                link_or_copy(Path(path), inputs / Path(path).name)
        work_dir = str(self.folder / "work")
        return order.model_copy(update={"reach": None, "work_dir": work_dir, "inputs": str(inputs)})

    def clear(self) -> None:
        """Remove what the order has left."""
        for path in self.folder.iterdir():
            remove_tree(path)

    def remove(self) -> None:
        """Remove all of it."""
        remove_tree(self.folder)
