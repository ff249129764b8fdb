"""What errors tell."""

import pytest

from app.core.errors import is_out_of_memory, reports_out_of_memory


def _led_to(cause: BaseException) -> RuntimeError:
    error = RuntimeError("Applying the VAD filter requires the onnxruntime package")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("std::bad_alloc"),
        RuntimeError("CUDA failed with error out of memory"),
        RuntimeError("cuBLAS failed with status CUBLAS_STATUS_ALLOC_FAILED"),
        RuntimeError("can't start new thread"),
        ImportError("tokenizers.abi3.so: failed to map segment from shared object"),
        OSError(12, "Cannot allocate memory"),
        _led_to(ImportError("onnxruntime.so: failed to map segment from shared object")),
    ],
    ids=repr,
)
def test_every_way_to_run_out_of_memory_is_known(error: BaseException) -> None:
    """Also where it only led to the error that arrives."""
    assert is_out_of_memory(error)


@pytest.mark.parametrize("error", [RuntimeError("no such layer"), _led_to(ImportError("no module"))], ids=repr)
def test_other_errors_are_not_taken_for_it(error: BaseException) -> None:
    """They are faults, with a traceback."""
    assert not is_out_of_memory(error)


def test_last_words_of_a_process_tell_it_too() -> None:
    """OpenBLAS ends the process itself."""
    assert reports_out_of_memory("OpenBLAS error: Memory allocation still failed after 10 retries, giving up.")
    assert not reports_out_of_memory("Segmentation fault")
