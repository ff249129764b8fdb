"""A folder for one child that holds models: whatever order it runs, it can reach this folder and no other order's."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from app.core.removal import remove_tree
from app.processes.messages import StageOrder
from app.processes.order_inputs import folder_beside, linked_or_copied
from app.processes.reach import Reach


@dataclass(frozen=True, slots=True)
class Room:
    """`folder` is the child's for its whole life; the content is that of the order that it runs."""

    folder: Path

    @property
    def inputs(self) -> Path:
        """The files that the order reads."""
        return self.folder / "inputs"

    @property
    def own(self) -> Path:
        """Where the order writes."""
        return self.folder / "own"

    @classmethod
    def beside(cls, work_dir: Path) -> Self:
        """Create one beside the work folders."""
        room = cls(folder_beside(work_dir))
        room.inputs.mkdir()
        room.own.mkdir()
        return room

    def reach(self, shared: Reach) -> Reach:
        """The reach of the child: what its orders share, and this folder."""
        files, writes = (*shared.files, str(self.inputs)), (str(self.own), *shared.writes)
        return shared.model_copy(update={"files": files, "writes": writes})

    def with_inputs(self, order: StageOrder) -> StageOrder:
        """The order as the child can run it: in this folder, which gets its inputs. Raises OSError."""
        assert order.reach is not None
        inputs = linked_or_copied(order.reach.inputs, self.inputs)
        return order.model_copy(update={"reach": None, "work_dir": str(self.own / "work"), "inputs": inputs})

    def clear(self) -> None:
        """Remove what the order has left."""
        for part in (self.inputs, self.own):
            for path in part.iterdir():
                remove_tree(path)

    def remove(self) -> None:
        """Remove all of it."""
        remove_tree(self.folder)
