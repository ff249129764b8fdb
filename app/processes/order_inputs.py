"""Gives an order its input files under names of its own, in a folder that it can read and not change.

The name of a file in the store is the hash of its content, and whoever knows it can name the file as a result. Command
lines of programs are public, so no name of the store may be in one.
"""

import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from app.core.linking import link_or_copy
from app.processes.messages import StageOrder


def folder_beside(work_dir: Path) -> Path:
    """Create a folder beside the work folders, with a name that a restart removes."""
    work_dir.parent.mkdir(exist_ok=True)  # never the folders above it: their disk may be missing
    folder = work_dir.with_name(f"aside-{uuid.uuid4().hex}")
    folder.mkdir()
    return folder


def with_linked_inputs(order: StageOrder, folder: Path) -> StageOrder:
    """The order with its inputs linked into the folder. What cannot be linked there is read in the store.

    Inputs that are gone are left out; the stage finds that out.
    """
    assert order.reach is not None
    found = {}
    for path, name in _named(order.reach.inputs, folder):
        try:
            os.link(path, name)
            found[path.name] = str(name)
        except FileNotFoundError:
            continue
        except OSError:  # another file system, or one without links
            found[path.name] = str(path)
    files = (*order.reach.files, str(folder), *found.values())
    return order.model_copy(update={"inputs": found, "reach": order.reach.model_copy(update={"files": files})})


def linked_or_copied(inputs: Iterable[str], folder: Path) -> dict[str, str]:
    """Link files into the folder, or copy them; returns their paths by their names in the store. Raises OSError."""
    found = {}
    for path, name in _named(inputs, folder):
        with suppress(FileNotFoundError):  # the stage finds out what is gone
            link_or_copy(path, name)
            found[path.name] = str(name)
    return found


def _named(inputs: Iterable[str], folder: Path) -> Iterable[tuple[Path, Path]]:
    return ((Path(path), folder / f"{number}{Path(path).suffix}") for number, path in enumerate(inputs))
