"""Opens ONNX models with onnxruntime. In children only."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession, SessionOptions

from app.core.errors import ErrorCode, JobFailure, is_out_of_memory

Numbers = npt.NDArray[np.float32]
#: Least severity of what the library prints: errors. Its warnings are about how a model was exported.
ERRORS = 3


class OnnxModel:
    """A loaded model. It runs on one thread: beside other work, two that synchronise are slower than one."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.inputs: tuple[str, ...] = tuple(entry.name for entry in session.get_inputs())
        self.outputs: tuple[str, ...] = tuple(entry.name for entry in session.get_outputs())

    @classmethod
    def load(cls, file: Path, title: str) -> "OnnxModel":
        """Load a file; `title` names the model. Raises JobFailure `model_unavailable` if it is no such model."""
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = ERRORS
        try:
            session = InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # the library's errors have no class in common
            raise unusable(title, error) from error
        return cls(session)

    def run(self, **values: npt.NDArray[Any]) -> dict[str, Numbers]:
        """All outputs by name."""
        found = self._session.run(None, values)
        return dict(zip(self.outputs, found, strict=True))

    def only(self, value: npt.NDArray[Any]) -> Numbers:
        """The first output for the only input."""
        found: Numbers = self._session.run(self.outputs[:1], {self.inputs[0]: value})[0]
        return found


def unusable(title: str, error: Exception) -> JobFailure:
    """The failure of a model whose files are there, but are no such model. Raises `error` if memory was short."""
    if is_out_of_memory(error):
        raise error
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return JobFailure(ErrorCode.MODEL_UNAVAILABLE, f"The {title} cannot be loaded: {reason}")
