"""The check's exit code, report and place; the command itself runs in tests/integration."""

import io
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from app.cli.check import FailOn, environment_of, exit_code, place_of, report_of, run_check_of
from app.cli.check_view import CheckView, summary
from app.core.errors import SettingsInvalid
from app.core.settings import load_settings


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    """A check sets the handlers of its process."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def finding(severity: str, **values: Any) -> dict[str, Any]:
    plain = {"rule": "black", "category": "black", "severity": severity, "start": 1.0, "end": 3.5, "evidence": ""}
    return {**plain, "message": "The picture is black for 2.5 s.", **values}


def job(*severities: str, status: str = "completed") -> dict[str, Any]:
    return {"status": status, "findings": [finding(severity) for severity in severities], "transcript": "4111 1111"}


@pytest.mark.parametrize(
    ("severities", "fail_on", "code"),
    [
        ((), FailOn.INFO, 0),
        (("info", "warning"), FailOn.CRITICAL, 0),
        (("info", "critical"), FailOn.CRITICAL, 1),
        (("info", "warning"), FailOn.WARNING, 1),
        (("info",), FailOn.INFO, 1),
        (("critical",), FailOn.NEVER, 0),
    ],
)
def test_exit_code_is_for_pipelines(severities: tuple[str, ...], fail_on: FailOn, code: int) -> None:
    """1 when a finding is that severe or worse, else 0; 2 when the check itself failed, whatever was found."""
    assert exit_code(job(*severities), fail_on) == code
    assert exit_code(job(*severities, status="failed"), fail_on) == 2


def test_report_has_no_transcript() -> None:
    """Findings mask personal data, so the report does not repeat what was said; a link is shown as the job shows it."""
    report = report_of(job("critical"), "films/talk.mp4", 1)
    assert (report["source"], report["passed"], report["status"]) == ("talk.mp4", False, "completed")
    assert "4111" not in json.dumps(report)
    link = job() | {"youtube_url": "https://user:***@a.example/v.mp4"}
    assert report_of(link, "https://user:secret@a.example/v.mp4", 0)["source"] == "https://user:***@a.example/v.mp4"


def shown(found: dict[str, Any], *, terminal: bool = False) -> tuple[str, str]:
    errors, output = io.StringIO(), io.StringIO()
    consoles = (Console(file=file, width=100, force_terminal=terminal, soft_wrap=True) for file in (errors, output))
    CheckView(console=next(consoles), output=next(consoles)).show(found)
    return errors.getvalue(), output.getvalue()


def test_findings_are_lines_with_time_severity_and_words() -> None:
    """For a pipe one line each, in order; what was not checked and how many there are at the end."""
    found = job() | {
        "findings": [
            finding("warning", start=65.0, end=70.0, message="Black [b]for[/b] 5 s.", evidence="5 s"),
            finding("critical", start=None, end=None, rule="true_peak", message="Too loud.", evidence="+0.4 dBTP"),
        ],
        "warnings": [{"code": "model_unavailable", "message": "No labels:\x1b[2J the model is missing."}],
    }
    errors, text = shown(found)
    assert errors == ""
    assert text.splitlines() == [
        "1:05.0–1:10.0    warning   black             Black [b]for[/b] 5 s.",
        "whole            critical  true_peak         Too loud. (+0.4 dBTP)",
        "note      No labels: [2J the model is missing.",
        "2 findings: 1 critical, 1 warning",
    ]
    assert "Too loud. (+0.4 dBTP)" in shown(found, terminal=True)[1]
    assert summary([]) == "no findings"


def test_progress_shows_no_transcript() -> None:
    """Logs of pipelines are no place for what people say."""
    errors = io.StringIO()
    view = CheckView(console=Console(file=errors, width=100))
    with view.following():
        view.show_message({"type": "transcript_segment", "data": {"start": 1.0, "end": 2.0, "text": "four one one"}})
        view.show_message({"type": "log", "data": {"level": "warning", "message": "no model"}})
    assert errors.getvalue() == "warning: no model\n"


def test_failed_check_tells_why() -> None:
    """On standard error; standard output stays empty."""
    error = {"stage": "fetch", "code": "unsupported_media", "message": "No media."}
    errors, text = shown({"status": "failed", "error": error})
    assert (errors, text) == ("failed in fetch: unsupported_media: No media.\n", "")


def test_check_leaves_nothing_behind(tmp_path: Path) -> None:
    """Its folder is its own and is removed, as is one of a check that was killed; one that runs is left alone."""
    settings = load_settings(data_dir=tmp_path, port=8123, database_url="postgresql://db/x", host="0.0.0.0")
    (tmp_path / "tuning.json").write_text("{}")
    (tmp_path / "check-killed").mkdir()
    (tmp_path / "check-killed" / "film.mp4").write_bytes(b"x")
    (tmp_path / "check-notes.txt").write_text("mine")
    with place_of(settings) as one, place_of(settings) as two:
        assert one.data_dir != two.data_dir
        assert (one.data_dir.parent, one.host, one.port) == (tmp_path, "127.0.0.1", 0)
        assert one.database_path == one.data_dir / "video_processing.db"
        assert (one.data_dir / "tuning.json").read_text() == "{}"
        assert environment_of(one)["DATA_DIR"] == str(one.data_dir)
        assert (tmp_path / "check-killed").exists() is False
    assert sorted(path.name for path in tmp_path.iterdir()) == ["check-notes.txt", "tuning.json"]


def test_what_cannot_be_checked_is_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file, and a folder that cannot be made, in one line."""
    settings = load_settings(data_dir=tmp_path / "data")
    assert run_check_of(settings, str(tmp_path / "no.mp4"), fail_on=FailOn.CRITICAL, as_json=True) == 2
    (out, err) = capsys.readouterr()
    assert (out, err.count("\n"), "no.mp4 is no file here" in err) == ("", 1, True)
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(SettingsInvalid, match=r"^DATA_DIR: cannot make "),
        place_of(load_settings(data_dir=tmp_path / "file")),
    ):
        pass
