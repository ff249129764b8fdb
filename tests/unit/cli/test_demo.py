"""The demo's preparations and what it shows; the demo itself runs in tests/integration."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from app.cli.demo import environment_of, place_of
from app.cli.demo_view import DemoView
from app.cli.progress_view import clock
from app.core.errors import SettingsInvalid
from app.core.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _no_settings_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_demo_has_a_place_of_its_own(tmp_path: Path) -> None:
    """It neither meets a running server nor fills the user's database."""
    placed = place_of(load_settings())
    assert placed.data_dir == tmp_path / "data" / "demo"
    assert placed.database_path == tmp_path / "data" / "demo" / "video_processing.db"
    assert placed.port == 0
    assert placed.data_dir.is_dir()


def test_demo_keeps_to_what_was_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DATA_DIR, DATABASE_URL and PORT are the operator's; a database without a place goes into DATA_DIR."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv("PORT", "8123")
    placed = place_of(load_settings())
    assert (placed.data_dir, placed.port) == (tmp_path / "mine", 8123)
    assert placed.database_path == tmp_path / "mine" / "video_processing.db"
    monkeypatch.setenv("DATABASE_URL", "sqlite:///./other.db")
    assert place_of(load_settings()).database_path == tmp_path / "other.db"


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """In one line, with the setting to turn."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsInvalid, match=r"^DATA_DIR: cannot make "):
        place_of(load_settings(data_dir=tmp_path / "file" / "inside"))


def test_demo_server_is_offline_and_uses_the_shipped_models() -> None:
    """Whatever else is set; and it can be reached from this machine whatever hosts are allowed."""
    environment = environment_of(load_settings(whisper_model="large-v3", allowed_hosts="video.example"))
    names = ("WHISPER_MODEL", "SENTIMENT_MODEL", "SPACY_MODEL", "HF_HUB_OFFLINE")
    assert [environment[name] for name in names] == ["demo", "demo", "demo", "1"]
    assert environment["ALLOWED_HOSTS"].split(",")[:2] == ["video.example", "127.0.0.1"]


def shown(*messages: dict[str, object], terminal: bool = False) -> str:
    stream = io.StringIO()
    view = DemoView(console=Console(file=stream, width=200, force_terminal=terminal))
    with view.following():
        for message in messages:
            view.show_message(message)
    return stream.getvalue()


STARTED = {
    "type": "job_update",
    "data": {"progress": 10, "stage": "fetch", "stage_status": "running", "eta_seconds": 30},
}
FINISHED = {
    "type": "job_update",
    "data": {"progress": 20, "stage": "fetch", "stage_status": "completed", "seconds": 1.25, "cached": False},
}
SPOKEN = {"type": "transcript_segment", "data": {"start": 65.3, "end": 67.0, "text": "Hello."}}


@pytest.mark.parametrize("terminal", [False, True])
def test_view_shows_what_happens_as_it_happens(terminal: bool) -> None:
    """Transcript, clips and warnings are lines; also where there is no terminal for bars."""
    clip = {"type": "clip_ready", "data": {"start": 1, "end": 16, "title": "A [bold] start"}}
    warned = {"type": "log", "data": {"level": "warning", "message": "no entities"}}
    text = shown(STARTED, SPOKEN, clip, warned, FINISHED, {"type": "heartbeat", "data": {}}, terminal=terminal)
    for line in ("1:05.3  Hello.", "clip 0:01.0–0:16.0  A [bold] start", "warning: no entities"):
        assert line in text


def test_view_without_a_terminal_tells_stages_once() -> None:
    """One line when a stage starts, one when it ends, with its time or where it came from, and how far the job is."""
    about = {"progress": 30, "stage": "audio", "stage_status": "completed", "cached": True}
    lines = shown(STARTED, STARTED, FINISHED, FINISHED, {"type": "job_update", "data": about}).splitlines()
    assert [line.partition(" s ")[2].partition("]")[0].strip() for line in lines] == ["10 %", "20 %", "30 %"]
    assert [line.partition("] ")[2] for line in lines] == [
        "fetch: running",
        "fetch: completed in 1.2 s",
        "audio: completed (taken from the record)",
    ]


def test_view_reads_stages_of_a_job(tmp_path: Path) -> None:
    """`initial_status` carries the whole job; stages that wait are not shown."""
    stages = [{"name": "fetch", "status": "completed", "cached": True}, {"name": "clips", "status": "pending"}]
    lines = shown({"type": "initial_status", "data": {"progress": 5, "stages": stages}}).splitlines()
    assert [line.partition("] ")[2] for line in lines] == ["fetch: completed (taken from the record)"]


def test_view_shows_the_result() -> None:
    """Transcript, meaning and clips with their places."""
    stream = io.StringIO()
    job = {
        "status": "completed",
        "transcript": "Hello. [not markup]",
        "analysis_results": {
            "sentiment": "positive",
            "sentiment_scores": {"positive": 0.91},
            "topics": ["space, rocket", "kitchen"],
            "keywords": [{"text": "moon", "score": 0.5}],
            "models": {"sentiment": "demo"},
        },
        "generated_clips": [{"start": 0, "end": 15, "title": "Moon", "score": 0.8, "reason": "calm", "url": "/a/1"}],
        "stages": [{"name": "fetch", "status": "completed", "seconds": 0.5, "cached": False}],
    }
    DemoView(console=Console(file=stream, width=200)).show(job, [Path("/clips/clip-1.mp4")], "http://h:1")
    text = stream.getvalue()
    for part in (
        "Hello. [not markup]",
        "positive (positive 0.91)",
        "space, rocket · kitchen",
        "moon",
        "0:00.0–0:15.0  Moon  (score 0.80)",
    ):
        assert part in text
    assert "/clips/clip-1.mp4" in text
    assert "http://h:1/a/1" in text


def test_view_shows_why_a_job_failed() -> None:
    """Stage, code and sentence."""
    stream = io.StringIO()
    error = {"stage": "fetch", "code": "no_audio", "message": "There is no sound."}
    DemoView(console=Console(file=stream, width=200)).show({"status": "failed", "error": error}, [], "http://h:1")
    assert "failed in fetch: no_audio: There is no sound." in stream.getvalue()


def test_clock_rounds_before_it_splits() -> None:
    """59.96 is a minute, not 0:60.0."""
    assert [clock(59.96), clock(0), clock(3599.94)] == ["1:00.0", "0:00.0", "59:59.9"]
