"""Reads tensors out of a checkpoint of PyTorch's old format without PyTorch.

Such a file is a row of pickles, then the raw numbers. The unpickler builds ordered dictionaries and tensors only: a
file that names anything else is refused, so nothing of it is ever executed.
"""

import pickle
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

#: The first number in such a file, and the version of its protocol.
MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001


@dataclass(frozen=True)
class _Storage:
    key: str


@dataclass(frozen=True)
class _View:
    """A tensor: a part of a storage."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


class _FloatStorage:
    """Stands for the class of that name."""


def _view(storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object) -> _View:
    return _View(storage, offset, shape, strides)


class _Unpickler(pickle.Unpickler):
    ALLOWED: Mapping[tuple[str, str], Any] = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _view,
        ("torch", "FloatStorage"): _FloatStorage,
    }

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self.ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"a checkpoint of weights has no {module}.{name}") from None

    def persistent_load(self, pid: Any) -> _Storage:
        if pid[:2] != ("storage", _FloatStorage):
            raise pickle.UnpicklingError("a checkpoint of weights has 32-bit floats alone")
        return _Storage(pid[2])


def weights_of(path: Path, part: str) -> dict[str, Any]:
    """The tensors under `part` of a checkpoint by name, float32. Raises UnpicklingError for any other content."""
    with path.open("rb") as file:
        if [_Unpickler(file).load() for _ in range(2)] != [MAGIC, PROTOCOL]:
            raise pickle.UnpicklingError(f"{path} is no checkpoint of that format")
        _Unpickler(file).load()  # of the machine that wrote it
        content = _Unpickler(file).load()[part]
        storages = {key: _numbers(file) for key in _Unpickler(file).load()}
    found = {name: view for name, view in content.items() if isinstance(view, _View)}
    return {name: _tensor(storages[view.storage.key], view) for name, view in found.items()}


def _numbers(file: BinaryIO) -> Any:
    count = int.from_bytes(file.read(8), "little")
    return np.frombuffer(file.read(4 * count), "<f4")


def _tensor(numbers: Any, view: _View) -> Any:
    strides = tuple(4 * step for step in view.strides)
    return np.lib.stride_tricks.as_strided(numbers[view.offset :], view.shape, strides).copy()
