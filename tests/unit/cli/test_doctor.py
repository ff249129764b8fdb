"""The doctor: what it finds, how it weighs it, and that each remedy is there."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.cli import film_services_finding, findings
from app.cli.doctor import examine, run_doctor
from app.cli.findings import Finding, Grade
from app.cli.listening import listen
from app.core.settings import Settings, load_settings

DEMO_MODELS = {"whisper_model": "demo", "sentiment_model": "demo", "spacy_model": "demo"}


@pytest.fixture(autouse=True)
def _no_settings_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def grades(found: list[Finding]) -> dict[str, Grade]:
    return {finding.name: finding.grade for finding in found}


def only(examination: Any, **settings: Any) -> Finding:
    """The one finding of an examination."""
    (finding,) = examination(load_settings(**settings))
    assert isinstance(finding, Finding)
    return finding


def test_everything_the_demo_needs_is_here(capsys: pytest.CaptureFixture[str]) -> None:
    """With the shipped models nothing is missing on a machine that installed the requirements; exit code 0."""
    assert run_doctor(load_settings(port=0, **DEMO_MODELS), as_json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["name"] for row in rows} >= {"python", "packages", "ffmpeg", "whisper model", "database", "port"}
    assert [row for row in rows if row["grade"] == "missing"] == []


def test_missing_speech_model_is_needed_others_are_not(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Without Whisper no job can transcribe: exit code 1. The text models have a stand-in: a warning."""
    names = {"whisper_model": "base", "sentiment_model": "someone/some-model", "spacy_model": "en_core_web_lg"}
    settings = load_settings(port=0, models_dir=tmp_path / "none", **names)
    found = grades(list(findings.models(settings)))
    assert found["whisper model"] is Grade.MISSING
    assert found["sentiment model"] is Grade.WARNING
    assert found["spacy model"] is Grade.WARNING
    assert run_doctor(settings, as_json=False) == 1
    assert "python main.py models fetch base" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "offline", "effect"),
    [
        ("base", False, "the first job that transcribes fetches it"),
        ("base", True, "jobs that transcribe fail as model_unavailable"),
        ("/no/such/folder", False, "jobs that transcribe fail as model_unavailable"),
    ],
)
def test_what_a_missing_speech_model_means_is_told(name: str, offline: bool, effect: str, tmp_path: Path) -> None:
    """The server fetches what the hub has, unless it must not."""
    settings = load_settings(whisper_model=name, hf_hub_offline=offline, models_dir=tmp_path / "none")
    found = next(finding for finding in findings.models(settings) if finding.name == "whisper model")
    assert effect in found.detail
    assert "WHISPER_MODEL=demo" in found.remedy


def test_a_speech_service_is_looked_into_where_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a key, or by default; then without key or package no job can transcribe."""
    default, key = {"transcription_engine": "assemblyai"}, {"assemblyai_api_key": "k-123"}
    assert list(findings.speech_service(load_settings())) == []
    (found,) = findings.speech_service(load_settings(**key))
    assert (found.grade, "k-123" in found.detail) == (Grade.OK, False)
    (found,) = findings.speech_service(load_settings(**default))
    assert (found.grade, found.remedy) == (Grade.MISSING, "set ASSEMBLYAI_API_KEY")
    monkeypatch.setattr(findings, "_installed", lambda _: False)
    grades = [next(findings.speech_service(load_settings(**chosen))).grade for chosen in (key, default)]
    assert grades == [Grade.WARNING, Grade.MISSING]


def test_services_of_films_are_examined_where_they_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without key or package a service is passed over; the key itself is never printed."""

    def found(**changed: object) -> list[tuple[str, Grade, str]]:
        findings_of = list(film_services_finding.film_services(load_settings(**changed)))
        assert "k-123" not in str(findings_of)
        return [(finding.name, finding.grade, finding.remedy) for finding in findings_of]

    assert found() == []
    runway = {"providers": "runway,demo", "runway_api_key": "k-123"}
    assert found(**runway) == [("provider runway", Grade.OK, "")]
    assert found(providers="runway") == [("provider runway", Grade.WARNING, "set RUNWAY_API_KEY")]
    assert found(google_api_key="k-123") == [("provider google", Grade.WARNING, "add google to it")]
    ((_, grade, remedy),) = found(providers="openai", openai_api_key="k-123")
    assert (grade, "OPENAI_BASE_URL" in remedy) == (Grade.WARNING, True)
    address = "https://videos.example.org/v1"
    openai = {"providers": "openai", "openai_api_key": "k-123", "openai_base_url": address}
    assert found(**openai) == [("provider openai", Grade.OK, "")]
    monkeypatch.setattr(film_services_finding, "_installed", lambda _: False)
    assert found(**runway) == [("provider runway", Grade.MISSING, "pip install -r requirements-providers.txt")]


def test_every_trouble_has_a_remedy(tmp_path: Path) -> None:
    """Nobody is left with a complaint alone."""
    (tmp_path / "file").write_text("")
    settings = load_settings(
        ffmpeg_path="/nowhere/ffmpeg",
        data_dir=tmp_path / "file" / "data",
        disk_reserve_bytes=2**60,
        enable_gpu=True,
        host="0.0.0.0",
        port=0,
        models_dir=tmp_path / "none",
    )
    troubled = [finding for finding in examine(settings) if finding.grade is not Grade.OK]
    assert grades(troubled).items() >= {
        ("ffmpeg", Grade.MISSING),
        ("disk", Grade.MISSING),
        ("DATA_DIR", Grade.MISSING),
        ("API key", Grade.MISSING),
    }
    assert [finding.name for finding in troubled if not finding.remedy] == []


def test_damaged_database_is_found(tmp_path: Path) -> None:
    """Before a server stumbles over it; a sound one and an absent one are fine."""
    assert only(findings.database).grade is Grade.OK
    with closing(sqlite3.connect(tmp_path / "video_processing.db")) as connection:
        connection.execute("CREATE TABLE jobs (id)")
    assert "is intact" in only(findings.database).detail
    (tmp_path / "video_processing.db").write_bytes(b"no database" * 1000)
    assert only(findings.database).grade is Grade.MISSING
    assert only(findings.database, database_url="postgresql://db/jobs").grade is Grade.OK


def test_taken_port_is_found() -> None:
    """A port that another program holds is named; one that is free is fine."""
    with listen(load_settings(port=0)) as other:
        port = other.getsockname()[1]
        other.close()
        assert only(findings.address, port=port).grade is Grade.OK
    with listen(load_settings(port=0)) as other:
        finding = only(findings.address, port=other.getsockname()[1])
    assert finding.grade is Grade.MISSING
    assert "set PORT" in finding.remedy
