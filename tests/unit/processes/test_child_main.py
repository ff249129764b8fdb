"""The child's side of an order: what it says, and what it makes of errors."""

import errno
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.core.errors import ErrorCode, JobFailure
from app.jobs.stage_messages import Log
from app.processes import child_main
from app.processes.child_main import Channel, failure_of, load, run_order
from app.processes.messages import Failure, StageOrder, parse_child_message
from app.processes.stage_tools import WarmModels
from app.stages.speech.contract import SpeechInput
from app.stages.speech.run import run as run_speech
from tests.contracts.flat_folder import FlatFolder


@pytest.fixture(autouse=True)
def _own_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a child may change for good is put back here."""
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())


def _said(tmp_path: Path, stage: str, text: str = "", work: str = "work") -> list[dict[str, Any]]:
    stream = io.BytesIO()
    order = StageOrder(
        entry=f"tests.faulty_stages:{stage}",
        input_json=json.dumps({"text": text}),
        work_dir=str(tmp_path / work),
        blobs=str(tmp_path / "blobs"),
        ffmpeg="ffmpeg",
    )
    channel = Channel(stream)
    channel.send(run_order(order, channel, WarmModels()))
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_order_ends_with_one_last_word(tmp_path: Path) -> None:
    """Everything else comes before it."""
    sent = [message["kind"] for message in _said(tmp_path, "echo", "x")]
    assert sent == ["progress", "log", "warning", "piece", "result"]


def test_a_fault_is_told_without_its_details(tmp_path: Path) -> None:
    """They are for the server's log."""
    (failure,) = _said(tmp_path, "stumble")
    assert (failure["kind"], failure["code"], failure["retryable"]) == ("failure", "internal", True)
    assert "secret" not in failure["message"]
    assert "a secret detail" in failure["traceback"]


def test_a_failure_that_was_foreseen_has_no_traceback(tmp_path: Path) -> None:
    """Its message is all there is to know."""
    (failure,) = _said(tmp_path, "refuse")
    assert (failure["kind"], failure["code"], failure["traceback"]) == ("failure", "rate_limited", None)


def test_a_given_that_does_not_fit_is_a_fault(tmp_path: Path) -> None:
    """It never reaches the stage."""
    failure = _said(tmp_path, "echo", 5)[-1]  # type: ignore[arg-type]
    assert failure["code"] == "internal"
    assert "malformed" in failure["message"]


@pytest.mark.parametrize(("text", "last"), [("film", "result"), ("", "failure")])
def test_copies_of_files_go_when_the_stage_has_ended(
    text: str, last: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it ends; until then they can be read."""
    monkeypatch.setattr(child_main, "open_blobs", lambda spec, **_: FlatFolder(Path(spec)))
    *_, message = _said(tmp_path, "read_back", text)
    assert message["kind"] == last
    kept, copied = sorted((tmp_path / "blobs").rglob("*")), message.get("output", {}).get("text", "")
    assert len(kept) == 2
    assert all(path.is_file() for path in kept)
    assert copied == text


def test_temporary_files_go_to_the_folder_of_the_stage_that_runs(tmp_path: Path) -> None:
    """Also in a child that ran another stage before, whose folder is gone."""
    for work in ("first", "second"):
        _said(tmp_path, "echo", work=work)
        assert tempfile.gettempdir() == str(tmp_path / work)
        with tempfile.TemporaryFile():
            pass
        (tmp_path / work).rmdir()


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), ErrorCode.OUT_OF_MEMORY),
        (RuntimeError("std::bad_alloc"), ErrorCode.OUT_OF_MEMORY),
        (RuntimeError("CUDA failed with error out of memory"), ErrorCode.OUT_OF_MEMORY),
        (RuntimeError("Failed to allocate memory for requested buffer"), ErrorCode.OUT_OF_MEMORY),
        (OSError(errno.ENOSPC, "x"), ErrorCode.DISK_FULL),
        (OSError(errno.EDQUOT, "x"), ErrorCode.DISK_FULL),
        (OSError(errno.EFBIG, "x"), ErrorCode.TOO_LARGE),
        (JobFailure(ErrorCode.NO_AUDIO, "x"), ErrorCode.NO_AUDIO),
    ],
)
def test_each_error_has_its_code(error: Exception, code: ErrorCode) -> None:
    """A GPU's memory counts as memory, the limit on file sizes is no full disk."""
    failure = failure_of(error)
    assert failure is not None
    assert failure.code is code


def test_what_has_no_code_is_a_fault_of_ours() -> None:
    """The caller logs it."""
    assert failure_of(PermissionError(errno.EACCES, "x")) is None
    assert failure_of(ValueError("x")) is None


def test_an_entry_names_the_function_and_what_it_is_given() -> None:
    """The model is read from the function's first parameter."""
    assert load("app.stages.speech.run:run") == (run_speech, SpeechInput)


def test_a_message_is_one_line_whatever_it_holds() -> None:
    """Line ends in texts are escaped; paths become text."""
    stream = io.BytesIO()
    Channel(stream).send(Log(message="a\nb\u2028c", fields={"path": Path("x")}))  # type: ignore[dict-item]
    assert stream.getvalue().count(b"\n") == 1
    assert parse_child_message(stream.getvalue()) == Log(message="a\nb\u2028c", fields={"path": "x"})


def test_a_name_that_is_no_text_does_not_cost_its_message() -> None:
    """Names of files are bytes; Python shows those that are no text as halves of surrogates, which JSON has not."""
    stream, name = io.BytesIO(), os.fsdecode(b"film-\xff.mp4")
    Channel(stream).send(Log(message=f"reading {name}", fields={"name": name}))
    assert parse_child_message(stream.getvalue()) == Log(message="reading film-?.mp4", fields={"name": "film-?.mp4"})


def test_a_failure_crosses_as_it_is() -> None:
    """All that the server decides by: what happened, whether to try again, when, and whom to leave alone."""
    stream = io.BytesIO()
    failure = JobFailure(
        ErrorCode.RATE_LIMITED, "Slow down.", retryable=False, retry_after_s=7.5, host="a.example", counts=False
    )
    Channel(stream).send(Failure.of(failure))
    message = parse_child_message(stream.getvalue())
    assert isinstance(message, Failure)
    assert vars(message.to_error()) == vars(failure)


@pytest.mark.parametrize(
    "line",
    [
        b'{"kind":"tale","message":"x"}\n',
        b'{"message":"x"}\n',
        b'{"kind":"progress","fraction":"much"}\n',
        b'{"kind":"log","message":"x","more":1}\n',
        b'{"kind":"log",\n',
        b"noise\n",
    ],
)
def test_what_is_no_message_is_refused(line: bytes) -> None:
    """A child that writes something else into its pipe is broken."""
    with pytest.raises(ValidationError):
        parse_child_message(line)
